"""Conditions in Pulumi YAML: look-ups that give the texts ``true`` and ``false``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...errors import Path, UnsupportedError
from ...naming import pascal_case
from ...pulumi import (
    AllOf,
    AnyOf,
    ConditionValue,
    ConfigValue,
    Equal,
    Expression,
    Negation,
)
from ...yaml_config import canonical, printed
from ..pulumi.phrasing import literal_last
from .exactness import check_exact
from .interpolation import access, escaped

if TYPE_CHECKING:
    from .values import Values

TRUE, FALSE = "true", "false"
_OTHER = {TRUE: FALSE, FALSE: TRUE}


def question(values: Values, condition: Expression, path: Path, yes: str = TRUE) -> Any:
    """What gives a text as a condition holds or not.

    Args:
        values: the values of the program.
        condition: the condition.
        path: where it stands in the program.
        yes: the text for a condition that holds, ``true`` or ``false``; the other one if not.

    Raises:
        UnsupportedError: Pulumi YAML cannot ask it.
    """
    if isinstance(condition, bool):
        return _decided(condition, yes)
    if isinstance(condition, ConditionValue):
        asked = access(values.conditions[condition.name])
        return asked if yes == TRUE else _answer({FALSE: TRUE}, asked, FALSE)
    if isinstance(condition, Negation):
        return question(values, condition.condition, path, _OTHER[yes])
    if isinstance(condition, (AllOf, AnyOf)):
        return _joined(values, condition, path, yes)
    if isinstance(condition, Equal):
        return _equal(values, [condition], path, yes)
    raise UnsupportedError("Pulumi YAML has no way to ask this", path=path)


def _decided(holds: bool, yes: str) -> Any:
    """What is decided by hand is asked for, too: it stays a condition."""
    return _answer({TRUE: yes}, TRUE if holds else FALSE, _OTHER[yes])


def _joined(values: Values, node: AllOf | AnyOf, path: Path, yes: str) -> Any:
    """``And`` holds where all parts do, ``Or`` does not where none does."""
    neutral = isinstance(node, AllOf)
    parts = tuple(each for each in node.conditions if each is not neutral)
    if not parts or any(each is (not neutral) for each in parts):
        return _decided(neutral is not bool(parts), yes)
    if len(parts) == 1:
        return question(values, parts[0], path, yes)
    alike = _comparisons_of_one(parts)
    if isinstance(node, AnyOf) and alike:
        return _equal(values, alike, path, yes)
    uniform, told = (TRUE, yes) if isinstance(node, AllOf) else (FALSE, _OTHER[yes])
    key = " ".join(part(values, condition, path) for condition in parts)
    return _answer({" ".join([uniform] * len(parts)): told}, key, _OTHER[told])


def _comparisons_of_one(parts: tuple[Expression, ...]) -> list[Equal]:
    """The parts, where each compares one and the same value with a literal of its own."""
    found = [literal_last(item) for item in parts if isinstance(item, Equal)]
    literals = {item.right for item in found if isinstance(item.right, str)}
    same = all(item.left == found[0].left for item in found)
    return found if found and same and len(literals) == len(parts) else []


def part(values: Values, condition: Expression, path: Path) -> str:
    """What stands for a condition inside a text: ``${…}``, or the text that it always is."""
    asked = question(values, condition, path)
    if isinstance(asked, str):
        return asked
    return access(values.variable(asked, path, _named(condition)))


def _named(condition: Expression) -> str:
    """What a variable for a condition is called; nothing where there are no words for it."""
    negated = isinstance(condition, Negation)
    inner = condition.condition if isinstance(condition, Negation) else condition
    if not isinstance(inner, Equal):
        return ""
    node = literal_last(inner)
    if not isinstance(node.right, str) or not isinstance(node.left, ConfigValue):
        return ""
    subject = node.left.key
    if not node.right:
        return f"has{pascal_case(subject)}" if negated else f"{subject}IsEmpty"
    literal = pascal_case(node.right)
    return f"{subject}Is{'Not' if negated else ''}{literal}" if literal else ""


def _equal(values: Values, nodes: list[Equal], path: Path, yes: str) -> Any:
    """Whether one of several comparisons of one value holds."""
    nodes = [literal_last(node) for node in nodes]
    left, others = nodes[0].left, [node.right for node in nodes]
    if isinstance(left, str):  # as in `_decided`
        answers = {escaped(text): yes for text in others if isinstance(text, str)}
        return _answer(answers, escaped(left), _OTHER[yes])
    texts = [text for text in others if isinstance(text, str)]
    if isinstance(left, ConfigValue) and len(texts) == len(others):
        key, spelled = _compared_config(values, left, texts, path)
        return _answer({escaped(text): yes for text in spelled}, key, _OTHER[yes])
    answers = {_side(values, other, path): yes for other in others}
    return _answer(answers, _side(values, left, path), _OTHER[yes])


def _compared_config(
    values: Values, asked: ConfigValue, literals: list[str], path: Path
) -> tuple[str, list[str]]:
    """What is asked for, and the literals in the spelling that the interpreter gives the value."""
    reading = values.readings[asked.key]
    if reading != "text":
        for text in filter(canonical, literals):
            check_exact(text, path)
    if reading == "mixed":  # a number alone is no text, one inside a text is
        prefix = f"{asked.key}="
        return prefix + access(asked.key), [prefix + printed(text) for text in literals]
    if reading == "scalar" and not values.is_respelled(asked.key):
        literals = [canonical(text) or text for text in literals]
    return _side(values, asked, path), literals


def _side(values: Values, value: Expression, path: Path) -> str:
    if isinstance(value, (Equal, AllOf, AnyOf, Negation, ConditionValue)):
        return part(values, value, path)
    return values.alone(value, path)


def _answer(answers: dict[str, str], key: str, default: str) -> Any:
    from .values import LOOKUP, RESULT, invoke

    return invoke(LOOKUP, {"map": answers, "key": key, "default": default}, RESULT)
