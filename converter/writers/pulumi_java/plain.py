"""Each kind of expression as plain Java."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ... import pulumi
from ...naming import java
from ...pulumi import (
    AllOf,
    AnyOf,
    Base64,
    Choice,
    Concat,
    ConfigValue,
    Convert,
    Equal,
    Expression,
    Invoke,
    Join,
    Json,
    Length,
    LocalFile,
    Lookup,
    Negation,
    Node,
    Select,
    Split,
)
from ..layout import Code, Line
from ..pulumi.plan import PSEUDO_PARAMETERS
from . import literals
from .expressions import TYPES, Expressions, NotSayable, Printer, is_condition, may_be_absent, text
from .layout import Chain, Sum, call, parenthesized

_CIDR_BITS = 8
_MAYBE = ("importValue",)


def config(printer: Expressions, node: ConfigValue) -> Code:
    return printer.read.get(node.key, printer.plan.variables.get(("config", node.key), ""))


def invoke(printer: Expressions, node: Invoke) -> Code:
    if node.function in PSEUDO_PARAMETERS:
        return PSEUDO_PARAMETERS[node.function]
    return invoked(printer, node.function, arguments_of(printer, node, late=False), node.result)


def invoked(
    printer: Expressions,
    function: str,
    arguments: Sequence[Code],
    result: str,
    *,
    late: bool = False,
) -> Code:
    """A result of a function of the provider, waited for where it is not late."""
    if late:
        found = call(printer.invoked(function), arguments)
        there = ".orElseThrow()" if function in _MAYBE else ""
        return printer.apply(found, "result", f"result.{result}(){there}")
    return Line(call(printer.invoked(f"{function}Plain"), arguments), f".join().{result}()")


def arguments_of(printer: Expressions, node: Invoke, *, late: bool) -> list[Code]:
    """The arguments of a function. The SDK asks for the bits that `Fn::Cidr` may leave out."""
    given = {**({"cidrBits": _CIDR_BITS} if node.function == "cidr" else {}), **node.arguments}
    links: list[Code] = []
    for wire, value in given.items():
        wanted = "integer" if wire in ("count", "cidrBits") else "string"
        is_late = late and printer.is_output(value)
        code = printer.output_of(value, wanted) if is_late else printer.plain(value, wanted)
        links.append(call(f".{wire}", [code]))
    return [record(printer, node.function, links, late=late)] if links else []


def record(printer: Expressions, function: str, links: Sequence[Code], *, late: bool) -> Code:
    """The arguments of a function of the provider."""
    suffix = "Args" if late else "PlainArgs"
    name = function[:1].upper() + function[1:] + suffix
    head = f"{printer.imports.name(f'{java.ROOT}.inputs', name)}.builder()"
    return Chain(head, [*links, ".build()"])


def concat(printer: Expressions, node: Concat) -> Code:
    return added(printer, node)


def added(printer: Expressions, node: Concat) -> Code:
    """The parts of a text with pluses between them."""
    operands: list[Code] = []
    for part in node.parts:
        if isinstance(part, str):
            operands.append(text(part))
        else:
            operands.append(parenthesized(printer.plain(part, "string")))
    return operands[0] if len(operands) == 1 else Sum(operands)


def join(printer: Expressions, node: Join) -> Code:
    delimiter = literals.string(node.delimiter)
    return call("String.join", [delimiter, printer.plain(node.values, "list")])


def split(printer: Expressions, node: Split) -> Code:
    return cut(printer, node, printer.plain(node.source, "string"))


def cut(printer: Expressions, node: Split, source: Code) -> Code:
    """The pieces of a text."""
    return call(printer.function("split"), [source, literals.string(node.delimiter)])


def select(printer: Expressions, node: Select) -> Code:
    index = printer.plain(node.index, "integer")
    return Line(parenthesized(printer.plain(node.values)), call(".get", [index]))


def length(printer: Expressions, node: Length) -> Code:
    if isinstance(node.values, list) and not any(may_be_absent(item) for item in node.values):
        return str(len(node.values))
    values = node.values
    code = printer.json(values) if isinstance(values, list) else printer.plain(values, "list")
    return Line(parenthesized(code), ".size()")


def base64(printer: Expressions, node: Base64) -> Code:
    return call(printer.function("toBase64"), [printer.plain(node.value, "string")])


def json(printer: Expressions, node: Json) -> Code:
    return call(printer.function("toJson"), [printer.json(node.value, strict=True)])


def lookup(printer: Expressions, node: Lookup) -> Code:
    keys = [printer.plain(each, "string") for each in (node.first, node.second)]
    return found(printer, node, *keys)


def found(printer: Expressions, node: Lookup, first: Code, second: Code) -> Code:
    """A cell of a table; one that is not there is an error."""
    table = printer.variable("tables", node.table)
    if node.has_default:
        default = printer.plain(node.default)
        return call(printer.function("lookUpOr"), [table, first, second, default])
    return call(printer.function("lookUp"), [table, first, second])


def choice(printer: Expressions, node: Choice) -> Code:
    condition = printer.variable("conditions", node.condition)
    if is_condition(node):
        return condition if node.then is True else f"!{condition}"
    kind = printer.kind(node)
    if kind not in TYPES:
        return printer.json(node)
    return printer.chosen(node, lambda side, path: printer.plain(side, kind))


def convert(printer: Expressions, node: Convert) -> Code:
    return printer.made(printer.plain(node.value), printer.kind(node.value), node.to)


def equal(printer: Expressions, node: Equal) -> Code:
    """Two values that are compared as texts, unless both are of one kind."""
    kinds = {printer.kind(node.left), printer.kind(node.right)}
    if len(kinds) == 1 and kinds <= {"integer", "number", "boolean"}:
        sides = [printer.plain(side) for side in (node.left, node.right)]
        return call(f"{printer.own('Objects')}.equals", sides)
    left, right = (printer.plain(side, "string") for side in (node.left, node.right))
    is_cast = isinstance(left, Line) and str(left.parts[0]).startswith("(")
    return Line(Line("(", left, ")") if is_cast else parenthesized(left), call(".equals", [right]))


def joined(printer: Expressions, operator: str, conditions: Sequence[Expression]) -> Code:
    parts: list[Code] = []
    for condition in conditions:
        code = parenthesized(printer.plain(condition))
        inner = isinstance(condition, (AllOf, AnyOf))
        parts += [f" {operator} "] if parts else []
        parts.append(Line("(", code, ")") if inner else code)
    return Line(*parts)


def negation(printer: Expressions, node: Negation) -> Code:
    inner = node.condition
    code = parenthesized(printer.plain(inner))
    return Line("!(", code, ")") if isinstance(inner, (AllOf, AnyOf, Negation)) else Line("!", code)


def local_file(printer: Expressions, node: LocalFile) -> Code:
    archive = printer.imports.name("com.pulumi.asset", "FileArchive")
    return call(f"new {archive}", [literals.string(node.path)])


def _not_plain(printer: Expressions, node: Node) -> Code:
    raise NotSayable


PLAIN: Mapping[type, Printer] = {
    pulumi.ConfigValue: config,
    pulumi.StackName: lambda printer, node: "stackName",
    pulumi.Organization: lambda printer, node: "organization",
    pulumi.Invoke: invoke,
    pulumi.Concat: concat,
    pulumi.Join: join,
    pulumi.Split: split,
    pulumi.Select: select,
    pulumi.Length: length,
    pulumi.Base64: base64,
    pulumi.Json: json,
    pulumi.Lookup: lookup,
    pulumi.Choice: choice,
    pulumi.Convert: convert,
    pulumi.Equal: equal,
    pulumi.AllOf: lambda printer, node: joined(printer, "&&", node.conditions),
    pulumi.AnyOf: lambda printer, node: joined(printer, "||", node.conditions),
    pulumi.Negation: negation,
    pulumi.ConditionValue: lambda printer, node: printer.variable("conditions", node.name),
    pulumi.EnumMember: lambda printer, node: printer.plain(node.value),
    pulumi.Object: lambda printer, node: printer.json(node.fields),
    pulumi.Absent: lambda printer, node: "null",
    pulumi.LocalFile: local_file,
    pulumi.Attribute: _not_plain,
    pulumi.StackOutput: _not_plain,
    pulumi.Secret: _not_plain,
}
