"""The templates of nested stacks that stand beside a template, read and expanded as it is."""

from __future__ import annotations

import os
from pathlib import Path as FilePath

from ..catalog import facts
from ..cloudformation import TEMPLATE_URL, Stack, nested_path
from ..errors import UnsupportedError
from ..readers.placing import placed_in
from ..readers.source import Source, read_file
from ..readers.template import read_text
from ..readers.validate import validate
from ..report import Report
from . import expand
from .budget import Budget
from .includes import local_file


def nested_templates(stack: Stack, folder: str, report: Report) -> dict[str, Stack]:
    """Read the templates that a stack nests, and those that they nest in turn.

    Args:
        stack: the stack, its transforms carried out.
        folder: the folder of its template; files outside of it are not read.
        report: takes the findings, with their places in those files.

    Returns:
        Path from the folder → stack. A file that is not there, or whose transforms cannot be
        carried out here, is left out: its stack stays one.

    Raises:
        SourceError: a file is no template.
        TemplateError: CloudFormation would refuse it.
    """
    found: dict[str, Stack] = {}
    budget = Budget()
    seen: set[str] = set()
    todo = [("", stack)]
    while todo:
        own, outer = todo.pop()
        for path in _named(own, outer):
            if path in seen:
                continue
            seen.add(path)
            inner = _read(FilePath(folder), path, report, budget)
            if inner is not None:
                found[path] = inner
                todo.append((path, inner))
    return found


def tell_local_templates(stack: Stack, report: Report) -> None:
    """Tell where a stack nests a local template, for a target that has no place for one."""
    for name, resource in stack.resources.items():
        if resource.type == facts.nested_stack() and nested_path("", resource.properties):
            report.warn(
                "needs-packaging",
                f"{TEMPLATE_URL} of {name} is still the path of a local template: upload it, and "
                "say where it is",
                ("Resources", name, "Properties", TEMPLATE_URL),
            )


def _named(own: str, stack: Stack) -> list[str]:
    nested = (it for it in stack.resources.values() if it.type == facts.nested_stack())
    paths = (nested_path(own, resource.properties) for resource in nested)
    return [path for path in paths if path is not None]


def _read(folder: FilePath, path: str, report: Report, budget: Budget) -> Stack | None:
    try:
        file = local_file(folder, path, ())
    except UnsupportedError:
        return None
    name = os.path.join(folder, path)
    source = Source(name, read_file(file))
    budget.take(len(source.text), "nested templates and their includes")
    with placed_in(source, report):
        stack = read_text(source.text, name, report=report, check=False)
        try:
            expanded = expand(stack, source_dir=file.parent, report=report, budget=budget)
        except UnsupportedError as error:
            words = f"{error.message}: stacks of this template stay in CloudFormation"
            report.warn("nested-stack", words, error.path)
            return None
        if expanded is stack:
            validate(stack, report)
        return expanded
