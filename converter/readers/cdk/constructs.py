"""Constructs that live in this process."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any

from ...errors import SourceError
from ...intrinsics import ConditionRef, FindInMap, If, Value, parse, references, walk
from .assembly import Synthesized, find_stacks

_REFERRED = ("Parameters", "Resources")


def synthesized(construct: Any) -> list[Synthesized]:
    """Synthesize the app of a construct and give its stacks: those of an app or a stage, a stack,
    or the part of one that a construct inside it is, with all that this refers to.

    Raises:
        SourceError: it is none of these, or look-ups are missing.
    """
    from aws_cdk import Stack, Stage

    if Stage.is_stage(construct):
        return find_stacks(construct.synth(force=True).directory)
    try:
        stack = Stack.of(construct)
    except Exception as error:
        words = str(error).splitlines()[0]
        raise SourceError(f"only stacks and what is inside them can be read: {words}") from None
    found = _stack(stack)
    if not Stack.is_stack(construct):
        found.template = _part(found.template, _logical_ids(construct, stack))
    return [found]


def _stack(stack: Any) -> Synthesized:
    """A stack of a synthesized assembly, found by its id; a nested one by its template."""
    from aws_cdk import Stage

    stage = Stage.of(stack)
    assert stage is not None
    folder = stage.synth(force=True).directory
    stacks = find_stacks(folder)
    if stack.nested_stack_parent is None:
        return next(each for each in stacks if each.id == stack.artifact_id)
    with open(os.path.join(folder, stack.template_file), encoding="utf-8") as file:
        template = json.load(file)
    name = stack.node.path
    return Synthesized(id=name, names=(name,), name=stack.node.id, template=template)


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
