"""What the functions that Python comes with make of symbols."""

from __future__ import annotations

import base64
import builtins
import copy
import dataclasses
import functools
import itertools
import json
from collections.abc import Callable, Iterable
from typing import Any

from .changing import delete_attribute, set_attribute
from .choices import (
    MISSING,
    Choice,
    choose,
    each_there,
    is_loose,
    is_optional,
    item_of,
    or_default,
    resolve,
    there,
    truth,
    where_there,
)
from .classes import fixed_bases
from .conditions import Condition, Symbol, all_of, any_of, under
from .containers import describe_any, kept
from .documents import dumped
from .either import sides_of
from .expressions import KEPT
from .flattening import Gathered, by_presence, flat, in_fixed_order, one_by_one
from .known import KnownBytes, KnownNumber, KnownText, known_number, known_text, plain
from .library import LIBRARY, ORDER, counted, with_present
from .logic import check_different, opposite
from .maps import mapping
from .members import Member
from .numbering import numbered, zipped
from .places import copied, copied_all, exclude
from .run import current
from .sides import for_each, refuse_call
from .symbols import (
    Bytes,
    Items,
    Text,
    Value,
    describe,
    distribute,
    each_item,
    holds_symbol,
    is_chosen_number,
    is_chosen_text,
    lift,
    lift_text,
    text_of_number,
    wire,
)
from .texts import part
from .turning import listed


def _str(value: Any = "", *rest: Any) -> Any:
    value = resolve(value)
    if isinstance(value, Bytes):
        return value.decode(*rest)
    if isinstance(value, KnownNumber):
        return known_text(str(plain(value)), value.wired)
    if isinstance(value, (list, tuple, dict, set, frozenset)):
        return lift_text(part(value, ord("s"), ""))
    if isinstance(value, Value):
        return text_of_number(value)
    return lift_text(part(value, -1, "")) if isinstance(value, (Choice, Condition)) else str(value)


def _int(value: Any, *rest: Any, **named: Any) -> Any:
    if (rest or named) and isinstance(resolve(value), Text) and sides_of(value) is None:
        refuse_call(int, (value, *rest), named)  # the number that a template makes is decimal
    return _converted(value, "integer", lambda side: int(side, *rest, **named))


def _float(value: Any) -> Any:
    return _converted(value, "number", float)


def _converted(value: Any, kind: str, convert: Callable[[Any], Any]) -> Any:
    value = resolve(value)
    if isinstance(value, Choice):
        return value.each(lambda side: _converted(side, kind, convert))
    if isinstance(value, Condition):
        return choose(value, 1, 0)
    if isinstance(value, KnownText) and kind == "integer":
        token = current().node(kind, node="convert", to=kind, value=value.wired)
        return known_number(convert(str(plain(value))), token)
    if isinstance(value, Value) and value.kind == kind:
        return value
    if isinstance(value, Value) and value.kind == "integer":  # and a fraction is asked for
        if is_chosen_number(value):
            return distribute(value.token, convert, "float()")
        return Value(current().node(kind, node="convert", to=kind, value=wire(value)), kind)
    if isinstance(value, Text):
        current().refuse_caught(f"making a number of {describe(value)}", "ValueError")
        if current().whole_choice(value) is not None:
            return distribute(value, lambda side: _converted(side, kind, convert), kind)
        if _reads_as_number(value, kind):
            return Value(current().node(kind, node="convert", to=kind, value=wire(value)), kind)
    return convert(value)


def _reads_as_number(text: Text, kind: str) -> bool:
    """Tell whether a text is a number wherever what is not known in it is one: around that are
    digits.
    """
    literals = [part if isinstance(part, str) else "" for part in current().tokens.cut(text)]
    digits = "0123456789" if kind == "integer" else "0123456789."
    return not "".join([literals[0].removeprefix("-"), *literals[1:]]).strip(digits)


def _len(value: Any) -> Any:
    value = resolve(value)
    if isinstance(value, Choice):
        return value.each(_len)
    if isinstance(value, Items):
        return _length_of(value)
    if is_chosen_text(value):
        return distribute(value, _len, "len()")
    if is_loose(value):
        return counted(value)
    if isinstance(value, (set, frozenset, dict)):
        check_different(value)
    return len(value)


