"""The CDK apps among the fixtures: each in Python and in TypeScript, which say the same."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import converter
from converter.cloudformation import Stack
from converter.migration import programs_of
from converter.readers.cdk import SynthesizedSource, with_nested
from converter.readers.cdk.running import synthesize
from converter.readers.opening import open_source, open_sources
from converter.readers.template import read
from converter.report import Report

from . import cases, node

FOLDER = cases.FOLDER / "cdk"
LANGUAGES = ("python", "typescript")
APPS = sorted(path.parent.name for path in FOLDER.glob("*/python"))
STACKS = sorted(
    (path.parent.parent.name, path.parent.name) for path in FOLDER.glob("*/*/pulumi-python")
)
TIME_LIMIT = 300.0


def project(app: str, stack: str) -> Path:
    """The Pulumi project that `migrate` makes of a stack."""
    return FOLDER / app / stack / "pulumi-python"


def exported(app: str, stack: str) -> Path:
    """The folder of the templates that `export` makes of the project."""
    return FOLDER / app / stack / "exported"


def findings(app: str) -> Path:
    """What `migrate` says of an app."""
    return FOLDER / app / "findings.txt"


def assembly(app: str, language: str, scratch: Path) -> Path:
    """Run an app, away from the fixtures; give the folder of what it synthesizes to."""
    copy = scratch / app
    shutil.copytree(FOLDER / app, copy)
    folder = copy / language
    if language == "typescript":
        (folder / "node_modules").symlink_to(node.modules())
    output = scratch / "cdk.out"
    synthesize(str(folder), str(output), TIME_LIMIT)
    return output


def original(synthesized: Path, stack: str) -> Stack:
    """A stack's template, without the CDK's own, and with those nested in it."""
    source = open_source(synthesized, stack=stack)
    assert isinstance(source, SynthesizedSource)
    outer, nested = with_nested(source)
    templates = {path: read(each) for path, each in nested.items()}
    return replace(read(outer), templates=templates)


def export(app: str, stack: str) -> dict[str, str]:
    """The text of each template that `export` makes of a project."""
    made = converter.export(project(app, stack), nested=True)
    return {"template.yaml": made} if isinstance(made, str) else made


def migrate(synthesized: Path, report: Report) -> dict[str, dict[str, str]]:
    """The files of each project that `migrate` makes, by the project's name."""
    programs = programs_of(open_sources(synthesized), report=report)
    return {name: converter.write(program) for name, program in programs.items()}


def committed(app: str) -> dict[str, dict[str, str]]:
    """The files of the committed projects."""
    return {
        stack: {
            path.name: path.read_text(encoding="utf-8") for path in project(app, stack).iterdir()
        }
        for name, stack in STACKS
        if name == app
    }


def lines(report: Report, synthesized: Path) -> list[str]:
    """Findings as they are committed, without the path of what was read."""
    files = [str(each.file).replace(str(synthesized), synthesized.name) for each in report]
    return [f"{file}: {line}" for file, line in zip(files, cases.lines(report), strict=True)]


def regenerate(app: str, scratch: Path) -> int:
    """Write what is committed of an app; give the number of findings."""
    synthesized = assembly(app, "python", scratch)
    report = Report()
    for name, stack in STACKS:
        if name == app:
            shutil.rmtree(FOLDER / app / stack)
    for stack, files in migrate(synthesized, report).items():
        folder = project(app, stack)
        folder.mkdir(parents=True)
        for path, text in files.items():
            (folder / path).write_text(text, encoding="utf-8")
        for path, text in export(app, stack).items():
            target = exported(app, stack) / path
            target.parent.mkdir(exist_ok=True)
            target.write_text(text, encoding="utf-8")
    said = lines(report, synthesized)
    findings(app).write_text("".join(f"{line}\n" for line in said), encoding="utf-8")
    return len(said)
