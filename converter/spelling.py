"""Numbers of the config that a program prints or compares: a template does so with their texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from .errors import Path
from .pulumi import (
    Concat,
    ConfigValue,
    Convert,
    Equal,
    Expression,
    Join,
    Lookup,
    Program,
    walk,
)
from .report import Report

_NUMBERS = ("number", "integer")
_CHECKED = {"AllowedValues", "AllowedPattern"}


def tell_spelling(program: Program, report: Report) -> None:
    """Say of which numbers a template takes the spelling that it is given.

    A fraction that is printed is a warning, as languages spell that in ways of their own.

    Args:
        program: what was recorded.
        report: takes the findings.
    """
    values = [*program.values(), *program.conditions.values()]
    compared = _numbers(program, _compared(values))
    printed = _numbers(program, _printed(values))
    for key in (it for it in program.config if it in {*compared, *printed}):
        path: Path = ("Parameters", key)
        if key in printed:
            tell = report.warn if printed[key] == "number" else report.note
            words = "as it is given, not as the program does: 007 and 2.50 stay so"
            tell("number-text", f"the template prints the number {key} {words}", path)
        if key in compared:
            words = "as it is given: 007 and 7.0 are not 7 there"
            report.note("number-text", f"the template compares the number {key} {words}", path)


def _numbers(program: Program, values: Iterable[Expression]) -> dict[str, str]:
    """The config keys among values that are read as numbers, each with the kind, a fraction where
    it is one anywhere: those that may be spelled in any way.
    """
    noted = program.fragment.get("Parameters", {})
    found: dict[str, str] = {}
    for value in values:
        kinds: set[str | None] = set()
        while isinstance(value, Convert):
            kinds.add(value.to)
            value = value.value
        if isinstance(value, ConfigValue) and value.key in program.config:
            kinds |= {program.config[value.key].type, found.get(value.key)}
            kind = next((it for it in _NUMBERS if it in kinds), None)
            if kind is not None and not _CHECKED & noted.get(value.key, {}).keys():
                found[value.key] = kind
    return found


def _compared(values: Iterable[Expression]) -> Iterator[Expression]:
    for node in walk([*values]):
        if isinstance(node, Equal) and "" not in (node.left, node.right):
            yield from (node.left, node.right)
        elif isinstance(node, Lookup):
            yield from (node.first, node.second)


def _printed(values: Iterable[Expression]) -> Iterator[Expression]:
    for node in walk([*values]):
        if isinstance(node, Concat):
            yield from node.parts
        elif isinstance(node, Join) and isinstance(node.values, list):
            yield from node.values
        elif isinstance(node, Convert) and node.to == "string":
            yield node.value
