"""What is written of each adopted resource: its identifier, its inputs and its outputs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any

from ..catalog import ResourceType
from ..catalog.identifying import is_case_kept, is_readable
from ..errors import Path
from ..evaluation import UNKNOWN, Registration, SecretValue, has_unknown, plain
from ..records import dataclass, field
from .identities import Identity, parts_of

OUTPUTS = "outputs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An adopted resource.

    Args:
        name: its full name in the Pulumi stack.
        type: its type's token.
        id: its identifier; None for a component.
        parent: the full name of the component that it is in.
        inputs: what the program registers, and the name that the provider would make up.
        outputs: these, and the attributes that are known.
        assumed: the property whose value nobody knows, so that another text stands for it.
        unknown: the inputs that are left out because they hang on what nobody knows.
        missing: what the program asks of it and nobody knows, by CloudFormation's names.
    """

    name: str
    type: str
    id: str | None = None
    parent: str | None = None
    inputs: dict[str, Any] = field(default_factory=dict)
    outputs: dict[str, Any] = field(default_factory=dict)
    assumed: str | None = None
    unknown: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def entry_of(
    registration: Registration,
    described: ResourceType,
    identity: Identity,
    identifier: str,
    asked: Sequence[tuple[Path, Any]],
    default_tags: Mapping[str, str],
) -> Entry:
    """Put an entry together.

    Args:
        registration: what the program registers.
        described: the resource's type.
        identity: what is known of the resource.
        identifier: its identifier.
        asked: what the program asks of it, with the values.
        default_tags: the tags that the provider adds.
    """
    unknown = [name for name, value in registration.inputs.items() if has_unknown(value)]
    inputs = {key: it for key, it in registration.inputs.items() if key not in unknown}
    assumed = _name(described, identity, inputs, unknown, identifier)
    _tag(described, inputs, default_tags)
    outputs = deepcopy(inputs)
    for name, text in _shown(described, identity, identifier).items():
        outputs.setdefault(name, text)
    for path, value in asked:
        if not has_unknown(value):
            _put(outputs, path, value)
    for name in registration.options.secret_outputs:
        if name in outputs and not isinstance(outputs[name], SecretValue):
            outputs[name] = SecretValue(plain(outputs[name]))
    return Entry(
        name=registration.name,
        type=registration.type,
        id=identifier,
        parent=registration.options.parent,
        inputs=inputs,
        outputs=outputs,
        assumed=assumed,
        unknown=tuple(unknown),
        missing=tuple(named(described, path) for path, value in asked if has_unknown(value)),
    )


def named(described: ResourceType, path: Path) -> str:
    """CloudFormation's name of what stands at a path of wire names."""
    names, properties = [], described.by_pulumi
    for step in path:
        prop = properties.get(str(step))
        names.append(str(step) if prop is None else prop.name)
        inner = described.object_types.get(prop.type.name or "") if prop is not None else None
        properties = inner.by_pulumi if inner is not None else {}
    return ".".join(names)


def _name(
    described: ResourceType,
    identity: Identity,
    inputs: dict[str, Any],
    unknown: list[str],
    identifier: str,
) -> str | None:
    """Give the name that the provider would make up anew; the property where it is assumed."""
    auto = described.auto_name
    wire = described.properties[auto.property].pulumi if auto is not None else None
    if auto is None or wire is None or wire in inputs or wire in unknown:
        return None
    parts = parts_of(described, identifier) or {}
    found = parts.get(auto.property, identity.value(auto.property))
    if found is not UNKNOWN:
        inputs[wire] = found
        sure = auto.property in parts or identity.is_told(auto.property)
        sure = sure or is_case_kept(described.name)
        sure = sure or found != str(found).lower()  # capitals were kept, then
        return None if sure else auto.property
    inputs[wire] = identifier.rpartition("/")[2].rpartition(":")[2]
    return auto.property


def _tag(described: ResourceType, inputs: dict[str, Any], tags: Mapping[str, str]) -> None:
    """Add the default tags, in the form that the provider adds them in."""
    prop = described.properties.get(described.tag_property or "")
    if not tags or prop is None or prop.pulumi is None:
        return
    given = inputs.get(prop.pulumi)
    if prop.type.kind == "map":
        inputs[prop.pulumi] = {**tags, **(given if isinstance(given, dict) else {})}
        return
    keys = _tag_keys(described, prop.type.items.name if prop.type.items else None)
    if prop.type.kind == "list" and keys is not None:
        items = given if isinstance(given, list) else []
        there = {item.get(keys[0]) for item in items if isinstance(item, dict)}
        added = [{keys[0]: key, keys[1]: tags[key]} for key in sorted(tags) if key not in there]
        inputs[prop.pulumi] = [*items, *added]


def _tag_keys(described: ResourceType, name: str | None) -> tuple[str, str] | None:
    """What the key and the value of a tag are called; None where it has no such."""
    found = described.object_types.get(name or "")
    names = {it.lower(): it for it in found.by_pulumi} if found is not None else {}
    return (names["key"], names["value"]) if {"key", "value"} <= names.keys() else None


def _shown(described: ResourceType, identity: Identity, identifier: str) -> dict[str, Any]:
    """The parts of the identifier, and what follows from them."""
    parts = {**identity.derived, **(parts_of(described, identifier) or {})}
    found: dict[str, Any] = {}
    for name, text in parts.items():
        prop = described.properties.get(name)
        if prop is not None and prop.pulumi and prop.read_only and prop.type.kind == "string":
            found[prop.pulumi] = text
    return found


def _put(outputs: dict[str, Any], path: Path, value: Any) -> None:
    """Put an attribute at its place among the outputs."""
    if path[0] == OUTPUTS and len(path) > 1:
        told = outputs.setdefault(OUTPUTS, [])
        told.append({"outputKey": path[1], "outputValue": value})
        return
    here: Any = outputs
    for step in path[:-1]:
        if not isinstance(here, dict):
            return
        here = here.setdefault(step, {})
    if path != ("id",) and isinstance(here, dict):
        here.setdefault(path[-1], value)


def unreadable(entries: Iterable[tuple[Entry, ResourceType]]) -> list[str]:
    """The names of the resources that a later refresh cannot read."""
    return [entry.name for entry, described in entries if not is_readable(described.name)]
