"""The class that a component of a program becomes, and how its parts are called."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ...pulumi import Program
from ...records import dataclass
from ..names import Names


@dataclass(frozen=True, slots=True)
class ComponentClass:
    """How a component is called.

    Attributes:
        module: the module that defines it, in snake_case.
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


def component_classes(
    components: Mapping[str, Program], fields: Callable[[], Names], attributes: Callable[[], Names]
) -> dict[str, ComponentClass]:
    """The class of each component, by its type's token.

    Args:
        components: the components.
        fields: gives the names of the fields of arguments, none of them given yet.
        attributes: gives those of a component's outputs.
    """
    return {
        token: _class_of(token, component, fields(), attributes())
        for token, component in components.items()
    }


def _class_of(token: str, component: Program, fields: Names, attributes: Names) -> ComponentClass:
    return ComponentClass(
        component.name,
        token.rpartition(":")[2],
        {key: fields.give(key, "argument") for key in component.config},
        {key: attributes.give(key, "output") for key in component.exports},
    )
