"""Projects of random programs: those in Go, Java and C# are compiled, all of them at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeAlias
from unittest.mock import patch

from .. import node
from ..sdks import csharp_programs, go_programs, java_programs, projects
from ..written import MANIFEST
from .decisions import Decided, write_decided

_KIND = "decisions"
Write: TypeAlias = Callable[[Decided, Path], Path]
"""Writes a program as a project, in a folder that has its name, and gives that."""


@contextmanager
def writing(programs: Sequence[Decided]) -> Iterator[Write]:
    """Give what writes these programs, all in one language, so that they run.

    Where processes share programs, they are compiled by the first that asks for them.
    """
    with ExitStack() as stack:
        yield _WAYS[programs[0].language](programs, stack)


def _in_python(_: Sequence[Decided], __: ExitStack) -> Write:
    return write_decided


def _in_typescript(_: Sequence[Decided], __: ExitStack) -> Write:
    def write(decided: Decided, parent: Path) -> Path:
        folder = write_decided(decided, parent)
        if not (folder / "node_modules").is_symlink():
            (folder / "node_modules").symlink_to(node.modules(MANIFEST))
        return folder

    return write


def _in_go(programs: Sequence[Decided], _: ExitStack) -> Write:
    compiled = go_programs.Programs({it.name: it.files() for it in programs}, _KIND)
    compiled.command(programs[0].name)
    return lambda it, parent: projects.in_go(
        it.files(), compiled.command(it.name), parent / it.name
    )


def _in_java(programs: Sequence[Decided], stack: ExitStack) -> Write:
    compiled = java_programs.Programs({it.name: it.files() for it in programs}, _KIND)
    home = stack.enter_context(compiled.running(Path(stack.enter_context(TemporaryDirectory()))))
    stack.enter_context(patch.dict(os.environ, JAVA_HOME=str(home)))
    return lambda it, parent: projects.in_java(
        it.files(), compiled.classes(), compiled.main(it.name), parent / it.name
    )


def _in_csharp(programs: Sequence[Decided], stack: ExitStack) -> Write:
    compiled = csharp_programs.Programs({it.name: it.files() for it in programs}, _KIND)
    script = stack.enter_context(compiled.running(Path(stack.enter_context(TemporaryDirectory()))))
    return lambda it, parent: projects.in_csharp(it.files(), script, parent / it.name)


_WAYS: dict[str, Callable[[Sequence[Decided], ExitStack], Write]] = {
    "python": _in_python,
    "typescript": _in_typescript,
    "go": _in_go,
    "java": _in_java,
    "csharp": _in_csharp,
}
