"""Stacks that are carried together, and what they import from each other.

What one of them exports, the others read from the Pulumi stack that it becomes: of the same name,
in the same organization, in its own project. Only names that stand in the templates as they are can
be told apart before a deployment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Union

from ..cloudformation import Stack
from ..intrinsics import GetStackOutput, ImportValue, Value, parse, render, walk
from ..pulumi import (
    STACK_REFERENCES,
    Concat,
    Organization,
    StackName,
    StackOutput,
    StackReference,
)
from .context import ToCloudFormation, ToPulumi

Import = Union[ImportValue, GetStackOutput]
Place = tuple[str, str]
"""A project, and the name of one of its outputs."""

_NO_NAME = r"[^A-Za-z0-9:-]+"


class Siblings:
    """The stacks that are carried together.

    Args:
        stacks: each by the name of the project that it becomes.
        stack_names: project → the name that CloudFormation knows the stack by, where it is known.
    """

    def __init__(
        self, stacks: Mapping[str, Stack], stack_names: Mapping[str, str] | None = None
    ) -> None:
        self._places: dict[Import | tuple[str, str], Place | None] = {}
        self._readers: dict[Place, list[str]] = {}
        for project, stack in stacks.items():
            for name, output in stack.outputs.items():
                if isinstance(output.export_name, str):
                    self._put(ImportValue(output.export_name), (project, name))
                if stack_names and project in stack_names:
                    self._put((stack_names[project], name), (project, name))
        for project, stack in stacks.items():
            for place in dict.fromkeys(self._imported(stack)):
                if place[0] != project:
                    self._readers.setdefault(place, []).append(project)

    def _put(self, key: Import | tuple[str, str], place: Place) -> None:
        """Note where a name leads; one that several stacks have leads nowhere."""
        self._places[key] = None if key in self._places else place

    def _imported(self, stack: Stack) -> Iterator[Place]:
        values: list[Value] = [resource.properties for resource in stack.resources.values()]
        values += [output.value for output in stack.outputs.values()]
        for value in values:
            for node in walk(value):
                if isinstance(node, (ImportValue, GetStackOutput)):
                    place = self.place(node)
                    if place is not None:
                        yield place

    def place(self, node: Import) -> Place | None:
        """The project and its output that a function reads, where it is one of these stacks'."""
        if isinstance(node, ImportValue):
            return self._places.get(node) if isinstance(node.name, str) else None
        arguments = node.arguments if isinstance(node.arguments, dict) else {}
        stack, output = arguments.get("StackName"), arguments.get("OutputName")
        if isinstance(stack, str) and isinstance(output, str):
            return self._places.get((stack, output))
        return None

    def readers(self, project: str, output: str) -> list[str]:
        """The projects that read an output of another one."""
        return self._readers.get((project, output), [])


def lower_sibling_output(context: ToPulumi, node: Import) -> StackOutput | None:
    """A function that reads what a sibling gives; None where it reads something else."""
    place = context.siblings.place(node) if context.siblings is not None else None
    if place is None or place[0] == context.name:
        return None
    project, output = place
    if project not in context.references:
        stack = Concat((Organization(), f"/{project}/", StackName()))
        context.references[project] = StackReference(stack=stack)
    context.imports.setdefault(project, {}).setdefault(output, render(node))
    return StackOutput(project, output)


def raise_sibling_output(context: ToCloudFormation, node: StackOutput) -> Value:
    """The inverse of `lower_sibling_output`. Where nobody noted how a template reads the output, it
    is imported under the name that the CDK would give it.
    """
    noted = context.program.fragment.get("Metadata", {}).get(STACK_REFERENCES)
    for name in (node.reference, node.output):
        noted = noted.get(name) if isinstance(noted, dict) else None
    function = _function(noted)
    if function is not None:
        return function
    name = f"{_project(context, node.reference)}:{node.output}"
    context.report.warn(
        "import-name",
        f"under which name the stack {node.reference} exports {node.output} is not known: it is "
        f"imported as {name}",
        context.here,
    )
    return ImportValue(name)


def _function(noted: Any) -> Import | None:
    found = parse(noted) if isinstance(noted, dict) else None
    return found if isinstance(found, (ImportValue, GetStackOutput)) else None


def _project(context: ToCloudFormation, reference: str) -> str:
    """The project that a reference leads to, as far as it says; else the reference's own name."""
    stack = context.program.references[reference].stack
    parts = stack.parts if isinstance(stack, Concat) else (stack,)
    text = "".join(part if isinstance(part, str) else "\0" for part in parts)
    project = text.split("/")[-2] if "/" in text else "\0"
    return re.sub(_NO_NAME, "-", reference if "\0" in project else project).strip("-")
