"""Components that stand for nested stacks: what was recorded of each, in the words of templates."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ..errors import ProgramError, UnsupportedError
from ..naming import pascal_case
from ..pulumi import Attribute, Concat, ConfigKey, ConfigValue, Expression, Program, StackName, walk
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
        read: the default of each config key that it asked for, its arguments among them.
    """

    program: Program
    instance: str
    arguments: Sequence[str]
    outputs: Mapping[str, str]
    read: Mapping[str, str | None]


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

    for key, declared in alone.program.config.items():
        if key not in alone.arguments:
            told = f"reads the config value {key}"
            if key not in alone.read:
                told = "holds a secret" if declared.secret else "looks something up"
            file, line = _place_of(alone.program, key)
            raise UnsupportedError(
                f"{component.name} {told} itself: give it as an argument", file=file, line=line
            )
    program = rewritten(alone.program, change)
    config = {
        component.parameter(key): _with_default(declared, alone.read.get(key))
        for key, declared in program.config.items()
    }
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


def _with_default(declared: ConfigKey, default: str | None) -> ConfigKey:
    """A parameter with the default that a secret lost; who makes the component is to give it."""
    return replace(declared, default=default) if declared.secret and default else declared


def _place_of(program: Program, key: str) -> tuple[str | None, int | None]:
    """Where a program asks for a config key, or makes what uses it."""
    used = [("config", key)]
    for name, resource in program.resources.items():
        if any(it == ConfigValue(key) for it in walk(resource.inputs)):
            used.append(("resources", name))
    return next((program.places[it] for it in used if it in program.places), (None, None))


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
