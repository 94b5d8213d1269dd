"""What stands at a place, as an argument of the setter that the SDK has for it."""

from __future__ import annotations

from collections.abc import Sequence

from ...catalog import Type
from ...errors import Path
from ...pulumi import ABSENT, Attribute, Choice, EnumMember, Expression, LocalFile, Object
from ..java.nodes import Chain, Pair
from ..layout import Bracketed, Code
from ..pulumi.printing import NotSayable, call, is_condition, leaves, may_be_absent, some_absent
from ..pulumi.types import JSON, LITERAL_KINDS, ValueType
from . import literals
from .expressions import MOST_ENTRIES, SPELLING, TYPES, Expressions


def given(
    printer: Expressions, value: Expression, wanted: ValueType, path: Path = ()
) -> list[Code]:
    """The arguments of a setter: the items of a list are several.

    Raises:
        NotSayable: the SDK's types cannot take the value there.
    """
    kind = wanted.type.kind
    takes_other = kind == "union"
    if takes_other:
        wanted = _alternative(printer, value, wanted)
        kind = wanted.type.kind
    if kind == "list" and isinstance(value, list):
        listed = _List(printer, value, wanted, path)
        # Items by themselves would be taken for what the place takes, too
        return listed.codes if listed.is_simple and not takes_other else [listed.whole()]
    return [_one(printer, value, wanted, path)]


def field(
    printer: Expressions, name: str, value: Expression, wanted: ValueType, path: Path
) -> Code:
    """The setter of a property."""
    return Bracketed(f".{name}(", given(printer, value, wanted, path), ")")


def as_output(printer: Expressions, value: Expression, wanted: ValueType, path: Path = ()) -> Code:
    """A value as an output, of the type of its place; null for what is absent."""
    if isinstance(value, Choice) and not is_condition(value):
        return printer.chosen(value, lambda side, at: as_output(printer, side, wanted, at), path)
    if value is ABSENT:
        return "null"
    kind = wanted.type.kind
    if kind == "union":
        raise NotSayable
    if kind == "json":
        return printer.created(printer.json(value, path), loose=True)
    if kind == "list" and isinstance(value, list):
        listed = _List(printer, value, wanted, path)
        return listed.whole() if listed.is_late else printer.created(listed.whole())
    code = _one(printer, value, wanted, path)
    return code if _is_late(printer, value, wanted) else printer.created(code)


def _is_late(printer: Expressions, value: Expression, wanted: ValueType) -> bool:
    """Whether what is written for a value is an output by itself."""
    if isinstance(value, dict) and wanted.items.type.kind != "json":
        return not _is_short(printer, value)
    return printer.is_output(value) and not isinstance(value, Object)


def _one(printer: Expressions, value: Expression, wanted: ValueType, path: Path) -> Code:
    kind = wanted.type.kind
    if LITERAL_KINDS.get(type(value)) == kind and wanted.type.enum is None:
        return printer.literal(value)
    if value is ABSENT:
        raise NotSayable
    if isinstance(value, Choice) and not is_condition(value):
        return _choice(printer, value, wanted, path)
    if kind == "object":
        if isinstance(value, Object):
            return typed(printer, value, path)
        raise NotSayable
    if kind == "json":
        return printer.json(value, path)
    if kind == "union":
        raise NotSayable
    if kind == "map" and isinstance(value, dict):
        return _map(printer, value, wanted, path)
    if kind in ("list", "map"):
        return _whole(printer, value, wanted)
    return _scalar(printer, value, wanted)


def _alternative(printer: Expressions, value: Expression, wanted: ValueType) -> ValueType:
    """The type that a value is of, where the place takes several."""
    if len(wanted.type.alternatives) > 2:
        return ValueType(JSON, wanted.owner, optional=wanted.optional)
    if isinstance(value, Choice) or (
        printer.is_output(value) and not isinstance(value, (Object, list))
    ):
        raise NotSayable
    found = printer.alternative(value, wanted)
    if found is None:
        raise NotSayable
    return ValueType(found, wanted.owner, optional=wanted.optional)


def _choice(printer: Expressions, value: Choice, wanted: ValueType, path: Path) -> Code:
    if ABSENT in (value.then, value.otherwise) and not wanted.optional:
        raise NotSayable
    if _are_alike(printer, value, wanted):
        return printer.chosen(value, lambda side, at: _one(printer, side, wanted, at), path)
    return as_output(printer, value, wanted, path)


def _are_alike(printer: Expressions, value: Choice, wanted: ValueType) -> bool:
    """Whether both sides have one type of Java by themselves."""
    sides = leaves(value)
    if any(side is ABSENT for side in sides):
        return False
    if wanted.type.kind == "object":
        return all(isinstance(side, Object) for side in sides)
    is_scalar = wanted.type.kind in TYPES and wanted.type.kind != "list"
    return is_scalar and len({printer.is_output(side) for side in sides}) == 1


def typed(printer: Expressions, node: Object, path: Path) -> Code:
    """The arguments of a nested type."""
    described, owner = printer.object_type(node)
    links, comments = printer.fields(
        node.fields,
        described,
        owner,
        path,
        field,
    )
    return built(printer.sdk(SPELLING.input(described)), links, comments)


def built(name: str, links: Sequence[Code], comments: dict[int, list[str]]) -> Code:
    """An object of a class that has a builder."""
    return Chain(f"{name}.builder()", [*links, ".build()"], comments=comments)