def _length_of(items: Items) -> Value:
    run = current()
    token = run.node("integer", node="length", values=wire(items))
    cells, whole = run.cells_of(items.token), run.tokens.read(token)
    if cells is not None and whole is not None:
        run.cells[whole[1]] = lambda change: cells(lambda row: change(len(row)))
    return Value(token, "integer")


def _isinstance(value: Any, kinds: Any) -> Any:
    value = resolve(value)
    if isinstance(value, Choice):
        return value.each(lambda side: _isinstance(side, kinds))
    listed = kinds if isinstance(kinds, tuple) else (kinds,)
    if isinstance(value, Member):
        return issubclass(value.enum, kinds)
    if isinstance(value, Condition):
        return bool in listed or int in listed
    if isinstance(value, Value) and value.kind in ("integer", "number"):
        return (int if value.kind == "integer" else float) in listed
    return isinstance(value, kinds)


def kind_of(value: Any, *rest: Any) -> Any:
    """Give the type that a value has when the program runs in earnest."""
    value = resolve(value)
    if rest:
        return type(value, tuple(fixed_bases(rest[0])), *rest[1:])
    if isinstance(value, Choice):
        return value.each(kind_of)
    if isinstance(value, Member):
        return value.enum
    if isinstance(value, Condition):
        return bool
    if isinstance(value, Value):
        if value.kind not in ("integer", "number"):
            current().refuse(f"the type of {describe(value)} is not known")
        return int if value.kind == "integer" else float
    for symbol, kind in ((Text, str), (Items, list), (Bytes, bytes)):
        if isinstance(value, symbol):
            return kind
    return type(value)


def _truth_of(item: Any, missing: bool) -> Any:
    """Give whether an item counts as true, or what counts where it is not there."""
    presence = there(item)
    if not isinstance(presence, Condition):
        return truth(item) if presence else missing
    with under(presence, True):
        found = truth(where_there(item, presence))
    return choose(presence, found, missing)


def _any(values: Any) -> Any:
    return any_of(*[_truth_of(value, False) for value in flat(values)])


def _all(values: Any) -> Any:
    return all_of(*[_truth_of(value, True) for value in flat(values)])


def _map(function: Any, *lists: Any) -> Any:
    from .calls import call

    def called(group: Any) -> Any:
        return call("", function, *group)

    whole = flat(lists[0])
    if isinstance(whole, Items) and len(lists) == 1:
        return listed([called((each_item(whole),))])
    return [each_there(it, called) for it in zipped(whole, *lists[1:])]


def _filter(function: Any, values: Any) -> Any:
    from .calls import call
    from .logic import keep, kept_items

    def kept(value: Any) -> Any:
        test = value if function is None else call("", function, value)
        return keep(test, lambda: value)

    whole = flat(values)
    if isinstance(whole, Items):
        return listed([kept(each_item(whole))])
    return kept_items([each_there(value, kept) for value in whole])


def _list(values: Any = ()) -> Any:
    values = values if isinstance(values, Items) else flat(values)
    if isinstance(values, Choice):
        return values.each(_list)
    return values if isinstance(values, Items) else list(values)


def _dict(*positional: Any, **named: Any) -> Any:
    return mapping(*positional, named)


def _encoded(encode: Callable[[bytes], bytes]) -> Callable[[Any], Any]:
    def encoded(value: Any) -> Any:
        if isinstance(value, Bytes):
            text = bytes.decode(value)
            return Bytes(current().node("string", node="base64", value=text).encode())
        if isinstance(value, KnownBytes):
            token = current().node("string", node="base64", value=value.wired)
            return KnownBytes(encode(bytes(value)), token)
        return encode(value)

    return encoded


def _loads(text: Any, *rest: Any, **named: Any) -> Any:
    try:
        return lift(json.loads(str(resolve(text)), *rest, **named))
    except json.JSONDecodeError:
        return current().refuse(f"json.loads() of {describe(text)} cannot be said in a template")


def _one_after_another(lists: Iterable[Any]) -> Any:
    """Give the items of several lists one by one, which need not all be there."""
    settled = [*lists]
    if any(isinstance(values, Symbol) for values in settled):
        return itertools.chain(*settled)
    return one_by_one(list(itertools.chain(*settled)))


