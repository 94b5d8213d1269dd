"""What a program changes; in a branch, what it changes counts in that branch only."""

from __future__ import annotations

import functools
import operator
import sys
from collections.abc import Callable
from typing import Any

from .choices import MISSING, Choice, choose, flat, resolve
from .conditions import Condition, Symbol, by_name, under
from .containers import is_own_kind, item, mapping
from .operators import binary
from .run import current
from .symbols import holds_symbol

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
    """Give ``old += value`` and the like; in a branch, a list stays what it was elsewhere."""
    if _in_branch() and isinstance(old, (list, dict)) and not isinstance(old, Symbol):
        return _add_in_branch(operation, old, value)
    if isinstance(old, Symbol) or isinstance(resolve(value), Symbol) or _in_branch():
        in_place = is_own_kind(old) and hasattr(old, f"__{_IN_PLACE[operation].__name__}__")
        return _IN_PLACE[operation](old, value) if in_place else binary(operation, old, value)
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
    if _in_branch() or isinstance(holder, Symbol):
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
    current().changed += 1
    for specification, holds in reversed(current().branches.get()):
        pair = (value, old) if holds else (old, value)
        value = chosen_outside(Condition(specification), *pair)
    return value


def chosen_outside(condition: Condition, then: Any, otherwise: Any) -> Any:
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
    elif _in_branch() and not is_own_kind(holder):
        current().refuse("changing it in a branch that hangs on a condition cannot be said")
    holder[key] = value


def set_attribute(holder: Any, name: str, value: Any) -> None:
    """Do ``holder.name = value``, in a branch for that branch only."""
    holder = resolve(holder)
    if isinstance(holder, Choice):
        for holds, side in zip((True, False), holder.sides(), strict=True):
            with under(by_name(holder.condition_name()), holds):
                set_attribute(side, name, value)
        return
    if _in_branch() and not hasattr(getattr(type(holder), name, None), "fset"):
        made = _is_being_made(holder)
        old = _attribute(holder, name, made)
        if old is not MISSING or not made:
            value = under_branch(value, old)
    setattr(holder, name, value)


def _attribute(holder: Any, name: str, made: bool) -> Any:
    """Give an attribute as it is, one of the class, too, without making one; MISSING for none."""
    if name in getattr(holder, "__dict__", {}):
        return getattr(holder, name)
    makes = (property, functools.cached_property)
    if isinstance(getattr(type(holder), name, None), makes):
        return MISSING
    if made and hasattr(type(holder), "__getattr__"):
        return MISSING
    return getattr(holder, name, MISSING)


def _is_being_made(holder: Any) -> bool:
    """Tell whether an attribute is set in its object's own ``__init__``, where it is just new."""
    frame = sys._getframe(2)
    code = frame.f_code
    return code.co_name == "__init__" and frame.f_locals.get(code.co_varnames[0]) is holder


def shared(value: Any, old: Callable[[], Any]) -> Any:
    """Give what a variable of a scope around is given: for the branch only that is being run."""
    if not _in_branch():
        return value
    try:
        before = old()
    except NameError:
        before = MISSING
    return under_branch(value, before)
