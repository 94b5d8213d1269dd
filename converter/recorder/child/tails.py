"""Parts of a list of unknown length: its first items, and the rest."""

from __future__ import annotations

from typing import Any, NoReturn

from .conditions import Symbol
from .run import current
from .symbols import Items, describe


class Tail(Symbol):
    """The items of a list of unknown length from one on, which are only taken one by one.

    Args:
        items: the list.
        start: the place of the first one.
    """

    def __init__(self, items: Items, start: int) -> None:
        self._items, self._start = items, start
        if start < 0:
            self.refuse()

    def whole(self) -> tuple[Items, int]:
        """Give the whole list, and the place where this begins."""
        return self._items, self._start

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return part_of(self, key)
        if isinstance(key, bool) or not isinstance(key, int) or key < 0:
            self.refuse()
        return self._items[self._start + key]

    def __iter__(self, *_: Any) -> NoReturn:
        self.refuse()

    __len__ = __contains__ = __reversed__ = __iter__

    def refuse(self, *_: Any) -> NoReturn:
        """Refuse what takes more than an item."""
        current().refuse(f"a part of {describe(self._items)} is only taken item by item")


MOST_TAKEN = 6
"""A part of more items is a limit, which a list hardly reaches; no region has more zones."""


def part_of(items: Items | Tail, part: slice) -> Tail | list[Any]:
    """Give what a slice takes of a list of unknown length: all from one item on, or a few."""
    whole, before = items.whole() if isinstance(items, Tail) else (items, 0)
    start, stop = 0 if part.start is None else part.start, part.stop
    if part.step in (None, 1) and isinstance(start, int):
        if stop is None and part.start is not None:
            return Tail(whole, -1 if start < 0 else before + start)
        if isinstance(stop, int) and 0 <= start < stop <= MOST_TAKEN:
            current().warn("few-items", few_items(stop - start, describe(whole)))
            return [whole[before + place] for place in range(start, stop)]
    return current().refuse(f"such a part of {describe(whole)} cannot be said in a template")


def few_items(count: int, of: str) -> str:
    """Say that a template takes as many items as a program takes at most."""
    words = "1 item" if count == 1 else f"{count} items"
    needed = f"the template needs {words} of {of} here"
    return f"{needed}, the program takes as many of these as there are"
