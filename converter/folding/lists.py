"""Lists that are written out, of which an item need not be there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import zip_longest
from typing import cast

from ..implied import Facts
from ..intrinsics import NO_VALUE, If, Length, Value

_Fact = tuple[str, bool]
_Case = tuple[dict[str, bool], list[Value]]
"""Which conditions hold, and the items that there are then."""

MOST_OPTIONAL = 6
"""Of so many items that need not be there, or conditions by which, each case is looked at."""


def by_items(
    condition: str, then: list[Value], otherwise: list[Value], facts: Facts
) -> list[Value]:
    """One list of two, with a choice where they differ."""
    start = 0
    while start < min(len(then), len(otherwise)) and then[start] == otherwise[start]:
        start += 1
    end = 0
    while end < min(len(then), len(otherwise)) - start and then[-1 - end] == otherwise[-1 - end]:
        end += 1
    sides = (side[start : len(side) - end] for side in (then, otherwise))
    pairs = zip_longest(*sides, fillvalue=cast("Value", NO_VALUE))
    choices = [
        one if one == other else in_order(If(condition, one, other), facts) for one, other in pairs
    ]
    return [*then[:start], *choices, *then[len(then) - end :]]


def by_conditions(items: list[Value], facts: Facts) -> list[Value]:
    """One spelling for a list of which items need not be there: what `by_items` makes of the lists
    that there are, whatever items say so by themselves.
    """
    conditions = deciding(filter(may_vanish, items))
    return _split(items, conditions, facts) if len(conditions) <= MOST_OPTIONAL else items


def by_case(
    items: list[Value],
    conditions: list[str],
    made: Callable[[list[Value]], Value],
    facts: Facts,
) -> Value:
    """What is made of the items that there are, for each case of some conditions that can be."""
    cases = [*_cases(items, conditions, facts, ())]

    def chosen(left: list[_Case], order: list[str]) -> Value:
        if not order:
            return made(left[0][1])
        sides = [chosen(side, order[1:]) for side in _sides(left, order[0])]
        return sides[0] if sides[0] == sides[-1] else If(order[0], *sides)

    return chosen(cases, _telling(cases, conditions))


def in_order(choice: If, facts: Facts) -> Value:
    """A choice whose conditions are asked in an order of their own."""
    conditions = deciding([choice])
    if not 1 < len(conditions) <= MOST_OPTIONAL:
        return choice
    return by_case([choice], conditions, lambda items: items[0] if items else NO_VALUE, facts)


def deciding(items: Iterable[Value]) -> list[str]:
    """The conditions that items hang on, in an order of their own."""
    return sorted({each for item in items for each in _deciding(item)})


def _deciding(item: Value) -> Iterator[str]:
    """The conditions that a choice hangs on, and those that its sides do."""
    if isinstance(item, If):
        yield item.condition
        yield from _deciding(item.then)
        yield from _deciding(item.otherwise)


def _split(items: list[Value], conditions: list[str], facts: Facts) -> list[Value]:
    cases = [*_cases(items, conditions, facts, ())]

    def chosen(left: list[_Case], order: list[str]) -> list[Value]:
        if not order:
            return left[0][1]
        sides = [chosen(side, order[1:]) for side in _sides(left, order[0])]
        return by_items(order[0], sides[0], sides[-1], facts)

    return chosen(cases, _telling(cases, conditions))


def _cases(
    items: list[Value], conditions: list[str], facts: Facts, known: tuple[_Fact, ...]
) -> Iterator[_Case]:
    """The items that there are in each case of some conditions that can be."""
    if not conditions:
        yield dict(known), [item for item in items if item != NO_VALUE]
        return
    first, *others = conditions
    settled = facts.holds(first)
    for holds in (True, False) if settled is None else (settled,):
        left = [_where(item, first, holds) for item in items]
        yield from _cases(left, others, facts.assuming(first, holds), (*known, (first, holds)))


def _sides(cases: list[_Case], condition: str) -> list[list[_Case]]:
    """The cases in which a condition holds, and those in which it does not, if there are such."""
    sides = ([case for case in cases if case[0][condition] is holds] for holds in (True, False))
    return [side for side in sides if side]


def _telling(cases: list[_Case], conditions: list[str]) -> list[str]:
    """The conditions that tell the cases apart; where some cannot be, fewer of them may do."""
    if len(cases) == 2 ** len(conditions):
        return conditions
    kept = conditions
    for each in conditions:
        fewer = [other for other in kept if other != each]
        found: dict[tuple[bool, ...], list[Value]] = {}
        keys = ((tuple(case[0][other] for other in fewer), case[1]) for case in cases)
        if all(found.setdefault(key, items) == items for key, items in keys):
            kept = fewer
    return kept


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
