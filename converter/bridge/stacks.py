"""Whole stacks and whole programs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any, cast

from .. import catalog, cloudformation, intrinsics, pulumi
from ..catalog import ResourceType
from ..cloudformation import Stack
from ..errors import ConversionError, Path, UnsupportedError
from ..intrinsics import Condition, Value, parse, render
from ..pulumi import (
    ABSENT,
    Choice,
    ConfigValue,
    Convert,
    Export,
    Expression,
    Program,
    Resource,
    Secret,
    StackName,
)
from ..report import Report
from . import conditions, references, strings
from .comments import lower_comments
from .context import LowerRule, RaiseRule, Reason, ToCloudFormation, ToPulumi
from .equivalents import equivalent, lower_equivalent, raise_equivalent
from .held import (
    LANGUAGE_EXTENSIONS,
    has_dynamic_reference,
    held_resource,
    is_stack_id_holder,
    lower_held,
    raise_held,
)
from .names import lower_names
from .options import leftover, lower_options, raise_resource
from .parameters import constraints, lower_parameter, narrow_config, raise_config, unconverted
from .properties import Properties

LOWER: dict[type, LowerRule] = {
    intrinsics.Ref: references.lower_ref,
    intrinsics.GetAtt: references.lower_getatt,
    intrinsics.GetAZs: references.lower_get_azs,
    intrinsics.Cidr: references.lower_cidr,
    intrinsics.ImportValue: references.lower_import_value,
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
    intrinsics.GetStackOutput: strings.refuse,
    intrinsics.Transform: strings.refuse,
    intrinsics.ForEach: strings.refuse,
    intrinsics.RuleFunction: strings.refuse,
}

RAISE: dict[type, RaiseRule] = {
    pulumi.Attribute: references.raise_attribute,
    pulumi.Invoke: references.raise_invoke,
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
    pulumi.Equal: conditions.raise_condition,
    pulumi.AllOf: conditions.raise_condition,
    pulumi.AnyOf: conditions.raise_condition,
    pulumi.Negation: conditions.raise_condition,
    pulumi.ConditionValue: conditions.raise_condition,
    ConfigValue: lambda context, node: intrinsics.Ref(context.parameters[node.key]),
    StackName: lambda context, node: intrinsics.Ref("AWS::StackName"),
    Convert: lambda context, node: context.value(node.value),
    Secret: lambda context, node: context.value(node.value),
    pulumi.EnumMember: lambda context, node: node.value,
}

UNKNOWN_ENUM_VALUE = "unknown-enum-value"
WHOLE_SECTIONS = ("Metadata", "Rules", "Hooks")


def lower_stack(stack: Stack, name: str, report: Report) -> Program:
    """See `converter.bridge.to_pulumi`."""
    for section, loops in stack.loops.items():
        raise UnsupportedError(
            "Fn::ForEach cannot be carried to Pulumi yet", path=(section, next(iter(loops)))
        )
    held = _not_creatable(stack)
    told = Report()
    while True:
        found = Report()
        context = ToPulumi(stack, found, LOWER)
        context.held.update(held)
        program = _lower_stack(context, name)
        if program is not None:
            report.extend(told)
            report.extend(found)
            return program
        held.update(context.to_hold)
        for finding in found:
            if finding.code == UNKNOWN_ENUM_VALUE:  # nobody looks into a held resource again
                told.warn(finding.code, finding.message, finding.path)


def _lower_stack(context: ToPulumi, name: str) -> Program | None:
    """The program; None where resources turned out to need a CloudFormation stack of their own
    (`ToPulumi.to_hold`), so that all that refers to them is to be carried anew.
    """
    stack = context.stack
    for key, parameter in stack.parameters.items():
        context.config[key] = lower_parameter(context, key, parameter)
    for key, mapping in stack.mappings.items():
        with _at("Mappings", key):
            context.tables[key] = conditions.lower_table(mapping)
    lowered_conditions = {}
    for key, condition in stack.conditions.items():
        with _at("Conditions", key):
            lowered_conditions[key] = conditions.lower_condition(context, condition)
    resources = {
        key: lower_resource(context, key, resource) for key, resource in stack.resources.items()
    }
    if context.to_hold:
        return None
    exports = {}
    for key, output in stack.outputs.items():
        with _at("Outputs", key, "Value"):
            exports[key] = Export(value=context.value(output.value), condition=output.condition)
    program = Program(
        name=name,
        description=stack.description,
        config=context.config,
        lower_case_types=tuple(context.lower_case_types),
        tables=context.tables,
        conditions=lowered_conditions,
        resources={**context.added, **resources},
        exports=exports,
        fragment=fragment(context),
        comments=lower_comments(context),
    )
    return _narrowed(context, _without_unused(context, program))


def _without_unused(context: ToPulumi, program: Program) -> Program:
    """The program without the conditions and tables that nothing in it asks for: they are kept
    beside it.
    """
    used_conditions, used_tables = _used(program)
    unused = {
        "Conditions": {
            name: render(context.stack.conditions[name])
            for name in program.conditions
            if name not in used_conditions
        },
        "Mappings": {
            name: context.stack.mappings[name] for name in program.tables if name not in used_tables
        },
    }
    kept = {section: entries for section, entries in unused.items() if entries}
    if not kept:
        return program
    return replace(
        program,
        conditions={
            name: value for name, value in program.conditions.items() if name in used_conditions
        },
        tables={name: table for name, table in program.tables.items() if name in used_tables},
        fragment={**program.fragment, **kept},
    )


def _used(program: Program) -> tuple[set[str], set[str]]:
    """The conditions and tables that resources and outputs ask for, directly or through other
    conditions.
    """
    found: set[str] = set()
    tables: set[str] = set()
    values: list[Expression] = [resource.inputs for resource in program.resources.values()]
    values += [export.value for export in program.exports.values()]
    todo = [resource.condition for resource in program.resources.values() if resource.condition]
    todo += [export.condition for export in program.exports.values() if export.condition]
    while values or todo:
        for value in values:
            for part in pulumi.walk(value):
                if isinstance(part, Choice):
                    todo.append(part.condition)
                elif isinstance(part, pulumi.ConditionValue):
                    todo.append(part.name)
                elif isinstance(part, pulumi.Lookup):
                    tables.add(part.table)
        fresh = {name for name in todo if name not in found and name in program.conditions}
        found |= fresh
        values, todo = [program.conditions[name] for name in fresh], []
    return found, tables


def _not_creatable(stack: Stack) -> dict[str, Reason]:
    """The resources that aws-native cannot create, with the reason in words and its place."""
    found: dict[str, Reason] = {}
    for logical_id, resource in stack.resources.items():
        words = _why_not_creatable(resource)
        if words is not None:
            found[logical_id] = (words, ("Resources", logical_id))
    return found


def _why_not_creatable(resource: cloudformation.Resource) -> str | None:
    described = catalog.resource_type(resource.type)
    if described is None:
        custom = not resource.type.startswith("AWS::")
        meant = None if custom else catalog.near(resource.type, catalog.type_names())
        hint = f"; did you mean {meant}?" if meant else ""
        return f"the resource type {resource.type} is not known here{hint}"
    if not described.creatable and equivalent(resource) is None:
        return f"aws-native cannot create an {resource.type}"
    if has_dynamic_reference(resource.properties):
        return "only CloudFormation resolves dynamic references ({{resolve:…}})"
    return None


def lower_resource(
    context: ToPulumi, logical_id: str, resource: cloudformation.Resource
) -> Resource:
    """Carry a resource: natively, as an exact equivalent, or held in a CloudFormation stack."""
    path: Path = ("Resources", logical_id)
    if logical_id in context.held:
        words, place = context.held[logical_id]
        stays = f"{logical_id} stays in a CloudFormation stack held by the program"
        context.report.warn("held", f"{words}; {stays}", place)
        with _at(*path):
            return lower_held(context, logical_id, resource)
    entry = equivalent(resource)
    if entry is not None:
        context.report.note(
            "equivalent", f"{logical_id} becomes an {entry['type']}, which does the same", path
        )
        resource = lower_equivalent(resource, entry)
    described = catalog.resource_type(resource.type)
    assert described is not None
    lower_names(context, logical_id, described, resource)
    values = Properties(described, (*path, "Properties"))
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
    if properties is None or properties == intrinsics.NO_VALUE:
        properties = {}
    if not isinstance(properties, dict):
        values.unsent.append(("its properties as a whole are a function", values.path))
        return {}
    return values.fields(context, properties, described.properties, described.name)


def fragment(context: ToPulumi) -> dict[str, Any]:
    """What the stack says and Pulumi has no place for, as a fragment of a template."""
    stack = context.stack
    found: dict[str, Any] = {}
    if stack.format_version is not None:
        found["AWSTemplateFormatVersion"] = stack.format_version
    if stack.description is not None:
        found["Description"] = stack.description
    if stack.transforms:
        found["Transform"] = [render(item) for item in stack.transforms]
    for section in WHOLE_SECTIONS:
        content = getattr(stack, section.lower())
        if content:
            found[section] = render(content)
    parameters = {
        key: render(constraints(parameter)) for key, parameter in stack.parameters.items()
    }
    resources = {
        key: leftover(resource)
        for key, resource in stack.resources.items()
        if key not in context.held
    }
    outputs = {key: _output_leftover(output) for key, output in stack.outputs.items()}
    for section, entries in (
        ("Parameters", parameters),
        ("Resources", resources),
        ("Outputs", outputs),
    ):
        kept = {key: entry for key, entry in entries.items() if entry}
        if kept:
            found[section] = kept
    _tell_what_is_kept(context)
    return found


def _tell_what_is_kept(context: ToPulumi) -> None:
    """Say what Pulumi will not do of what the fragment keeps."""
    stack = context.stack
    beside = "kept in cloudformation.yaml"
    constrained = [
        key for key, entry in stack.parameters.items() if constraints(entry).keys() - {"Type"}
    ]
    if constrained:
        words = (
            f"the constraints of {', '.join(constrained)} are {beside}; Pulumi does not check them"
        )
        context.report.note("constraints", words, ("Parameters", constrained[0]))
    if stack.rules:
        words = f"Rules are {beside}; Pulumi does not check them"
        context.report.warn("rules", words, ("Rules",))
    for key, output in stack.outputs.items():
        if output.export_name is not None:
            words = f"the export name of {key} is {beside}: stacks that import it no longer find it"
            context.report.warn("export-name", words, ("Outputs", key, "Export"))


def _output_leftover(output: cloudformation.Output) -> dict[str, Any]:
    left: dict[str, Any] = {}
    if output.description is not None:
        left["Description"] = render(output.description)
    if output.export_name is not None:
        left["Export"] = {"Name": render(output.export_name)}
    return left


def _narrowed(context: ToPulumi, program: Program) -> Program:
    """The program with its number parameters read as numbers where that is all they are used
    for.
    """
    values: list[Expression] = [resource.inputs for resource in program.resources.values()]
    values += [export.value for export in program.exports.values()]
    values += program.conditions.values()
    keys = narrow_config(context, values)
    if not keys:
        return program
    config = {
        name: replace(
            key, type=keys[name], default=None if key.default is None else int(str(key.default))
        )
        if name in keys
        else key
        for name, key in program.config.items()
    }
    resources = {
        name: replace(
            resource,
            inputs={wire: unconverted(value, keys) for wire, value in resource.inputs.items()},
        )
        for name, resource in program.resources.items()
    }
    exports = {
        name: replace(export, value=unconverted(export.value, keys))
        for name, export in program.exports.items()
    }
    return replace(program, config=config, resources=resources, exports=exports)


class _at:  # noqa: N801 - reads as a word: `with _at("Outputs", name)`
    """Puts the place before the path of an error that passes through."""

    def __init__(self, *steps: str | int) -> None:
        self.steps = steps

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ConversionError):
            error.within(*self.steps)


def raise_program(program: Program, report: Report) -> Stack:
    """See `converter.bridge.to_cloudformation`."""
    context = ToCloudFormation(program, report, RAISE)
    context.logical_ids = logical_ids(program, report)
    context.parameters = {key: _alphanumeric(key) for key in program.config}
    kept = program.fragment
    parameters = {
        context.parameters[key]: raise_config(
            context, key, config, _entry(kept, "Parameters", context.parameters[key])
        )
        for key, config in program.config.items()
    }
    resources = {}
    for name, resource in program.resources.items():
        if is_stack_id_holder(resource):
            continue
        logical_id = context.logical_ids[name]
        with _at("Resources", logical_id):
            resources[logical_id] = _raise_one(
                context, name, resource, _entry(kept, "Resources", logical_id)
            )
    outputs = {}
    for name, export in program.exports.items():
        with _at("Outputs", name):
            outputs[_alphanumeric(name)] = _raise_output(
                context, export, _entry(kept, "Outputs", _alphanumeric(name))
            )
    _report_unused(report, kept, parameters, resources, outputs)
    return Stack(
        format_version=kept.get("AWSTemplateFormatVersion"),
        description=kept.get("Description", program.description),
        transforms=_transforms(context, kept),
        metadata=parse(_metadata(kept)),  # type: ignore[arg-type]  # a map in, a map out
        parameters=parameters,
        rules=parse(kept.get("Rules", {})),  # type: ignore[arg-type]  # as above
        mappings={
            **{name: _plain_table(table) for name, table in program.tables.items()},
            **{
                name: mapping
                for name, mapping in {**context.mappings, **kept.get("Mappings", {})}.items()
                if name not in program.tables
            },
        },
        conditions={
            **{
                name: conditions.raise_condition(context, value)
                for name, value in program.conditions.items()
            },
            **{
                name: cast("Condition", parse(tree, condition=True))
                for name, tree in kept.get("Conditions", {}).items()
            },
        },
        resources=resources,
        outputs=outputs,
        hooks=parse(kept.get("Hooks", {})),  # type: ignore[arg-type]  # as above
    )


def _metadata(kept: dict[str, Any]) -> dict[str, Any]:
    """The template's own metadata, without the names that the writer of the program left there."""
    return {key: value for key, value in kept.get("Metadata", {}).items() if key != pulumi.NAMES}


