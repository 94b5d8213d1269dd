"""What a class is made from, which Python itself must know."""

from __future__ import annotations

from typing import Any

from .choices import resolve
from .conditions import Condition, Symbol
from .containers import describe_any
from .run import current


def fixed_base(value: Any) -> Any:
    """Give a base or the metaclass of a class; one that is not known is refused."""
    value = resolve(value)
    if isinstance(value, (Symbol, Condition)):
        words = f"a class that is made from {describe_any(value)} cannot be said in a template"
        current().refuse(words)
    return value


def fixed_bases(values: Any) -> list[Any]:
    """Give the bases of a class that are in a list."""
    return [fixed_base(value) for value in values]
