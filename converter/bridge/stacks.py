"""Whole stacks and whole programs."""

from __future__ import annotations

from typing import Any, cast

from .. import intrinsics, pulumi
from ..cloudformation import LANGUAGE_EXTENSIONS, Stack
from ..errors import UnsupportedError, at
from ..intrinsics import Condition, Value, parse
from ..pulumi import ConfigValue, Convert, Expression, Program, Resource, Secret, StackName
from ..report import Report
from . import conditions, packaging, references, strings
from .comments import lower_comments
from .context import FRAGMENT, Component, LowerRule, RaiseRule, ToCloudFormation, ToPulumi
from .equivalents import has_equivalent, lower_equivalents, restorable
from .fragment import entry, fragment, own_metadata, report_unused
from .guards import refusals
from .held import held_as_named
from .legal import names_in_template
from .outputs import lower_output, raise_output, raise_secret
from .parameters import lower_parameter, raise_config
from .resources import lower_resource, not_creatable, not_declarable, raise_one
from .retention import only_compared
from .siblings import Siblings, raise_sibling_output
from .state import with_state_options
from .told import is_teller
from .usage import narrowed, without_unused
from .words import tell_words

LOWER: dict[type, LowerRule] = {
    intrinsics.Ref: references.lower_ref,
    intrinsics.GetAtt: references.lower_getatt,
    intrinsics.GetAZs: references.lower_get_azs,
    intrinsics.Cidr: references.lower_cidr,
    intrinsics.ImportValue: references.lower_import_value,
    intrinsics.GetStackOutput: references.lower_get_stack_output,
    intrinsics.Sub: strings.lower_sub,
    intrinsics.Join: strings.lower_join,
    intrinsics.Split: strings.lower_split,
    intrinsics.Select: strings.lower_select,
    intrinsics.Base64: strings.lower_base64,
    intrinsics.Length: strings.lower_length,
    intrinsics.ToJsonString: strings.lower_json,
    intrinsics.FindInMap: conditions.lower_find_in_map,
    intrinsics.If: conditions.lower_if,
    intrinsics.Equals: conditions.lower_condition,
    intrinsics.And: conditions.lower_condition,
    intrinsics.Or: conditions.lower_condition,
    intrinsics.Not: conditions.lower_condition,
    intrinsics.ConditionRef: conditions.lower_condition,
    intrinsics.Transform: strings.refuse,
    intrinsics.ForEach: strings.refuse,
    intrinsics.RuleFunction: strings.refuse,
}

RAISE: dict[type, RaiseRule] = {
    pulumi.Attribute: references.raise_attribute,
    pulumi.Invoke: references.raise_invoke,
    pulumi.StackOutput: raise_sibling_output,
    pulumi.Organization: strings.refuse_organization,
    pulumi.Concat: strings.raise_concat,
    pulumi.Join: strings.raise_join,
    pulumi.Split: strings.raise_split,
    pulumi.Select: strings.raise_select,
    pulumi.Base64: strings.raise_base64,
    pulumi.Length: strings.raise_length,
    pulumi.Json: strings.raise_json,
    pulumi.Lookup: conditions.raise_lookup,
    pulumi.Choice: conditions.raise_choice,
    pulumi.Absent: conditions.raise_absent,
    pulumi.ConditionValue: conditions.raise_truth,
    ConfigValue: lambda context, node: intrinsics.Ref(context.parameters[node.key]),
    StackName: lambda context, node: intrinsics.Ref("AWS::StackName"),
    Convert: strings.raise_convert,
    Secret: raise_secret,
    pulumi.LocalFile: packaging.refuse_local_file,
    pulumi.EnumMember: lambda context, node: node.value,
}

UNKNOWN_ENUM_VALUE = "unknown-enum-value"


def lower_stack(
    stack: Stack,
    name: str,
    report: Report,
    *,
    components: dict[str, Component],
    kept: dict[str, str],
    siblings: Siblings | None,
    is_component: bool,
    declarative: bool = False,
) -> Program:
    """Carry one template.

    Args:
        stack, name, siblings, report: as for `converter.bridge.to_pulumi`.
        components: what the nested stacks among its resources became, by logical ID.
        kept: the nested stacks that stay what they are, with the reason; more are put into it.
        is_component: whether the template is nested in another.
        declarative: as for `converter.bridge.to_pulumi`.
    """
    for section, loops in stack.loops.items():
        raise UnsupportedError(
            "Fn::ForEach cannot be carried to Pulumi yet", path=(section, next(iter(loops)))
        )
    held, inexact = not_creatable(stack)
    if declarative:
        held = {**not_declarable(stack), **held}
    told = Report()
    while True:
        found = Report()
        context = ToPulumi(stack, name, found, siblings, LOWER)
        context.held.update(held)
        context.kept = kept
        context.declarative = declarative
        context.inexact = inexact
        context.components = {key: it for key, it in components.items() if key not in kept}
        if is_component:
            context.is_component, context.fragment_file = True, f"{name}.{FRAGMENT}"
        program = _lower_stack(context)
        if program is not None:
            report.extend(told)
            report.extend(found)
            return program
        held.update(context.to_hold)
        kept.update(context.to_keep)
        for finding in found:
            if finding.code == UNKNOWN_ENUM_VALUE:  # nobody looks into a held resource again
                told.warn(finding.code, finding.message, finding.path)


