"""Maps that are put together of entries which may not be there."""

from __future__ import annotations

import collections
import types
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from .choices import MISSING, Choice, choose, or_default, resolve, there, under_branch, where_there
from .conditions import Condition, Symbol, by_name, under
from .either import sides_of
from .flattening import aligned, flat
from .places import leave_place, places, take_place
from .run import current
from .symbols import Value, lift

_MOST_KEYS = 32
"""How many texts a key may be one of."""
Entry = tuple[Any, Any]
"""A key and its value, which may not be there."""


def mapping(*parts: Any) -> dict[Any, Any]:
    """Put maps together: ``{a: b, **c}``."""
    together: dict[Any, Any] = {}
    for part in parts:
        lay(together, entries_of(part))
    return together


def lay(holder: dict[Any, Any], entries: list[Entry]) -> None:
    """Put entries into a map that is just made."""
    outer = len(current().branches.get())
    for key, value in (known for entry in entries for known in keyed(*entry)):
        if _take_place_of(holder, key, value, outer):
            holder[key] = or_default(value, holder.get(key, MISSING))


def keyed(key: Any, value: Any) -> Iterator[Entry]:
    """Give an entry for each key that one of several may be, there where the key is that one."""
    key = _cell(resolve(key))
    chosen = _chosen(key)
    if chosen is None:
        yield key, value
        return
    condition, *sides = chosen
    for side, holds in zip(sides, (True, False), strict=True):
        with under(condition, holds):
            known = [*keyed(side, value)]
        if len(known) > _MOST_KEYS:
            current().refuse(f"a key that may be one of more than {_MOST_KEYS} cannot be said")
        for each, own in known:
            yield each, choose(condition, *((own, MISSING) if holds else (MISSING, own)))


def is_chosen_key(key: Any) -> bool:
    """Tell whether a key is one of two, or a table's cell."""
    return _cell(key) is not key or _chosen(key) is not None


def _chosen(key: Any) -> tuple[Any, Any, Any] | None:
    """Give the condition by which a key, or a part of it, is one of two, and both; None for any
    other key.
    """
    return sides_of(key) or _chosen_inside(key.token if isinstance(key, Value) else key)


def _cell(key: Any) -> Any:
    """Give what a key that is a table's cell may be: one of several, or one text that all are."""
    text = key.token if isinstance(key, Value) else key
    cells = current().cells_of(text) if isinstance(text, str) else None
    return key if cells is None else cells(lambda cell: cell)


def _chosen_inside(text: Any) -> tuple[Any, Any, Any] | None:
    """Give the same for a text in which a part is one of two."""
    run = current()
    parts = list(run.tokens.cut(text)) if isinstance(text, str) else []
    for at, part in enumerate(parts):
        node = None if isinstance(part, str) else run.nodes.get(part[1])
        if node is None or node["node"] != "choice":
            continue
        sides = [node["then"], node["otherwise"]]
        if all(isinstance(side, str) for side in sides):
            texts = [it if isinstance(it, str) else run.tokens.write(*it) for it in parts]
            found = ("".join([*texts[:at], side, *texts[at + 1 :]]) for side in sides)
            return by_name(node["condition"]), *map(lift, found)
    return None


def put(holder: dict[Any, Any], key: Any, value: Any) -> None:
    """Give a map an entry, in a branch for that branch only; where it is not there, an older one
    counts.
    """
    for each, own in keyed(key, value):
        if _take_place_of(holder, each, own):
            old = holder.get(each, MISSING)
            own = or_default(own, old)
            holder[each] = under_branch(own, old) if current().branches.get() else own


def remove_in_branch(holder: dict[Any, Any], key: Any) -> None:
    """Remove an entry under the conditions of this place."""
    leave_place(holder, key)
    left = under_branch(MISSING, holder[key])
    if left is MISSING:
        del holder[key]
    else:
        holder[key] = left