def _iterated(values: Any) -> Any:
    return values if isinstance(values, Gathered) else _one_after_another([flat(values)])


def _bool(value: Any = False) -> Any:
    return opposite(opposite(value))


def _sorted(values: Any, *, key: Any = None, reverse: Any = False) -> Any:
    """Sort what can be compared; whether an item is there changes nothing of the order."""
    from .calls import call

    def compared(item: Any) -> Any:
        there = _first_of(item)
        found = there if key is None else call("", key, there)
        return found[0] if key is None and type(found) is tuple else found

    if isinstance(reverse, Condition):
        sides = (_sorted(values, key=key, reverse=side) for side in (True, False))
        return choose(reverse, *sides)
    values = resolve(values) if _has_open_set(resolve(values)) else flat(values)
    if isinstance(values, Choice):
        return values.each(lambda side: _sorted(side, key=key, reverse=reverse))
    may_repeat = _has_open_set(values)
    items = in_fixed_order(values) if may_repeat else list(values)
    keys = [compared(item) for item in items]
    may_lack, is_open = any(map(is_optional, items)), holds_symbol(keys)
    pairs = key is None and (may_lack or any(type(item) is tuple for item in items))
    if (
        any(type(it) in (list, dict) for it in keys)
        or (is_open and (may_lack or pairs))
        or (may_repeat and key is not None)
        or (pairs and _come_together(items, keys))
    ):
        current().refuse(ORDER)

    def ordered(known: list[Any]) -> list[Any]:
        places = {each: at for at, each in enumerate(known)} if may_repeat else {}
        order = sorted(
            [*places.values()] or range(len(items)), key=known.__getitem__, reverse=reverse
        )
        return [items[position] for position in order]

    return for_each(keys, ordered, ORDER) if is_open else ordered(keys)


def _has_open_set(values: Any) -> bool:
    """Tell whether a value is, or may be, a set with members of which two may be the same."""
    if isinstance(values, Choice):
        return any(map(_has_open_set, values.sides()))
    return isinstance(values, (set, frozenset)) and holds_symbol(values)


def _come_together(items: list[Any], keys: list[Any]) -> bool:
    """Tell whether two items that are told apart by nothing may be there at once."""
    groups: dict[str, list[Any]] = {}
    for item, key in zip(items, keys, strict=True):
        groups.setdefault(repr(key), []).append(there(item))
    pairs = (pair for group in groups.values() for pair in itertools.combinations(group, 2))
    return not all(exclude(*pair) for pair in pairs)


def _from_keys(keys: Any, value: Any = None) -> dict[Any, Any]:
    return mapping([choose(there(key), (_first_of(key), value), MISSING) for key in flat(keys)])


def _deep_copied(value: Any, *rest: Any) -> Any:
    return copied_all(value, copy.deepcopy(value, *rest))


def _next(values: Any, *default: Any) -> Any:
    """Give the first item that is there."""
    if not isinstance(values, Gathered):
        return next(values, *default)
    items = values.left()
    if not isinstance(items, list) or isinstance(items, Symbol):
        return next(iter(items), *default)
    if not default and all(map(is_optional, items)):
        current().refuse("the first of what hangs on conditions may not be there: give a default")
    found = default[0] if default else MISSING
    for item in reversed(items):
        found = choose(there(item), _first_of(item), found)
    return found


def _first_of(item: Any) -> Any:
    return item_of(item) if is_optional(item) else item


