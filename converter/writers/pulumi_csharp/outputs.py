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
from .expressions import SPELLING, TYPES, Expressions, NotSayable, Printer, may_be_absent
from .layout import call
from .plain import arguments_of, cut, formatted, found, invoked

_OF_VALUES = ("integer", "number", "boolean")


def attribute(printer: Expressions, node: Attribute) -> Code:
    """An attribute that is there; an enum's is the text of its value."""
    code, found = reached(printer, node)
    if found.enum is not None and found.type.kind == "string":
        return printer.apply(code, "value", f"value{_certain(found)}.ToString()!")
    return certain(printer, code, found)


def certain(printer: Expressions, code: Code, found: ValueType) -> Code:
    """An output of what is there, of one of what may be there."""
    said = _certain(found)
    return printer.apply(code, "value", f"value{said}") if said else code


def _certain(found: ValueType) -> str:
    """What says of a value that may be null that it is not; lists never are."""
    if not found.optional or found.type.kind == "list":
        return ""
    is_value = found.type.kind in _OF_VALUES or found.enum is not None
    return "!.Value" if is_value else "!"


def reached(printer: Expressions, node: Attribute) -> tuple[Code, ValueType]:
    """An attribute as the SDK gives it, and its type."""
    variable = printer.reference(node.resource)
    found = printer.types.attribute(node)
    first = str(node.path[0])
    component = printer.plan.components.get(node.resource)
    if component is not None:
        return f"{variable}.{component.outputs[first]}", ValueType(found.type, None, True)
    if printer.types.is_stack_output(node):
        key = literals.string(str(node.path[1]))
        return call(printer.function("StackOutput"), [variable, key]), ValueType(found.type)
    if first in ("id", "urn"):
        return f"{variable}.{first.capitalize()}", found
    if node.resource in printer.plan.raw:
        if len(node.path) > 1:
            raise NotSayable
        return f"{variable}.{first[:1].upper()}{first[1:]}", ValueType(JSON, None, True)
    return _steps(printer, variable, node, found)


def _steps(
    printer: Expressions, variable: str, node: Attribute, found: ValueType
) -> tuple[Code, ValueType]:
    described = printer.plan.types[node.resource]
    first = described.by_pulumi[str(node.path[0])]
    code = f"{variable}.{SPELLING.property(described, first)}"
    if len(node.path) == 1:
        return code, found
    within = printer.types.attribute(Attribute(node.resource, node.path[:1]))
    inside = f"value{_certain(within)}"
    for position, step in enumerate(node.path[1:], 2):
        if isinstance(step, int):
            inside += f"[{step}]"
        elif within.type.kind == "map":
            inside += f"[{literals.string(step)}]"
        elif within.object is not None and step in within.object.by_pulumi:
            prop = within.object.by_pulumi[step]
            inside += f".{SPELLING.property(within.object, prop)}"
            if not prop.required:
                here = ValueType(prop.type, within.owner, optional=True)
                inside += _certain(here)
        else:
            raise NotSayable
        within = printer.types.attribute(Attribute(node.resource, node.path[:position]))
    return printer.apply(code, "value", inside), ValueType(within.type, within.owner, True)


def config(printer: Expressions, node: ConfigValue) -> Code:
    return printer.read.get(node.key, printer.plan.variables.get(("config", node.key), ""))


def stack_output(printer: Expressions, node: StackOutput) -> Code:
    variable = printer.variable("references", node.reference)
    return call(f"{variable}.RequireOutput", [literals.string(node.output)])


def invoke(printer: Expressions, node: Invoke) -> Code:
    if node.function in PSEUDO_PARAMETERS:
        return PSEUDO_PARAMETERS[node.function]
    arguments = arguments_of(printer, node, "InvokeArgs", late=True)
    return invoked(printer, node.function, arguments, node.result, late=True)


def concat(printer: Expressions, node: Concat) -> Code:
    return call("Output.Format", [formatted(printer, node, late=True)])


def join(printer: Expressions, node: Join) -> Code:
    delimiter = literals.string(node.delimiter)
    return printer.apply(texts(printer, node.values), "items", f"string.Join({delimiter}, items)")


def texts(printer: Expressions, value: Expression) -> Code:
    """A list of texts, as one output."""
    if not isinstance(value, list):
        return printer.output_of(value, "list")
    if any(may_be_absent(item) for item in value):
        raise NotSayable
    items: list[Code] = []
    for item in value:
        if item is ABSENT:
            continue
        is_late = printer.is_output(item)
        items.append(
            printer.output_of(item, "string") if is_late else printer.plain(item, "string")
        )
    are_outputs = all(printer.is_output(item) for item in value if item is not ABSENT)
    return call("Output.All" if are_outputs else "Output.All<string>", items)


def split(printer: Expressions, node: Split) -> Code:
    source = printer.output_of(node.source, "string")
    return printer.apply(source, "value", cut(printer, node, "value"))


def select(printer: Expressions, node: Select) -> Code:
    values = texts(printer, node.values)
    if not printer.is_output(node.index):
        index = printer.plain(node.index, "integer")
        return printer.apply(values, "items", Line("items[", index, "]"))
    both = call("Output.Tuple", [values, printer.output_of(node.index, "integer")])
    return printer.apply(both, "both", "both.Item1[both.Item2]")


def length(printer: Expressions, node: Length) -> Code:
    return printer.apply(texts(printer, node.values), "items", "items.Length")


def base64(printer: Expressions, node: Base64) -> Code:
    return Line(
        printer.output_of(node.value, "string"),
        call(".Apply", [printer.function("ToBase64")]),
    )


def json(printer: Expressions, node: Json) -> Code:
    written = call("Output.Create", [printer.json(node.value, strict=True)])
    return call("Output.JsonSerialize", [written, printer.function("JsonOptions")])


def lookup(printer: Expressions, node: Lookup) -> Code:
    first, second = node.first, node.second
    if printer.is_output(first) and printer.is_output(second):
        both = call("Output.Tuple", [printer.output_of(each, "string") for each in (first, second)])
        return printer.apply(both, "keys", found(printer, node, "keys.Item1", "keys.Item2"))
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
        return call("Output.CreateSecret", [printer.output(node.value)])
    return call("Output.CreateSecret", [printer.plain(node.value)])


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
    dict: lambda printer, value: call("Output.Create<object>", [printer.json(value)]),
}
