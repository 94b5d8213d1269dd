"""Conditions that are put together, and comparisons, each in one spelling."""

from __future__ import annotations

from ..intrinsics import And, Condition, ConditionRef, Equals, Not, Or, Value


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
