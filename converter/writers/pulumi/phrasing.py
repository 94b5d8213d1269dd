"""What says the same as an expression, and reads better."""

from __future__ import annotations

from collections.abc import Mapping

from ...pulumi import (
    ABSENT,
    AnyOf,
    Attribute,
    Base64,
    Choice,
    Concat,
    ConfigKey,
    ConfigValue,
    Convert,
    Equal,
    Expression,
    Join,
    Json,
    StackName,
    StackOutput,
)

_TEXTS = (Attribute, Base64, Concat, Convert, Json, StackName, StackOutput)


def without_equal_branches(value: Expression) -> Expression:
    """A choice without the choices, itself perhaps, that come out the same either way."""
    if not isinstance(value, Choice):
        return value
    then = without_equal_branches(value.then)
    otherwise = without_equal_branches(value.otherwise)
    same = then == otherwise and repr(then) == repr(otherwise)  # 1 is no true
    return then if same else Choice(value.condition, then, otherwise)


def literal_last(node: Equal) -> Equal:
    """A comparison with what is compared before the literal."""
    if isinstance(node.left, str) and not isinstance(node.right, str):
        return Equal(node.right, node.left)
    return node


def membership(node: AnyOf) -> tuple[Expression, list[str]] | None:
    """The value that a condition compares with several texts, and these; None where it is none."""
    sides = [literal_last(each) for each in node.conditions if isinstance(each, Equal)]
    texts = [side.right for side in sides if isinstance(side.right, str)]
    if len(texts) < max(len(node.conditions), 2) or isinstance(sides[0].left, str):
        return None
    first = sides[0].left
    return (first, texts) if all(side.left == first for side in sides) else None


def without_delimiter(node: Join, config: Mapping[str, ConfigKey]) -> Concat | None:
    """Texts put one after the other, the empty text where one is absent; None where the list may
    have other items, or a delimiter shows whether one is there.
    """
    if node.delimiter or not isinstance(node.values, list):
        return None
    parts = [_or_empty(each) for each in node.values]
    return Concat(tuple(parts)) if all(_is_text(each, config) for each in parts) else None


def _or_empty(value: Expression) -> Expression:
    if isinstance(value, Choice):
        return Choice(value.condition, _or_empty(value.then), _or_empty(value.otherwise))
    return "" if value is ABSENT else value


def _is_text(value: Expression, config: Mapping[str, ConfigKey]) -> bool:
    if isinstance(value, Choice):
        return _is_text(value.then, config) and _is_text(value.otherwise, config)
    if isinstance(value, ConfigValue):
        return config[value.key].type == "string"
    return isinstance(value, (str, *_TEXTS)) and not (
        isinstance(value, Convert) and value.to != "string"
    )
