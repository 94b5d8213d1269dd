"""Lists and maps that symbols are in, or that are looked into with one."""

from __future__ import annotations

import collections
import contextlib
import operator
import sys
from collections.abc import Callable, ItemsView, Iterator, KeysView, ValuesView
from enum import EnumMeta
from typing import Any

from .asking import inside
from .choices import MISSING, Choice, Gathered, choose, flat, is_loose, resolve
from .conditions import (
    Condition,
    Symbol,
    all_of,
    by_name,
    describe_specification,
    negate,
    under,
)
from .run import current
from .symbols import Bytes, Items, Text, Value, describe, each_of, holds_symbol, lift, wire
from .tables import Row, known_cell, look_up, remember_row
from .texts import percent, together

_IN_PLACE: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.iadd,
    "-": operator.isub,
    "*": operator.imul,
    "/": operator.itruediv,
    "//": operator.ifloordiv,
    "%": operator.imod,
    "**": operator.ipow,
    "|": operator.ior,
    "&": operator.iand,
    "^": operator.ixor,
    "<<": operator.ilshift,
    ">>": operator.irshift,
    "@": operator.imatmul,
}
_PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "|": operator.or_,
    "&": operator.and_,
    "^": operator.xor,
    "<<": operator.lshift,
    ">>": operator.rshift,
    "@": operator.matmul,
}


def binary(operation: str, left: Any, right: Any) -> Any:
    """Give the outcome of an operator."""
    left, right = resolve(left), resolve(right)
    if operation == "+" and (isinstance(left, Choice) or isinstance(right, Choice)):
        lists = flat(left), flat(right)
        if all(type(side) is list for side in lists):
            return [*lists[0], *lists[1]]
    if operation == "|" and any(_may_be_map(side) for side in (left, right)):
        return mapping(left, right)
    for value, swapped in ((left, False), (right, True)):
        if isinstance(value, Choice):
            other = left if swapped else right
            return value.each(_operation(operation, other, swapped))
    if isinstance(left, Condition) or isinstance(right, Condition):
        return _of_conditions(operation, left, right)
    if operation == "+" and isinstance(left, str) and isinstance(right, str):
        return together("".join, [left, right])
    if operation == "%" and isinstance(left, str):
        return percent(left, right) if holds_symbol(right) else lift(str.__mod__(left, right))
    return _PLAIN[operation](left, right)


def _may_be_map(value: Any) -> bool:
    """Tell whether a value is one of several maps."""
    return isinstance(value, Choice) and any(
        isinstance(side, dict) or _may_be_map(side) for side in value.sides()
    )


def _operation(operation: str, other: Any, swapped: bool) -> Callable[[Any], Any]:
    plain = _PLAIN[operation]
    return lambda side: plain(other, side) if swapped else plain(side, other)


def _of_conditions(operation: str, left: Any, right: Any) -> Any:
    if operation == "&":
        return all_of(left, right)
    if operation == "|":
        return negate(all_of(negate(left), negate(right)))
    return current().refuse(f"arithmetic with {describe_any(left)} cannot be said in a template")


def describe_any(value: Any) -> str:
    """Name any value for a person."""
    if isinstance(value, (Text, Items, Value, Bytes)):
        return describe(value)
    if isinstance(value, Condition):
        return describe_specification(value.specification)
    if isinstance(value, Choice):
        return f"a value that hangs on the condition {value.condition_name()}"
    return "a value"


def add_to(operation: str, old: Any, value: Any) -> Any:
    """Give ``old += value`` and the like; in a branch, a list stays what it was elsewhere."""
    if _in_branch() and isinstance(old, (list, dict)) and not isinstance(old, Symbol):
        return _add_in_branch(operation, old, value)
    if isinstance(old, Symbol) or isinstance(resolve(value), Symbol) or _in_branch():
        return binary(operation, old, value)
    return _IN_PLACE[operation](old, value)


def _add_in_branch(operation: str, old: Any, value: Any) -> Any:
    """Add to a list or map that others may hold, too: what is new counts in this branch only."""
    if isinstance(old, list) and operation == "+":
        old.extend([under_branch(item, MISSING) for item in flat(value)])
    elif isinstance(old, dict) and operation == "|":
        for key, entry in mapping(value).items():
            old[key] = under_branch(entry, old.get(key, MISSING))
    else:
        current().refuse(f"{operation}= in a branch that hangs on a condition cannot be said")
    return old


