"""Nested stacks whose templates stand inside: each becomes a file of its own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

from .catalog import facts, resource_type
from .cloudformation import TEMPLATE_URL, Stack, nested_path
from .errors import TemplateError, UnsupportedError, at
from .intrinsics import Tree, Value, walk
from .pulumi import NESTED_TEMPLATE
from .readers.template import read_text
from .report import Report
from .sections import stack_of

BODY = "TemplateBody"


def with_nested_bodies(stack: Stack, report: Report, *, several: bool) -> Stack:
    """The stack with a nested template for each ``TemplateBody``, which no template has.

    Args:
        stack: the stack.
        report: told of other properties that a nested stack has in Pulumi only.
        several: whether there may be several templates.

    Raises:
        UnsupportedError: there is such a one and there may not be, or it is known at deployment
            only.
        TemplateError: CloudFormation would refuse it.
    """
    resources, templates = dict(stack.resources), dict(stack.templates)
    for name, resource in stack.resources.items():
        if resource.type != facts.nested_stack() or not isinstance(resource.properties, dict):
            continue
        with at("Resources", name):
            properties = _taken(name, resource.properties, report)
            if BODY in properties:
                template = _template(name, properties.pop(BODY), f"{name}.yaml", several)
                template, noted = _without_note(template)
                url = noted or f"{name}.yaml"
                file = nested_path("", {TEMPLATE_URL: url}) or ".."
                if file.startswith(("..", "/")) or templates.get(file, template) != template:
                    url = file = _free(f"{name}.yaml", templates)
                templates[file] = template
                properties = {TEMPLATE_URL: url, **properties}
            resources[name] = replace(resource, properties=properties)
    return replace(stack, resources=resources, templates=templates)


def _taken(name: str, properties: dict[str, Value], report: Report) -> dict[str, Value]:
    """The properties without those that a nested stack has in Pulumi and not in a template."""
    described = resource_type(facts.nested_stack())
    known = () if described is None else described.properties
    only_pulumi = {key for key in known if key not in (*facts.nested_stack_properties(), BODY)}
    granted = "Capabilities"  # an outer stack has them for those in it
    lost = [key for key in properties if key in only_pulumi and key != granted]
    if lost:
        words = f"a nested stack has no {', '.join(lost)} in a template: {name} loses it"
        report.warn("nested-stack-property", words, ("Resources", name))
    return {key: value for key, value in properties.items() if key not in only_pulumi}


def _template(name: str, body: Value, file: str, several: bool) -> Stack:
    if not several:
        raise UnsupportedError(
            f"{name} has a template of its own inside: give a folder, -o FOLDER/, "
            "for both as templates in YAML or JSON"
        )
    if any(True for _ in walk(body)) or not isinstance(body, (str, dict)):
        raise UnsupportedError(
            f"the template inside {name} holds what only the deployment knows: give it as a "
            "parameter of the nested stack"
        )
    try:
        return read_text(body, file) if isinstance(body, str) else stack_of(cast("Tree", body))
    except TemplateError as error:
        raise TemplateError(f"the template inside {name}: {error.message}") from None


def _without_note(template: Stack) -> tuple[Stack, str | None]:
    """A template without what is noted of the file that it was, and the file's name."""
    noted = template.metadata.get(NESTED_TEMPLATE)
    if not isinstance(noted, dict):
        return template, None
    metadata = {key: it for key, it in template.metadata.items() if key != NESTED_TEMPLATE}
    url = noted.get(TEMPLATE_URL)
    return replace(template, metadata=metadata), url if isinstance(url, str) else None


def _free(file: str, taken: dict[str, Any]) -> str:
    found, number = file, 2
    while found in taken:
        found, number = f"{file.removesuffix('.yaml')}{number}.yaml", number + 1
    return found
