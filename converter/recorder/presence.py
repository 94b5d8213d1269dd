"""Outputs that are not always there: in a template they hang on a condition."""

from __future__ import annotations

from ..naming import free_name, pascal_case
from ..pulumi import (
    ABSENT,
    AllOf,
    AnyOf,
    Choice,
    ConditionValue,
    Export,
    Expression,
    Negation,
    Secret,
)


def under_condition(name: str, export: Export, conditions: dict[str, Expression]) -> Export:
    """Give an output whose value is always there: one that may be absent is under a condition.

    Args:
        name: the output's name.
        export: the output.
        conditions: the program's, to which one is added where none says it yet.
    """
    there = presence(export.value)
    if isinstance(there, bool):
        return export
    if export.condition is not None:
        there = AllOf((ConditionValue(export.condition), there))
    value = where_there(export.value)
    return Export(value=value, condition=_name(name, there, conditions))


def presence(value: Expression) -> Expression:
    """Give the condition under which a value is there: ``True`` where it always is."""
    if isinstance(value, Secret):
        return presence(value.value)
    if not isinstance(value, Choice):
        return value is not ABSENT
    condition = ConditionValue(value.condition)
    then, otherwise = presence(value.then), presence(value.otherwise)
    if then == otherwise:
        return then
    if isinstance(then, bool):
        return _with(then, condition, Negation(condition), otherwise)
    if isinstance(otherwise, bool):
        return _with(otherwise, Negation(condition), condition, then)
    return AnyOf((AllOf((condition, then)), AllOf((Negation(condition), otherwise))))


def where_there(value: Expression) -> Expression:
    """Give a value without the choices that only say whether it is there."""
    if isinstance(value, Secret):
        return Secret(where_there(value.value))
    if not isinstance(value, Choice):
        return value
    then, otherwise = where_there(value.then), where_there(value.otherwise)
    if then is ABSENT or otherwise is ABSENT:
        return otherwise if then is ABSENT else then
    return Choice(value.condition, then, otherwise)


def _with(settled: bool, here: Expression, elsewhere: Expression, rest: Expression) -> Expression:
    """Combine one side that is there or not with what the other side hangs on."""
    if isinstance(rest, bool):
        return here if settled else elsewhere
    return AnyOf((here, rest)) if settled else AllOf((elsewhere, rest))


def _name(output: str, condition: Expression, conditions: dict[str, Expression]) -> str:
    if isinstance(condition, ConditionValue):
        return condition.name
    known = next((name for name, it in conditions.items() if it == condition), None)
    if known is not None:
        return known
    inner = condition.condition if isinstance(condition, Negation) else None
    plain = f"Not{inner.name}" if isinstance(inner, ConditionValue) else f"Has{pascal_case(output)}"
    found = free_name(plain, conditions.__contains__)
    conditions[found] = condition
    return found
