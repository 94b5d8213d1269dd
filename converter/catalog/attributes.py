"""Attributes of resources: CloudFormation's dotted paths walked through the output types."""

from __future__ import annotations

from collections.abc import Mapping

from .types import Attribute, Property, ResourceType, Type

_TEXT = Type("string")


def walk(resource: ResourceType, path: str, cdk: str | None = None) -> Attribute | None:
    """Follow a path such as `Endpoint.Address` or `Listeners.0.Arn`; None: it leads nowhere."""
    properties: Mapping[str, Property] = resource.properties
    pulumi: list[str] = []
    python: list[str] = []
    type = Type("json")
    optional = False
    for position, step in enumerate(path.split(".")):
        if position and type.kind == "list" and step.isdigit() and type.items:
            type = type.items
            properties = _inside(resource, type)
            continue
        if position and type.kind == "json":
            # Below a free-form value every name is the user's own.
            pulumi.append(step)
            python.append(step)
            continue
        found = properties.get(step)
        if found is None or found.pulumi is None or found.python is None:
            return None
        pulumi.append(found.pulumi)
        python.append(found.python)
        type = found.type
        optional = optional or found.optional_output
        properties = _inside(resource, type)
    return Attribute(path, tuple(pulumi), tuple(python), type, optional, cdk)


def declared(resource: ResourceType, path: str, cdk: str | None) -> Attribute:
    """Give a documented attribute, also where the SDK has none at its path."""
    return walk(resource, path, cdk) or Attribute(path, (), (), _TEXT, False, cdk)


def _inside(resource: ResourceType, type: Type) -> Mapping[str, Property]:
    while type.kind == "list" and type.items:
        type = type.items
    if type.name is None:
        return {}
    return resource.object_types[type.name].properties
