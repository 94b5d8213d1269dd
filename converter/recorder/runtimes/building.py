"""Tool chains: what a program is compiled with, and how that fails in words."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from ...errors import ProgramError, SourceError
from ...processes import Ended, Process, TimeOverError
from ..launching import ending, environment
from ..project import Project

_LONGEST_WORDS = 400
_ERROR = re.compile(r"(?<=^\[ERROR\] )(?!COMPILATION ERROR).+", re.MULTILINE)
_LAST = re.compile(r"[^\n]*\S(?=\s*\Z)")


def tool(name: str, project: Project, what: str) -> str:
    """Give the path of a command that a program needs.

    Args:
        name: the command; a path in it is seen from the program's folder.
        project: the project; its runtime is told.
        what: how a person gets it.

    Raises:
        SourceError: there is no such command.
    """
    found = shutil.which(os.path.join(project.folder, name) if os.sep in name else name)
    if found is None:
        raise SourceError(
            f"a program in {project.runtime} needs the command {name}, which is not installed: "
            f"{what}"
        )
    return found


def build(
    command: Sequence[str],
    folder: Path,
    timeout: float,
    variables: Mapping[str, str] | None = None,
) -> Ended:
    """Run a command of a tool chain to its end.

    Args:
        command: the command.
        folder: its working directory.
        timeout: the seconds that it has.
        variables: more variables that it gets.

    Raises:
        SourceError: it cannot be started.
        ProgramError: it did not end in time.
    """
    given = {**environment(), **(variables or {})}
    with Process(list(command), folder=folder, environment=given) as process:
        try:
            return process.finish(timeout)
        except TimeOverError:
            words = f"{_shown(command)} did not end within {timeout:g} seconds"
            raise ProgramError(words) from None


def failure(
    command: Sequence[str], ended: Ended, folder: Path, complaint: re.Pattern[str], project: Project
) -> ProgramError:
    """Say what a compiler complains about first.

    Args:
        command: what was run.
        ended: how it ended.
        folder: where it ran.
        complaint: finds ``file``, ``line`` and ``words``.
        project: the project, for how a person calls its files.
    """
    said = f"{ended.stderr}\n{ended.stdout}"
    match = complaint.search(said)
    if match is None:
        words = (_ERROR.search(said) or _LAST.search(ended.stderr) or _LAST.search(said) or [""])[0]
        told = f": {words.strip()[:_LONGEST_WORDS]}" if words else ""
        return ProgramError(f"{_shown(command)} ended {ending(ended.status)}{told}")
    file = project.shown_file(os.path.join(folder, match["file"]))
    return ProgramError(
        f"it does not compile: {match['words'].strip()[:_LONGEST_WORDS]}",
        file=file,
        line=int(match["line"]),
    )


def missing(words: str, command: str, project: Project) -> SourceError:
    """Say that what a program requires is not there, and the command that gets it."""
    folder = os.path.normpath(project.shown_file(str(project.folder)))
    return SourceError(f"{words.strip(' :')[:_LONGEST_WORDS]}: run {command} in {folder}")


def _shown(command: Sequence[str]) -> str:
    """A command as a person would call it."""
    tasks = [word for word in command[1:] if not word.startswith("-") and os.sep not in word]
    return " ".join([os.path.basename(command[0]), *tasks[:1]])
