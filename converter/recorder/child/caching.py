"""Functions that remember their results: what a branch made of one counts in that branch only."""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from .choices import choose, same
from .conditions import Condition, all_of, negate, under
from .effects import state_of
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
    key = (inner, positional, tuple(sorted(named.items())))
    return _remembered(key, lambda: call("", inner.__wrapped__, *positional, **named))


def _remembered(key: Any, make: Callable[[], Any]) -> Any:
    """Give what was made under the assumptions of this place or fewer, else make it."""
    run = current()
    assumed = run.assumptions.get()
    found = run.remembered.setdefault(key, [])
    for result, narrower, _ in found:
        if assumed[: len(narrower)] == narrower:
            return result
    resources = len(run.origins)
    result = make()
    for earlier, narrower, state in found:
        if narrower[: len(assumed)] == assumed:
            result = _with_earlier(result, earlier, narrower[len(assumed) :], state, make)
    if found and len(run.origins) != resources:
        run.refuse("a function that remembers its result makes resources in a branch and elsewhere")
    found.append((result, assumed, state_of(result)))
    return result


def _with_earlier(
    result: Any, earlier: Any, under_these: tuple[Assumption, ...], state: Any, make: Any
) -> Any:
    """Give a result with the one that a branch was given before, where that is another one by now.

    Args:
        under_these: what is assumed in the branch.
        state: what the earlier result was when it was made.
    """
    condition = all_of(
        *(Condition(it) if holds else negate(Condition(it)) for it, holds in under_these)
    )
    if not isinstance(condition, Condition):
        return result
    if isinstance(earlier, (str, int, float)) or earlier is None:
        with under(condition, True):
            again = make()
        if same(again, earlier):
            return result
    elif state_of(earlier) == state:
        return result
    return choose(condition, earlier, result)


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
