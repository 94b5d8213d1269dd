"""Expressions in Go."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ...catalog.spelling import SPELLINGS, Class
from ...errors import Path
from ...naming import go
from ...pulumi import (
    ABSENT,
    Attribute,
    Choice,
    Convert,
    Expression,
    Json,
    Lookup,
    Program,
    Select,
    walk,
)
from ..layout import Bracketed, Code, Line
from ..pulumi.plainness import OUTPUTS, Plainness
from ..pulumi.plan import Plan
from ..pulumi.printing import (
    Comments,
    NotSayable,
    Printers,
    Values,
    call,
    may_be_absent,
    some_absent,
)
from ..pulumi.types import LITERAL_KINDS, Types, ValueType
from . import literals
from .layout import Chosen, Function, Pair

SPELLING = SPELLINGS["go"]
PULUMI = "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

GO_TYPES = {
    "string": "string",
    "integer": "int",
    "number": "float64",
    "boolean": "bool",
    "list": "[]string",
}
"""The plain type of each kind; of the others it is ``any``."""
NAMES = {"string": "String", "integer": "Int", "number": "Float64", "boolean": "Bool"}
"""What Pulumi's types for each scalar begin with."""

_BOXES = {literal: f"pulumi.{NAMES[kind]}" for literal, kind in LITERAL_KINDS.items()}
_INFERRED = frozenset({"string", "int", "bool"})
"""The types that Go infers of two literals, too."""
_MAKERS = {"integer": "toInt", "number": "toFloat", "boolean": "isTrue", "list": "commaSeparated"}


class GoPlainness(Plainness):
    """Which values are outputs in Go, where JSON text always is one."""

    outputs = OUTPUTS | {Json}


def pulumi_name(kind: str) -> str:
    """What Pulumi's types for values of a kind begin with."""
    return "StringArray" if kind == "list" else NAMES.get(kind, "Any")


