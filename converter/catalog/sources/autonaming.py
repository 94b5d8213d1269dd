"""The names that aws-native makes up: of which property, and what the schema asks of it.

https://github.com/pulumi/pulumi-aws-native/blob/master/provider/pkg/autonaming/spec.go
"""

from __future__ import annotations

from collections.abc import Mapping

from ..types import AutoName, Property
from .schemas import Node, resolve


def auto_name(resource: str, schema: Node, properties: Mapping[str, Property]) -> AutoName | None:
    """Give the name that the provider makes up for a resource type; None where it makes none."""
    name = _property(resource, properties)
    if name is None:
        return None
    node, _ = resolve(schema.get("properties", {}).get(name, {}), schema)
    return AutoName(
        name,
        name in schema.get("required", ()),
        int(node.get("minLength", 0)),
        int(node.get("maxLength", 0)),
        str(node.get("pattern", "")),
    )


def _property(resource: str, properties: Mapping[str, Property]) -> str | None:
    """``Name``, or the type's own name before ``Name``, or the only end of it that is."""
    own = resource.rpartition("::")[2].lower()
    named = {
        name.lower(): name
        for name, found in properties.items()
        if found.type.kind == "string" and found.pulumi and not found.read_only
    }
    if found := named.get("name") or named.get(f"{own}name"):
        return found
    ends = [
        name
        for lower, name in named.items()
        if lower.endswith("name") and own.endswith(lower.removesuffix("name"))
    ]
    return ends[0] if len(ends) == 1 else None
