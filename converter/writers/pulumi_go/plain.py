"""The kinds of expressions that Go has a way of its own for, as plain Go."""

from __future__ import annotations

from ... import pulumi
from ...pulumi import Choice, Concat, Expression, Invoke, Join, Length, Select, Split
from ..layout import Code, Line
from ..pulumi import nodes
from ..pulumi.nodes import condition_itself, not_plain
from ..pulumi.plan import PSEUDO_PARAMETERS
from ..pulumi.printing import Printers, call, some_absent
from ..pulumi.types import STRINGS
from . import literals
from .expressions import NAMES, Expressions


def invoke(printer: Expressions, node: Invoke) -> Code:
    is_pseudo = node.function in PSEUDO_PARAMETERS
    result = PSEUDO_PARAMETERS[node.function] if is_pseudo else node.result
    variable = printer.invoked[node.function if is_pseudo else repr(node)]
    return f"{variable}.{result[:1].upper()}{result[1:]}"


def concat(printer: Expressions, node: Concat) -> Code:
    codes = [printer.plain(part, "string") for part in node.parts if not isinstance(part, str)]
    if not codes:
        return literals.string("".join(part for part in node.parts if isinstance(part, str)))
    return call(printer.standard("fmt", "Sprintf"), [literals.template(node.parts), *codes])


def join(printer: Expressions, node: Join) -> Code:
    delimiter = literals.string(node.delimiter)
    return call(printer.standard("strings", "Join"), [printer.plain_texts(node.values), delimiter])


def split(printer: Expressions, node: Split) -> Code:
    source = printer.plain(node.source, "string")
    return call(printer.standard("strings", "Split"), [source, literals.string(node.delimiter)])


def select(printer: Expressions, node: Select) -> Code:
    index = printer.plain(node.index, "integer")
    return Line(printer.plain_items(node.values), "[", index, "]")  # never broken


def length(printer: Expressions, node: Length) -> Code:
    if not isinstance(node.values, list):
        return call("len", [printer.plain(node.values, "list")])
    if some_absent(node.values):
        return call("len", [printer.json(node.values)])
    return str(len(node.values))


def choice(printer: Expressions, node: Choice) -> Code:
    itself = condition_itself(printer, node)
    if itself is not None:
        return itself
    found = printer.types.of(node).type
    if found == STRINGS:
        return printer.chosen("[]string", node, lambda side, _: printer.plain_texts(side))
    if found.kind in NAMES:
        type = printer.type(found.kind)
        return printer.chosen(type, node, lambda side, _: _side(printer, side, found.kind))
    return printer.chosen("any", node, lambda side, _: printer.json(side))


def _side(printer: Expressions, side: Expression, kind: str) -> Code:
    """One of two values of a kind; of an integer, which Go makes no other number of by itself."""
    code = printer.plain(side, kind)
    is_made = kind == "number" and not isinstance(side, (int, Choice))
    return call("float64", [code]) if is_made and printer.kind(side) == "integer" else code


PLAIN: Printers = {
    **nodes.PLAIN,
    str: lambda printer, value: literals.string(value),
    dict: lambda printer, value: printer.plain_map(value),
    pulumi.StackName: lambda printer, node: printer.stack_name,
    pulumi.Organization: lambda printer, node: "ctx.Organization()",
    pulumi.Invoke: invoke,
    pulumi.Concat: concat,
    pulumi.Join: join,
    pulumi.Split: split,
    pulumi.Select: select,
    pulumi.Length: length,
    pulumi.Choice: choice,
    pulumi.Json: not_plain,
}
