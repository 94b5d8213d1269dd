"""Lists that are written out, of which an item need not be there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import cast

from ..intrinsics import NO_VALUE, If, Length, Value

MOST_OPTIONAL = 6
"""Of so many items that need not be there, or conditions by which, each case is looked at."""


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
    choices = [one if one == other else in_order(If(condition, one, other)) for one, other in pairs]
    return [*then[:start], *choices, *then[len(then) - end :]]


def by_conditions(items: list[Value]) -> list[Value]:
    """One spelling for a list of which items need not be there: what `by_items` makes of the lists
    that there are, whatever items say so by themselves.
    """
    conditions = deciding(filter(may_vanish, items))
    return _split(items, conditions) if len(conditions) <= MOST_OPTIONAL else items


def by_case(
    items: list[Value], conditions: list[str], made: Callable[[list[Value]], Value]
) -> Value:
    """What is made of the items that there are, for each case of some conditions."""
    if not conditions:
        return made([item for item in items if item != NO_VALUE])
    first, *others = conditions
    then, otherwise = (
        by_case([_where(item, first, holds) for item in items], others, made)
        for holds in (True, False)
    )
    return then if then == otherwise else If(first, then, otherwise)


def in_order(choice: If) -> Value:
    """A choice whose conditions are asked in an order of their own."""
    conditions = deciding([choice])
    if not 1 < len(conditions) <= MOST_OPTIONAL:
        return choice
    return by_case([choice], conditions, lambda items: items[0] if items else NO_VALUE)


def deciding(items: Iterable[Value]) -> list[str]:
    """The conditions that items hang on, in an order of their own."""
    return sorted({each for item in items for each in _deciding(item)})


def _deciding(item: Value) -> Iterator[str]:
    """The conditions that a choice hangs on, and those that its sides do."""
    if isinstance(item, If):
        yield item.condition
        yield from _deciding(item.then)
        yield from _deciding(item.otherwise)


def _split(items: list[Value], conditions: list[str]) -> list[Value]:
    if not conditions:
        return [item for item in items if item != NO_VALUE]
    first, *others = conditions
    then, otherwise = ([_where(item, first, holds) for item in items] for holds in (True, False))
    return by_items(first, _split(then, others), _split(otherwise, others))


def _where(item: Value, condition: str, holds: bool) -> Value:
    """What an item is where a condition is known."""
    if not isinstance(item, If):
        return item
    if item.condition == condition:
        return _where(item.then if holds else item.otherwise, condition, holds)
    then, otherwise = (_where(it, condition, holds) for it in (item.then, item.otherwise))
    return then if then == otherwise else If(item.condition, then, otherwise)


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
