"""Many independent pieces of work, in several processes where that is faster.

The standard library's pools take as long to be imported and started as many templates to be
migrated. Here processes are forked. They and the one that forks them take the number of the next
piece from a pipe that they share, and they send what came of it through another one.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_SHARE = 1 / 3  # of what is left for each process that is one piece: all end at about the same time
_LONG_PIECE = 20
_MOST_PIECES = 1000  # of each kind: any pipe holds their numbers
_NUMBER = 2  # bytes of a piece's number
_LENGTH = 4  # bytes of the length of what is sent
_CHUNK = 1 << 16
_ending: list[int] = []  # processes that are ending, as far as this one knows


def processors() -> int:
    """How many processes can work at the same time here; 1 where none can be forked."""
    if not hasattr(os, "fork") or sys.platform == "darwin":
        return 1
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def worked_in_processes(
    work: Callable[[Item], Result],
    items: Sequence[Item],
    *,
    weights: Sequence[float],
    together: Collection[int] = (),
) -> Iterator[Result]:
    """The result for each of the items, in their order.

    Args:
        work: what is done for an item; its result can be pickled.
        items: the items.
        weights: about how much work each is.
        together: the positions of those that one process does best: all need what takes long to
            be imported.

    Raises:
        ChildProcessError: a process ended before its work was done.
    """
    import gc

    gc.freeze()
    pieces = list(_pieces(weights, processors(), together))
    queue = _queue(len(pieces))

    def next_piece() -> Sequence[int]:
        number = os.read(queue, _NUMBER)
        return pieces[int.from_bytes(number, "big")] if number else ()

    def share() -> Iterator[dict[int, Result]]:
        while piece := next_piece():
            yield {position: work(items[position]) for position in piece}

    workers = [_Worker(share) for _ in range(min(processors(), len(pieces)) - 1)]
    is_done = False
    try:
        found: dict[int, Result] = {}
        own: Sequence[int] = ()
        for position in range(len(items)):
            while position not in found:
                own = own or next_piece()
                for mine in own[:1]:
                    found[mine] = work(items[mine])
                found.update(_received(workers, wait=not own))
                own = own[1:]
            yield found.pop(position)
        is_done = True
    finally:
        os.close(queue)
        for worker in workers:
            worker.end(wait=not is_done)


def _pieces(
    weights: Sequence[float], processes: int, together: Collection[int]
) -> Iterator[Sequence[int]]:
    """The positions that are worked at in one go; what takes longest comes first."""
    long = sorted(together)
    size = max(_LONG_PIECE, 1 + len(long) // _MOST_PIECES)
    for start in range(0, len(long), size):
        yield long[start : start + size]
    left = whole = sum(weights) - sum(weights[position] for position in long)
    piece: list[int] = []
    weight = 0.0
    for position in range(len(weights)):
        if position in together:
            continue
        piece.append(position)
        weight += weights[position]
        if weight >= max(left * _SHARE / processes, whole / _MOST_PIECES):
            yield piece
            left -= weight
            piece, weight = [], 0.0
    if piece:
        yield piece


def _queue(count: int) -> int:
    """A pipe with the numbers of all pieces: one is read in one go, by whoever is free."""
    taking, giving = os.pipe()
    os.write(giving, b"".join(piece.to_bytes(_NUMBER, "big") for piece in range(count)))
    os.close(giving)
    return taking


class _Worker:
    """A process that works until nothing is left to do.

    Args:
        share: gives, in the process, the results of each piece that it takes, by their positions.

    Attributes:
        results: the end of the pipe that it sends them through; None where it has ended.
    """

    def __init__(self, share: Callable[[], Iterable[dict[int, Any]]]) -> None:
        taking, sending = os.pipe()
        self.results: int | None = taking
        self._waiting = b""
        self._process = os.fork()
        if not self._process:
            _work_and_exit(share, sending)
        os.close(sending)

    def receive(self) -> dict[int, Any]:
        """What it has sent by now; nothing where it has ended."""
        import pickle

        assert self.results is not None
        chunk = os.read(self.results, _CHUNK)
        if not chunk:
            self._close()
        self._waiting += chunk
        found: dict[int, Any] = {}
        while (end := _LENGTH + int.from_bytes(self._waiting[:_LENGTH], "big")) <= len(
            self._waiting
        ):
            found.update(pickle.loads(self._waiting[_LENGTH:end]))
            self._waiting = self._waiting[end:]
        return found

    def end(self, *, wait: bool) -> None:
        """End it where it still works, because nobody wants the rest, and wait until it has. One
        without work ends by itself; giving back its memory takes it a while.
        """
        import signal

        if self.results is not None:
            os.kill(self._process, signal.SIGTERM)
            self._close()
        if wait:
            os.waitpid(self._process, 0)
        else:
            _ending.append(self._process)
        _ending[:] = [each for each in _ending if os.waitpid(each, os.WNOHANG) == (0, 0)]

    def _close(self) -> None:
        if self.results is not None:
            os.close(self.results)
        self.results = None


def _work_and_exit(share: Callable[[], Iterable[dict[int, Any]]], sending: int) -> None:
    """Be the process of a worker, and end as one, whatever happens: nothing of what the process
    that forked it does at its end is done twice.
    """
    import pickle

    status = 1
    try:
        with open(sending, "wb") as results:
            for found in share():
                sent = pickle.dumps(found)
                results.write(len(sent).to_bytes(_LENGTH, "big") + sent)
                results.flush()
        status = 0
    finally:
        os._exit(status)


def _received(workers: Sequence[_Worker], *, wait: bool) -> dict[int, Any]:
    """What the workers send next, or have sent by now.

    Raises:
        ChildProcessError: it was to be waited for, and all have ended.
    """
    import select

    busy = {worker.results: worker for worker in workers if worker.results is not None}
    if wait and not busy:
        raise ChildProcessError("a process ended before its work was done")
    found: dict[int, Any] = {}
    for pipe in select.select(list(busy), [], [], None if wait else 0)[0]:
        found.update(busy[pipe].receive())
    return found
