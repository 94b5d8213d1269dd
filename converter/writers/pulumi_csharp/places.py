"""What stands at a place, in the type of the place."""

from __future__ import annotations

from ...catalog import Type
from ...errors import Path
from ...pulumi import ABSENT, Attribute, Choice, EnumMember, Expression, LocalFile, Object
from ..layout import Code, Line
from ..pulumi.printing import NotSayable, call, is_condition, may_be_absent, some_absent
from ..pulumi.types import JSON, LITERAL_KINDS, ValueType
from . import literals
from .expressions import SPELLING, TYPES, Expressions
from .nodes import Added, Initializer, Pair, Ternary, cast, parenthesized


def given(
    printer: Expressions,
    value: Expression,
    wanted: ValueType,
    path: Path = (),
    *,
    bare: bool = True,
) -> Code:
    """A value for a place.

    Args:
        printer: prints the values.
        value: the value.
        wanted: the type of the place.
        path: where it stands in the program.
        bare: whether a list or map may be braces alone, as behind the name of a property.

    Raises:
        NotSayable: the SDK's types cannot take it there.
    """
    kind = wanted.type.kind
    if LITERAL_KINDS.get(type(value)) == kind and wanted.type.enum is None:
        return printer.literal(value)
    if value is ABSENT:
        raise NotSayable
    if isinstance(value, Choice) and not is_condition(value):
        return _choice(printer, value, wanted, path)
    if kind == "union":
        if isinstance(value, list):
            return _array(printer, value, wanted, path)
        wanted = _alternative(printer, value, wanted)
        kind = wanted.type.kind
    if kind == "object":
        if isinstance(value, Object):
            return typed(printer, value, path)
        raise NotSayable
    if kind == "json":
        return printer.json(value, path)
    if kind in ("list", "map"):
        return _container(printer, value, wanted, path, bare)
    return _scalar(printer, value, wanted)


def field(
    printer: Expressions, name: str, value: Expression, wanted: ValueType, path: Path
) -> Code:
    """A property with its value."""
    return Pair(name, given(printer, value, wanted, path))


def input_type(printer: Expressions, wanted: ValueType) -> str:
    """The type that the SDK declares at a place."""
    kind = wanted.type.kind
    if kind == "list":
        return f"InputList<{_plain_type(printer, wanted.items)}>"
    if kind == "map":
        return f"InputMap<{_plain_type(printer, wanted.items)}>"
    if kind == "union":
        return _union_type(printer, wanted)
    return f"Input<{_plain_type(printer, wanted)}>"


def _plain_type(printer: Expressions, wanted: ValueType) -> str:
    if wanted.enum is not None:
        return printer.sdk(SPELLING.enum(wanted.enum))
    if wanted.object is not None:
        return printer.sdk(SPELLING.input(wanted.object))
    kind = wanted.type.kind
    if kind in ("list", "map"):
        immutable = "ImmutableArray<{}>" if kind == "list" else "ImmutableDictionary<string, {}>"
        printer.namespaces.add("System.Collections.Immutable")
        return immutable.format(_plain_type(printer, wanted.items))
    if kind == "union":
        return _union_type(printer, wanted).removeprefix("Input")
    return TYPES.get(kind, "object")


def _union_type(printer: Expressions, wanted: ValueType) -> str:
    alternatives = wanted.type.alternatives
    if len(alternatives) > 2:
        return "object"
    types = [_plain_type(printer, ValueType(each, wanted.owner)) for each in alternatives]
    return f"InputUnion<{', '.join(types)}>"


def _alternative(printer: Expressions, value: Expression, wanted: ValueType) -> ValueType:
    """The type that a value is of, where the place takes several."""
    found = printer.alternative(value, wanted)
    if found is None and len(wanted.type.alternatives) <= 2:
        raise NotSayable
    if found is not None and found.kind in ("list", "map"):
        raise NotSayable
    return ValueType(found or JSON, wanted.owner, optional=wanted.optional)


