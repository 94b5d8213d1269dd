"""Literals at places whose type the catalog knows: what CloudFormation takes them for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from .bridge.scalars import integer_of, reading
from .catalog import Property, ResourceType, Type, resource_type
from .cloudformation import Resource
from .documents import document_of
from .errors import Path
from .intrinsics import If, Value, scalars
from .scalars import from_double, text_of

_NOT_TEXT = ("boolean", "integer", "number")
_UNLIKE: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("string", *_NOT_TEXT), (list, dict)),
    **dict.fromkeys(("map", "object"), (list,)),
    "list": (dict,),
}
"""The structures that are none of a kind."""
_DYNAMIC = "{{resolve:"  # what only CloudFormation reads
_Leaf = Callable[[Value, str], Value]


def properties_read(resource: Resource) -> Value:
    """Give a resource's properties, with numbers, booleans and documents for the texts that stand
    for such.

    What is no literal of its place's type is as it is, and so is all where anything may stand.
    """
    described = resource_type(resource.type)
    if described is None:
        return resource.properties
    return _object(resource.properties, described.properties, described, _read)


def properties_printed(resource: Resource) -> Value:
    """Give a resource's properties, with texts for the numbers that CloudFormation prints otherwise
    than what Pulumi sends for them, ``1`` for ``1.0``.

    Those are at places for texts, and all of a type that is not known: its provider is sent texts.
    """
    if not any(type(each) is float for each in scalars(resource.properties)):  # which most are
        return resource.properties
    described = resource_type(resource.type)
    if described is None:
        return _printed(resource.properties, "string")
    return _object(resource.properties, described.properties, described, _printed)


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


def _object(value: Value, known: Mapping[str, Property], of: ResourceType, leaf: _Leaf) -> Value:
    if not isinstance(value, dict):
        return value
    return {
        key: _property(item, known[key], of, leaf) if key in known else item
        for key, item in value.items()
    }


def _property(value: Value, known: Property, of: ResourceType, leaf: _Leaf) -> Value:
    found = _typed(value, known.type, of, leaf)
    return alone(found) if known.takes_one and leaf is _read else found


def _typed(value: Value, expected: Type, of: ResourceType, leaf: _Leaf) -> Value:
    if isinstance(value, If):
        sides = (_typed(side, expected, of, leaf) for side in (value.then, value.otherwise))
        return If(value.condition, *sides)
    if expected.kind == "object" and expected.name and expected.name in of.object_types:
        return _object(value, of.object_types[expected.name].properties, of, leaf)
    if expected.items is None:
        return leaf(value, expected.kind)
    if isinstance(value, list):
        return [_typed(item, expected.items, of, leaf) for item in value]
    if isinstance(value, dict) and expected.kind == "map":
        return {key: _typed(item, expected.items, of, leaf) for key, item in value.items()}
    return value


def _read(value: Value, kind: str) -> Value:
    """What a literal at a place of a kind is taken for."""
    if kind in _NOT_TEXT and isinstance(value, (str, float)):
        found = reading(value, kind)
        if isinstance(found, float):
            return from_double(found)
        return value if found is None else found
    # Pulumi sends whole numbers for those whose fraction is nothing
    return _with_doubles(document_of(value), from_double) if kind == "json" else value


def _printed(value: Value, kind: str) -> Value:
    """A value at a place of a kind, with texts for such numbers in a text's."""
    return _with_doubles(value, _as_printed) if kind == "string" else value


def _as_printed(number: float) -> Value:
    text = text_of(number)
    return number if text == str(from_double(number)) else text


def _with_doubles(value: Value, change: Callable[[float], Value]) -> Value:
    """A value with something else for each number with a fraction in it."""
    if isinstance(value, float):
        return change(value)
    if isinstance(value, If):
        sides = (_with_doubles(side, change) for side in (value.then, value.otherwise))
        return If(value.condition, *sides)
    if isinstance(value, list):
        return [_with_doubles(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _with_doubles(item, change) for key, item in value.items()}
    return value
