"""Work that is shared out to processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import closing
from typing import Any

import pytest

from converter.cli import side_by_side
from converter.cli.side_by_side import _pieces, worked_in_processes

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


@pytest.fixture(autouse=True)
def _three_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "processors", lambda: 3)


def _worked(
    work: Callable[[int], Any], items: Sequence[int], together: Collection[int] = ()
) -> Iterator[Any]:
    return worked_in_processes(work, items, weights=[1] * len(items), together=together)


def _where(item: int) -> tuple[int, int, str]:
    return item, os.getpid(), "x" * item


def _ends() -> None:
    os._exit(7)


def _raises() -> None:
    raise KeyboardInterrupt


class _Elsewhere:
    """Work that is done here only once some is done in another process, too.

    Args:
        act: what is done there.
    """

    def __init__(self, act: Callable[[], object] = bool) -> None:
        self._act, self._here = act, os.getpid()
        self._taking, self._giving = os.pipe()
        self._waits = True

    def __call__(self, item: int) -> int:
        if os.getpid() != self._here:
            os.write(self._giving, b"!")
            self._act()
        elif self._waits:
            os.read(self._taking, 1)
            self._waits = False
        return os.getpid()


@pytest.mark.parametrize("together", [(), (3, 5, 8), range(50)])
def test_results_come_in_the_order_of_the_items(together: range | tuple[int, ...]) -> None:
    found = list(_worked(_where, range(50), together=together))
    assert [(item, len(text)) for item, _, text in found] == [(it, it) for it in range(50)]


def test_results_may_be_longer_than_a_pipe_holds() -> None:
    found = list(_worked(_where, [1, 1_000_000, 2_000_000]))
    assert [len(text) for _, _, text in found] == [1, 1_000_000, 2_000_000]


def test_more_items_than_a_pipe_holds_numbers() -> None:
    found = _worked(int, range(70_000), together=range(30_000))
    assert sum(found) == sum(range(70_000))


def test_what_belongs_together_is_done_by_one_process() -> None:
    found = list(_worked(_where, range(10), together=range(1, 10)))
    assert len({process for item, process, _ in found if item}) == 1


@pytest.mark.parametrize("weights", [[1.0] * 200, [*range(200)], [*range(200, 0, -1)], [0.0] * 200])
def test_pieces_become_smaller_toward_the_end(weights: list[float]) -> None:
    pieces = list(_pieces(weights, 2, ()))
    assert [position for piece in pieces for position in piece] == [*range(200)]
    heavy = [sum(weights[position] for position in piece) for piece in pieces]
    assert all(each <= sum(weights) / 4 for each in heavy)
    assert heavy[-1] <= max(weights[-1], sum(weights) / 100)


@pytest.mark.parametrize("act", [_ends, _raises])
def test_a_process_that_ends_early_is_told(act: Callable[[], object]) -> None:
    with pytest.raises(ChildProcessError, match="ended before its work was done"):
        list(_worked(_Elsewhere(act), range(3)))


def test_nothing_is_left_running_where_nobody_wants_the_rest() -> None:
    found: Iterator[int] = _worked(_Elsewhere(), range(500))
    with closing(found):  # type: ignore[type-var]
        process = next(each for each in found if each != os.getpid())
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