def delete_item(holder: Any, key: Any) -> None:
    """Do ``del holder[key]``, in a branch for that branch only."""
    holder, key = resolve(holder), resolve(key)
    if isinstance(holder, Symbol) or holds_symbol(key):
        current().refuse("deleting what is not known cannot be said in a template")
    if not _in_branch():
        del holder[key]
    elif isinstance(holder, dict):
        holder[key] = under_branch(MISSING, holder[key])
    else:
        current().refuse("deleting in a branch that hangs on a condition cannot be said")


def delete_attribute(holder: Any, name: str) -> None:
    """Do ``del holder.name``."""
    if _in_branch():
        current().refuse("deleting in a branch that hangs on a condition cannot be said")
    delattr(holder, name)


def add_to_item(operation: str, holder: Any, key: Any, value: Any) -> None:
    """Do ``holder[key] += value``."""
    set_item(holder, key, add_to(operation, item(holder, key), value))


def add_to_attribute(operation: str, holder: Any, name: str, value: Any) -> None:
    """Do ``holder.name += value``."""
    set_attribute(holder, name, add_to(operation, getattr(holder, name), value))


def _in_branch() -> bool:
    return bool(current().branches.get())


def under_branch(value: Any, old: Any) -> Any:
    """Give a value that only counts in the branch that is being run, and what counts elsewhere."""
    for specification, holds in reversed(current().branches.get()):
        pair = (value, old) if holds else (old, value)
        value = _outside(Condition(specification), *pair)
    return value


def _outside(condition: Condition, then: Any, otherwise: Any) -> Any:
    """Choose as seen from outside the branch, where its condition is not assumed."""
    run = current()
    token = run.assumptions.set(())
    try:
        return choose(condition, then, otherwise)
    finally:
        run.assumptions.reset(token)


def set_item(holder: Any, key: Any, value: Any) -> None:
    """Do ``holder[key] = value``, in a branch for that branch only."""
    holder = resolve(holder)
    if isinstance(holder, Choice):
        for holds, side in zip((True, False), holder.sides(), strict=True):
            with under(by_name(holder.condition_name()), holds):
                set_item(side, key, value)
        return
    if _in_branch() and isinstance(holder, dict):
        value = under_branch(value, holder.get(key, MISSING))
    elif _in_branch() and isinstance(holder, list) and isinstance(key, int):
        value = under_branch(value, holder[key])
    elif _in_branch() and not _is_own(holder):
        current().refuse("changing it in a branch that hangs on a condition cannot be said")
    holder[key] = value


def set_attribute(holder: Any, name: str, value: Any) -> None:
    """Do ``holder.name = value``, in a branch for that branch only."""
    holder = resolve(holder)
    if _in_branch() and not hasattr(getattr(type(holder), name, None), "fset"):
        own = getattr(holder, "__dict__", None)
        old = getattr(holder, name, MISSING) if own is None else own.get(name, MISSING)
        if old is MISSING and isinstance(holder, type):
            old = getattr(holder, name, MISSING)
        if old is not MISSING or not _is_being_made(holder):
            value = under_branch(value, old)
    setattr(holder, name, value)


def _is_being_made(holder: Any) -> bool:
    """Tell whether an attribute is set in its object's own ``__init__``, where it is just new."""
    frame = sys._getframe(2)
    code = frame.f_code
    return code.co_name == "__init__" and frame.f_locals.get(code.co_varnames[0]) is holder


def item(holder: Any, key: Any, name: str = "") -> Any:
    """Give ``holder[key]``; a symbol as key makes it a look-up."""
    holder, key = resolve(holder), resolve(key)
    told = inside(holder, key)
    if told is not None:
        return told
    if isinstance(key, Choice):
        return key.each(lambda side: item(holder, side, name))
    if isinstance(key, (Text, Value)) or is_open_key(key):
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
    if (
        isinstance(holder, (list, tuple))
        and not isinstance(holder, Items)
        and isinstance(key, Value)
    ):
        return Text(current().node("string", node="select", index=key.token, values=wire(holder)))
    check_keys(holder)
    if isinstance(key, Condition):
        return choose(key, holder[True], holder[False])
    if type(holder) is list and is_loose(holder):
        _check_place(holder, key)
    found = holder[key]
    if isinstance(found, dict) and isinstance(holder, dict):
        remember_row(holder, key, found, name)
    return resolve(found)


def is_open_key(key: Any) -> bool:
    """Tell whether a key is several values of which one is not known."""
    return isinstance(key, tuple) and holds_symbol(key)


