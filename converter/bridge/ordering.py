"""What a template's resources are made after, where their properties do not say so."""

from __future__ import annotations

from ..cloudformation import is_module
from ..intrinsics import Value, references
from ..pulumi import Attribute, Resource, walk
from .context import ToCloudFormation
from .held import held_resource
from .told import is_teller


def dependencies(
    context: ToCloudFormation, name: str, resources: list[Resource], said: Value
) -> tuple[str, ...]:
    """``DependsOn`` of a resource: what its options name, and what its inputs refer to where the
    template says the value itself.

    Args:
        context: the program's crossing.
        name: the resource's name in the program.
        resources: what it is there: itself, or its parts.
        said: what the template says of it.
    """
    explicit = context.dependencies(resources[0])
    asked = _asked(context, resources)
    if not asked:
        return explicit
    ids = context.logical_ids
    implied = {*references(said), *explicit, ids[name]}
    return (*explicit, *dict.fromkeys(ids[it] for it in asked if ids[it] not in implied))


def _asked(context: ToCloudFormation, resources: list[Resource]) -> list[str]:
    """The resources of which inputs ask something; those that a stack asks that only tells it."""
    found: dict[str, None] = {}
    todo = [*resources]
    while todo:
        for value in todo.pop().inputs.values():
            for node in walk(value):
                if not isinstance(node, Attribute) or node.resource in found:
                    continue
                other = context.program.resources[node.resource]
                found[node.resource] = None
                if is_teller(node.resource, other):
                    todo.append(other)
    return [name for name in found if not _is_elsewhere(context, name)]


def _is_elsewhere(context: ToCloudFormation, name: str) -> bool:
    """Whether a template has nothing of a resource's name, or others: what a module is made of."""
    resource = context.program.resources[name]
    held = held_resource(resource, context.logical_ids[name])
    return is_teller(name, resource) or (held is not None and is_module(held["Type"]))
