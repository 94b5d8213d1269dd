"""Many independent pieces of work, in several processes where that is faster."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_PIECES = 8  # that a process takes one after the other, so that all end at about the same time
_LONG_PIECE = 20


def processors() -> int:
    """How many processes can work at the same time here; 1 where none can be forked."""
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def worked_in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], *, together: Collection[int]
) -> Iterator[Result]:
    """The result for each of the items, in their order.

    Args:
        work: what is done for an item; it and its result can be pickled.
        items: the items.
        together: the positions of those that one process does best: all need what takes long to
            be imported.
    """
    import gc
    from concurrent.futures import Future, ProcessPoolExecutor
    from multiprocessing import get_context

    yield work(items[0])  # and what it imports, the processes have from the start
    gc.freeze()
    processes = min(processors(), len(items))
    pool = ProcessPoolExecutor(processes, mp_context=get_context("fork"))
    found: dict[int, tuple[Future[list[Result]], int]] = {}
    try:
        for piece in _pieces(len(items), processes, together):
            future = pool.submit(_all, work, [items[position] for position in piece])
            found.update({position: (future, at) for at, position in enumerate(piece)})
        for position in range(1, len(items)):
            future, at = found[position]
            yield future.result()[at]
    finally:
        pool.shutdown(cancel_futures=True)


def _pieces(count: int, processes: int, together: Collection[int]) -> Iterator[Sequence[int]]:
    """The positions, but for the first, that are worked at in one go; what takes longest comes
    first.
    """
    yield from _cut([position for position in range(1, count) if position in together], _LONG_PIECE)
    others = [position for position in range(1, count) if position not in together]
    yield from _cut(others, max(1, len(others) // (processes * _PIECES)))


def _cut(positions: list[int], size: int) -> Iterator[list[int]]:
    for start in range(0, len(positions), size):
        yield positions[start : start + size]


def _all(work: Callable[[Item], Result], items: Sequence[Item]) -> list[Result]:
    return [work(item) for item in items]