def item_or(holder: Any, key: Any, default: Callable[[], Any], name: str = "") -> Any:
    """Give ``holder[key]``, or a default where there is no such key."""
    holder, key = resolve(holder), resolve(key)
    if isinstance(key, Choice):
        return key.each(lambda side: item_or(holder, side, default, name))
    if isinstance(holder, dict) and (isinstance(key, (Text, Value)) or is_open_key(key)):
        return look_up(holder, key, name, *(_default_of(holder) or [default()]))
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


def shared(value: Any, old: Callable[[], Any]) -> Any:
    """Give what a variable of a scope around is given: for the branch only that is being run."""
    if not _in_branch():
        return value
    try:
        before = old()
    except NameError:
        before = MISSING
    return under_branch(value, before)


def _default_of(holder: dict[Any, Any]) -> list[Any]:
    """Give what a map gives for a key that it does not have, if it gives something."""
    if isinstance(holder, collections.defaultdict) and holder.default_factory is not None:
        return [holder.default_factory()]
    kind = type(holder)
    own = kind.__getitem__ is not dict.__getitem__ or hasattr(kind, "__missing__")
    if own and not isinstance(holder, collections.defaultdict):
        current().refuse(f"looking into a {kind.__name__} with a value that is not known")
    return []


def _check_holder(holder: Any, key: Any) -> None:
    """Refuse to look into what is neither a list nor a map nor the program's own."""
    kind = type(holder)
    trusted = kind.__module__.partition(".")[0] in ("pulumi", "pulumi_aws_native")
    if not (isinstance(holder, (list, tuple, Symbol)) or _is_own(holder) or trusted):
        current().refuse(f"looking into {kind.__name__} with {describe_any(key)} cannot be said")


def _is_own(holder: Any) -> bool:
    """Tell whether an object's class is the program's own."""
    module = sys.modules.get(type(holder).__module__)
    return current().is_own(getattr(module, "__file__", None) or "")


def _check_place(items: list[Any], key: Any) -> None:
    """Refuse to count items of which some may not be there."""
    counted = isinstance(key, int) and key >= 0
    if not counted or is_loose(items[: key + 1]):
        current().refuse("taking an item of a list that hangs on conditions cannot be said")


def cell(table: Any, first: str, second: str, name: str) -> Any:
    """Give ``table[first][second]``, a cell that is fixed; it remembers where it was."""
    found = item(item(table, first, name), second)
    return known_cell(table, name, first, second, found) if current().symbolic else found


def check_keys(holder: Any) -> None:
    """Refuse to look into a map that has a key which is not known."""
    if type(holder) is dict:
        for key in holder:
            if isinstance(key, Symbol):
                current().refuse(
                    f"looking into a map with {describe_any(key)} as a key cannot be said"
                )


def span(start: Any, stop: Any, step: Any) -> slice:
    """Give the bounds of a slice."""
    return slice(start, stop, step)


def sequence(*parts: Any) -> list[Any]:
    """Put lists together: ``[a, *b]``."""
    together: list[Any] = []
    for part in parts:
        settled = flat(part)
        if isinstance(settled, Symbol):
            current().refuse(f"spreading {describe_any(settled)} cannot be said in a template")
        together.extend(settled)
    return together


def mapping(*parts: Any) -> dict[Any, Any]:
    """Put maps together: ``{a: b, **c}``."""
    together: dict[Any, Any] = {}
    for part in parts:
        part = resolve(part.alternatives() if isinstance(part, Row) else part)
        if not isinstance(part, Choice):
            together.update(part)
            continue
        for key, value in _entries_of(part).items():
            together[key] = _laid_over(value, together.get(key, MISSING))
    return together


def _entries_of(part: Any) -> dict[Any, Any]:
    """Give the entries of one of two maps, each of which may not be there."""
    part = resolve(part.alternatives() if isinstance(part, Row) else part)
    if not isinstance(part, Choice):
        return dict(part or {})
    condition = by_name(part.condition_name())
    sides = [_entries_of(side) for side in part.sides()]
    return {
        key: choose(condition, *(side.get(key, MISSING) for side in sides))
        for key in dict.fromkeys([*sides[0], *sides[1]])
    }


def _laid_over(value: Any, old: Any) -> Any:
    """Give an entry over an older one, which counts where the new one is not there."""
    value = resolve(value)
    if value is MISSING:
        return old
    if not isinstance(value, Choice):
        return value
    condition = by_name(value.condition_name())
    return choose(condition, *(_laid_over(side, old) for side in value.sides()))


