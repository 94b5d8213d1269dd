"""Types in TypeScript, and values said to be of the type of their place."""

from __future__ import annotations

from ...catalog import EnumType, Type
from ...naming.typescript import enum_member
from ..pulumi.types import ValueType

_SCALARS = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}


def spelled(value: ValueType) -> str:
    """The type of a value, without its being an output."""
    enum = value.enum
    if enum is not None:
        return class_name(enum.pulumi)
    kind = value.type.kind
    if kind == "list":
        return _many(spelled(value.items))
    if kind == "map":
        return f"Record<string, {spelled(value.items)}>"
    return _SCALARS.get(kind, "any")


def _many(items: str) -> str:
    return f"{items}[]"


def output(value: ValueType) -> str:
    """The type of an output that certainly has a value."""
    return f"pulumi.Output<{spelled(value)}>"


def class_name(token: str) -> str:
    """The class of a resource, or an enum, that has a token."""
    _, module, name = token.split(":")
    return f"aws.{name}" if module == "index" else f"aws.{module}.{name}"


def member(enum: EnumType, value: str | int | float) -> str:
    """The member of an enum's value."""
    return f"{class_name(enum.pulumi)}.{enum_member(str(value), enum.name)}"


def has_enum(described: Type) -> bool:
    """Whether values of a type, or what they hold, are an enum's."""
    return described.enum is not None or (described.items is not None and has_enum(described.items))
