"""Why an app failed, in its own words: what its runtime printed, cut down to the error and its
place in the app.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator

from ...errors import ProgramError

_WORDS = 12
_LONGEST = 600
_INSTALLED = ("site-packages", "dist-packages", "node_modules")

_HINTS = {
    "No module named 'aws_cdk'": "; pip install cfn2pulumi[cdk], or what the app requires",
    "CDK_DEFAULT_": "; `cdk` takes it from the credentials, here it is to be set",
    "ModuleNotFoundError": "; are the app's packages installed?",
    "Cannot find module": "; are the app's packages installed?",
}

_NOISE = ("npm warn", "npm WARN", "npm notice", "Node.js v")

_PYTHON_START = "Traceback (most recent call last):"
_PYTHON_FRAME = re.compile(r'^ +File "(?P<file>[^"]+)", line (?P<line>\d+)')
_NODE_ERROR = re.compile(r"^(Uncaught )?[\w$.]*(Error|Exception)\b.*")
_NODE_CALLS = ("    at ", "    ...")
_NODE_FRAME = re.compile(r"^ +at (.*\()?(file://)?(?P<file>/[^()]+?):(?P<line>\d+):\d+\)?")

Place = tuple[str, int]


def failure(status: int, stdout: str, stderr: str, folder: str) -> ProgramError:
    """Make the error that tells why an app failed.

    Args:
        status: its exit status.
        stdout, stderr: what it printed: compilers tell errors on the one, runtimes on the other.
        folder: the app's folder.
    """
    lines = [*_lines(stdout), *_lines(stderr)]
    if not lines:
        return ProgramError(f"the app failed with status {status} and said nothing")
    said, places = _from_python(lines) or _from_node(lines) or (lines[-_WORDS:], [])
    file, line = next(_own(places, folder), (None, None))
    message = "\n  ".join(("", *said))[:_LONGEST]
    message += next((hint for words, hint in _HINTS.items() if words in message), "")
    return ProgramError(f"the app failed with status {status}:{message}", file=file, line=line)


def _lines(text: str) -> list[str]:
    lines = (line.rstrip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith(_NOISE)]


def _from_python(lines: list[str]) -> tuple[list[str], list[Place]] | None:
    """The error at the end of the last traceback, and the places in it, innermost first."""
    if _PYTHON_START not in lines:
        return None
    start = len(lines) - lines[::-1].index(_PYTHON_START)
    end = next((at for at in range(start, len(lines)) if not lines[at].startswith(" ")), None)
    return (
        (lines[end : end + _WORDS], _places(_PYTHON_FRAME, lines[start:end][::-1])) if end else None
    )


def _from_node(lines: list[str]) -> tuple[list[str], list[Place]] | None:
    """The error above the first stack of calls, and the places in that, innermost first. Node.js
    points at the line that threw it before.
    """
    first = next((at for at, line in enumerate(lines) if line.startswith(_NODE_CALLS)), None)
    above = lines[:first]
    starts = [at + 1 for at, line in enumerate(above) if line.strip() == "^"]
    starts = starts or [at for at, line in enumerate(above) if _NODE_ERROR.match(line)]
    if first is None or not starts or starts[-1] == first:
        return None
    return above[starts[-1] :][:_WORDS], _places(_NODE_FRAME, lines[first:])


def _places(frame: re.Pattern[str], lines: Iterable[str]) -> list[Place]:
    found = (frame.match(line) for line in lines)
    return [(match["file"], int(match["line"])) for match in found if match]


def _own(places: Iterable[Place], folder: str) -> Iterator[Place]:
    """The places in the app's own files, seen from where the command was given."""
    top = os.path.realpath(folder)
    for file, line in places:
        inside = os.path.relpath(os.path.realpath(os.path.join(top, file)), top)
        steps = inside.split(os.sep)
        if not {os.pardir, *_INSTALLED} & set(steps) and os.path.isfile(os.path.join(top, inside)):
            yield os.path.normpath(os.path.join(folder, inside)), line
