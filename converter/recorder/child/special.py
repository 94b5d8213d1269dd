"""Methods of the program's own classes that Python would call, and that may give what is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .run import current


def own_method(value: Any, *names: str) -> Callable[..., Any] | None:
    """Give the first of some methods that the program itself has written for a value's class."""
    bases = type(value).__mro__
    for name in names:
        if not any(name in vars(base) for base in bases):  # a metaclass has it for the class alone
            continue
        code = getattr(getattr(type(value), name, None), "__code__", None)
        if code is not None:
            method: Callable[..., Any] = getattr(value, name)
            return method if current().is_own(code.co_filename) else None
    return None


_CALLED = {
    id(function): names
    for function, names in (
        (len, ("__len__",)),
        (bool, ("__bool__", "__len__")),
        (int, ("__int__", "__index__")),
        (float, ("__float__",)),
        (abs, ("__abs__",)),
        (round, ("__round__",)),
    )
}


def asked_of(function: Any, positional: tuple[Any, ...]) -> Callable[..., Any] | None:
    """Give the method of the program's that a built-in function asks for its answer."""
    names = _CALLED.get(id(function))
    if names is None or len(positional) != 1:
        return None
    return own_method(positional[0], *names)
