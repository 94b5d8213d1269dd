"""The order of what a program registers, which does not arrive in it.

Where the SDK sends the calls that led to a registration, their lines tell; else where the program's
text has the resource's name. What nothing tells comes after what it needs, by its name.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import unquote, urlsplit

from ..engine import Registration

Place = tuple[str, int]
_NUMBER = re.compile(r"(\d+)")


class Spelled:
    """Where a program's files spell out a text.

    Args:
        files: each file's name and text.
    """

    def __init__(self, files: Iterable[tuple[str, str]]) -> None:
        self._files = list(files)

    def positions(self, text: str) -> list[tuple[int, int]]:
        """Give each place where a text stands in quotes: its file's number, and how far in."""
        pattern = re.compile(f"([\"'`]){re.escape(text)}\\1")
        return [
            (number, match.start())
            for number, (_, content) in enumerate(self._files)
            for match in pattern.finditer(content)
        ]

    def place(self, text: str) -> Place | None:
        """Give file and line of a text that is spelled out once."""
        found = self.positions(text)
        if len(found) != 1:
            return None
        ((number, position),) = found
        file, content = self._files[number]
        return file, content.count("\n", 0, position) + 1


def ranks(
    registrations: Sequence[Registration], spelled: Spelled, directory: str
) -> dict[int, int]:
    """Give each registration's place in the program's order, by its ordinal."""
    by_urn = {entry.urn: entry for entry in registrations}
    depths: dict[str, int] = {}
    for entry in sorted(registrations, key=lambda it: it.ordinal):  # needed ones came before
        depths[entry.urn] = 1 + max(
            (depths.get(urn, 0) for urn in _needed(entry.request) if urn in by_urn), default=0
        )

    def key(entry: Registration) -> Any:
        calls = _calls(entry.request, directory)
        if calls:
            return 0, calls, depths[entry.urn], natural(entry.name)
        found = spelled.positions(entry.name)
        where = (0, found[0]) if found else (1, (0, 0))
        return 1, where, depths[entry.urn], natural(entry.name)

    return {entry.ordinal: rank for rank, entry in enumerate(sorted(registrations, key=key))}


def natural(name: str) -> list[Any]:
    """Give what names are sorted by: the numbers in them count as numbers."""
    return [int(part) if part.isdigit() else part for part in _NUMBER.split(name)]


def ordered_outputs(outputs: Mapping[str, Any], spelled: Spelled) -> dict[str, Any]:
    """Give outputs in the order in which the program's text has their names, each the last time."""
    last = {name: max(spelled.positions(name), default=None) for name in outputs}
    names = sorted(outputs, key=lambda it: (last[it] is None, last[it] or (0, 0), natural(it)))
    return {name: outputs[name] for name in names}


def _needed(request: Any) -> Iterable[str]:
    return (request.parent, *request.dependencies)


def _calls(request: Any, directory: str) -> tuple[Place, ...]:
    """Give the lines of the program that led to a registration, outermost first."""
    found = []
    for frame in reversed(request.stackTrace.frames):
        address = urlsplit(frame.pc.uri)
        path = unquote(address.path)
        if address.scheme == "file" and path.startswith(directory + os.sep):
            found.append((path, frame.pc.line))
    return tuple(found)
