"""Each kind of expression as an output."""

from __future__ import annotations

from collections.abc import Mapping

from ... import pulumi
from ...catalog import Type
from ...pulumi import (
    Attribute,
    Base64,
    Choice,
    Concat,
    ConfigValue,
    Convert,
    Expression,
    Invoke,
    Join,
    Json,
    Length,
    Lookup,
    Secret,
    Select,
    Split,
    StackOutput,
)
from ..layout import Bracketed, Code, Line
from ..pulumi.types import ValueType
from . import literals
from .expressions import GO_TYPES, NAMES, SPELLING, Expressions, NotSayable, Printer
from .layout import Function, Pair

_CIDR_BITS = 8


def attribute(printer: Expressions, node: Attribute) -> Code:
    """An attribute that is there; `reached` gives it as it comes."""
    code, found = reached(printer, node)
    return f"{code}.Elem()" if is_pointer(found) else code


def is_pointer(found: ValueType) -> bool:
    """Whether an output is one of a pointer: lists, maps and free-form values never are."""
    return found.optional and found.type.kind not in ("list", "map", "json", "union")


def reached(printer: Expressions, node: Attribute) -> tuple[str, ValueType]:
    """An attribute as the SDK gives it, and its type."""
    variable = printer.variable("resources", node.resource)
    found = printer.types.attribute(node)
    first = str(node.path[0])
    component = printer.plan.components.get(node.resource)
    if component is not None:
        return f"{variable}.{component.outputs[first]}", ValueType(found.type, None, True)
    if printer.types.is_stack_output(node):
        key = literals.string(str(node.path[1]))
        return f"{printer.function('stackOutput')}({variable}, {key})", found
    if first in ("id", "urn"):
        return f"{variable}.{first.upper()}()", found
    if node.resource in printer.plan.raw:
        return _loose(printer, variable, node)
    return variable + _steps(printer, node), found


def _loose(printer: Expressions, variable: str, node: Attribute) -> tuple[str, ValueType]:
    """An output that the SDK's class lacks."""
    if len(node.path) > 1:
        raise NotSayable
    wire = str(node.path[0])
    return f"{variable}.{wire[:1].upper()}{wire[1:]}", ValueType(Type("json"), None, True)


def _steps(printer: Expressions, node: Attribute) -> str:
    described = printer.plan.types[node.resource]
    here = described.by_pulumi[str(node.path[0])]
    written = f".{SPELLING.property(described, here)}"
    within = printer.types.attribute(Attribute(node.resource, node.path[:1]))
    for position, step in enumerate(node.path[1:], 2):
        if isinstance(step, int):
            written += f".Index({printer.pulumi('Int')}({step}))"
        elif within.type.kind == "map":
            written += f".MapIndex({printer.pulumi('String')}({literals.string(step)}))"
        elif within.object is not None and step in within.object.by_pulumi:
            name = SPELLING.property(within.object, within.object.by_pulumi[step])
            written += f".{'Get' if name.endswith('_') else ''}{name}()"
        else:
            raise NotSayable
        within = printer.types.attribute(Attribute(node.resource, node.path[:position]))
    return written


def config(printer: Expressions, node: ConfigValue) -> Code:
    return printer.read[node.key]


def stack_output(printer: Expressions, node: StackOutput) -> Code:
    variable = printer.variable("references", node.reference)
    name = literals.string(node.output)
    return f"{variable}.GetOutput({printer.pulumi('String')}({name}))"


def invoke(printer: Expressions, node: Invoke) -> Code:
    name = printer.invoke(node.function)
    arguments = [
        Pair(f"{wire[:1].upper()}{wire[1:]}", _argument(printer, wire, value))
        for wire, value in complete(node).items()
    ]
    record = Bracketed(f"{name}OutputArgs{{", arguments, "}")
    call = Bracketed(f"{name}Output(", ["ctx", record], ")")
    return Line(call, f".{node.result[:1].upper()}{node.result[1:]}()")


def complete(node: Invoke) -> dict[str, Expression]:
    """The arguments of a function: Go would send 0 for the bits that `Fn::Cidr` may leave out."""
    return {**({"cidrBits": _CIDR_BITS} if node.function == "cidr" else {}), **node.arguments}


def _argument(printer: Expressions, wire: str, value: Expression) -> Code:
    wanted = "integer" if wire in ("count", "cidrBits") else "string"
    if not printer.is_output(value):
        return Bracketed(f"{printer.pulumi(NAMES[wanted])}(", [printer.plain(value, wanted)], ")")
    if wanted == "string":
        return printer.text(value)
    return printer.applied(printer.output(value), printer.kind(value), wanted)


def concat(printer: Expressions, node: Concat) -> Code:
    template = "".join(
        literals.formatted(part) if isinstance(part, str) else "%s" for part in node.parts
    )
    codes = [part_of_text(printer, part) for part in node.parts if not isinstance(part, str)]
    return Bracketed(f"{printer.pulumi('Sprintf')}(", [literals.string(template), *codes], ")")


def part_of_text(printer: Expressions, value: Expression) -> Code:
    """What a format puts into a text: as plain Go, or an output of text."""
    if not printer.is_output(value):
        return printer.plain(value, "string")
    if isinstance(value, Attribute) and value.path in (("id",), ("urn",)):
        return attribute(printer, value)
    return printer.text(value)


