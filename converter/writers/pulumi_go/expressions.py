"""Expressions in Go.

A value is printed in one of three ways: as plain Go (`Expressions.plain`), as an output of a known
type (`Expressions.output`), or as an input for a place (`places`), which is typed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ...catalog.spelling import SPELLINGS, Class
from ...errors import Path
from ...naming import go
from ...pulumi import (
    ABSENT,
    Attribute,
    Choice,
    Convert,
    EnumMember,
    Expression,
    Json,
    Lookup,
    Node,
    Object,
    Program,
    Select,
    walk,
)
from ..layout import Bracketed, Code, Line
from ..pulumi.plainness import Plainness
from ..pulumi.plan import Plan
from ..pulumi.types import Types
from ..texts import comment
from . import literals
from .layout import Chosen, Function, Pair

SPELLING = SPELLINGS["go"]
PULUMI = "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

GO_TYPES = {"string": "string", "integer": "int", "number": "float64", "boolean": "bool"}
"""The plain type of each scalar."""
NAMES = {"string": "String", "integer": "Int", "number": "Float64", "boolean": "Bool"}
"""What Pulumi's types for each scalar begin with."""

Printer = Callable[["Expressions", Any], Code]


class NotSayable(Exception):  # noqa: N818 - no fault: it is said in another way
    """The SDK's own types cannot take a value that aws-native can."""


class GoPlainness(Plainness):
    """Which values are outputs in Go, where JSON text always is one."""

    def _look(self, value: Expression) -> bool:
        return isinstance(value, Json) or super()._look(value)


