"""Code as nested levels of tokens and breaks, and which of the breaks become line ends.

The way google-java-format decides: a level that fits on the rest of the line is on that line. In
one that does not, each unified break becomes a line end, and an independent one where what follows
it does not fit.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Union

WIDTH = 100
_ENDLESS = 1_000_000

Plus = Union[int, "tuple[Break, int, int]"]
"""By how much a level is indented; by one or the other as a break is taken or not."""
Document = Union[str, "Break", "Level"]


class Break:
    """Where a line may end.

    Args:
        flat: what stands there where it does not.
        unified: whether it does with all others of its level.
        forced: whether it does anyway.
    """

    __slots__ = ("flat", "forced", "taken", "unified")

    def __init__(self, flat: str = "", *, unified: bool = True, forced: bool = False) -> None:
        self.flat, self.unified, self.forced = flat, unified, forced
        self.taken = False


class Level:
    """What is broken together.

    Args:
        plus: how much further its lines are indented.
    """

    __slots__ = ("content", "inner", "own", "plus")

    def __init__(self, plus: Plus = 0) -> None:
        self.plus = plus
        self.content: list[Document] = []
        self.inner: list[Level] = []
        self.own = 0

    def width(self) -> int:
        """How many columns it takes on one line; asked for when it is whole."""
        for level in self.inner:
            self.own += level.width()
        self.inner = []
        return self.own


class Builder:
    """Puts a document together. A token belongs to the level of the break before it, so that what
    closes a level is on its line.

    Args:
        measure: tells how many columns a text takes.
    """

    def __init__(self, measure: Callable[[str], int]) -> None:
        self.whole = Level()
        self.measure = measure
        self._stack = [self.whole]
        self._current = self.whole

    def open(self, plus: Plus = 0) -> None:
        """Begin a level."""
        self._stack.append(Level(plus))

    def close(self) -> None:
        """End the innermost level."""
        level = self._stack.pop()
        outer = self._stack[-1]
        outer.content.append(level)
        outer.inner.append(level)

    def add(self, *tokens: str) -> None:
        """Add tokens."""
        current = self._current
        for token in tokens:
            current.content.append(token)
            current.own += _ENDLESS if "\n" in token else self.measure(token)

    def break_(self, flat: str = "", *, unified: bool = True, forced: bool = False) -> Break:
        """Add a place where a line may end."""
        found = Break(flat, unified=unified, forced=forced)
        current = self._current = self._stack[-1]
        current.content.append(found)
        current.own += _ENDLESS if forced else len(flat)
        return found

    def lines(self, indent: int) -> str:
        """The text, the first line of which is indented already."""
        lines = _Lines(indent, self.measure)
        lines.write(self.whole, indent)
        return "".join(lines.texts)


class _Lines:
    """The text of a document, as far as it is written."""

    def __init__(self, column: int, measure: Callable[[str], int]) -> None:
        self.texts: list[str] = []
        self.column, self._must = column, False
        self._begins = column
        self._measure = measure

    def write(self, level: Level, indent: int) -> None:
        """Write a level; ``indent`` is that of the one around it."""
        width = level.width()
        if self.column + width <= WIDTH:
            self._flat(level)
            self.column += width
            return
        plus = level.plus
        if not isinstance(plus, int):
            plus = plus[1] if plus[0].taken else plus[2]
        indent += plus
        self._must = False
        found: Break | None = None
        split: list[str | Level] = []
        for document in level.content:
            if isinstance(document, Break):
                self._split(found, split, indent)
                found, split = document, []
            else:
                split.append(document)
        self._split(found, split, indent)
        self._must = False

    def _split(self, found: Break | None, split: list[str | Level], indent: int) -> None:
        width = sum(it.width() if isinstance(it, Level) else self._width(it) for it in split)
        if found is not None:
            room = self.column + len(found.flat) + width <= WIDTH
            found.taken = found.forced or found.unified or self._must or not room
            if found.taken:
                self.texts.append("\n" + " " * indent)
                self.column = self._begins = indent
            else:
                self.texts.append(found.flat)
                self.column += len(found.flat)
        room = self.column + width <= WIDTH
        self._must = False
        for document in split:
            if isinstance(document, Level):
                self.write(document, indent)
            else:
                self._token(document)
        self._must = not room

    def _flat(self, level: Level) -> None:
        for document in level.content:
            if isinstance(document, str):
                self.texts.append(document)
            elif isinstance(document, Break):
                self.texts.append(document.flat)
            else:
                self._flat(document)

    def _width(self, text: str) -> int:
        return _ENDLESS if "\n" in text else self._measure(text)

    def _token(self, text: str) -> None:
        if "\n" in text:  # a text block, as far in as the line that it begins on
            self.texts.append(re.sub("\n(?!\n)", "\n" + " " * self._begins, text))
            self.column = _ENDLESS  # nothing fits behind it
            return
        if text.startswith("//"):
            lines = comment(text, self.column)
            self.texts.append(("\n" + " " * self.column).join(lines))
            return  # the line ends behind it
        self.texts.append(text)
        self.column += self._measure(text)


def columns(text: str) -> int:
    """How many columns a text takes: units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def comment(line: str, column: int) -> list[str]:
    """A comment as lines that fit, as far as it has spaces to break it at."""
    found = []
    while column + columns(line) > WIDTH:
        at = line.rfind(" ", 3, WIDTH - column + 1)
        if at < 0:
            break
        found.append(line[:at].rstrip())
        line = "//" + line[at:]
    return [*found, line]
