"""Programs in C#, F# and Visual Basic: built and run by ``dotnet``, or what the project names."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from ...errors import SourceError
from ..project import Project
from .building import build, failure, missing, tool
from .starting import Fault, Prepared, first_line

_PROJECTS = (".csproj", ".fsproj", ".vbproj")
_COMPLAINT = re.compile(
    r"^\s*(?P<file>[^\s(][^\n(]*)\((?P<line>\d+)(?:,\d+)*\): error (?P<words>[^\n\[]+)",
    re.MULTILINE,
)
_RESTORE = re.compile(r"error (NU\d+|NETSDK1004): ([^\n\[]+)")
_UNHANDLED = re.compile(r"unhandled exception[:.]?\s*(.+)", re.DOTALL | re.IGNORECASE)
_INNER = re.compile(r"^\s*---> ", re.MULTILINE)
_FRAME = re.compile(r"^\s+at .+ in (.+):line (\d+)", re.MULTILINE)


def prepare(project: Project, folder: Path, timeout: float) -> Prepared:
    """Prepare a program, as `preparing.Prepare` says."""
    binary = project.option("binary")
    if binary is not None and not binary.endswith(".dll"):
        return Prepared([_existing(project, binary)], project.folder, explain)
    dotnet = tool("dotnet", project, "see https://dotnet.microsoft.com/download")
    if binary is not None:
        return Prepared([dotnet, _existing(project, binary)], project.folder, explain)
    named = [project.main.name] if project.main.is_file() else []
    if not named and not any(it.suffix in _PROJECTS for it in project.folder.iterdir()):
        raise SourceError(f"{project.folder} has no project of .NET (a file *.csproj)")
    command = [dotnet, "build", "-nologo", *named]
    ended = build(command, project.folder, timeout)
    if ended.status != 0:
        unrestored = _RESTORE.search(ended.stdout)
        if unrestored is not None:
            raise missing(unrestored[2], "dotnet restore", project)
        raise failure(command, ended, project.folder, _COMPLAINT, project)
    project_file = ["--project", *named] if named else []
    return Prepared([dotnet, "run", "--no-build", *project_file], project.folder, explain)


def _existing(project: Project, binary: str) -> str:
    path = os.path.join(project.folder, binary)
    found = path if os.path.isfile(path) else shutil.which(binary)
    if found is None:
        raise SourceError(f"Pulumi.yaml names the binary {binary}, which is not there: build it")
    return found


def explain(said: str) -> Fault | None:
    """Give the fault in what a program said: an exception, the innermost one inside of it."""
    unhandled = _UNHANDLED.search(said)
    if unhandled is None:
        return None
    words = first_line(_INNER.split(unhandled[1])[-1])
    frames = [(file, int(line)) for file, line in _FRAME.findall(unhandled[1])]
    return Fault(words, frames)
