"""Expressions in Python."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from ...catalog import EnumType, ObjectType, ResourceType
from ...errors import Path
from ...pulumi import ABSENT, Choice, ConfigValue, Expression, Node, Program
from ...scalars import allowed_texts
from ..layout import Bracketed, Code, Line, Operation, Parenthesized, Ternary, led
from ..pulumi.plainness import Plainness
from ..pulumi.plan import Plan
from ..texts import comment
from . import literals

ROOT = "aws_native"

Printer = Callable[["Expressions", Any, Path], Code]


class Expressions:
    """Prints the values of one program.

    Attributes:
        variables: the variable of each config key, table, condition, reference and resource:
            ``("config", key)`` and so on.
        modules: the SDK's modules that were needed, ``""`` for the root.
        imports: what else was needed: names of the standard library and of the program's own
            functions.
        told: how a secret of the config is read where it must be plain, which is in conditions.
        settles: whether a choice that comes out the same either way is none. Inside of a function,
            linters would find that nothing asks for its condition.
        lists: the lists that the provider makes for several values.
        raw: whether objects are printed as maps in wire names, for a resource that no class of the
            SDK can express.
        raw_resources: the names of these resources.
        types, components: the type of each resource, and the class of those that are components of
            the program's own.
        printed: the name of the resource that is being printed.
    """

    def __init__(
        self,
        program: Program,
        plainness: Plainness,
        plan: Plan,
        printers: Mapping[type, Printer],
    ) -> None:
        self.program = program
        self.plainness = plainness
        self.types, self.components = plan.types, plan.components
        self.variables, self.raw_resources = plan.variables, plan.raw
        self._printers = printers
        self._kinds = dict.fromkeys(plan.types.values())
        self.modules: set[str] = set()
        self.imports: set[str] = set()
        self.told: dict[str, Code] = {}
        self.lists = plan.lists
        self.settles = True
        self.raw = False
        self.printed: str | None = None

    def code(self, value: Expression, path: Path = ()) -> Code:
        """The code of a value; ``path`` is where it stands in the program, for its comments."""
        if isinstance(value, str):
            return literals.string(value)
        if isinstance(value, Node):
            return self._printers[type(value)](self, value, path)
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
        noted = self.program.comments
        for position, item in enumerate(items):
            here = (*path, position)
            if noted:
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
        noted = self.program.comments
        for key, value in entries.items():
            here = (*path, key)
            if noted:
                self.note(comments, len(codes), here)
            if value is ABSENT:
                continue
            if _may_be_absent(value):
                codes.append(Line("**", self._spread_entry(key, value, here)))
            else:
                codes.append(self._entry(key, value, here))
        return Bracketed("{", codes, "}", comments=comments)

    def _entry(self, key: str, value: Expression, path: Path) -> Code:
        return led(literals.string(key) + ": ", self.code(value, path))

    def _spread_entry(self, key: str, value: Expression, path: Path) -> Code:
        if value is ABSENT:
            return "{}"
        if not _may_be_absent(value) or not isinstance(value, Choice):
            return Bracketed("{", [self._entry(key, value, path)], "}")
        condition = self.variables["conditions", value.condition]
        sides = (self._spread_entry(key, side, path) for side in (value.then, value.otherwise))
        return Parenthesized(Ternary(condition, *sides))

    def note(self, comments: dict[int, list[str]], position: int, path: Path) -> None:
        if (text := self.program.comments.get(path)) is not None:
            comments.setdefault(position, []).extend(comment(text))

    def object_type(self, token: str) -> ObjectType | None:
        """The nested type that has a token, None where no type of the program's resources has."""
        found = (described.object_type(token) for described in self._described())
        return next(filter(None, found), None)

    def enum_type(self, token: str) -> EnumType:
        """The enum that has a token."""
        found = (described.enum_type(token) for described in self._described())
        return next(filter(None, found))

    def enum(self, name: str) -> EnumType:
        """The enum that has a name."""
        return next(it.enums[name] for it in self._described() if name in it.enums)

    def class_name(self, described: ObjectType | EnumType) -> str:
        """The name that the SDK's class has in the program."""
        return f"{self.module(described.python_module)}.{described.python_class}"

    def allowed(self, value: ConfigValue) -> set[str]:
        """The texts that a text of the config is one of; empty where others may be given."""
        declared = self.program.config[value.key]
        if declared.type != "string" or declared.secret or declared.output or declared.lookup:
            return set()
        parameters = self.program.fragment.get("Parameters", {})
        return set(allowed_texts(parameters.get(value.key, {})) or ())

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
