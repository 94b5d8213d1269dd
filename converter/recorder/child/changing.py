"""What a program changes; in a branch, what it changes counts in that branch only."""

from __future__ import annotations

import collections
import functools
import operator
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any, NoReturn

from . import moments
from .choices import MISSING, Choice, is_loose, of_sides, resolve, under_branch
from .conditions import Symbol
from .containers import check_place, describe_any, is_own_kind, item
from .flattening import flat
from .forms import MAKING
from .logic import compare
from .maps import entries_of, is_chosen_key, put, remove_in_branch
from .operators import binary
from .places import take_place
from .rearranging import rearrange
from .records import has_open_key
from .run import current
from .special import own_method
from .symbols import holds_symbol
from .tables import Row

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


def add_to(operation: str, old: Any, value: Any) -> Any:
    """Give ``old += value`` and the like: what Python changes in place is changed in place, in a
    branch for that branch only.
    """
    old = _changeable(old)
    if isinstance(old, Choice):
        return old.each(lambda side: add_to(operation, side, value))
    if isinstance(old, (list, dict)) and not isinstance(old, Symbol):
        return _add_to_holder(operation, old, value)
    in_place = hasattr(old, f"__{_IN_PLACE[operation].__name__}__")
    if isinstance(old, Symbol) or not in_place:
        return binary(operation, old, value)
    if is_own_kind(old):
        return _IN_PLACE[operation](old, value)
    if isinstance(resolve(value), Symbol) or _in_branch():
        current().refuse(_NOT_IN_BRANCH.format(operation))
    return _IN_PLACE[operation](old, value)


_NOT_IN_BRANCH = "{}= in a branch that hangs on a condition cannot be said"


def _add_to_holder(operation: str, old: Any, value: Any) -> Any:
    """Add to a list or map that others may hold, too: in a branch, for that branch only."""
    added = flat(value) if isinstance(old, list) and operation == "+" else value
    if isinstance(old, dict) and operation == "|":
        for key, entry in entries_of(value):
            put(old, key, entry)
    elif added is not value or (_in_branch() and operation == "+" and isinstance(old, list)):
        old.extend([under_branch(item, MISSING) for item in added] if _in_branch() else added)
    elif _in_branch() or isinstance(resolve(value), Symbol):
        current().refuse(_NOT_IN_BRANCH.format(operation))
    else:
        return _IN_PLACE[operation](old, value)
    return old


def delete_item(holder: Any, key: Any) -> None:
    """Do ``del holder[key]``, in a branch for that branch only."""
    holder, key = _changeable(holder), resolve(key)
    if isinstance(holder, Choice):
        holder.each(lambda side: delete_item(side, key))
        return
    if isinstance(holder, Symbol) or holds_symbol(key):
        current().refuse("deleting what is not known cannot be said in a template")
    is_list = isinstance(holder, (list, collections.deque))
    if is_list and _in_branch():
        rearrange(holder, lambda items: items.__delitem__(key), "deleting an item")
        return
    if is_list and is_loose(holder):
        check_place(holder, key)
    if not _in_branch():
        del holder[key]
    elif isinstance(holder, dict):
        remove_in_branch(holder, key)
    else:
        current().refuse("deleting in a branch that hangs on a condition cannot be said")


def delete_attribute(holder: Any, name: str) -> None:
    """Do ``del holder.name``, in a branch for that branch only."""
    holder = _changeable(holder)
    own = getattr(holder, "__dict__", {})
    is_hidden = hasattr(type(holder), name) or own_method(holder, "__delattr__", "__getattr__")
    if _in_branch() and name in own and not is_hidden:
        remove_in_branch(own, name)
        return
    if _in_branch() or isinstance(holder, Symbol):
        current().refuse("deleting in a branch that hangs on a condition cannot be said")
    delattr(holder, name)


def add_to_item(operation: str, holder: Any, key: Any, value: Any) -> None:
    """Do ``holder[key] += value``."""
    holder = _changeable(holder)
    if isinstance(holder, Choice):
        holder.each(lambda side: add_to_item(operation, side, key, value))
        return
    set_item(holder, key, add_to(operation, item(holder, key), value))


def add_to_attribute(operation: str, holder: Any, name: str, value: Any) -> None:
    """Do ``holder.name += value``."""
    holder = _changeable(holder)
    if isinstance(holder, Choice):
        holder.each(lambda side: add_to_attribute(operation, side, name, value))
        return
    set_attribute(holder, name, add_to(operation, getattr(holder, name), value))


def _in_branch() -> bool:
    return bool(current().branches.get())


