"""Components that stand for nested stacks: what was recorded of each, in the words of templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import ProgramError, UnsupportedError
from ..naming import pascal_case
from ..pulumi import Attribute, Concat, ConfigValue, Expression, Program, StackName
from ..rewriting import rewrite, rewritten

INSTANCE = "Component"
"""Begins the name that a component gets while it is run alone."""


@dataclass(frozen=True)
class Component:
    """A component that stands for a nested stack.

    Args:
        module, name: its class.
        parameters: the parameter of each argument that does not tell it.
        names: variable → condition or table, where the one does not tell how the other is spelled.
        defaults: the default of each parameter that has one, as far as it is noted.
        fragment: what stands beside it, as a template says it.
    """

    module: str
    name: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    names: Any = None
    defaults: Mapping[str, str] = field(default_factory=dict)
    fragment: Mapping[str, Any] = field(default_factory=dict)

    def token(self, project: str) -> str:
        """The type's token while a program runs."""
        return f"{project}:{self.module}:{self.name}"

    def parameter(self, argument: str) -> str:
        """The parameter that an argument stands for: ``vpc_id`` and ``vpcId`` for ``VpcId``."""
        words = argument.replace("_", " ").lower() if "_" in argument else argument
        return self.parameters.get(argument) or pascal_case(words)


@dataclass(frozen=True)
class Alone:
    """What a component did when it was run alone.

    Args:
        program: what it registered, its arguments as config.
        instance: the name it was given.
        arguments: its arguments.
        outputs: the output that each of its attributes is.
    """

    program: Program
    instance: str
    arguments: Sequence[str]
    outputs: Mapping[str, str]


def inside(component: Component, alone: Alone) -> Program:
    """The program of a component, in which arguments are parameters.

    Raises:
        ProgramError: the component's name is used as a value.
        UnsupportedError: it reads config of its own.
    """
    prefix = f"{alone.instance}-"

    def change(value: Any) -> Any:
        if isinstance(value, ConfigValue):
            return ConfigValue(component.parameter(value.key))
        if isinstance(value, Attribute):
            return replace(value, resource=value.resource.removeprefix(prefix))
        if isinstance(value, Concat):
            return _without_instance(value, alone.instance, change)
        if isinstance(value, str) and alone.instance in value:
            raise ProgramError(
                f"the name of a {component.name} is used as a value, which a template cannot say"
            )
        return value

    for key in alone.program.config:
        if key not in alone.arguments:
            raise UnsupportedError(
                f"{component.name} reads the config value {key} itself: give it as an argument"
            )
    program = rewritten(alone.program, change)
    config = {component.parameter(key): declared for key, declared in program.config.items()}
    resources = {}
    for name, resource in program.resources.items():
        needed = tuple(each.removeprefix(prefix) for each in resource.options.depends_on)
        options = replace(resource.options, depends_on=needed)
        resources[name.removeprefix(prefix)] = replace(resource, options=options)
    places = {
        (path[0], str(path[1]).removeprefix(prefix), *path[2:]): place
        for path, place in program.places.items()
    }
    return replace(
        program, name=component.module, config=config, resources=resources, places=places
    )


def _without_instance(value: Concat, instance: str, change: Callable[[Any], Any]) -> Expression:
    """A text in which the name that stands behind the stack's is left out."""
    parts: list[Expression] = []
    for part in value.parts:
        if isinstance(part, str) and parts and isinstance(parts[-1], StackName):
            part = part.removeprefix(f"-{instance}")
        if part != "":
            parts.append(rewrite(part, change))
    return parts[0] if len(parts) == 1 else Concat(tuple(parts))


def outside(
    program: Program,
    components: Mapping[str, Component],
    outputs: Mapping[str, Mapping[str, str]],
) -> Program:
    """A program in which what components are given are parameters, and what they have outputs.

    Args:
        program: what was recorded.
        components: the components that it may make, by their tokens.
        outputs: the output that each attribute of a component is, by the component's token.

    Raises:
        ProgramError: an attribute of a component is none of its outputs.
    """

    def change(value: Any) -> Any:
        if not isinstance(value, Attribute):
            return value
        known = outputs.get(program.resources[value.resource].type)
        if known is None:
            return value
        attribute = str(value.path[0])
        if attribute not in known:
            raise ProgramError(f"{attribute} of {value.resource} is none of its outputs")
        return replace(value, path=(known[attribute],))

    changed = rewritten(program, change)
    resources = {}
    for name, resource in changed.resources.items():
        component = components.get(resource.type)
        if component is not None:
            inputs = {component.parameter(key): it for key, it in resource.inputs.items()}
            resource = replace(resource, inputs=inputs)
        resources[name] = resource
    return replace(changed, resources=resources)
