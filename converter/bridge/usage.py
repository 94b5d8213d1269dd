"""A program cut down to what it uses, in the types that it uses it in."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

from .. import pulumi
from ..intrinsics import render
from ..pulumi import Choice, Program
from ..records import replace
from .context import ToPulumi
from .parameters import is_converted, narrow_config, unconverted
from .scalars import integer_of


def without_unused(context: ToPulumi, program: Program) -> Program:
    """The program without the conditions and tables that nothing in it asks for: they are kept
    beside it. So are tables in which nothing is searched by a key that a run may change: a program
    of most languages shows no more of them than the values.
    """
    conditions, used_tables, searched = _used(program)
    unused = {
        "Conditions": {
            **program.fragment.get("Conditions", {}),
            **{
                name: render(context.stack.conditions[name])
                for name in program.conditions
                if name not in conditions
            },
        },
        "Mappings": {
            name: context.stack.mappings[name] for name in program.tables if name not in searched
        },
    }
    kept = {section: entries for section, entries in unused.items() if entries}
    if not kept:
        return program
    return replace(
        program,
        conditions={
            name: value for name, value in program.conditions.items() if name in conditions
        },
        tables={name: table for name, table in program.tables.items() if name in used_tables},
        fragment={**program.fragment, **kept},
    )


def only_used(program: Program) -> Program:
    """The program without the conditions, tables and config keys that nothing in it asks for, and
    without what its fragment says of resources and outputs that it does not have.
    """
    conditions, tables, _ = _used(program)
    found = replace(
        program,
        conditions={name: it for name, it in program.conditions.items() if name in conditions},
        tables={name: it for name, it in program.tables.items() if name in tables},
        fragment=_fragment_of(program),
    )
    if program.fragment:  # whose rules and the like may ask for any key
        return found
    values = [*found.values(), *found.conditions.values()]
    keys = {
        node.key
        for value in values
        for node in pulumi.walk(value)
        if isinstance(node, pulumi.ConfigValue)
    }
    return replace(found, config={key: it for key, it in program.config.items() if key in keys})


def used_conditions(program: Program) -> set[str]:
    """The conditions that something in a program asks for."""
    return _used(program)[0]


def _fragment_of(program: Program) -> dict[str, Any]:
    present: dict[str, Mapping[str, Any]]
    present = {"Resources": program.resources, "Outputs": program.exports}
    return {
        section: {key: it for key, it in content.items() if key in present[section]}
        if section in present
        else content
        for section, content in program.fragment.items()
    }


def _used(program: Program) -> tuple[set[str], set[str], set[str]]:
    """The conditions and tables that resources and outputs ask for, directly or through other
    conditions, and those of the tables that are asked with a key that is no literal.
    """
    found: set[str] = set()
    tables: set[str] = set()
    searched: set[str] = set()
    if not program.conditions and not program.tables:
        return found, tables, searched
    values = [*program.values()]
    todo = [resource.condition for resource in program.resources.values() if resource.condition]
    todo += [export.condition for export in program.exports.values() if export.condition]
    values += [refusal.condition for refusal in program.refusals]
    while values or todo:
        for value in values:
            for part in pulumi.walk(value):
                if isinstance(part, Choice):
                    todo.append(part.condition)
                elif isinstance(part, pulumi.ConditionValue):
                    todo.append(part.name)
                elif isinstance(part, pulumi.Lookup):
                    tables.add(part.table)
                    if not isinstance(part.first, str) or not isinstance(part.second, str):
                        searched.add(part.table)
        fresh = {name for name in todo if name not in found and name in program.conditions}
        found |= fresh
        values, todo = [program.conditions[name] for name in fresh], []
    return found, tables, searched


def narrowed(context: ToPulumi, program: Program) -> Program:
    """The program with its number parameters read as numbers where that is all they are used
    for; the default of one that is read as a whole number anywhere is one.
    """
    used = narrow_config(context, chain(program.values(), program.conditions.values()))
    if not used:
        return program
    config = dict(program.config)
    for name, kind in used.items():
        given = context.stack.parameters[name].default
        whole = integer_of(given)
        config[name] = replace(config[name], type=kind, default=whole)
        if kind == "string" and whole is not None:
            config[name] = replace(config[name], default=str(whole))
            if isinstance(given, float):
                words = f"the default of {name} is read as the whole number {whole}, also as a text"
                place = ("Parameters", name, "Default")
                context.report.warn("number-text", f"{words}; CloudFormation prints {given}", place)
    keys = {name: kind for name, kind in used.items() if kind == "integer"}
    resources = dict(program.resources)
    for name, resource in program.resources.items():
        if is_converted(resource.inputs, keys):
            inputs = {wire: unconverted(value, keys) for wire, value in resource.inputs.items()}
            resources[name] = replace(resource, inputs=inputs)
    exports = {
        name: replace(export, value=unconverted(export.value, keys))
        for name, export in program.exports.items()
    }
    return replace(program, config=config, resources=resources, exports=exports)
