"""Marking properties as a schema lists them: read-only, write-only, create-only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import cast

from ..types import ObjectType, Property, Type
from .schemas import Node, paths

Path = tuple[str, ...]

_LISTS = {
    "read_only": "readOnlyProperties",
    "write_only": "writeOnlyProperties",
    "create_only": "createOnlyProperties",
}


def mark(
    schema: Node, properties: dict[str, Property], object_types: Mapping[str, ObjectType]
) -> dict[str, frozenset[Path]]:
    """Set the flags on a resource's properties and those of its objects, in place.

    Gives for each flag the paths of nested properties, with steps into lists left out: an object
    may stand at several places of which only one is listed.
    """
    nested = {}
    for flag, key in _LISTS.items():
        listed = {tuple(step for step in path if step != "*") for path in paths(schema, key)}
        for path in listed:
            for owner in _owners(path, properties, object_types):
                if path[-1] in owner:
                    owner[path[-1]] = _flagged(owner[path[-1]], flag)
        nested[flag] = frozenset(path for path in listed if len(path) > 1)
    return nested


def _owners(
    path: Path, properties: dict[str, Property], object_types: Mapping[str, ObjectType]
) -> list[dict[str, Property]]:
    """Give the properties of every object in which a path may end."""
    owners = [properties]
    for step in path[:-1]:
        found = [owner[step] for owner in owners if step in owner]
        types = [type for each in found for type in (each.type, each.schema_type) if type]
        names = dict.fromkeys(name for type in types for name in _objects(type))
        owners = [cast(dict[str, Property], object_types[name].properties) for name in names]
    return owners


def _objects(type: Type) -> list[str]:
    inner = [name for part in (type.items, *type.alternatives) if part for name in _objects(part)]
    return [type.name, *inner] if type.name else inner


def _flagged(found: Property, flag: str) -> Property:
    if flag == "read_only":
        return replace(found, read_only=True)
    if flag == "write_only":
        return replace(found, write_only=True)
    return replace(found, create_only=True)
