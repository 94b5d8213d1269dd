"""Texts that are put together, and scalars as texts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..intrinsics import NO_VALUE, If, Join, Value
from ..scalars import text_of


def concatenation(parts: Iterable[Value]) -> Value:
    """One flat ``Fn::Join`` on nothing; a part that stands alone is itself."""
    merged: list[Value] = []
    for part in parts:
        for piece in _pieces(part):
            if isinstance(piece, str) and merged and isinstance(merged[-1], str):
                merged[-1] += piece
            elif piece != "":
                merged.append(piece)
    if len(merged) <= 1:
        return merged[0] if merged else ""
    return Join("", merged)


def _pieces(part: Value) -> list[Value]:
    if isinstance(part, Join) and part.delimiter == "" and isinstance(part.values, list):
        return part.values
    return [part]


def neighbours_joined(delimiter: str, values: list[Value]) -> list[Value]:
    joined: list[Value] = []
    for value in values:
        if isinstance(value, str) and joined and isinstance(joined[-1], str):
            joined[-1] += delimiter + value
        else:
            joined.append(value)
    return joined


def or_empty(item: Value) -> Value:
    """An item of texts that stand one after the other: what is not there is the empty text."""
    if isinstance(item, If):
        return If(item.condition, or_empty(item.then), or_empty(item.otherwise))
    return "" if item == NO_VALUE else item


def scalar_text(value: Any) -> Any:
    """A number or boolean as CloudFormation prints it; anything else as it is."""
    return text_of(value) if isinstance(value, (bool, int, float)) else value