def set_item(holder: Any, key: Any, value: Any) -> None:
    """Do ``holder[key] = value``, in a branch for that branch only."""
    holder = _changeable(holder)
    if isinstance(holder, Choice):
        of_sides(holder, lambda side: set_item(side, key, value))
        return
    if isinstance(holder, collections.UserDict) and type(holder).__setitem__ is _SET:
        holder = holder.data
    if isinstance(holder, Symbol):
        _refuse_change(holder)
    moments.note_variable(holder, key)
    if isinstance(holder, list) and isinstance(key, slice):
        value = flat(value)
        if _in_branch():
            rearrange(holder, lambda items: items.__setitem__(key, value), "setting a part")
            return
    if isinstance(holder, list) and is_loose(holder):
        check_place(holder, key)
    if isinstance(holder, dict) and is_chosen_key(key):
        put(holder, key, value)
        return
    if isinstance(holder, dict):
        _check_last(holder, key)
        take_place(holder, key)
    if _in_branch() and isinstance(holder, dict):
        value = under_branch(value, holder.get(key, MISSING))
    elif _in_branch() and isinstance(holder, list) and isinstance(key, int):
        value = under_branch(value, holder[key])
    elif _in_branch() and not is_own_kind(holder):
        current().refuse("changing it in a branch that hangs on a condition cannot be said")
    holder[key] = value


def _check_last(holder: dict[Any, Any], key: Any) -> None:
    """Refuse to give an entry another value where one behind it, which counts, may be the same."""
    keys = [*holder]
    if key not in holder or not (any(map(holds_symbol, keys)) or has_open_key(keys)):
        return
    place = {each: at for at, each in enumerate(keys)}[key]
    if any(compare("==", key, each) is not False for each in keys[place + 1 :]):
        current().refuse("changing an entry whose key may be that of another one cannot be said")


def _changeable(holder: Any) -> Any:
    """Give what is to be changed; a table's row cannot be, as other look-ups are of the table."""
    return _refuse_change(holder) if isinstance(holder, Row) else resolve(holder)


def _refuse_change(holder: Any) -> NoReturn:
    current().refuse(f"changing {describe_any(holder)} cannot be said in a template")


_SET = collections.UserDict.__setitem__


def set_attribute(holder: Any, name: str, value: Any) -> None:
    """Do ``holder.name = value``, in a branch for that branch only."""
    holder = _changeable(holder)
    if isinstance(holder, Choice):
        of_sides(holder, lambda side: set_attribute(side, name, value))
        return
    if _in_branch() and not _has_own_setter(holder, name):
        depth = _depth_of_making(holder)
        old = _attribute(holder, name, depth)
        value = under_branch(value, old, depth or 0)
    if isinstance(getattr(holder, "__dict__", {}).get(name), Choice):
        take_place(holder.__dict__, name)
    setattr(holder, name, value)


def _has_own_setter(holder: Any, name: str) -> bool:
    """Tell whether code of the program sets an attribute, which is seen as it does it."""
    setter = getattr(getattr(type(holder), name, None), "fset", None)
    code = getattr(setter, "__code__", None)
    return setter is not None and (code is None or current().is_own(code.co_filename))


def _attribute(holder: Any, name: str, depth: int | None) -> Any:
    """Give an attribute as it is, one of the class, too, without making one; MISSING for none.

    Args:
        depth: of an object that is being made, how many branches there were when that began.
    """
    if name in getattr(holder, "__dict__", {}):
        return getattr(holder, name)
    kind = getattr(type(holder), name, None)
    if isinstance(kind, functools.cached_property):
        current().refuse("a cached property that a branch sets cannot be said in a template")
    if isinstance(kind, property) and kind.fset is None:
        return MISSING
    if depth is not None and hasattr(type(holder), "__getattr__"):
        if len(current().branches.get()) > depth:
            words = f"an attribute of {type(holder).__name__}, which gives others by __getattr__(),"
            current().refuse(f"{words} that a branch sets cannot be said in a template")
        return MISSING
    return getattr(holder, name, MISSING)


def _depth_of_making(holder: Any) -> int | None:
    """Give how many branches there were when an object began to be made, where an attribute is set
    in its own ``__init__``; None elsewhere.
    """
    found: int | None = None
    frame: FrameType | None = sys._getframe(2)
    while frame is not None:
        first = frame.f_code.co_varnames[:1] if frame.f_code.co_name == "__init__" else ()
        if first and frame.f_locals.get(*first) is holder:
            found = frame.f_locals.get(MAKING, found)
        elif found is None:
            return None
        frame = frame.f_back
    return found


def shared(value: Any, old: Callable[[], Any]) -> Any:
    """Give what a variable of a scope around is given: for the branch only that is being run."""
    if not _in_branch():
        return value
    try:
        before = old()
    except NameError:
        before = MISSING
    return under_branch(value, before)
