"""Typed objects and enum members in Python."""

from __future__ import annotations

from collections.abc import Mapping

from ...catalog import Property, Type
from ...errors import Path
from ...pulumi import ABSENT, Choice, EnumMember, Expression, Object
from ..layout import Bracketed, Code, led
from .expressions import Expressions
from .fitting import fitted


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
        codes.append(led(f"{prop.python}=", fitted(printer, value, prop, here)))
    return codes, comments


def typed_object(printer: Expressions, node: Object, path: Path) -> Code:
    if printer.raw:
        return printer.entries(node.fields, path)
    described = printer.object_type(node.type)
    if described is None:
        raise NotSayable
    codes, comments = arguments(printer, node.fields, described.by_pulumi, path)
    return Bracketed(f"{printer.class_name(described)}(", codes, ")", comments=comments)


def member(printer: Expressions, node: EnumMember, path: Path) -> Code:
    if printer.raw:
        return printer.code(node.value)
    described = printer.enum_type(node.type)
    return f"{printer.class_name(described)}.{described.members[node.value]}"


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
