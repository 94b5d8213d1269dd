"""A Pulumi project in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...pulumi import Program

if TYPE_CHECKING:
    from ..pulumi.marks import Marks


def write(program: Program, marks: Marks | None = None) -> dict[str, str]:
    """Write a program as a whole Pulumi project.

    Args:
        program: the program.
        marks: takes the lines that the program's entries stand at.

    Returns:
        File name → text: ``Pulumi.yaml``, ``__main__.py``, ``requirements.txt``, ``.gitignore``,
        and ``cloudformation.yaml`` where something is left that Pulumi has no place for. A
        component has a module of its own, and a fragment beside that.

    Raises:
        UnsupportedError: the program holds something that Python's SDK cannot say.
    """
    from .project import files_of  # its literals and names are other writers', too

    return files_of(program, marks)
