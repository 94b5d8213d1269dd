"""Code as nested levels of tokens and breaks, and which of the breaks become line ends.

The way google-java-format decides: a level that fits on the rest of the line is on that line. In
one that does not, each unified break becomes a line end, and an independent one where what follows
it does not fit.
"""

from __future__ import annotations

import re
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

    __slots__ = ("_width", "content", "plus")

    def __init__(self, plus: Plus = 0) -> None:
        self.plus = plus
        self.content: list[Document] = []
        self._width: int | None = None

    @property
    def width(self) -> int:
        """How many columns it takes on one line; asked for when it is whole."""
        if self._width is None:
            self._width = sum(map(_width, self.content))
        return self._width


class Builder:
    """Puts a document together. A token belongs to the level of the break before it, so that what
    closes a level is on its line.
    """

    def __init__(self) -> None:
        self.whole = Level()
        self._stack = [self.whole]
        self._current = self.whole

    def open(self, plus: Plus = 0) -> None:
        """Begin a level."""
        self._stack.append(Level(plus))

    def close(self) -> None:
        """End the innermost level."""
        level = self._stack.pop()
        self._stack[-1].content.append(level)

    def add(self, *documents: str | Break) -> None:
        """Add tokens and breaks."""
        for document in documents:
            if isinstance(document, Break):
                self._current = self._stack[-1]
            self._current.content.append(document)


class Lines:
    """The text of a document, as far as it is written.

    Args:
        column: how many columns are written of its first line.
    """

    def __init__(self, column: int) -> None:
        self.texts: list[str] = []
        self.column, self._must = column, False

    def write(self, level: Level, indent: int) -> None:
        """Write a level; ``indent`` is that of the one around it."""
        if self.column + level.width <= WIDTH:
            self._flat(level)
            return
        plus = level.plus
        if not isinstance(plus, int):
            plus = plus[1] if plus[0].taken else plus[2]
        indent += plus
        self._must = False
        found: Break | None = None
        split: list[Document] = []
        for document in (*level.content, None):
            if document is not None and not isinstance(document, Break):
                split.append(document)
                continue
            self._split(found, split, indent)
            found, split = document, []
        self._must = False

    def _split(self, found: Break | None, split: list[Document], indent: int) -> None:
        width = sum(map(_width, split))
        if found is not None:
            room = self.column + len(found.flat) + width <= WIDTH
            found.taken = found.forced or found.unified or self._must or not room
            if found.taken:
                self.texts.append("\n" + " " * indent)
                self.column = indent
            else:
                self._token(found.flat)
        room = self.column + width <= WIDTH
        self._must = False
        for document in split:
            if isinstance(document, Level):
                self.write(document, indent)
            else:
                self._token(str(document))
        self._must = not room

    def _flat(self, level: Level) -> None:
        for document in level.content:
            if isinstance(document, Level):
                self._flat(document)
            elif isinstance(document, Break):
                document.taken = False
                self._token(document.flat)
            else:
                self._token(document)

    def _token(self, text: str) -> None:
        if "\n" in text:  # a text block: what it is indented by is not of the text
            self.texts.append(re.sub("\n(?!\n)", "\n" + " " * self.column, text))
            self.column = _ENDLESS  # nothing fits behind it
            return
        if text.startswith("//"):
            text = ("\n" + " " * self.column).join(comment(text, self.column))
        self.texts.append(text)
        _, newline, last = text.rpartition("\n")
        self.column = columns(last) + (0 if newline else self.column)


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


def _width(document: Document) -> int:
    if isinstance(document, Level):
        return document.width
    if isinstance(document, Break):
        return _ENDLESS if document.forced else len(document.flat)
    return _ENDLESS if "\n" in document else columns(document)
