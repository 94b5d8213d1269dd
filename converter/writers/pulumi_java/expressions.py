"""Expressions in Java."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...catalog import ObjectType, Property, ResourceType
from ...catalog.spelling import SPELLINGS, Class
from ...errors import Path
from ...naming import java
from ...pulumi import ABSENT, Choice, Expression, Invoke, Program, Split
from ..java.nodes import Block, Cast, Chain, Group, Lambda, Pair, Ternary, parenthesized
from ..layout import Bracketed, Code, Line, Operation
from ..pulumi.applying import Applied
from ..pulumi.nodes import LOOSE_FUNCTIONS, arguments, wanted_by
from ..pulumi.plan import Plan
from ..pulumi.printing import Comments, NotSayable, Printers, call, may_be_absent, some_absent
from ..pulumi.types import Types, ValueType
from . import literals
from .names import Imports

SPELLING = SPELLINGS["java"]

TYPES = {
    "string": "String",
    "integer": "Integer",
    "number": "Double",
    "boolean": "Boolean",
    "list": "List<String>",
}
"""The plain type of each kind; of the others it is ``Object``."""

MOST_ENTRIES = 10
"""The entries of a map that `Map.of` takes."""
_THERE = ".orElseThrow()"


def setter(name: str, code: Code) -> Code:
    """The call that gives a property its value."""
    return Bracketed(f".{name}(", [code], ")")


class Expressions(Applied):
    """Prints the values of one program.

    Attributes:
        imports: the classes that the code needs.
        own: gives a class of Pulumi's or Java's that the program calls by its own name.
    """

    spelling = SPELLING
    entry = staticmethod(setter)
    kinds = TYPES
    anything = "Object"

    def __init__(
        self,
        program: Program,
        plan: Plan,
        types: Types,
        imports: Imports,
        plain: Printers,
        outputs: Printers,
        *,
        awaited: bool,
    ) -> None:
        super().__init__(program, plan, types, plain, outputs)
        self.imports, self.own = imports, imports.own
        self.awaited = awaited

    # --- names ----------------------------------------------------

    def sdk(self, found: Class) -> str:
        """The name of a class of the SDK."""
        return self.imports.name(found.module, found.name)

    def function(self, name: str) -> str:
        return f"Functions.{super().function(name)}"

    def type(self, kind: str) -> str:
        if kind == "list":
            self.own("List")
        return super().type(kind)

    # --- texts and numbers ----------------------------------------

    def quoted(self, text: str) -> str:
        return literals.string(text)

    def text(self, value: str) -> Code:
        if "\n" in value and literals.is_block(value):
            return Block(literals.block(value))
        return literals.string(value)

    def number(self, value: float) -> str:
        return literals.number(value)

    def operand(self, code: Code) -> Code:
        return parenthesized(code)

    def receiver(self, code: Code) -> Code:
        return Group("(", code, ")") if isinstance(code, Cast) else parenthesized(code)

    def operation(self, operator: str, operands: Sequence[Code]) -> Code:
        return Operation(operator, operands)

    def enclosed(self, before: str, code: Code, after: str = "") -> Code:
        if after and isinstance(code, Group) and code.before == "(":
            code = code.inner
        return Group(before, code, after)

    # --- plain values ---------------------------------------------

    def literal(self, value: Expression) -> Code:
        if isinstance(value, int) and not -(2**31) <= value < 2**31:
            raise NotSayable
        return super().literal(value)

    def plain_list(self, items: list[Expression]) -> Code:
        codes = [self.plain(item) for item in items if item is not ABSENT]
        if some_absent(items):
            return call(self.function("present"), codes)
        return call(f"{self.own('List')}.of", codes)

    def made(self, code: Code, kind: str, wanted: str) -> Code:
        if kind == wanted or wanted not in TYPES:
            return code
        operand = parenthesized(code)
        if (kind, wanted) == ("integer", "number"):
            if isinstance(code, str) and code.lstrip("-")[:1].isdigit():
                return repr(float(code))
            return Cast("double", operand)
        if kind == "json":
            if wanted in ("integer", "number"):
                as_wanted = "intValue" if wanted == "integer" else "doubleValue"
                return Line(Group("(", Cast("Number", operand), ")"), f".{as_wanted}()")
            if wanted == "list":
                return call(self.function("texts"), [code])
            return Cast(self.type(wanted), operand)
        if wanted == "string" and kind == "number":
            return call(self.function("numberText"), [code])
        if wanted == "string" and kind in ("integer", "boolean"):
            return call("String.valueOf", [code])
        if kind == "string" and wanted in ("integer", "number", "boolean"):
            named = {"integer": "Integer.parseInt", "number": "Double.parseDouble"}
            return call(named.get(wanted, "Boolean.parseBoolean"), [code])
        if kind == "string" and wanted == "list":
            return call(self.function("commaSeparated"), [code])
        raise NotSayable

    def at(self, values: Code, index: Code) -> Code:
        return Line(values, call(".get", [index]))

    def length_of(self, values: Code) -> Code:
        return Line(values, ".size()")

    def joined(self, delimiter: str, items: Code) -> Code:
        return call("String.join", [delimiter, items])

    def cut(self, node: Split, source: Code) -> Code:
        return call(self.function("split"), [source, literals.string(node.delimiter)])

    # --- outputs --------------------------------------------------

    def apply(self, code: Code, parameter: str, body: Code) -> Code:
        return Line(parenthesized(code), call(".applyValue", [Lambda(parameter, body)]))

    def apply_function(self, code: Code, function: str) -> Code:
        return Line(parenthesized(code), call(".applyValue", [function.replace(".", "::")]))

    def created(self, code: Code, *, loose: bool = False) -> Code:
        return call(f"{self.own('Output')}.{'<Object>of' if loose else 'of'}", [code])

    def combined(self, codes: Sequence[Code]) -> Code:
        return call(f"{self.own('Output')}.tuple", codes)

    def element(self, name: str, position: int) -> str:
        return f"{name}.t{position}"

    def getter(self, name: str) -> str:
        return f".{name}()"

    def loose_getter(self, name: str) -> str:
        return f".{java.property_name(name)}"

    def property(self, owner: ResourceType | ObjectType, prop: Property) -> str:
        return SPELLING.property(owner, prop)

    def sure(self, found: ValueType, *, inside: bool = False) -> str:
        """What says of an ``Optional`` that it is there; lists and maps inside never are one."""
        is_container = inside and found.type.kind in ("list", "map")
        return _THERE if found.optional and not is_container else ""

    def certain(self, code: Code, found: ValueType) -> Code:
        if not found.optional:
            return code
        there = f"{self.own('Optional')}::orElseThrow"
        return Line(parenthesized(code), call(".applyValue", [there]))

    def enum_text(self, code: str) -> str:
        return f"{code}.getValue()"

    def all_texts(self, items: list[Expression]) -> Code:
        codes = [self._text_item(item) for item in items]
        if some_absent(items):
            codes = [call(self.function("present"), codes)]
        return call(f"{self.own('Output')}.all", codes)

    def _text_item(self, item: Expression) -> Code:
        """An output of text, or null."""
        if isinstance(item, Choice) and may_be_absent(item):
            return self.chosen(item, lambda side, _: self._text_item(side))
        return self.output_of(item, "string")

    def invoke_arguments(self, node: Invoke, *, late: bool) -> list[Code]:
        links: list[Code] = []
        for wire, value in arguments(node).items():
            wanted = wanted_by(wire)
            is_late = late and self.is_output(value)
            code = self.output_of(value, wanted) if is_late else self.plain(value, wanted)
            links.append(call(f".{wire}", [code]))
        return [self.record(node.function, links, late=late)] if links else []

    def record(self, function: str, links: Sequence[Code], *, late: bool) -> Code:
        """The arguments of a function of the provider."""
        suffix = "Args" if late else "PlainArgs"
        name = function[:1].upper() + function[1:] + suffix
        head = f"{self.imports.name(f'{java.ROOT}.inputs', name)}.builder()"
        return Chain(head, [*links, ".build()"])

    def invoked(
        self, function: str, arguments: Sequence[Code], result: str, *, late: bool = False
    ) -> Code:
        functions = self.imports.name(java.ROOT, "AwsnativeFunctions")
        if late:
            found = call(f"{functions}.{function}", arguments)
            got: Code = f"result.{result}()"
            if function in LOOSE_FUNCTIONS:
                got = self.made(f"{got}{_THERE}", "json", "string")
            return self.apply(found, "result", got)
        return Line(call(f"{functions}.{function}Plain", arguments), f".join().{result}()")

    # --- choices --------------------------------------------------

    def chosen(
        self, node: Choice, render: Callable[[Expression, Path], Code], path: Path = ()
    ) -> Code:
        """One of two values, each printed by ``render``, or null."""
        sides = self.sides(node, render, path)
        return Ternary(self.variable("conditions", node.condition), *map(parenthesized, sides))

    def chosen_output(self, node: Choice, render: Callable[[Expression], Code]) -> Code:
        return self.chosen(node, lambda side, _: render(side))

    # --- JSON -----------------------------------------------------

    def json_choice(self, value: Choice, path: Path, *, strict: bool) -> Code:
        return self.chosen(value, lambda side, at: self._side(side, at, strict), path)

    def _side(self, value: Expression, path: Path, strict: bool) -> Code:
        """A side of a choice; numbers of two kinds would become one without being objects."""
        code = self.json(value, path, strict=strict)
        if isinstance(value, Choice):  # its own sides are objects
            return code
        is_number = isinstance(value, (int, float)) or self.kind(value) in ("integer", "number")
        return Cast("Object", parenthesized(code)) if is_number else code

    def json_list(self, items: list[Code], comments: Comments, *, absent: bool) -> Code:
        if absent:
            name = self.function("present").replace(".", ".<Object>")
            return call(name, items, comments)
        return call(f"{self.own('List')}.of", items, comments)

    def json_entry(self, key: str, value: Code) -> Code:
        return Pair(literals.string(key), value)

    def json_map(
        self, entries: list[Code], comments: Comments, *, absent: bool, strict: bool
    ) -> Code:
        if absent or len(entries) > MOST_ENTRIES or (strict and len(entries) > 1):
            return call(self.function("object"), entries, comments)
        return call(f"{self.own('Map')}.of", entries, comments)
