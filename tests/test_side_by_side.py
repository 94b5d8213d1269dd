"""Work that is shared out to processes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest

from converter.cli import side_by_side
from converter.cli.side_by_side import worked_in_processes

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")


@pytest.fixture(autouse=True)
def _three_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(side_by_side, "processors", lambda: 3)


def _where(item: int) -> tuple[int, int, str]:
    return item, os.getpid(), "x" * item


def _ends() -> None:
    os._exit(7)


def _raises() -> None:
    raise KeyboardInterrupt


class _Elsewhere:
    """Work that is done here only once it is done in another process, too.

    Args:
        act: what is done there.
    """

    def __init__(self, act: Callable[[], object] = bool) -> None:
        self._act, self._here = act, os.getpid()
        self._taking, self._giving = os.pipe()

    def __call__(self, item: int) -> int:
        if os.getpid() != self._here:
            os.write(self._giving, b"!")
            self._act()
        elif item:
            os.read(self._taking, 1)
        return os.getpid()


@pytest.mark.parametrize("together", [(), (3, 5, 8), range(50)])
def test_results_come_in_the_order_of_the_items(together: range | tuple[int, ...]) -> None:
    found = list(worked_in_processes(_where, range(50), together=together))
    assert [(item, len(text)) for item, _, text in found] == [(it, it) for it in range(50)]


def test_results_may_be_longer_than_a_pipe_holds() -> None:
    found = list(worked_in_processes(_where, [1, 1_000_000, 2_000_000], together=()))
    assert [len(text) for _, _, text in found] == [1, 1_000_000, 2_000_000]


def test_more_items_than_a_pipe_holds_numbers() -> None:
    found = worked_in_processes(int, range(70_000), together=range(30_000))
    assert sum(found) == sum(range(70_000))


def test_the_first_is_done_before_any_process_is_there() -> None:
    found = list(worked_in_processes(_where, range(10), together=range(1, 10)))
    processes = [process for _, process, _ in found]
    assert processes[0] == os.getpid()
    assert len(set(processes[1:])) == 1


@pytest.mark.parametrize("act", [_ends, _raises])
def test_a_process_that_ends_early_is_told(act: Callable[[], object]) -> None:
    with pytest.raises(ChildProcessError, match="ended before its work was done"):
        list(worked_in_processes(_Elsewhere(act), range(3), together=()))


def test_nothing_is_left_running_where_nobody_wants_the_rest() -> None:
    found: Iterator[int] = worked_in_processes(_Elsewhere(), range(500), together=())
    with closing(found):  # type: ignore[type-var]
        process = next(each for each in found if each != os.getpid())
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
