"""The one crossing between CloudFormation's vocabulary and Pulumi's.

Every rule stands beside its inverse: a module holds a subject, both ways.
"""

from __future__ import annotations

from ..cloudformation import Stack
from ..pulumi import Program
from ..report import Report
from .legal import names_in_template
from .siblings import Siblings

__all__ = ["Siblings", "names_in_template", "to_cloudformation", "to_pulumi"]


def to_pulumi(
    stack: Stack,
    *,
    name: str = "stack",
    siblings: Siblings | None = None,
    declarative: bool = False,
    report: Report | None = None,
) -> Program:
    """Carry a stack into Pulumi's vocabulary.

    Args:
        stack: a stack that a reader gave, valid as far as CloudFormation checks it.
        name: the Pulumi project's name.
        siblings: the stacks that are carried together, this one among them.
        declarative: whether the program is for a language that only declares: resources that a
            condition decides on, and nested stacks, stay in CloudFormation.
        report: takes the findings.

    Returns:
        The program, with all conversions between types put in.

    Raises:
        TemplateError: a value cannot be what its place says.
        UnsupportedError: a construct that cannot be carried.
    """
    from .nesting import lower_program

    return lower_program(
        stack, name, siblings, report if report is not None else Report(), declarative=declarative
    )


def to_cloudformation(program: Program, *, report: Report | None = None) -> Stack:
    """Carry a program into CloudFormation's vocabulary: the inverse of `to_pulumi`.

    Args:
        program: a program that the recorder or `to_pulumi` gave.
        report: takes the findings.

    Returns:
        The stack, with what stood in the program's fragment put back.

    Raises:
        UnsupportedError: the program says something that no template can.
    """
    from .nesting import raise_program

    return raise_program(program, report if report is not None else Report())
