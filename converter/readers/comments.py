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


def attach(
    lines: list[str], commented: frozenset[int], texts: list[Span], entries: dict[int, list[Path]]
) -> dict[Path, str]:
    """Each comment, under the path of the entry it stands directly above or beside.

    One that is indented as what ends above it is no remark on what follows: it is left out.

    Args:
        lines: the document's lines.
        commented: what `commented_lines` tells of them.
        texts: where the scalars that hold a ``#`` start and end, in order: no comment is there.
        entries: the paths of the block entries that start on a line, outer first.
    """
    found: dict[Path, list[str]] = {}
    above: list[tuple[int, str]] = []
    columns = _Columns(lines, texts)
    for number in sorted(commented):
        line, column = lines[number], columns.of_comment(number)
        comment = _comment_text(line[column:]) if column >= 0 else None
        if comment is not None and not line[:column].strip():
            above.append((column, comment))
            continue
        here = entries.get(number)
        if here and above:
            own = _own(above, columns.indent_before(number - len(above)), _indent(line))
            found.setdefault(here[0], []).extend(own)
        if here and comment is not None:
            found.setdefault(here[-1], []).append(comment)
        above = []
    joined = {path: "\n".join(parts).strip() for path, parts in found.items()}
    return {path: text for path, text in joined.items() if text}


class _Columns:
    """Where comments, and what else there is, begin on the lines of a document."""

    def __init__(self, lines: list[str], texts: list[Span]) -> None:
        self._lines, self._texts = lines, texts
        self._starts = [start for start, _ in texts]
        self._find = re.compile(_START).finditer

    def of_comment(self, number: int) -> int:
        """Where the comment on a line begins; -1 where there is none."""
        line = self._lines[number]
        for match in self._find(line) if "#" in line else ():
            place = number, match.start()
            before = bisect_right(self._starts, place) - 1
            if before < 0 or self._texts[before][1] <= place:
                return match.start()
        return -1

    def indent_before(self, number: int) -> int:
        """How far the last line before one that says something is indented; -1 where none does."""
        for other in range(number - 1, -1, -1):
            line, column = self._lines[other], self.of_comment(other)
            if line[: None if column < 0 else column].strip():
                return _indent(line)
        return -1


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


def _comment_text(comment: str) -> str:
    text = comment[1:]
    return (text[1:] if text.startswith(" ") else text).rstrip()
