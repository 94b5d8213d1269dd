"""Each kind of expression as plain C#."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ... import pulumi
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
from ..layout import Bracketed, Code, Line, flat
from ..pulumi.plan import PSEUDO_PARAMETERS
from . import literals
from .expressions import TYPES, Expressions, NotSayable, Printer, is_condition, may_be_absent
from .layout import Initializer, Pair, Raw, call, parenthesized, show

_CIDR_BITS = 8


def config(printer: Expressions, node: ConfigValue) -> Code:
    return printer.read.get(node.key, printer.plan.variables.get(("config", node.key), ""))


def invoke(printer: Expressions, node: Invoke) -> Code:
    if node.function in PSEUDO_PARAMETERS:
        return PSEUDO_PARAMETERS[node.function]
    arguments = arguments_of(printer, node, "Args", late=False)
    return invoked(printer, node.function, arguments, node.result)


def invoked(
    printer: Expressions,
    function: str,
    arguments: Sequence[Code],
    result: str,
    *,
    late: bool = False,
) -> Code:
    """A result of a function of the provider, waited for where it is not late."""
    name = printer.aws(function[:1].upper() + function[1:])
    property = result[:1].upper() + result[1:]
    if late:
        found: Code = call(f"{name}.Invoke", arguments)
        return printer.apply(found, "result", f"result.{property}")
    printer.waits = True
    return Line("(await ", call(f"{name}.InvokeAsync", arguments), f").{property}")


def arguments_of(printer: Expressions, node: Invoke, suffix: str, *, late: bool) -> list[Code]:
    """The arguments of a function. C# would send 0 for the bits that `Fn::Cidr` may leave out."""
    given = {**({"cidrBits": _CIDR_BITS} if node.function == "cidr" else {}), **node.arguments}
    entries: list[Code] = []
    for wire, value in given.items():
        wanted = "integer" if wire in ("count", "cidrBits") else "string"
        if late and printer.is_output(value):
            code = printer.output_of(value, wanted)
        else:
            code = printer.plain(value, wanted)
        entries.append(Pair(wire[:1].upper() + wire[1:], code))
    if not entries:
        return []
    name = printer.aws(node.function[:1].upper() + node.function[1:] + suffix)
    return [Initializer(f"new {name}", entries)]


def concat(printer: Expressions, node: Concat) -> Code:
    return formatted(printer, node, late=False)


def formatted(printer: Expressions, node: Concat, *, late: bool) -> Code:
    """An interpolated text, with outputs in it where it is late."""
    parts: list[tuple[bool, str]] = []
    for part in node.parts:
        if isinstance(part, str):
            literals.string(part)
            parts.append((False, part))
        else:
            parts.append((True, _hole(part_of_text(printer, part, late=late))))
    said = "".join(part for is_code, part in parts if not is_code)
    is_one_line = not any(is_code and "\n" in part for is_code, part in parts)
    if literals.is_raw(said) and is_one_line:
        return Raw(parts)
    if not any(is_code for is_code, _ in parts):
        return literals.string(said)
    return literals.interpolated(parts)


def _hole(code: Code) -> str:
    """Code as it stands inside an interpolated text, where a colon begins a format."""
    code = parenthesized(code)
    found = flat(code)
    return found if found is not None else show(code)


def part_of_text(printer: Expressions, value: Expression, *, late: bool) -> Code:
    if late and printer.is_output(value):
        return printer.output_of(value, "string")
    return printer.plain(value, "string")


def join(printer: Expressions, node: Join) -> Code:
    delimiter = literals.string(node.delimiter)
    return call("string.Join", [delimiter, printer.plain(node.values, "list")])


def split(printer: Expressions, node: Split) -> Code:
    return cut(printer, node, printer.plain(node.source, "string"))


def cut(printer: Expressions, node: Split, source: Code) -> Code:
    """The pieces of a text."""
    printer.namespaces.update(("System.Collections.Immutable", "System.Linq"))
    delimiter = literals.string(node.delimiter)
    return Line(parenthesized(source), f".Split({delimiter}).ToImmutableArray()")


def select(printer: Expressions, node: Select) -> Code:
    index = printer.plain(node.index, "integer")
    values = parenthesized(printer.plain(node.values))
    return Line(values, Bracketed("[", [index], "]", comma=False))


def length(printer: Expressions, node: Length) -> Code:
    if isinstance(node.values, list):
        if not any(may_be_absent(item) for item in node.values):
            return str(len(node.values))
        return Line(printer.json(node.values), ".Length")
    return Line(parenthesized(printer.plain(node.values, "list")), ".Length")


def base64(printer: Expressions, node: Base64) -> Code:
    return call(printer.function("ToBase64"), [printer.plain(node.value, "string")])


def json(printer: Expressions, node: Json) -> Code:
    serializer = printer.using("System.Text.Json", "JsonSerializer.Serialize")
    options = printer.function("JsonOptions")
    return call(serializer, [printer.json(node.value, strict=True), options])


def lookup(printer: Expressions, node: Lookup) -> Code:
    keys = [printer.plain(each, "string") for each in (node.first, node.second)]
    return found(printer, node, *keys)


def found(printer: Expressions, node: Lookup, first: Code, second: Code) -> Code:
    """A cell of a table; one that is not there is an error."""
    table = printer.variable("tables", node.table)
    if node.has_default:
        default = printer.plain(node.default)
        return call(printer.function("LookUpOr"), [table, first, second, default])
    return Line(table, "[", first, "][", second, "]")


def choice(printer: Expressions, node: Choice) -> Code:
    condition = printer.variable("conditions", node.condition)
    if is_condition(node):
        return condition if node.then is True else f"!{condition}"
    kind = printer.kind(node)
    wanted = kind if kind in TYPES else None
    said = None if wanted else "object?"
    return printer.chosen(node, lambda side, path: printer.plain(side, wanted), (), said)


def convert(printer: Expressions, node: Convert) -> Code:
    return printer.made(printer.plain(node.value), printer.kind(node.value), node.to)


def equal(printer: Expressions, node: Equal) -> Code:
    return compared(printer, node, "==")


def compared(printer: Expressions, node: Equal, operator: str) -> Code:
    """Two values that are compared as texts, unless both are of one kind."""
    kinds = {printer.kind(node.left), printer.kind(node.right)}
    wanted = None if len(kinds) == 1 and kinds <= {*TYPES} - {"list"} else "string"
    sides = [_operand(printer, side, wanted) for side in (node.left, node.right)]
    return Line(sides[0], f" {operator} ", sides[1])


def _operand(printer: Expressions, side: Expression, wanted: str | None) -> Code:
    code = parenthesized(printer.plain(side, wanted))
    return Line("(", code, ")") if isinstance(side, (Equal, AllOf, AnyOf)) and not wanted else code


def joined(printer: Expressions, operator: str, conditions: Sequence[Expression]) -> Code:
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


def local_file(printer: Expressions, node: LocalFile) -> Code:
    return call("new FileArchive", [literals.string(node.path)])


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