class Expressions(Values):
    """Prints the values of one program.

    Attributes:
        packages: the packages that were needed, by their paths.
        invoked: the variable of each function of the provider that is called beforehand.
        stack_name: how the stack's name is got.
    """

    spelling = SPELLING
    entry = Pair
    kinds = GO_TYPES
    anything = "any"
    null = "nil"

    def __init__(
        self, program: Program, plan: Plan, types: Types, plain: Printers, outputs: Printers
    ) -> None:
        super().__init__(program, plan, types, plain, outputs)
        self.packages = {PULUMI}
        self.invoked: dict[str, str] = {}
        self.stack_name = "ctx.Stack()"

    # --- names ----------------------------------------------------

    def pulumi(self, name: str) -> str:
        """The name of something in Pulumi's own package, which every file needs."""
        return f"pulumi.{name}"

    def standard(self, package: str, name: str) -> str:
        """The name of something in the standard library."""
        self.packages.add(package)
        return f"{package.rpartition('/')[2]}.{name}"

    def sdk(self, found: Class, suffix: str = "") -> str:
        """The name of a class of the SDK."""
        self.packages.add(found.module)
        package = "aws" if found.module == go.ROOT else found.module.rpartition("/")[2]
        return f"{package}.{found.name}{suffix}"

    def invoke(self, name: str) -> str:
        """The name of a function of the provider."""
        self.packages.add(go.ROOT)
        return f"aws.{name[:1].upper()}{name[1:]}"

    # --- plain values ---------------------------------------------

    def quoted(self, text: str) -> str:
        return literals.string(text)

    def number(self, value: float) -> str:
        return repr(value)

    def made(self, code: Code, kind: str, wanted: str) -> Code:
        if kind == wanted or (kind, wanted) == ("integer", "number"):
            return code
        if kind == "json":
            return Line(code, f".({GO_TYPES.get(wanted, '[]string')})")
        if wanted == "string" and kind == "number":
            return call(self.function("floatText"), [code])
        if wanted == "string" and kind in ("integer", "boolean"):
            maker = "Itoa" if kind == "integer" else "FormatBool"
            return call(self.standard("strconv", maker), [code])
        if kind == "string" and wanted in _MAKERS:
            return call(self.function(_MAKERS[wanted]), [code])
        raise NotSayable

    def looking_up(self, node: Lookup) -> str:
        is_open = self.types.table(node.table).kind == "json"
        return super().looking_up(node) + ("[any]" if is_open else "")

    def plain_list(self, items: list[Expression]) -> Code:
        holds = self._holds(items)
        if some_absent(items):
            return self.json(items) if holds == "any" else self._pieced(items, holds, None)
        return Bracketed(f"[]{holds}{{", [self.plain(item) for item in items], "}")

    def _holds(self, value: Expression) -> str:
        """The type of the items of a list or of the values of a map."""
        kind = self.types.of(value).items.type.kind
        return GO_TYPES[kind] if kind in NAMES else self.anything

    def plain_texts(self, value: Expression) -> Code:
        """A plain list of texts."""
        if not isinstance(value, list):
            return self.plain(value, "list")
        if some_absent(value):
            return self._pieced(value, "string", "string")
        return Bracketed("[]string{", [self.plain(item, "string") for item in value], "}")

    def _pieced(self, items: Sequence[Expression], holds: str, wanted: str | None) -> Code:
        """A list put together of lists: one that may be absent is a list of none or one."""
        pieces: list[list[Code]] = []
        for item in items:
            code = self._piece(item, holds, wanted)
            if may_be_absent(item):
                pieces.append([code])
            elif pieces and isinstance(pieces[-1], _Known):
                pieces[-1].append(code)
            else:
                pieces.append(_Known([code]))
        codes = [
            Bracketed(f"[]{holds}{{", piece, "}") if isinstance(piece, _Known) else piece[0]
            for piece in pieces
        ]
        return call(self.standard("slices", "Concat"), codes)

    def _piece(self, item: Expression, holds: str, wanted: str | None) -> Code:
        if not (isinstance(item, Choice) and may_be_absent(item)):
            return self.plain(item, wanted)

        def side(value: Expression, _: Path) -> Code:
            if value is ABSENT:
                return "nil"
            code = self._piece(value, holds, wanted)
            return code if may_be_absent(value) else Bracketed(f"[]{holds}{{", [code], "}")

        return self.chosen(f"[]{holds}", item, side)

    def plain_map(self, entries: dict[str, Expression]) -> Code:
        """A map that holds no output."""
        if some_absent(entries.values()):
            return self.json(entries)
        holds = self._holds(entries)
        codes = [Pair(literals.string(key), self.plain(it)) for key, it in entries.items()]
        return Bracketed(f"map[string]{holds}{{", codes, "}")

    # --- outputs --------------------------------------------------

    def output(self, value: Expression) -> Code:
        if not self.is_output(value):
            kind = self.kind(value)
            made = f".To{pulumi_name(kind)}Output()" if kind in GO_TYPES else ""
            return Line(call(self.constructor(kind), [self.plain(value)]), made)
        code = super().output(value)
        return Line(code, ".ToStringOutput()") if is_identity(value) else code

    def held(self, value: Expression) -> Code:
        """An output as it comes: an identifier of a resource has a type of its own."""
        return super().output(value)

    def output_of(self, value: Expression, wanted: str) -> Code:
        if wanted == "string":
            return self.text_output(value)
        return self.applied(self.output(value), self.kind(value), wanted)

    def text_output(self, value: Expression) -> Code:
        """An output that is text."""
        if not self.is_output(value):
            return Line(
                call(self.pulumi("String"), [self.plain(value, "string")]), ".ToStringOutput()"
            )
        found = self.types.of(value)
        code = self.output(value)
        if found.type.enum is not None and isinstance(value, Attribute):
            return Line(code, ".ToStringOutput()")
        if found.type.kind == "json" and not isinstance(value, Choice):
            return call(self.function("asText"), [code])
        return self.applied(code, found.type.kind, "string")

    def input(self, value: Expression, wanted: str) -> Code:
        """An input of a scalar kind."""
        if not self.is_output(value):
            return self.boxed(value, wanted)
        return self.part_of_text(value) if wanted == "string" else self.output_of(value, wanted)

    def literal(self, value: Expression) -> Code:
        return wrapping(_BOXES[type(value)], self._plain[type(value)](self, value))

    def boxed(self, value: Expression, wanted: str) -> Code:
        """An input of a scalar kind, of a plain value."""
        return wrapping(self.pulumi(NAMES[wanted]), self.plain(value, wanted))

    def part_of_text(self, value: Expression) -> Code:
        """What a format puts into a text: as plain Go, or an output of text."""
        if not self.is_output(value):
            return self.plain(value, "string")
        return self.held(value) if is_identity(value) else self.text_output(value)

    def texts(self, value: Expression) -> Code:
        """A list of texts, as one output."""
        if not isinstance(value, list):
            return self.output_of(value, "list")
        codes = [self._text_item(item) for item in value if item is not ABSENT]
        array = self.pulumi("StringArray")
        if not some_absent(value):
            return Bracketed(f"{array}{{", codes, "}.ToStringArrayOutput()")
        present = f"{self.function('present')}[{self.pulumi('StringInput')}]"
        return Line(call(array, [call(present, codes)]), ".ToStringArrayOutput()")

    def _text_item(self, item: Expression) -> Code:
        """An input of text, or nothing."""
        if not (isinstance(item, Choice) and may_be_absent(item)):
            return self.input(item, "string")
        return self.chosen(
            self.pulumi("StringInput"),
            item,
            lambda side, _: "nil" if side is ABSENT else self._text_item(side),
        )

    def applied(self, code: Code, kind: str, wanted: str) -> Code:
        """An output of one scalar kind, made another."""
        if kind == wanted:
            return code
        is_other = (kind, wanted) == ("integer", "number")
        made = "float64(value)" if is_other else self.made("value", kind, wanted)
        given, gives = self.type(kind), GO_TYPES.get(wanted, "[]string")
        return self.apply(code, Function(f"func(value {given}) {gives}", made), wanted)

    def apply(self, code: Code, function: Code, gives: str) -> Code:
        """A function applied to an output; ``gives`` is the kind of its result."""
        output = self.pulumi(f"{pulumi_name(gives)}Output")
        return Line(code, call(".ApplyT", [function]), f".({output})")

    def constructor(self, kind: str) -> str:
        """What makes an input of a plain scalar, or of a list of texts."""
        return self.pulumi("ToStringArray" if kind == "list" else pulumi_name(kind))

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
        said = "" if type in _INFERRED else f"[{type}]"
        return call(f"{self.function('choose')}{said}", [condition, then, otherwise])

    # --- JSON -----------------------------------------------------

    def json_choice(self, value: Choice, path: Path, *, strict: bool) -> Code:
        if not (self.is_output(value) or may_be_absent(value)):
            return self.plain(value)
        return self.chosen("any", value, lambda side, at: self.json(side, at, strict=strict), path)

    def json_list(self, items: list[Code], comments: Comments, *, absent: bool) -> Code:
        if absent:
            return call(f"{self.function('present')}[any]", items, comments)
        return Bracketed("[]any{", items, "}", comments=comments)

    def json_entry(self, key: str, value: Code) -> Code:
        return Pair(literals.string(key), value)

    def json_map(
        self, entries: list[Code], comments: Comments, *, absent: bool, strict: bool
    ) -> Code:
        found = Bracketed("map[string]any{", entries, "}", comments=comments)
        return call(self.function("filled"), [found]) if strict and absent else found


def wrapping(head: str, code: Code) -> Code:
    """A call of one argument, which is never broken where that is one text."""
    if isinstance(code, str) and "\n" not in code:
        return f"{head}({code})"
    return call(head, [code])


class _Known(list[Code]):
    """Items that are sure to be there."""


def is_identity(value: Expression) -> bool:
    """Whether a value is an identifier of a resource."""
    return isinstance(value, Attribute) and value.path in (("id",), ("urn",))


def is_pointer(found: ValueType) -> bool:
    """Whether an output is one of a pointer: lists, maps and free-form values never are."""
    return found.optional and found.type.kind not in ("list", "map", "json", "union")
