"""What prints values in languages with types, as far as these do it alike.

A value is printed in one of four ways: as plain code (`Values.plain`), as an output of a known type
(`Values.output`), as a part of free-form JSON (`Values.json`), or as what its place takes, which
each language says in its ``places``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from ...catalog import ObjectType, ResourceType, Type
from ...catalog.spelling import Spelling
from ...errors import Path, PathStep, UnsupportedError
from ...pulumi import (
    ABSENT,
    LITERALS,
    Choice,
    EnumMember,
    Expression,
    Lookup,
    Node,
    Object,
    Program,
)
from ..layout import Bracketed, Code, Line
from ..texts import comment
from .plainness import Plainness
from .plan import Plan
from .types import Types, ValueType, places

Comments = dict[int, list[str]]
Printers = Mapping[type, Callable[[Any, Any], Code]]

_LITERALS = (bool, str, list, dict, int, float)


class NotSayable(UnsupportedError):  # noqa: N818 - often no fault: it is said in another way
    """The SDK's own types cannot take a value that aws-native can: where a resource can be
    registered without them, that is what happens.
    """

    def __init__(self) -> None:
        super().__init__("the language's SDK has no type for a value that stands here")


def call(head: str, arguments: Iterable[Code], comments: Comments | None = None) -> Bracketed:
    """A call of what ``head`` names."""
    return Bracketed(f"{head}(", list(arguments), ")", comments=comments or None)


def may_be_absent(value: Expression) -> bool:
    """Whether a value is a choice that may leave out what it stands for."""
    return isinstance(value, Choice) and any(
        side is ABSENT or may_be_absent(side) for side in (value.then, value.otherwise)
    )


def some_absent(values: Iterable[Expression]) -> bool:
    """Whether one of several values may be absent."""
    return any(map(may_be_absent, values))


def _note(comments: Comments, position: int, text: str) -> None:
    """Add the source's comment on what stands at a position."""
    if lines := comment(text):
        comments.setdefault(position, []).extend(lines)


def leaves(value: Expression) -> list[Expression]:
    """What a choice, of which a side may be one itself, comes to."""
    if not isinstance(value, Choice):
        return [value]
    return [*leaves(value.then), *leaves(value.otherwise)]


def is_condition(value: Choice) -> bool:
    """Whether a choice is between true and false, which its condition is already."""
    sides = (value.then, value.otherwise)
    return all(isinstance(side, bool) for side in sides) and sides[0] != sides[1]


def _of_literals(printers: Printers, value: Expression) -> Callable[[Any, Any], Code]:
    """What prints a literal of a kind of its own."""
    return printers[next(kind for kind in _LITERALS if isinstance(value, kind))]