def _lower_stack(context: ToPulumi) -> Program | None:
    """The program; None where resources turned out to need a CloudFormation stack of their own
    (`ToPulumi.to_hold`), or to be one (`ToPulumi.to_keep`), so that all that refers to them is to
    be carried anew.
    """
    stack = context.stack
    tell_words(context)
    for key, parameter in stack.parameters.items():
        context.config[key] = lower_parameter(context, key, parameter)
    for key, mapping in stack.mappings.items():
        with at("Mappings", key):
            context.tables[key] = conditions.lower_table(mapping)
    for key, condition in stack.conditions.items():
        with at("Conditions", key):
            context.conditions[key] = conditions.lower_condition(context, condition)
    for key, resource in stack.resources.items():
        if key not in context.held and has_equivalent(resource):
            context.parts[key] = lower_equivalents(context, key, resource)
    resources: dict[str, Resource] = {}
    for key, resource in stack.resources.items():
        for name, lowered in lower_resource(context, key, resource).items():
            resources[name] = with_state_options(context, name, lowered)
    if context.to_hold:
        return None
    exports = {}
    for key, output in stack.outputs.items():
        with at("Outputs", key, "Value"):
            exports[key] = lower_output(context, key, output)
    if context.to_hold or context.to_keep:
        return None
    resources = {**context.added, **resources}
    for name in [name for name, outputs in context.held_outputs.items() if not outputs]:
        cast("dict[str, Any]", resources[name].inputs["templateBody"]).pop("Outputs")
    program = Program(
        name=context.name,
        description=stack.description,
        config=context.config,
        tables=context.tables,
        conditions=context.conditions,
        references=context.references,
        resources=resources,
        exports=exports,
        fragment=fragment(context),
        refusals=refusals(context),
        comments=lower_comments(context),
    )
    return narrowed(context, without_unused(context, program))


def raise_stack(program: Program, components: dict[str, Program], report: Report) -> Stack:
    """The template of one program; ``components`` are those that it may be made of, by token."""
    names = names_in_template(program, report)
    ids, output_names = names["resources"], names["exports"]
    program = held_as_named(program, ids)
    context = ToCloudFormation(program, report, RAISE)
    context.components, context.logical_ids = components, ids
    context.parts = restorable(program)
    for first, others in context.parts.items():
        ids.update(dict.fromkeys(others, ids[first]))
    context.parameters = names["config"]
    kept = program.fragment
    parameters = {
        context.parameters[key]: raise_config(
            context, key, config, entry(kept, "Parameters", context.parameters[key])
        )
        for key, config in program.config.items()
    }
    further = {name for others in context.parts.values() for name in others[1:]}
    resources = {}
    for name, resource in program.resources.items():
        if is_teller(name, resource) or name in further:
            continue
        logical_id = context.logical_ids[name]
        context.here = ("Resources", logical_id)
        with at(*context.here):
            resources[logical_id] = raise_one(
                context, name, resource, entry(kept, "Resources", logical_id)
            )
    outputs = {}
    for name, export in program.exports.items():
        context.here = ("Outputs", output_names[name])
        with at(*context.here):
            outputs[output_names[name]] = raise_output(
                context, export, entry(kept, "Outputs", output_names[name])
            )
    raised = {
        name: conditions.raise_condition(context, value)
        for name, value in program.conditions.items()
    }
    for compared in only_compared(context):
        del raised[compared]
    report_unused(report, kept, parameters, resources, outputs)
    return Stack(
        format_version=kept.get("AWSTemplateFormatVersion"),
        description=kept.get("Description", program.description),
        transforms=_transforms(context, kept),
        metadata=own_metadata(kept),
        parameters=parameters,
        rules={name: parse(rule) for name, rule in kept.get("Rules", {}).items()},
        mappings={
            **{name: _plain_table(table) for name, table in program.tables.items()},
            **{
                name: mapping
                for name, mapping in {**context.mappings, **kept.get("Mappings", {})}.items()
                if name not in program.tables
            },
        },
        conditions={
            **raised,
            **{
                name: conditions.as_noted(
                    cast("Condition", parse(tree, condition=True)), raised.get(name)
                )
                for name, tree in kept.get("Conditions", {}).items()
            },
        },
        resources=resources,
        outputs=outputs,
        hooks={name: parse(hook) for name, hook in kept.get("Hooks", {}).items()},
    )


def _transforms(context: ToCloudFormation, kept: dict[str, Any]) -> tuple[Value, ...]:
    noted = kept.get("Transform", [])
    found = tuple(parse(item) for item in (noted if isinstance(noted, list) else [noted]))
    if context.extended and LANGUAGE_EXTENSIONS not in found:
        return (LANGUAGE_EXTENSIONS, *found)
    return found


def _plain_table(table: dict[str, dict[str, Expression]]) -> dict[str, dict[str, Value]]:
    return {top: dict(row) for top, row in table.items()}  # type: ignore[arg-type]  # literals on both sides
