"""Conditions, choices and look-ups in Python."""

from __future__ import annotations

from collections.abc import Sequence

from ...errors import Path
from ...pulumi import (
    AllOf,
    AnyOf,
    Choice,
    ConditionValue,
    ConfigValue,
    Equal,
    Expression,
    Lookup,
    Negation,
    Node,
    walk,
)
from ..layout import Bracketed, Code, Line, Operation, Parenthesized, Ternary
from ..pulumi.phrasing import literal_last, membership, without_equal_branches
from . import literals
from .expressions import Expressions
from .text import EXCUSE, apply, subscript

LITERALS_DIFFER = "comparison-overlap"
"""The type checker's word on a comparison that the template could have spared itself."""


def lookup(printer: Expressions, node: Lookup, path: Path) -> Code:
    table = printer.variables["tables", node.table]
    if printer.is_output(node.first) or printer.is_output(node.second):
        keys = Bracketed(
            printer.pulumi("Output.all("),
            [printer.code(node.first), printer.code(node.second)],
            ")",
        )
        if not node.has_default:
            return Line(keys, apply(f"lambda keys: {table}[keys[0]][keys[1]]"))
        found = f"lambda keys: {table}.get(keys[0], {{}}).get(keys[1], "
        return Line(keys, apply(Line(found, printer.code(node.default), ")")))
    first, second = printer.code(node.first), printer.code(node.second)
    if node.has_default:
        rows = Bracketed(f"{table}.get(", [first, "{}"], ")")
        return Line(rows, Bracketed(".get(", [second, printer.code(node.default)], ")"))
    return Line(table, subscript(first), subscript(second))


def choice(printer: Expressions, node: Choice, path: Path) -> Code:
    settled = without_equal_branches(node) if printer.settles else node
    if not isinstance(settled, Choice):
        return printer.code(settled, path)
    node = settled
    condition = printer.variables["conditions", node.condition]
    if node.then is True and node.otherwise is False:
        return condition
    if node.then is False and node.otherwise is True:
        return f"not {condition}"
    if node.then == node.otherwise:
        printer.imports.add(f"{EXCUSE}RUF034")
    then, otherwise = printer.code(node.then, (*path, 1)), printer.code(node.otherwise, (*path, 2))
    if isinstance(then, Ternary):
        then = Parenthesized(then)
    if isinstance(otherwise, Ternary):
        otherwise = Parenthesized(otherwise)
    return Ternary(condition, then, otherwise)


def equal(printer: Expressions, node: Equal, path: Path) -> Code:
    return _compared(printer, "==", node)


def _compared(printer: Expressions, operator: str, node: Equal) -> Code:
    node = literal_last(node)
    if all(isinstance(side, str) for side in (node.left, node.right)):
        printer.imports.update((f"{EXCUSE}PLR0133", LITERALS_DIFFER))
    return Operation(operator, [_side(printer, node.left), _side(printer, node.right)])


def _side(printer: Expressions, value: Expression) -> Code:
    if isinstance(value, str):
        return literals.one_line(value)
    if isinstance(value, (Equal, AllOf, AnyOf, Negation, ConditionValue)):
        return Bracketed("str(", [printer.code(value)], ").lower()")
    return printer.atom(value)


def any_of(printer: Expressions, node: AnyOf, path: Path) -> Code:
    texts = membership(node)
    return (
        joined(printer, "or", node.conditions) if texts is None else _member(printer, "in", *texts)
    )


def _member(printer: Expressions, operator: str, value: Expression, texts: list[str]) -> Code:
    listed = Bracketed("(", [literals.one_line(text) for text in texts], ")")
    return Operation(operator, [_side(printer, value), listed])


def joined(printer: Expressions, operator: str, conditions: Sequence[Expression]) -> Code:
    named = [condition for condition in conditions if isinstance(condition, ConditionValue)]
    contrary = any(Negation(condition) in conditions for condition in named)
    if contrary and all(_calls_nothing(printer, condition) for condition in conditions):
        printer.imports.add(f"{EXCUSE}{'SIM220' if operator == 'and' else 'SIM221'}")
    return Operation(operator, [_term(printer, condition) for condition in conditions])


def _calls_nothing(printer: Expressions, condition: Expression) -> bool:
    """Whether a condition only names and compares, so that linters look for contradictions."""
    return all(
        not isinstance(part, Node)
        or isinstance(part, (AllOf, AnyOf, ConditionValue, Equal, Negation))
        or (isinstance(part, ConfigValue) and part.key not in printer.told)
        for part in walk(condition)
    )


def _term(printer: Expressions, value: Expression) -> Code:
    return printer.atom(value) if isinstance(value, (AllOf, AnyOf)) else printer.code(value)


def negation(printer: Expressions, node: Negation, path: Path) -> Code:
    if isinstance(node.condition, Equal):
        return _compared(printer, "!=", node.condition)
    texts = membership(node.condition) if isinstance(node.condition, AnyOf) else None
    if texts is not None:
        return _member(printer, "not in", *texts)
    if isinstance(node.condition, Negation):
        inner = node.condition.condition
        printer.imports.add(f"{EXCUSE}{'SIM202' if isinstance(inner, Equal) else 'SIM208'}")
    return Line("not ", printer.atom(node.condition))