class Values(ABC):
    """Prints the values of one program.

    Args:
        program: the program.
        plan: what it is written of.
        types: the types of its values.
        plain, outputs: what prints each kind of value as plain code, and as an output.

    Attributes:
        plainness: which values are outputs.
        functions: the program's own functions that were needed.
        read: how the value of each config key is got, where that is no variable.
        printed: the name of the resource that is being printed.
        kind: gives the kind of type that a value has by itself.
        is_output: says whether a value is, or holds, an output.
    """

    spelling: Spelling
    """What the language's SDK calls things."""
    entry: Callable[[str, Code], Code]
    """A property of an object, with its value."""
    kinds: Mapping[str, str]
    """The plain type of each kind of value."""
    anything: str
    """The plain type of all others."""
    null = "null"

    def __init__(
        self,
        program: Program,
        plan: Plan,
        types: Types,
        plain: Printers,
        outputs: Printers,
    ) -> None:
        self.program, self.plan, self.types = program, plan, types
        self.kind = types.kind
        self.use(types.plainness)
        self._plain, self._outputs = plain, outputs
        self.functions: set[str] = set()
        self.read: dict[str, Code] = {}
        self.printed: str | None = None

    def use(self, plainness: Plainness) -> None:
        """Take another's word for which values are outputs."""
        self.plainness, self.is_output = plainness, plainness.is_output

    # --- spelling -------------------------------------------------

    @abstractmethod
    def quoted(self, text: str) -> str:
        """A literal for a text on one line."""

    def text(self, value: str) -> Code:
        """A literal, over several lines where that reads better."""
        return self.quoted(value)

    @abstractmethod
    def number(self, value: float) -> str:
        """A literal for a number."""

    def operand(self, code: Code) -> Code:
        """Code that something may be said of: in parentheses where it needs them."""
        return code

    def receiver(self, code: Code) -> Code:
        """Code that is asked for a member: in parentheses where it needs them."""
        return self.operand(code)

    def operation(self, operator: str, operands: Sequence[Code]) -> Code:
        """Several values with an operator between them."""
        parts = [part for operand in operands for part in (f" {operator} ", operand)]
        return Line(*parts[1:])

    def enclosed(self, before: str, code: Code, after: str = "") -> Code:
        """Code between signs: in parentheses, or with a ``!`` before it."""
        return Line(before, code, after)

    @abstractmethod
    def made(self, code: Code, kind: str, wanted: str) -> Code:
        """Plain code of one kind, made another.

        Raises:
            NotSayable: one cannot become the other.
        """

    @abstractmethod
    def plain_list(self, items: list[Expression]) -> Code:
        """A list that holds no output."""

    @abstractmethod
    def output_of(self, value: Expression, wanted: str) -> Code:
        """An output of a value, made one of a kind."""

    def cell(self, node: Lookup, first: Code, second: Code) -> Code:
        """A cell of a table, of the type that its column has."""
        code = self.looked_up(node, first, second)
        kind = self.kind(node)
        is_open = kind != "json" and self.types.held_by(node).kind == "json"
        return self.made(code, "json", kind) if is_open else code

    def looked_up(self, node: Lookup, first: Code, second: Code) -> Code:
        """A cell of a table as the table holds it; one that is not there is an error."""
        table = self.variable("tables", node.table)
        if node.has_default:
            default = self.plain(node.default)
            return call(self.looking_up(node), [table, first, second, default])
        return call(self.function("lookUp"), [table, first, second])

    def looking_up(self, node: Lookup) -> str:
        """The function that looks into a table which may lack what is asked for."""
        return self.function("lookUpOr")

    @abstractmethod
    def json_choice(self, value: Choice, path: Path, *, strict: bool) -> Code:
        """A choice inside free-form JSON."""

    @abstractmethod
    def json_list(self, items: list[Code], comments: Comments, *, absent: bool) -> Code:
        """A list inside free-form JSON; of ``absent`` some items may be none."""

    @abstractmethod
    def json_entry(self, key: str, value: Code) -> Code:
        """An entry of a map inside free-form JSON."""

    @abstractmethod
    def json_map(
        self, entries: list[Code], comments: Comments, *, absent: bool, strict: bool
    ) -> Code:
        """A map inside free-form JSON."""

    # --- names ----------------------------------------------------

    def function(self, name: str) -> str:
        """The name of a function of the program's own."""
        self.functions.add(name)
        return name

    def variable(self, section: str, name: str) -> str:
        """The variable of something in the program."""
        return self.plan.variables[section, name]

    def reference(self, name: str) -> str:
        """The variable of a resource, which is there where it is referred to."""
        return self.plan.variables["resources", name]

    # --- values ---------------------------------------------------

    def type(self, kind: str) -> str:
        """The plain type of a kind of value."""
        return self.kinds.get(kind, self.anything)

    def plain(self, value: Expression, wanted: str | None = None) -> Code:
        """Plain code for a value that is no output; ``wanted`` is the kind that it has to be."""
        printer = self._plain.get(type(value)) or _of_literals(self._plain, value)
        code = printer(self, value)
        if wanted is None or (kind := self.kind(value)) == wanted:
            return code
        return self.made(code, kind, wanted)

    def plain_items(self, value: Expression) -> Code:
        """A plain list of which one item is taken; the cells of a table may be texts, too."""
        is_cell = isinstance(value, Lookup) and self.kind(value) == "json"
        return self.plain(value, "list" if is_cell else None)

    def literal(self, value: Expression) -> Code:
        """A literal for a place of its own kind."""
        return self._plain[type(value)](self, value)

    def output(self, value: Expression) -> Code:
        """An output, of the type that a value's kind has; never one that may hold nothing."""
        printer = self._outputs.get(type(value)) or _of_literals(self._outputs, value)
        return printer(self, value)

    def held(self, value: Expression) -> Code:
        """An output as it comes, for where anything is taken."""
        return self.output(value)

    # --- lists, maps and objects ----------------------------------

    def collected(
        self,
        entries: Iterable[tuple[PathStep, Expression]],
        path: Path,
        render: Callable[[Any, Any, Path], Code],
    ) -> tuple[list[Code], Comments]:
        """What stands between brackets, and the source's comments on it.

        Args:
            entries: the items of a list by their positions, or the entries of a map.
            path: where they stand in the program.
            render: prints one that is there: its key, its value, and where it stands.
        """
        comments: Comments = {}
        codes: list[Code] = []
        said = self.program.comments
        for step, value in entries:
            here = (*path, step)
            if said and here in said:
                _note(comments, len(codes), said[here])
            if value is not ABSENT:
                codes.append(render(step, value, here))
        return codes, comments

    def fields(
        self,
        inputs: Mapping[str, Expression],
        described: ResourceType | ObjectType,
        owner: ResourceType,
        path: Path,
        render: Callable[[Any, str, Expression, ValueType, Path], Code],
    ) -> tuple[list[Code], Comments]:
        """The properties of a resource or of a nested object, and the comments on them.

        Args:
            inputs: the values, by wire names.
            described: what the class is made of.
            owner: the resource type that it belongs to.
            path: where they stand in the program.
            render: prints a property, by what the SDK calls it, where its value is no literal that
                its place takes as it is: with the value, the type of the place, and where it
                stands.

        Raises:
            NotSayable: the class lacks one.
        """
        comments: Comments = {}
        codes: list[Code] = []
        said, entry = self.program.comments, self.entry
        known = places(self.spelling, described, owner)
        for wire, value in inputs.items():
            if said and (here := (*path, wire)) in said:
                _note(comments, len(codes), said[here])
            if value is ABSENT:
                continue
            found = known[wire]
            if found is None:
                raise NotSayable
            name, wanted, literal = found
            if type(value) is literal:
                codes.append(entry(name, self.literal(value)))
            else:
                codes.append(render(self, name, value, wanted, (*path, wire)))
        return codes, comments

    def object_type(self, node: Object) -> tuple[ObjectType, ResourceType]:
        """The nested type of an object, and the resource type that it belongs to.

        Raises:
            NotSayable: the SDK has none.
        """
        found = self.types.object_type(node.type, self.printed)
        if found is None:
            raise NotSayable
        return found

    def alternative(self, value: Expression, wanted: ValueType) -> Type | None:
        """The type that a value is of, where its place takes several; a plain one before an
        enum.
        """
        kind = "object" if isinstance(value, Object) else self.kind(value)
        fitting = [each for each in wanted.type.alternatives if each.kind == kind]
        return min(fitting, key=lambda each: each.enum is not None, default=None)

    # --- JSON -----------------------------------------------------

    def json(self, value: Expression, path: Path = (), *, strict: bool = False) -> Code:
        """Code for a value inside free-form JSON, outputs inside as they are.

        Args:
            value: the value.
            path: where it stands in the program, for its comments.
            strict: whether nothing is to be left of what is absent, and keys keep their order, as
                in texts.
        """
        if type(value) in LITERALS:
            return self._plain[type(value)](self, value)
        if isinstance(value, list):
            items, comments = self.collected(
                enumerate(value), path, lambda _, item, at: self.json(item, at, strict=strict)
            )
            return self.json_list(items, comments, absent=some_absent(value))
        if isinstance(value, Object):
            return self._json_entries(value.fields, path, strict)
        if isinstance(value, dict):
            return self._json_entries(value, path, strict)
        if isinstance(value, Node):
            return self._json_node(value, path, strict)
        return self.plain(value)

    def _json_node(self, value: Node, path: Path, strict: bool) -> Code:
        if isinstance(value, Choice) and not is_condition(value):
            return self.json_choice(value, path, strict=strict)
        if isinstance(value, EnumMember):
            return self.plain(value.value)
        if value is ABSENT:
            return self.null
        return self.held(value) if self.is_output(value) else self.plain(value)

    def _json_entries(self, value: Mapping[str, Expression], path: Path, strict: bool) -> Code:
        entries, comments = self.collected(
            value.items(),
            path,
            lambda key, item, at: self.json_entry(key, self.json(item, at, strict=strict)),
        )
        return self.json_map(entries, comments, absent=some_absent(value.values()), strict=strict)
