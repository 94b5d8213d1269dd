"""The class that a component of a program becomes, and how its parts are called."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from ...pulumi import Program
from .names import Names

# What a component resource has itself, and what is imported beside it
_OF_RESOURCES = frozenset(
    {
        *("urn", "get_provider", "register_outputs", "translate_input_property"),
        *("translate_output_property", "pulumi_resource_name", "pulumi_resource_type"),
    }
)


@dataclass(frozen=True)
class ComponentClass:
    """How a component is called.

    Attributes:
        module: the module that defines it.
        name: the class.
        arguments: the field of its arguments' class for each config key.
        outputs: the attribute for each of its outputs.
    """

    module: str
    name: str
    arguments: dict[str, str]
    outputs: dict[str, str]

    @property
    def arguments_name(self) -> str:
        """The class of its arguments."""
        return f"{self.name}Args"

    @property
    def imported(self) -> list[str]:
        """What a program that makes one imports."""
        return [self.name, self.arguments_name] if self.arguments else [self.name]


def component_classes(components: Mapping[str, Program]) -> dict[str, ComponentClass]:
    """The class of each component, by its type's token."""
    return {token: _class_of(token, component) for token, component in components.items()}


def _class_of(token: str, component: Program) -> ComponentClass:
    fields, attributes = Names({"field"}), Names(_OF_RESOURCES)
    return ComponentClass(
        module=component.name,
        name=token.rpartition(":")[2],
        arguments={key: fields.give(key, "argument") for key in component.config},
        outputs={key: attributes.give(key, "output") for key in component.exports},
    )
