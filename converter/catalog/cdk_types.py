"""What type the CDK gives a property, for the writers of CDK apps."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from functools import cache

from ..records import dataclass
from .notation import parse_type
from .types import Property, ResourceType, Type

CDK_TYPES = "_cdk_types.json"
TAGS = "tags"
DATE = "date"
"""The interface that stands for JavaScript's `Date`: no text of a template is one."""


@dataclass(frozen=True, slots=True)
class CdkProperty:
    """A property as a class or an interface of the CDK has it. An object's name in `type` is its
    interface's, `CfnModel.ContainerDefinitionProperty`.
    """

    name: str
    """`primaryContainer`"""
    type: Type
    required: bool


def interfaces(resource: ResourceType) -> dict[str, dict[str, Property]]:
    """Give the properties of the CDK's interfaces of a resource type, by CloudFormation's name.

    Alternatives of a union, which the catalog tells apart, may be one interface.
    """
    found: dict[str, dict[str, Property]] = {}
    for held in resource.object_types.values():
        if held.cdk is not None:
            found.setdefault(held.cdk, {}).update(held.properties)
    return found


def by_rule(found: Property, resource: ResourceType) -> Type:
    """Give the type that the CDK has for a property as a rule."""
    return _translated(found.schema_type or found.type, resource)


def _translated(type: Type, resource: ResourceType) -> Type:
    if type.kind == "integer":
        return Type("number")
    if type.kind == "object":
        name = resource.object_types[type.name or ""].cdk
        return Type("object", name=name) if name else Type("json")
    if type.kind == "union":
        options = {_translated(it, resource): None for it in type.alternatives}
        return (
            next(iter(options))
            if len(options) == 1
            else Type("union", None, None, None, (*options,))
        )
    return Type(type.kind, _translated(type.items, resource) if type.items else None)


class CdkClass:
    """The CDK's class of a resource type.

    Args:
        resource: a type that has one.
    """

    def __init__(self, resource: ResourceType) -> None:
        self._resource = resource
        self._exceptions = _exceptions().get(resource.name, {})
        self._interfaces = interfaces(resource)

    @property
    def tags(self) -> str:
        """The property that the CDK's tag manager holds: it sorts tags, and takes no token."""
        return self._exceptions.get("", TAGS)

    def attribute_type(self, name: str) -> Type:
        """Give the type of an attribute by its CDK name; `json` for a token of no type."""
        return parse_type(self._exceptions.get(name, "s"))

    def properties(self, interface: str | None = None) -> Mapping[str, CdkProperty]:
        """Give the properties of an interface, else the class's own, by CloudFormation's name."""
        if interface is None:
            return self._all("", self._resource.properties)
        prefix = interface.partition(".")[2] + "."
        return self._all(prefix, self._interfaces.get(interface, {}))

    def _all(self, prefix: str, properties: Mapping[str, Property]) -> dict[str, CdkProperty]:
        return {
            name: self._one(prefix, found, found.cdk)
            for name, found in properties.items()
            if found.cdk is not None
        }

    def _one(self, prefix: str, found: Property, name: str) -> CdkProperty:
        entry = self._exceptions.get(prefix + name, "")
        text = entry.rstrip("!?")
        type = parse_type(text) if text else by_rule(found, self._resource)
        required = entry.endswith("!") if entry[-1:] in ("!", "?") else found.required
        return CdkProperty(name, type, required)


@cache
def _exceptions() -> dict[str, dict[str, str]]:
    path = os.path.join(os.path.dirname(__file__), "data", CDK_TYPES)
    with open(path, encoding="utf-8") as file:
        found: dict[str, dict[str, str]] = json.load(file)
    return found
