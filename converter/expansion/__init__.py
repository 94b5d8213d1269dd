"""Templates without their transforms: what CloudFormation itself makes of them before it deploys.

`AWS::Include`, `AWS::LanguageExtensions` and `AWS::Serverless-2016-10-31` are carried out. Other
macros run in the account that is deployed to: one that writes something inside a resource's
properties stays there, the others are refused.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Union, cast

from ..cloudformation import Stack
from ..intrinsics import Value
from ..readers.mentions import mentions_of
from ..report import Report

if TYPE_CHECKING:
    from .budget import Budget

__all__ = ["expand", "names_transforms"]

AnyPath = Union[str, "os.PathLike[str]"]

SERVERLESS_TYPES = "AWS::Serverless::"


def expand(
    stack: Stack,
    *,
    source_dir: AnyPath | None,
    report: Report,
    parameters: Mapping[str, str] | None = None,
    budget: Budget | None = None,
) -> Stack:
    """The stack that CloudFormation makes of ``stack`` with its transforms.

    Args:
        stack: what a reader gave; its names need not be checked.
        source_dir: the folder that the template is in; files are included from it alone.
        report: takes the findings; their paths are those of ``stack``.
        parameters: values of parameters, where an expansion depends on them; else their defaults.
        budget: limits what the template may include, where it shares that with others.

    Returns:
        A stack without loops and without transforms but those that deploying alone is about, with
        its names checked; ``stack`` itself where it uses no transform.

    Raises:
        TemplateError: CloudFormation would refuse the template.
        UnsupportedError: a transform cannot be carried out here.
    """
    if not _uses_transforms(stack):
        return stack
    from .budget import Budget
    from .expanding import Expansion  # most templates need none of it

    return Expansion(stack, source_dir, report, parameters or {}, budget or Budget()).result()


def names_transforms(stack: Stack) -> bool:
    """Whether a stack names a transform, or has what only one of them knows beside functions."""
    if stack.transforms or stack.loops or stack.transform_sections:
        return True
    return any(it.type.startswith(SERVERLESS_TYPES) for it in stack.resources.values())


def _uses_transforms(stack: Stack) -> bool:
    if names_transforms(stack) or mentions_of(_values(stack)).extends:
        return True
    return any(resource.is_open_at_its_end for resource in stack.resources.values())


def _values(stack: Stack) -> Value:
    """All of a stack that may hold functions, but its rules."""
    resources = [[it.properties, it.attributes] for it in stack.resources.values()]
    outputs = [[it.value, it.export_name] for it in stack.outputs.values()]
    return cast(Value, [stack.conditions, stack.mappings, *resources, *outputs])
