"""Which of a union's types a literal value is of."""

from __future__ import annotations

from collections.abc import Mapping

from ..catalog import Property, ResourceType, Type
from ..catalog.likeness import likeness
from ..intrinsics import Value
from .scalars import boolean_of, integer_of, number_of

_NO_FIT = -1000


def best_alternative(described: ResourceType, value: Value, union: Type) -> Type:
    """The alternative of a union that fits a value best.

    Args:
        described: the catalog's word on the resource's type.
        value: what stands at the union's place; no function.
        union: the union.
    """
    return max(union.alternatives, key=lambda alternative: _fit(described, value, alternative))


def _fit(described: ResourceType, value: Value, alternative: Type) -> int:
    if isinstance(value, dict):
        if alternative.kind == "object" and alternative.name is not None:
            return 1 + likeness(value, described.object_types[alternative.name].properties)
        return 0 if alternative.kind in ("map", "json") else _NO_FIT
    if isinstance(value, list):
        return 1 if alternative.kind == "list" else _NO_FIT
    if alternative.enum is not None:
        return 3 if value in described.enums[alternative.enum].members else 0
    readings = {"boolean": boolean_of, "integer": integer_of, "number": number_of}
    if alternative.kind in readings:
        exact = readings[alternative.kind](value) is not None
        return (2 if not isinstance(value, str) else 0) if exact else _NO_FIT
    return 1 if alternative.kind == "string" else _NO_FIT


_REQUIRED: dict[int, tuple[Mapping[str, Property], tuple[str, ...]]] = {}


def required_names(properties: Mapping[str, Property]) -> tuple[str, ...]:
    """The properties that the SDK's class refuses to be made without."""
    known = _REQUIRED.get(id(properties))
    if known is None:
        names = tuple(
            name for name, prop in properties.items() if prop.required and not prop.read_only
        )
        known = _REQUIRED[id(properties)] = (properties, names)
    return known[1]