def _raise_one(
    context: ToCloudFormation, name: str, resource: Resource, kept: dict[str, Any]
) -> cloudformation.Resource:
    if held_resource(resource, context.logical_ids[name]) is not None:
        return raise_held(context, name, resource)
    described = context.resource_type(name)
    if described is None:
        raise UnsupportedError(f"{name} is a {resource.type}, which CloudFormation does not have")
    values = Properties(described, ("Resources", context.logical_ids[name], "Properties"))
    properties = values.raise_fields(context, resource.inputs, described.by_pulumi, described.name)
    whole: dict[str, Any] = {"Type": described.name, "Properties": properties or None}
    if "Fn::If" in kept.get("Properties", {}):
        whole["Properties"] = _whole_if(properties, kept["Properties"]["Fn::If"])
    raised = raise_resource(context, name, resource, whole, kept)
    return raise_equivalent(raised, kept["Type"]) if "Type" in kept else raised


def _whole_if(properties: dict[str, Value], nested: Any) -> Value:
    """Properties whose every value is a choice, as the one choice that they were (`leftover`)."""
    if nested == render(intrinsics.NO_VALUE):
        return intrinsics.NO_VALUE
    if not isinstance(nested, list):
        return {name: value for name, value in properties.items() if value != intrinsics.NO_VALUE}
    condition, then, otherwise = nested
    chosen: dict[str, Value] = {}
    left: dict[str, Value] = {}
    for name, value in properties.items():
        chosen[name] = left[name] = value
        if isinstance(value, intrinsics.If) and value.condition == condition:
            chosen[name], left[name] = value.then, value.otherwise
    return intrinsics.If(condition, _whole_if(chosen, then), _whole_if(left, otherwise))


