"""Lists and maps that symbols are in, or that are looked into with one."""

from __future__ import annotations

import collections
import contextlib
import sys
import types
from collections import deque
from collections.abc import Callable, Iterator
from enum import EnumMeta
from typing import Any

from . import moments
from .asking import inside
from .choices import (
    MISSING,
    Choice,
    Placed,
    choose,
    is_loose,
    is_optional,
    or_default,
    resolve,
    there,
)
from .conditions import (
    Condition,
    Symbol,
    describe_specification,
)
from .flattening import by_place, by_presence, flat, squeezed, watched
from .maps import ensured, mapping, unwrapped
from .records import has_open_key, is_open_key, symbol_of
from .run import current
from .special import own_method
from .symbols import (
    Bytes,
    Items,
    Text,
    Value,
    describe,
    distribute,
    is_chosen_number,
    wire,
)
from .tables import Row, known_cell, look_up, remember_row


def describe_any(value: Any) -> str:
    """Name any value for a person."""
    if isinstance(value, (Text, Items, Value, Bytes)):
        return describe(value)
    if isinstance(value, Condition):
        return describe_specification(value.specification)
    if isinstance(value, Row):
        return value.words()
    if isinstance(value, Choice):
        return f"a value that hangs on the condition {value.condition_name()}"
    return "a value"


def item(holder: Any, key: Any, name: str = "") -> Any:
    """Give ``holder[key]``; a symbol as key makes it a look-up."""
    holder, key = unwrapped(resolve(holder)), resolve(key)
    told = inside(holder, key)
    if told is not None:
        return told
    if isinstance(key, Choice):
        return key.each(lambda side: item(holder, side, name))
    if isinstance(key, slice) and any(map(is_chosen_number, _bounds(key))):
        return _part_by_sides(holder, key)
    if isinstance(key, (Text, Value)) or is_open_key(key) or _is_open(holder):
        if isinstance(holder, Choice) and not isinstance(holder, Row):
            return holder.each(lambda side: item(side, key, name))
        if isinstance(holder, dict):
            default = _default_of(holder)
            if not default and {"KeyError", "LookupError", "Exception"} & current().catching.get():
                current().refuse(
                    f"a look-up with {describe_any(key)} whose failure the program catches cannot "
                    "be said: give the default with get()"
                )
            return look_up(holder, key, name, *default)
        if isinstance(holder, EnumMeta):
            return look_up(dict(holder.__members__), key, name)
        _check_holder(holder, key)
    if isinstance(holder, (list, tuple)) and isinstance(key, Value):
        return _item_counted(holder, key, name)
    check_keys(holder)
    if isinstance(key, Condition):
        return choose(key, holder[True], holder[False])
    if isinstance(holder, (list, deque)) and is_loose(holder) and not _is_whole(key):
        return _item_by_presence(squeezed(list(holder)), key)
    moments.tell_environment(holder, key)
    if type(holder) is collections.defaultdict and holder.default_factory is not None:
        return ensured(holder, key, holder.default_factory)
    found = holder[key]
    if isinstance(found, dict) and isinstance(holder, dict):
        remember_row(holder, key, found, name)
    found = resolve(found)
    if current().catching.get() and isinstance(found, Choice) and there(found) is not True:
        errors = ("KeyError", "IndexError", "LookupError")
        current().refuse_caught("taking what hangs on conditions", *errors)
    return found


def _item_counted(holder: Any, key: Value, name: str) -> Any:
    """Give an item of a list, counted by a number that is not known."""
    if isinstance(holder, Items):
        return holder[key]
    if all(isinstance(it, str) for it in holder) and _is_within(key, len(holder)):
        return Text(current().node("string", node="select", index=key.token, values=wire(holder)))
    if is_chosen_number(key):
        return distribute(key.token, lambda side: item(holder, side, name), "taking an item")
    return current().refuse(
        "an item of a list that holds other things than texts, counted by "
        f"{describe_any(key)}, cannot be said"
    )


