"""Types that aws-native lacks and that another type equals exactly. Which they are is the
catalog's business.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from ..catalog import facts
from ..cloudformation import Resource
from ..intrinsics import Value


def equivalent(resource: Resource) -> dict[str, Any] | None:
    """The entry of the catalog's table that fits a resource, None where none does."""
    properties = resource.properties
    if not isinstance(properties, dict):
        return None
    for entry in facts.equivalents(resource.type):
        many = properties.get(entry["single"][0])
        known = {entry["single"][0], *entry["properties"]}
        if isinstance(many, list) and len(many) == 1 and known >= properties.keys():
            return entry
    return None


def lower_equivalent(resource: Resource, entry: dict[str, Any]) -> Resource:
    """The resource as its equivalent."""
    many, single = entry["single"]
    properties: dict[str, Value] = {}
    assert isinstance(resource.properties, dict)
    for name, value in resource.properties.items():
        if name == many and isinstance(value, list):
            properties[single] = value[0]
        else:
            properties[entry["properties"][name]] = value
    return replace(resource, type=entry["type"], properties=properties)


def raise_equivalent(resource: Resource, original: str) -> Resource:
    """The inverse of `lower_equivalent`: the resource as the type that it was."""
    entry = facts.equivalent_of(resource.type, original)
    if entry is None or not isinstance(resource.properties, dict):
        return resource
    many, single = entry["single"]
    back = {new: old for old, new in entry["properties"].items()}
    properties: dict[str, Value] = {
        many if name == single else back.get(name, name): [value] if name == single else value
        for name, value in resource.properties.items()
    }
    return replace(resource, type=original, properties=properties)
