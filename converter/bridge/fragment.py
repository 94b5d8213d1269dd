"""What a stack says and Pulumi has no place for, as a fragment of a template."""

from __future__ import annotations

from typing import Any

from ..cloudformation import TEMPLATE_URL
from ..intrinsics import render
from ..pulumi import COMPONENT, DECISIONS, NAMES, PARTS, STACK_REFERENCES
from ..report import Report
from .components import component_leftover
from .conditions import has_literal_first
from .context import FRAGMENT, ToPulumi
from .defaults import fault_of
from .options import leftover
from .outputs import output_leftover
from .parameters import constraints, spelled_default

WHOLE_SECTIONS = ("Metadata", "Rules", "Hooks")


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
        if content and section == "Metadata":
            found[section] = content
        elif content:
            found[section] = {name: render(entry) for name, entry in content.items()}
    if context.imports:
        found["Metadata"] = {**found.get("Metadata", {}), STACK_REFERENCES: context.imports}
    parts = {key: list(names)[1:] for key, names in context.parts.items() if len(names) > 1}
    if parts:
        found["Metadata"] = {**found.get("Metadata", {}), PARTS: parts}
    parameters = {
        key: render(
            {
                **constraints(parameter, is_argument=context.is_component),
                **spelled_default(context, parameter),
            }
        )
        for key, parameter in stack.parameters.items()
    }
    resources = {
        key: left
        for key, resource in stack.resources.items()
        if key not in context.held
        and (left := {**leftover(context, key, resource), **component_leftover(context, key)})
    }
    outputs = {key: output_leftover(output) for key, output in stack.outputs.items()}
    conditions = {
        key: render(condition)
        for key, condition in stack.conditions.items()
        if has_literal_first(condition)
    }
    for section, entries in (
        ("Conditions", conditions),
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
    beside = f"kept in {context.fragment_file}"
    constrained = [
        key for key, entry in stack.parameters.items() if constraints(entry).keys() - {"Type"}
    ]
    if constrained:
        words = (
            f"the constraints of {', '.join(constrained)} are {beside}; Pulumi does not check them"
        )
        context.report.note("constraints", words, ("Parameters", constrained[0]))
    for key in stack.parameters:
        _tell_what_the_default_is(context, key)
    if stack.rules:
        words = f"Rules are {beside}; Pulumi does not check them"
        context.report.warn("rules", words, ("Rules",))
    _tell_export_names(context)


def _tell_what_the_default_is(context: ToPulumi, key: str) -> None:
    fault = fault_of(context.stack.parameters[key])
    if fault is not None:
        words = f"the default of {key} is {fault}: CloudFormation asks for another, Pulumi takes it"
        context.report.warn("default", words, ("Parameters", key, "Default"))


def _tell_export_names(context: ToPulumi) -> None:
    unread: list[str] = []
    beside = f"kept in {context.fragment_file}"
    for key, output in context.stack.outputs.items():
        if output.export_name is None:
            continue
        readers = context.siblings.readers(context.name, key) if context.siblings else []
        if not readers:
            unread.append(key)
            continue
        read = f"for {', '.join(readers)} there is a stack reference, others no longer find it"
        words = f"the export name of {key} is {beside}: {read}"
        context.report.note("export-name", words, ("Outputs", key, "Export"))
    if unread:
        words = f"other stacks no longer find {', '.join(unread)} by export name, which is {beside}"
        context.report.warn("export-name", words, ("Outputs", unread[0], "Export"))


def own_metadata(kept: dict[str, Any]) -> dict[str, Any]:
    """The template's own metadata, without what is noted there about the program."""
    own = (COMPONENT, DECISIONS, NAMES, PARTS, STACK_REFERENCES)
    return {key: value for key, value in kept.get("Metadata", {}).items() if key not in own}


def entry(kept: dict[str, Any], section: str, name: str) -> dict[str, Any]:
    """What a fragment says about one entry of a section."""
    found = kept.get(section, {}).get(name)
    return found if isinstance(found, dict) else {}


def report_unused(report: Report, kept: dict[str, Any], *sections: dict[str, Any]) -> None:
    """Tell of entries of a fragment for which the program has nothing.

    Nested stacks are not there where their resources count as the program's own.
    """
    resources = kept.get("Resources", {})
    flat = [
        name
        for name in resources
        if name not in sections[1]
        and TEMPLATE_URL in entry(kept, "Resources", name).get("Properties", {})
    ]
    if flat:
        report.warn(
            "nested-stacks",
            f"the resources of {', '.join(flat)} are put into the template itself; "
            "where templates go to a folder, they stay nested stacks",
        )
    for section, present in zip(("Parameters", "Resources", "Outputs"), sections, strict=True):
        for name in kept.get(section, {}):
            if name not in present and name not in flat:
                words = f"{FRAGMENT} speaks of {name}, which the program does not have"
                report.warn("fragment-unused", words, (section, name))
