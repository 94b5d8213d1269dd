"""Each kind of expression in languages with types, as far as these say it alike."""

from __future__ import annotations

from collections.abc import Sequence
from types import NoneType

from ... import pulumi
from ...catalog import SCALARS
from ...pulumi import (
    AllOf,
    AnyOf,
    Base64,
    Choice,
    ConditionValue,
    ConfigValue,
    Convert,
    Equal,
    Expression,
    Invoke,
    Lookup,
    Negation,
    Node,
)
from ..layout import Code
from .phrasing import literal_last
from .printing import NotSayable, Printers, Values, call, is_condition

CIDR_BITS = 8
"""What `Fn::Cidr` takes where its bits are left out; SDKs would send 0, or ask for them."""


LOOSE_FUNCTIONS = frozenset({"importValue"})
"""Functions of the provider that give a text for which the SDKs allow anything."""


def config(printer: Values, node: ConfigValue) -> Code:
    """The value of a config key."""
    return printer.read.get(node.key, printer.plan.variables.get(("config", node.key), ""))


def arguments(node: Invoke) -> dict[str, Expression]:
    """The arguments of a function of the provider."""
    return {**({"cidrBits": CIDR_BITS} if node.function == "cidr" else {}), **node.arguments}


def wanted_by(wire: str) -> str:
    """The kind that an argument of such a function has to be."""
    return "integer" if wire in ("count", "cidrBits") else "string"


def base64(printer: Values, node: Base64) -> Code:
    """A text in Base64."""
    return call(printer.function("toBase64"), [printer.plain(node.value, "string")])


def lookup(printer: Values, node: Lookup) -> Code:
    """A cell of a table."""
    first, second = (printer.plain(each, "string") for each in (node.first, node.second))
    return printer.cell(node, first, second)


def condition_itself(printer: Values, node: Choice) -> str | None:
    """The condition of a choice that is nothing but that, or its opposite."""
    condition = printer.variable("conditions", node.condition)
    if not is_condition(node):
        return None
    return condition if node.then is True else f"!{condition}"


def convert(printer: Values, node: Convert) -> Code:
    """A plain value in another type."""
    return printer.made(printer.plain(node.value), printer.kind(node.value), node.to)


def converted_output(printer: Values, node: Convert) -> Code:
    """An output in another type."""
    return printer.output_of(node.value, node.to)


def equal(printer: Values, node: Equal) -> Code:
    """Whether two values are the same."""
    return compared(printer, node, "==")


def compared(printer: Values, node: Equal, operator: str) -> Code:
    """Two values that are compared as texts, unless both are of one kind."""
    node = literal_last(node)
    kinds = {printer.kind(node.left), printer.kind(node.right)}
    wanted = None if len(kinds) == 1 and kinds <= SCALARS else "string"
    sides = [_operand(printer, side, wanted) for side in (node.left, node.right)]
    return printer.operation(operator, sides)


def _operand(printer: Values, side: Expression, wanted: str | None) -> Code:
    code = printer.operand(printer.plain(side, wanted))
    return (
        printer.enclosed("(", code, ")")
        if isinstance(side, (Equal, AllOf, AnyOf)) and not wanted
        else code
    )


def all_of(printer: Values, node: AllOf) -> Code:
    """Whether every condition holds."""
    return _joined(printer, "&&", node.conditions)


def any_of(printer: Values, node: AnyOf) -> Code:
    """Whether a condition holds."""
    return _joined(printer, "||", node.conditions)


def _joined(printer: Values, operator: str, conditions: Sequence[Expression]) -> Code:
    parts: list[Code] = []
    for condition in conditions:
        code = printer.operand(printer.plain(condition))
        inner = isinstance(condition, (AllOf, AnyOf))
        parts.append(printer.enclosed("(", code, ")") if inner else code)
    return printer.operation(operator, parts)


def negation(printer: Values, node: Negation) -> Code:
    """Whether a condition does not hold."""
    inner = node.condition
    if isinstance(inner, Equal):
        return compared(printer, inner, "!=")
    return opposite(printer, inner)


def opposite(printer: Values, condition: Expression) -> Code:
    """A condition with a ``!`` before it."""
    code = printer.operand(printer.plain(condition))
    is_several = isinstance(condition, (AllOf, AnyOf, Negation))
    return printer.enclosed("!(", code, ")") if is_several else printer.enclosed("!", code)


def condition(printer: Values, node: ConditionValue) -> Code:
    """Another condition."""
    return printer.variable("conditions", node.name)


def not_plain(printer: Values, node: Node) -> Code:
    """What is an output always."""
    raise NotSayable


PLAIN: Printers = {
    str: lambda printer, value: printer.text(value),
    bool: lambda printer, value: "true" if value else "false",
    int: lambda printer, value: printer.number(value),
    float: lambda printer, value: printer.number(value),
    NoneType: lambda printer, value: printer.null,
    list: lambda printer, value: printer.plain_list(value),
    dict: lambda printer, value: printer.json(value),
    pulumi.ConfigValue: config,
    pulumi.StackName: lambda printer, node: "stackName",
    pulumi.Organization: lambda printer, node: "organization",
    pulumi.Base64: base64,
    pulumi.Lookup: lookup,
    pulumi.Convert: convert,
    pulumi.Equal: equal,
    pulumi.AllOf: all_of,
    pulumi.AnyOf: any_of,
    pulumi.Negation: negation,
    pulumi.ConditionValue: condition,
    pulumi.EnumMember: lambda printer, node: printer.plain(node.value),
    pulumi.Object: lambda printer, node: printer.json(node.fields),
    pulumi.Absent: lambda printer, node: printer.null,
    pulumi.Attribute: not_plain,
    pulumi.StackOutput: not_plain,
    pulumi.Secret: not_plain,
}
"""What prints each kind of value as plain code, where languages do not differ."""
