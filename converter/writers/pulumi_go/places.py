"""What stands at a place, as an input of the place's type."""

from __future__ import annotations

from ...catalog import Type
from ...errors import Path
from ...pulumi import ABSENT, Attribute, Choice, EnumMember, Expression, Object
from ..layout import Bracketed, Code, Line
from ..pulumi.types import JSON, ValueType, place
from . import literals
from .expressions import NAMES, SPELLING, Expressions, NotSayable, may_be_absent
from .layout import Function, Pair
from .outputs import is_pointer, part_of_text, reached


def given(printer: Expressions, value: Expression, wanted: ValueType, path: Path = ()) -> Code:
    """A value as an input for a place.

    Raises:
        NotSayable: the SDK's types cannot take it there.
    """
    if value is ABSENT:
        if not wanted.optional:
            raise NotSayable
        return "nil"
    if isinstance(value, Choice):
        lazy = printer.is_output(value) or may_be_absent(value)
        if lazy or wanted.type.kind not in NAMES:
            return _choice(printer, value, wanted, path)
    wanted = _alternative(printer, value, wanted)
    kind = wanted.type.kind
    if kind == "object":
        return _object(printer, value, wanted, path)
    if kind == "json":
        return free(printer, value, path)
    if kind in ("list", "map"):
        return _container(printer, value, wanted, path)
    return _scalar(printer, value, wanted)


def input_type(printer: Expressions, wanted: ValueType) -> str:
    """The type that the SDK declares at a place."""
    kind = wanted.type.kind
    pointer = "Ptr" if wanted.optional else ""
    if wanted.enum is not None:
        return printer.sdk(SPELLING.enum(wanted.enum), f"{pointer}Input")
    if wanted.object is not None:
        return printer.sdk(SPELLING.input(wanted.object)).removesuffix("Args") + f"{pointer}Input"
    if kind in NAMES:
        return printer.pulumi(f"{NAMES[kind]}{pointer}Input")
    if kind in ("list", "map"):
        return f"{container_type(printer, wanted)}Input"
    return printer.pulumi("Input")


def container_type(printer: Expressions, wanted: ValueType) -> str:
    """The type of a list or map: ``pulumi.StringArray``, ``s3.BucketRuleArray``."""
    suffix = "Array" if wanted.type.kind == "list" else "Map"
    items = wanted.items
    if items.enum is not None:
        return printer.sdk(SPELLING.enum(items.enum), suffix)
    if items.object is not None:
        return printer.sdk(SPELLING.input(items.object)).removesuffix("Args") + suffix
    if items.type.kind in NAMES:
        return printer.pulumi(NAMES[items.type.kind] + suffix)
    if items.type.kind in ("list", "map"):
        return container_type(printer, items) + suffix
    return printer.pulumi(suffix)


def free(printer: Expressions, value: Expression, path: Path = ()) -> Code:
    """An input for a place that takes anything."""
    if isinstance(value, Choice):
        type = printer.pulumi("Input")
        return printer.chosen(type, value, lambda side, at: free(printer, side, at), path)
    if value is ABSENT:
        return "nil"
    if isinstance(value, (list, dict, Object)):
        if printer.is_output(value):
            return _free_container(printer, value, path)
        return Bracketed(f"{printer.pulumi('Any')}(", [printer.json(value, path)], ")")
    if isinstance(value, EnumMember):
        return free(printer, value.value)
    if printer.is_output(value):
        return printer.held(value)
    return Bracketed(f"{printer.constructor(printer.kind(value))}(", [printer.plain(value)], ")")


def _free_container(
    printer: Expressions, value: list[Expression] | dict[str, Expression] | Object, path: Path
) -> Code:
    """A list or map with outputs in it, each known, and secret, by itself."""
    comments: dict[int, list[str]] = {}
    codes: list[Code] = []
    if isinstance(value, list):
        for position, item in enumerate(value):
            printer.note(comments, len(codes), (*path, position))
            if item is not ABSENT:
                codes.append(free(printer, item, (*path, position)))
        name = printer.pulumi("Array")
        if not any(may_be_absent(item) for item in value):
            return Bracketed(f"{name}{{", codes, "}", comments=comments)
        head = f"{printer.function('present')}[{printer.pulumi('Input')}]("
        return Bracketed(f"{name}(", [Bracketed(head, codes, ")", comments=comments)], ")")
    for key, item in (value.fields if isinstance(value, Object) else value).items():
        printer.note(comments, len(codes), (*path, key))
        if item is not ABSENT:
            codes.append(Pair(literals.string(key), free(printer, item, (*path, key))))
    return Bracketed(f"{printer.pulumi('Map')}{{", codes, "}", comments=comments)


def _alternative(printer: Expressions, value: Expression, wanted: ValueType) -> ValueType:
    """The type that a value is of, where the place takes several."""
    if wanted.type.kind != "union":
        return wanted
    kind = "object" if isinstance(value, Object) else printer.kind(value)
    fitting = [each for each in wanted.type.alternatives if each.kind == kind]
    plain = next((each for each in fitting if each.enum is None), None)
    found = plain or next(iter(fitting), JSON)
    return ValueType(found, wanted.owner, optional=wanted.optional)


def _choice(printer: Expressions, value: Choice, wanted: ValueType, path: Path) -> Code:
    if ABSENT in (value.then, value.otherwise) and not wanted.optional:
        raise NotSayable
    type = input_type(printer, wanted)
    return printer.chosen(type, value, lambda side, at: given(printer, side, wanted, at), path)


def _object(printer: Expressions, value: Expression, wanted: ValueType, path: Path) -> Code:
    if isinstance(value, Object):
        return typed(printer, value, path)
    if isinstance(value, Attribute):
        code, found = reached(printer, value)
        if found.object is wanted.object:
            return code if wanted.optional or not is_pointer(found) else f"{code}.Elem()"
    raise NotSayable


