"""Calls of functions that take no symbol: with each of two values that an argument may have."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, Iterator, KeysView, ValuesView
from typing import Any, NoReturn

from .choices import MISSING, choose_made, resolve
from .conditions import Symbol
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
    if place is None or found is None:
        return refuse_call(function, positional, named)

    def called(side: Any) -> Any:
        given = [
            settled(side) if at == place else settled(resolve(it))
            for at, it in enumerate(arguments)
        ]
        keywords = dict(zip(named, given[len(positional) :], strict=True))
        return call(name, function, *given[: len(positional)], **keywords)

    condition, then, otherwise = found
    return choose_made(condition, lambda: called(then), lambda: called(otherwise))


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
