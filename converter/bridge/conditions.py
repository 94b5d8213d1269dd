"""Conditions, ``Fn::If`` outside typed places, and tables (``Mappings``)."""

from __future__ import annotations

from .. import intrinsics, pulumi
from ..errors import TemplateError, UnsupportedError
from ..intrinsics import (
    And,
    Condition,
    ConditionRef,
    Equals,
    FindInMap,
    If,
    Intrinsic,
    Not,
    Or,
    Value,
    walk,
)
from ..pulumi import (
    AllOf,
    AnyOf,
    Attribute,
    Choice,
    ConditionValue,
    Equal,
    Expression,
    Lookup,
    Negation,
)
from ..scalars import text_of
from .context import ToCloudFormation, ToPulumi
from .kinds import convert, kind_of
from .scalars import boolean_of

_CONDITIONS = (Equal, AllOf, AnyOf, Negation, ConditionValue)
MOST_PARTS = 10
"""Of ``Fn::And`` and ``Fn::Or``; they take at least two.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-conditions.html
"""


def lower_condition(context: ToPulumi, node: Condition) -> Expression:
    """Carry a condition: condition functions, another condition's name, ``true`` and ``false``
    also as text.
    """
    if isinstance(node, Equals):
        return _equal(_compared(context, node.left), _compared(context, node.right))
    if isinstance(node, And):
        return AllOf(tuple(lower_condition(context, item) for item in node.conditions))
    if isinstance(node, Or):
        return AnyOf(tuple(lower_condition(context, item) for item in node.conditions))
    if isinstance(node, Not):
        return Negation(lower_condition(context, node.condition))
    if isinstance(node, ConditionRef):
        return ConditionValue(node.name)
    if isinstance(node, Intrinsic):
        raise UnsupportedError(f"{node.function} cannot stand as a condition")
    truth = boolean_of(node)
    if truth is None:
        raise TemplateError(f"a condition is expected here, this is {node!r}")
    return truth


def _equal(left: Expression, right: Expression) -> Expression:
    """A comparison; that of a condition with ``true`` is the condition, with ``false`` its
    contrary.
    """
    for condition, truth in ((left, right), (right, left)):
        if isinstance(condition, _CONDITIONS) and truth in ("true", "false"):
            return condition if truth == "true" else Negation(condition)
    return Equal(left, right)


def _compared(context: ToPulumi, value: Value) -> Expression:
    """A side of a comparison. Texts are compared, so literals become the text that they print
    as.
    """
    if isinstance(value, (Equals, And, Or, Not, ConditionRef)):
        return lower_condition(context, value)
    if value == intrinsics.NO_VALUE:
        raise UnsupportedError("AWS::NoValue in a comparison cannot be carried")
    if isinstance(value, Intrinsic):
        return _known_before(context.text(value))
    if isinstance(value, (dict, list)) or value is None:
        kind = "nothing" if value is None else "a map" if isinstance(value, dict) else "a list"
        raise TemplateError(f"Fn::Equals compares text, this is {kind}")
    return text_of(value)


def _known_before(value: Expression) -> Expression:
    """A side of a comparison, of which no resource is asked: conditions come before those."""
    if any(isinstance(part, Attribute) for part in pulumi.walk(value)):
        raise UnsupportedError("AWS::StackId in a condition cannot be carried: Pulumi has none")
    return value


def raise_condition(context: ToCloudFormation, value: Expression) -> Condition:
    """The inverse of `lower_condition`."""
    if isinstance(value, Equal):
        return Equals(_raise_compared(context, value.left), _raise_compared(context, value.right))
    if isinstance(value, (AllOf, AnyOf)):
        parts = [raise_condition(context, item) for item in value.conditions]
        return _together(And if isinstance(value, AllOf) else Or, parts)
    if isinstance(value, Negation):
        return Not(raise_condition(context, value.condition))
    if isinstance(value, ConditionValue):
        return ConditionRef(value.name)
    if isinstance(value, bool):
        return Equals("true", "true" if value else "false")
    raise UnsupportedError("a condition that CloudFormation has no function for")


def has_literal_first(node: Condition) -> bool:
    """Whether a comparison in a condition has the literal before what is compared with it: programs
    have it behind that.
    """
    return any(isinstance(each, Equals) and each != _literal_last(each) for each in walk(node))


def as_noted(noted: Condition, raised: Condition | None) -> Condition:
    """A condition as it is noted beside the program, unless the program says another one."""
    if raised is None or _with_literals_last(noted) == _with_literals_last(raised):
        return noted
    return raised


def _with_literals_last(node: Condition) -> Condition:
    if isinstance(node, Equals):
        return _literal_last(node)
    if isinstance(node, (And, Or)):
        return type(node)(tuple(_with_literals_last(each) for each in node.conditions))
    return Not(_with_literals_last(node.condition)) if isinstance(node, Not) else node


