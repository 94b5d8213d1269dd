"""Literals at places whose type the catalog knows: what CloudFormation takes them for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from .bridge.scalars import integer_of, reading
from .catalog import Property, ResourceType, Type, resource_type
from .cloudformation import Resource
from .documents import document_of
from .errors import Path
from .intrinsics import If, Value

_NOT_TEXT = ("boolean", "integer", "number")
_UNLIKE: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("string", *_NOT_TEXT), (list, dict)),
    **dict.fromkeys(("map", "object"), (list,)),
    "list": (dict,),
}
"""The structures that are none of a kind."""
_DYNAMIC = "{{resolve:"  # what only CloudFormation reads


def properties_read(resource: Resource) -> Value:
    """Give a resource's properties, with numbers, booleans and documents for the texts that stand
    for such.

    What is no literal of its place's type is as it is, and so is all where anything may stand.
    """
    described = resource_type(resource.type)
    if described is None:
        return resource.properties
    return _object(resource.properties, described.properties, described)


def alone(value: Value) -> Value:
    """A list's one item, unless it may not be there, for a place that takes it as it takes the
    list; anything else as it is.
    """
    if isinstance(value, If):
        return If(value.condition, alone(value.then), alone(value.otherwise))
    if isinstance(value, list) and len(value) == 1 and not isinstance(value[0], If):
        return value[0]
    return value


def integer_read(value: Value) -> Value:
    """Give an integer for what stands for one, anything else as it is."""
    found = integer_of(value)
    return value if found is None else found


def misplaced(resource: Resource) -> Iterator[tuple[Path, str, Value]]:
    """Find the literals, lists and maps that are nothing which their places take.

    Returns:
        For each its place in the properties, the kind that is expected there, and the literal.
    """
    described = resource_type(resource.type)
    if described is not None:
        yield from _misplaced_in(resource.properties, described.properties, described, ())


def _misplaced_in(
    value: Value, known: Mapping[str, Property], of: ResourceType, path: Path
) -> Iterator[tuple[Path, str, Value]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in known:
                yield from _misplaced(item, known[key].type, of, (*path, key))


def _misplaced(
    value: Value, expected: Type, of: ResourceType, path: Path
) -> Iterator[tuple[Path, str, Value]]:
    if isinstance(value, If):
        for number, side in enumerate((value.then, value.otherwise), 1):
            yield from _misplaced(side, expected, of, (*path, If.function, number))
    elif isinstance(value, _UNLIKE.get(expected.kind, ())):
        yield path, expected.kind, value
    elif expected.kind in _NOT_TEXT and isinstance(value, (str, int, float)):
        late = isinstance(value, str) and _DYNAMIC in value
        if reading(value, expected.kind) is None and not late:
            yield path, expected.kind, value
    elif expected.kind == "object" and (found := of.object_types.get(expected.name or "")):
        yield from _misplaced_in(value, found.properties, of, path)
    elif expected.items is not None and isinstance(value, list):
        for position, item in enumerate(value):
            yield from _misplaced(item, expected.items, of, (*path, position))
    elif expected.kind == "map" and expected.items is not None and isinstance(value, dict):
        for key, item in value.items():
            yield from _misplaced(item, expected.items, of, (*path, key))


def _object(value: Value, known: Mapping[str, Property], of: ResourceType) -> Value:
    if not isinstance(value, dict):
        return value
    return {
        key: _read_property(item, known[key], of) if key in known else item
        for key, item in value.items()
    }


def _read_property(value: Value, known: Property, of: ResourceType) -> Value:
    found = _read(value, known.type, of)
    return alone(found) if known.takes_one else found


def _read(value: Value, expected: Type, of: ResourceType) -> Value:
    if isinstance(value, If):
        return If(
            value.condition, _read(value.then, expected, of), _read(value.otherwise, expected, of)
        )
    if expected.kind in _NOT_TEXT and isinstance(value, str):
        found = reading(value, expected.kind)
        return value if found is None else found
    if expected.kind == "json":
        return document_of(value)
    if expected.kind == "object" and expected.name and expected.name in of.object_types:
        return _object(value, of.object_types[expected.name].properties, of)
    if expected.items is None:
        return value
    if isinstance(value, list):
        return [_read(item, expected.items, of) for item in value]
    if isinstance(value, dict) and expected.kind == "map":
        return {key: _read(item, expected.items, of) for key, item in value.items()}
    return value
