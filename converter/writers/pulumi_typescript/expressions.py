"""Expressions in TypeScript."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ...catalog import Property, ResourceType
from ...errors import Path
from ...pulumi import ABSENT, Choice, EnumMember, Expression, Node, Object, Program
from ..pulumi.plainness import Plainness
from ..pulumi.plan import Plan
from ..pulumi.printing import is_condition
from ..pulumi.types import Types, ValueType
from ..texts import check, comment
from ..typescript import literals
from ..typescript.layout import (
    Arrow,
    Chain,
    Code,
    Group,
    Item,
    Joined,
    Operation,
    Ternary,
    array,
    call,
    parenthesized,
)
from . import types as spelling
from .narrowing import Narrowed

Printer = Callable[["Expressions", Any, Path], Code]


class NotSayable(Exception):  # noqa: N818 - no fault: it is said in another way
    """The SDK's own class lacks what aws-native takes."""


class Expressions:
    """Prints the values of one program.

    Attributes:
        types: the types of its values.
        used: what the code needs: ``aws``, ``pulumi``, and the program's own functions.
        told: how a secret of the config is read where it must be plain, which is in conditions.
        narrowed: what the compiler takes config values for where a condition is printed.
        raw: whether objects are printed as the wire has them, for a resource that no class of the
            SDK can express.
        printed: the name of the resource that is being printed.
    """

    def __init__(
        self,
        program: Program,
        plan: Plan,
        types: Types,
        printers: Mapping[type, Printer],
        *,
        awaited: bool,
    ) -> None:
        self.program = program
        self.plan = plan
        self.variables = plan.variables
        self.types = types
        self.awaited = awaited
        self.plainness = types.plainness
        self._printers = printers
        self.used: set[str] = set()
        self.told: dict[str, Code] = {}
        self.narrowed: Narrowed = {}
        self.raw = False
        self.printed: str | None = None

    def code(self, value: Expression, path: Path = ()) -> Code:
        """The code of a value; ``path`` is where it stands in the program, for its comments."""
        if isinstance(value, str):
            return string(value)
        if isinstance(value, Node):
            return self._printers[type(value)](self, value, path)
        if isinstance(value, list):
            return self.items(value, None, path)
        if isinstance(value, dict):
            return self.entries(value, None, path)
        if isinstance(value, bool):
            return str(value).lower()
        return "undefined" if value is None else literals.number(value)

    def atom(self, value: Expression) -> Code:
        """The code of a value that something is said of: in parentheses where it needs them."""
        return atom(self.code(value))

    def output(self, value: Expression) -> Code:
        """The code of an output that something is applied to, which certainly has a value."""
        if self.is_direct(value):
            code = self.atom(value)
            found = self.types.of(value)
            return parenthesized(self._as(code, spelling.output(found))) if found.optional else code
        return call(self.pulumi("output"), [self.code(value)])

    def is_direct(self, value: Expression) -> bool:
        """Whether the code of a value is an output itself, and does not only hold one."""
        return (
            isinstance(value, Node)
            and not isinstance(value, (Choice, Object))
            and self.plainness.is_output(value)
        )

    def is_output(self, value: Expression) -> bool:
        return self.plainness.is_output(value)

    def applied(
        self, value: Expression, parameter: str, body: Callable[[Code], Code], kind: str = ""
    ) -> Code:
        """Something said of one value: at once where it is plain, in an ``apply`` where not.

        Args:
            value: the value.
            parameter: what it is called in an ``apply``.
            body: what is said of it.
            kind: its type there, where the compiler cannot know it but needs to.
        """
        if not self.is_output(value):
            return body(self.atom(value))
        is_said = kind and self.types.of(value).type.kind == "json"
        declared = f"({parameter}: {kind})" if is_said else f"({parameter})"
        return self.apply(self.output(value), Arrow(declared, body(parameter)))

    def apply(self, code: Code, function: Code) -> Code:
        """``code.apply(function)``"""
        link: Code = call(".apply", [function])
        if isinstance(code, Joined) and len(code.parts) == 2 and isinstance(code.parts[1], str):
            link = Joined(code.parts[1], link)
            code = code.parts[0]
        if isinstance(code, Chain):
            return Chain(code.head, *code.links, link)
        if isinstance(code, Joined) and len(code.parts) == 2 and isinstance(code.parts[0], str):
            return Chain(code.parts[0], code.parts[1], link)
        if isinstance(code, Group) and code.is_call and "." in code.open:
            head, _, method = code.open.rpartition(".")
            return Chain(head, Group(f".{method}", code.items, ")"), link)
        return Joined(code, link)

    def pulumi(self, name: str) -> str:
        """The name of something in Pulumi's own package."""
        self.used.add("pulumi")
        return f"pulumi.{name}"

    def aws(self, name: str) -> str:
        """The name of something in the SDK; ``name`` has ``aws`` before it or not."""
        self.used.add("aws")
        return name if name.startswith("aws.") else f"aws.{name}"

    def own(self, name: str) -> str:
        """The name of a function that the program defines for itself."""
        self.used.add(name)
        return name

    # --- at their places -------------------------------------------------

    def at_place(self, value: Expression, here: ValueType, path: Path) -> Code:
        """A value in the type that the SDK declares for its place, said so where the compiler
        cannot know it.
        """
        if isinstance(value, Choice):
            return self._choice_at_place(value, here, path)
        if isinstance(value, list):
            return self.items(value, here.items if here.type.kind == "list" else None, path)
        if isinstance(value, dict):
            return self.entries(value, here if here.type.kind == "map" else None, path)
        if value is ABSENT and not here.optional:
            return "undefined!"
        code = self.code(value, path)
        if isinstance(value, (Object, EnumMember)) or self.raw:
            return code
        return self._said(code, value, here)

    def _choice_at_place(self, value: Choice, here: ValueType, path: Path) -> Code:
        then = self.at_place(value.then, here, (*path, 1))
        otherwise = self.at_place(value.otherwise, here, (*path, 2))
        return self.chosen(value, then, otherwise)

    def chosen(self, value: Choice, then: Code, otherwise: Code) -> Code:
        """One of two codes."""
        condition = self.variables["conditions", value.condition]
        if is_condition(value):  # which 1 and 0 are not
            return condition if value.then else f"!{condition}"
        return Ternary(condition, _side(then), _side(otherwise))

    def _said(self, code: Code, value: Expression, here: ValueType) -> Code:
        found = self.types.of(value)
        if spelling.has_enum(here.type) and not spelling.has_enum(found.type):
            if not isinstance(value, Node):
                known = here.enum is not None and value in here.enum.members
                return code if known else self._as(code, "any")
            if found.type.kind == "json":
                return code
            return self._as(code, spelling.output(here) if found.output else spelling.spelled(here))
        if found.optional and not here.optional and isinstance(value, Node):
            return self._as(code, spelling.output(found) if found.output else "any")
        return code

    def _as(self, code: Code, kind: str) -> Code:
        """``code as kind``"""
        self.used.update(name for name in ("aws", "pulumi") if f"{name}." in kind)
        return Joined(atom(code), f" as {kind}")

    def properties(
        self,
        fields: Mapping[str, Expression],
        described: Mapping[str, Property],
        owner: ResourceType | None,
        path: Path,
        *,
        broken: bool = False,
    ) -> Group:
        """An object of a type that the SDK declares.

        Args:
            fields: wire name → value.
            described: what the type has, by wire name.
            owner: the resource type that it is of, or a part of.
            path: where it stands in the program.
            broken: whether each property has a line of its own.

        Raises:
            NotSayable: the type lacks one of them.
        """
        items: list[Item] = []
        comments: dict[int, list[str]] = {}
        for wire, value in fields.items():
            here = (*path, wire)
            self.note(comments, len(items), here)
            if value is ABSENT:
                continue
            if wire not in described:
                raise NotSayable
            prop = described[wire]
            declared = ValueType(prop.type, owner, optional=not prop.required)
            items.append(entry(literals.key(wire), self.at_place(value, declared, here)))
        return Group("{", items, "}", broken=broken, comments=comments)

    def items(self, items: Sequence[Expression], here: ValueType | None, path: Path) -> Code:
        """A list; ``here`` is the type of its items' places, where they are declared."""
        codes: list[Code] = []
        comments: dict[int, list[str]] = {}
        for position, item in enumerate(items):
            inner = (*path, position)
            self.note(comments, len(codes), inner)
            if item is ABSENT:
                continue
            if may_be_absent(item):
                codes.append(Joined("...", parenthesized(self._spread_items(item, here, inner))))
            else:
                codes.append(self._item(item, here, inner))
        return array(codes, comments)

    def _item(self, item: Expression, here: ValueType | None, path: Path) -> Code:
        return self.code(item, path) if here is None else self.at_place(item, here, path)

    def _spread_items(self, item: Expression, here: ValueType | None, path: Path) -> Code:
        """A list that holds ``item``, or nothing where it is absent."""
        if item is ABSENT:
            return "[]"
        if not may_be_absent(item) or not isinstance(item, Choice):
            return array([self._item(item, here, path)])
        sides = (self._spread_items(side, here, path) for side in (item.then, item.otherwise))
        return Ternary(self.variables["conditions", item.condition], *sides)

    def entries(
        self, entries: Mapping[str, Expression], here: ValueType | None, path: Path
    ) -> Code:
        """A map; ``here`` is its type, where it is declared that of all values is."""
        items: list[Item] = []
        comments: dict[int, list[str]] = {}
        for key, value in entries.items():
            inner = (*path, key)
            self.note(comments, len(items), inner)
            if value is ABSENT:
                continue
            if here is not None and may_be_absent(value):
                spread = parenthesized(self._spread_entry(key, value, here, inner))
                items.append(("", Joined("...", spread)))
            else:
                items.append(self._entry(key, value, here, inner))
        return Group("{", items, "}", comments=comments)

    def _entry(self, key: str, value: Expression, here: ValueType | None, path: Path) -> Item:
        items = here.items if here is not None else None
        return entry(literals.key(key), self._item(value, items, path))

    def _spread_entry(self, key: str, value: Expression, here: ValueType, path: Path) -> Code:
        if value is ABSENT:
            return "{}"
        if not may_be_absent(value) or not isinstance(value, Choice):
            return Group("{", [self._entry(key, value, here, path)], "}")
        then = self._spread_entry(key, value.then, here, path)
        otherwise = self._spread_entry(key, value.otherwise, here, path)
        return Ternary(self.variables["conditions", value.condition], then, otherwise)

    def note(self, comments: dict[int, list[str]], position: int, path: Path) -> None:
        """Keep the source's comment on what stands at a path, for an item."""
        said = self.program.comments.get(path)
        if said is not None and (lines := comment(said)):
            comments.setdefault(position, []).extend(lines)

    # --- conditions -------------------------------------------------

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


def atom(code: Code) -> Code:
    """Code that something may be said of: in parentheses where it needs them."""
    if isinstance(code, (Ternary, Operation, Arrow)):
        return parenthesized(code)
    if isinstance(code, str) and code[:1] == "!":
        return f"({code})"
    return _side(code)


def _side(code: Code) -> Code:
    """A side of a choice: in parentheses where it is said to be of a type."""
    last = code.parts[-1] if isinstance(code, Joined) else ""
    is_said = isinstance(last, str) and last.startswith(" as ")
    return parenthesized(code) if is_said else code


def string(text: str) -> str:
    """A literal for a text that can be sent."""
    check(text)
    return literals.string(text)


_LITERALS = frozenset({"true", "false", "null"})


def entry(key: str, code: Code) -> Item:
    """An entry of an object, short where the variable is called like the key."""
    is_name = key.replace("$", "_").isidentifier() and key not in _LITERALS
    return ("", key) if is_name and code == key else (key, code)


def may_be_absent(value: Expression) -> bool:
    """Whether a value is a choice that may leave out what it stands for."""
    return isinstance(value, Choice) and any(
        side is ABSENT or may_be_absent(side) for side in (value.then, value.otherwise)
    )
