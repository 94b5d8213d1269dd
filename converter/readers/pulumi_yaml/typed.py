"""Values at places whose types the catalog knows: objects and enum members get their names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from ...catalog import Property, ResourceType, Type
from ...catalog.likeness import settled
from ...pulumi import ABSENT, Choice, EnumMember, Expression, Json, Node, Object, Secret


def typed_fields(
    described: ResourceType, properties: Mapping[str, Property], fields: Mapping[str, Expression]
) -> dict[str, Expression]:
    """The fields of a resource or of an object; null is the same as absent there."""
    found = {
        name: typed(described, properties[name].type if name in properties else None, value)
        for name, value in fields.items()
    }
    found = {name: _absent(value) for name, value in found.items()}
    return {name: value for name, value in found.items() if value is not ABSENT}


def typed(described: ResourceType, kind: Type | None, value: Expression) -> Expression:
    """A value at a place of a type (None: the place takes anything)."""
    if isinstance(value, Choice):
        return replace(
            value,
            then=typed(described, kind, value.then),
            otherwise=typed(described, kind, value.otherwise),
        )
    if isinstance(value, Secret):
        return Secret(typed(described, kind, value.value))
    if kind is not None and kind.kind == "json":
        value = _document(value)
    if isinstance(value, Node):
        return value
    meant = settled(kind, value, described.object_types)
    if meant is None:
        return value
    if isinstance(value, list):
        return [typed(described, meant.items, item) for item in value]
    if isinstance(value, dict):
        return _typed_map(described, meant, value)
    enum = described.enums.get(meant.enum or "")
    if enum is not None and isinstance(value, (str, int, float)) and value in enum.members:
        return EnumMember(enum.pulumi, value)
    return value


def _document(value: Expression) -> Expression:
    """What a text is the JSON of, where it is: CloudFormation has documents there, not texts."""
    if isinstance(value, Json):
        return value.value
    if not isinstance(value, str) or value[:1] not in ("{", "["):
        return value
    try:
        found: Expression = json.loads(value)
    except ValueError:
        return value
    return found


def _typed_map(described: ResourceType, kind: Type, value: Mapping[str, Expression]) -> Expression:
    named = described.object_types.get(kind.name or "") if kind.kind == "object" else None
    if named is not None:
        return Object(named.pulumi or named.name, typed_fields(described, named.by_pulumi, value))
    items = kind.items if kind.kind == "map" else None
    return {key: typed(described, items, item) for key, item in value.items()}


def _absent(value: Expression) -> Expression:
    if value is None:
        return ABSENT
    if isinstance(value, Choice):
        return replace(value, then=_absent(value.then), otherwise=_absent(value.otherwise))
    return value
