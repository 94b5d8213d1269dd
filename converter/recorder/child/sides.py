"""Calls of functions that take no symbol: with each of two values that an argument may have."""

from __future__ import annotations

from collections.abc import Callable, ItemsView, Iterable, Iterator, KeysView, ValuesView
from typing import Any, NoReturn

from .choices import MISSING, choose_made, resolve
from .conditions import Condition, Symbol, simplify
from .containers import describe_any
from .either import settled, sides_of
from .flattening import Gathered
from .maps import unwrapped
from .run import current
from .symbols import holds_symbol


def by_sides(name: str, function: Any, positional: tuple[Any, ...], named: dict[str, Any]) -> Any:
    """Call a function with each of two values that an argument may have, else refuse the call."""
    from .calls import call

    arguments = [*positional, *named.values()]
    place = next((at for at, value in enumerate(arguments) if sides_of(value)), None)
    found = None if place is None else sides_of(arguments[place])

    def called(side: Any) -> Any:
        given = [
            settled(side) if at == place else settled(resolve(it))
            for at, it in enumerate(arguments)
        ]
        if place is None and any(has_symbol(it, 4) for it in given):
            return refuse_call(function, positional, named)
        keywords = dict(zip(named, given[len(positional) :], strict=True))
        return call(name, function, *given[: len(positional)], **keywords)

    if found is None:
        return called(None)
    condition, then, otherwise = found
    return choose_made(condition, lambda: called(then), lambda: called(otherwise))


def for_each(values: list[Any], do: Callable[[list[Any]], Any], words: str) -> Any:
    """Do something with values of which some are one of two, for each combination that there is.

    Args:
        values: numbers, texts and conditions, and tuples of them.
        do: takes all of them as they are then.
        words: what a person is told cannot be said, where one is not known, or there are too many.
    """
    left = [_MOST]

    def done(values: tuple[Any, ...]) -> Any:
        found = _sides_in(values)
        if found is not None:
            condition, then, otherwise = found
            return choose_made(condition, lambda: done(then), lambda: done(otherwise))
        left[0] -= 1
        known = [*_known(values)]
        if holds_symbol(known) or left[0] < 0:
            current().refuse(words)
        return do(known)

    return done(tuple(values))


_MOST = 256


def _sides_in(value: Any) -> tuple[Any, Any, Any] | None:
    """Give the condition by which a value, or one in a tuple, is one of two, and both."""
    value = _known(value)
    if isinstance(value, Condition):
        return value, True, False
    if type(value) is not tuple:
        return sides_of(value)
    for at, each in enumerate(value):
        found = _sides_in(each)
        if found is not None:
            condition, *sides = found
            return condition, *((*value[:at], side, *value[at + 1 :]) for side in sides)
    return None


def _known(value: Any) -> Any:
    """Give a value as it is at this place."""
    if type(value) is tuple:
        return tuple(map(_known, value))
    return simplify(value) if isinstance(value, Condition) else settled(resolve(value))


def refuse_call(function: Any, positional: Any, named: Any) -> NoReturn:
    values = [*positional, *named.values()]
    symbol = next((value for value in _all_in(values) if isinstance(value, Symbol)), None)
    words = describe_any(symbol) if symbol is not None else "a value known only at deployment"
    shown = getattr(function, "__qualname__", None) or type(function).__name__
    current().refuse(f"{shown}() of {words} cannot be said in a template")


def _all_in(values: Iterable[Any], depth: int = 4) -> Iterator[Any]:
    """Give values, then what is in them, in lists and maps all through."""
    listed = [*values]
    yield from listed
    for value in listed if depth else ():
        if isinstance(value, (list, tuple, dict)) and not isinstance(value, Symbol):
            inner = value.values() if isinstance(value, dict) else value
            yield from _all_in(inner, depth - 1)


def has_symbol(value: Any, depth: int) -> bool:
    value = unwrapped(value)
    if isinstance(value, (ValuesView, ItemsView, KeysView)):
        value = list(value)
    return isinstance(value, Gathered) or value is MISSING or holds_symbol(value, depth)
