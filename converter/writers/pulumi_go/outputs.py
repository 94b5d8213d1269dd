"""The kinds of expressions as outputs in Go."""

from __future__ import annotations

from ... import pulumi
from ...catalog import Type
from ...errors import UnsupportedError
from ...pulumi import (
    Attribute,
    Base64,
    Choice,
    Concat,
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
from ..pulumi import nodes
from ..pulumi.nodes import LOOSE_FUNCTIONS, arguments, wanted_by
from ..pulumi.printing import NotSayable, Printers, call
from ..pulumi.types import ValueType
from . import literals
from .expressions import NAMES, SPELLING, Expressions, is_pointer, pulumi_name
from .layout import Function, Pair

_LOOSE = ValueType(Type("json"), None, True)


def attribute(printer: Expressions, node: Attribute) -> Code:
    """An attribute that is there; `reached` gives it as it comes."""
    code, found = reached(printer, node)
    return Line(code, ".Elem()") if is_pointer(found) else code


def reached(printer: Expressions, node: Attribute) -> tuple[Code, ValueType]:
    """An attribute as the SDK gives it, and its type."""
    variable = printer.reference(node.resource)
    found = printer.types.attribute(node)
    first = str(node.path[0])
    component = printer.plan.components.get(node.resource)
    if component is not None:
        return f"{variable}.{component.outputs[first]}", ValueType(found.type, None, True)
    if printer.types.is_stack_output(node):
        arguments = [variable, literals.string(str(node.path[1]))]
        return call(printer.function("stackOutput"), arguments), found
    if first in ("id", "urn"):
        return f"{variable}.{first.upper()}()", found
    if node.resource in printer.plan.raw:
        return _loose(printer, variable, node), _LOOSE
    return variable + _steps(printer, node), found


def _loose(printer: Expressions, variable: str, node: Attribute) -> Code:
    """An output that the SDK's class lacks, or a part of it."""
    first, *steps = node.path
    whole = f"{variable}.{output_field(str(first))}"
    if not steps:
        return whole
    keys = [literals.string(step) if isinstance(step, str) else str(step) for step in steps]
    return call(printer.function("part"), [whole, *keys])


def output_field(wire: str) -> str:
    """The field for an output in a struct of the program's own."""
    return wire[:1].upper() + wire[1:]


def _steps(printer: Expressions, node: Attribute) -> str:
    described = printer.plan.types[node.resource]
    here = described.by_pulumi[str(node.path[0])]
    written = f".{SPELLING.property(described, here)}"
    if len(node.path) == 1:
        return written
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


def stack_output(printer: Expressions, node: StackOutput) -> Code:
    variable = printer.variable("references", node.reference)
    name = literals.string(node.output)
    found = f"{variable}.GetOutput({printer.pulumi('String')}({name}))"
    return call(printer.function("asText"), [found])


def invoke(printer: Expressions, node: Invoke) -> Code:
    variable = printer.plan.lists.variable(node)
    if variable is not None:
        return variable
    name = printer.invoke(node.function)
    given = [
        Pair(f"{wire[:1].upper()}{wire[1:]}", printer.input(value, wanted_by(wire)))
        for wire, value in arguments(node).items()
    ]
    found = call(f"{name}Output", ["ctx", Bracketed(f"{name}OutputArgs{{", given, "}")])
    result = Line(found, f".{node.result[:1].upper()}{node.result[1:]}()")
    is_loose = node.function in LOOSE_FUNCTIONS
    return call(printer.function("asText"), [result]) if is_loose else result


def concat(printer: Expressions, node: Concat) -> Code:
    codes = [printer.part_of_text(part) for part in node.parts if not isinstance(part, str)]
    return call(printer.pulumi("Sprintf"), [literals.template(node.parts), *codes])


def join(printer: Expressions, node: Join) -> Code:
    joined = printer.standard("strings", "Join")
    delimiter = literals.string(node.delimiter)
    function = Function("func(items []string) string", f"{joined}(items, {delimiter})")
    return printer.apply(printer.texts(node.values), function, "string")


def split(printer: Expressions, node: Split) -> Code:
    cut = printer.standard("strings", "Split")
    delimiter = literals.string(node.delimiter)
    function = Function("func(value string) []string", f"{cut}(value, {delimiter})")
    return printer.apply(printer.text_output(node.source), function, "list")


def select(printer: Expressions, node: Select) -> Code:
    index = printer.input(node.index, "integer")
    return Line(_listed(printer, node.values), call(".Index", [index]))


def _listed(printer: Expressions, value: Expression) -> Code:
    if isinstance(value, list) or printer.is_output(value):
        return printer.texts(value)
    listed = call(printer.pulumi("ToStringArray"), [printer.plain(value, "list")])
    return Line(listed, ".ToStringArrayOutput()")


def length(printer: Expressions, node: Length) -> Code:
    function = Function("func(items []string) int", "len(items)")
    return printer.apply(printer.texts(node.values), function, "integer")


def base64(printer: Expressions, node: Base64) -> Code:
    return printer.apply(printer.text_output(node.value), printer.function("toBase64"), "string")


def json(printer: Expressions, node: Json) -> Code:
    return call(printer.pulumi("JSONMarshal"), [printer.json(node.value, strict=True)])


def lookup(printer: Expressions, node: Lookup) -> Code:
    if node.has_default and printer.is_output(node.default):
        raise UnsupportedError(
            "a look-up with a default that only the deployment knows cannot be written in Go yet"
        )
    kind = printer.kind(node)
    keys = [printer.part_of_text(each) for each in (node.first, node.second)]
    found = printer.cell(node, "keys[0].(string)", "keys[1].(string)")
    function = Function(f"func(keys []any) {printer.type(kind)}", found)
    return printer.apply(call(printer.pulumi("All"), keys), function, kind)


def choice(printer: Expressions, node: Choice) -> Code:
    """An output of the kind that both sides have."""
    kind = printer.kind(node)
    wanted = kind if kind in NAMES or kind == "list" else "string"
    name = pulumi_name(wanted)

    def side(value: Expression, _: object) -> Code:
        return _listed(printer, value) if wanted == "list" else printer.input(value, wanted)

    return Line(printer.chosen(printer.pulumi(f"{name}Input"), node, side), f".To{name}Output()")


def convert(printer: Expressions, node: Convert) -> Code:
    return printer.output_of(node.value, node.to)


def secret(printer: Expressions, node: Secret) -> Code:
    output = printer.pulumi(f"{pulumi_name(printer.kind(node.value))}Output")
    return Line(call(printer.pulumi("ToSecret"), [printer.output(node.value)]), f".({output})")


OUTPUTS: Printers = {
    pulumi.Attribute: attribute,
    pulumi.ConfigValue: nodes.config,
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
    list: lambda printer, value: printer.texts(value),
    dict: lambda printer, value: call(printer.pulumi("Any"), [printer.json(value)]),
}
