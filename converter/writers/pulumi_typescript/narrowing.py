"""What TypeScript's compiler takes a value for behind a comparison: it refuses to compare it with
anything else then, though the template may.
"""

from __future__ import annotations

from ...pulumi import AllOf, AnyOf, ConditionValue, ConfigValue, Equal, Expression, Program

Narrowed = dict[str, frozenset[str]]
"""Config key → the texts that its value may be."""


def narrowed(program: Program, condition: Expression) -> Narrowed:
    """What the values of config keys may be where a condition holds."""
    if isinstance(condition, ConditionValue):
        return narrowed(program, program.conditions[condition.name])
    if isinstance(condition, Equal):
        left, right = condition.left, condition.right
        if isinstance(right, ConfigValue):
            left, right = right, left
        if isinstance(left, ConfigValue) and isinstance(right, str):
            return {left.key: frozenset({right})}
    if isinstance(condition, AllOf):
        found: Narrowed = {}
        for each in condition.conditions:
            found = both(found, narrowed(program, each))
        return found
    if isinstance(condition, AnyOf):
        first, *others = (narrowed(program, each) for each in condition.conditions)
        for other in others:
            first = {key: texts | other[key] for key, texts in first.items() if key in other}
        return first
    return {}


def both(first: Narrowed, second: Narrowed) -> Narrowed:
    """What the values may be where both are so."""
    common = {key: first[key] & second[key] for key in first if key in second}
    return {**first, **second, **common}