def _take_place_of(holder: dict[Any, Any], key: Any, value: Any, outer: int = 0) -> bool:
    """Note where an entry is, if it may be there at all."""
    presence = there(value)
    if isinstance(presence, Condition):
        with under(presence, True):
            take_place(holder, key, outer)
    elif presence:
        take_place(holder, key, outer)
    return presence is not False


def entries_of(part: Any) -> list[Entry]:
    """Give the entries of a map, of one of several maps, or of a list of pairs, in their order."""
    part = unwrapped(resolve(part))
    if isinstance(part, dict) and not isinstance(part, Symbol):
        if id(part) not in current().orders:
            return [*part.items()]
        return [_at_place(key, part[key], presence) for key, presence in places(part)]
    if isinstance(part, Mapping):
        return [*part.items()]
    if not isinstance(part, Choice):
        return [entry for pair in flat(part or ()) for entry in _pair(pair)]
    condition = by_name(part.condition_name())
    then, otherwise = map(entries_of, part.sides())
    found: list[Entry] = []
    for first, second in aligned([key for key, _ in then], [key for key, _ in otherwise]):
        key = otherwise[second][0] if first is None and second is not None else then[first or 0][0]
        sides = (
            MISSING if first is None else then[first][1],
            MISSING if second is None else otherwise[second][1],
        )
        found.append((key, choose(condition, *sides)))
    return found


def _pair(pair: Any) -> list[Entry]:
    """Give a pair that may not be there as an entry."""
    presence = there(pair)
    if presence is False:
        return []
    if presence is True:
        key, value = pair
        return [(key, value)]
    with under(presence, True):
        key, value = resolve(pair)
        value = resolve(value)
    return [(key, choose(presence, value, MISSING))]


def _at_place(key: Any, value: Any, presence: Any) -> Entry:
    if not isinstance(presence, Condition):
        return key, value
    return key, choose(presence, where_there(value, presence), MISSING)


def ensured(holder: dict[Any, Any], key: Any, make: Callable[[], Any]) -> Any:
    """Give an entry, after making one where there is none, in a branch for that branch only."""
    old = holder.get(key, MISSING)
    if there(old) is True:
        return resolve(old)
    default = make()
    take_place(holder, key)
    begun = _begun(old)
    if type(default) not in (list, dict) or default or begun is None:
        found = or_default(old, default)
        holder[key] = under_branch(found, old)
        return found
    # What it holds was added where it was there: where it was not, it is empty, too.
    made = default if old is MISSING else begun
    current().starters[id(made)] = made
    holder[key] = under_branch(made, old)
    return made


def _begun(old: Any) -> Any:
    """Give the list or map that an entry began with, empty, where it is there at all; MISSING where
    it is nowhere, None where it is something else.
    """
    if isinstance(old, Choice):
        found = [side for side in map(_begun, old.sides()) if side is not MISSING]
        return found[0] if len({*map(id, found)}) == 1 else None
    return old if old is MISSING or id(old) in current().starters else None


def unwrapped(value: Any) -> Any:
    """Give the map that a view of maps shows, or that a class around one holds."""
    if type(value) is collections.ChainMap:
        return value if any(map(_has_default, value.maps)) else mapping(*reversed(value.maps))
    if isinstance(value, types.MappingProxyType):
        return mapping({key: value[key] for key in value})
    if isinstance(value, collections.UserDict) and not _looks_itself(type(value)):
        return value.data
    return value


def _has_default(value: Any) -> bool:
    """Tell whether a map gives something for a key that it does not have."""
    return hasattr(type(value), "__missing__")


_LOOKING = frozenset({"__contains__", "__getitem__", "__iter__", "__len__", "__missing__"})
_LOOKING |= {"get", "items", "keys", "values"}


def _looks_itself(kind: type) -> bool:
    """Tell whether a class around a map has a way of its own of looking into it."""
    own = kind.__mro__[: kind.__mro__.index(collections.UserDict)]
    return any(_LOOKING & vars(each).keys() for each in own)