def _is_within(key: Value, count: int) -> bool:
    """Tell whether a number, if it is one of two, is one of so many from 0 on."""
    if not is_chosen_number(key):
        return True
    sides: list[Any] = []

    def note(side: Any) -> Any:
        sides.append(side)
        return side

    distribute(key.token, note, "taking an item")
    return all(isinstance(side, int) and 0 <= side < count for side in sides)


def _bounds(key: slice) -> list[Any]:
    return [key.start, key.stop, key.step]


def _part_by_sides(holder: Any, key: slice) -> Any:
    """Give a part of a list of which a bound is one of two numbers."""
    bounds = _bounds(key)
    at = next(place for place, bound in enumerate(bounds) if is_chosen_number(bound))

    def part(side: Any) -> Any:
        start, stop, step = (side if place == at else it for place, it in enumerate(bounds))
        return item(holder, slice(start, stop, step))

    return distribute(bounds[at].token, part, "taking a part")


def kept(value: Any, name: str) -> Any:
    """Give what Python itself keeps of a value: ``__dict__``, ``__name__`` and the like."""
    value = resolve(value)
    if isinstance(value, Choice):
        return value.each(lambda side: kept(side, name))
    if isinstance(value, Symbol):
        current().refuse(f"{name} of {describe_any(value)} cannot be said in a template")
    return getattr(value, name)


def settled(value: Any) -> Any:
    """Give a value that Python looks into by itself, which must be known."""
    value = resolve(value)
    if isinstance(value, Symbol):
        current().refuse(f"what {describe_any(value)} has cannot be said in a template")
    return value


def item_or(holder: Any, key: Any, default: Callable[[], Any], name: str = "") -> Any:
    """Give ``holder[key]``, or a default where there is no such key."""
    holder, key = resolve(holder), resolve(key)
    if isinstance(key, Choice):
        return key.each(lambda side: item_or(holder, side, default, name))
    if isinstance(holder, Choice):
        return holder.each(lambda side: item_or(side, key, default, name))
    is_open = isinstance(key, (Text, Value)) or is_open_key(key) or _is_open(holder)
    if isinstance(holder, dict) and is_open:
        return look_up(holder, key, name, *(_default_of(holder) or [default()]))
    if isinstance(holder, dict) and key in holder and there(holder[key]) is not True:
        return or_default(holder[key], default())
    try:
        return item(holder, key, name)
    except KeyError:
        return default()


@contextlib.contextmanager
def catching(*errors: str) -> Iterator[None]:
    """Have refused of what a program's own handlers would hide how it went.

    Args:
        errors: the names of what they catch; ``Exception`` is all.
    """
    run = current()
    token = run.catching.set(run.catching.get() | {*errors})
    try:
        yield
    finally:
        run.catching.reset(token)


def given(value: Any, *errors: str) -> Any:
    """Give a value that is to be there, where the program may catch that it is not."""
    value = resolve(value)
    if is_optional(value):
        current().refuse_caught("taking what need not be there", *errors)
    return value


def tried(make: Callable[[], Any], *errors: str) -> Any:
    """Give what is made where the program catches some errors."""
    with catching(*errors):
        return make()


def _default_of(holder: dict[Any, Any]) -> list[Any]:
    """Give what a map gives for a key that it does not have, if it gives something."""
    kind = type(holder)
    missing = getattr(kind, "__missing__", None)
    if kind.__getitem__ is not dict.__getitem__ or missing not in (None, _MISSING_IN_DEFAULT):
        current().refuse(f"looking into a {kind.__name__} with a value that is not known")
    if isinstance(holder, collections.defaultdict) and holder.default_factory is not None:
        default = holder.default_factory()
        if isinstance(default, (list, dict, set)):
            current().refuse("a value that is not known gets an entry of its own in a defaultdict")
        return [default]
    return []


_MISSING_IN_DEFAULT = collections.defaultdict.__missing__


