"""Where the keys of a map are, which hangs on conditions where a key need not have been there."""

from __future__ import annotations

from typing import Any

from .choices import resolve, there
from .conditions import (
    Condition,
    Symbol,
    all_of,
    any_of,
    conditions_since,
    negate,
    outside,
    simplify,
    under,
)
from .run import current

Place = tuple[Any, Any]
"""A key, and whether it is at this place: a boolean, or a condition."""


def places(holder: dict[Any, Any]) -> list[Place]:
    """Give a map's keys in their order; a key that may be at several places is there several times,
    each with its condition.
    """
    listed = [*_listed(holder)]
    again = _repeated(listed)
    found = [
        (key, simplify(presence) if key in again else there(holder[key]))
        for key, presence in listed
    ]
    return [place for place in found if place[1] is not False]


def open_order(value: Any, depth: int = 9) -> Any:
    """Give a condition that the order of keys hangs on, in lists and maps all through; None where
    it is known here.
    """
    if not depth or not current().orders or isinstance(value, Symbol):
        return None
    inner: Any = value if isinstance(value, (list, tuple)) else ()
    if isinstance(value, dict):
        found = places(value)
        again = _repeated(found)
        if again:
            return next(presence for key, presence in found if key in again)
        inner = value.values()
    orders = (open_order(each, depth - 1) for each in inner)
    return next((order for order in orders if order is not None), None)


def open_entries(value: Any, depth: int = 9) -> list[Condition]:
    """Give the conditions under which entries are there, in lists and maps all through."""
    if not depth or isinstance(value, Symbol) or not isinstance(value, (dict, list, tuple)):
        return []
    found: dict[str, Condition] = {}
    for each in value.values() if isinstance(value, dict) else value:
        presence = simplify(there(each))
        inner = open_entries(resolve(each), depth - 1)
        for it in [presence, *inner] if isinstance(presence, Condition) else inner:
            found.setdefault(repr(it.specification), it)
    return [*found.values()]


def take_place(holder: dict[Any, Any], key: Any, outer: int = 0) -> None:
    """Note where a key is that is going to be set, under the conditions of this place.

    Args:
        outer: how many of the conditions at this place the whole map stands under.
    """
    if key not in holder:
        _forget(holder, key)
        return
    here = conditions_since(outer)
    with outside():
        old = there(holder[key])
        new = False if old is True else _without(here, old)
        if new is False:
            return
        listed = _placed(places(holder), key, new)
        if len(listed) == len(holder) and _in_order(listed, holder):
            current().orders.pop(id(holder), None)
        else:
            current().orders[id(holder)] = (holder, listed)


def leave_place(holder: dict[Any, Any], key: Any) -> None:
    """Note that a key is removed under the conditions of this place."""
    if id(holder) in current().orders:
        gone = conditions_since(0)
        with outside():
            listed = [
                (each, _without(presence, gone) if _is(each, key) else presence)
                for each, presence in _listed(holder)
            ]
        current().orders[id(holder)] = (holder, listed)


def copied(source: Any, copy: Any) -> Any:
    """Give a copy of a map, whose keys are where the original's are."""
    noted = current().orders.get(id(source))
    if noted is not None:
        current().orders[id(copy)] = (copy, noted[1])
    return copy


def copied_all(source: Any, copy: Any) -> Any:
    """Give a copy of lists and maps, which was made of them all through."""
    if isinstance(source, dict):
        for key in source:
            copied_all(source[key], copy[key])
        copied(source, copy)
    elif isinstance(source, (list, tuple)):
        for each, other in zip(source, copy, strict=True):
            copied_all(each, other)
    return copy


def exclude(one: Any, other: Any) -> bool:
    """Tell whether two conditions never hold at once."""
    if not isinstance(one, Condition) or not isinstance(other, Condition):
        return one is False or other is False
    with under(one, True):
        if simplify(other) is False:
            return True
    with under(other, True):
        return simplify(one) is False


def implies(one: Any, other: Any) -> bool:
    """Tell whether a condition holds wherever another one does."""
    if not isinstance(one, Condition) or not isinstance(other, Condition):
        return one is False or other is True
    with under(one, True):
        return simplify(other) is True


def _listed(holder: dict[Any, Any]) -> list[Place]:
    """Give the places as they are noted, with the keys that were added since at the end."""
    noted = current().orders.get(id(holder))
    listed = [place for place in noted[1] if place[0] in holder] if noted else []
    known = {key for key, _ in listed}
    return [*listed, *((key, True) for key in holder if key not in known)]


def _is(key: Any, other: Any) -> bool:
    """Tell whether two keys are one to a map."""
    return key in {other}


def _in_order(listed: list[Place], holder: dict[Any, Any]) -> bool:
    return all(_is(place[0], key) for place, key in zip(listed, holder, strict=True))


def _repeated(listed: list[Place]) -> set[Any]:
    seen: set[Any] = set()
    return {key for key, _ in listed if key in seen or seen.add(key)}  # type: ignore[func-returns-value]


def _forget(holder: dict[Any, Any], key: Any) -> None:
    noted = current().orders.get(id(holder))
    if noted is not None:
        left = [place for place in _listed(holder) if not _is(place[0], key)]
        current().orders[id(holder)] = (holder, left)


def _without(here: Any, old: Any) -> Any:
    """Give ``here and not old``."""
    if not isinstance(old, Condition):
        return here
    with under(old, False):
        here = simplify(here) if isinstance(here, Condition) else here
    if here is False or here is True:
        return negate(old) if here else False
    with under(here, True):
        return here if simplify(old) is False else all_of(here, negate(old))


def _placed(listed: list[Place], key: Any, new: Any) -> list[Place]:
    """Give places with one more for a key: at the end, or where it was, if all that is between is
    only there where it is not.
    """
    for at in reversed(range(len(listed))):
        other, presence = listed[at]
        if _is(other, key):
            return [*listed[:at], (key, any_of(presence, new)), *listed[at + 1 :]]
        if not exclude(presence, new):
            break
    return [*listed, (key, new)]
