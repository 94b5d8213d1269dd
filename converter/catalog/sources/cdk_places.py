"""Where the CDK's type of a property is not the one that follows from the catalog's own.

Most follow; the exceptions are a file of their own, which only the writers of CDK apps read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from ..cdk_types import DATE, TAGS, by_rule, interfaces
from ..notation import render_type
from ..types import Kind, Property, ResourceType, Type
from .cdk import TAG, CdkProperty, CdkResource, CdkType


def exceptions(
    resources: Iterable[ResourceType], cdk: Mapping[str, CdkResource]
) -> dict[str, dict[str, str]]:
    """Give the exceptions of each resource type that has some.

    The key of a property is its CDK name, behind its interface's and a dot where it is nested; of
    an attribute its CDK name; nothing for what tells the property that the tag manager holds.
    What is written is the type, as in the catalog's data, where that is an exception, and `!`
    where the CDK asks for the property, `?` where it does not though the catalog says required.
    """
    found = {
        resource.name: dict(_of_resource(resource, cdk[resource.name]))
        for resource in resources
        if resource.name in cdk and resource.cdk_class
    }
    return {name: entries for name, entries in found.items() if entries}


def _of_resource(resource: ResourceType, cdk: CdkResource) -> Iterator[tuple[str, str]]:
    if cdk.tags not in (None, TAGS):
        yield "", cdk.tags
    for name, type in cdk.attribute_types.items():
        if type.kind != "string":
            yield name, render_type(_type(type, cdk))
    yield from _of_interface("", resource.properties.values(), cdk.properties, resource, cdk)
    for name, properties in sorted(interfaces(resource).items()):
        struct = name.partition(".")[2]
        if struct in cdk.structs:
            own = cdk.structs[struct]
            yield from _of_interface(f"{struct}.", properties.values(), own, resource, cdk)


def _of_interface(
    prefix: str,
    properties: Iterable[Property],
    own: Mapping[str, CdkProperty],
    resource: ResourceType,
    cdk: CdkResource,
) -> Iterator[tuple[str, str]]:
    by_name = {interface.name: interface for interface in own.values()}
    for found in properties:
        interface = by_name.get(found.cdk or "")
        if interface is None:
            continue
        type = render_type(_type(interface.type, cdk))
        entry = "" if type == render_type(by_rule(found, resource)) else type
        if interface.required != found.required:
            entry += "!" if interface.required else "?"
        if entry:
            yield prefix + interface.name, entry


def _type(type: CdkType, cdk: CdkResource) -> Type:
    """Spell a type of the CDK as the catalog does; an object's name is its interface's."""
    if type.kind == "struct":
        return Type("object", name=TAG if type.name == TAG else f"{cdk.name}.{type.name}")
    if type.kind == "union":
        return Type("union", alternatives=tuple(_type(it, cdk) for it in type.alternatives))
    if type.kind == "date":
        return Type("object", name=DATE)
    items = _type(type.items, cdk) if type.items else None
    return Type(cast(Kind, type.kind), items)