def _of_attribute(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function take an attribute by its name, which must be known."""

    def of_attribute(holder: Any, name: Any, *rest: Any) -> Any:
        if isinstance(resolve(name), Symbol):
            current().refuse("an attribute with a name that is not known cannot be said")
        holder = resolve(holder)
        asks = function in (getattr, hasattr) and isinstance(holder, Choice)
        if asks and not is_optional(holder):
            return holder.each(lambda side: of_attribute(side, name, *rest))
        if function is setattr:
            return set_attribute(holder, name, *rest)
        if function is delattr:
            return delete_attribute(holder, name)
        if function is hasattr:
            return hasattr(holder, name) and there(getattr(holder, name))
        if name in KEPT:
            return kept(holder, name)
        found = getattr(holder, name, *rest)
        return or_default(found, *rest) if is_optional(found) and rest else found

    return of_attribute


def _reduced(function: Any, values: Any, *first: Any) -> Any:
    from .calls import call

    def reduced(items: list[Any]) -> Any:
        if not items:
            raise TypeError("reduce() of empty iterable with no initial value")
        return functools.reduce(lambda found, value: call("", function, found, value), items)

    words = "a sum of many items that hang on conditions cannot be said in a template"
    return by_presence([*first, *flat(values)], reduced, words)


def _of_each(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function take one of several objects."""

    def of_each(value: Any, *rest: Any, **named: Any) -> Any:
        value = resolve(value)
        if isinstance(value, Choice):
            return value.each(lambda side: of_each(side, *rest, **named))
        return function(value, *rest, **named)

    return of_each


def _range(*bounds: Any) -> list[int]:
    """Give the numbers of a range of which a bound may be one of two."""
    for at, bound in enumerate(bounds):
        if is_chosen_number(bound):

            def side(number: Any, at: int = at) -> list[int]:
                return _range(*bounds[:at], number, *bounds[at + 1 :])

            found: list[int] = distribute(bound.token, side, "range()")
            return found
        if isinstance(bound, Symbol):
            current().refuse(f"range() of {describe_any(bound)} cannot be said in a template")
    return list(range(*bounds))


def _set(make: Callable[[Any], Any]) -> Callable[[Any], Any]:
    def made(values: Any = ()) -> Any:
        values = flat(values)
        if isinstance(values, Choice):
            return values.each(made)
        return with_present([values], make) if isinstance(values, (list, tuple)) else make(values)

    return made


as_set = _set(set)
"""Gives what a comprehension of a set makes, of a list of its items."""

HANDLERS: dict[Any, Callable[..., Any]] = {
    **LIBRARY,
    str: _str,
    repr: lambda value: part(value, ord("r"), ""),
    **{function: _of_attribute(function) for function in (getattr, hasattr, setattr, delattr)},
    **{
        function: _of_each(function)
        for function in (dataclasses.asdict, dataclasses.astuple, dataclasses.replace)
    },
    functools.reduce: _reduced,
    itertools.chain: lambda *lists: _one_after_another(map(flat, lists)),
    itertools.chain.from_iterable: lambda lists: _one_after_another(map(flat, flat(lists))),
    int: _int,
    float: _float,
    bool: _bool,
    len: _len,
    range: _range,
    isinstance: _isinstance,
    type: kind_of,
    any: _any,
    all: _all,
    map: _map,
    filter: _filter,
    list: _list,
    tuple: lambda values=(): _list(values),
    dict: _dict,
    enumerate: numbered,
    zip: zipped,
    sorted: _sorted,
    iter: _iterated,
    next: _next,
    set: as_set,
    frozenset: _set(frozenset),
    json.dumps: dumped,
    json.loads: _loads,
    dict.fromkeys: _from_keys,
    copy.copy: lambda value: copied(value, copy.copy(value)),
    copy.deepcopy: _deep_copied,
    base64.b64encode: _encoded(base64.b64encode),
    base64.standard_b64encode: _encoded(base64.standard_b64encode),
    reversed: lambda values: _one_after_another([reversed(flat(values))]),
    **{
        function: function
        for function in (
            builtins.print,
            builtins.id,
            builtins.callable,
            builtins.slice,
        )
    },
}
TESTING = (filter, itertools.filterfalse, itertools.takewhile)
"""The functions that ask a function for each item, and may be given conditions by it."""
COLLECTING = (list, tuple, set, frozenset, dict, dict.fromkeys, sorted, sum, min, max, any, all)
"""The functions that go through all of what they are given."""
WATCHED = (enumerate, zip, map, filter, next, functools.reduce)
"""The functions that take items one by one, and know of no conditions of theirs."""
CALLING = (map, filter, functools.reduce, itertools.starmap)
"""The functions that call one for each item, and that may change what it is a method of."""
GATHERING = (any, all, getattr, hasattr, setattr, delattr, object.__setattr__)
"""The functions that are asked for even where no symbol is among the arguments: they may be given
conditions one by one, or come upon what another branch has changed."""
ORDERING = (sorted, min, max)
"""The functions that may ask another one for what they compare."""
REMEMBERING = (int, str, base64.b64encode, base64.standard_b64encode)
"""The functions whose results remember what a known argument came from."""
