"""Items with their places: ``enumerate`` and ``zip`` of lists whose items may not be there."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from .choices import MISSING, choose, is_optional, resolve, there, where_there
from .conditions import Condition, all_of, under
from .flattening import Gathered, by_place, flat, squeezed
from .library import counted
from .operators import binary
from .places import implies
from .run import current
from .symbols import Items, distribute, is_chosen_number


def numbered(values: Any, start: Any = 0) -> Any:
    """Give items with their numbers; behind one that may not be there, that is a choice."""
    if is_chosen_number(start):
        return distribute(start.token, lambda side: [*numbered(values, side)], "enumerate()")
    items = _in_places(values)
    if not isinstance(items, (list, tuple)) or not any(map(is_optional, items)):
        return enumerate(items, start)
    items = squeezed(list(items))
    found = []
    for place, item in enumerate(items):
        presence = there(item)
        with under(presence, True) if isinstance(presence, Condition) else nullcontext():
            group = binary("+", start, counted(items[:place])), item
        found.append(_group_under(presence, group))
    return found


def _in_places(values: Any) -> Any:
    """Give items in a row: those at the same place of several lists as one, unless one of them
    has all that the others have.
    """
    items = flat(values)
    if isinstance(values, Gathered) or not isinstance(items, (list, tuple)):
        return items
    presences = [there(item) for item in items]
    if all(map(implies, presences[1:], presences)):
        return items
    cells = current().cells_of(values.token) if isinstance(values, Items) else None
    found = by_place(resolve(values) if cells is None else cells(lambda row: row))
    return found if found and len(found) < len(items) else items


def zipped(*lists: Any, strict: bool = False) -> Any:
    """Give what stands at the same place in several lists."""
    settled = [_in_places(values) for values in lists]
    if not any(isinstance(it, (list, tuple)) and any(map(is_optional, it)) for it in settled):
        return zip(*settled, strict=strict)
    settled = [squeezed(list(it)) if isinstance(it, (list, tuple)) else it for it in settled]
    groups = list(zip(*settled, strict=False))
    for items in settled:
        if isinstance(items, (list, tuple)) and not _keeps_places(items, len(groups)):
            current().refuse("places in a list behind what may not be there cannot be said")
    return [_group_under(all_of(*map(there, group)), group) for group in groups]


def _keeps_places(items: Sequence[Any], count: int) -> bool:
    """Whether no item moves up to one of the first places when another is not there."""
    presences = [there(item) for item in items]
    return all(it is True for it in presences[:count]) or all(
        map(implies, presences[1:], presences)
    )


def _group_under(presence: Any, group: tuple[Any, ...]) -> Any:
    """Give a group that is there where all of its values are."""
    if not isinstance(presence, Condition):
        return group
    return choose(presence, tuple(where_there(it, presence) for it in group), MISSING)


def optional_name(value: Any) -> str:
    """Give what is the same for values that may not be there together; empty for one that is."""
    presence = there(value)
    return repr(presence.specification) if isinstance(presence, Condition) else ""
