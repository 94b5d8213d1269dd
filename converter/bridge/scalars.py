"""Literals: CloudFormation is lax about their types, Pulumi is strict."""

from __future__ import annotations

import math

from ..scalars import from_double, text_of

EXPECTED = {
    "string": "text",
    "integer": "an integer",
    "number": "a number",
    "boolean": "true or false",
    "list": "a list",
    "map": "a map",
    "object": "a map",
}
"""What messages call a value of each kind."""


def integer_of(value: object) -> int | None:
    """A literal as an integer, None where it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, float):
        return number if isinstance(number := from_double(value), int) else None
    try:
        return (
            int(value) if isinstance(value, str) and value.isascii() and "_" not in value else None
        )
    except ValueError:
        return None


def number_of(value: object) -> int | float | None:
    """A literal as a number, None where it is none."""
    if isinstance(value, bool):
        return None
    if isinstance(value, (int, float)):
        return value
    if not isinstance(value, str) or not value.isascii() or "_" in value:
        return None
    exact = integer_of(value)
    if exact is not None:
        return exact
    try:
        found = float(value)
    except ValueError:
        return None
    return found if math.isfinite(found) else None


def boolean_of(value: object) -> bool | None:
    """A literal as a boolean, None where it is none."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.lower()) if isinstance(value, str) else None


def reading(value: object, kind: str) -> str | int | float | bool | None:
    """A literal as a scalar of a kind, None where it is none."""
    if kind == "string":
        return text_of(value)
    if kind == "integer":
        return integer_of(value)
    if kind == "number":
        return number_of(value)
    return boolean_of(value) if kind == "boolean" else None
