"""Expressions in C#.

A value is printed in one of four ways: as plain C# (`Expressions.plain`), as an output of a known
type (`Expressions.output`), as a part of free-form JSON (`Expressions.json`), or as what its place
takes (`places`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...catalog.spelling import SPELLINGS, Class
from ...errors import Path
from ...pulumi import ABSENT, Choice, EnumMember, Expression, Node, Object, Program
from ..layout import Bracketed, Code, Line
from ..pulumi.plainness import Plainness
from ..pulumi.plan import Plan
from ..pulumi.types import Types, ValueType
from ..texts import comment
from . import literals
from .layout import Initializer, Pair, Raw, Ternary, call, parenthesized

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

Printer = Callable[["Expressions", Any], Code]


class NotSayable(Exception):  # noqa: N818 - no fault: it is said in another way
    """The SDK's own types cannot take a value that aws-native can."""


class Expressions:
    """Prints the values of one program.

    Attributes:
        namespaces: the namespaces that the code needs.
        functions: the program's own functions that were needed.
        read: how the value of each config key is got, where that is no variable.
        waits: whether the code waits for something.
        printed: the name of the resource that is being printed.
    """

    def __init__(
        self,
        program: Program,
        plan: Plan,
        types: Types,
        plain: Mapping[type, Printer],
        outputs: Mapping[type, Printer],
        *,
        awaited: bool,
    ) -> None:
        self.program, self.plan, self.types = program, plan, types
        self.awaited = awaited
        self.plainness = Plainness(program, awaited=awaited)
        self._plain, self._outputs = plain, outputs
        self.namespaces: set[str] = set()
        self.functions: set[str] = set()
        self.read: dict[str, Code] = {}
        self.waits = False
        self.printed: str | None = None

    # --- names ----------------------------------------------------

    def sdk(self, found: Class) -> str:
        """The name of a class of the SDK."""
        return self.aws(str(found).removeprefix("Pulumi.AwsNative."))

    def aws(self, name: str) -> str:
        """The name of something in the SDK."""
        self.namespaces.add("AwsNative")
        return f"AwsNative.{name}"

    def function(self, name: str) -> str:
        """The name of a function of the program's own."""
        self.functions.add(name)
        return name

    def using(self, namespace: str, name: str) -> str:
        """The name of something in a namespace of the standard library."""
        self.namespaces.add(namespace)
        return name

    def variable(self, section: str, name: str) -> str:
        return self.plan.variables[section, name]

    def reference(self, name: str) -> str:
        """The variable of a resource, which is there where it is referred to."""
        variable = self.variable("resources", name)
        return variable if self.program.resources[name].condition is None else f"{variable}!"

    # --- values ---------------------------------------------------

    def is_output(self, value: Expression) -> bool:
        return self.plainness.is_output(value)

    def kind(self, value: Expression) -> str:
        """The kind of type that a value has by itself."""
        return self.types.of(value).type.kind

    def type(self, kind: str) -> str:
        """The plain type of a kind of value."""
        if kind == "list":
            self.namespaces.add("System.Collections.Immutable")
        return TYPES.get(kind, "object")

    def plain(self, value: Expression, wanted: str | None = None) -> Code:
        """Plain C# for a value that is no output; ``wanted`` is the kind that it has to be."""
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
        """A list of texts; of anything else it is JSON."""
        if self.kind(items) == "list" and self.types.of(items).items.type.kind == "string":
            if any(may_be_absent(item) for item in items):
                raise NotSayable
            head = f"{self.using('System.Collections.Immutable', 'ImmutableArray')}.Create<string>"
            return call(head, [self.plain(item) for item in items if item is not ABSENT])
        return self.json(items)

    def made(self, code: Code, kind: str, wanted: str) -> Code:
        """Plain C# of one kind, made another."""
        if kind == wanted or (kind, wanted) == ("integer", "number") or wanted not in TYPES:
            return code
        operand = parenthesized(code)
        if kind == "json" and wanted == "string":
            return Line("(string)", operand, "!" if operand is code else "")
        if kind == "json" and wanted in ("integer", "number"):
            culture = self.using("System.Globalization", "CultureInfo.InvariantCulture")
            to = "ToInt32" if wanted == "integer" else "ToDouble"
            return call(f"{self.using('System', 'Convert')}.{to}", [code, culture])
        if wanted == "string" and kind in ("integer", "number"):
            culture = self.using("System.Globalization", "CultureInfo.InvariantCulture")
            return Line(operand, f".ToString({culture})")
        if wanted == "string" and kind == "boolean":
            return Line("(", operand, ' ? "true" : "false")')
        if kind == "string" and wanted in ("integer", "number"):
            culture = self.using("System.Globalization", "CultureInfo.InvariantCulture")
            return call(f"{TYPES[wanted]}.Parse", [code, culture])
        if kind == "string" and wanted == "boolean":
            return Line(operand, '.ToLowerInvariant() == "true"')
        if kind == "string" and wanted == "list":
            return call(self.function("CommaSeparated"), [code])
        raise NotSayable

    def output(self, value: Expression) -> Code:
        """An output, of the C# type that a value's kind has; never one that may hold nothing."""
        if not self.is_output(value):
            kind = self.type(self.kind(value))
            head = "Output.Create" if kind != "object" else "Output.Create<object>"
            return call(head, [self.plain(value)])
        return self._outputs[type(value)](self, value)

    def output_of(self, value: Expression, wanted: str) -> Code:
        """An output of a value, made one of a kind."""
        if not self.is_output(value):
            return call("Output.Create", [self.plain(value, wanted)])
        return self.applied(self.output(value), self.kind(value), wanted)

    def applied(self, code: Code, kind: str, wanted: str) -> Code:
        """An output of one kind, made another."""
        if kind == wanted or wanted not in TYPES:
            return code
        return self.apply(code, "value", self.made("value", kind, wanted))

    def apply(self, code: Code, parameter: str, body: Code) -> Code:
        """``code.Apply(parameter => body)``"""
        return Line(parenthesized(code), call(".Apply", [Line(f"{parameter} => ", body)]))

    def said(self, value: Expression, parameter: str, body: Callable[[Code], Code]) -> Code:
        """Something said of a text or a list: at once where it is plain, in an ``Apply`` where
        not.
        """
        if self.is_output(value):
            return self.apply(self.output(value), parameter, body(parameter))
        return body(parenthesized(self.plain(value)))

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
        condition = self.variable("conditions", node.condition)
        sides: list[Code] = []
        for position, side in enumerate((node.then, node.otherwise), 1):
            sides.append("null" if side is ABSENT else render(side, (*path, position)))
        if type is not None and not (sides[0] == sides[1] == "null"):
            position = 1 if node.then is ABSENT else 0
            sides[position] = Line(f"({type})", parenthesized(sides[position]))
        return Ternary(condition, *map(parenthesized, sides))

    # --- JSON -----------------------------------------------------

    def json(self, value: Expression, path: Path = (), *, strict: bool = False) -> Code:
        """C# for a value inside free-form JSON, outputs inside as they are.

        Args:
            value: the value.
            path: where it stands in the program, for its comments.
            strict: whether nothing is to be left of what is absent, not even a null.
        """
        if isinstance(value, Choice) and not is_condition(value):
            return self.chosen(
                value, lambda side, at: self.json(side, at, strict=strict), path, "object?"
            )
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

    def _json_list(self, value: list[Expression], path: Path, strict: bool) -> Code:
        comments: dict[int, list[str]] = {}
        codes: list[Code] = []
        for position, item in enumerate(value):
            self.note(comments, len(codes), (*path, position))
            if item is not ABSENT:
                codes.append(self.json(item, (*path, position), strict=strict))
        if any(may_be_absent(item) for item in value):
            return Bracketed(f"{self.function('Present')}(", codes, ")", comments=comments)
        if not codes:
            return f"{self.using('System', 'Array')}.Empty<object>()"
        return Initializer("new object?[]", codes, comments=comments)

    def _json_map(self, value: Mapping[str, Expression], path: Path, strict: bool) -> Code:
        comments: dict[int, list[str]] = {}
        entries: list[Code] = []
        for key, item in value.items():
            self.note(comments, len(entries), (*path, key))
            if item is not ABSENT:
                code = self.json(item, (*path, key), strict=strict)
                entries.append(Pair(f"[{literals.string(key)}]", code))
        self.namespaces.add("System.Collections.Generic")
        found: Code = f"{DICTIONARY}()"
        if entries:
            found = Initializer(DICTIONARY, entries, comments=comments, broken=len(entries) > 1)
        if strict and any(may_be_absent(item) for item in value.values()):
            return call(self.function("Filled"), [found])
        return found

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
    if literals.is_raw(value):
        literals.string(value)
        return Raw([(False, value)])
    return literals.string(value)
