"""Functions that remember their results: what a branch made of one counts in that branch only."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from .choices import choose_made
from .conditions import Condition, all_of, negate, simplify
from .logic import compare, is_open_member
from .run import Assumption, Run, current

_CACHING: Any = type(functools.lru_cache(lambda: None))


def is_caching(function: Any) -> bool:
    """Tell whether a function, or a method, is one that ``functools`` gave a memory."""
    return isinstance(getattr(function, "__func__", function), _CACHING)


def called(
    call: Callable[..., Any], function: Any, positional: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """Call a function with a memory, which is kept here."""
    inner = getattr(function, "__func__", function)
    if inner is not function:
        positional = (function.__self__, *positional)
    parameters = inner.cache_parameters()
    given = (positional, tuple(named.items()))
    key = (inner, given, is_open_member(given), _kinds(positional, named, parameters["typed"]))

    def make() -> Any:
        return call("", inner.__wrapped__, *positional, **named)

    if parameters["maxsize"] == 0:
        return make()
    if parameters["maxsize"] is not None:
        _check_size(key, parameters["maxsize"])
    return _remembered(key, make)


def _kinds(positional: tuple[Any, ...], named: dict[str, Any], typed: bool) -> tuple[Any, ...]:
    """Give what of the types of arguments tells two calls apart, as ``functools`` has it."""
    kinds = tuple(_kind(it) for it in (*positional, *named.values()))
    if typed:
        return kinds
    return (kinds[0] in (int, str),) if len(kinds) == 1 and not named else ()


def _kind(value: Any) -> type:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return bool if isinstance(value, Condition) else type(value)
    return str if isinstance(value, str) else int


def _check_size(key: tuple[Any, ...], maximum: int) -> None:
    """Refuse to ask a function again that may have forgotten the result."""
    run, function = current(), key[0]
    if len(run.remembered) <= maximum or not (key in run.remembered or key[2]):
        return
    if sum(it[0] is function for it in run.remembered) > maximum:
        run.refuse(f"{function.__name__}() remembers {maximum} results and no more")


def memory_of(function: Any) -> Any:
    """Give the function whose memory another one clears or tells of; None for any other."""
    owner = getattr(function, "__self__", None)
    return owner if isinstance(owner, _CACHING) else None


def asked(function: Any) -> None:
    """Clear a memory, which is kept here; refuse what tells of it."""
    run, owner = current(), memory_of(function)
    if function.__name__ != "cache_clear" or run.branches.get():
        run.refuse(f"{function.__name__}() of a function that remembers cannot be said here")
    for key in [it for it in run.remembered if it[0] is owner]:
        del run.remembered[key]


def _maybe_the_same(key: tuple[Any, ...]) -> list[tuple[Any, Any]]:
    """Give what a function remembers for what may be the same as what it is given, and when."""
    remembered = current().remembered
    found: list[tuple[Any, Any]] = []
    own = remembered.get(key)
    for other, results in remembered.items():
        if other[0] is not key[0] or results is own or not (key[2] or other[2]):
            continue
        open_one, second = (key, other) if key[2] else (other, key)
        is_same = compare("==", open_one[1], second[1])
        found += [(all_of(_holding(assumed), is_same), result) for result, assumed in results]
    return found


def _holding(assumed: tuple[Assumption, ...]) -> Any:
    """Give whether assumptions hold."""
    return all_of(*(Condition(it) if holds else negate(Condition(it)) for it, holds in assumed))


def _made(earlier: list[tuple[Any, Any]], make: Callable[[], Any]) -> Any:
    """Give the first of several earlier results whose condition holds, else make one."""
    if not earlier:
        return make()
    (condition, result), *others = earlier
    condition = simplify(condition)
    if not isinstance(condition, Condition):
        return result if condition else _made(others, make)
    return choose_made(condition, lambda: result, lambda: _made(others, make))


def _remembered(key: Any, make: Callable[[], Any]) -> Any:
    """Give what was made where one of its conditions holds, and make it where none does."""
    run = current()
    found = run.remembered.setdefault(key, [])
    others = _maybe_the_same(key) if isinstance(key[0], _CACHING) else []
    earlier = [(_holding(assumed), result) for result, assumed in found]
    for condition, result in earlier:
        if simplify(condition) is True:
            return result
    result = _made([*earlier, *others], make)
    found.append((result, run.assumptions.get()))
    return result


def install(run: Run) -> None:
    """Keep what cached properties give, too."""
    if not run.symbolic:
        return
    get = functools.cached_property.__get__

    def get_remembered(self: Any, instance: Any, owner: Any = None) -> Any:
        if instance is None:
            return get(self, instance, owner)
        kept = _Same(instance)
        return _remembered((self, kept), lambda: self.func(instance))

    functools.cached_property.__get__ = get_remembered  # type: ignore[method-assign]


class _Same:
    """An object that equals itself only, whatever it is."""

    def __init__(self, value: Any) -> None:
        self._value = value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self._value is other._value

    def __hash__(self) -> int:
        return id(self._value)
