"""Programs in Go: built once, as Pulumi builds them, or the binary that the project names."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from ...errors import ProgramError, SourceError
from ..project import Project
from .building import build, failure, missing, tool
from .starting import Fault, Prepared, first_line

_COMPLAINT = re.compile(r"^(?P<file>[^\s:]\S*\.go):(?P<line>\d+):\d+: (?P<words>.+)$", re.MULTILINE)
_MISSING = ("missing go.sum entry", "no required module provides package", "cannot find module")
_WHERE = re.compile(r"^\S+:\d+:\d+: ")
_FRAME = re.compile(r"^\t(\S.*\.go):(\d+)", re.MULTILINE)
_PANIC = re.compile(r"^panic: (.+?)(?: \[recovered\])?$", re.MULTILINE)
_RETURNED = re.compile(r"program failed: \n?(?:\d+ errors? occurred:\s*\* )?(.+)", re.DOTALL)


def prepare(project: Project, folder: Path, timeout: float) -> Prepared:
    """Prepare a program, as `preparing.Prepare` says."""
    binary = project.option("binary")
    if binary is not None:
        return Prepared([_binary(project, binary)], project.folder, explain)
    if not any(project.folder.glob("*.go")):
        raise SourceError(f"{project.folder} has no files in Go")
    built = str(folder / ("program.exe" if os.name == "nt" else "program"))
    command = [tool("go", project, "see https://go.dev/doc/install"), "build", "-o", built]
    # Its own temporary folder is in this one, so that nothing is left of a build that is ended.
    ended = build(command, project.folder, timeout, {"GOTMPDIR": str(folder)})
    if ended.status != 0:
        if any(words in ended.stderr for words in _MISSING):
            raise missing(_first(ended.stderr), "go mod tidy", project)
        raise failure(command, ended, project.folder, _COMPLAINT, project)
    if not os.access(built, os.X_OK):
        raise ProgramError("the program has no package main")
    return Prepared([built], project.folder, explain)


def _binary(project: Project, name: str) -> str:
    """The executable that a project names: seen from its folder, else one of the PATH."""
    own = os.path.join(project.folder, name)
    found = own if os.path.isfile(own) and os.access(own, os.X_OK) else shutil.which(name)
    if found is None:
        raise SourceError(f"Pulumi.yaml names the binary {name}, which is not there: build it")
    return found


def _first(said: str) -> str:
    lines = (line for line in said.splitlines() if any(words in line for words in _MISSING))
    return _WHERE.sub("", next(lines)).partition(";")[0]


def explain(said: str) -> Fault | None:
    """Give the fault in what a program said: a panic, or the error that it returned."""
    panic = _PANIC.search(said)
    if panic is not None:
        frames = [(file, int(line)) for file, line in _FRAME.findall(said[panic.end() :])]
        return Fault(panic[1], frames)
    returned = _RETURNED.search(said)
    return Fault(first_line(returned[1])) if returned is not None else None
