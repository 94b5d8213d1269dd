"""Which values of a subject a program's text may tell apart."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from ..sources import loads
from ..tokenizing import Token, is_key, tokens
from .subjects import Value

_MOST_ALIKE = 2
_OPENING, _CLOSING = ("{", "(", "["), ("}", ")", "]")


class Grouping:
    """Groups values by what a program's text has of them: where it has the same of two, no
    comparison and no map in it can tell them apart.

    Args:
        texts: those of the program's files; where there are none, nothing is known.
    """

    def __init__(self, texts: Iterable[str] = ()) -> None:
        files = list(texts)
        self._is_known = bool(files) and not any(map(loads, files))
        self._literals: dict[str, None] = {}
        self._rows: dict[str, list[str]] = {}
        self._numbers: list[float] = []
        for text in files if self._is_known else ():
            self._note(list(tokens(text)))
        self._numbers.sort()

    def _note(self, file: list[Token]) -> None:
        for place, token in enumerate(file):
            number = _number(token.text) if token.kind in ("text", "number") else None
            if number is not None:
                self._numbers.append(number)
            if token.kind != "text" or not token.text:
                continue
            if is_key(file, place):
                row = " ".join(_content(file, place))
                self._rows.setdefault(token.text, []).append(row)
            else:
                self._literals.setdefault(token.text.lower())

    def telling(self, values: Sequence[Value]) -> list[Value]:
        """Give the values without those that others speak for."""
        groups: dict[Any, int] = {}
        found: list[Value] = []
        for value in values:
            if isinstance(value, str) and self._is_known:
                group = self._group(value)
                groups[group] = groups.get(group, 0) + 1
                if groups[group] > _MOST_ALIKE:
                    continue
            found.append(value)
        return found

    def _group(self, value: str) -> Any:
        """What a text has of a value: literals that it holds or that hold it, what it is the key
        of, and where it is among numbers.
        """
        small, number = value.lower(), _number(value)
        literals = {*self._literals, *(it.lower() for it in self._rows if it != value)}
        held = frozenset(
            (it, small.startswith(it), small.endswith(it))
            for it in literals
            if it in small or small in it
        )
        place = None
        if number is not None:
            place = bisect_left(self._numbers, number), bisect_right(self._numbers, number)
        return held, place, tuple(sorted(self._rows.get(value, ())))


def _content(file: list[Token], place: int) -> Iterator[str]:
    """Give what a map has under a key: all up to where the entry ends."""
    depth = 0
    for token in file[place + 2 :]:
        if token.kind == "sign":
            if depth == 0 and token.text in (",", *_CLOSING):
                return
            depth += (token.text in _OPENING) - (token.text in _CLOSING)
        yield token.text


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
