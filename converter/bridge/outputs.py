"""Outputs."""

from __future__ import annotations

import json
from typing import Any

from .. import cloudformation, intrinsics
from ..errors import UnsupportedError
from ..intrinsics import Value, parse, render, scalars
from ..pulumi import (
    ABSENT,
    Attribute,
    Choice,
    ConfigValue,
    Export,
    Expression,
    Invoke,
    Lookup,
    Secret,
    Split,
)
from ..scalars import text_of
from .context import ToCloudFormation, ToPulumi
from .exactness import exact_output
from .held import DYNAMIC, has_dynamic_reference
from .kinds import LIST_RESULTS, cell_kinds, convert, kind_of
from .references import attribute_gives_list
from .told import lower_told


def lower_output(context: ToPulumi, key: str, output: cloudformation.Output) -> Export:
    """An output. What a program cannot say, a CloudFormation stack made for it tells.

    One of a nested stack is text, as the template around it gets it, and so is one that a sibling
    imports.
    """
    context.here = ("Outputs", key, "Value")
    try:
        if has_dynamic_reference(scalars(output.value)):
            raise UnsupportedError(DYNAMIC)
        value = context.value(output.value)
    except UnsupportedError as error:
        value = lower_told(context, key, output, error.message)
    if value is ABSENT:
        words = f"the output {key} has no value, which an export leaves out"
        context.report.warn("empty-export", words, context.here)
    siblings = context.siblings
    if context.is_component or (siblings and siblings.readers(context.name, key)):
        value = convert(context, value, "string")
        value = text_of(value) if isinstance(value, (bool, int, float)) else value
    if kind_of(context, value) == "list":
        words = (
            "CloudFormation's outputs are texts: it refuses this list, which a program may export"
        )
        context.report.note("list-output", words, context.here)
    return Export(value=exact_output(value), condition=output.condition)


def output_leftover(output: cloudformation.Output) -> dict[str, Any]:
    left: dict[str, Any] = {}
    if output.description is not None:
        left["Description"] = render(output.description)
    if output.export_name is not None:
        left["Export"] = {"Name": render(output.export_name)}
    return left


def raise_output(
    context: ToCloudFormation, export: Export, kept: dict[str, Any]
) -> cloudformation.Output:
    value = context.value(export.value)
    if isinstance(export.value, Attribute):
        value = _under(export.condition, value)
    return cloudformation.Output(
        value=_told_by_output(context, export.value, value),
        description=parse(kept.get("Description")),
        export_name=_export_name(kept),
        condition=export.condition,
    )


def _under(condition: str | None, value: Value) -> Value:
    """What a stack tells for an output under a condition, without the condition, which a language
    that only declares asks for inside of the stack.
    """
    if not isinstance(value, intrinsics.If) or value.condition != condition:
        return value
    return value.then if value.otherwise == "" else value


def _told_by_output(context: ToCloudFormation, node: Expression, value: Value) -> Value:
    """A value as an output has it, which is a text: a list of CloudFormation's own functions is
    joined by commas, also where the other side of a choice is no list.
    """
    if isinstance(node, Secret):
        return _told_by_output(context, node.value, value)
    if not isinstance(value, list) and _is_list(context, node):
        words = "CloudFormation's outputs are texts: the items of this list are joined by commas"
        context.report.note("list-output", words, context.here)
        return intrinsics.Join(",", value)
    if isinstance(value, intrinsics.If) and isinstance(node, Choice):
        then = _told_by_output(context, node.then, value.then)
        return intrinsics.If(
            value.condition, then, _told_by_output(context, node.otherwise, value.otherwise)
        )
    return _as_text(context, value)


def _as_text(context: ToCloudFormation, value: Value) -> Value:
    """A value as an output has it, which is a text: lists and maps are JSON."""
    if isinstance(value, intrinsics.If):
        then, otherwise = (_as_text(context, it) for it in (value.then, value.otherwise))
        return intrinsics.If(value.condition, then, otherwise)
    if not isinstance(value, (list, dict)):
        return value
    computed = any(True for _ in intrinsics.walk(value))
    context.extended = context.extended or computed
    return intrinsics.ToJsonString(value) if computed else json.dumps(render(value))


def _is_list(context: ToCloudFormation, value: Expression) -> bool:
    """Whether a value is a list of CloudFormation's own functions; beside one in a choice, any list
    is one.
    """
    if isinstance(value, Choice):
        sides = (value.then, value.otherwise)
        return any(_is_list(context, it) for it in sides) and all(
            _may_be_list(context, it) for it in sides
        )
    if isinstance(value, Secret):
        return _is_list(context, value.value)
    if isinstance(value, Attribute):
        return attribute_gives_list(context, value)
    if isinstance(value, ConfigValue):
        return context.program.config[value.key].type == "list"
    if isinstance(value, Invoke):
        return value.result in LIST_RESULTS or value.function == "getSsmParameterList"
    if isinstance(value, Lookup):
        kinds = {*cell_kinds(context.program.tables.get(value.table, {}), value)}
        other = not value.has_default or _may_be_list(context, value.default)
        return kinds == {"list"} and other
    return isinstance(value, Split)


def _may_be_list(context: ToCloudFormation, value: Expression) -> bool:
    if isinstance(value, Choice):
        return all(_may_be_list(context, it) for it in (value.then, value.otherwise))
    return isinstance(value, list) or _is_list(context, value)


def _export_name(kept: dict[str, Any]) -> Value:
    export = kept.get("Export")
    if export is None:
        return None
    if not isinstance(export, dict) or "Name" not in export:
        raise UnsupportedError("Export needs a Name")
    return parse(export["Name"])


def raise_secret(context: ToCloudFormation, node: Secret) -> Value:
    """A secret output: CloudFormation has none, and shows it."""
    words = "CloudFormation shows the values of outputs, and this one is a secret"
    context.report.warn("secret-output", words, context.here)
    return context.value(node.value)
