"""Projects of random programs: those in Go, Java and C# are compiled, all of them at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol, TypeAlias
from unittest.mock import patch

from ..sdks import csharp_programs, go_programs, java_programs, projects
from .judging import write_files


class Written(Protocol):
    """A program that is to be run.

    Attributes:
        name: what no other is called.
        kind: what its kind is called.
        language: the language that it is in.
    """

    name: str
    kind: str
    language: str

    def files(self) -> dict[str, str]:
        """The files of its project."""


Write: TypeAlias = Callable[[Written, Path], Path]
"""Writes a program as a project, in a folder that has its name, and gives that."""


@contextmanager
def writing(programs: Sequence[Written]) -> Iterator[Write]:
    """Give what writes these programs, all of one kind and language, so that they run.

    Where processes share programs, they are compiled by the first that asks for them.
    """
    with ExitStack() as stack:
        yield _WAYS[programs[0].language](programs, stack)


def write_program(program: Written, parent: Path) -> Path:
    """Write a program as a project, in a folder that has its name, and give that."""
    return write_files(program.files(), parent / program.name)


def _as_it_is(_: Sequence[Written], __: ExitStack) -> Write:
    return write_program


def _in_go(programs: Sequence[Written], _: ExitStack) -> Write:
    compiled = go_programs.Programs({it.name: it.files() for it in programs}, programs[0].kind)
    compiled.command(programs[0].name)
    return lambda it, parent: projects.in_go(
        it.files(), compiled.command(it.name), parent / it.name
    )


def _in_java(programs: Sequence[Written], stack: ExitStack) -> Write:
    compiled = java_programs.Programs({it.name: it.files() for it in programs}, programs[0].kind)
    home = stack.enter_context(compiled.running(Path(stack.enter_context(TemporaryDirectory()))))
    stack.enter_context(patch.dict(os.environ, JAVA_HOME=str(home)))
    return lambda it, parent: projects.in_java(
        it.files(), compiled.classes(), compiled.main(it.name), parent / it.name
    )


def _in_csharp(programs: Sequence[Written], stack: ExitStack) -> Write:
    compiled = csharp_programs.Programs({it.name: it.files() for it in programs}, programs[0].kind)
    script = stack.enter_context(compiled.running(Path(stack.enter_context(TemporaryDirectory()))))
    return lambda it, parent: projects.in_csharp(it.files(), script, parent / it.name)


_WAYS: dict[str, Callable[[Sequence[Written], ExitStack], Write]] = {
    "python": _as_it_is,
    "typescript": _as_it_is,
    "go": _in_go,
    "java": _in_java,
    "csharp": _in_csharp,
}
