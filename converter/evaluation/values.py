"""Values in wire form: plain data, and in it what is secret and what nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ..records import dataclass


class Unknown:
    """What stands for a value that is not known; `UNKNOWN` is the only one."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = Unknown()


@dataclass(frozen=True, slots=True)
class SecretValue:
    """A value that state and logs must not show."""

    value: Any


def mapped(value: Any, secret: Callable[[Any], Any]) -> Any:
    """A value with every secret in it in another form.

    Args:
        value: the value.
        secret: gives that form of what a secret holds, in which no secret is left.
    """
    if isinstance(value, SecretValue):
        return secret(plain(value.value))
    if isinstance(value, list):
        return [mapped(item, secret) for item in value]
    if isinstance(value, dict):
        return {key: mapped(item, secret) for key, item in value.items()}
    return value


def plain(value: Any) -> Any:
    """A value with its secrets in the clear."""
    return mapped(value, lambda held: held)


def has_unknown(value: Any) -> bool:
    """Whether anything in a value is not known."""
    if isinstance(value, SecretValue):
        return has_unknown(value.value)
    if isinstance(value, (list, dict)):
        return any(map(has_unknown, value.values() if isinstance(value, dict) else value))
    return value is UNKNOWN


def has_secret(value: Any) -> bool:
    """Whether anything in a value is secret."""
    if isinstance(value, (list, dict)):
        return any(map(has_secret, value.values() if isinstance(value, dict) else value))
    return isinstance(value, SecretValue)


def computed(function: Callable[..., Any], *operands: Any) -> Any:
    """What a function makes of values: secret where one of them is, unknown where one is."""
    if any(map(has_unknown, operands)):
        return UNKNOWN
    result = function(*(plain(operand) for operand in operands))
    return SecretValue(result) if any(map(has_secret, operands)) else result