def keywords(value: Any) -> Any:
    """Give what is spread into a call by name."""
    value = resolve(value)
    return mapping(value) if isinstance(value, (Choice, Row)) else value


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
    """Give what is spread into a call."""
    return flat(values)


def unpack(value: Any, count: int) -> Any:
    """Give what is assigned to several variables at once."""
    value = resolve(value)
    if isinstance(value, Items):
        return [value[index] for index in range(count)]
    if isinstance(value, Choice):
        return [value[index] for index in range(count)]
    return value


def items(values: Any) -> Any:
    """Give what a generator or a set goes through, where all of it must be there."""
    values = _gone_through(values)
    if isinstance(values, (list, tuple)) and any(is_optional(value) for value in values):
        current().refuse("going through what hangs on conditions cannot be said here")
    return Gathered(values) if isinstance(values, Iterator) and current().symbolic else values


def turns(values: Any) -> Any:
    """Give what a comprehension goes through; an item that may not be there is one under its
    condition.
    """
    return _one_by_one(_gone_through(values))


def _one_by_one(values: Any) -> Any:
    if isinstance(values, (list, tuple)) and any(is_optional(value) for value in values):
        return _turns(values)
    return _turns(values) if isinstance(values, Iterator) and current().symbolic else values


def _gone_through(values: Any) -> Any:
    values = flat(values)
    if isinstance(values, Items):
        return [Text(current().node("string", node="each", of=values.token))]
    return values


def turned(make: Callable[[], Any]) -> Any:
    """Give an item of a comprehension, under the conditions of what it is made of."""
    return _under_inner(make(), current().comprehensions.get()[-1])


def _under_inner(value: Any, outside: int) -> Any:
    """Give a value that is there under the conditions that were entered since."""
    for specification, holds in reversed(current().branches.get()[outside:]):
        pair = (value, MISSING) if holds else (MISSING, value)
        value = _outside(Condition(specification), *pair)
    return value


def collected(values: Any) -> list[Any]:
    """Give all that a generator of the program gives, each under its conditions."""
    outside = len(current().branches.get())
    return [_under_inner(value, outside) for value in values]


def comprehended(kind: str, make: Callable[[], Any]) -> Any:
    """Give what a comprehension makes, without what is not there."""
    run = current()
    outside = len(run.branches.get())
    token = run.comprehensions.set((*run.comprehensions.get(), outside))
    try:
        made = make()
    finally:
        run.comprehensions.reset(token)
    if kind == "map":
        return {key: value for key, value in made.items() if value is not MISSING}
    return listed([item for item in made if item is not MISSING])


def generated(
    values: Any, one_by_one: Callable[[Any], Any], whole: Callable[[Any], Any], filtered: bool
) -> Any:
    """Give what a generator gives: at once where an item may not be there."""
    values = flat(values)
    optional = isinstance(values, (list, tuple)) and any(is_optional(value) for value in values)
    at_once = optional or (filtered and isinstance(values, _AT_ONCE))
    return Gathered(whole(values)) if at_once else one_by_one(values)


_AT_ONCE = (list, tuple, dict, range, EnumMeta, KeysView, ValuesView, ItemsView)


def listed(items: list[Any]) -> Any:
    """Give a comprehension's list; one over a list of unknown length must leave its items alone."""
    each = [entry for entry in items if isinstance(entry, Text) and each_of(entry) is not None]
    if not each:
        return items
    return Items.of(each_of(each[0]) or "") if len(items) == 1 else items


def iterate(values: Any) -> Any:
    """Give what a loop goes through; an item that may not be there makes its turn conditional."""
    return _one_by_one(flat(values))


def is_optional(value: Any) -> bool:
    """Tell whether an item may not be there."""
    return isinstance(value, Choice) and MISSING in [
        side for side in value.sides() if side is MISSING
    ]


def _turns(values: Any) -> Iterator[Any]:
    for value in values:
        value = resolve(value)
        if value is MISSING:
            continue
        if not is_optional(value):
            yield value
            continue
        then, otherwise = value.sides()
        holds = otherwise is MISSING
        condition = by_name(value.condition_name())
        with under(condition, holds):
            try:
                yield then if holds else otherwise
            except GeneratorExit:
                current().refuse("leaving a loop that hangs on a condition cannot be said")
