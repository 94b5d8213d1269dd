"""Which lines of a document an entry takes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ...errors import ConversionError, Path
from ...readers.source import Source

Lines = tuple[int, int]
"""The first and the last line, counted from 1."""


def entry_lines(source: Source, depth: int = 2) -> dict[Path, Lines]:
    """Give the lines of each entry of a document in YAML or JSON.

    Args:
        source: the document.
        depth: how long the paths are of what counts as an entry (2: ``("Resources", "Model")``).

    Returns:
        Path → lines; empty where the document cannot be read.
    """
    try:
        places = source.places()
    except (ConversionError, RecursionError):
        return {}
    starts = sorted((place, path) for path, place in places.items() if len(path) <= depth)
    lines = source.text.splitlines()
    found: dict[Path, Lines] = {}
    for position, ((line, _), path) in enumerate(starts):
        if len(path) == depth:
            following = starts[position + 1 :][:1]
            end = following[0][0][0] - 1 if following else len(lines)
            found[path] = line, _trimmed(lines, line, max(line, end))
    return found


def _trimmed(lines: list[str], first: int, last: int) -> int:
    """The last line that says something; comments before the next entry are that one's."""
    while last > first and (not lines[last - 1].strip() or lines[last - 1].lstrip()[0] == "#"):
        last -= 1
    return last


def statement_lines(lines: list[str], first: int) -> Lines:
    """The lines of a statement that starts at a line: up to where its brackets are closed."""
    depth, last = 0, first
    for number in range(first, min(len(lines), first + 2000) + 1):
        depth += _opened(lines[number - 1])
        last = number
        if depth <= 0:
            break
    return first, last


def _opened(line: str) -> int:
    """How many brackets a line opens beyond those it closes; those in its texts do not count."""
    depth, quote, skip = 0, "", False
    for character in line:
        if skip:
            skip = False
        elif quote:
            skip = character == "\\"
            quote = "" if character == quote else quote
        elif character in "\"'`":
            quote = character
        elif character in "([{":
            depth += 1
        elif character in ")]}":
            depth -= 1
    return depth


def covering(ranges: Mapping[str, Iterable[Lines]]) -> dict[int, list[str]]:
    """Line → the ids of the entries that take it."""
    found: dict[int, list[str]] = {}
    for entry, taken in ranges.items():
        for first, last in taken:
            for line in range(first, last + 1):
                found.setdefault(line, []).append(entry)
    return found
