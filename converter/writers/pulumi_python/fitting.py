"""Values in the types that the SDK declares, where a type checker takes them for others."""

from __future__ import annotations

from ...catalog import Property, Type
from ...errors import Path
from ...pulumi import ABSENT, Attribute, Choice, ConfigValue, EnumMember, Expression, Node, Object
from ...records import dataclass
from ...scalars import text_of
from ..layout import Bracketed, Code
from . import literals
from .expressions import Expressions
from .references import is_optional


@dataclass(frozen=True, slots=True)
class NotNone(Node):
    """An attribute that is there, though its type says that it may be missing."""

    attribute: Attribute


@dataclass(frozen=True, slots=True)
class MemberOf(Node):
    """The member of an enum that has the value of a config key."""

    type: str
    value: ConfigValue


def not_none(printer: Expressions, node: NotNone, path: Path) -> Code:
    printer.imports.update(("TypeVar", "cast", "not_none"))
    printer.pulumi("Output")
    return Bracketed("not_none(", [printer.code(node.attribute, path)], ")")


def member_of(printer: Expressions, node: MemberOf, path: Path) -> Code:
    head = printer.class_name(printer.enum_type(node.type))
    return Bracketed(f"{head}(", [printer.code(node.value, path)], ")")


def fitted(printer: Expressions, value: Expression, prop: Property, path: Path) -> Code:
    """The code of a property's value, with a cast where nothing else says its type."""
    if isinstance(value, str):  # which most are
        return literals.string(value)
    value = _typed(printer, value, prop.type, required=prop.required)
    code = printer.code(value, path)
    if not _is_other(value, prop.type, required=prop.required):
        return code
    printer.imports.update(("Any", "cast"))
    return Bracketed("cast(", ["Any", code], ")")


def component_argument(printer: Expressions, value: Expression, path: Path) -> Code:
    """The code of what a component is given."""
    return printer.code(_typed(printer, value, Type("string"), required=True), path)


def _typed(
    printer: Expressions, value: Expression, described: Type | None, *, required: bool
) -> Expression:
    """A value in which what a type checker would take for another says what it is."""
    if described is None or described.kind == "json":
        return value
    if isinstance(value, (list, dict)) and described.items is None:
        return value
    if isinstance(value, list):
        return [_typed(printer, it, described.items, required=True) for it in value]
    if isinstance(value, dict):
        items = value.items()
        return {key: _typed(printer, it, described.items, required=True) for key, it in items}
    if isinstance(value, Choice):
        sides = (
            _typed(printer, side, described, required=required)
            for side in (value.then, value.otherwise)
        )
        return Choice(value.condition, *sides)
    if isinstance(value, Attribute) and required and described.enum is None:
        return NotNone(value) if is_optional(printer, value) else value
    if isinstance(value, ConfigValue) and described.enum is not None:
        enum = printer.enum(described.enum)
        allowed = printer.allowed(value)
        is_one = allowed and allowed <= {text_of(each) for each in enum.members}
        return MemberOf(enum.pulumi, value) if is_one else value
    return value


def _is_other(value: Expression, described: Type | None, *, required: bool) -> bool:
    """Whether a type checker takes a value for one of another type, or for a missing one."""
    if described is None:
        return False
    if isinstance(value, (list, dict)):
        if described.items is None:
            return False
        items = value if isinstance(value, list) else value.values()
        return any(_is_other(item, described.items, required=False) for item in items)
    if isinstance(value, Choice):
        sides = (value.then, value.otherwise)
        return (required and ABSENT in sides) or any(
            _is_other(side, described, required=required) for side in sides
        )
    if value is ABSENT or not isinstance(value, Node):
        return False
    if isinstance(value, (Object, EnumMember, MemberOf)):
        return False
    items_type = described.items
    return described.enum is not None or (items_type is not None and items_type.enum is not None)
