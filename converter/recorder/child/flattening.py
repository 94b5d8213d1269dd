"""Lists and maps as they are gone through: in a row, an item that may not be there on its own."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from difflib import SequenceMatcher
from itertools import islice, zip_longest
from types import GeneratorType
from typing import Any

from .choices import (
    MISSING,
    Choice,
    choose,
    either_way,
    is_loose,
    is_optional,
    item_of,
    resolve,
    there,
    where_there,
)
from .conditions import Condition, Symbol, by_name, name_of, simplify, under
from .iterators import used
from .places import exclude, places
from .run import current
from .sets import tell_keys
from .special import own_method
from .symbols import Items, distribute, is_chosen_text, wire


class Gathered:
    """What an iterator gave at once, of which an item need not be there.

    Who goes through it must know of that (`flat`), or gets no such item.
    """

    def __init__(self, items: Iterable[Any]) -> None:
        self._items: Any = items if isinstance(items, list) else None
        self._rest = iter(items)
        self._is_gone = False

    def __iter__(self) -> Gathered:
        return self

    def left(self) -> Any:
        """Give what nobody has gone through yet: one by one, or at once where an item need not be
        there. How far that was gone through is not known behind it.
        """
        self._check()
        if self._items is None:
            return self._rest
        if not isinstance(self._items, Items):
            self._items = [*self._rest]
            self._rest = iter(self._items)
            if not any(map(is_optional, self._items)):
                return self._rest
        self._is_gone = True
        return self._items

    def _check(self) -> None:
        if self._is_gone:
            current().refuse(
                "going on with an iterator whose items hang on conditions cannot be said"
            )

    def __next__(self) -> Any:
        self._check()
        item = next(self._rest)
        if is_optional(item):
            current().refuse("going through what hangs on conditions cannot be said here")
        return item


def one_by_one(items: list[Any]) -> Any:
    """Give an iterator of items that need not all be there."""
    return Gathered(items) if any(map(is_optional, items)) else iter(items)


def as_one(value: Any) -> Any:
    """Give one of two iterators of a library as one iterator, whose items are one of two."""
    listed = _all_of(value) if isinstance(value, Choice) else None
    placed = None if listed is None else by_place(listed)
    return value if placed is None else one_by_one(placed)


def _all_of(value: Any) -> Any:
    """Give all that iterators of a library give; None where a value is none of these."""
    if isinstance(value, Choice):
        sides = [*map(_all_of, value.sides())]
        return None if None in sides else Choice(value.condition_name(), *sides)
    if isinstance(value, Gathered):
        return [*value.left()]
    is_own = isinstance(value, GeneratorType) and current().is_own(value.gi_code.co_filename)
    if is_own or not isinstance(value, (GeneratorType, type(iter([])))):
        return None
    found = [*islice(value, _LONGEST_GIVEN + 1)]
    if len(found) > _LONGEST_GIVEN:
        current().refuse(f"going through more than {_LONGEST_GIVEN} items of a value of several")
    return found


_LONGEST_GIVEN = 5000


def flat(value: Any) -> Any:
    """Give a choice of lists as one list, whose items are choices between something and nothing.

    So are the keys of a map of which an entry may not be there.
    """
    used(value)
    if isinstance(value, Gathered):
        return value.left()
    from .maps import unwrapped

    value = unwrapped(resolve(value))
    own = own_method(value, "__iter__")
    if own is not None and not hasattr(value, "__next__"):
        return flat(own())
    if isinstance(value, Items) and (cells := current().cells_of(value.token)) is not None:
        return flat(cells(lambda row: row))
    if isinstance(value, deque) and is_loose(value):
        return list(value)
    if is_chosen_text(value):
        return flat(distribute(value, list, "going through its characters"))
    if isinstance(value, dict):
        tell_keys(value)
    if isinstance(value, dict) and is_loose(value):
        return [choose(presence, key, MISSING) for key, presence in places(value)]
    if not isinstance(value, Choice):
        return value
    sides = [flat(side) for side in value.sides()]
    if not all(side is None or type(side) in _GONE_THROUGH for side in sides):
        return value
    return _woven(by_name(value.condition_name()), *map(_in_a_row, sides))


def _in_a_row(values: Any) -> list[Any]:
    """Give the items of a list, or of a set, in an order that does not change from run to run."""
    if isinstance(values, (set, frozenset)):
        from .logic import check_apart

        check_apart(values)
        return in_fixed_order(values)
    return list(values or ())


def in_fixed_order(members: Iterable[Any]) -> list[Any]:
    """Give the members of a set in an order that does not change from run to run: those that are
    known first.
    """
    return sorted(members, key=lambda it: (isinstance(it, Symbol), repr(wire(it))))


_GONE_THROUGH = (list, tuple, set, frozenset)


def _woven(condition: Condition, then: list[Any], otherwise: list[Any]) -> list[Any]:
    """Give the items of one of two lists in a row; what both have is there once."""
    name = name_of(condition)
    woven: list[Any] = []
    for first, second in aligned(then, otherwise):
        if second is None:
            woven.append(Choice(name, then[first or 0], MISSING))
        elif first is None:
            woven.append(Choice(name, MISSING, otherwise[second]))
        else:
            woven.append(_in_both(condition, then[first], otherwise[second]))
    return woven


def aligned(then: list[Any], otherwise: list[Any]) -> Iterator[tuple[int | None, int | None]]:
    """Give the places of the items of two lists in a row: both, where they are the same item."""
    kinds: list[list[Any]] = [list(map(identity, side)) for side in (then, otherwise)]
    if len(kinds[0]) > _LONGEST or not {*kinds[0]} & {*kinds[1]}:
        kinds = [[], []]
    matcher = SequenceMatcher(None, kinds[0], kinds[1], autojunk=False)
    ends = [0, 0]
    for first, second, size in matcher.get_matching_blocks():
        stops = (first, second) if size else (len(then), len(otherwise))
        yield from ((place, None) for place in range(ends[0], stops[0]))
        yield from ((None, place) for place in range(ends[1], stops[1]))
        yield from ((first + place, second + place) for place in range(size))
        ends = [first + size, second + size]


_LONGEST = 200


def _in_both(condition: Condition, then: Any, otherwise: Any) -> Any:
    """Give an item of both lists, which may not be there in one or the other."""
    item = next((side for side in (then, otherwise) if not isinstance(side, Choice)), then)
    presence = either_way(condition, there(then), there(otherwise))
    if isinstance(item, Choice):
        item = item_of(item)
    return choose(presence, item, MISSING)


def identity(item: Any) -> Any:
    """Give what is the same for items that are the same."""
    while isinstance(item, Choice) and any(side is MISSING for side in item.sides()):
        item = next(side for side in item.sides() if side is not MISSING)
    if type(item) is tuple:
        return tuple(map(identity, item))
    plain = isinstance(item, (str, int, float))
    return (type(item), item) if plain else id(item)


def squeezed(items: list[Any]) -> list[Any]:
    """Give the items in a row that may be there; those of which one is sure to be are one."""
    found: list[Any] = []
    for item in items:
        presence = there(item)
        if presence is False:
            continue
        if found and isinstance(presence, Condition) and isinstance(there(found[-1]), Condition):
            before = there(found[-1])
            if exclude(before, presence):
                found[-1] = choose(before, found[-1], item)
                continue
        found.append(item)
    return found


def by_place(value: Any) -> list[Any] | None:
    """Give the items of a known list, or of one of several; None for anything else."""
    if type(value) in (list, tuple):
        return list(value)
    if not isinstance(value, Choice):
        return None
    then, otherwise = map(by_place, value.sides())
    if then is None or otherwise is None:
        return None
    condition = by_name(value.condition_name())
    pairs = zip_longest(then, otherwise, fillvalue=MISSING)
    return [choose(condition, *pair) for pair in pairs]


def watched(values: Any) -> Iterator[Any]:
    """Give what a generator of the program gives to what knows of no conditions."""
    outside = len(current().branches.get())
    for value in values:
        if len(current().branches.get()) > outside:
            current().refuse("going through what hangs on conditions cannot be said here")
        yield value


def by_presence(values: list[Any], do: Callable[[list[Any]], Any], words: str) -> Any:
    """Do something with the items that are there, for each combination of those that may not be.

    Args:
        values: what may not be there is among them.
        do: takes the items that are there.
        words: what a person is told cannot be said, where there are too many.
    """
    presences = [it for it in map(there, values) if isinstance(it, Condition)]
    if len({repr(it.specification) for it in presences}) > _MOST:
        current().refuse(words)
    return _of_present(values, [], do)


def _of_present(values: list[Any], present: list[Any], do: Callable[[list[Any]], Any]) -> Any:
    present = [*present]
    for at, value in enumerate(values):
        presence = simplify(there(value))
        if isinstance(presence, Condition):
            rest = values[at + 1 :]
            with under(presence, True):
                then = _of_present(rest, [*present, where_there(value, presence)], do)
            with under(presence, False):
                otherwise = _of_present(rest, present, do)
            return choose(presence, then, otherwise)
        if presence:
            present.append(resolve(value))
    return do(present)


_MOST = 6
"""Items that may not be there, up to which all combinations are gone through."""
