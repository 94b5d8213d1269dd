"""Lists that are written out, of which an item need not be there."""

from __future__ import annotations

from itertools import zip_longest
from typing import cast

from ..intrinsics import NO_VALUE, If, Length, Value


def by_items(condition: str, then: list[Value], otherwise: list[Value]) -> list[Value]:
    """One list of two, with a choice where they differ."""
    start = 0
    while start < min(len(then), len(otherwise)) and then[start] == otherwise[start]:
        start += 1
    end = 0
    while end < min(len(then), len(otherwise)) - start and then[-1 - end] == otherwise[-1 - end]:
        end += 1
    sides = (side[start : len(side) - end] for side in (then, otherwise))
    pairs = zip_longest(*sides, fillvalue=cast("Value", NO_VALUE))
    choices: list[Value] = [If(condition, *pair) for pair in pairs]
    return [*then[:start], *choices, *then[len(then) - end :]]


def length_of(node: Length) -> Value:
    """How many items a list has that is written out, where every item is there."""
    values = node.values
    if not isinstance(values, list) or any(map(may_vanish, values)):
        return node
    return str(len(values))


def with_lengths(value: Value) -> Value:
    """A value with the numbers for the lengths in it that are known."""
    if isinstance(value, dict):
        return {key: with_lengths(item) for key, item in value.items()}
    if isinstance(value, list):
        return [with_lengths(item) for item in value]
    if isinstance(value, Length):
        counted = length_of(value)
        return int(counted) if isinstance(counted, str) else value
    return value


def may_vanish(item: Value) -> bool:
    if isinstance(item, If):
        return may_vanish(item.then) or may_vanish(item.otherwise)
    return item == NO_VALUE