class Expressions:
    """Prints the values of one program.

    Attributes:
        packages: the packages that were needed, by their paths.
        functions: the program's own functions that were needed.
        read: how the value of each config key is got.
        invoked: the variable of each function of the provider that is called beforehand.
        printed: the name of the resource that is being printed.
        raw: whether objects are printed as maps in wire names.
    """

    def __init__(
        self,
        program: Program,
        plan: Plan,
        types: Types,
        plain: Mapping[type, Printer],
        outputs: Mapping[type, Printer],
    ) -> None:
        self.program, self.plan, self.types = program, plan, types
        self.plainness: Plainness = GoPlainness(program)
        self._plain, self._outputs = plain, outputs
        self.packages: set[str] = set()
        self.functions: set[str] = set()
        self.read: dict[str, str] = {}
        self.invoked: dict[str, str] = {}
        self.stack_name = "ctx.Stack()"
        self.printed: str | None = None
        self.raw = False

    # --- names ----------------------------------------------------

    def pulumi(self, name: str) -> str:
        """The name of something in Pulumi's own package."""
        self.packages.add(PULUMI)
        return f"pulumi.{name}"

    def standard(self, package: str, name: str) -> str:
        """The name of something in the standard library."""
        self.packages.add(package)
        return f"{package.rpartition('/')[2]}.{name}"

    def function(self, name: str) -> str:
        """The name of a function of the program's own."""
        self.functions.add(name)
        return name

    def sdk(self, found: Class, suffix: str = "") -> str:
        """The name of a class of the SDK."""
        self.packages.add(found.module)
        package = "aws" if found.module == go.ROOT else found.module.rpartition("/")[2]
        return f"{package}.{found.name}{suffix}"

    def invoke(self, name: str) -> str:
        """The name of a function of the provider."""
        self.packages.add(go.ROOT)
        return f"aws.{name[:1].upper()}{name[1:]}"

    def variable(self, section: str, name: str) -> str:
        return self.plan.variables[section, name]

    # --- values ---------------------------------------------------

    def is_output(self, value: Expression) -> bool:
        return self.plainness.is_output(value)

    def kind(self, value: Expression) -> str:
        """The kind of type that a value has by itself."""
        return self.types.of(value).type.kind

    def plain(self, value: Expression, wanted: str | None = None) -> Code:
        """Plain Go for a value that is no output; ``wanted`` is the scalar kind that it has to
        be.
        """
        code = self._plain_code(value)
        return code if wanted is None else self.made(code, self.kind(value), wanted)

    def _plain_code(self, value: Expression) -> Code:
        if isinstance(value, Node):
            return self._plain[type(value)](self, value)
        if isinstance(value, str):
            return literals.string(value)
        if isinstance(value, (list, dict)):
            return self.plain_container(value)
        if isinstance(value, bool):
            return "true" if value else "false"
        return "nil" if value is None else repr(value)

    def made(self, code: Code, kind: str, wanted: str) -> Code:
        """Plain Go of one scalar kind, made another."""
        if kind == wanted or (kind, wanted) == ("integer", "number"):
            return code
        if kind == "json":
            return Line(code, f".({GO_TYPES.get(wanted, '[]string')})")
        if wanted == "string":
            makers = {
                "integer": lambda: self.standard("strconv", "Itoa"),
                "boolean": lambda: self.standard("strconv", "FormatBool"),
                "number": lambda: self.function("floatText"),
            }
            if kind in makers:
                return Bracketed(f"{makers[kind]()}(", [code], ")")
        if kind == "string":
            named = {"integer": "toInt", "number": "toFloat", "boolean": "isTrue"}
            if wanted in named:
                return Bracketed(f"{self.function(named[wanted])}(", [code], ")")
            if wanted == "list":
                return Bracketed(f"{self.function('commaSeparated')}(", [code], ")")
        raise NotSayable

    def plain_container(self, value: list[Expression] | dict[str, Expression]) -> Code:
        """A list or map that holds no output."""
        found = self.types.of(value).type
        inner = found.items.kind if found.items is not None else "json"
        holds = GO_TYPES.get(inner, "any")
        if isinstance(value, dict):
            if any(may_be_absent(item) for item in value.values()):
                return self.json(value)
            entries = [Pair(literals.string(k), self.plain(v)) for k, v in value.items()]
            return Bracketed(f"map[string]{holds}{{", entries, "}")
        if any(may_be_absent(item) for item in value):
            if holds == "any":
                return self.json(value)
            raise NotSayable
        return Bracketed(f"[]{holds}{{", [self.plain(item) for item in value], "}")

    def output(self, value: Expression) -> Code:
        """An output, of the Go type that Pulumi has for the value's kind; never one that may hold
        nothing.
        """
        if not self.is_output(value):
            kind = self.kind(value)
            head = f"{self.constructor(kind)}("
            return Bracketed(head, [self.plain(value)], f"){_to_output(kind)}")
        code = self.held(value)
        if isinstance(value, Attribute) and value.path in (("id",), ("urn",)):
            return Line(code, ".ToStringOutput()")
        return code

    def held(self, value: Expression) -> Code:
        """An output as it comes: an identifier of a resource has a type of its own."""
        return self._outputs[type(value)](self, value)

    def text(self, value: Expression) -> Code:
        """An output that is text."""
        if not self.is_output(value):
            code = self.plain(value, "string")
            return Bracketed(f"{self.pulumi('String')}(", [code], ").ToStringOutput()")
        found = self.types.of(value)
        code = self.output(value)
        if found.type.enum is not None and isinstance(value, Attribute):
            return Line(code, ".ToStringOutput()")
        if found.type.kind == "json" and not isinstance(value, Choice):
            return Bracketed(f"{self.function('asText')}(", [code], ")")
        return self.applied(code, found.type.kind, "string")

    def applied(self, code: Code, kind: str, wanted: str) -> Code:
        """An output of one scalar kind, made another."""
        if kind == wanted:
            return code
        made = self.made("value", kind, wanted)
        given, gives = GO_TYPES.get(kind, "any"), GO_TYPES.get(wanted, "[]string")
        return self.apply(code, Function(f"func(value {given}) {gives}", made), wanted)

    def apply(self, code: Code, function: Code, gives: str) -> Code:
        """A function applied to an output; ``gives`` is the kind of its result."""
        name = "StringArray" if gives == "list" else NAMES.get(gives, "Any")
        return Line(code, Bracketed(".ApplyT(", [function], ")"), f".({self.pulumi(name)}Output)")

    def constructor(self, kind: str) -> str:
        """What makes an input of a plain scalar, or of a list of texts."""
        if kind == "list":
            return self.pulumi("ToStringArray")
        return self.pulumi(NAMES.get(kind, "Any"))

    # --- choices --------------------------------------------------

    def may_fail(self, value: Expression) -> bool:
        """Whether a value must not be looked at where another one is chosen."""
        for part in walk(value):
            if isinstance(part, (Select, Convert, Json)):
                return True
            if isinstance(part, Lookup) and not part.has_default:
                return True
            if isinstance(part, Attribute):
                resource = self.program.resources[part.resource]
                if resource.condition is not None:
                    return True
        return False

    def chosen(
        self, type: str, node: Choice, render: Callable[[Expression, Path], Code], path: Path = ()
    ) -> Code:
        """One of two values, each printed by ``render``; a side that may fail is looked at only
        where it is chosen.
        """
        condition = self.variable("conditions", node.condition)
        then = render(node.then, (*path, 1))
        otherwise = render(node.otherwise, (*path, 2))
        if self.may_fail(node.then) or self.may_fail(node.otherwise):
            return Chosen(type, condition, then, otherwise)
        return Bracketed(f"{self.function('choose')}[{type}](", [condition, then, otherwise], ")")

    # --- JSON -----------------------------------------------------

    def json(self, value: Expression, path: Path = (), *, strict: bool = False) -> Code:
        """Go for a value inside free-form JSON, outputs inside as they are.

        Args:
            value: the value.
            path: where it stands in the program, for its comments.
            strict: whether nothing is to be left of what is absent, not even a null.
        """
        if value is ABSENT:
            return "nil"
        if isinstance(value, Choice) and (self.is_output(value) or may_be_absent(value)):
            return self.chosen(
                "any", value, lambda side, at: self.json(side, at, strict=strict), path
            )
        if isinstance(value, list):
            return self._json_list(value, path, strict)
        if isinstance(value, dict):
            return self._json_map(value, path, strict)
        return self._json_node(value, path, strict)

    def _json_node(self, value: Expression, path: Path, strict: bool) -> Code:
        if isinstance(value, EnumMember):
            return self.plain(value.value)
        if isinstance(value, Object):
            return self._json_map(value.fields, path, strict)
        return self.held(value) if self.is_output(value) else self.plain(value)

    def _json_list(self, value: list[Expression], path: Path, strict: bool) -> Code:
        comments: dict[int, list[str]] = {}
        codes: list[Code] = []
        for position, item in enumerate(value):
            self.note(comments, len(codes), (*path, position))
            if item is not ABSENT:
                codes.append(self.json(item, (*path, position), strict=strict))
        if any(may_be_absent(item) for item in value):
            return Bracketed(f"{self.function('present')}[any](", codes, ")", comments=comments)
        return Bracketed("[]any{", codes, "}", comments=comments)

    def _json_map(self, value: dict[str, Expression], path: Path, strict: bool) -> Code:
        comments: dict[int, list[str]] = {}
        entries: list[Code] = []
        for key, item in value.items():
            self.note(comments, len(entries), (*path, key))
            if item is not ABSENT:
                code = self.json(item, (*path, key), strict=strict)
                entries.append(Pair(literals.string(key), code))
        found = Bracketed("map[string]any{", entries, "}", comments=comments)
        if strict and any(may_be_absent(item) for item in value.values()):
            return Bracketed(f"{self.function('filled')}(", [found], ")")
        return found

    def note(self, comments: dict[int, list[str]], position: int, path: Path) -> None:
        """Keep the comment at a path for an item."""
        text = self.program.comments.get(path)
        if text is not None:
            comments.setdefault(position, []).extend(comment(text))


def may_be_absent(value: Expression) -> bool:
    return isinstance(value, Choice) and any(
        side is ABSENT or may_be_absent(side) for side in (value.then, value.otherwise)
    )


def _to_output(kind: str) -> str:
    """What makes an output of a plain input of a kind."""
    name = "StringArray" if kind == "list" else NAMES.get(kind)
    return f".To{name}Output()" if name else ""
