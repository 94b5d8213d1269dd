"""Which language prepares a program how."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from ...errors import UnsupportedError
from ..project import Project
from .starting import Prepared

Prepare = Callable[[Project, Path, float], Prepared]
"""Checks the tool chain and builds a program, with a folder for what comes of it and the seconds
that it may take.

Raises:
    SourceError: a tool chain or what the program requires is missing.
    ProgramError: it does not compile.
"""
RUNTIMES = {"go": "go", "java": "java", "dotnet": "dotnet"}
"""What ``Pulumi.yaml`` calls a runtime, and the module that prepares its programs."""


def prepare(project: Project, folder: Path, timeout: float) -> Prepared:
    """Prepare a program, as `Prepare` says.

    Raises:
        UnsupportedError: it is in a language that is not run.
    """
    if project.runtime not in RUNTIMES:
        raise UnsupportedError(f"programs in {project.runtime} are not run")
    module = import_module(f".{RUNTIMES[project.runtime]}", __package__)
    prepared: Prepared = module.prepare(project, folder, timeout)
    return prepared
