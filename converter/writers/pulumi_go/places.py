"""What stands at a place, as an input of the place's type."""

from __future__ import annotations

from ...catalog import EnumType, Type
from ...errors import Path, UnsupportedError
from ...pulumi import ABSENT, Attribute, Choice, EnumMember, Expression, LocalFile, Object
from ..layout import Bracketed, Code, Line
from ..pulumi.printing import NotSayable, call, leaves, may_be_absent, some_absent
from ..pulumi.types import JSON, LITERAL_KINDS, ValueType
from . import literals
from .expressions import NAMES, SPELLING, Expressions, is_pointer, wrapping
from .layout import Function, Pair
from .outputs import reached


def given(printer: Expressions, value: Expression, wanted: ValueType, path: Path = ()) -> Code:
    """A value as an input for a place.

    Raises:
        NotSayable: the SDK's types cannot take it there.
    """
    kind = wanted.type.kind
    if LITERAL_KINDS.get(type(value)) == kind and wanted.type.enum is None:
        return printer.literal(value)
    if value is ABSENT:
        if not wanted.optional:
            raise NotSayable
        return "nil"
    if isinstance(value, Choice):
        lazy = printer.is_output(value) or may_be_absent(value)
        if lazy or kind not in NAMES:
            return _choice(printer, value, wanted, path)
    if kind == "union":
        wanted = _alternative(printer, value, wanted)
        kind = wanted.type.kind
    if kind == "object":
        return _object(printer, value, wanted, path)
    if kind == "json":
        return free(printer, value, path)
    if kind in ("list", "map"):
        return _container(printer, value, wanted, path)
    return _scalar(printer, value, wanted)


def field(
    printer: Expressions, name: str, value: Expression, wanted: ValueType, path: Path
) -> Code:
    """A property with its value."""
    return Pair(name, given(printer, value, wanted, path))


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
        return call(printer.pulumi("Any"), [printer.json(value, path)])
    if isinstance(value, EnumMember):
        return free(printer, value.value)
    if printer.is_output(value):
        return printer.held(value)
    return wrapping(printer.constructor(printer.kind(value)), printer.plain(value))


def _free_container(
    printer: Expressions, value: list[Expression] | dict[str, Expression] | Object, path: Path
) -> Code:
    """A list or map with outputs in it, each known, and secret, by itself."""
    if isinstance(value, list):
        codes, comments = printer.collected(
            enumerate(value), path, lambda _, item, at: free(printer, item, at)
        )
        name = printer.pulumi("Array")
        if not some_absent(value):
            return Bracketed(f"{name}{{", codes, "}", comments=comments)
        present = f"{printer.function('present')}[{printer.pulumi('Input')}]"
        return call(name, [call(present, codes, comments)])
    codes, comments = printer.collected(
        (value.fields if isinstance(value, Object) else value).items(),
        path,
        lambda key, item, at: Pair(literals.string(key), free(printer, item, at)),
    )
    return Bracketed(f"{printer.pulumi('Map')}{{", codes, "}", comments=comments)


def _alternative(printer: Expressions, value: Expression, wanted: ValueType) -> ValueType:
    """The type that a value is of, where the place takes several."""
    found = printer.alternative(value, wanted) or JSON
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
            return code if wanted.optional or not is_pointer(found) else Line(code, ".Elem()")
    raise NotSayable


def typed(printer: Expressions, node: Object, path: Path) -> Code:
    """A literal of a nested type's arguments."""
    described, owner = printer.object_type(node)
    entries, comments = printer.fields(
        node.fields,
        described,
        owner,
        path,
        field,
    )
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
            return printer.output_of(value, "list")
        return call(printer.pulumi("ToStringArray"), [printer.plain(value, "list")])
    raise NotSayable


def _list(printer: Expressions, items: list[Expression], wanted: ValueType, path: Path) -> Code:
    absent = some_absent(items)
    inner = wanted.items
    inside = ValueType(inner.type, inner.owner, optional=absent)
    codes, comments = printer.collected(
        enumerate(items), path, lambda _, item, at: _item(printer, item, inside, at)
    )
    name = container_type(printer, wanted)
    if not absent:
        return Bracketed(f"{name}{{", codes, "}", comments=comments)
    present = f"{printer.function('present')}[{input_type(printer, inner)}]"
    return call(name, [call(present, codes, comments)])


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
    inner = wanted.items

    def entry(key: str, value: Expression, at: Path) -> Code:
        inside = ValueType(inner.type, inner.owner, optional=may_be_absent(value))
        return Pair(literals.string(key), _item(printer, value, inside, at))

    codes, comments = printer.collected(entries.items(), path, entry)
    return Bracketed(f"{container_type(printer, wanted)}{{", codes, "}", comments=comments)


def _scalar(printer: Expressions, value: Expression, wanted: ValueType) -> Code:
    kind = wanted.type.kind
    if isinstance(value, (list, dict, Object)):
        raise NotSayable
    if isinstance(value, LocalFile):
        raise UnsupportedError(f"Go takes no file here, and the program uploads {value.path}")
    if wanted.type.enum is not None:
        return _of_enum(printer, value, wanted)
    if isinstance(value, EnumMember):
        return _scalar(printer, value.value, wanted)
    if printer.is_output(value):
        return _output(printer, value, wanted)
    return printer.boxed(value, kind)


def _output(printer: Expressions, value: Expression, wanted: ValueType) -> Code:
    kind = wanted.type.kind
    if isinstance(value, Attribute):
        code, found = reached(printer, value)
        if found.type.kind == kind and found.enum is None:
            return code if wanted.optional or not is_pointer(found) else Line(code, ".Elem()")
    return printer.input(value, kind)


def _is_member(value: Expression, enum: EnumType) -> bool:
    return isinstance(value, EnumMember) or (isinstance(value, str) and value in enum.members)


def _of_enum(printer: Expressions, value: Expression, wanted: ValueType) -> Code:
    enum = wanted.enum
    assert enum is not None
    if isinstance(value, EnumMember):
        value = value.value
    if isinstance(value, str) and value in enum.members:
        name = SPELLING.member(enum, value)
        return printer.sdk(SPELLING.enum(enum)).rpartition(".")[0] + f".{name}"
    name = printer.sdk(SPELLING.enum(enum))
    if isinstance(value, Choice) and all(_is_member(side, enum) for side in leaves(value)):
        sides = [_of_enum(printer, side, wanted) for side in (value.then, value.otherwise)]
        condition = printer.variable("conditions", value.condition)
        return call(printer.function("choose"), [condition, *sides])
    if not printer.is_output(value):
        return call(name, [printer.plain(value, "string")])
    if isinstance(value, Attribute):
        code, found = reached(printer, value)
        if found.enum is enum:
            return code if wanted.optional or not is_pointer(found) else Line(code, ".Elem()")
    function = Function(f"func(value string) {name}", f"{name}(value)")
    applied = call(".ApplyT", [function])
    return Line(printer.text_output(value), applied, f".({name}Output)")
