"""Each kind of expression as plain Go."""

from __future__ import annotations

from collections.abc import Mapping

from ... import pulumi
from ...pulumi import (
    AllOf,
    AnyOf,
    Base64,
    Choice,
    Concat,
    ConditionValue,
    ConfigValue,
    Convert,
    Equal,
    Expression,
    Invoke,
    Join,
    Length,
    Lookup,
    Negation,
    Node,
    Select,
    Split,
)
from ..layout import Bracketed, Code, Line
from ..pulumi.plan import PSEUDO_PARAMETERS
from . import literals
from .expressions import GO_TYPES, Expressions, NotSayable, Printer, may_be_absent


def config(printer: Expressions, node: ConfigValue) -> Code:
    return printer.read[node.key]


def invoke(printer: Expressions, node: Invoke) -> Code:
    if node.function in PSEUDO_PARAMETERS:
        result = PSEUDO_PARAMETERS[node.function]
        return f"{printer.invoked[node.function]}.{result[:1].upper()}{result[1:]}"
    return f"{printer.invoked[repr(node)]}.{node.result[:1].upper()}{node.result[1:]}"


def concat(printer: Expressions, node: Concat) -> Code:
    template = "".join(
        literals.formatted(part) if isinstance(part, str) else "%s" for part in node.parts
    )
    codes = [printer.plain(part, "string") for part in node.parts if not isinstance(part, str)]
    if not codes:
        return literals.string("".join(part for part in node.parts if isinstance(part, str)))
    head = f"{printer.standard('fmt', 'Sprintf')}("
    return Bracketed(head, [literals.string(template), *codes], ")")


def join(printer: Expressions, node: Join) -> Code:
    head = f"{printer.standard('strings', 'Join')}("
    return Bracketed(head, [texts(printer, node.values), literals.string(node.delimiter)], ")")


def texts(printer: Expressions, value: Expression) -> Code:
    """A plain list of texts."""
    if isinstance(value, list):
        if any(may_be_absent(item) for item in value):
            raise NotSayable
        return Bracketed("[]string{", [printer.plain(item, "string") for item in value], "}")
    return printer.plain(value, "list")


def split(printer: Expressions, node: Split) -> Code:
    head = f"{printer.standard('strings', 'Split')}("
    source = printer.plain(node.source, "string")
    return Bracketed(head, [source, literals.string(node.delimiter)], ")")


def select(printer: Expressions, node: Select) -> Code:
    index = printer.plain(node.index, "integer")
    return Line(printer.plain(node.values), Bracketed("[", [index], "]", comma=False))


def length(printer: Expressions, node: Length) -> Code:
    if isinstance(node.values, list):
        if not any(may_be_absent(item) for item in node.values):
            return str(len(node.values))
        return Bracketed("len(", [printer.json(node.values)], ")")
    return Bracketed("len(", [printer.plain(node.values, "list")], ")")


def base64(printer: Expressions, node: Base64) -> Code:
    return Bracketed(f"{printer.function('toBase64')}(", [printer.plain(node.value, "string")], ")")


def lookup(printer: Expressions, node: Lookup) -> Code:
    keys = [printer.plain(each, "string") for each in (node.first, node.second)]
    table = printer.variable("tables", node.table)
    if node.has_default:
        default = printer.plain(node.default)
        return Bracketed(f"{printer.function('lookUpOr')}(", [table, *keys, default], ")")
    return Bracketed(f"{printer.function('lookUp')}(", [table, *keys], ")")


def choice(printer: Expressions, node: Choice) -> Code:
    condition = printer.variable("conditions", node.condition)
    if (node.then, node.otherwise) == (True, False):
        return condition
    if (node.then, node.otherwise) == (False, True):
        return f"!{condition}"
    kind = printer.kind(node)
    wanted = kind if kind in GO_TYPES else None
    holds = GO_TYPES.get(kind) or ("[]string" if kind == "list" else "any")
    return printer.chosen(holds, node, lambda side, path: _side(printer, side, wanted))


def _side(printer: Expressions, side: Expression, wanted: str | None) -> Code:
    if isinstance(side, (list, dict)):
        return texts(printer, side) if isinstance(side, list) else printer.json(side)
    return printer.plain(side, wanted)


def convert(printer: Expressions, node: Convert) -> Code:
    return printer.made(printer.plain(node.value), printer.kind(node.value), node.to)


def equal(printer: Expressions, node: Equal) -> Code:
    return compared(printer, node, "==")


def compared(printer: Expressions, node: Equal, operator: str) -> Code:
    kinds = {printer.kind(node.left), printer.kind(node.right)}
    wanted = None if len(kinds) == 1 and kinds <= set(GO_TYPES) else "string"
    sides = [_operand(printer, side, wanted) for side in (node.left, node.right)]
    return Line(sides[0], f" {operator} ", sides[1])


def _operand(printer: Expressions, side: Expression, wanted: str | None) -> Code:
    code = printer.plain(side, wanted)
    return Line("(", code, ")") if isinstance(side, (Equal, AllOf, AnyOf)) and not wanted else code


def all_of(printer: Expressions, node: AllOf) -> Code:
    return _joined(printer, "&&", node.conditions)


def any_of(printer: Expressions, node: AnyOf) -> Code:
    return _joined(printer, "||", node.conditions)


def _joined(printer: Expressions, operator: str, conditions: tuple[Expression, ...]) -> Code:
    parts: list[Code] = []
    for condition in conditions:
        code = printer.plain(condition)
        inner = isinstance(condition, (AllOf, AnyOf))
        parts += [f" {operator} "] if parts else []
        parts.append(Line("(", code, ")") if inner else code)
    return Line(*parts)


def negation(printer: Expressions, node: Negation) -> Code:
    inner = node.condition
    if isinstance(inner, Equal):
        return compared(printer, inner, "!=")
    code = printer.plain(inner)
    return Line("!(", code, ")") if isinstance(inner, (AllOf, AnyOf, Negation)) else Line("!", code)


def condition(printer: Expressions, node: ConditionValue) -> Code:
    return printer.variable("conditions", node.name)


def _not_plain(printer: Expressions, node: Node) -> Code:
    raise NotSayable


PLAIN: Mapping[type, Printer] = {
    pulumi.ConfigValue: config,
    pulumi.StackName: lambda printer, node: printer.stack_name,
    pulumi.Organization: lambda printer, node: "ctx.Organization()",
    pulumi.Invoke: invoke,
    pulumi.Concat: concat,
    pulumi.Join: join,
    pulumi.Split: split,
    pulumi.Select: select,
    pulumi.Length: length,
    pulumi.Base64: base64,
    pulumi.Lookup: lookup,
    pulumi.Choice: choice,
    pulumi.Convert: convert,
    pulumi.Equal: equal,
    pulumi.AllOf: all_of,
    pulumi.AnyOf: any_of,
    pulumi.Negation: negation,
    pulumi.ConditionValue: condition,
    pulumi.EnumMember: lambda printer, node: printer.plain(node.value),
    pulumi.Object: lambda printer, node: printer.json(node.fields),
    pulumi.Absent: lambda printer, node: "nil",
    pulumi.Attribute: _not_plain,
    pulumi.StackOutput: _not_plain,
    pulumi.Secret: _not_plain,
    pulumi.Json: _not_plain,
}
