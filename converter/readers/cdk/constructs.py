"""Constructs that live in this process."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from ...errors import SourceError
from ...intrinsics import ConditionRef, FindInMap, If, Value, parse, references, walk
from .assembly import Synthesized, chosen, find_stacks

_REFERRED = ("Parameters", "Resources")


def synthesized(construct: Any, name: str | None = None) -> Synthesized:
    """Synthesize the app of a construct and give its stack, or the part of it that a construct
    inside a stack is, with all that it refers to.

    Args:
        construct: an app, a stage, a stack, or what is inside one.
        name: which of an app's stacks.

    Raises:
        SourceError: it is none of these.
        UsageError: an app has several stacks and none was said, or there is none of that name.
    """
    from aws_cdk import Stack, Stage

    if Stage.is_stage(construct):
        return chosen(find_stacks(construct.synth(force=True).directory), name)
    try:
        stack = Stack.of(construct)
    except Exception as error:
        words = str(error).splitlines()[0]
        raise SourceError(f"only stacks and what is inside them can be read: {words}") from None
    stage = Stage.of(stack)
    assert stage is not None
    assembly = stage.synth(force=True)
    artifact = assembly.get_stack_artifact(stack.artifact_id)
    with open(artifact.template_full_path, encoding="utf-8") as file:
        template: dict[str, Any] = json.load(file)
    if not Stack.is_stack(construct):
        template = _part(template, _logical_ids(construct, stack))
    return Synthesized(names=(stack.stack_name,), template=template)


def _logical_ids(construct: Any, stack: Any) -> list[str]:
    from aws_cdk import CfnElement

    found = [each for each in construct.node.find_all() if CfnElement.is_cfn_element(each)]
    return [str(stack.resolve(each.logical_id)) for each in found]


def _part(template: dict[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """The entries with these names and all that they refer to, in the template's order."""
    kept: set[tuple[str, str]] = set()
    pending = [
        (section, name)
        for name in names
        for section, entries in template.items()
        if isinstance(entries, dict) and name in entries and section != "Metadata"
    ]
    while pending:
        key = pending.pop()
        section, name = key
        if key not in kept and name in (template.get(section) or {}):
            kept.add(key)
            pending += _needs(parse(template[section][name], condition=section == "Conditions"))
            pending += _named(template[section][name])
    return {
        section: {name: it for name, it in entries.items() if (section, name) in kept}
        for section, entries in template.items()
        if any(kept_section == section for kept_section, _ in kept)
    }


def _needs(value: Value) -> Iterable[tuple[str, str]]:
    for name in references(value):
        yield from ((section, name) for section in _REFERRED)
    for node in walk(value):
        if isinstance(node, If):
            yield "Conditions", node.condition
        elif isinstance(node, ConditionRef):
            yield "Conditions", node.name
        elif isinstance(node, FindInMap) and isinstance(node.mapping, str):
            yield "Mappings", node.mapping


def _named(entry: dict[str, Any]) -> Iterable[tuple[str, str]]:
    """What an entry names outside of functions."""
    if isinstance(entry.get("Condition"), str):
        yield "Conditions", entry["Condition"]
    needed = entry.get("DependsOn") or []
    yield from (("Resources", name) for name in ([needed] if isinstance(needed, str) else needed))
