"""The template that an adopted stack was deployed from, as a stack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from ..catalog import facts
from ..cloudformation import Stack
from ..migration import expanded_stack
from ..readers.source import Source
from ..report import Report
from .live import Fetched, local_url, template_path


def stack_of_source(source: Source, parameters: Mapping[str, str], report: Report) -> Stack:
    """Read a template and those that it nests, transforms carried out.

    Args:
        source: the template, or a stack of a CDK app.
        parameters: the deployed values of its parameters.
        report: takes the findings.

    Raises:
        ConversionError: see `converter.migration.expanded_stack`.
    """
    from ..readers.cdk import SynthesizedSource, with_nested

    if isinstance(source, SynthesizedSource) and source.stack.nested:
        outer, nested = with_nested(source)
        templates = {path: expanded_stack(it, {}, report) for path, it in nested.items()}
        return replace(expanded_stack(outer, {}, report), templates=templates)
    probe = expanded_stack(source, {}, Report())
    values = {key: it for key, it in parameters.items() if key in probe.parameters}
    return expanded_stack(source, values, report, anywhere=True)


def stack_of_fetched(fetched: Fetched, report: Report) -> Stack:
    """Read the templates of a stack that was fetched.

    Raises:
        ConversionError: as above.
    """
    name = fetched.deployed.name
    stacks = {
        path: expanded_stack(Source(f"{name}: {path}" if path else name, text), {}, report)
        for path, text in fetched.templates.items()
    }

    def placed(path: tuple[str, ...]) -> Stack:
        stack = stacks[template_path(path)]
        resources = {
            own: replace(it, properties=local_url(it.properties, (*path, own)))
            if it.type == facts.nested_stack() and template_path((*path, own)) in stacks
            else it
            for own, it in stack.resources.items()
        }
        nested = {
            template_path((*path, own)): placed((*path, own))
            for own in resources
            if template_path((*path, own)) in stacks
        }
        deeper = {key: it for each in nested.values() for key, it in each.templates.items()}
        return replace(stack, resources=resources, templates={**nested, **deeper})

    found = placed(())
    inner = {path: replace(it, templates={}) for path, it in found.templates.items()}
    return replace(found, templates=inner)
