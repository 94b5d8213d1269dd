"""Values in languages whose outputs are of one generic type, to which functions are applied."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Sequence

from ... import pulumi
from ...catalog import ObjectType, Property, ResourceType
from ...errors import Path
from ...pulumi import (
    ABSENT,
    Attribute,
    Base64,
    Choice,
    Expression,
    Invoke,
    Join,
    Length,
    Lookup,
    Select,
    Split,
    StackOutput,
)
from ..layout import Code, Line
from . import nodes
from .plan import PSEUDO_PARAMETERS
from .printing import NotSayable, Printers, Values, call, may_be_absent
from .types import JSON, ValueType


class Applied(Values):
    """Prints the values of one program.

    Attributes:
        awaited: whether what functions of the provider give is waited for.
    """

    awaited: bool

    # --- spelling -------------------------------------------------

    def spelled(self, name: str) -> str:
        """A member's name in the language's case."""
        return name

    @abstractmethod
    def apply(self, code: Code, parameter: str, body: Code) -> Code:
        """A function of one expression, applied to an output."""

    @abstractmethod
    def apply_function(self, code: Code, function: str) -> Code:
        """One of the program's own functions, applied to an output."""

    @abstractmethod
    def created(self, code: Code, *, loose: bool = False) -> Code:
        """An output of a plain value; of anything, where it is loose."""

    @abstractmethod
    def combined(self, codes: Sequence[Code]) -> Code:
        """A tuple of outputs, as one output."""

    @abstractmethod
    def element(self, name: str, position: int) -> str:
        """What stands at a position, counted from 1, of a tuple."""

    @abstractmethod
    def getter(self, name: str) -> str:
        """What asks an object for a property that the SDK calls so."""

    def loose_getter(self, name: str) -> str:
        """What asks a resource of no class of the SDK for an output, by its wire name."""
        return f".{self.spelled(name)}"

    @abstractmethod
    def property(self, owner: ResourceType | ObjectType, prop: Property) -> str:
        """What the SDK calls a property."""

    @abstractmethod
    def at(self, values: Code, index: Code) -> Code:
        """The item of a list at an index, or the value of a map under a key."""

    @abstractmethod
    def length_of(self, values: Code) -> Code:
        """The number of a list's items."""

    @abstractmethod
    def joined(self, delimiter: str, items: Code) -> Code:
        """Plain texts, joined."""

    @abstractmethod
    def cut(self, node: Split, source: Code) -> Code:
        """The pieces of a plain text."""

    @abstractmethod
    def sure(self, found: ValueType, *, inside: bool = False) -> str:
        """What says of a value that it is there, of one that may not be.

        Args:
            found: its type.
            inside: whether it is a part of an output, and no output itself.
        """

    @abstractmethod
    def certain(self, code: Code, found: ValueType) -> Code:
        """An output of what is there, of one of what may be there."""

    @abstractmethod
    def enum_text(self, code: str) -> str:
        """The text of an enum's member."""

    @abstractmethod
    def all_texts(self, items: list[Expression]) -> Code:
        """A list of texts, of which some are outputs, as one output."""

    @abstractmethod
    def invoke_arguments(self, node: Invoke, *, late: bool) -> list[Code]:
        """The arguments of a function of the provider."""

    @abstractmethod
    def invoked(
        self, function: str, arguments: Sequence[Code], result: str, *, late: bool = False
    ) -> Code:
        """A result of a function of the provider, waited for where it is not late."""

    # --- outputs --------------------------------------------------

    def output(self, value: Expression) -> Code:
        """An output, of the type that a value's kind has; never one that may hold nothing."""
        if not self.is_output(value):
            return self.created(self.plain(value), loose=self.kind(value) not in self.kinds)
        return super().output(value)

    def output_of(self, value: Expression, wanted: str) -> Code:
        """An output of a value, made one of a kind."""
        if type(value) is Attribute:
            code, kind = self.attribute(value)
            return self.applied(code, kind, wanted)
        if not self.is_output(value):
            return self.created(self.plain(value, wanted))
        return self.applied(super().output(value), self.output_kind(value), wanted)

    def output_kind(self, value: Expression) -> str:
        """The kind of a value's output: a choice between values of several kinds is a text."""
        kind = self.kind(value)
        return "string" if isinstance(value, Choice) and kind not in self.kinds else kind

    def applied(self, code: Code, kind: str, wanted: str) -> Code:
        """An output of one kind, made another."""
        if kind == wanted or wanted not in self.kinds:
            return code
        return self.apply(code, "value", self.made("value", kind, wanted))

    def part_of_text(self, value: Expression, *, late: bool = True) -> Code:
        """What a format puts into a text: plain, or an output of text where it is late."""
        if late and self.is_output(value):
            return self.output_of(value, "string")
        return self.plain(value, "string")

    def texts(self, value: Expression) -> Code:
        """A list of texts, as one output."""
        if isinstance(value, list):
            return self.all_texts([item for item in value if item is not ABSENT])
        return self.output_of(value, "list")

    def sides(
        self, node: Choice, render: Callable[[Expression, Path], Code], path: Path
    ) -> list[Code]:
        """Both sides of a choice, nothing as null."""
        return [
            self.null if side is ABSENT else render(side, (*path, position))
            for position, side in enumerate((node.then, node.otherwise), 1)
        ]

    @abstractmethod
    def chosen_output(self, node: Choice, render: Callable[[Expression], Code]) -> Code:
        """One of two outputs."""

    # --- attributes -----------------------------------------------

    def attribute(self, node: Attribute) -> tuple[Code, str]:
        """An attribute that is there, and its kind; an enum's is the text of its value."""
        code, found = self.reached(node)
        kind = found.type.kind
        if kind == "string" and found.enum is not None:
            return self.apply(code, "value", self.enum_text(f"value{self.sure(found)}")), kind
        return self.certain(code, found), kind

    def reached(self, node: Attribute) -> tuple[Code, ValueType]:
        """An attribute as the SDK gives it, and its type."""
        variable = self.reference(node.resource)
        found = self.types.attribute(node)
        first = str(node.path[0])
        component = self.plan.components.get(node.resource)
        if component is not None:
            return f"{variable}.{component.outputs[first]}", ValueType(found.type, None, True)
        if self.types.is_stack_output(node):
            arguments = [variable, self.quoted(str(node.path[1]))]
            return call(self.function("stackOutput"), arguments), ValueType(found.type)
        if first in ("id", "urn"):
            return variable + self.getter(self.spelled(first)), found
        if node.resource in self.plan.raw:
            code = variable + self.loose_getter(first)
            return self._loose(code, node), ValueType(JSON, None, True)
        return self._inside(variable, node, found)

    def _loose(self, code: Code, node: Attribute) -> Code:
        """An output that no class of the SDK has, or a part of one."""
        if len(node.path) == 1:
            return code
        steps = [self.quoted(it) if isinstance(it, str) else str(it) for it in node.path[1:]]
        return self.apply(code, "value", call(self.function("part"), ["value", *steps]))

    def _inside(self, variable: str, node: Attribute, found: ValueType) -> tuple[Code, ValueType]:
        described = self.plan.types[node.resource]
        first = described.by_pulumi[str(node.path[0])]
        code = variable + self.getter(self.property(described, first))
        if len(node.path) == 1:
            return code, found
        within = self.types.attribute(Attribute(node.resource, node.path[:1]))
        part: Code = f"value{self.sure(within)}"
        for position, step in enumerate(node.path[1:], 2):
            if isinstance(step, int):
                part = self.at(part, str(step))
            elif within.type.kind == "map":
                part = self.at(part, self.quoted(step))
            elif within.object is not None and step in within.object.by_pulumi:
                part = Line(part, self._field(within, within.object.by_pulumi[step]))
            else:
                raise NotSayable
            within = self.types.attribute(Attribute(node.resource, node.path[:position]))
        return self.apply(code, "value", part), ValueType(within.type, within.owner, True)

    def _field(self, within: ValueType, prop: Property) -> str:
        assert within.object is not None
        asked = self.getter(self.property(within.object, prop))
        if prop.required:
            return asked
        return asked + self.sure(ValueType(prop.type, within.owner, optional=True), inside=True)


