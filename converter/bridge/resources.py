"""One resource: natively, as an exact equivalent, or held in a CloudFormation stack."""

from __future__ import annotations

from typing import Any

from .. import catalog, cloudformation, intrinsics
from ..catalog import ResourceType, facts
from ..cloudformation import Stack, is_module
from ..errors import ConversionError, Path, UnsupportedError, at
from ..intrinsics import Value, render, scalars
from ..intrinsics.spelling import Hints
from ..pulumi import ABSENT, Choice, Expression, Resource
from ..records import replace
from .bodies import body_inputs, body_of, without_url
from .components import lower_instance, raise_instance, tell_kept
from .context import Reason, ToCloudFormation, ToPulumi
from .equivalents import has_equivalent, raise_equivalents, target_given, tell_parts
from .exactness import check_exact, has_inexact
from .held import DYNAMIC, has_dynamic_reference, held_resource, lower_held, raise_held
from .options import lower_options, raise_resource, tell_scripts
from .ordering import dependencies
from .properties import Properties
from .stand_ins import raise_stand_in


def not_creatable(stack: Stack) -> tuple[dict[str, Reason], set[str]]:
    """The resources that aws-native cannot create, with the reason in words and its place; and
    those with a number that is no double.
    """
    found: dict[str, Reason] = {}
    inexact: set[str] = set()
    hints = Hints()
    for logical_id, resource in stack.resources.items():
        literals = scalars(resource.properties)
        words = _why_not_creatable(resource, hints)
        if words is None and has_dynamic_reference(literals):
            words = DYNAMIC
        if words is not None:
            found[logical_id] = (words, ("Resources", logical_id))
        if has_inexact(literals):
            inexact.add(logical_id)
    return found, inexact


def not_declarable(stack: Stack) -> dict[str, Reason]:
    """The resources that a language which only declares cannot say, with the reason in words and
    its place.
    """
    found: dict[str, Reason] = {}
    for logical_id, resource in stack.resources.items():
        if body_of(stack, resource) is not None:
            continue
        if resource.condition is not None:
            words = f"Pulumi YAML has no resource that hangs on a condition ({resource.condition})"
            found[logical_id] = (words, ("Resources", logical_id, "Condition"))
        elif resource.type == facts.nested_stack():
            words = "a program in Pulumi YAML cannot find a nested stack's outputs by their names"
            found[logical_id] = (words, ("Resources", logical_id))
    return found


def _why_not_creatable(resource: cloudformation.Resource, hints: Hints) -> str | None:
    described = catalog.resource_type(resource.type)
    if described is None and is_module(resource.type):
        return f"only CloudFormation knows what the module {resource.type} holds"
    if described is None:
        is_custom = not resource.type.startswith("AWS::")
        known = () if is_custom or not hints.is_left() else catalog.type_names()
        meant = catalog.near(resource.type, known)
        hint = f"; did you mean {meant}?" if meant else ""
        return f"the resource type {resource.type} is not known here{hint}"
    if not described.creatable and not has_equivalent(resource):
        return f"aws-native cannot create an {resource.type}"
    return None


def lower_resource(
    context: ToPulumi, logical_id: str, resource: cloudformation.Resource
) -> dict[str, Resource]:
    """Carry a resource: natively, as its exact equivalents, or held in a CloudFormation stack.

    Raises:
        ConversionError: it has something that cannot be carried.
    """
    found = _lower_resource(context, logical_id, resource)
    if logical_id in context.inexact:
        with at("Resources", logical_id, "Properties"):
            for each in found.values():
                check_exact(resource.properties, each.inputs)
    return found


def _lower_resource(
    context: ToPulumi, logical_id: str, resource: cloudformation.Resource
) -> dict[str, Resource]:
    path: Path = ("Resources", logical_id)
    context.needed.clear()
    tell_scripts(context, logical_id, resource)
    if logical_id in context.held:
        words, place = context.held[logical_id]
        stays = f"{logical_id} stays in a CloudFormation stack held by the program"
        context.report.warn("held", f"{words}; {stays}", place)
        with at(*path):
            return {logical_id: lower_held(context, logical_id, resource)}
    if logical_id in context.components:
        return {logical_id: lower_instance(context, logical_id, resource)}
    if context.declarative and body_of(context.stack, resource) is not None:
        return {logical_id: _lower_body(context, logical_id, resource)}
    tell_kept(context, logical_id, resource)
    if logical_id not in context.parts:
        return {logical_id: _lower_native(context, logical_id, resource)}
    tell_parts(context, logical_id)
    found = {}
    for name, part in context.parts[logical_id].items():
        found[name] = _lower_native(context, logical_id, part)
        if not target_given(context, resource.type, part.type, found[name].inputs):
            words = f"not every target of the {resource.type} is known one by one"
            context.to_hold[logical_id] = (words, path)
    return found


