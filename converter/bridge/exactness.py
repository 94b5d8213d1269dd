"""Whole numbers that a program cannot send: what Pulumi sends are doubles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from ..errors import Path, UnsupportedError
from ..intrinsics import Intrinsic, Value
from ..pulumi import Expression, Node
from ..scalars import is_double

_WHOLE = 2**53


def has_inexact(literals: Iterable[Any]) -> bool:
    """Whether one of the literals is a whole number that is no double."""
    return any(type(each) is int and not is_double(each) for each in literals)


def check_exact(given: Value, carried: Expression) -> None:
    """Refuse a number of a template that is no double, and is carried as a number.

    Args:
        given: what the template says.
        carried: what the program says for it.

    Raises:
        UnsupportedError: it is such a number; the error has its place in ``given``.
    """
    inexact = [(number, path) for number, path in _large(given, ()) if not is_double(number)]
    numbers = {number for number, _ in _large(carried, ())}
    for number, path in inexact:
        if number in numbers:
            words = f"{number} is no number that Pulumi can send, it sends doubles"
            raise UnsupportedError(words, path=path)


def exact_output(value: Expression) -> Expression:
    """The value of an output, which is a text; a number that is no double as its text."""
    return str(value) if type(value) is int and not is_double(value) else value


def _large(value: Any, path: Path) -> Iterator[tuple[int, Path]]:
    """The whole numbers for which a double may be too small, and their places."""
    if type(value) is int:
        if abs(value) > _WHOLE:
            yield value, path
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _large(item, (*path, key))
    elif isinstance(value, (list, tuple)):
        for position, item in enumerate(value):
            yield from _large(item, (*path, position))
    elif isinstance(value, (Intrinsic, Node)):
        for name in cast("tuple[str, ...]", value.__slots__):
            yield from _large(getattr(value, name), path)
