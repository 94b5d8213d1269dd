"""The kinds of expressions that Java has a way of its own for."""

from __future__ import annotations

from ... import pulumi
from ...pulumi import Choice, Concat, Equal, Json, LocalFile, Negation, Secret
from ..java.nodes import parenthesized
from ..layout import Code, Line, Operation
from ..pulumi import applying
from ..pulumi.nodes import condition_itself, opposite
from ..pulumi.phrasing import literal_last
from ..pulumi.printing import Printers, call
from . import literals
from .expressions import TYPES, Expressions


def concat(printer: Expressions, node: Concat) -> Code:
    """The parts of a text with pluses between them."""
    operands = [
        printer.text(part)
        if isinstance(part, str)
        else parenthesized(printer.plain(part, "string"))
        for part in node.parts
    ]
    return operands[0] if len(operands) == 1 else Operation("+", operands)


def late_concat(printer: Expressions, node: Concat) -> Code:
    template = "".join(
        literals.formatted(part) if isinstance(part, str) else "%s" for part in node.parts
    )
    codes = [printer.part_of_text(part) for part in node.parts if not isinstance(part, str)]
    return call(f"{printer.own('Output')}.format", [printer.text(template), *codes])


def json(printer: Expressions, node: Json) -> Code:
    return call(printer.function("toJson"), [printer.json(node.value, strict=True)])


def late_json(printer: Expressions, node: Json) -> Code:
    return call(printer.function("toJsonOutput"), [printer.json(node.value, strict=True)])


def choice(printer: Expressions, node: Choice) -> Code:
    itself = condition_itself(printer, node)
    if itself is not None:
        return itself
    kind = printer.kind(node)
    if kind not in TYPES:
        return printer.json(node)
    return printer.chosen(node, lambda side, path: printer.plain(side, kind))


def equal(printer: Expressions, node: Equal) -> Code:
    """Two values that are compared as texts, unless both are of one kind."""
    node = literal_last(node)
    kinds = {printer.kind(node.left), printer.kind(node.right)}
    if len(kinds) == 1 and kinds <= {"integer", "number", "boolean"}:
        sides = [printer.plain(side) for side in (node.left, node.right)]
        return call(f"{printer.own('Objects')}.equals", sides)
    left, right = (printer.plain(side, "string") for side in (node.left, node.right))
    return Line(printer.receiver(left), call(".equals", [right]))


def negation(printer: Expressions, node: Negation) -> Code:
    return opposite(printer, node.condition)


def local_file(printer: Expressions, node: LocalFile) -> Code:
    archive = printer.imports.name("com.pulumi.asset", "FileArchive")
    return call(f"new {archive}", [literals.string(node.path)])


def secret(printer: Expressions, node: Secret) -> Code:
    if printer.is_output(node.value):
        return Line(parenthesized(printer.output(node.value)), ".asSecret()")
    return call(f"{printer.own('Output')}.ofSecret", [printer.plain(node.value)])


PLAIN: Printers = {
    **applying.PLAIN,
    str: Expressions.text,
    pulumi.Concat: concat,
    pulumi.Json: json,
    pulumi.Choice: choice,
    pulumi.Equal: equal,
    pulumi.Negation: negation,
    pulumi.LocalFile: local_file,
}
OUTPUTS: Printers = {
    **applying.OUTPUTS,
    pulumi.Concat: late_concat,
    pulumi.Json: late_json,
    pulumi.Secret: secret,
}