def _array(printer: Expressions, items: list[Expression], wanted: ValueType, path: Path) -> Code:
    """A list of nested objects at a place that takes something else, too."""
    alternatives = wanted.type.alternatives
    if len(alternatives) > 2:
        return printer.json(items, path)
    found = next((each for each in alternatives if each.kind == "list"), None)
    inner = ValueType(found.items or JSON, wanted.owner) if found is not None else None
    if inner is None or inner.object is None:
        raise NotSayable
    if not all(isinstance(item, Object) for item in items):
        raise NotSayable
    codes = [
        typed(printer, item, (*path, position))
        for position, item in enumerate(items)
        if isinstance(item, Object)
    ]
    create = printer.using("System.Collections.Immutable", "ImmutableArray.Create")
    return call(f"{create}<{_plain_type(printer, inner)}>", codes)


def _choice(printer: Expressions, value: Choice, wanted: ValueType, path: Path) -> Code:
    if ABSENT in (value.then, value.otherwise) and not wanted.optional:
        raise NotSayable
    type = None
    if not _are_alike(printer, value, wanted):
        # The SDK says of no list and map that it may be null, though each is until it is set
        nullable = may_be_absent(value) and wanted.type.kind not in ("list", "map")
        type = input_type(printer, wanted) + ("?" if nullable else "")
    return printer.chosen(
        value, lambda side, at: given(printer, side, wanted, at, bare=False), path, type
    )


def _are_alike(printer: Expressions, value: Choice, wanted: ValueType) -> bool:
    """Whether both sides have one type of C# by themselves."""
    sides = (value.then, value.otherwise)
    if ABSENT in sides or any(isinstance(side, Choice) for side in sides):
        return False
    if wanted.type.kind in ("object", "list", "map"):
        return all(isinstance(side, (Object, list, dict)) for side in sides)
    is_scalar = wanted.type.kind in TYPES
    return is_scalar and printer.is_output(sides[0]) == printer.is_output(sides[1])


def typed(printer: Expressions, node: Object, path: Path) -> Code:
    """The arguments of a nested type."""
    described, owner = printer.object_type(node)
    entries, comments = printer.fields(
        node.fields,
        described,
        owner,
        path,
        field,
    )
    name = printer.sdk(SPELLING.input(described))
    if not entries:
        return f"new {name}()"
    return Initializer(f"new {name}", entries, comments=comments)


def _container(
    printer: Expressions, value: Expression, wanted: ValueType, path: Path, bare: bool
) -> Code:
    head = "" if bare else f"new {input_type(printer, wanted)}"
    if isinstance(value, list) and wanted.type.kind == "list":
        return _list(printer, value, wanted, path, head)
    if isinstance(value, dict) and wanted.type.kind == "map":
        return _map(printer, value, wanted, path, head)
    is_texts = wanted.type == Type("list", Type("string"))
    if isinstance(value, Attribute):
        code, found = printer.reached(value)
        if found.type == wanted.type and (is_texts or _is_simple(found.type)):
            return printer.certain(code, found)
        raise NotSayable
    if is_texts:
        if printer.is_output(value):
            return printer.texts(value)
        return printer.plain(value, "list")
    raise NotSayable


def _is_simple(found: Type) -> bool:
    """Whether a list or map holds no enums and nested objects, of which inputs and outputs
    differ.
    """
    return found.items is not None and found.items.kind in TYPES and found.items.enum is None


def _list(
    printer: Expressions, items: list[Expression], wanted: ValueType, path: Path, head: str
) -> Code:
    codes, comments = printer.collected(
        enumerate(items), path, lambda _, item, at: _item(printer, item, wanted, at)
    )
    if not codes:
        return f"new {input_type(printer, wanted)}()"
    return Initializer(head, codes, comments=comments)