def _check_holder(holder: Any, key: Any) -> None:
    """Refuse to look into what is neither a list nor a map, nor does it in a way that the program
    has written.
    """
    kind = type(holder)
    trusted = kind.__module__.partition(".")[0] in ("pulumi", "pulumi_aws_native")
    own = isinstance(holder, type) or own_method(holder, "__getitem__") is not None
    if not (isinstance(holder, (list, tuple, Symbol)) or own or trusted):
        current().refuse(f"looking into {kind.__name__} with {describe_any(key)} cannot be said")


def is_own_kind(holder: Any) -> bool:
    """Tell whether an object's class is the program's own."""
    module = sys.modules.get(type(holder).__module__)
    return current().is_own(getattr(module, "__file__", None) or "")


def _item_by_presence(items: list[Any], key: Any) -> Any:
    """Give an item, or a part, of a list of which some may not be there."""
    words = "taking an item of a list that hangs on conditions cannot be said"
    if isinstance(key, int) and key >= 0 and len(items) > key and not is_loose(items[: key + 1]):
        return resolve(items[key])

    def of_present(present: list[Any]) -> Any:
        try:
            return present[key]
        except IndexError:
            current().refuse(words)

    return by_presence(items, of_present, words)


def _is_whole(key: Any) -> bool:
    """Tell whether a slice is all of a list, from either end."""
    return isinstance(key, slice) and key.start is key.stop is None and key.step in (None, 1, -1)


def check_place(items: list[Any], key: Any) -> None:
    """Refuse to count items of which some may not be there.

    Args:
        key: a place from the front, or a slice that begins there.
    """
    before = key.stop if isinstance(key, slice) and key.start is key.step is None else key
    counted = isinstance(before, int) and before >= 0
    if not counted or is_loose(items[: before + (before is key)]):
        current().refuse("taking an item of a list that hangs on conditions cannot be said")


def cell(table: Any, first: str, second: str, name: str) -> Any:
    """Give ``table[first][second]``, a cell that is fixed; it remembers where it was."""
    found = item(item(table, first, name), second)
    return known_cell(table, name, first, second, found) if current().symbolic else found


def check_keys(holder: Any) -> None:
    """Refuse to look into a map that has a key which is not known."""
    if type(holder) is dict:
        for key in holder:
            if isinstance(key, Symbol) or is_open_key(key):
                words = describe_any(symbol_of(key))
                current().refuse(f"looking into a map with {words} as a key cannot be said")


def _is_open(holder: Any) -> bool:
    """Tell whether a map has a key that is made of what is not known."""
    return isinstance(holder, dict) and has_open_key(holder)


def span(start: Any, stop: Any, step: Any) -> slice:
    """Give the bounds of a slice."""
    return slice(start, stop, step)


def sequence(*parts: Any) -> list[Any]:
    """Put lists together: ``[a, *b]``."""
    together: list[Any] = []
    for part in parts:
        settled = flat(part)
        if isinstance(settled, types.GeneratorType):
            settled = watched(settled)
        if isinstance(settled, Symbol):
            current().refuse(f"spreading {describe_any(settled)} cannot be said in a template")
        together.extend(settled)
    return together


def row(values: list[Any]) -> Any:
    """Give several values, as a list where one need not be there."""
    return values if is_loose(values) or isinstance(values, Symbol) else tuple(values)


def keywords(value: Any) -> Any:
    """Give what is spread into a call by name."""
    value = resolve(value)
    return mapping(value) if isinstance(value, Choice) else value


def paired(value: Any) -> list[Any]:
    """Give one of several lists of one item at most as a list of that item."""
    value = resolve(value)
    if not isinstance(value, Choice):
        return list(value)
    items = [next(iter(paired(side)), MISSING) for side in value.sides()]
    if all(item is MISSING for item in items):
        return []
    return [Choice(value.condition_name(), *items)]


def spread(values: Any) -> Any:
    """Give what is spread into a call, of several lists what stands at the same place."""
    found = by_place(resolve(values))
    settled = flat(values) if found is None else found
    return list(map(_placed, settled)) if isinstance(settled, (list, tuple)) else settled


def _placed(item: Any) -> Any:
    return Placed(item.condition_name(), *item.sides()) if is_optional(item) else item
