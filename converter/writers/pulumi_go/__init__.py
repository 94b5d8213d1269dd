"""A Pulumi project in Go."""

from __future__ import annotations

import re

from ...decisions import noted
from ...pulumi import Program
from ..pulumi.marks import Marks

RUNTIME = {"name": "go"}
SDK_VERSION = "v1.84.0"
PULUMI_VERSION = "v3.272.0"
_OTHER = re.compile("[^A-Za-z0-9_.-]")


def write(program: Program, marks: Marks | None = None) -> dict[str, str]:
    """Write a program as a whole Pulumi project.

    Args:
        program: the program.
        marks: takes the lines that the program's entries stand at.

    Returns:
        File name → text: ``Pulumi.yaml``, ``main.go``, ``go.mod``, ``.gitignore``, the program's
        own functions in ``functions.go`` where it needs some, and ``cloudformation.yaml`` where
        something is left that Pulumi has no place for. A component has a file of its own, and a
        fragment beside that.

    Raises:
        UnsupportedError: the program holds something that Go's SDK cannot say.
    """
    from ..pulumi.project import project_files
    from .files import Files

    files = Files(program)
    found = files.texts(marks)
    return {
        **project_files(program, RUNTIME, decisions=noted(program)),
        **found,
        "go.mod": _requirements(program),
        ".gitignore": f"/{program.name}\n",
    }


def _requirements(program: Program) -> str:
    return (
        f"module {_module(program.name)}\n\ngo 1.25\n\nrequire (\n"
        f"\tgithub.com/pulumi/pulumi-aws-native/sdk {SDK_VERSION}\n"
        f"\tgithub.com/pulumi/pulumi/sdk/v3 {PULUMI_VERSION}\n)\n"
    )


def _module(name: str) -> str:
    """A module's path: the project's name, of letters that a path may have."""
    kept = _OTHER.sub("-", name)
    return kept.strip(".-") or "program"
