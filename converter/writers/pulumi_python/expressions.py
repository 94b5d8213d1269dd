"""Expressions in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ... import pulumi
from ...catalog import EnumType, ObjectType, ResourceType
from ...errors import Path
from ...pulumi import ABSENT, Choice, Expression, Node, Program
from ..layout import Bracketed, Code, Line, Operation, Parenthesized, Ternary
from . import conditions, literals, objects, references, text
from .component_class import ComponentClass
from .plainness import Plainness

ROOT = "aws_native"

Printer = Callable[["Expressions", Any, Path], Code]

PRINTERS: dict[type, Printer] = {
    pulumi.Object: objects.typed_object,
    pulumi.EnumMember: objects.member,
    pulumi.ConfigValue: references.config,
    pulumi.StackName: lambda printer, node, path: "stack_name",
    pulumi.Organization: lambda printer, node, path: "organization",
    pulumi.StackOutput: references.stack_output,
    pulumi.Invoke: references.invoke,
    pulumi.Attribute: references.attribute,
    pulumi.Concat: text.concat,
    pulumi.Join: text.join,
    pulumi.Split: text.split,
    pulumi.Select: text.select,
    pulumi.Length: text.length,
    pulumi.Base64: text.base64,
    pulumi.Json: text.json,
    pulumi.Lookup: conditions.lookup,
    pulumi.Choice: conditions.choice,
    pulumi.Convert: text.convert,
    pulumi.Secret: text.secret,
    pulumi.Equal: conditions.equal,
    pulumi.AllOf: lambda printer, node, path: conditions.joined(printer, "and", node.conditions),
    pulumi.AnyOf: lambda printer, node, path: conditions.joined(printer, "or", node.conditions),
    pulumi.Negation: conditions.negation,
    pulumi.ConditionValue: lambda printer, node, path: printer.variables["conditions", node.name],
    pulumi.Absent: lambda printer, node, path: "None",
}


class Expressions:
    """Prints the values of one program.

    Attributes:
        variables: the variable of each config key, table, condition, reference and resource:
            ``("config", key)`` and so on.
        modules: the SDK's modules that were needed, ``""`` for the root.
        imports: what else was needed: names of the standard library and of the program's own
            functions.
        told: how a secret of the config is read where it must be plain, which is in conditions.
        raw: whether objects are printed as maps in wire names, for a resource that no class of the
            SDK can express.
        raw_resources: the names of these resources.
        components: the classes of the resources that are components of the program's own.
        printed: the name of the resource that is being printed.
    """

    def __init__(
        self, program: Program, plainness: Plainness, types: Mapping[str, ResourceType]
    ) -> None:
        self.program = program
        self.plainness = plainness
        self.types = types
        self._kinds = dict.fromkeys(types.values())
        self.variables: dict[tuple[str, str], str] = {}
        self.modules: set[str] = set()
        self.imports: set[str] = set()
        self.told: dict[str, Code] = {}
        self.raw = False
        self.raw_resources: set[str] = set()
        self.components: dict[str, ComponentClass] = {}
        self.printed: str | None = None

    def code(self, value: Expression, path: Path = ()) -> Code:
        """The code of a value; ``path`` is where it stands in the program, for its comments."""
        if isinstance(value, str):
            return literals.string(value)
        if isinstance(value, Node):
            return PRINTERS[type(value)](self, value, path)
        if isinstance(value, list):
            return self.items(value, path)
        if isinstance(value, dict):
            return self.entries(value, path)
        return repr(value)

    def atom(self, value: Expression) -> Code:
        """The code of a value that something is said of: in parentheses where it needs them."""
        code = self.code(value)
        return (
            Parenthesized(code)
            if isinstance(code, (Ternary, Operation)) or _is_negated(code)
            else code
        )

    def output(self, value: Expression) -> Code:
        """The code of an output that something is applied to."""
        if self.plainness.is_always_output(value):
            return self.atom(value)
        return Bracketed(self.pulumi("Output.from_input("), [self.code(value)], ")")

    def is_output(self, value: Expression) -> bool:
        return self.plainness.is_output(value)

    def items(self, items: Sequence[Expression], path: Path) -> Code:
        codes: list[Code] = []
        comments: dict[int, list[str]] = {}
        for position, item in enumerate(items):
            here = (*path, position)
            self.note(comments, len(codes), here)
            if item is ABSENT:
                continue
            spread = _may_be_absent(item)
            codes.append(
                Line("*", self._spread_items(item, here)) if spread else self.code(item, here)
            )
        return Bracketed("[", codes, "]", comments=comments)

    def _spread_items(self, item: Expression, path: Path) -> Code:
        """A list that holds ``item``, or nothing where it is absent."""
        if item is ABSENT:
            return "[]"
        if not _may_be_absent(item) or not isinstance(item, Choice):
            return Bracketed("[", [self.code(item, path)], "]")
        condition = self.variables["conditions", item.condition]
        sides = (self._spread_items(side, path) for side in (item.then, item.otherwise))
        return Parenthesized(Ternary(condition, *sides))

    def entries(self, entries: dict[str, Expression], path: Path) -> Code:
        codes: list[Code] = []
        comments: dict[int, list[str]] = {}
        for key, value in entries.items():
            here = (*path, key)
            self.note(comments, len(codes), here)
            if value is ABSENT:
                continue
            if _may_be_absent(value):
                codes.append(Line("**", self._spread_entry(key, value, here)))
            else:
                codes.append(self._entry(key, value, here))
        return Bracketed("{", codes, "}", comments=comments)

    def _entry(self, key: str, value: Expression, path: Path) -> Code:
        return Line(literals.string(key) + ": ", self.code(value, path))

    def _spread_entry(self, key: str, value: Expression, path: Path) -> Code:
        if value is ABSENT:
            return "{}"
        if not _may_be_absent(value) or not isinstance(value, Choice):
            return Bracketed("{", [self._entry(key, value, path)], "}")
        condition = self.variables["conditions", value.condition]
        sides = (self._spread_entry(key, side, path) for side in (value.then, value.otherwise))
        return Parenthesized(Ternary(condition, *sides))

    def note(self, comments: dict[int, list[str]], position: int, path: Path) -> None:
        text = self.program.comments.get(path)
        if text is not None:
            comments.setdefault(position, []).extend(literals.comment(text))

    def object_type(self, token: str) -> ObjectType | None:
        """The nested type that has a token, None where no type of the program's resources has."""
        found = (described.object_type(token) for described in self._described())
        return next(filter(None, found), None)

    def enum_type(self, token: str) -> EnumType:
        """The enum that has a token."""
        found = (described.enum_type(token) for described in self._described())
        return next(filter(None, found))

    def _described(self) -> Iterator[ResourceType]:
        """The types of the program's resources, that of the printed one first."""
        if self.printed is not None:
            yield self.types[self.printed]
        yield from self._kinds

    def pulumi(self, name: str) -> str:
        """The name of something in Pulumi's own package."""
        self.imports.add("pulumi")
        return f"pulumi.{name}"

    def module(self, name: str | None) -> str:
        """The name that a module of the SDK has in the program."""
        self.modules.add(name or "")
        return name or ROOT

    def condition(self, value: Expression, told: dict[str, Code]) -> Code:
        """The code of a condition, which the program decides while it runs.

        Args:
            value: the condition.
            told: how each secret of the config is read in plain.
        """
        plainness, self.told = self.plainness, told
        self.plainness = Plainness(self.program, secrets_told=True)
        code = self.code(value)
        self.plainness, self.told = plainness, {}
        return code


def _may_be_absent(value: Expression) -> bool:
    return isinstance(value, Choice) and any(
        side is ABSENT or _may_be_absent(side) for side in (value.then, value.otherwise)
    )


def _is_negated(code: Code) -> bool:
    return isinstance(code, Line) and bool(code.parts) and code.parts[0] == "not "
