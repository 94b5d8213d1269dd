"""Types that aws-native lacks and that others equal exactly: a resource that names several targets
is a resource for each of them. Which they are is the catalog's business.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .. import catalog, cloudformation, pulumi
from ..catalog import SCALARS, facts
from ..errors import Path
from ..intrinsics import GetAtt, Ref, Value
from ..naming import pascal_case
from ..pulumi import ABSENT, PARTS, Attribute, Choice, Expression, Program
from ..records import replace
from .context import ToPulumi
from .kinds import kind_of

Target = tuple[str, Value]
"""The property that lists it, and the item."""


# --- the way to Pulumi -----------------------------------------


def has_equivalent(resource: cloudformation.Resource) -> bool:
    """Whether other types can stand for a resource, as far as its template's text tells."""
    return bool(_targets(resource))


def _targets(resource: cloudformation.Resource) -> list[Target]:
    """What a resource lists one by one; nothing where no other types can stand for it."""
    entry = facts.equivalent(resource.type)
    properties = resource.properties
    if entry is None or not isinstance(properties, dict):
        return []
    found: list[Target] = []
    for name, items in properties.items():
        if name in entry["targets"]:
            if not isinstance(items, list) or not items:
                return []
            found += [(name, item) for item in items]
        elif name not in entry["properties"]:
            return []
    return found if len({repr(target) for target in found}) == len(found) else []


def lower_equivalents(
    context: ToPulumi, logical_id: str, resource: cloudformation.Resource
) -> dict[str, cloudformation.Resource]:
    """The resources that together do what a resource does, by name: one for each target.

    The first has the logical ID itself; the names of the others end with what they are for.
    """
    entry = facts.equivalent(resource.type)
    assert entry is not None
    assert isinstance(resource.properties, dict)
    found: dict[str, cloudformation.Resource] = {}
    for many, item in _targets(resource):
        one = entry["targets"][many]
        properties: dict[str, Value] = {}
        for name, value in resource.properties.items():
            if name == many:
                properties[one["property"]] = item
            elif name not in entry["targets"]:
                properties[name] = value
        part = replace(resource, type=one["type"], properties=properties)
        name = _part_name(context, logical_id, item, len(found) + 1)
        context.part_names.add(name)
        found[name] = part
    return found


def _part_name(context: ToPulumi, logical_id: str, item: Value, number: int) -> str:
    if number == 1:
        return logical_id
    plain = name = logical_id + pascal_case(_target_name(item))
    while context.is_taken(name):
        name, number = f"{plain}{number}", number + 1
    return name


def _target_name(item: Value) -> str:
    if isinstance(item, Ref):
        return item.name
    if isinstance(item, GetAtt):
        return item.resource
    return item if isinstance(item, str) and re.fullmatch(r"[\w-]{1,64}", item) else ""


def tell_parts(context: ToPulumi, logical_id: str) -> None:
    """Say what a resource becomes."""
    parts = context.parts[logical_id]
    types = ", ".join(dict.fromkeys(part.type for part in parts.values()))
    words = f"becomes an {types}, which does the same"
    if len(parts) > 1:
        words = f"becomes one resource for each target, which do the same: {', '.join(parts)}"
    context.report.note("equivalent", f"{logical_id} {words}", ("Resources", logical_id))


def target_given(context: ToPulumi, original: str, part: str, given: dict[str, Expression]) -> bool:
    """Whether a part's target is one text whatever the conditions say, not a list or nothing.

    Args:
        context: the stack's crossing.
        original: the type of the resource that it is a part of.
        part: the part's type.
        given: its inputs.
    """
    wire = _target_wire(original, part)
    todo = [given.get(wire, ABSENT)] if wire is not None else []
    while todo:
        here = todo.pop()
        if isinstance(here, Choice):
            todo += (here.then, here.otherwise)
        elif kind_of(context, here) not in SCALARS:
            return False
    return True


def hold_where_asked(context: ToPulumi, logical_id: str, words: str) -> None:
    """Have a resource held that other types stand for, because a value is asked of it: theirs
    differ.
    """
    if logical_id in context.parts:
        described = context.stack.resources[logical_id].type
        place: Path = ("Resources", logical_id)
        reason = f"only a resource of the type {described} itself has the value of {words}"
        context.to_hold[logical_id] = (reason, place)


# --- the way back ----------------------------------------------


def restorable(program: Program) -> dict[str, tuple[str, ...]]:
    """The resources of a program that were one resource of another type, by the name of the first.

    A resource whose attributes the program reads stays what it is, and so does one that was
    changed alone.
    """
    kept = program.fragment.get("Resources")
    metadata = program.fragment.get("Metadata")
    parts = metadata.get(PARTS) if isinstance(metadata, dict) else None
    originals = {
        name: entry["Type"]
        for name, entry in (kept.items() if isinstance(kept, dict) else ())
        if isinstance(entry, dict) and isinstance(entry.get("Type"), str)
    }
    if not originals:
        return {}
    free = program.resources.keys() - {node.resource for node in _attributes(program)}
    found: dict[str, tuple[str, ...]] = {}
    for name, original in originals.items():
        first = _common(program, name, original) if name in free else None
        if first is None:
            continue
        others = parts.get(name) if isinstance(parts, dict) else None
        alike = [
            other
            for other in dict.fromkeys(filter(_is_text, others if isinstance(others, list) else ()))
            if other in free
            and other not in originals
            and _common(program, other, original) == first
        ]
        free -= {*alike}
        found[name] = (name, *alike)
    return found


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _common(program: Program, name: str, original: str) -> pulumi.Resource | None:
    """A resource without what its target is; None where it cannot be a part of the original."""
    resource = program.resources[name]
    wire = _target_wire(original, resource.type)
    if wire not in resource.inputs:
        return None
    inputs = {key: value for key, value in resource.inputs.items() if key != wire}
    return replace(resource, type=original, inputs=inputs)


def _attributes(program: Program) -> Iterator[Attribute]:
    for node in pulumi.walk([*program.values()]):
        if isinstance(node, Attribute):
            yield node


def raise_equivalents(
    parts: list[cloudformation.Resource], original: str
) -> cloudformation.Resource:
    """The inverse of `lower_equivalents`: the resource as the one that it was."""
    entry = facts.equivalent(original)
    assert entry is not None
    places = {one["type"]: (many, one["property"]) for many, one in entry["targets"].items()}
    lists: dict[str, Value] = {}
    for part in parts:
        many, one = places[part.type]
        assert isinstance(part.properties, dict)
        items = lists.setdefault(many, [])
        assert isinstance(items, list)
        items.append(part.properties[one])
    first = parts[0]
    assert isinstance(first.properties, dict)
    properties: dict[str, Value] = {}
    for name, value in first.properties.items():
        properties.update(lists if name == places[first.type][1] else {name: value})
    return replace(first, type=original, properties=properties)


def _target_wire(original: str, part: str) -> str | None:
    """The input that names the target of a part, whose type is a name or a token; None where the
    type is none of a part of the original.
    """
    entry = facts.equivalent(original) or {"targets": {}}
    for one in entry["targets"].values():
        described = catalog.resource_type(one["type"])
        if described is not None and part in (described.name, described.token):
            return described.properties[one["property"]].pulumi
    return None