def _transforms(context: ToCloudFormation, kept: dict[str, Any]) -> tuple[Value, ...]:
    found = tuple(parse(item) for item in kept.get("Transform", ()))
    if context.extended and LANGUAGE_EXTENSIONS not in found:
        return (LANGUAGE_EXTENSIONS, *found)
    return found


def _raise_output(
    context: ToCloudFormation, export: Export, kept: dict[str, Any]
) -> cloudformation.Output:
    value = context.value(export.value)
    if isinstance(value, (list, dict)):  # an output is text
        computed = any(True for _ in intrinsics.walk(value))
        context.extended = context.extended or computed
        value = intrinsics.ToJsonString(value) if computed else json.dumps(render(value))
    return cloudformation.Output(
        value=value,
        description=parse(kept.get("Description")),
        export_name=parse(kept["Export"]["Name"]) if "Export" in kept else None,
        condition=export.condition,
    )


def _entry(kept: dict[str, Any], section: str, name: str) -> dict[str, Any]:
    entry = kept.get(section, {}).get(name)
    return entry if isinstance(entry, dict) else {}


def _report_unused(report: Report, kept: dict[str, Any], *sections: dict[str, Any]) -> None:
    for section, present in zip(("Parameters", "Resources", "Outputs"), sections, strict=True):
        for name in kept.get(section, {}):
            if name not in present:
                report.warn(
                    "fragment-unused",
                    f"cloudformation.yaml speaks of {name}, which the program does not have",
                )


def _plain_table(table: dict[str, dict[str, Expression]]) -> dict[str, dict[str, Value]]:
    return {top: dict(row) for top, row in table.items()}  # type: ignore[arg-type]  # literals on both sides


def logical_ids(program: Program, report: Report) -> dict[str, str]:
    """A legal and unique logical ID for each resource: its name where that is one (``my-bucket`` →
    ``MyBucket``).
    """
    taken = {name for name in program.resources if name.isascii() and name.isalnum()}
    found: dict[str, str] = {}
    for name in program.resources:
        if name in taken:
            found[name] = name
            continue
        plain = _alphanumeric(name) or "Resource"
        unique, number = plain, 2
        while unique in taken:
            unique, number = f"{plain}{number}", number + 1
        taken.add(unique)
        found[name] = unique
        report.note("renamed", f"the resource {name!r} gets the logical ID {unique}")
    return found


def _alphanumeric(name: str) -> str:
    if name.isascii() and name.isalnum():
        return name
    words = re.findall(r"[A-Za-z0-9]+", name)
    return "".join(word[:1].upper() + word[1:] for word in words)
