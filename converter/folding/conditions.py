"""Conditions that are put together, and comparisons, each in one spelling."""

from __future__ import annotations

from typing import Any

from ..intrinsics import NO_VALUE, And, Condition, ConditionRef, Equals, If, Not, Or, Value


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


def has_value(value: Value) -> Any:
    """When a choice, of others perhaps, has a value: a condition, or what one comes to."""
    if not isinstance(value, If):
        return "false" if value == NO_VALUE else "true"
    holds = ConditionRef(value.condition)
    then, otherwise = has_value(value.then), has_value(value.otherwise)
    return Or((And((holds, then)), And((Not(holds), otherwise))))


def where_it_has_one(value: Value) -> Value:
    """What a choice comes to where it has a value; nothing is said of elsewhere."""
    if not isinstance(value, If):
        return value
    then, otherwise = where_it_has_one(value.then), where_it_has_one(value.otherwise)
    if NO_VALUE in (then, otherwise):
        return otherwise if then == NO_VALUE else then
    return If(value.condition, then, otherwise)
