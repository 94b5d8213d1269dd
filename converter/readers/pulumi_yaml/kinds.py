"""What kind of value a deployment will know."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...catalog import Property, ResourceType
from ...provider_functions import FUNCTIONS
from ...pulumi import Attribute, Expression, Invoke, Split

_LISTS = {
    (function, result)
    for results in FUNCTIONS.values()
    for function, result, kind in results.values()
    if kind == "list"
}
_STRUCTURES = {"list": "a list", "map": "a map", "object": "a map", "json": "a map"}


Described = Callable[[str], "ResourceType | None"]
"""Gives the type of a resource by its name; None where the catalog has none."""


def structure_of(value: Expression, described: Described) -> str | None:
    """What a value is that is no text, number or boolean, in words; None for any other.

    Args:
        value: the value.
        described: gives the type of a resource by its name.
    """
    if isinstance(value, (list, Split)):
        return "a list"
    if isinstance(value, dict):
        return "a map"
    if isinstance(value, Invoke) and (value.function, value.result) in _LISTS:
        return "a list"
    return _STRUCTURES.get(attribute_kind(value, described))


def attribute_kind(value: Expression, described: Described) -> str:
    """The catalog's kind of an attribute; an empty text for any other value."""
    of = described(value.resource) if isinstance(value, Attribute) else None
    if not isinstance(value, Attribute) or of is None:
        return ""
    properties: Mapping[str, Property] = of.by_pulumi
    kind = ""
    for step in value.path:
        found = properties.get(str(step))
        if found is None:
            return ""
        kind = found.type.kind
        inner = of.object_types.get(found.type.name or "")
        properties = inner.by_pulumi if inner is not None else {}
    return kind
