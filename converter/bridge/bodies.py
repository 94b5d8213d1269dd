"""Nested stacks of programs that have no components: their templates stand inside the program."""

from __future__ import annotations

from typing import Any

from ..catalog import facts
from ..cloudformation import TEMPLATE_URL, Resource, Stack, nested_path
from ..errors import UnsupportedError
from ..pulumi import NESTED_TEMPLATE, Expression
from ..sections import tree_of
from .context import ToPulumi
from .held import capabilities_of

BODY = "templateBody"


def body_of(stack: Stack, resource: Resource) -> Stack | None:
    """The template beside a stack that a nested stack of it is of."""
    if resource.type != facts.nested_stack():
        return None
    return stack.templates.get(nested_path("", resource.properties) or "")


def without_url(resource: Resource) -> dict[str, Any]:
    """The properties of a nested stack whose template is given as it is."""
    assert isinstance(resource.properties, dict)
    return {key: it for key, it in resource.properties.items() if key != TEMPLATE_URL}


def body_inputs(context: ToPulumi, logical_id: str, resource: Resource) -> dict[str, Expression]:
    """What the program gives a nested stack beside its properties: the template, and capabilities.

    Raises:
        UnsupportedError: the template nests others, or the stack hangs on a condition.
    """
    template = body_of(context.stack, resource)
    assert template is not None
    assert isinstance(resource.properties, dict)
    url = str(resource.properties[TEMPLATE_URL])
    _check(context.stack, template, logical_id, url)
    words = f"a program in Pulumi YAML has no components: {logical_id} stays a CloudFormation stack"
    context.report.warn("held", f"{words}, held with its template", ("Resources", logical_id))
    tree = tree_of(template)
    metadata = {**template.metadata, NESTED_TEMPLATE: {TEMPLATE_URL: url}}
    inputs: dict[str, Any] = {BODY: {**tree, "Metadata": metadata}}
    needed = [name for it in template.resources.values() for name in facts.capabilities(it.type)]
    expands = ["CAPABILITY_AUTO_EXPAND"] if template.transforms else []
    if needed or expands:
        inputs["capabilities"] = capabilities_of(list(dict.fromkeys([*needed, *expands])))
    return inputs


def _check(stack: Stack, template: Stack, logical_id: str, url: str) -> None:
    path = ("Resources", logical_id)
    if stack.resources[logical_id].condition is not None:
        raise UnsupportedError(
            "a program in Pulumi YAML has no nested stack that hangs on a condition: -p KEY=VALUE "
            "decides it",
            path=path,
        )
    folder = nested_path("", {TEMPLATE_URL: url}) or ""
    for name, inner in template.resources.items():
        nested = inner.type == facts.nested_stack() and nested_path(folder, inner.properties)
        if nested in stack.templates:
            raise UnsupportedError(
                f"{url} nests another template ({name}), which one in a program in Pulumi YAML "
                "cannot",
                path=path,
            )
