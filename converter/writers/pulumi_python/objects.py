"""Typed objects and enum members in Python."""

from __future__ import annotations

from collections.abc import Mapping

from ...catalog import EnumType, ObjectType, Property, Type
from ...errors import Path
from ...pulumi import ABSENT, Attribute, Choice, EnumMember, Expression, Node, Object
from ..layout import Bracketed, Code, led
from .expressions import Expressions
from .references import is_optional


class NotSayable(Exception):  # noqa: N818 - no fault: it is said in another way
    """The SDK's own class cannot take a value that aws-native can."""


def arguments(
    printer: Expressions,
    fields: dict[str, Expression],
    described: Mapping[str, Property],
    path: Path,
) -> tuple[list[Code], dict[int, list[str]]]:
    """The keyword arguments of a typed object, with their comments."""
    codes: list[Code] = []
    comments: dict[int, list[str]] = {}
    noted = printer.program.comments
    for wire, value in fields.items():
        here = (*path, wire)
        if noted:
            printer.note(comments, len(codes), here)
        if value is ABSENT:
            continue
        prop = described.get(wire)
        if prop is None or prop.python is None:
            raise NotSayable
        if prop.type.kind == "union" and _is_list_in_union(value, prop):
            raise NotSayable
        if _is_no_member(value, prop.type):
            raise NotSayable
        codes.append(led(f"{prop.python}=", _fitted(printer, value, prop, here)))
    return codes, comments


def _fitted(printer: Expressions, value: Expression, prop: Property, path: Path) -> Code:
    """A value in the type that the SDK declares, said with a cast where a type checker cannot
    know it.
    """
    code = printer.code(value, path)
    if isinstance(value, Node) and _needs_cast(printer, value, prop):
        printer.imports.update(("Any", "cast"))
        return Bracketed("cast(", ["Any", code], ")")
    if isinstance(value, (list, dict)) and _has_loose_items(printer, value, prop.type.items):
        printer.imports.update(("Any", "cast"))
        return Bracketed("cast(", ["Any", code], ")")
    return code


def _has_loose_items(
    printer: Expressions, value: list[Expression] | dict[str, Expression], items: Type | None
) -> bool:
    """Whether a typed list or map holds an item that a type checker takes for another type."""
    if items is None or items.kind == "json":
        return False
    for item in value if isinstance(value, list) else value.values():
        if items.enum is not None and not isinstance(item, EnumMember) and _is_text(item):
            return True
        if isinstance(item, Attribute) and is_optional(printer, item):
            return True
    return False


def _needs_cast(printer: Expressions, value: Node, prop: Property) -> bool:
    if isinstance(value, (Object, EnumMember)):
        return False
    if isinstance(value, Choice):
        sides = (side for side in (value.then, value.otherwise) if side is not ABSENT)
        return any(
            _needs_cast(printer, side, prop) for side in sides if isinstance(side, Node)
        ) or (prop.required and ABSENT in (value.then, value.otherwise))
    if prop.type.enum is not None or (
        prop.type.items is not None and prop.type.items.enum is not None
    ):
        return True
    if isinstance(value, Attribute) and prop.required:
        return is_optional(printer, value)
    return False


def component_argument(printer: Expressions, value: Expression, path: Path) -> Code:
    """What a component is given, said with a cast where a type checker takes it for missing."""
    code = printer.code(value, path)
    sides = (value.then, value.otherwise) if isinstance(value, Choice) else (value,)
    if any(isinstance(side, Attribute) and is_optional(printer, side) for side in sides):
        printer.imports.update(("Any", "cast"))
        return Bracketed("cast(", ["Any", code], ")")
    return code


def typed_object(printer: Expressions, node: Object, path: Path) -> Code:
    if printer.raw:
        return printer.entries(node.fields, path)
    described = printer.object_type(node.type)
    if described is None:
        raise NotSayable
    codes, comments = arguments(printer, node.fields, described.by_pulumi, path)
    return Bracketed(f"{_class_name(printer, described)}(", codes, ")", comments=comments)


def member(printer: Expressions, node: EnumMember, path: Path) -> Code:
    if printer.raw:
        return printer.code(node.value)
    described = printer.enum_type(node.type)
    return f"{_class_name(printer, described)}.{described.members[node.value]}"


def _is_list_in_union(value: Expression, prop: Property) -> bool:
    """Whether a list stands where the SDK declares a union, in which its serializer takes no
    list.
    """
    if isinstance(value, Choice):
        return _is_list_in_union(value.then, prop) or _is_list_in_union(value.otherwise, prop)
    return isinstance(value, list)


def _is_no_member(value: Expression, described: Type) -> bool:
    """Whether a value, or a part of it, is a literal that the SDK's enum lacks, which fails when
    the SDK reads it as an output.
    """
    if isinstance(value, Choice):
        return any(_is_no_member(side, described) for side in (value.then, value.otherwise))
    if isinstance(value, (list, dict)):
        items = described.items
        values = value if isinstance(value, list) else value.values()
        return items is not None and any(_is_no_member(item, items) for item in values)
    return described.enum is not None and isinstance(value, (str, int, float))


def _is_text(value: Expression) -> bool:
    return isinstance(value, (str, Node))


def _class_name(printer: Expressions, described: ObjectType | EnumType) -> str:
    return f"{printer.module(described.python_module)}.{described.python_class}"
