"""The comments of a YAML template, and the entries they belong to."""

from __future__ import annotations

import re
from bisect import bisect_right

from ..errors import Path

Span = tuple[tuple[int, int], tuple[int, int]]

_BREAK = r"\r\n|[\n\r\x85\u2028\u2029]"
_START = r"(?:(?<=[ \t])|^)#"


def split_lines(text: str) -> list[str]:
    """The lines of a YAML document, without their breaks."""
    if text.isascii() and "\r" not in text:
        return text.split("\n")
    return re.split(_BREAK, text)


def commented_lines(lines: list[str]) -> frozenset[int]:
    """The lines (0-based) whose entries a comment may belong to."""
    wanted: set[int] = set()
    below = False
    for number, line in enumerate(lines):
        if "#" in line:
            below = line.lstrip().startswith("#") or below
            wanted.add(number)
        elif below:
            wanted.add(number)
            below = False
    return frozenset(wanted)


def attach(lines: list[str], texts: list[Span], entries: dict[int, list[Path]]) -> dict[Path, str]:
    """Each comment, under the path of the entry it stands directly above or beside.

    One that is indented as what ends above it is no remark on what follows: it is left out.

    Args:
        lines: the document's lines.
        texts: where the scalars that hold a ``#`` start and end, in order: no comment is there.
        entries: the paths of the block entries that start on a line, outer first.
    """
    found: dict[Path, list[str]] = {}
    above: list[tuple[int, str]] = []
    before = -1
    starts = [start for start, _ in texts]
    for number, line in enumerate(lines):
        column = _comment_column(line, number, texts, starts) if "#" in line else -1
        comment = _comment_text(line[column:]) if column >= 0 else None
        if comment is not None and not line[:column].strip():
            above.append((column, comment))
            continue
        here = entries.get(number)
        if here and above:
            found.setdefault(here[0], []).extend(_own(above, before, _indent(line)))
        if here and comment is not None:
            found.setdefault(here[-1], []).append(comment)
        above = []
        before = _indent(line) if line.strip() else before
    joined = {path: "\n".join(parts).strip() for path, parts in found.items()}
    return {path: text for path, text in joined.items() if text}


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _own(above: list[tuple[int, str]], before: int, indent: int) -> list[str]:
    """What is said of an entry among the comments above it, by their columns.

    Args:
        above: the comments.
        before: how far the line before them is indented.
        indent: how far the entry is.
    """
    first = 0
    while before >= indent and first < len(above) and above[first][0] > indent:
        first += 1
    return [text for _, text in above[first:]]


def _comment_column(
    line: str, number: int, texts: list[Span], starts: list[tuple[int, int]]
) -> int:
    for match in re.finditer(_START, line):
        place = number, match.start()
        before = bisect_right(starts, place) - 1
        if before < 0 or texts[before][1] <= place:
            return match.start()
    return -1


def _comment_text(comment: str) -> str:
    text = comment[1:]
    return (text[1:] if text.startswith(" ") else text).rstrip()
