"""What aws-native cannot create stays CloudFormation: a stack that holds one resource.

What the resource refers to becomes the stack's parameters, what is asked of it the stack's
outputs; all else stands in the stack's template as it stood in the source.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .. import catalog, cloudformation, pulumi
from ..catalog import facts
from ..cloudformation import DELETION_POLICY, is_module
from ..intrinsics import GetAtt, Ref, parse, render
from ..naming import free_name, pascal_case
from ..pulumi import NESTED_TEMPLATE, Attribute, Expression, Options, Program, Resource
from ..records import replace
from ..typed_literals import properties_printed
from .context import ToCloudFormation, ToPulumi
from .held_values import Inside, Outside
from .renaming import renamed

REF = "Ref"
OUTPUTS = "outputs"
DYNAMIC = "only CloudFormation resolves dynamic references ({{resolve:…}})"


def token() -> str:
    """The token of the stacks that hold a resource."""
    described = catalog.resource_type(facts.nested_stack())
    assert described is not None
    return described.token


def has_dynamic_reference(literals: Iterable[Any]) -> bool:
    """Whether one of the texts asks CloudFormation to fetch a value from another service.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    """
    return any("{{resolve:" in each for each in literals if type(each) is str)


def lower_held(context: ToPulumi, logical_id: str, resource: cloudformation.Resource) -> Resource:
    """Put a resource into a stack of its own.

    Args:
        context: the stack's crossing; the outputs that `held_attribute` is asked for are filled in
            as they come.
        logical_id: the resource's logical ID, also the name of the stack that holds it.
        resource: the resource.
    """
    context.here = ("Resources", logical_id)
    body = Inside(context, logical_id, resource.condition, logical_id)
    entry: dict[str, Any] = {"Type": resource.type}
    if resource.properties is not None:
        entry["Properties"] = render(body.inside(properties_printed(resource)))
    if resource.deletion_policy is not None:
        entry[DELETION_POLICY] = render(body.inside(resource.deletion_policy))
    body.extended = body.extended or resource.is_open_at_its_end
    for name, value in resource.attributes.items():
        entry[name] = render(body.inside(value))
    resources, condition = {logical_id: entry}, resource.condition
    if condition is not None and context.declarative:
        body.decide(condition)
        entry["Condition"], condition = condition, None
        resources.update(handle(logical_id))
    inputs: dict[str, Expression] = {"templateBody": body.template(resources)}
    if body.values:
        inputs["parameters"] = body.values
    expands = body.transforms or body.extended or is_module(resource.type)
    needed = facts.capabilities(resource.type) + (["CAPABILITY_AUTO_EXPAND"] if expands else [])
    if needed:
        inputs["capabilities"] = capabilities_of(needed)
    return Resource(
        type=token(),
        inputs=inputs,
        options=Options(depends_on=context.dependencies(resource)),
        condition=condition,
    )


def handle(name: str) -> dict[str, Any]:
    """A resource that costs nothing, for a stack of a name: a stack must have one. No stack that
    holds just one resource has this one: it would have the stack's own name there.
    """
    return {f"{name}Handle": {"Type": facts.stack_handle()}}


def capabilities_of(names: list[str]) -> Expression:
    """The capabilities that a stack is given, by their names."""
    described = catalog.resource_type(facts.nested_stack())
    assert described is not None
    item = described.properties["Capabilities"].type.items
    if item is None or item.enum is None:
        return list(names)
    enum = described.enums[item.enum]
    return [
        pulumi.EnumMember(enum.pulumi, name) if name in enum.members else name for name in names
    ]


def held_attribute(context: ToPulumi, holder: str, node: Ref | GetAtt) -> Expression:
    """What a function says of what a stack holds: an output of the stack.

    An output is text, so a list is joined there and split here.

    Args:
        context: the stack's crossing.
        holder: the name of the stack, also the logical ID of the resource that it holds.
        node: the function; it names that resource, or one in it where it is a module.
    """
    outputs = context.held_outputs.setdefault(holder, {})
    value: Any = render(node)
    is_list = isinstance(node, GetAtt) and _is_list(context, node)
    found_value: Any = {"Fn::Join": [",", value]} if is_list else value
    condition = context.stack.resources[holder].condition if context.declarative else None
    if condition is not None:
        found_value = {"Fn::If": [condition, found_value, ""]}
    told = {"Value": found_value}
    key = _output_key(holder, node, told, outputs)
    outputs[key] = told
    found = Attribute(holder, (OUTPUTS, key))
    context.attribute_kinds[found] = "string"
    return pulumi.Split(",", found) if is_list else found


def _is_list(context: ToPulumi, node: GetAtt) -> bool:
    described = context.resource_type(node.resource)
    if described is None:  # only the place tells what a custom resource answers
        return node is context.listing
    known = described.attribute(str(node.attribute)) if described is not None else None
    return known is not None and known.type.kind == "list"


def _output_key(holder: str, node: Ref | GetAtt, told: Any, taken: dict[str, Any]) -> str:
    """The output that stands for a reference: its name has only letters and digits."""
    if node == Ref(holder):
        return REF
    words = node.name if isinstance(node, Ref) else f"{node.resource}.{node.attribute}"
    plain = pascal_case(words.removeprefix(f"{holder}.")) or "Value"
    return free_name(plain, lambda it: it == REF or taken.get(it, told) != told)


# --- the way back ----------------------------------------------


def is_nested(body: dict[str, Any]) -> bool:
    """Whether a template inside of a program is that of a nested stack, which was a file."""
    metadata = body.get("Metadata")
    return isinstance(metadata, dict) and NESTED_TEMPLATE in metadata


def held_resource(resource: Resource, logical_id: str) -> dict[str, Any] | None:
    """The template's entry for the resource that a stack holds; None where the stack is a stack of
    its own right.
    """
    body = resource.inputs.get("templateBody")
    if resource.type != token() or not isinstance(body, dict) or is_nested(body):
        return None
    resources = body.get("Resources")
    if not isinstance(resources, dict):
        return None
    extra = {name: entry for name, entry in resources.items() if name != logical_id}
    entry = resources.get(logical_id) if extra in ({}, handle(logical_id)) else None
    if not isinstance(entry, dict) or not isinstance(entry.get("Type"), str):
        return None
    return entry


def held_as_named(program: Program, logical_ids: dict[str, str]) -> Program:
    """A program in which what a stack holds is named as the stack, where that stands in a component
    (``Network-Held`` holds ``Held``) whose resources count as the program's own.
    """
    resources = {}
    for name, resource in program.resources.items():
        body = resource.inputs.get("templateBody")
        held = body.get("Resources") if isinstance(body, dict) else None
        if not isinstance(body, dict) or not isinstance(held, dict) or len(held) != 1:
            resources[name] = resource
            continue
        (old,) = held
        if resource.type == token() and name.endswith(f"-{old}"):
            new = logical_ids[name]
            inside = {
                **body,
                "Resources": {new: renamed(held[old], old, new)},
                "Outputs": renamed(body.get("Outputs", {}), old, new),
            }
            resource = replace(resource, inputs={**resource.inputs, "templateBody": inside})
        resources[name] = resource
    return replace(program, resources=resources)


def raise_held(context: ToCloudFormation, name: str, resource: Resource) -> cloudformation.Resource:
    """The inverse of `lower_held`, but for the order."""
    entry = held_resource(resource, context.logical_ids[name])
    assert entry is not None
    outside = Outside.of(context, resource)
    rest = {
        key: outside.value(parse(value))
        for key, value in entry.items()
        if key not in ("Type", "Properties")
    }
    inner = rest.pop("Condition", None)
    return cloudformation.Resource(
        type=str(entry["Type"]),
        properties=outside.value(parse(entry["Properties"])) if "Properties" in entry else None,
        condition=outside.condition(inner) if isinstance(inner, str) else resource.condition,
        deletion_policy=rest.pop(DELETION_POLICY, None),
        attributes=rest,
    )
