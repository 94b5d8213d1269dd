"""The rest of a list of unknown length."""

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
            self._refuse()

    def whole(self) -> tuple[Items, int]:
        """Give the whole list, and the place where this begins."""
        return self._items, self._start

    def __getitem__(self, key: Any) -> Any:
        if isinstance(key, slice):
            return tail(self, key)
        if isinstance(key, bool) or not isinstance(key, int) or key < 0:
            self._refuse()
        return self._items[self._start + key]

    def __iter__(self, *_: Any) -> NoReturn:
        self._refuse()

    __len__ = __contains__ = __reversed__ = __iter__

    def _refuse(self, *_: Any) -> NoReturn:
        current().refuse(f"a part of {describe(self._items)} is only taken item by item")


def tail(items: Items | Tail, part: slice) -> Tail:
    """Give what a slice takes of a list of unknown length: all from one item on."""
    whole, before = items.whole() if isinstance(items, Tail) else (items, 0)
    if part.stop is not None or part.step not in (None, 1) or not isinstance(part.start, int):
        current().refuse(f"such a part of {describe(whole)} cannot be said in a template")
    return Tail(whole, -1 if part.start < 0 else before + part.start)
