"""The formatter of Java that programs are laid out for."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from ..keeping import digest, kept
from .generating import call, tool

_VERSION = "1.28.0"
_COORDINATES = f"com.google.googlejavaformat:google-java-format:{_VERSION}:jar:all-deps"
_PARTS = ("api", "code", "file", "parser", "tree", "util")


@cache
def _formatter() -> Path:
    def fetch(folder: Path) -> None:
        given = (f"-Dartifact={_COORDINATES}", f"-DoutputDirectory={folder}")
        call(tool("mvn"), "-q", "-B", "dependency:copy", *given, folder=folder)

    folder = kept("java-formatter", digest(_COORDINATES), fetch)
    return folder / f"google-java-format-{_VERSION}-all-deps.jar"


def misplaced(sources: Path) -> list[str]:
    """The files of a folder that google-java-format would write otherwise."""
    opened = [f"--add-exports=jdk.compiler/com.sun.tools.javac.{it}=ALL-UNNAMED" for it in _PARTS]
    files = map(str, sorted(sources.rglob("*.java")))
    command = (tool("java"), *opened, "-jar", _formatter(), "-n")
    return [str(name) for name in call(*command, *files, folder=sources).splitlines()]
