"""What kind of value an expression gives, and the conversions that a place asks for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from ..catalog import SCALARS
from ..errors import TemplateError, UnsupportedError
from ..pulumi import (
    ABSENT,
    Attribute,
    Base64,
    Choice,
    Concat,
    ConfigValue,
    Convert,
    EnumMember,
    Expression,
    Invoke,
    Join,
    Json,
    Length,
    Lookup,
    Node,
    Object,
    Organization,
    Secret,
    Select,
    Split,
    StackName,
    StackOutput,
)
from .scalars import reading

if TYPE_CHECKING:
    from .context import ToPulumi


LIST_RESULTS = frozenset({"azs", "subnets"})
TEXT_NODES = (Concat, Join, Base64, Json, Organization, StackName, StackOutput)


def kind_of(context: ToPulumi, value: Expression) -> str:
    """Tell what a value is: a scalar's kind, ``list``, ``map``, ``object``, or ``any`` where
    nothing is known.
    """
    if not isinstance(value, Node):
        return _literal_kind(value)
    if isinstance(value, TEXT_NODES):
        return "string"
    if isinstance(value, ConfigValue):
        return context.config[value.key].type
    if isinstance(value, Attribute):
        return context.attribute_kinds.get(value, "string")
    if isinstance(value, Split):
        return "list"
    if isinstance(value, (Convert, Length)):
        return value.to if isinstance(value, Convert) else "integer"
    if isinstance(value, Invoke):
        return "list" if value.result in LIST_RESULTS else _lookup_function_kind(value)
    if isinstance(value, Lookup):
        return common(_table_kinds(context, value))
    if isinstance(value, Choice):
        return common(kind_of(context, side) for side in (value.then, value.otherwise))
    if isinstance(value, Select):
        return _item_kind(context, value.values)
    if isinstance(value, Secret):
        return kind_of(context, value.value)
    if isinstance(value, EnumMember):
        return _literal_kind(value.value)
    return "object" if isinstance(value, Object) else "any"


def convert(context: ToPulumi, value: Expression, expected: str) -> Expression:
    """Put in the conversion that carries a computed scalar to the kind its place asks for."""
    found = kind_of(context, value)
    if expected not in SCALARS or found not in (*SCALARS, "any"):
        return value
    if isinstance(value, Choice):
        return Choice(
            value.condition,
            convert(context, value.then, expected),
            convert(context, value.otherwise, expected),
        )
    if isinstance(value, Select) and isinstance(value.values, list) and found in SCALARS:
        value = value if _is_told(value.index) else Select(value.index, _texts(context, value))
        found = kind_of(context, value)
    if found == expected or (expected == "number" and found == "integer"):
        return value
    if not isinstance(value, Node):
        exact = reading(value, expected)
        return value if exact is None else exact
    if expected == "boolean" and not _may_be_boolean(value):
        raise TemplateError("true or false is expected here, and this text is neither")
    return Convert(expected, value) if found != "any" else value


def alike(context: ToPulumi, items: list[Expression]) -> list[Expression]:
    """Give the items of a list, of which one is taken, one kind, as every language needs it: they
    are texts, unless all of them are literals of another kind, or no scalars.

    Raises:
        UnsupportedError: some are scalars and others are not.
    """
    kinds = {kind_of(context, item) for item in items if item is not ABSENT}
    is_literal = len(kinds) == 1 and not any(isinstance(item, Node) for item in items)
    if kinds & {*SCALARS} and kinds - {*SCALARS, "any"}:
        raise UnsupportedError("Fn::Select takes one of texts and lists or maps together here")
    if is_literal or not kinds <= {*SCALARS, "any"}:
        return items
    return [convert(context, item, "string") for item in items]


def _is_told(index: Expression) -> bool:
    """Whether an index is known but for conditions; an item that is counted by anything else is
    only understood on the way back where the items are texts.
    """
    if isinstance(index, Choice):
        return _is_told(index.then) and _is_told(index.otherwise)
    return isinstance(index, int)


def _texts(context: ToPulumi, value: Select) -> list[Expression]:
    assert isinstance(value.values, list)
    return [convert(context, item, "string") for item in value.values]


def _may_be_boolean(value: Node) -> bool:
    """Whether a text may come to ``true`` or ``false``: what is fixed in it is part of one."""
    parts = value.parts if isinstance(value, Concat) else ()
    fixed = [part.lower() for part in parts if isinstance(part, str)]
    return any(_has_in_order(word, fixed) for word in ("true", "false"))


def _has_in_order(word: str, parts: Iterable[str]) -> bool:
    position = 0
    for part in parts:
        found = word.find(part, position)
        if found < 0:
            return False
        position = found + len(part)
    return True


def check_scalar(context: ToPulumi, value: Expression, function: str) -> None:
    """Refuse a list or a map where a scalar is expected, whichever way conditions turn out.

    Args:
        context: the stack's crossing.
        value: what is there.
        function: the name of the function that gave it.

    Raises:
        TemplateError: it is one.
    """
    if isinstance(value, Choice):
        for side in (value.then, value.otherwise):
            check_scalar(context, side, function)
        return
    kind = kind_of(context, value)
    if kind in ("list", "map") and not _stands_for_text(value):
        raise TemplateError(f"text is expected here, {function} gives a {kind}")


def _stands_for_text(value: Expression) -> bool:
    """Whether a list is only what the catalog says: CloudFormation may give text for it."""
    return isinstance(value, Attribute)


def settled(context: ToPulumi, value: Expression) -> Expression:
    """What a look-up or a choice from a list comes to, where literals alone decide it."""
    if isinstance(value, Select) and isinstance(value.values, list):
        if isinstance(value.index, int) and value.index < len(value.values):
            return settled(context, value.values[value.index])
    elif isinstance(value, Lookup) and isinstance(value.first, str):
        row = context.tables.get(value.table, {}).get(value.first, {})
        return row.get(value.second, value) if isinstance(value.second, str) else value
    return value


def common(kinds: Iterable[str]) -> str:
    """The one kind that all have, else ``any``. What is absent has no say."""
    found = {kind for kind in kinds if kind != "absent"}
    return found.pop() if len(found) == 1 else "any"


def _literal_kind(value: object) -> str:
    if isinstance(value, str):
        return "string"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int):
        return "integer"
    if isinstance(value, float):
        return "number"
    return "list" if isinstance(value, list) else "map" if isinstance(value, dict) else "any"


def _lookup_function_kind(value: Invoke) -> str:
    return "list" if value.function == "getSsmParameterList" else "string"


def cell_kinds(table: Mapping[str, Mapping[str, Expression]], value: Lookup) -> Iterable[str]:
    """What the cells of a table are that a look-up may find."""
    return map(_literal_kind, value.cells(table.values()))


def _table_kinds(context: ToPulumi, value: Lookup) -> Iterable[str]:
    yield from cell_kinds(context.tables.get(value.table, {}), value)
    if value.has_default:
        yield kind_of(context, value.default)


def _item_kind(context: ToPulumi, values: Expression) -> str:
    if isinstance(values, list):
        return common(kind_of(context, item) for item in values)
    if isinstance(values, Lookup):
        return "string"
    if isinstance(values, Attribute):
        return "string"
    return "string" if kind_of(context, values) == "list" else "any"
