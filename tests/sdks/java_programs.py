"""Java programs compiled against an SDK for what the fixtures use."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from ..keeping import digest, kept
from .generating import call, sdk, tool

POM = Path(__file__).parent / "programs" / "pom.xml"


@cache
def libraries() -> Path:
    """The folder of the libraries that Pulumi's programs in Java need."""

    def fetch(folder: Path) -> None:
        goal = "dependency:copy-dependencies"
        call(tool("mvn"), "-q", "-B", "-f", POM, goal, f"-DoutputDirectory={folder}", folder=folder)

    return kept("java-libraries", digest(POM.read_bytes()), fetch)


@cache
def classpath() -> str:
    """Where the compiler and a running program find the libraries and the SDK."""
    source = sdk("java")
    jars = f"{libraries()}{os.sep}*"

    def build(folder: Path) -> None:
        _compile(source, folder, jars, "-nowarn")

    classes = kept("java-classes", digest(libraries().name, source.name), build)
    return os.pathsep.join((str(classes), jars))


def compile(sources: Path, into: Path, *options: str) -> None:
    """Compile all programs of a folder; what the compiler complains about fails the test."""
    _compile(sources, into, classpath(), *options)


def command(classes: Path, name: str) -> list[str]:
    """The command that runs the program whose main class has this name."""
    return [tool("java"), "-cp", os.pathsep.join((str(classes), classpath())), name]


def _compile(sources: Path, into: Path, path: str, *options: str) -> None:
    into.mkdir(exist_ok=True)
    files = into / "sources.txt"
    files.write_text("\n".join(map(str, sorted(sources.rglob("*.java")))), encoding="utf-8")
    given = ("-proc:none", *options)
    call(tool("javac"), *given, "-cp", path, "-d", into, f"@{files}", folder=into)