def stack_output(printer: Applied, node: StackOutput) -> Code:
    """An output of another stack, which is a text."""
    variable = printer.variable("references", node.reference)
    name = printer.quoted(node.output)
    found = call(f"{variable}.{printer.spelled('requireOutput')}", [name])
    return printer.applied(found, "json", "string")


def plain_invoke(printer: Applied, node: Invoke) -> Code:
    """A result of a function of the provider that was waited for."""
    return _invoke(printer, node, late=False)


def invoke(printer: Applied, node: Invoke) -> Code:
    """A result of a function of the provider."""
    return _invoke(printer, node, late=True)


def _invoke(printer: Applied, node: Invoke, *, late: bool) -> Code:
    if node.function in PSEUDO_PARAMETERS:
        return PSEUDO_PARAMETERS[node.function]
    variable = printer.plan.lists.variable(node)
    if variable is not None:
        return variable
    arguments = printer.invoke_arguments(node, late=late)
    return printer.invoked(node.function, arguments, node.result, late=late)


def plain_join(printer: Applied, node: Join) -> Code:
    return printer.joined(printer.quoted(node.delimiter), printer.plain(node.values, "list"))


def join(printer: Applied, node: Join) -> Code:
    body = printer.joined(printer.quoted(node.delimiter), "items")
    return printer.apply(printer.texts(node.values), "items", body)


