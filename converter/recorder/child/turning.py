"""What loops, comprehensions and generators go through, and what they make."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView
from enum import EnumMeta
from typing import Any

from .choices import MISSING, Choice, chosen_outside, is_loose, is_optional, resolve
from .conditions import Condition, Symbol, by_name, under
from .flattening import Gathered, by_presence, flat, squeezed
from .iterators import check_only_here
from .logic import check_apart
from .maps import lay
from .run import current
from .symbols import Items, Text, describe, each_item, each_of
from .tails import Tail


def unpack(value: Any, count: int) -> Any:
    """Give what is assigned to several variables at once."""
    value = flat(value) if isinstance(value, Gathered) else resolve(value)
    if isinstance(value, (Items, Tail)):
        what = describe(value) if isinstance(value, Items) else "a list of unknown length"
        words = f"the program takes {what} for {count} items, which the template does not check"
        current().warn("unchecked", words)
        return [value[index] for index in range(count)]
    if isinstance(value, Choice):
        value = _unpackable(value)
    if isinstance(value, Choice):
        value.each(lambda side: _check_count(side, count))
        return [value[index] for index in range(count)]
    return squeezed(value) if is_loose(value) and type(value) is list else value


def _check_count(value: Any, count: int) -> None:
    """Fail as Python does where one of several values has another number of items."""
    if isinstance(value, (list, tuple)) and not is_loose(value) and not isinstance(value, Symbol):
        if len(value) > count:
            raise ValueError(f"too many values to unpack (expected {count})")
        if len(value) < count:
            words = f"not enough values to unpack (expected {count}, got {len(value)})"
            raise ValueError(words)


def _unpackable(value: Any) -> Any:
    """Give the keys of a map, which unpacking one gives, also where it is one of several values."""
    if isinstance(value, Choice):
        is_kept = not any(isinstance(side, (dict, Choice)) for side in value.sides())
        return value if is_kept else value.each(_unpackable)
    return [*flat(value)] if isinstance(value, dict) else value


def unpack_around(value: Any, before: int, after: int) -> list[Any]:
    """Give what is assigned to several variables, one of which takes the rest: ``a, *b = c``."""
    value = flat(value)
    if isinstance(value, (Items, Tail)) and not after:
        return [*(value[index] for index in range(before)), value[before:]]
    listed = squeezed(list(value))
    if not is_loose(listed[:before]) and not after and len(listed) >= before:
        return [*listed[:before], listed[before:]]
    words = "places in a list of many items that hang on conditions cannot be said"

    def part(at: int) -> Any:
        return by_presence(listed, lambda there: _around(there, before, after)[at], words)

    return [part(at) for at in range(before + 1 + after)]


def _around(listed: list[Any], before: int, after: int) -> list[Any]:
    end = len(listed) - after
    if end < before:
        raise ValueError(f"not enough values to unpack (expected at least {before + after})")
    return [*listed[:before], listed[before:end], *listed[end:]]


def items(values: Any) -> Any:
    """Give what a generator or a set goes through, where all of it must be there."""
    values = _gone_through(values)
    if isinstance(values, (list, tuple)) and any(is_optional(value) for value in values):
        current().refuse("going through what hangs on conditions cannot be said here")
    return Gathered(values) if isinstance(values, Iterator) and current().symbolic else values


def turns(values: Any) -> Any:
    """Give what a comprehension goes through; an item that may not be there is one under its
    condition.
    """
    return _one_by_one(_gone_through(values))


def _one_by_one(values: Any) -> Any:
    if isinstance(values, (list, tuple)) and any(is_optional(value) for value in values):
        return _turns(values)
    return _turns(values) if isinstance(values, Iterator) and current().symbolic else values


def _gone_through(values: Any) -> Any:
    values = _told_apart(flat(values))
    return [each_item(values)] if isinstance(values, Items) else values


def turned(make: Callable[[], Any]) -> Any:
    """Give an item of a comprehension, under the conditions of what it is made of."""
    return _under_inner(make(), current().comprehensions.get()[-1])


def _under_inner(value: Any, outside: int) -> Any:
    """Give a value that is there under the conditions that were entered since."""
    for specification, holds in reversed(current().branches.get()[outside:]):
        pair = (value, MISSING) if holds else (MISSING, value)
        value = chosen_outside(Condition(specification), *pair)
    return value


def collected(values: Any) -> list[Any]:
    """Give all that a generator of the program gives, each under its conditions."""
    outside = len(current().branches.get())
    return [_under_inner(value, outside) for value in values]


def comprehended(kind: str, make: Callable[[], Any]) -> Any:
    """Give what a comprehension makes, without what is not there."""
    run = current()
    outside = len(run.branches.get())
    token = run.comprehensions.set((*run.comprehensions.get(), outside))
    try:
        made = make()
    finally:
        run.comprehensions.reset(token)
    if kind == "map":
        whole: dict[Any, Any] = {}
        lay(whole, made)
        return whole
    return listed([item for item in made if item is not MISSING])


_AT_ONCE = (list, tuple, dict, range, EnumMeta, KeysView, ValuesView, ItemsView)


def generated(
    values: Any, one_by_one: Callable[[Any], Any], whole: Callable[[Any], Any], filtered: bool
) -> Any:
    """Give what a generator gives: at once where an item may not be there."""
    values = flat(values)
    optional = isinstance(values, (list, tuple)) and any(is_optional(value) for value in values)
    at_once = optional or (filtered and isinstance(values, _AT_ONCE))
    return Gathered(whole(values)) if at_once else one_by_one(values)


def listed(items: list[Any]) -> Any:
    """Give a comprehension's list; one over a list of unknown length must leave its items alone."""
    each = [entry for entry in items if isinstance(entry, Text) and each_of(entry) is not None]
    if not each:
        return items
    return Items.of(each_of(each[0]) or "") if len(items) == 1 else items


def iterate(values: Any) -> Any:
    """Give what a loop goes through; an item that may not be there makes its turn conditional."""
    return _one_by_one(_told_apart(flat(values)))


def _told_apart(values: Any) -> Any:
    """Give what is gone through, of which no member of a set may be there twice."""
    if isinstance(values, (set, frozenset)):
        check_apart(values)
    return values


def _turns(values: Any) -> Iterator[Any]:
    begun = current().branches.get()
    for value in values:
        yield from _turn(value)
        check_only_here(values, begun)


def _turn(value: Any, is_open: bool = False) -> Iterator[Any]:
    """Give an item under the conditions under which it is there."""
    value = resolve(value)
    if value is MISSING:
        return
    run = current()
    if not is_optional(value):
        run.in_open_turn = is_open
        yield value
        return
    place = run.position()
    for holds, side in zip((True, False), value.sides(), strict=True):
        with under(by_name(value.condition_name()), holds):
            try:
                yield from _turn(side, True)
            except GeneratorExit:
                run.refuse("leaving a loop that hangs on a condition cannot be said", place)
