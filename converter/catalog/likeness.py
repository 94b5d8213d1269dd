"""How well the keys of a map fit an object type: which alternative of a union it is meant as."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from .types import ObjectType, Property, Type

_SHAPES: dict[type, tuple[str, ...]] = {
    dict: ("object", "map", "json"),
    list: ("list", "json"),
    bool: ("boolean",),
    int: ("integer", "number"),
    float: ("number", "integer"),
    str: ("string",),
}


def likeness(names: Collection[str], known: Mapping[str, Property]) -> int:
    """Compare a map with an object type; more is better.

    Args:
        names: the map's keys.
        known: the object's properties, by the spelling that the keys have.
    """
    missing = sum(
        1
        for name, prop in known.items()
        if prop.required and not prop.read_only and name not in names
    )
    return sum(2 if name in known else -2 for name in names) - missing


def settled(kind: Type | None, value: Any, types: Mapping[str, ObjectType]) -> Type | None:
    """Choose the alternative of a union that a value in Pulumi's spelling has the shape of; of
    several objects the one that a map's keys fit best.

    Args:
        kind: the union; what is none is itself.
        value: the value.
        types: the resource's object types by their names.
    """
    if kind is None or kind.kind != "union":
        return kind
    objects = [each for each in kind.alternatives if each.name in types]
    if objects and isinstance(value, dict):
        return max(objects, key=lambda each: likeness(value, types[each.name or ""].by_pulumi))
    for shape in _SHAPES.get(type(value), ()):
        for alternative in kind.alternatives:
            if alternative.kind == shape:
                return alternative
    return None
