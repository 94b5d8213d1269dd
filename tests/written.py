"""Programs that people wrote, in every language, ready to be run."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from contextlib import ExitStack
from functools import cache, cached_property
from pathlib import Path

import pytest

from . import cases, node
from .sdks import projects
from .sdks.csharp_programs import Programs as CSharpPrograms
from .sdks.go_programs import Programs as GoPrograms
from .sdks.java_programs import Programs as JavaPrograms

MANIFEST = cases.ROOT / "tests" / "typescript" / "package.json"
"""The npm packages that the programs need."""


def sources(folder: Path) -> dict[str, str]:
    """The files of a program, by their paths, without what is told of it."""
    told = {"exported.yaml", "cases.json"}
    return {
        str(path.relative_to(folder)): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in told
    }


@cache
def in_go() -> GoPrograms:
    """The programs in Go, to be compiled together."""
    programs = {folder.name: _apart(sources(folder)) for folder in cases.written("go")}
    return GoPrograms(programs, "written")


def _apart(files: Mapping[str, str]) -> dict[str, str]:
    """The files of a program that is a package of its own: it has functions beside its main."""
    return {path.replace("main.go", "program.go"): text for path, text in files.items()}


@cache
def in_java() -> JavaPrograms:
    """The programs in Java, to be compiled together."""
    programs = {folder.name: sources(folder) for folder in cases.written("java")}
    return JavaPrograms(programs, "written")


@cache
def in_csharp() -> CSharpPrograms:
    """The programs in C#, to be compiled together."""
    programs = {folder.name: sources(folder) for folder in cases.written("dotnet")}
    return CSharpPrograms(programs, "written")


class Projects:
    """The programs as projects that can be recorded; Java and .NET are started once for all.

    Args:
        root: a folder for what has to stand beside them.
    """

    def __init__(self, root: Path) -> None:
        self.root = root
        self._running = ExitStack()

    def close(self) -> None:
        """End what runs the programs."""
        self._running.close()

    def project(self, folder: Path) -> Path:
        """The folder of a project, by the folder of its fixture."""
        runtime, place = cases.runtime(folder), self.root / folder.name
        if runtime in ("python", "yaml"):
            return folder
        if place.is_dir():
            return place
        if runtime == "nodejs":
            shutil.copytree(folder, place)
            (place / "node_modules").symlink_to(node.modules(MANIFEST))
            return place
        script = self._script if runtime == "dotnet" else ""
        classes = self._classes if runtime == "java" else place
        place.mkdir(parents=True)
        if runtime == "go":
            return projects.in_go(sources(folder), in_go().command(folder.name), place)
        if runtime == "dotnet":
            return projects.in_csharp(sources(folder), script, place)
        return projects.in_java(sources(folder), classes, in_java().main(folder.name), place)

    @cached_property
    def _script(self) -> str:
        """What has a program in C# run."""
        return self._running.enter_context(in_csharp().running(self._folder("dotnet")))

    @cached_property
    def _classes(self) -> Path:
        """The compiled programs in Java, of which a home of Java has each run."""
        home = self._running.enter_context(in_java().running(self._folder("java")))
        self._running.enter_context(pytest.MonkeyPatch.context()).setenv("JAVA_HOME", str(home))
        return in_java().classes()

    def _folder(self, name: str) -> Path:
        folder = self.root / "running" / name
        folder.mkdir(parents=True)
        return folder
