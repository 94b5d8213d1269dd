"""Programs: written in each language, and exported."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import converter
from converter.errors import ConversionError
from converter.migration import programs_of
from converter.pulumi import Program
from converter.readers.opening import open_sources
from converter.report import Report
from converter.writers.languages import LANGUAGES

from .measuring import Action, Ratio, command, compare
from .templates import models

TOOLS = Path(sys.executable).parent


def languages(paths: Sequence[Path]) -> Iterator[Ratio]:
    """Writing the programs of templates in each language against writing them in Python."""
    programs = [each for each in map(_programs, paths) if each is not None]
    for language in LANGUAGES:
        if language != "python":
            yield compare(
                f"written in {language} / in Python",
                _writing(programs, language),
                _writing(programs, "python"),
                limit=1.3,
                repeats=9,
            )


def _programs(path: Path) -> dict[bool, Program] | None:
    """What a template becomes in languages that only declare, and in others; None where one of them
    cannot say it.
    """
    found = {}
    try:
        for declarative in (False, True):
            sources = open_sources(path)
            made = programs_of(sources, declarative=declarative, report=Report())
            (found[declarative],) = made.values()
        for language, known in LANGUAGES.items():
            converter.write(found[known.declarative], f"pulumi-{language}")
    except ConversionError:
        return None
    return found


def _writing(programs: Sequence[dict[bool, Program]], language: str) -> Action:
    declarative = LANGUAGES[language].declarative

    def write() -> None:
        for each in programs:
            converter.write(each[declarative], f"pulumi-{language}")

    return write


def recording(project: Path) -> Ratio:
    """The export command against the bare run of the same program under the recorder."""
    export = command(str(TOOLS / "pulumi2cfn"), "export", str(project))
    bare = f"from converter.recorder import record; record({str(project)!r})"
    alone = command(sys.executable, "-c", bare)
    return compare("pulumi2cfn export / recording alone", export, alone, limit=1.3, repeats=5)


def long_programs(scratch: Path) -> Ratio:
    """The export command on a program of 3,000 resources against one of 300."""
    exports = [_exporting(scratch / str(count), count) for count in (3000, 300)]
    return compare("pulumi2cfn export of 3,000 resources / of 300", *exports, limit=12, repeats=1)


def _exporting(project: Path, count: int) -> Action:
    template = project.with_suffix(".json")
    template.write_text(models(count), encoding="utf-8")
    project.mkdir()
    for name, text in converter.migrate(template).items():
        (project / name).write_text(text, encoding="utf-8")
    return command(str(TOOLS / "pulumi2cfn"), "export", str(project), "--timeout", "600")
