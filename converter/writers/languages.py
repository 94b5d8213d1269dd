"""The languages that programs are written in."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any

from ..pulumi import Program
from ..records import dataclass
from .pulumi.marks import Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language of Pulumi.

    Args:
        name: what it is called (``migrate --language``).
        folder: the folder of its writer, beside this file.
        declarative: whether it only declares, and decides nothing.
    """

    name: str
    folder: str
    declarative: bool = False


_DEEPEST = 10_000  # calls inside of calls; templates are at most 200 levels deep

LANGUAGES = {
    language.name: language
    for language in (
        Language(name="python", folder="pulumi_python"),
        Language(name="typescript", folder="pulumi_typescript"),
        Language(name="go", folder="pulumi_go"),
        Language(name="csharp", folder="pulumi_csharp"),
        Language(name="java", folder="pulumi_java"),
        Language(name="yaml", folder="pulumi_yaml", declarative=True),
    )
}

NEXT = {
    **dict.fromkeys(("python", "nodejs", "go", "dotnet"), "pulumi install, then pulumi up"),
    "java": "pulumi package add aws-native@1.84.0, and what README.md says, then pulumi up",
    "yaml": "pulumi up",
}
"""What a person runs in a project that was written, by Pulumi's name of its runtime."""


def write(program: Program, language: str, marks: Marks | None = None) -> dict[str, str]:
    """Write a program as a whole Pulumi project.

    Args:
        program: the program.
        language: one of `LANGUAGES`.
        marks: takes the lines that the program's entries stand at, as far as the language tells.

    Returns:
        File name → text.

    Raises:
        UnsupportedError: the program holds something that the language cannot say.
    """
    with _room():
        files: dict[str, str] = _writer(LANGUAGES[language].folder).write(program, marks)
    return files


@cache
def _writer(folder: str) -> Any:
    return import_module(f".{folder}", __package__)


@contextmanager
def _room() -> Iterator[None]:
    """Lets functions call each other as deep as the deepest template that is read asks for."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
