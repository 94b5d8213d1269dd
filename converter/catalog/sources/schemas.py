"""CloudFormation's resource schemas, as the installed cfn-lint carries them."""

from __future__ import annotations

import json
from collections.abc import Container, Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any

Node = dict[str, Any]

_HOME_REGION = "us-east-1.json"
_SCALARS = {"string", "integer", "number", "boolean"}
_TYPE_KEYWORDS = {"type", "properties", "anyOf", "oneOf", "enum", "patternProperties", "items"}


@dataclass(slots=True)
class Shape:
    """What a place of a schema holds, its references followed and its alternatives merged."""

    kind: str
    """As in the catalog; `json` also where the schema says nothing."""
    definition: str = ""
    """The name of the definition, where a reference led here."""
    properties: dict[str, Node] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    items: Node | None = None
    alternatives: list[Node] = field(default_factory=list)
    enum: tuple[Any, ...] = ()


def folder() -> Path:
    """Give the folder of the installed schemas.

    Raises ModuleNotFoundError where cfn-lint is not installed.
    """
    spec = find_spec("cfnlint")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("the catalog is built from cfn-lint's schemas: install cfn-lint")
    return Path(spec.origin).parent / "data" / "schemas"


def read_schemas() -> dict[str, Node]:
    """Read the schema of every resource type of any region, by CloudFormation's name.

    Where regions differ, the first in us-east-1, then in the order of the regions' names, counts.
    """
    root = folder()
    regions = sorted((root / "providers").glob("*.json"), key=lambda p: (p.name != _HOME_REGION, p))
    index: dict[str, str] = {}
    for region in regions:
        for name, identity in _load(region).items():
            index.setdefault(name, identity)
    return {name: _load(root / "resources" / f"{index[name]}.json") for name in sorted(index)}


def _load(path: Path) -> Node:
    content: Node = json.loads(path.read_text(encoding="utf-8"))
    return content


def resolve(node: Node, schema: Node) -> tuple[Node, str]:
    """Follow references; give the node and the last definition's name on the way."""
    name = ""
    while isinstance(reference := node.get("$ref"), str):
        target: Any = schema
        for step in reference.removeprefix("#/").split("/"):
            target = target.get(step) if isinstance(target, dict) else None
        if not isinstance(target, dict):
            return {}, name
        name = reference.rpartition("/")[2]
        node = target
    return node, name


def alternatives(node: Node, schema: Node) -> Iterator[Node]:
    """Give the nodes that a node chooses from, one level at a time flattened; itself if none."""
    resolved, _ = resolve(node, schema)
    options = [*resolved.get("anyOf", ()), *resolved.get("oneOf", ())]
    # Branches that only say what is required are constraints, not types.
    options = [option for option in options if set(option) - {"required", "title", "description"}]
    if not options or resolved.get("properties") or not _typed(options, schema):
        yield node
    else:
        for option in options:
            yield from alternatives(option, schema)


def _typed(options: list[Node], schema: Node) -> bool:
    resolved = (resolve(option, schema)[0] for option in options)
    return all(_TYPE_KEYWORDS & set(option) for option in resolved)


def shape(node: Node, schema: Node) -> Shape:
    """Say what a node of a schema holds."""
    node, definition = resolve(node, schema)
    types = node.get("type", [])
    types = [types] if isinstance(types, str) else types
    options = list(alternatives(node, schema))
    if len(options) > 1 and not _all_objects(options, schema):
        return Shape("union", definition, alternatives=options)
    properties = dict(_merged(node, schema))
    if properties and (not types or "object" in types):
        required = frozenset(node.get("required", ()))
        return Shape("object", definition, properties, required)
    if len(options) == 1 and options[0] is not node:
        return shape(options[0], schema)
    if len(types) == 1 and types[0] in _SCALARS:
        return Shape(types[0], definition, enum=tuple(node.get("enum", ())))
    if types == ["array"]:
        items = node.get("items")
        return Shape("list", definition, items=items if isinstance(items, dict) else {})
    if (held := _held(node)) is not None:
        return Shape("map", definition, items=held)
    if len(types) > 1 and set(types) <= _SCALARS:
        return Shape("union", definition, alternatives=[{"type": option} for option in types])
    return Shape("json", definition)


def _all_objects(options: list[Node], schema: Node) -> bool:
    return all(shape(option, schema).kind == "object" for option in options)


def is_empty(node: Node, schema: Node) -> bool:
    """Tell whether a node is an object that can hold nothing."""
    node, _ = resolve(node, schema)
    held = {"properties", "patternProperties", "anyOf", "oneOf", "allOf"} & set(node)
    return node.get("additionalProperties") is False and not held


def takes_one(node: Node, schema: Node) -> bool:
    """Tell whether a node is a list in whose place one item may stand."""
    node, _ = resolve(node, schema)
    types = node.get("type")
    item = resolve(node.get("items") or {}, schema)[0].get("type")
    return isinstance(types, list) and {"array", item} == set(types)


def _held(node: Node) -> Node | None:
    """Give what a map holds; None for anything but a map."""
    additional = node.get("additionalProperties")
    if isinstance(additional, dict) and additional:
        return additional
    for held in node.get("patternProperties", {}).values():
        if isinstance(held, dict):
            return held
    return None


def _merged(node: Node, schema: Node) -> Iterator[tuple[str, Node]]:
    """Give an object's properties with those that its branches add."""
    seen = set()
    own = node.get("properties")
    for name, value in own.items() if isinstance(own, dict) else ():
        if isinstance(value, dict):
            seen.add(name)
            yield name, value
    for key in ("allOf", "anyOf", "oneOf"):
        for option in node.get(key, ()):
            branch, _ = resolve(option, schema)
            for name, value in _merged(branch, schema):
                if name not in seen:
                    seen.add(name)
                    yield name, value


def paths(schema: Node, key: str) -> list[tuple[str, ...]]:
    """Give the paths of a list such as `readOnlyProperties`; `*` stands for items of a list."""
    return [tuple(path.removeprefix("/properties/").split("/")) for path in schema.get(key, ())]


def tag_property(schema: Node, names: Container[str]) -> str | None:
    """Give the property that holds a resource's tags, one of ``names``; None where there is none.

    As `GetTagsProperty` of pulumi-aws-native's schema generator.
    """
    told = schema.get("tagging", {}).get("tagProperty", "Tags")
    name: str = told.removeprefix("#").removeprefix("/properties/")
    return name if name in names else None