def _item(printer: Expressions, item: Expression, wanted: ValueType, path: Path) -> Code:
    """An item of a list. One that may be absent is a list of none or one, which adds as many."""
    if item is ABSENT:
        return f"new {input_type(printer, wanted)}()"
    if isinstance(item, Choice) and may_be_absent(item):
        condition = printer.variable("conditions", item.condition)
        sides = [
            _listed(printer, side, wanted, (*path, position))
            for position, side in enumerate((item.then, item.otherwise), 1)
        ]
        return Ternary(condition, *map(parenthesized, sides))
    inner = wanted.items
    if inner.type.kind in ("list", "map"):
        raise NotSayable
    return _inside(printer, item, inner, path)


def _inside(printer: Expressions, value: Expression, wanted: ValueType, path: Path) -> Code:
    """What stands in a list or a map; C# does not make of it what may be of two types."""
    code = given(printer, value, wanted, path, bare=False)
    if wanted.type.kind != "union" or len(wanted.type.alternatives) > 2:
        return code
    return cast(_union_type(printer, wanted), code)


def _listed(printer: Expressions, side: Expression, wanted: ValueType, path: Path) -> Code:
    if side is ABSENT or may_be_absent(side):
        return _item(printer, side, wanted, path)
    return Initializer(f"new {input_type(printer, wanted)}", [_item(printer, side, wanted, path)])


def _map(
    printer: Expressions, entries: dict[str, Expression], wanted: ValueType, path: Path, head: str
) -> Code:
    if wanted.items.type.kind in ("list", "map"):
        raise NotSayable
    spread = some_absent(entries.values())

    def entry(key: str, value: Expression, at: Path) -> Code:
        if spread:
            return _entry(printer, key, value, wanted, at)
        code = _inside(printer, value, wanted.items, at)
        return Pair(f"[{literals.string(key)}]", code)

    codes, comments = printer.collected(entries.items(), path, entry)
    if not codes:
        return f"new {input_type(printer, wanted)}()"
    return Initializer(head, codes, comments=comments)


def _entry(
    printer: Expressions, key: str, value: Expression, wanted: ValueType, path: Path
) -> Code:
    """An entry that is added to a map; one that may be absent is a map of none or one."""
    type = input_type(printer, wanted)
    if value is ABSENT:
        return f"new {type}()"
    if isinstance(value, Choice) and may_be_absent(value):
        condition = printer.variable("conditions", value.condition)
        sides = []
        for position, side in enumerate((value.then, value.otherwise), 1):
            code = _entry(printer, key, side, wanted, (*path, position))
            if not (side is ABSENT or may_be_absent(side)):
                code = Initializer(f"new {type}", [code])
            sides.append(code)
        return Ternary(condition, *map(parenthesized, sides))
    code = _inside(printer, value, wanted.items, path)
    return Added("", [literals.string(key), code])


def _scalar(printer: Expressions, value: Expression, wanted: ValueType) -> Code:
    kind = wanted.type.kind
    if isinstance(value, (list, dict, Object, LocalFile)):
        raise NotSayable
    if wanted.type.enum is not None:
        return _of_enum(printer, value, wanted)
    if isinstance(value, EnumMember):
        value = value.value
    if printer.is_output(value):
        return printer.output_of(value, kind)
    return printer.plain(value, kind)


def _of_enum(printer: Expressions, value: Expression, wanted: ValueType) -> Code:
    enum = wanted.enum
    assert enum is not None
    if isinstance(value, EnumMember):
        value = value.value
    found = SPELLING.enum(enum)
    name = printer.sdk(found)
    if isinstance(value, str):
        if value not in enum.members:
            raise NotSayable
        return name.removesuffix(found.name) + SPELLING.member(enum, value)
    member = f"{printer.function('member')}<{name}>"
    if not printer.is_output(value):
        return call(member, [printer.plain(value, "string")])
    if isinstance(value, Attribute):
        code, there = printer.reached(value)
        if there.enum is enum:
            return printer.certain(code, there)
    return Line(printer.output_of(value, "string"), call(".Apply", [member]))