def _lower_body(context: ToPulumi, logical_id: str, resource: cloudformation.Resource) -> Resource:
    """A nested stack whose template is in the program."""
    with at("Resources", logical_id):
        further = body_inputs(context, logical_id, resource)
    found = _lower_native(context, logical_id, replace(resource, properties=without_url(resource)))
    return replace(found, inputs={**further, **found.inputs})


def _lower_native(
    context: ToPulumi, logical_id: str, resource: cloudformation.Resource
) -> Resource:
    path: Path = ("Resources", logical_id)
    described = catalog.resource_type(resource.type)
    assert described is not None
    values = Properties(described, (*path, "Properties"))
    context.needed.clear()
    try:
        inputs = _inputs(context, values, described, resource.properties)
    except UnsupportedError as error:
        values.unsent.append((error.message, (*values.path, *error.path)))
        inputs = {}
    except ConversionError as error:
        raise error.within(*values.path) from None
    if values.unsent:
        context.to_hold[logical_id] = values.unsent[0]
    return Resource(
        type=described.token,
        inputs=inputs,
        options=lower_options(context, logical_id, resource),
        condition=resource.condition,
    )


def _inputs(
    context: ToPulumi, values: Properties, described: ResourceType, properties: Value
) -> dict[str, Expression]:
    """The inputs; where the whole of the properties is an ``Fn::If``, each input is a choice."""
    if isinstance(properties, intrinsics.If):
        then = _inputs(context, values, described, properties.then)
        otherwise = _inputs(context, values, described, properties.otherwise)
        return {
            wire: Choice(properties.condition, then.get(wire, ABSENT), otherwise.get(wire, ABSENT))
            for wire in {**then, **otherwise}
        }
    if isinstance(properties, dict):
        return values.fields(context, properties, described.properties, described.name)
    if properties is not None and properties != intrinsics.NO_VALUE:
        values.unsent.append(("its properties as a whole are a function", values.path))
        return {}
    return values.fields(context, {}, described.properties, described.name)


def raise_one(
    context: ToCloudFormation, name: str, resource: Resource, kept: dict[str, Any]
) -> cloudformation.Resource:
    """Carry a resource back, the inverse of `lower_resource`; ``kept`` is its fragment."""
    names = context.parts.get(name, (name,))
    parts = [context.program.resources[each] for each in names]
    raised = _raised(context, name, resource, kept)
    after = dependencies(context, name, parts, [raised.properties, raised.attributes])
    return replace(raised, depends_on=after) if after else raised


def _raised(
    context: ToCloudFormation, name: str, resource: Resource, kept: dict[str, Any]
) -> cloudformation.Resource:
    if resource.type in context.components:
        return raise_instance(context, name, resource, kept)
    if held_resource(resource, context.logical_ids[name]) is not None:
        return raise_held(context, name, resource)
    if name not in context.parts:
        return _raise_native(context, name, resource, kept)
    parts = [
        _raise_native(context, part, context.program.resources[part], kept)
        for part in context.parts[name]
    ]
    return raise_equivalents(parts, kept["Type"])


def _raise_native(
    context: ToCloudFormation, name: str, resource: Resource, kept: dict[str, Any]
) -> cloudformation.Resource:
    described = context.resource_type(name)
    if described is None:
        held = raise_stand_in(context, name, resource, kept)
        if held is not None:
            return held
        raise UnsupportedError(f"{name} is a {resource.type}, which CloudFormation does not have")
    values = Properties(described, ("Resources", context.logical_ids[name], "Properties"))
    properties = values.raise_fields(context, resource.inputs, described.by_pulumi, described.name)
    whole: dict[str, Any] = {"Type": described.name, "Properties": properties or None}
    if "Fn::If" in kept.get("Properties", {}):
        whole["Properties"] = _whole_if(properties, kept["Properties"]["Fn::If"])
    return raise_resource(context, name, resource, whole, kept)


_PARTS_OF_IF = 3


def _whole_if(properties: dict[str, Value], nested: Any) -> Value:
    """Properties whose every value is a choice, as the one choice that they were (`leftover`)."""
    if nested == render(intrinsics.NO_VALUE):
        return intrinsics.NO_VALUE
    if not isinstance(nested, list) or len(nested) != _PARTS_OF_IF:
        return {name: value for name, value in properties.items() if value != intrinsics.NO_VALUE}
    condition, then, otherwise = nested
    chosen: dict[str, Value] = {}
    left: dict[str, Value] = {}
    for name, value in properties.items():
        chosen[name] = left[name] = value
        if isinstance(value, intrinsics.If) and value.condition == condition:
            chosen[name], left[name] = value.then, value.otherwise
    return intrinsics.If(condition, _whole_if(chosen, then), _whole_if(left, otherwise))
