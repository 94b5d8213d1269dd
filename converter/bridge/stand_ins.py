"""Classes of the SDK that hold CloudFormation's own: they become what they hold."""

from __future__ import annotations

from typing import Any

from .. import cloudformation
from ..catalog import facts, resource_type
from ..errors import UnsupportedError
from ..intrinsics import GetAtt, Ref, Value
from ..pulumi import Attribute, Resource, part_of
from .context import ToCloudFormation
from .options import raise_resource


def raise_stand_in(
    context: ToCloudFormation, name: str, resource: Resource, kept: dict[str, Any]
) -> cloudformation.Resource | None:
    """Carry a resource of such a class back; None for one of any other.

    Args:
        context: the program's crossing.
        name: the resource's name in the program.
        resource: the resource.
        kept: its fragment.

    Raises:
        UnsupportedError: its type or its properties as a whole are known at deployment only.
    """
    entry = facts.stand_in(resource.type)
    if entry is None:
        return None
    given = resource.inputs
    kind, properties = given.get(entry["type"]), given.get(entry["properties"], {})
    if not isinstance(kind, str) or not isinstance(properties, dict):
        raise UnsupportedError(f"the type and the properties of {name} are not known one by one")
    found: dict[str, Value] = {
        cfn: context.value(given[wire]) for wire, cfn in entry["further"].items() if wire in given
    }
    found.update({key: context.value(value) for key, value in properties.items()})
    unused = [wire for wire in entry["unused"] if wire in given]
    if unused:
        words = f"CloudFormation has no use for {', '.join(unused)} of {name}"
        context.report.note("unused-input", words, context.here)
    return raise_resource(
        context, name, resource, {"Type": kind, "Properties": found or None}, kept
    )


def raise_stand_in_attribute(
    context: ToCloudFormation, resource: Resource, node: Attribute
) -> Value | None:
    """An attribute of a resource of such a class; None for one of any other.

    Raises:
        UnsupportedError: what it holds has no such attribute.
    """
    entry = facts.stand_in(resource.type)
    if entry is None:
        return None
    logical_id = context.logical_ids[node.resource]
    if node.path in (("id",), (entry["ref"],)):
        return Ref(logical_id)
    if node.path[0] == entry["outputs"] and len(node.path) > 1:
        return _held_attribute(context, resource, node)
    given = resource.inputs.get(str(node.path[0]))
    if given is None:
        raise _no_attribute(node)
    return context.value(given)


def _held_attribute(context: ToCloudFormation, resource: Resource, node: Attribute) -> Value:
    """An attribute of what is held, in CloudFormation's own words; of a property that is none, what
    the program gave.
    """
    entry = facts.stand_in(resource.type)
    assert entry is not None
    logical_id, path = context.logical_ids[node.resource], node.path[1:]
    name = ".".join(map(str, path))
    described = resource_type(str(resource.inputs[entry["type"]]))
    if described is None or name in described.attributes:
        return GetAtt(logical_id, name)
    given = part_of(resource.inputs.get(entry["properties"]), path)
    if given is not None:
        return context.value(given)
    if described.attribute(name) is None:
        raise _no_attribute(node)
    tell_undocumented(context, logical_id, described.name, name)
    return GetAtt(logical_id, name)


def tell_undocumented(context: ToCloudFormation, logical_id: str, type: str, name: str) -> None:
    """Warn of an attribute that CloudFormation's documentation does not have."""
    words = f"Fn::GetAtt is not documented for {name} of {type} ({logical_id})"
    context.report.warn("undocumented-attribute", words, ("Resources", logical_id))


def _no_attribute(node: Attribute) -> UnsupportedError:
    path = ".".join(map(str, node.path))
    return UnsupportedError(f"CloudFormation has no attribute for {path} of {node.resource}")