def plain_split(printer: Applied, node: Split) -> Code:
    return printer.cut(node, printer.plain(node.source, "string"))


def split(printer: Applied, node: Split) -> Code:
    source = printer.output_of(node.source, "string")
    return printer.apply(source, "value", printer.cut(node, "value"))


def plain_select(printer: Applied, node: Select) -> Code:
    index = printer.plain(node.index, "integer")
    return printer.at(printer.receiver(printer.plain_items(node.values)), index)


def select(printer: Applied, node: Select) -> Code:
    values = printer.texts(node.values)
    if not printer.is_output(node.index):
        body = printer.at("items", printer.plain(node.index, "integer"))
        return printer.apply(values, "items", body)
    both = printer.combined([values, printer.output_of(node.index, "integer")])
    body = printer.at(printer.element("both", 1), printer.element("both", 2))
    return printer.apply(both, "both", body)


def plain_length(printer: Applied, node: Length) -> Code:
    values = node.values
    if isinstance(values, list) and not any(may_be_absent(item) for item in values):
        return str(len(values))
    code = printer.json(values) if isinstance(values, list) else printer.plain(values, "list")
    return printer.length_of(printer.receiver(code))


def length(printer: Applied, node: Length) -> Code:
    return printer.apply(printer.texts(node.values), "items", printer.length_of("items"))


def base64(printer: Applied, node: Base64) -> Code:
    function = printer.function("toBase64")
    return printer.apply_function(printer.output_of(node.value, "string"), function)


def lookup(printer: Applied, node: Lookup) -> Code:
    first, second = node.first, node.second
    if printer.is_output(first) and printer.is_output(second):
        both = printer.combined([printer.output_of(each, "string") for each in (first, second)])
        keys: list[Code] = [printer.element("keys", 1), printer.element("keys", 2)]
        return printer.apply(both, "keys", printer.cell(node, *keys))
    late = first if printer.is_output(first) else second
    if not printer.is_output(late):
        raise NotSayable
    keys = ["key" if each is late else printer.plain(each, "string") for each in (first, second)]
    return printer.apply(printer.output_of(late, "string"), "key", printer.cell(node, *keys))


def choice(printer: Applied, node: Choice) -> Code:
    """An output of the kind that both sides have."""
    wanted = printer.output_kind(node)

    def side(value: Expression) -> Code:
        is_late_list = wanted == "list" and printer.is_output(value)
        return printer.texts(value) if is_late_list else printer.output_of(value, wanted)

    return printer.chosen_output(node, side)


PLAIN: Printers = {
    **nodes.PLAIN,
    pulumi.Invoke: plain_invoke,
    pulumi.Join: plain_join,
    pulumi.Split: plain_split,
    pulumi.Select: plain_select,
    pulumi.Length: plain_length,
}
OUTPUTS: Printers = {
    pulumi.Attribute: lambda printer, node: printer.attribute(node)[0],
    pulumi.ConfigValue: nodes.config,
    pulumi.StackOutput: stack_output,
    pulumi.Invoke: invoke,
    pulumi.Join: join,
    pulumi.Split: split,
    pulumi.Select: select,
    pulumi.Length: length,
    pulumi.Base64: base64,
    pulumi.Lookup: lookup,
    pulumi.Choice: choice,
    pulumi.Convert: nodes.converted_output,
    list: lambda printer, value: printer.texts(value),
    dict: lambda printer, value: printer.created(printer.json(value), loose=True),
}
"""What prints each kind of value, where the languages do not differ."""