def _is_late_list(printer: Expressions, items: list[Expression], wanted: ValueType) -> bool:
    """Whether a list has to be one output, as its items are outputs themselves."""
    if wanted.items.type.kind in ("object", "json"):
        return False
    return printer.is_output(items)


class _List:
    """A list that is written out.

    Attributes:
        codes: its items.
        is_late: whether it is one output, as its items are outputs themselves.
        is_simple: whether its items may stand alone where several are taken.
    """

    def __init__(
        self, printer: Expressions, items: list[Expression], wanted: ValueType, path: Path
    ) -> None:
        inner = wanted.items
        if inner.type.kind in ("list", "map", "union"):
            raise NotSayable
        self._printer = printer
        self.is_late = _is_late_list(printer, items, wanted)
        self._absent = some_absent(items)
        self.codes, self._comments = printer.collected(
            enumerate(items),
            path,
            lambda _, item, at: _item(printer, item, inner, at, is_late=self.is_late),
        )
        is_plain = inner.type.kind != "json" and not (self.is_late or self._absent)
        self.is_simple = is_plain and bool(self.codes) and not self._comments

    def whole(self) -> Code:
        """The list, as one value."""
        codes, comments = self.codes, self._comments
        if self._absent:
            codes, comments = [call(self._printer.function("present"), codes, comments)], {}
            if not self.is_late:
                return codes[0]
        head = f"{self._printer.own('Output')}.all" if self.is_late else ""
        return call(head or f"{self._printer.own('List')}.of", codes, comments)


def _item(
    printer: Expressions, item: Expression, inner: ValueType, path: Path, *, is_late: bool
) -> Code:
    if isinstance(item, Choice) and may_be_absent(item):
        return printer.chosen(
            item,
            lambda side, at: (
                "null" if side is ABSENT else _item(printer, side, inner, at, is_late=is_late)
            ),
            path,
        )
    if is_late:
        return as_output(printer, item, inner, path)
    if inner.type.kind == "object" and isinstance(item, Choice):
        if not _are_alike(printer, item, inner):
            raise NotSayable
        return printer.chosen(item, lambda side, at: _one(printer, side, inner, at), path)
    return _one(printer, item, inner, path)


def _map(
    printer: Expressions, entries: dict[str, Expression], wanted: ValueType, path: Path
) -> Code:
    inner = wanted.items
    if inner.type.kind == "json":
        return printer.json(entries, path)
    if inner.type.kind in ("list", "map", "object", "union"):
        raise NotSayable
    is_short = _is_short(printer, entries)

    def entry(key: str, value: Expression, at: Path) -> Code:
        if is_short:
            return Pair(literals.string(key), _one(printer, value, inner, at))
        return _entry(printer, key, value, inner, at)

    codes, comments = printer.collected(entries.items(), path, entry)
    if is_short:
        return call(f"{printer.own('Map')}.of", codes, comments)
    return call(printer.function("map"), codes, comments)


def _is_short(printer: Expressions, entries: dict[str, Expression]) -> bool:
    """Whether `Map.of` takes a map; what it does not is put together as an output."""
    is_plain = not printer.is_output(entries) and not some_absent(entries.values())
    return is_plain and len(entries) <= MOST_ENTRIES


def _entry(printer: Expressions, key: str, value: Expression, inner: ValueType, path: Path) -> Code:
    if isinstance(value, Choice) and may_be_absent(value):
        return printer.chosen(
            value,
            lambda side, at: "null" if side is ABSENT else _entry(printer, key, side, inner, at),
            path,
        )
    code = as_output(printer, value, inner, path)
    return call(printer.function("entry"), [literals.string(key), code])


def _whole(printer: Expressions, value: Expression, wanted: ValueType) -> Code:
    """A list or a map that is not written out."""
    is_texts = wanted.type == Type("list", Type("string"))
    if isinstance(value, Attribute):
        code, found = printer.reached(value)
        is_simple = found.type.items is not None and found.type.items.kind in TYPES
        if found.type == wanted.type and is_simple and found.type.items.enum is None:  # type: ignore[union-attr]
            return printer.certain(code, found)
        raise NotSayable
    if is_texts:
        return printer.texts(value) if printer.is_output(value) else printer.plain(value, "list")
    raise NotSayable


def _scalar(printer: Expressions, value: Expression, wanted: ValueType) -> Code:
    kind = wanted.type.kind
    if isinstance(value, (list, dict, Object, LocalFile)):
        raise NotSayable
    if wanted.type.enum is not None:
        return _of_enum(printer, value, wanted)
    if isinstance(value, EnumMember):
        return _one(printer, value.value, wanted, ())
    if printer.is_output(value):
        return printer.output_of(value, kind)
    return printer.plain(value, kind)


def _of_enum(printer: Expressions, value: Expression, wanted: ValueType) -> Code:
    enum = wanted.enum
    assert enum is not None
    if isinstance(value, EnumMember):
        value = value.value
    if isinstance(value, Attribute):
        code, there = printer.reached(value)
        if there.enum is enum:
            return printer.certain(code, there)
    found = SPELLING.enum(enum)
    name = printer.sdk(found)
    if isinstance(value, str):
        if value not in enum.members:
            raise NotSayable
        return name + SPELLING.member(enum, value).removeprefix(found.name)
    member = printer.function("member")
    arguments: list[Code] = [f"{name}.values()", f"{name}::getValue"]
    if not printer.is_output(value):
        return call(member, [*arguments, printer.plain(value, "string")])
    body = call(member, [*arguments, "value"])
    return printer.apply(printer.output_of(value, "string"), "value", body)
