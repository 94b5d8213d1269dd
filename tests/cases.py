"""The fixtures: one folder for each case."""

from __future__ import annotations

from pathlib import Path

import yaml

import converter
from converter.report import Report

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "fixtures"
CASES = sorted(path.parent.name for path in FOLDER.glob("*/template.yaml"))


def template(case: str) -> Path:
    """The template that a case starts from."""
    return FOLDER / case / "template.yaml"


LANGUAGES = ("csharp", "go", "java", "typescript", "yaml")
"""The languages, beside Python, in which the projects of all cases are committed."""


def project(case: str, language: str = "python") -> Path:
    """The Pulumi project that `migrate` makes of it."""
    return FOLDER / case / f"pulumi-{language}"


def programs() -> list[Path]:
    """Every program that `migrate` makes of a fixture."""
    places = ("*/pulumi-python", "language/*", "cdk/*/*/pulumi-python")
    return sorted(path for each in places for path in FOLDER.glob(f"{each}/__main__.py"))


def written(*runtimes: str) -> list[Path]:
    """The folders of the programs that people wrote in some languages, by Pulumi's names of these;
    of all where none are named.
    """
    found = sorted(path.parent for path in FOLDER.glob("programs/*/Pulumi.yaml"))
    return [folder for folder in found if not runtimes or runtime(folder) in runtimes]


def runtime(folder: Path) -> str:
    """The language of a program."""
    said = yaml.safe_load((folder / "Pulumi.yaml").read_text(encoding="utf-8"))["runtime"]
    return str(said["name"] if isinstance(said, dict) else said)


def exported(case: str) -> Path:
    """The template that `export` makes of the project."""
    return FOLDER / case / "exported.yaml"


def findings(case: str) -> Path:
    """What `migrate` and `export` say; missing where they say nothing."""
    return FOLDER / case / "findings.txt"


def accepted_differences(case: str) -> list[str]:
    """The differences between the two templates that are known and accepted, as they print."""
    path = FOLDER / case / "accepted-differences.txt"
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def migrate(case: str, report: Report | None = None, language: str = "python") -> dict[str, str]:
    """Run `migrate` on a case as it is committed."""
    return converter.migrate(template(case), language=language, project=case, report=report)


def lines(report: Report) -> list[str]:
    """Findings as they are committed."""
    return [
        f"{each.severity}: {each.code}: {'.'.join(map(str, each.path))}: {each.message}"
        for each in report
    ]
