"""Values that only CloudFormation can tell: outputs of stacks that hold nothing else."""

from __future__ import annotations

from typing import Any, cast

from ..cloudformation import Output
from ..intrinsics import Tree, Value, parse, render
from ..pulumi import Attribute, Expression, Resource
from .context import ToCloudFormation, ToPulumi
from .held import OUTPUTS, handle, token
from .held_values import Inside, Outside

STACK_ID = "StackId"


def lower_stack_id(context: ToPulumi) -> Attribute:
    """``AWS::StackId``: Pulumi has none, so an empty stack is held that has one."""
    name = STACK_ID
    while context.is_taken(name):
        name += "Holder"
    if name not in context.added:
        context.report.warn(
            "stack-id",
            f"Pulumi has no stack ID: AWS::StackId is that of the empty CloudFormation stack "
            f"{name}, made for it",
            context.here,
        )
        body = {
            "Resources": handle(name),
            "Outputs": {STACK_ID: {"Value": {"Ref": "AWS::StackId"}}},
        }
        context.added[name] = Resource(type=token(), inputs={"templateBody": cast(Any, body)})
    return _output(context, name, STACK_ID)


def lower_told(context: ToPulumi, key: str, output: Output, words: str) -> Expression:
    """An output whose value a program cannot say.

    Args:
        context: the stack's crossing.
        key: the output's name.
        output: the output.
        words: why it cannot be said.
    """
    name = key
    while context.is_taken(name) or name in context.added:
        name += "Holder"
    context.report.warn(
        "held",
        f"{words}; {key} is told by the CloudFormation stack {name}, made for it",
        context.here,
    )
    inside = Inside(context, name, output.condition)
    value: Any = render(inside.inside(output.value))
    condition = output.condition
    if condition is not None and context.declarative:
        inside.decide(condition)
        value, condition = {"Fn::If": [condition, value, ""]}, None
    context.held_outputs[name] = {key: {"Value": value}}
    inputs: dict[str, Expression] = {"templateBody": inside.template(handle(name))}
    if inside.values:
        inputs["parameters"] = inside.values
    context.added[name] = Resource(type=token(), inputs=inputs, condition=condition)
    return _output(context, name, key)


def _output(context: ToPulumi, name: str, key: str) -> Attribute:
    found = Attribute(name, (OUTPUTS, key))
    context.attribute_kinds[found] = "string"
    return found


# --- the way back ----------------------------------------------


def is_teller(name: str, resource: Resource) -> bool:
    """Whether the resource of a name is a stack that is there only for what it tells.

    In a component, the component's name stands before its own (``Network-StackId``).
    """
    body = resource.inputs.get("templateBody")
    resources = body.get("Resources") if isinstance(body, dict) else None
    handles = (handle(name), handle(name.rpartition("-")[2]))
    return resource.type == token() and resources in handles


def raise_told(context: ToCloudFormation, resource: Resource, key: str) -> Value | None:
    """The value that such a stack tells under a name; None where it tells none."""
    body = cast("dict[str, Any]", resource.inputs["templateBody"])
    output = body.get("Outputs", {}).get(key)
    if not isinstance(output, dict) or "Value" not in output:
        return None
    return Outside.of(context, resource).value(parse(cast("Tree", output["Value"])))