def join(printer: Expressions, node: Join) -> Code:
    joined = printer.standard("strings", "Join")
    delimiter = literals.string(node.delimiter)
    function = Function("func(items []string) string", f"{joined}(items, {delimiter})")
    return printer.apply(texts(printer, node.values), function, "string")


def texts(printer: Expressions, value: Expression) -> Code:
    """A list of texts, as one output."""
    if not isinstance(value, list):
        found = printer.types.of(value)
        if found.type.kind != "list":
            return printer.applied(printer.output(value), found.type.kind, "list")
        return printer.output(value)
    items = [_item(printer, item) for item in value if item is not pulumi.ABSENT]
    return Bracketed(f"{printer.pulumi('StringArray')}{{", items, "}.ToStringArrayOutput()")


def _item(printer: Expressions, item: Expression) -> Code:
    if isinstance(item, Choice) and pulumi.ABSENT in (item.then, item.otherwise):
        raise NotSayable
    if printer.is_output(item):
        return part_of_text(printer, item)
    return Bracketed(f"{printer.pulumi('String')}(", [printer.plain(item, "string")], ")")


def split(printer: Expressions, node: Split) -> Code:
    cut = printer.standard("strings", "Split")
    delimiter = literals.string(node.delimiter)
    function = Function("func(value string) []string", f"{cut}(value, {delimiter})")
    return printer.apply(printer.text(node.source), function, "list")


def select(printer: Expressions, node: Select) -> Code:
    values = _listed(printer, node.values)
    if printer.is_output(node.index):
        index = printer.applied(printer.output(node.index), printer.kind(node.index), "integer")
    else:
        index = Bracketed(f"{printer.pulumi('Int')}(", [printer.plain(node.index, "integer")], ")")
    return Line(values, Bracketed(".Index(", [index], ")"))


def _plain_list(printer: Expressions, value: Expression) -> Code:
    if isinstance(value, list):
        return texts(printer, value)
    return Bracketed(
        f"{printer.pulumi('ToStringArray')}(",
        [printer.plain(value, "list")],
        ").ToStringArrayOutput()",
    )


def length(printer: Expressions, node: Length) -> Code:
    function = Function("func(items []string) int", "len(items)")
    return printer.apply(texts(printer, node.values), function, "integer")


def base64(printer: Expressions, node: Base64) -> Code:
    return printer.apply(printer.text(node.value), printer.function("toBase64"), "string")


def json(printer: Expressions, node: Json) -> Code:
    head = f"{printer.pulumi('JSONMarshal')}("
    return Bracketed(head, [printer.json(node.value, strict=True)], ")")


def lookup(printer: Expressions, node: Lookup) -> Code:
    kind = printer.kind(node)
    gives = GO_TYPES.get(kind) or ("[]string" if kind == "list" else "any")
    table = printer.variable("tables", node.table)
    keys = Bracketed(
        f"{printer.pulumi('All')}(",
        [part_of_text(printer, node.first), part_of_text(printer, node.second)],
        ")",
    )
    if node.has_default:
        found = f"{printer.function('lookUpOr')}({table}, keys[0].(string), keys[1].(string), "
        code = Line(found, printer.plain(node.default), ")")
    else:
        code = Line(f"{printer.function('lookUp')}({table}, keys[0].(string), keys[1].(string))")
    return printer.apply(keys, Function(f"func(keys []any) {gives}", code), kind)


def choice(printer: Expressions, node: Choice) -> Code:
    """An output of the kind that both sides have."""
    kind = printer.kind(node)
    if kind == "list":
        code = printer.chosen(
            printer.pulumi("StringArrayInput"), node, lambda side, path: _listed(printer, side)
        )
        return Line(code, ".ToStringArrayOutput()")
    wanted = kind if kind in NAMES else "string"
    name = NAMES[wanted]
    code = printer.chosen(
        printer.pulumi(f"{name}Input"), node, lambda side, path: _scalar(printer, side, wanted)
    )
    return Line(code, f".To{name}Output()")


def _listed(printer: Expressions, side: Expression) -> Code:
    return texts(printer, side) if printer.is_output(side) else _plain_list(printer, side)


def _scalar(printer: Expressions, side: Expression, wanted: str) -> Code:
    if not printer.is_output(side):
        return Bracketed(f"{printer.pulumi(NAMES[wanted])}(", [printer.plain(side, wanted)], ")")
    if wanted == "string":
        return part_of_text(printer, side)
    return printer.applied(printer.output(side), printer.kind(side), wanted)


def convert(printer: Expressions, node: Convert) -> Code:
    if node.to == "string":
        return printer.text(node.value)
    return printer.applied(printer.output(node.value), printer.kind(node.value), node.to)


def secret(printer: Expressions, node: Secret) -> Code:
    kind = printer.kind(node.value)
    name = "StringArray" if kind == "list" else NAMES.get(kind, "Any")
    inner = printer.output(node.value)
    return Line(
        Bracketed(f"{printer.pulumi('ToSecret')}(", [inner], ")"),
        f".({printer.pulumi(name)}Output)",
    )


OUTPUTS: Mapping[type, Printer] = {
    pulumi.Attribute: attribute,
    pulumi.ConfigValue: config,
    pulumi.StackOutput: stack_output,
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
    pulumi.Secret: secret,
    list: texts,
    dict: lambda printer, value: Bracketed(f"{printer.pulumi('Any')}(", [printer.json(value)], ")"),
}
