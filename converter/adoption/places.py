"""Where the resources of a program stand in a deployed stack, and what is shown of them there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..catalog import facts
from ..cloudformation import Stack, nested_path
from ..intrinsics import GetAtt, Value
from ..records import dataclass
from .deployed import HIDDEN, Deployed, Row
from .detaching import PARAMETERS, ROOT
from .staying import Staying


@dataclass(frozen=True, slots=True)
class Place:
    """Where one resource stands: its template, the stack, and its logical ID there."""

    stack: Stack
    deployed: Deployed
    own: str


class Places:
    """The places of all resources of a template and of those nested in it.

    Args:
        stack: the template.
        deployed: the stack.

    Attributes:
        all: the places, by the full names that the resources have in the Pulumi stack.
    """

    def __init__(self, stack: Stack, deployed: Deployed) -> None:
        self.stack, self.deployed = stack, deployed
        self.all: dict[str, Place] = {}
        self._note(stack, ROOT, deployed, "")

    def _note(self, stack: Stack, path: str, deployed: Deployed, prefix: str) -> None:
        for own, resource in stack.resources.items():
            self.all[f"{prefix}{own}"] = Place(stack, deployed, own)
            nested = nested_path(path, resource.properties)
            is_nested = resource.type == facts.nested_stack() and nested in self.stack.templates
            if is_nested and nested is not None and own in deployed.nested:
                inner = self.stack.templates[nested]
                self._note(inner, nested, deployed.nested[own], f"{prefix}{own}-")

    def row(self, name: str) -> Row | None:
        """What the stack lists under a full name."""
        place = self.all.get(name)
        return None if place is None else place.deployed.rows.get(place.own)

    def staying(self, found: Mapping[str, Mapping[str, Staying]]) -> Iterator[tuple[str, Staying]]:
        """What stays and is there, by full name; ``found`` is by template and logical ID."""
        paths = {id(each): path for path, each in self.stack.templates.items()}
        for name, place in self.all.items():
            each = found.get(paths.get(id(place.stack), ROOT), {}).get(place.own)
            if each is not None and self.row(name) is not None:
                yield name, each

    def drifted(self) -> Iterator[tuple[str, Row]]:
        """What AWS found to differ from the template, by full name."""
        for name in self.all:
            row = self.row(name)
            if row is not None and row.drift == "MODIFIED":
                yield name, row

    def is_in_module(self, prefix: str, own: str) -> bool:
        """Whether a logical ID is one of a module's; ``prefix`` stands before the full names."""
        stacks = (it.stack for name, it in self.all.items() if name == f"{prefix}{it.own}")
        return next(stacks, self.stack).module_of(own) is not None

    def shown(self) -> dict[str, dict[str, Any]]:
        """Attributes that outputs of the stack, or parameters of nested ones, show: by the full
        name of the resource, and by the attribute.
        """
        found: dict[str, dict[str, Any]] = {}
        for node, prefix, text in self._shown_values():
            if isinstance(node, GetAtt) and isinstance(node.attribute, str):
                found.setdefault(f"{prefix}{node.resource}", {}).setdefault(node.attribute, text)
        return found

    def _shown_values(self) -> Iterator[tuple[Value, str, str]]:
        seen: set[str] = set()
        for name, place in self.all.items():
            prefix = name.removesuffix(place.own)
            if prefix not in seen:
                seen.add(prefix)
                for key, output in place.stack.outputs.items():
                    if key in place.deployed.outputs:
                        yield output.value, prefix, place.deployed.outputs[key]
            nested = place.deployed.nested.get(place.own)
            properties = place.stack.resources[place.own].properties
            given = properties.get(PARAMETERS) if isinstance(properties, dict) else None
            if nested is not None and isinstance(given, dict):
                for key, value in given.items():
                    text = nested.parameters.get(key, HIDDEN)
                    if text != HIDDEN:
                        yield value, prefix, text
