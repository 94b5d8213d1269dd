"""Conditions that are put together, and comparisons, each in one spelling."""

from __future__ import annotations

from collections.abc import Iterator

from ..intrinsics import And, Condition, ConditionRef, Equals, If, Not, Or, Value

_MOST_NAMES = 10


def opposite_of(node: And | Or | Not) -> Condition:
    """The opposite of conditions that are put together, said of each of them."""
    if isinstance(node, Not):
        return node.condition
    opposites = tuple(Not(each) for each in node.conditions)
    return Or(opposites) if isinstance(node, And) else And(opposites)


def compared(node: Equals) -> Value:
    """A comparison with its text last; that of a condition with a truth value is a condition."""
    left, right = (node.right, node.left) if isinstance(node.left, str) else (node.left, node.right)
    if isinstance(left, (Equals, And, Or, Not, ConditionRef)) and right in ("true", "false"):
        return left if right == "true" else Not(left)
    if isinstance(right, str):
        return Equals(left, right)
    return Equals(*sorted((left, right), key=repr))


def is_short(condition: Value) -> bool:
    """Whether a condition is put together of so few that a choice by it can be written out."""
    names = list(_names(condition))
    return len(names) <= _MOST_NAMES and None not in names


def _names(condition: Value) -> Iterator[str | None]:
    """The conditions that one is put together of; None for what has no name."""
    if isinstance(condition, Not):
        yield from _names(condition.condition)
    elif isinstance(condition, (And, Or)):
        for part in condition.conditions:
            yield from _names(part)
    else:
        yield condition.name if isinstance(condition, ConditionRef) else None


def chosen(condition: Value, then: Value, otherwise: Value) -> Value:
    """A choice by a condition that is put together, by the conditions that it is put together of;
    `is_short` holds for it.
    """
    if isinstance(condition, Not):
        return chosen(condition.condition, otherwise, then)
    if isinstance(condition, And):
        for part in reversed(condition.conditions):
            then = chosen(part, then, otherwise)
        return then
    if isinstance(condition, Or):
        for part in reversed(condition.conditions):
            otherwise = chosen(part, then, otherwise)
        return otherwise
    assert isinstance(condition, ConditionRef)
    return If(condition.name, then, otherwise)
