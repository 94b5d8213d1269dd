"""Interleaved measurements: what is compared takes turns, so that both see the same machine."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

Action = Callable[[], object]


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


def compare(name: str, ours: Action, yardstick: Action, *, limit: float, repeats: int) -> Ratio:
    """Measure two actions in turns, after one run of each that does not count."""
    ours()
    yardstick()
    pairs = [(seconds(ours), seconds(yardstick)) for _ in range(repeats)]
    mine, theirs = (median(column) for column in zip(*pairs, strict=True))
    detail = f"{mine * 1000:.0f} ms against {theirs * 1000:.0f} ms"
    return Ratio(name, mine / theirs, limit, detail)


def seconds(action: Action) -> float:
    """How long an action takes."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def command(*arguments: str) -> Action:
    """Running a command to its end."""
    return lambda: run(arguments)


def run(arguments: Sequence[str]) -> str:
    """Run a command and give what it prints; whatever it says on standard error is dropped."""
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments)}:\n{done.stderr}")
    return done.stdout
