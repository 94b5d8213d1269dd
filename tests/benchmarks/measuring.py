"""Interleaved measurements: what is compared takes turns, so that both see the same machine."""

from __future__ import annotations

import gc
import resource
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

from converter.collecting import uncollected

Action = Callable[[], object]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Ratio:
    """What was measured, against what, and how large it may be."""

    name: str
    value: float
    limit: float
    detail: str

    @property
    def holds(self) -> bool:
        """Whether the limit is kept."""
        return self.value <= self.limit

    def __str__(self) -> str:
        verdict = "ok" if self.holds else "TOO SLOW"
        return (
            f"{self.name:<54} {self.value:6.2f}  (at most {self.limit:g})  {verdict}  {self.detail}"
        )


def cpu() -> float:
    """The time that processors worked for this process and those that it has waited for: what else
    the machine does has little to do with it.
    """
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def compare(
    name: str,
    ours: Action,
    yardstick: Action,
    *,
    limit: float,
    repeats: int,
    clock: Clock = cpu,
    before: Action = lambda: None,
) -> Ratio:
    """Measure two actions in turns, after one run of each that does not count.

    Of the processors' time the median of the ratios of all turns counts, in which each action comes
    first as often as the other: what else the machine does meets both in a turn. On the wall it is
    the ratio of the fastest.

    Python looks for garbage before a turn and not in it, as the commands do not in theirs.

    Args:
        name: what the table calls it.
        ours, yardstick: the actions.
        limit: how large the ratio may be.
        repeats: how often each is measured.
        clock: what gives the time, `cpu` or `wall`.
        before: what is done before each, and is not measured.
    """
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(repeats + 1):
        both = list(zip((ours, yardstick), taken, strict=True))
        for action, times in both if turn % 2 else reversed(both):
            before()
            measured = _measured(action, clock)
            times += [measured] if turn else []
    ratios = (mine / theirs for mine, theirs in zip(*taken, strict=True))
    mine, theirs = map(min, taken)
    value = median(ratios) if clock is cpu else mine / theirs
    return Ratio(name, value, limit, f"{mine * 1000:.0f} ms against {theirs * 1000:.0f} ms at best")


def _measured(action: Action, clock: Clock) -> float:
    gc.collect()
    with uncollected():
        start = clock()
        action()
        return clock() - start


def wall() -> float:
    """The time on the wall, for what several processors share."""
    return time.perf_counter()


def command(*arguments: str) -> Action:
    """Running a command to its end."""
    return lambda: run(arguments)


def run(arguments: Sequence[str]) -> str:
    """Run a command and give what it prints; whatever it says on standard error is dropped."""
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}:\n{done.stderr}")
    return done.stdout
