"""Methods of lists, maps and sets that a symbol is in, or is given to."""

from __future__ import annotations

import collections
from functools import partial
from typing import Any, NoReturn

from .choices import (
    MISSING,
    Choice,
    choose,
    choose_made,
    is_loose,
    or_default,
    resolve,
    there,
    under_branch,
    where_there,
)
from .conditions import Condition, Symbol
from .containers import check_keys, check_place, item
from .flattening import by_place, by_presence, flat
from .maps import ensured, entries_of, mapping, put, remove_in_branch
from .places import copied, places
from .rearranging import rearrange
from .records import has_open_key, is_open_key, symbol_of
from .run import current
from .sets import tell_keys
from .sides import by_sides, has_symbol, refuse_call
from .symbols import Text, Value, holds_symbol
from .tables import look_up

_GROWING = {"add", "update", "union", "copy", "clear"}
"""What a set does without comparing what it holds with anything."""
_COUNTING = {"pop", "popleft", "rotate", "index", "count", "remove"}
"""What a list or a queue does by places or by comparing."""
_READING = {"get", "items", "keys", "values", "copy", "index", "count", "union", "intersection"} | {
    "difference",
    "symmetric_difference",
    "issubset",
    "issuperset",
    "isdisjoint",
}


def holds(owner: Any) -> bool:
    """Tell whether an object is a list, map or set of those that Python comes with."""
    kinds = (list, dict, set, collections.deque)
    return isinstance(owner, kinds) and not isinstance(owner, Symbol)


def method_of_map(function: Choice) -> Any:
    """Give the method that goes through a map where it is asked of one of several maps."""
    names: set[str] = set()
    owners = _owners(function, names)
    if owners is None or len(names) != 1 or not names <= {"items", "keys", "values", "copy"}:
        return None
    return getattr(mapping(owners), names.pop())


def _owners(method: Any, names: set[str]) -> Any:
    """Give the map, or the choice of several, that a method belongs to, and note what it is called;
    None where it belongs to something else.
    """
    method = resolve(method)
    if isinstance(method, Choice):
        sides = [_owners(side, names) for side in method.sides()]
        is_whole = not any(side is None for side in sides)
        return Choice(method.condition_name(), *sides) if is_whole else None
    names.add(getattr(method, "__name__", ""))
    owner = getattr(method, "__self__", None)
    return owner if type(owner) is dict else None


