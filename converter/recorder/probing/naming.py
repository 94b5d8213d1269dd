"""Names for conditions that nobody named."""

from __future__ import annotations

from ...naming import free_name, pascal_case
from ...pulumi import (
    AllOf,
    AnyOf,
    ConditionValue,
    ConfigValue,
    Equal,
    Expression,
    Invoke,
    Join,
    Negation,
    StackName,
)
from .observing import Seen
from .reducing import canon

_LONGEST = 60


def condition_name(condition: Expression, seen: Seen, *, negated: bool = False) -> str:
    """Give the name of a condition, which the program has from now on.

    Args:
        condition: the condition.
        seen: takes it, where it is new.
        negated: whether it is the opposite that is wanted.
    """
    if negated:
        condition = condition.condition if isinstance(condition, Negation) else Negation(condition)
    for name, known in seen.conditions.items():
        if canon(known) == canon(condition):
            return name
    name = free_name(_words(condition), seen.conditions.__contains__)
    seen.conditions[name] = condition
    return name


def _words(condition: Expression) -> str:
    found = _said(condition)
    return found if len(found) <= _LONGEST else "Condition"


def _said(condition: Expression) -> str:
    if isinstance(condition, Negation):
        inner = condition.condition
        if isinstance(inner, Equal):
            return _equality(inner, "IsNot", "Has{}")
        return f"Not{_said(inner)}"
    if isinstance(condition, Equal):
        return _equality(condition, "Is", "No{}")
    if isinstance(condition, AnyOf):
        return _alternatives(condition)
    if isinstance(condition, AllOf):
        return "And".join(_said(part) for part in condition.conditions)
    return condition.name if isinstance(condition, ConditionValue) else "Condition"


def _alternatives(condition: AnyOf) -> str:
    """``StageIsDevOrTest``: what is asked of one thing is said once."""
    parts = condition.conditions
    if all(isinstance(it, Equal) for it in parts) and len({repr(it.left) for it in parts}) == 1:  # type: ignore[union-attr]  # all are
        first, *rest = (_said(part) for part in parts)
        subject = _subject(parts[0].left)  # type: ignore[union-attr]  # all are
        return "Or".join([first, *(it.removeprefix(f"{subject}Is") for it in rest)])
    return "Or".join(_said(part) for part in parts)


def _equality(condition: Equal, word: str, empty: str) -> str:
    subject = _subject(condition.left)
    if condition.right == "":
        return empty.format(subject)
    value = condition.right if isinstance(condition.right, str) else _subject(condition.right)
    return f"{subject}{word}{_pascal(str(value)) or 'Other'}"


def _subject(value: Expression) -> str:
    if isinstance(value, ConfigValue):
        return _pascal(value.key) or "Value"
    if isinstance(value, StackName):
        return "Stack"
    if isinstance(value, Join):
        return _subject(value.values)
    return _pascal(value.result) if isinstance(value, Invoke) else "Value"


def _pascal(text: str) -> str:
    words = "".join(it if it.isascii() and it.isalnum() else " " for it in text)
    return pascal_case(words)
