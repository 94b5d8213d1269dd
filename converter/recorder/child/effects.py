"""What a library does to values, beside what it gives: in a branch, that cannot be undone."""

from __future__ import annotations

import collections
import types
from collections.abc import Callable
from typing import Any

from .conditions import Symbol
from .run import current

_HOLDING = (list, tuple, dict, set, frozenset, collections.deque)
_FIXED = (types.ModuleType, types.FunctionType, type)
_DEEPEST = 4


def call_outside(
    function: Callable[..., Any], owner: Any, positional: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """Call a function that is not the program's in a branch, and refuse what it changes there.

    Args:
        function: what is called.
        owner: the object whose method it is; None for none.
        positional, named: what it is given.
    """
    before = _states(owner, positional, named)
    result = function(*positional, **named)
    if _states(owner, positional, named) != before:
        shown = getattr(function, "__qualname__", None) or type(function).__name__
        current().refuse(
            f"{shown}() changes a value in a branch that hangs on a condition, which cannot be said"
        )
    return result


def _states(owner: Any, positional: tuple[Any, ...], named: dict[str, Any]) -> Any:
    return _state_of_owner(owner), _state(positional, _DEEPEST), _state(named, _DEEPEST)


def _state(value: Any, depth: int) -> Any:
    """Give what is another one when something was changed in lists, maps and sets."""
    if not depth or not isinstance(value, _HOLDING) or isinstance(value, Symbol):
        return id(value)
    if isinstance(value, dict):
        return [(id(key), _state(entry, depth - 1)) for key, entry in value.items()]
    return [_state(item, depth - 1) for item in value]


def _state_of_owner(owner: Any) -> Any:
    """Give what is another one when an object was changed: by its attributes, or what it tells."""
    if isinstance(owner, (*_FIXED, *_HOLDING, str, bytes, int, float, Symbol)) or owner is None:
        return _state(owner, _DEEPEST)
    attributes = getattr(owner, "__dict__", None)
    if attributes:
        return _state(attributes, 2)
    try:
        return repr(owner.__reduce_ex__(4))
    except Exception:  # it tells nothing of itself
        return id(owner)
