"""Expressions in C#."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...catalog import ObjectType, Property, ResourceType
from ...catalog.spelling import SPELLINGS, Class
from ...errors import Path
from ...pulumi import ABSENT, Attribute, Choice, Expression, Invoke, Lookup, Program, Split
from ..layout import Bracketed, Code, Line, flat
from ..pulumi.applying import Applied
from ..pulumi.nodes import LOOSE_FUNCTIONS, arguments, wanted_by
from ..pulumi.plan import Plan
from ..pulumi.printing import Comments, NotSayable, Printers, call, may_be_absent, some_absent
from ..pulumi.types import STRING, Types, ValueType
from . import literals
from .layout import show
from .nodes import Cast, Comparison, Initializer, Operation, Pair, Raw, Ternary, cast, parenthesized

SPELLING = SPELLINGS["csharp"]

TYPES = {
    "string": "string",
    "integer": "int",
    "number": "double",
    "boolean": "bool",
    "list": "ImmutableArray<string>",
}
"""The plain type of each kind; of the others it is ``object``."""

DICTIONARY = "new Dictionary<string, object?>"
_TEXTS = "new InputList<string>"
_OF_VALUES = ("integer", "number", "boolean")


class Expressions(Applied):
    """Prints the values of one program.

    Attributes:
        namespaces: the namespaces that the code needs.
        waits: whether the code waits for something.
    """

    spelling = SPELLING
    entry = Pair
    kinds = TYPES
    anything = "object"

    def __init__(
        self,
        program: Program,
        plan: Plan,
        types: Types,
        plain: Printers,
        outputs: Printers,
        *,
        awaited: bool,
    ) -> None:
        super().__init__(program, plan, types, plain, outputs)
        self.awaited = awaited
        self.namespaces: set[str] = set()
        self.waits = False

    # --- names ----------------------------------------------------

    def sdk(self, found: Class) -> str:
        """The name of a class of the SDK."""
        return self.aws(str(found).removeprefix("Pulumi.AwsNative."))

    def aws(self, name: str) -> str:
        """The name of something in the SDK."""
        self.namespaces.add("AwsNative")
        return f"AwsNative.{name}"

    def function(self, name: str) -> str:
        return super().function(self.spelled(name))

    def using(self, namespace: str, name: str) -> str:
        """The name of something in a namespace of the standard library."""
        self.namespaces.add(namespace)
        return name

    def reference(self, name: str) -> str:
        variable = super().reference(name)
        return variable if self.program.resources[name].condition is None else f"{variable}!"

    def reached(self, node: Attribute) -> tuple[Code, ValueType]:
        code, found = super().reached(node)
        return (Line(code, "!") if self.types.is_conditional_output(node) else code), found

    def type(self, kind: str) -> str:
        if kind == "list":
            self.namespaces.add("System.Collections.Immutable")
        return super().type(kind)

    def spelled(self, name: str) -> str:
        return name[:1].upper() + name[1:]

    # --- texts and numbers ----------------------------------------

    def quoted(self, text: str) -> str:
        return literals.string(text)

    def text(self, value: str) -> Code:
        if "\n" in value and literals.is_raw(value):
            return Raw([(False, value)])
        return literals.string(value)

    def number(self, value: float) -> str:
        return literals.number(value)

    def operand(self, code: Code) -> Code:
        return parenthesized(code)

    def receiver(self, code: Code) -> Code:
        return Line("(", code, ")") if isinstance(code, Cast) else parenthesized(code)

    def operation(self, operator: str, operands: Sequence[Code]) -> Code:
        return Operation(*[part for it in operands for part in (f" {operator} ", it)][1:])

    # --- plain values ---------------------------------------------

    def plain_list(self, items: list[Expression]) -> Code:
        """A list of texts or of other scalars; of anything else it is JSON."""
        if self.types.of(items).items.type.kind in _OF_VALUES and not some_absent(items):
            return Initializer("new[]", [self.plain(it) for it in items])
        if self.types.of(items).items.type != STRING:
            return self.json(items)
        return self._plain_texts([self.plain(it) for it in items if it is not ABSENT], items)

    def _plain_texts(self, codes: list[Code], items: list[Expression]) -> Code:
        array = self.using("System.Collections.Immutable", "ImmutableArray")
        if not some_absent(items):
            return call(f"{array}.Create<string>", codes)
        self.namespaces.add("System.Linq")
        calls = (call(".OfType<string>", ()), call(".ToImmutableArray", ()))
        return Line(Initializer("new string?[]", codes), *calls)

    def made(self, code: Code, kind: str, wanted: str) -> Code:
        if kind == wanted or (kind, wanted) == ("integer", "number") or wanted not in TYPES:
            return code
        operand = parenthesized(code)
        if kind == "json" and wanted == "string":
            return Cast("(string)", operand, "!" if operand is code else "")
        if kind == "json" and wanted in ("integer", "number"):
            to = "ToInt32" if wanted == "integer" else "ToDouble"
            return call(f"{self.using('System', 'Convert')}.{to}", [code, self._culture()])
        if kind == "json" and wanted in ("list", "boolean"):
            return Cast(f"({self.type(wanted)})", operand)
        if wanted == "string" and kind in ("integer", "number"):
            return Line(self.receiver(code), f".ToString({self._culture()})")
        if wanted == "string" and kind == "boolean":
            asked = flat(operand) or show(operand)
            return Line("(", Ternary(asked, '"true"', '"false"'), ")")
        if kind == "string" and wanted in ("integer", "number"):
            return call(f"{TYPES[wanted]}.Parse", [code, self._culture()])
        if kind == "string" and wanted == "boolean":
            return Comparison(self.receiver(code), '.ToLowerInvariant() == "true"')
        if kind == "string" and wanted == "list":
            return call(self.function("commaSeparated"), [code])
        raise NotSayable

    def _culture(self) -> str:
        return self.using("System.Globalization", "CultureInfo.InvariantCulture")

    def looked_up(self, node: Lookup, first: Code, second: Code) -> Code:
        if node.has_default:
            return super().looked_up(node, first, second)
        keys = [Bracketed("[", [key], "]", comma=False) for key in (first, second)]
        return Line(self.variable("tables", node.table), *keys)

    def at(self, values: Code, index: Code) -> Code:
        if isinstance(index, str):
            return Line(values, f"[{index}]")
        return Line(values, Bracketed("[", [index], "]", comma=False))

    def length_of(self, values: Code) -> Code:
        return Line(values, ".Length")

    def joined(self, delimiter: str, items: Code) -> Code:
        return call("string.Join", [delimiter, items])

    def cut(self, node: Split, source: Code) -> Code:
        self.namespaces.add("System.Collections.Immutable")
        return Line(self.pieces(node, source), ".ToImmutableArray()")

    def pieces(self, node: Split, source: Code) -> Code:
        """The pieces of a plain text as an array, of which one is asked for, or all as a text."""
        return Line(self.receiver(source), call(".Split", [literals.string(node.delimiter)]))

    # --- outputs --------------------------------------------------

    def apply(self, code: Code, parameter: str, body: Code) -> Code:
        return Line(parenthesized(code), call(".Apply", [Line(f"{parameter} => ", body)]))

    def applied(self, code: Code, kind: str, wanted: str) -> Code:
        if (kind, wanted) == ("integer", "number"):
            return self.apply(code, "value", Cast("(double)", "value"))
        return super().applied(code, kind, wanted)

    def apply_function(self, code: Code, function: str) -> Code:
        return Line(parenthesized(code), call(".Apply", [function]))

    def created(self, code: Code, *, loose: bool = False) -> Code:
        return call("Output.Create<object>" if loose else "Output.Create", [code])

    def combined(self, codes: Sequence[Code]) -> Code:
        return call("Output.Tuple", codes)

    def element(self, name: str, position: int) -> str:
        return f"{name}.Item{position}"

    def getter(self, name: str) -> str:
        return f".{name}"

    def property(self, owner: ResourceType | ObjectType, prop: Property) -> str:
        return SPELLING.property(owner, prop)

    def sure(self, found: ValueType, *, inside: bool = False) -> str:
        """What says of a value that may be null that it is not; lists never are."""
        if not found.optional or found.type.kind == "list":
            return ""
        is_value = found.type.kind in _OF_VALUES or found.enum is not None
        return "!.Value" if is_value else "!"

    def certain(self, code: Code, found: ValueType) -> Code:
        said = self.sure(found)
        return self.apply(code, "value", f"value{said}") if said else code

    def enum_text(self, code: str) -> str:
        return f"{code}.ToString()!"

    def all_texts(self, items: list[Expression]) -> Code:
        if some_absent(items):
            return Line(Initializer(_TEXTS, [self._added(item) for item in items]), ".ToOutput()")
        are_outputs = all(self.is_output(item) for item in items)
        head = "Output.All" if are_outputs else "Output.All<string>"
        return call(head, [self.part_of_text(item) for item in items])

    def _added(self, item: Expression) -> Code:
        """An item of a list. One that may be absent is a list of none or one."""
        if item is ABSENT:
            return f"{_TEXTS}()"
        if not (isinstance(item, Choice) and may_be_absent(item)):
            return self.part_of_text(item)
        sides = [self._added(side) for side in (item.then, item.otherwise)]
        listed = [
            code if side is ABSENT or may_be_absent(side) else Initializer(_TEXTS, [code])
            for code, side in zip(sides, (item.then, item.otherwise), strict=True)
        ]
        condition = self.variable("conditions", item.condition)
        return Ternary(condition, *map(parenthesized, listed))

    def invoke_arguments(self, node: Invoke, *, late: bool) -> list[Code]:
        entries: list[Code] = []
        for wire, value in arguments(node).items():
            wanted = wanted_by(wire)
            is_late = late and self.is_output(value)
            code = self.output_of(value, wanted) if is_late else self.plain(value, wanted)
            entries.append(Pair(self.spelled(wire), code))
        if not entries:
            return []
        name = self.aws(f"{self.spelled(node.function)}{'Invoke' if late else ''}Args")
        return [Initializer(f"new {name}", entries)]

    def invoked(
        self, function: str, arguments: Sequence[Code], result: str, *, late: bool = False
    ) -> Code:
        name = self.aws(self.spelled(function))
        property = self.spelled(result)
        if late:
            got: Code = f"result.{property}"
            if function in LOOSE_FUNCTIONS:
                got = self.made(got, "json", "string")
            return self.apply(call(f"{name}.Invoke", arguments), "result", got)
        self.waits = True
        return Line("(await ", call(f"{name}.InvokeAsync", arguments), f").{property}")

    # --- choices --------------------------------------------------

    def chosen(
        self,
        node: Choice,
        render: Callable[[Expression, Path], Code],
        path: Path = (),
        type: str | None = None,
    ) -> Code:
        """One of two values, each printed by ``render``, or null.

        Args:
            node: the choice.
            render: prints a side.
            path: where it stands in the program.
            type: what one of the sides has to be said to be for both to have one type.
        """
        sides = self.sides(node, render, path)
        if type is not None and not (sides[0] == sides[1] == "null"):
            position = 1 if node.then is ABSENT else 0
            sides[position] = cast(type, sides[position])
            if ABSENT in (node.then, node.otherwise) and not type.endswith("?"):
                sides[1 - position] = "null!"
        condition = self.variable("conditions", node.condition)
        return Ternary(condition, *map(parenthesized, sides))

    def chosen_output(self, node: Choice, render: Callable[[Expression], Code]) -> Code:
        return self.chosen(node, lambda side, _: render(side))

    # --- JSON -----------------------------------------------------

    def json_choice(self, value: Choice, path: Path, *, strict: bool) -> Code:
        sides = [it for it in (value.then, value.otherwise) if it is not ABSENT and it is not None]
        is_told = len(sides) == 1 and self.kind(sides[0]) not in _OF_VALUES
        type = None if is_told else "object?"
        return self.chosen(value, lambda it, at: self.json(it, at, strict=strict), path, type)

    def json_list(self, items: list[Code], comments: Comments, *, absent: bool) -> Code:
        if absent:
            return call(self.function("present"), items, comments)
        if not items:
            return f"{self.using('System', 'Array')}.Empty<object>()"
        return Initializer("new object?[]", items, comments=comments)

    def json_entry(self, key: str, value: Code) -> Code:
        return Pair(f"[{literals.string(key)}]", value)

    def json_map(
        self, entries: list[Code], comments: Comments, *, absent: bool, strict: bool
    ) -> Code:
        self.namespaces.add("System.Collections.Generic")
        found: Code = f"{DICTIONARY}()"
        if entries:
            found = Initializer(DICTIONARY, entries, comments=comments)
        return call(self.function("filled"), [found]) if strict and absent else found
