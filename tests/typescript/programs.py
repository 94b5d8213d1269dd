"""Every program that is written in a language for the tests."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import converter
from converter.errors import ConversionError
from converter.migration import programs_of
from converter.pulumi import Program
from converter.readers.opening import open_sources
from converter.report import Report

from .. import cases, language

TEMPLATES = cases.CASES
APPS = sorted(cases.FOLDER.glob("cdk/*/*/pulumi-python"))
GROUPS = (*sorted({path.parts[-3] for path in APPS}), "programs")

HASH = "461395642ffecef3301ff221afd36138a460c6199216ff10f789189c21f72e70"
VERSION = f"AssetParameters{HASH}S3VersionKey75813C46"
# What a program of a fixture has to be given for its look-ups and conversions to succeed
CONFIG: dict[str, tuple[dict[str, str], ...]] = {
    "parameters": ({"Password": "hunter2"},),
    "production-stack": ({}, {"Stage": "prod"}),
    "conditions": ({}, {"Stage": "prod"}),
    "find-in-map": ({"Stage": "dev"}, {"Stage": "prod"}),
    "find-in-map-function": ({"Stage": "dev"},),
    "select-index-parameter": ({"Index": "1"},),
    "Legacy": ({VERSION: "prefix||version"},),
    "network": ({"environment": "prod"}, {"environment": "dev"}),
    "scripts": ({"port": "80"},),
    "settings-module": ({"environment": "prod"},),
    "two-files": ({"encrypted": "true"}, {"encrypted": "false"}),
}


@dataclass(frozen=True)
class Case:
    """A program.

    Args:
        name: what it is called.
        program: the program.
        files: the files that it is written to.
        configs: the config that it is run with, one after the other.
    """

    name: str
    program: Program
    files: Mapping[str, str]
    configs: tuple[dict[str, str], ...] = field(default=({},))

    @property
    def group(self) -> str:
        """What it is one of: ``language``, ``programs``, or a CDK app."""
        return self.name.rpartition("-in-")[2]


@cache
def every(language: str = "typescript") -> dict[str, Case]:
    """Each program in a language, by its name."""
    found = {}
    for name, program in _programs():
        files = converter.write(program, f"pulumi-{language}")
        assert isinstance(files, dict)
        configs = CONFIG.get(name.rpartition("-in-")[0] or name, ({},))
        found[name] = Case(name, program, files, configs)
    return found


def _programs() -> Iterator[tuple[str, Program]]:
    for case in cases.CASES:
        yield case, converter.to_pulumi(converter.read(cases.template(case)), name=case)
    for line in language.FIXTURES:
        for _, program in _of(language.template(line)):
            yield f"{line}-in-language", program
    for path in APPS:
        yield f"{path.parts[-2]}-in-{path.parts[-3]}", converter.record(path, nested=True)
    for path in sorted(cases.FOLDER.glob("programs/*/Pulumi.yaml")):
        yield f"{path.parent.name}-in-programs", converter.record(path.parent, nested=True)


def _of(template: Path) -> Iterator[tuple[str, Program]]:
    """The program of a template, where it is not refused."""
    try:
        yield from programs_of(open_sources(template), report=Report()).items()
    except ConversionError:
        return


def write(files: Mapping[str, str], folder: Path) -> Path:
    """Write the files of a program into a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
