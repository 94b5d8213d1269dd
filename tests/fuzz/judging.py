"""What must hold for any input: it is refused, or comes back as it was, or what is lost is told."""

from __future__ import annotations

import ast
import os
import signal
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import converter
from converter.bridge import to_pulumi
from converter.cloudformation import Stack
from converter.errors import ConversionError, ProgramError
from converter.expansion import expand
from converter.pulumi import Program
from converter.readers.source import decode
from converter.readers.template import read_text
from converter.readers.validate import validate
from converter.report import Finding, Report
from converter.writers.languages import LANGUAGES

from .. import node
from ..written import MANIFEST

SECONDS = 20
SECONDS_TO_RUN = 120
_UNSAID = ("a template cannot say", "cannot be said in a template")
REFUSED, BACK_REFUSED, TOLD, SAME = "refused", "refused on the way back", "told", "the same"


class Fault(Exception):  # noqa: N818 - what the fuzzer looks for
    """Something that must not be, in words."""


def judge(data: bytes, *, run: str | None = None) -> str:
    """Judge one input.

    Args:
        data: a template, or what was one.
        run: the language, ``python`` or ``typescript``, in which its program is run, too; the one
            in YAML is read then.

    Returns:
        How it went: it was refused, came back, or came back with a difference that is told.

    Raises:
        Fault: an error of the tool itself, a program that is none, or a difference untold.
    """
    with faultless(SECONDS_TO_RUN if run else SECONDS):
        try:
            return _judge(data, run)
        except RecursionError:
            return REFUSED


@contextmanager
def faultless(seconds: int) -> Iterator[None]:
    """Make a fault of what takes too long or too much, and of an error of the tool itself."""
    with _limited(seconds):
        try:
            yield
        except Fault:
            raise
        except MemoryError:
            raise Fault("it takes more memory than there is") from None
        except Exception as error:
            raise Fault(f"{type(error).__name__}: {error} {_place(error)}") from error


def _judge(data: bytes, run: str | None) -> str:
    report = Report()
    try:
        stack = read_text(decode(data, "input"), "input", report=report, check=False)
        expanded = expand(stack, source_dir=None, report=report)
        if expanded is stack:
            validate(stack, report)
        program = converter.to_pulumi(expanded, report=report)
        files = converter.write(program)
    except ConversionError:
        return REFUSED
    for name, text in files.items():
        if name.endswith(".py"):
            _check_program(text)
    expected = _without_parts(expanded)
    _write_in_others(program)
    try:
        if run:
            _read_back(expected, report)
            program = _ran(program, run, report)
        back = converter.to_cloudformation(program, report=report)
        _check_text(back)
    except ConversionError:
        return BACK_REFUSED
    return _compared(expected, back, report)


def _write_in_others(program: Program) -> None:
    """A program is written in any language, or refused."""
    for language, known in LANGUAGES.items():
        if not known.declarative:
            with suppress(ConversionError):
                converter.write(program, f"pulumi-{language}")


def _read_back(stack: Stack, told: Report) -> None:
    """A program in YAML is read, not run: it says the same template."""
    report = Report()
    report.extend(told)
    try:
        program = to_pulumi(stack, declarative=True, report=report)
        files = converter.write(program, "pulumi-yaml")
        with _project(files) as folder:
            read = converter.record(folder, nested=True, report=report, timeout=1)
        back = converter.to_cloudformation(read, report=report)
    except ConversionError:
        return
    _compared(stack, back, report)


def _check_program(text: str) -> None:
    try:
        ast.parse(text)
    except SyntaxError as error:
        raise Fault(f"the program is none: {error}") from None
    if not all(character.isprintable() or character == "\n" for character in text):
        raise Fault("the program has characters in it that are not seen")


def _check_text(back: Stack) -> None:
    """A template that is written must be read as the same."""
    for target in ("yaml", "json"):
        text = converter.write(back, target)
        assert isinstance(text, str)
        try:
            again = read_text(text, "written", check=False)
        except ConversionError as error:
            raise Fault(f"what is written as {target} is refused: {error}") from None
        if differences := converter.verify(back, again):
            raise Fault(f"what is written as {target} is another template: {differences[0]}")


def _ran(program: Program, language: str, report: Report) -> Program:
    """What a program registers when it is written in a language, and run."""
    with _project(converter.write(program, f"pulumi-{language}")) as folder:
        return recorded(folder, report)


def recorded(folder: Path, report: Report) -> Program:
    """What the program of a project registers when it is run.

    Raises:
        ConversionError: it is refused, or fails where a warning may have said so.
        Fault: it fails.
    """
    try:
        return converter.record(folder, nested=True, report=report, timeout=SECONDS_TO_RUN / 2)
    except ProgramError as error:
        if report.warnings or any(it in error.message for it in _UNSAID):
            raise ConversionError(error.message) from None
        raise Fault(f"the program fails: {error.message}") from None


def write_files(files: Mapping[str, str], folder: Path) -> Path:
    """Write the files of a project, with what its packages are in TypeScript; give its folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    packages = folder / "node_modules"
    if any(name.endswith(".ts") for name in files) and not packages.is_symlink():
        packages.symlink_to(node.modules(MANIFEST))
    return folder


@contextmanager
def _project(files: dict[str, str]) -> Iterator[Path]:
    """A folder with the files of a project."""
    with tempfile.TemporaryDirectory() as folder:
        yield write_files(files, Path(folder))


def _without_parts(stack: Stack) -> Stack:
    return replace(stack, comments={})


def _compared(expected: Stack, back: Stack, report: Report) -> str:
    differences = converter.verify(expected, back)
    for difference in differences:
        if not any(speaks_of(finding, difference.path) for finding in report):
            raise Fault(f"a difference that nothing tells: {difference}")
    return TOLD if differences else SAME


def speaks_of(finding: Finding, path: tuple[Any, ...]) -> bool:
    """Whether a finding speaks of the entry of a section that a path leads to."""
    if path == ("Transform",):
        return "Transform" in finding.message
    place = finding.path
    names = {str(step).lower() for step in path[:2]}
    return len(place) < 2 or str(place[1]).lower() in names


def _place(error: BaseException) -> str:
    """Where in the tool an error was raised."""
    trace, found = error.__traceback__, ""
    while trace is not None:
        file = trace.tb_frame.f_code.co_filename
        if f"{os.sep}converter{os.sep}" in file:
            found = f"{file.rpartition('converter' + os.sep)[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return f"({found})"


@contextmanager
def _limited(seconds: int) -> Iterator[None]:
    """Make a fault of what takes too long."""

    def late(_: int, __: FrameType | None) -> None:
        raise Fault(f"it takes more than {seconds} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