def typed(printer: Expressions, node: Object, path: Path) -> Code:
    """A literal of a nested type's arguments."""
    found = printer.types.object_type(node.type, printer.printed)
    if found is None or found.object is None or found.owner is None:
        raise NotSayable
    described = found.object
    comments: dict[int, list[str]] = {}
    entries: list[Code] = []
    for wire, value in node.fields.items():
        printer.note(comments, len(entries), (*path, wire))
        prop = described.by_pulumi.get(wire)
        if value is ABSENT:
            continue
        if prop is None:
            raise NotSayable
        code = given(printer, value, place(prop, found.owner), (*path, wire))
        entries.append(Pair(SPELLING.property(described, prop), code))
    name = printer.sdk(SPELLING.input(described))
    return Bracketed(f"{name}{{", entries, "}", comments=comments)


def _container(printer: Expressions, value: Expression, wanted: ValueType, path: Path) -> Code:
    if isinstance(value, list) and wanted.type.kind == "list":
        return _list(printer, value, wanted, path)
    if isinstance(value, dict) and wanted.type.kind == "map":
        return _map(printer, value, wanted, path)
    items = wanted.items
    is_texts = wanted.type == Type("list", Type("string"))
    if isinstance(value, Attribute):
        code, found = reached(printer, value)
        if found.type == wanted.type and (found.owner is wanted.owner or is_texts):
            return code
        raise NotSayable
    if wanted.type.kind == "list" and items.type.kind == "string" and items.enum is None:
        if printer.is_output(value):
            return printer.applied(printer.output(value), printer.kind(value), "list")
        head = printer.pulumi("ToStringArray")
        return Bracketed(f"{head}(", [printer.plain(value, "list")], ")")
    raise NotSayable


def _list(printer: Expressions, items: list[Expression], wanted: ValueType, path: Path) -> Code:
    comments: dict[int, list[str]] = {}
    codes: list[Code] = []
    absent = any(may_be_absent(item) for item in items)
    inner = wanted.items
    inside = ValueType(inner.type, inner.owner, optional=absent)
    for position, item in enumerate(items):
        printer.note(comments, len(codes), (*path, position))
        if item is not ABSENT:
            codes.append(_item(printer, item, inside, (*path, position)))
    name = container_type(printer, wanted)
    if not absent:
        return Bracketed(f"{name}{{", codes, "}", comments=comments)
    holds = input_type(printer, inner)
    kept = Bracketed(f"{printer.function('present')}[{holds}](", codes, ")", comments=comments)
    return Bracketed(f"{name}(", [kept], ")")


def _item(printer: Expressions, item: Expression, inside: ValueType, path: Path) -> Code:
    """An item of a list: nothing in it may be absent but for the item itself."""
    required = ValueType(inside.type, inside.owner)
    if not (inside.optional and may_be_absent(item) and isinstance(item, Choice)):
        return given(printer, item, required, path)

    def side(value: Expression, at: Path) -> Code:
        return "nil" if value is ABSENT else _item(printer, value, inside, at)

    return printer.chosen(input_type(printer, required), item, side, path)


def _map(
    printer: Expressions, entries: dict[str, Expression], wanted: ValueType, path: Path
) -> Code:
    comments: dict[int, list[str]] = {}
    codes: list[Code] = []
    inner = wanted.items
    for key, value in entries.items():
        here = (*path, key)
        printer.note(comments, len(codes), here)
        if value is not ABSENT:
            inside = ValueType(inner.type, inner.owner, optional=may_be_absent(value))
            codes.append(Pair(literals.string(key), _item(printer, value, inside, here)))
    return Bracketed(f"{container_type(printer, wanted)}{{", codes, "}", comments=comments)


def _scalar(printer: Expressions, value: Expression, wanted: ValueType) -> Code:
    kind = wanted.type.kind
    if isinstance(value, (list, dict, Object)):
        raise NotSayable
    if wanted.enum is not None:
        return _of_enum(printer, value, wanted)
    if isinstance(value, EnumMember):
        return _scalar(printer, value.value, wanted)
    if printer.is_output(value):
        return _output(printer, value, wanted)
    head = printer.pulumi(NAMES[kind])
    return Bracketed(f"{head}(", [printer.plain(value, kind)], ")")


def _output(printer: Expressions, value: Expression, wanted: ValueType) -> Code:
    kind = wanted.type.kind
    if isinstance(value, Attribute):
        code, found = reached(printer, value)
        if found.type.kind == kind and found.enum is None:
            return code if wanted.optional or not is_pointer(found) else f"{code}.Elem()"
    if kind == "string":
        return part_of_text(printer, value)
    return printer.applied(printer.output(value), printer.kind(value), kind)


def _of_enum(printer: Expressions, value: Expression, wanted: ValueType) -> Code:
    enum = wanted.enum
    assert enum is not None
    if isinstance(value, EnumMember):
        value = value.value
    if isinstance(value, str) and value in enum.members:
        name = SPELLING.member(enum, value)
        return printer.sdk(SPELLING.enum(enum)).rpartition(".")[0] + f".{name}"
    name = printer.sdk(SPELLING.enum(enum))
    if not printer.is_output(value):
        return Bracketed(f"{name}(", [printer.plain(value, "string")], ")")
    if isinstance(value, Attribute):
        code, found = reached(printer, value)
        if found.enum is enum:
            return code if wanted.optional or not is_pointer(found) else f"{code}.Elem()"
    function = Function(f"func(value string) {name}", f"{name}(value)")
    applied = Bracketed(".ApplyT(", [function], ")")
    return Line(printer.text(value), applied, f".({name}Output)")