def method_of_holder(
    name: str, owner: Any, function: Any, positional: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """Call a method of a list, map or set, in a branch with effect for that branch only."""
    method = function.__name__
    if isinstance(owner, dict):
        return _method_of_map(name, owner, function, positional, named)
    in_branch = bool(current().branches.get())
    if in_branch and _rearranges(owner, method, positional):
        return _rearranged(owner, function, positional, named)
    if type(owner) is list and (in_branch or is_loose(owner)):
        if method == "pop" and not positional:
            return _popped_last(owner, function)
        if method == "clear":
            left = [under_branch(MISSING, each) for each in owner]
            owner[:] = [each for each in left if each is not MISSING]
            return None
    if method in ("index", "count") and is_loose(owner) and not has_symbol(positional, 2):
        return _told_by_presence(owner, method, positional)
    if method == "index" and len(positional) == 1 and _may_be_looked_up(owner, positional[0]):
        current().refuse_caught("looking for an item", "ValueError")
        numbers = {each: owner.index(each) for each in owner}
        return look_up(numbers, positional[0], name)
    if method in _COUNTING and is_loose(owner):
        current().refuse(f"{method}() of what hangs on conditions cannot be said in a template")
    asks = in_branch or "key" in named
    if method == "sort" and (asks or is_loose(owner) or has_symbol([owner, named], 3)):
        return _sorted_in_place(owner, named)
    if method in ("index", "count", "remove") and has_symbol([owner, *positional], 2):
        refuse_call(function, (*positional, *owner), named)
    one_of_two = any(isinstance(resolve(value), Choice) for value in positional)
    if isinstance(owner, set) and method in _READING and one_of_two:
        return by_sides(name, function, positional, named)
    if isinstance(owner, set) and method not in _GROWING:
        members = [member for holder in (positional, owner, *positional) for member in _in(holder)]
        if has_symbol([owner, *positional], 3) or has_open_key(members):
            refuse_call(function, tuple(map(symbol_of, members)), named)
    if isinstance(owner, list) and method in ("append", "extend", "insert"):
        return _add_to_list(owner, method, *positional)
    if method not in _READING and current().branches.get():
        return _refuse_in_branch(method)
    return function(*positional, **named)


def _rearranges(owner: Any, method: str, positional: tuple[Any, ...]) -> bool:
    """Tell whether a method moves or removes items of a list, or does anything to a queue."""
    if isinstance(owner, collections.deque):
        return method not in _READING
    if not isinstance(owner, list):
        return False
    counted = method == "pop" or (method == "insert" and is_loose(owner))
    return method in ("remove", "reverse") or (counted and bool(positional))


def _rearranged(
    owner: Any, function: Any, positional: tuple[Any, ...], named: dict[str, Any]
) -> Any:
    """Call a method that moves, removes or adds items in a branch, for that branch only."""
    method = function.__name__
    if method in ("pop", "rotate", "insert") and holds_symbol(positional[:1]):
        refuse_call(function, positional, named)
    if method in ("extend", "extendleft"):
        positional = (list(flat(positional[0])),)

    def change(items: Any) -> Any:
        if method == "remove" and holds_symbol([*items, *positional]):
            refuse_call(function, (*positional, *items), named)
        return getattr(items, method)(*positional, **named)

    return rearrange(owner, change, f"{method}()")


def _may_be_looked_up(owner: Any, item: Any) -> bool:
    """Tell whether a text that is not known is looked for among some that are."""
    known = all(isinstance(each, str) and not isinstance(each, Symbol) for each in owner)
    return isinstance(owner, (list, tuple)) and bool(owner) and known and isinstance(item, Text)


def _in(holder: Any) -> list[Any]:
    """Give what is in a tuple, a list or a set."""
    return [*holder] if isinstance(holder, (list, tuple, set, frozenset)) else []


def _sorted_in_place(owner: list[Any], named: dict[str, Any]) -> None:
    """Sort a list, in a branch with effect for that branch only."""
    from .calls import call

    ordered = call("sorted", sorted, owner, **named)
    if not current().branches.get():
        owner[:] = by_place(ordered) or []
    elif is_loose(owner) or type(ordered) is not list:
        _refuse_in_branch("sort")
    else:
        owner[:] = [under_branch(*pair) for pair in zip(ordered, owner, strict=True)]


def _told_by_presence(owner: list[Any], method: str, positional: tuple[Any, ...]) -> Any:
    """Give where an item is, or how often, for each combination of those that may not be there."""
    words = f"{method}() of what hangs on conditions cannot be said in a template"

    def told(items: list[Any]) -> Any:
        if holds_symbol(items) or (method == "index" and positional[0] not in items):
            current().refuse(words)
        return getattr(items, method)(*positional)

    return by_presence(list(owner), told, words)


def _popped_last(owner: list[Any], function: Any) -> Any:
    """Remove the last item that is there at this place, and give it."""
    for at, each in reversed([*enumerate(owner)]):
        presence = there(each)
        if presence is True:
            left = under_branch(MISSING, each)
            owner[at : at + 1] = [] if left is MISSING else [left]
            return resolve(each)
        if presence is not False:
            current().refuse("pop() of what hangs on conditions cannot be said in a template")
    return function()


def _add_to_list(owner: list[Any], method: str, *positional: Any) -> None:
    added = flat(positional[-1]) if method == "extend" else [positional[-1]]
    if method == "insert" and positional[0] != 0:
        check_place(owner, slice(None, positional[0]))
    at = positional[0] if method == "insert" else len(owner)
    in_branch = bool(current().branches.get())
    owner[at:at] = [under_branch(value, MISSING) for value in added] if in_branch else added


def _method_of_map(
    name: str,
    owner: dict[Any, Any],
    function: Any,
    positional: tuple[Any, ...],
    named: dict[str, Any],
) -> Any:
    """Call a method of a map, in a branch with effect for that branch only."""
    method = function.__name__
    if method in ("get", "pop", "setdefault") and positional:
        return _method_of_entry(name, owner, function, resolve(positional[0]), *positional[1:])
    if method in ("items", "values", "keys"):
        tell_keys(owner)
    if method in ("items", "values", "keys") and is_loose(owner):
        return [_entry(method, key, owner[key], presence) for key, presence in places(owner)]
    if method == "copy":
        return copied(owner, function())
    if method == "update":
        for part in (*positional, named):
            for key, value in entries_of(part):
                put(owner, key, value)
        return None
    if method == "clear" and current().branches.get():
        for key in [*owner]:
            remove_in_branch(owner, key)
        return None
    if is_loose(owner) and method in ("popitem", "move_to_end"):
        current().refuse(f"{method}() of what hangs on conditions cannot be said in a template")
    if method not in _READING and current().branches.get():
        return _refuse_in_branch(method)
    return function(*positional, **named)


def _method_of_entry(
    name: str, owner: dict[Any, Any], function: Any, key: Any, *default: Any
) -> Any:
    """Get, add or remove an entry."""
    method = function.__name__
    if method == "get":
        if isinstance(key, Choice):
            return key.each(lambda side: _method_of_entry(name, owner, function, side, *default))
        if isinstance(key, Condition):
            of_key = partial(_method_of_entry, name, owner, function)
            return choose_made(key, lambda: of_key(True, *default), lambda: of_key(False, *default))
        if isinstance(key, (Text, Value)) or has_open_key([key, *owner]):
            return look_up(owner, key, name, *(default or (None,)))
        check_keys(owner)
        return (
            or_default(item(owner, key, name), *default)
            if key in owner
            else function(key, *default)
        )
    check_keys(owner)
    if holds_symbol(key) or is_open_key(key):
        refuse_call(function, (symbol_of(key), *default), {})
    if method == "setdefault":
        return ensured(owner, key, lambda: default[0] if default else None)
    return _popped(owner, function, key, *default)


def _popped(owner: dict[Any, Any], function: Any, key: Any, *default: Any) -> Any:
    """Remove an entry, and give it."""
    old = owner.get(key, MISSING)
    if there(old) is not True and not default:
        if old is MISSING:
            return function(key)
        current().refuse("pop() of what hangs on conditions cannot be said in a template")
    found = resolve(or_default(old, *default))
    if current().branches.get() and key in owner:
        remove_in_branch(owner, key)
    else:
        owner.pop(key, None)
    return found


def _entry(method: str, key: Any, value: Any, presence: Any) -> Any:
    """Give what a loop over a map gets for an entry; it may not be there."""
    found = {"items": (key, value), "values": value, "keys": key}[method]
    if presence is True:
        return found
    value = where_there(value, presence)
    found = {"items": (key, value), "values": value, "keys": key}[method]
    return choose(presence, found, MISSING)


def _refuse_in_branch(method: str) -> NoReturn:
    current().refuse(f"{method}() in a branch that hangs on a condition cannot be said")
