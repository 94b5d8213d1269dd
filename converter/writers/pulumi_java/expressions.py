"""Expressions in Java.

A value is printed in one of four ways: as plain Java (`Expressions.plain`), as an output of a known
type (`Expressions.output`), as a part of free-form JSON (`Expressions.json`), or as what its place
takes (`places`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...catalog.spelling import SPELLINGS, Class
from ...errors import Path
from ...naming import java
from ...pulumi import ABSENT, Choice, EnumMember, Expression, Node, Object, Program
from ..layout import Code, Line
from ..pulumi.plainness import Plainness
from ..pulumi.plan import Plan
from ..pulumi.types import Types, ValueType
from ..texts import comment
from . import literals
from .layout import Block, Ternary, call, parenthesized
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
_MOST_ENTRIES = 10

Printer = Callable[["Expressions", Any], Code]


class NotSayable(Exception):  # noqa: N818 - no fault: it is said in another way
    """The SDK's own types cannot take a value that aws-native can."""


class Expressions:
    """Prints the values of one program.

    Attributes:
        imports: the classes that the code needs.
        functions: the program's own functions that were needed.
        read: how the value of each config key is got, where that is no variable.
        printed: the name of the resource that is being printed.
    """

    def __init__(
        self,
        program: Program,
        plan: Plan,
        types: Types,
        imports: Imports,
        plain: Mapping[type, Printer],
        outputs: Mapping[type, Printer],
        *,
        awaited: bool,
    ) -> None:
        self.program, self.plan, self.types = program, plan, types
        self.imports = imports
        self.awaited = awaited
        self.plainness = Plainness(program, awaited=awaited)
        self._plain, self._outputs = plain, outputs
        self.functions: set[str] = set()
        self.read: dict[str, Code] = {}
        self.printed: str | None = None

    # --- names ----------------------------------------------------

    def own(self, name: str) -> str:
        """A class of Pulumi's or Java's that the program calls by its own name."""
        return self.imports.own(name)

    def sdk(self, found: Class) -> str:
        """The name of a class of the SDK."""
        return self.imports.name(found.module, found.name)

    def invoked(self, name: str) -> str:
        """The name of a function of the provider."""
        return f"{self.imports.name(java.ROOT, 'AwsnativeFunctions')}.{name}"

    def function(self, name: str) -> str:
        """The name of a function of the program's own."""
        self.functions.add(name)
        return f"Functions.{name}"

    def variable(self, section: str, name: str) -> str:
        return self.plan.variables[section, name]

    # --- values ---------------------------------------------------

    def is_output(self, value: Expression) -> bool:
        return self.plainness.is_output(value)

    def kind(self, value: Expression) -> str:
        """The kind of type that a value has by itself."""
        return self.types.of(value).type.kind

    def type(self, kind: str) -> str:
        """The plain type of a kind of value."""
        if kind == "list":
            self.own("List")
        return TYPES.get(kind, "Object")

    def plain(self, value: Expression, wanted: str | None = None) -> Code:
        """Plain Java for a value that is no output; ``wanted`` is the kind that it has to be."""
        if wanted == "number" and isinstance(value, (int, float)) and not isinstance(value, bool):
            return repr(float(value))
        code = self._plain_code(value)
        return code if wanted is None else self.made(code, self.kind(value), wanted)

    def _plain_code(self, value: Expression) -> Code:
        if isinstance(value, Node):
            return self._plain[type(value)](self, value)
        if isinstance(value, str):
            return text(value)
        if isinstance(value, list):
            return self._plain_list(value)
        if isinstance(value, dict):
            return self.json(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        return "null" if value is None else literals.number(value)

    def _plain_list(self, items: list[Expression]) -> Code:
        codes = [self.plain(item) for item in items if item is not ABSENT]
        if any(may_be_absent(item) for item in items):
            return call(self.function("present"), codes)
        return call(f"{self.own('List')}.of", codes)

    def made(self, code: Code, kind: str, wanted: str) -> Code:
        """Plain Java of one kind, made another."""
        if kind == wanted or wanted not in TYPES:
            return code
        operand = parenthesized(code)
        if (kind, wanted) == ("integer", "number"):
            return Line("(double) ", operand)
        if kind == "json":
            if wanted in ("integer", "number"):
                as_wanted = "intValue" if wanted == "integer" else "doubleValue"
                return Line("((Number) ", operand, f").{as_wanted}()")
            return Line(f"({self.type(wanted)}) ", operand)
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

    def output(self, value: Expression) -> Code:
        """An output, of the Java type that a value's kind has; never one that may hold nothing."""
        if not self.is_output(value):
            kind = self.kind(value)
            head = "of" if kind in TYPES else "<Object>of"
            return call(f"{self.own('Output')}.{head}", [self.plain(value)])
        return self._outputs[type(value)](self, value)

    def output_of(self, value: Expression, wanted: str) -> Code:
        """An output of a value, made one of a kind."""
        if not self.is_output(value):
            return call(f"{self.own('Output')}.of", [self.plain(value, wanted)])
        return self.applied(self.output(value), self.kind(value), wanted)

    def applied(self, code: Code, kind: str, wanted: str) -> Code:
        """An output of one kind, made another."""
        if kind == wanted or wanted not in TYPES:
            return code
        return self.apply(code, "value", self.made("value", kind, wanted))

    def apply(self, code: Code, parameter: str, body: Code) -> Code:
        """``code.applyValue(parameter -> body)``"""
        return Line(parenthesized(code), call(".applyValue", [Line(f"{parameter} -> ", body)]))

    # --- choices --------------------------------------------------

    def chosen(
        self, node: Choice, render: Callable[[Expression, Path], Code], path: Path = ()
    ) -> Code:
        """One of two values, each printed by ``render``, or null."""
        condition = self.variable("conditions", node.condition)
        sides: list[Code] = [
            "null" if side is ABSENT else render(side, (*path, position))
            for position, side in enumerate((node.then, node.otherwise), 1)
        ]
        return Ternary(condition, *map(parenthesized, sides))

    # --- JSON -----------------------------------------------------

    def json(self, value: Expression, path: Path = (), *, strict: bool = False) -> Code:
        """Java for a value inside free-form JSON, outputs inside as they are.

        Args:
            value: the value.
            path: where it stands in the program, for its comments.
            strict: whether keys keep their order, as in texts.
        """
        if isinstance(value, Choice) and not is_condition(value):
            return self.chosen(value, lambda side, at: self._side(side, at, strict), path)
        if isinstance(value, list):
            return self._json_list(value, path, strict)
        if isinstance(value, dict):
            return self._json_map(value, path, strict)
        if isinstance(value, EnumMember):
            return self.plain(value.value)
        if isinstance(value, Object):
            return self._json_map(value.fields, path, strict)
        if value is ABSENT:
            return "null"
        return self.output(value) if self.is_output(value) else self.plain(value)

    def _side(self, value: Expression, path: Path, strict: bool) -> Code:
        """A side of a choice; numbers of two kinds would become one without being objects."""
        code = self.json(value, path, strict=strict)
        is_number = isinstance(value, (int, float)) or self.kind(value) in ("integer", "number")
        return Line("(Object) ", parenthesized(code)) if is_number else code

    def _json_list(self, value: list[Expression], path: Path, strict: bool) -> Code:
        comments: dict[int, list[str]] = {}
        codes: list[Code] = []
        for position, item in enumerate(value):
            self.note(comments, len(codes), (*path, position))
            if item is not ABSENT:
                codes.append(self.json(item, (*path, position), strict=strict))
        if any(may_be_absent(item) for item in value):
            name = self.function("present").replace(".", ".<Object>")
            return call(name, codes, comments)
        return call(f"{self.own('List')}.of", codes, comments)

    def _json_map(self, value: Mapping[str, Expression], path: Path, strict: bool) -> Code:
        comments: dict[int, list[str]] = {}
        entries: list[Code] = []
        for key, item in value.items():
            self.note(comments, len(entries), (*path, key))
            if item is not ABSENT:
                code = self.json(item, (*path, key), strict=strict)
                entries.append(Line(f"{literals.string(key)}, ", code))
        absent = any(may_be_absent(item) for item in value.values())
        if absent or len(entries) > _MOST_ENTRIES or (strict and len(entries) > 1):
            return call(self.function("object"), entries, comments)
        return call(f"{self.own('Map')}.of", entries, comments)

    def note(self, comments: dict[int, list[str]], position: int, path: Path) -> None:
        """Keep the source's comment on what stands at a path, for an item."""
        said = self.program.comments.get(path)
        if said is not None:
            comments.setdefault(position, []).extend(comment(said))

    def object_type(self, node: Object) -> ValueType:
        """The nested type of an object.

        Raises:
            NotSayable: the SDK has none.
        """
        found = self.types.object_type(node.type, self.printed)
        if found is None or found.object is None or found.owner is None:
            raise NotSayable
        return found


def may_be_absent(value: Expression) -> bool:
    """Whether a value is a choice that may leave out what it stands for."""
    return isinstance(value, Choice) and any(
        side is ABSENT or may_be_absent(side) for side in (value.then, value.otherwise)
    )


def is_condition(value: Choice) -> bool:
    """Whether a choice is between true and false, which its condition is already."""
    return {repr(value.then), repr(value.otherwise)} == {"True", "False"}


def text(value: str) -> Code:
    """A literal, over several lines where that reads better."""
    if literals.is_block(value):
        literals.string(value)
        return Block(value)
    return literals.string(value)