def _literal_last(node: Equals) -> Equals:
    is_first = isinstance(node.right, Intrinsic) and not isinstance(node.left, Intrinsic)
    return Equals(node.right, node.left) if is_first else node


def _together(function: type[And] | type[Or], parts: list[Condition]) -> Condition:
    """``Fn::And`` or ``Fn::Or``, which take from two parts to `MOST_PARTS`: more are nested."""
    while len(parts) > MOST_PARTS:
        groups = [parts[first : first + MOST_PARTS] for first in range(0, len(parts), MOST_PARTS)]
        parts = [group[0] if len(group) == 1 else function(tuple(group)) for group in groups]
    return parts[0] if len(parts) == 1 else function(tuple(parts))


def _raise_compared(context: ToCloudFormation, value: Expression) -> Value:
    if isinstance(value, _CONDITIONS):
        return raise_condition(context, value)
    return context.value(value)


def lower_if(context: ToPulumi, node: If) -> Expression:
    """``Fn::If`` where nothing is said of the type."""
    return Choice(node.condition, context.value(node.then), context.value(node.otherwise))


def raise_choice(context: ToCloudFormation, node: Choice) -> Value:
    """The inverse of `lower_if`."""
    return If(node.condition, context.value(node.then), context.value(node.otherwise))


def raise_truth(context: ToCloudFormation, node: ConditionValue) -> Value:
    """A condition as a value: ``true`` or ``false``."""
    return If(node.name, True, False)


def raise_absent(context: ToCloudFormation, node: pulumi.Absent) -> Value:
    """``AWS::NoValue``."""
    return intrinsics.NO_VALUE


def lower_table(mapping: dict[str, dict[str, Value]]) -> dict[str, dict[str, Expression]]:
    """A mapping as a table. Its values are text or lists of text, unless all are integers."""
    cells = [cell for row in mapping.values() for cell in row.values()]
    whole = all(isinstance(cell, int) and not isinstance(cell, bool) for cell in cells)
    return {
        top: {second: cell if whole else _cell(cell) for second, cell in row.items()}  # type: ignore[misc]  # whole
        for top, row in mapping.items()
    }


def _cell(cell: Value) -> Expression:
    if isinstance(cell, list):
        return [_cell(item) for item in cell]
    if isinstance(cell, (dict, Intrinsic)):
        raise TemplateError("a value in Mappings is text or a list of text")
    return text_of(cell)


def lower_find_in_map(context: ToPulumi, node: FindInMap) -> Expression:
    """``Fn::FindInMap``."""
    if not isinstance(node.mapping, str):
        raise UnsupportedError(
            "a mapping's name in Fn::FindInMap that is itself a function cannot be carried"
        )
    if node.mapping not in context.tables:
        raise TemplateError(f"Fn::FindInMap names the mapping {node.mapping!r}, which is not there")
    default = context.value(node.default) if node.has_default else None
    first, second = context.text(node.top_key), context.text(node.second_key)
    if not node.has_default and (words := _missing(context.tables[node.mapping], first, second)):
        words = f"the mapping {node.mapping} has {words}: a deployment fails where it is asked for"
        context.report.warn("no-such-key", f"{words}, and so does the program", context.here)
    if node.has_default:  # of the kind of what the mapping has: a place converts both in one
        kind = kind_of(context, Lookup(node.mapping, first, second))
        default = convert(context, default, kind)
    return Lookup(node.mapping, first, second, default, node.has_default)


def _missing(
    table: dict[str, dict[str, Expression]], first: Expression, second: Expression
) -> str | None:
    """What a mapping does not have of the keys that are known, in words; None where it may have
    all.
    """
    if isinstance(first, str) and first not in table:
        return f"no key {first!r}"
    rows = [table[first]] if isinstance(first, str) else list(table.values())
    if isinstance(second, str) and not any(second in row for row in rows):
        return f"no key {second!r} in " + (repr(first) if isinstance(first, str) else "any entry")
    return None


def raise_lookup(context: ToCloudFormation, node: Lookup) -> Value:
    """The inverse of `lower_find_in_map`.

    Raises:
        UnsupportedError: a key is known only when a resource is made.
    """
    keys = context.value(node.first), context.value(node.second)
    late = set(context.logical_ids.values()).intersection(intrinsics.references(list(keys)))
    if late:
        words = f"a look-up hangs on an output of {min(late)}, which is known too late for it"
        raise UnsupportedError(words)
    default = context.value(node.default) if node.has_default else None
    context.extended = context.extended or node.has_default
    return FindInMap(node.table, *keys, default, node.has_default)
