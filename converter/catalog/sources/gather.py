"""Putting the resource types together from what the packages say and the patches add."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ... import naming
from ..types import Attribute, ObjectType, Ref, ResourceType, Type
from . import references
from .align import Walk
from .autonaming import auto_name
from .cdk import CdkResource, read_cdk
from .schemas import Node, paths, read_schemas, tag_property
from .sdk import SdkModule, SdkResource, read_sdk

PATCHES = Path(__file__).parent.parent / "patches.json"


def gather() -> tuple[list[ResourceType], Counter[str]]:
    """Read the installed packages; give every resource type, and where they disagree how often.

    Raises ValueError for a class of the SDK whose CloudFormation type is nowhere to be found.
    """
    modules = read_sdk()
    schemas = read_schemas()
    cdk = read_cdk()
    patches: dict[str, Any] = json.loads(PATCHES.read_text(encoding="utf-8"))
    classes = dict(_classes(modules, {*schemas, *cdk}, patches))
    disagreements: Counter[str] = Counter()
    resources = [
        _resource(
            name,
            schemas.get(name, {}),
            classes.get(name),
            cdk.get(name),
            modules,
            patches,
            disagreements,
        )
        for name in sorted({*schemas, *classes})
    ]
    return resources, disagreements


def _classes(
    modules: Mapping[str, SdkModule], names: set[str], patches: Mapping[str, Any]
) -> Iterator[tuple[str, SdkResource]]:
    """Give the SDK's resource classes by CloudFormation's type name."""
    by_rule = {naming.token(name): name for name in names}
    for module in modules.values():
        for resource in module.resources:
            if resource.token in patches["classes_without_type"]:
                continue
            patch = patches["names"].get(resource.token)
            name = patch["name"] if patch else by_rule.get(resource.token)
            if name is None:
                raise ValueError(f"{resource.token}: no CloudFormation type; add it to {PATCHES}")
            yield name, resource


def _resource(
    name: str,
    schema: Node,
    sdk: SdkResource | None,
    cdk: CdkResource | None,
    modules: Mapping[str, SdkModule],
    patches: Mapping[str, Any],
    disagreements: Counter[str],
) -> ResourceType:
    walk = Walk(name, schema, sdk, cdk, modules, disagreements)
    _spell_in_csharp(walk.object_types, patches["csharp_names"].get(name, {}))
    identifier = tuple(".".join(path) for path in paths(schema, "primaryIdentifier"))
    reference = references.derive(name, cdk.reference if cdk else {}, identifier, walk.properties)
    return ResourceType(
        name,
        sdk.token if sdk else naming.token(name),
        sdk is not None,
        sdk.module if sdk else None,
        sdk.name if sdk else None,
        cdk.module if cdk else None,
        cdk.name if cdk else None,
        walk.properties,
        {},
        {},
        walk.object_types,
        walk.enums,
        dict(_attributes(schema, cdk)),
        identifier,
        _reference(name, reference, identifier, patches),
        name in patches["lower_case_names"],
        auto_name(name, schema, walk.properties) if sdk else None,
        tag_property(schema, walk.properties),
        walk.nested["read_only"],
        walk.nested["write_only"],
        walk.nested["create_only"],
    )


def _spell_in_csharp(
    object_types: dict[str, ObjectType], patches: Mapping[str, Mapping[str, str]]
) -> None:
    for path, patch in patches.items():
        owner, name = path.split(".")
        properties = dict(object_types[owner].properties)
        properties[name] = replace(properties[name], csharp=patch["name"])
        object_types[owner] = replace(object_types[owner], properties=properties)


def _reference(
    name: str, derived: Ref, identifier: tuple[str, ...], patches: Mapping[str, Any]
) -> Ref:
    return references.patched(derived, patches["references"].get(name), identifier)


def _attributes(schema: Node, cdk: CdkResource | None) -> Iterator[tuple[str, Attribute]]:
    """Give the attributes that the schema or the CDK documents, not yet walked to their types."""
    names = cdk.attributes if cdk else {}
    readable = (".".join(path) for path in paths(schema, "readOnlyProperties") if "*" not in path)
    for path in dict.fromkeys([*readable, *names]):
        yield path, Attribute(path, (), (), Type("string"), False, names.get(path))
