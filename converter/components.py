"""What the components of a program are given: plain values, or outputs."""

from __future__ import annotations

from .pulumi import (
    LATE_FUNCTIONS,
    Attribute,
    ConfigKey,
    ConfigValue,
    Expression,
    Invoke,
    Program,
    Secret,
    StackOutput,
    walk,
)
from .records import replace


def is_late(value: Expression, config: dict[str, ConfigKey]) -> bool:
    """Whether a value is an output when a program with this config runs."""
    return any(
        isinstance(part, (Attribute, Secret, StackOutput))
        or (isinstance(part, Invoke) and part.function in LATE_FUNCTIONS)
        or (isinstance(part, ConfigValue) and (config[part.key].secret or config[part.key].output))
        for part in walk(value)
    )


def with_outputs(program: Program) -> Program:
    """A program in which every argument that is given an output anywhere says so."""
    components = dict(program.components)
    todo = [program, *components.values()]
    while todo:
        outer = todo.pop()
        for resource in outer.resources.values():
            component = components.get(resource.type)
            if component is None:
                continue
            late = {
                key: replace(component.config[key], output=True)
                for key, value in resource.inputs.items()
                if is_late(value, outer.config) and not component.config[key].output
            }
            if late:
                changed = replace(component, config={**component.config, **late})
                components[resource.type] = changed
                todo.append(changed)
    return replace(program, components=components) if components else program
