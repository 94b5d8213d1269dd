"""Lists and queues that a branch changes in any way: with effect for that branch only."""

from __future__ import annotations

import collections
from collections.abc import Callable, Iterator
from typing import Any

from .choices import MISSING, resolve, there, under_branch
from .flattening import aligned
from .run import current


def rearrange(owner: Any, change: Callable[[Any], Any], words: str) -> Any:
    """Change a list or a queue in a branch, for that branch only, and give what comes of it.

    Args:
        owner: the list or queue; an item of it may not be there.
        change: changes a list or queue of those that are there in the branch.
        words: what a person is told is done.
    """
    places = [at for at, each in enumerate(owner) if _is_there(each, words)]
    before = [resolve(owner[at]) for at in places]
    after = _as(owner, before)
    result = change(after)
    is_limited = getattr(owner, "maxlen", None) is not None
    if is_limited and not len(after) == len(owner) == len(before):
        current().refuse(f"{words} of a queue with a length cannot be said in a branch")
    if is_limited:
        left = [under_branch(*pair) for pair in zip(after, owner, strict=True)]
    else:
        left = [*_woven(list(owner), places, list(after), before)]
    owner.clear()
    owner.extend(left)
    return result


def _as(owner: Any, items: list[Any]) -> Any:
    """Give some items as a list, or as a queue like another one."""
    if isinstance(owner, collections.deque):
        return collections.deque(items, owner.maxlen)
    return items.copy()


def _is_there(item: Any, words: str) -> bool:
    presence = there(item)
    if not isinstance(presence, bool):
        current().refuse(f"{words} of what hangs on conditions cannot be said in a template")
    return presence


def _woven(
    owner: list[Any], places: list[int], after: list[Any], before: list[Any]
) -> Iterator[Any]:
    """Give the items that are there in the branch, elsewhere, or both, in a row."""
    told = 0
    for old, new in aligned(before, after):
        if old is None:
            yield under_branch(after[new or 0], MISSING)
            continue
        yield from owner[told : places[old]]  # what is there elsewhere only
        told = places[old] + 1
        item = owner[places[old]] if new is not None else under_branch(MISSING, owner[places[old]])
        if item is not MISSING:
            yield item
    yield from owner[told:]
