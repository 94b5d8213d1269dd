"""Each kind of expression as an output."""

from __future__ import annotations

from collections.abc import Mapping

from ... import pulumi
from ...pulumi import (
    ABSENT,
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
from ..layout import Code, Line
from ..pulumi.plan import PSEUDO_PARAMETERS
from ..pulumi.types import JSON, ValueType
from . import literals
from .expressions import SPELLING, TYPES, Expressions, NotSayable, Printer, may_be_absent, text
from .layout import call, parenthesized
from .plain import arguments_of, cut, found, invoked

_THERE = ".orElseThrow()"


def attribute(printer: Expressions, node: Attribute) -> Code:
    """An attribute that is there; an enum's is the text of its value."""
    code, found = reached(printer, node)
    if found.enum is not None and found.type.kind == "string":
        there = _THERE if found.optional else ""
        return printer.apply(code, "value", f"value{there}.getValue()")
    return certain(printer, code, found)


def certain(printer: Expressions, code: Code, found: ValueType) -> Code:
    """An output of what is there, of one of what may be there."""
    if not found.optional:
        return code
    there = f"{printer.own('Optional')}::orElseThrow"
    return Line(parenthesized(code), call(".applyValue", [there]))


def reached(printer: Expressions, node: Attribute) -> tuple[Code, ValueType]:
    """An attribute as the SDK gives it, and its type."""
    variable = printer.variable("resources", node.resource)
    found = printer.types.attribute(node)
    first = str(node.path[0])
    component = printer.plan.components.get(node.resource)
    if component is not None:
        return f"{variable}.{component.outputs[first]}", ValueType(found.type, None, True)
    if printer.types.is_stack_output(node):
        key = literals.string(str(node.path[1]))
        return call(printer.function("stackOutput"), [variable, key]), ValueType(found.type)
    if first in ("id", "urn"):
        return f"{variable}.{first}()", found
    if node.resource in printer.plan.raw:
        if len(node.path) > 1:
            raise NotSayable
        return f"{variable}.{first}", ValueType(JSON, None, True)
    return _steps(printer, variable, node, found)


def _steps(
    printer: Expressions, variable: str, node: Attribute, found: ValueType
) -> tuple[Code, ValueType]:
    described = printer.plan.types[node.resource]
    first = described.by_pulumi[str(node.path[0])]
    code = f"{variable}.{SPELLING.property(described, first)}()"
    if len(node.path) == 1:
        return code, found
    within = printer.types.attribute(Attribute(node.resource, node.path[:1]))
    inside = f"value{_THERE if within.optional else ''}"
    for position, step in enumerate(node.path[1:], 2):
        if isinstance(step, int):
            inside += f".get({step})"
        elif within.type.kind == "map":
            inside += f".get({literals.string(step)})"
        elif within.object is not None and step in within.object.by_pulumi:
            prop = within.object.by_pulumi[step]
            inside += f".{SPELLING.property(within.object, prop)}()"
            if not prop.required and prop.type.kind not in ("list", "map"):
                inside += _THERE
        else:
            raise NotSayable
        within = printer.types.attribute(Attribute(node.resource, node.path[:position]))
    return printer.apply(code, "value", inside), ValueType(within.type, within.owner, True)


def config(printer: Expressions, node: ConfigValue) -> Code:
    return printer.read.get(node.key, printer.plan.variables.get(("config", node.key), ""))


def stack_output(printer: Expressions, node: StackOutput) -> Code:
    variable = printer.variable("references", node.reference)
    return call(f"{variable}.requireOutput", [literals.string(node.output)])


def invoke(printer: Expressions, node: Invoke) -> Code:
    if node.function in PSEUDO_PARAMETERS:
        return PSEUDO_PARAMETERS[node.function]
    arguments = arguments_of(printer, node, late=True)
    return invoked(printer, node.function, arguments, node.result, late=True)


def concat(printer: Expressions, node: Concat) -> Code:
    template = "".join(
        literals.formatted(part) if isinstance(part, str) else "%s" for part in node.parts
    )
    codes = [part_of_text(printer, part) for part in node.parts if not isinstance(part, str)]
    return call(f"{printer.own('Output')}.format", [text(template), *codes])


def part_of_text(printer: Expressions, value: Expression) -> Code:
    if printer.is_output(value):
        return printer.output_of(value, "string")
    return printer.plain(value, "string")


def join(printer: Expressions, node: Join) -> Code:
    delimiter = literals.string(node.delimiter)
    return printer.apply(texts(printer, node.values), "items", f"String.join({delimiter}, items)")


def texts(printer: Expressions, value: Expression) -> Code:
    """A list of texts, as one output."""
    if not isinstance(value, list):
        return printer.output_of(value, "list")
    items = [text_item(printer, item) for item in value if item is not ABSENT]
    if any(may_be_absent(item) for item in value):
        items = [call(printer.function("present"), items)]
    return call(f"{printer.own('Output')}.all", items)


def text_item(printer: Expressions, item: Expression) -> Code:
    """An output of text, or null."""
    if isinstance(item, Choice) and may_be_absent(item):
        return printer.chosen(item, lambda side, path: text_item(printer, side))
    return printer.output_of(item, "string")


def split(printer: Expressions, node: Split) -> Code:
    source = printer.output_of(node.source, "string")
    return printer.apply(source, "value", cut(printer, node, "value"))


def select(printer: Expressions, node: Select) -> Code:
    values = texts(printer, node.values)
    if not printer.is_output(node.index):
        index = printer.plain(node.index, "integer")
        return printer.apply(values, "items", Line("items.get(", index, ")"))
    index = printer.output_of(node.index, "integer")
    both = call(f"{printer.own('Output')}.tuple", [values, index])
    return printer.apply(both, "both", "both.t1.get(both.t2)")


def length(printer: Expressions, node: Length) -> Code:
    return printer.apply(texts(printer, node.values), "items", "items.size()")


def base64(printer: Expressions, node: Base64) -> Code:
    function = printer.function("toBase64").replace(".", "::")
    source = parenthesized(printer.output_of(node.value, "string"))
    return Line(source, call(".applyValue", [function]))


def json(printer: Expressions, node: Json) -> Code:
    return call(printer.function("toJsonOutput"), [printer.json(node.value, strict=True)])


def lookup(printer: Expressions, node: Lookup) -> Code:
    first, second = node.first, node.second
    if printer.is_output(first) and printer.is_output(second):
        keys: list[Code] = [printer.output_of(each, "string") for each in (first, second)]
        both = call(f"{printer.own('Output')}.tuple", keys)
        return printer.apply(both, "keys", found(printer, node, "keys.t1", "keys.t2"))
    late = first if printer.is_output(first) else second
    if not printer.is_output(late):
        raise NotSayable
    keys = ["key" if each is late else printer.plain(each, "string") for each in (first, second)]
    return printer.apply(printer.output_of(late, "string"), "key", found(printer, node, *keys))


def choice(printer: Expressions, node: Choice) -> Code:
    """An output of the kind that both sides have."""
    kind = printer.kind(node)
    wanted = kind if kind in TYPES else "string"
    return printer.chosen(node, lambda side, path: _listed(printer, side, wanted))


def _listed(printer: Expressions, side: Expression, wanted: str) -> Code:
    is_late_list = wanted == "list" and printer.is_output(side)
    return texts(printer, side) if is_late_list else printer.output_of(side, wanted)


def convert(printer: Expressions, node: Convert) -> Code:
    return printer.output_of(node.value, node.to)


def secret(printer: Expressions, node: Secret) -> Code:
    if printer.is_output(node.value):
        return Line(parenthesized(printer.output(node.value)), ".asSecret()")
    return call(f"{printer.own('Output')}.ofSecret", [printer.plain(node.value)])


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
    dict: lambda printer, value: call(f"{printer.own('Output')}.<Object>of", [printer.json(value)]),
}
