"""Runs of a program, each once, two at a time; and whose fault it is when one fails."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from ...errors import ConversionError, SourceError
from ...processes import at_once
from ...pulumi import Program
from ..trials import Run, Trial
from .observing import Observation
from .subjects import Assignment, Subjects, Value

_AT_ONCE = 2
Outcome = Program | ConversionError


@dataclass(slots=True)
class Trying:
    """Runs a program and keeps what came of it.

    Args:
        run: runs the program.
        subjects: what it may hang on.

    Attributes:
        observations: the runs that went well, in order.
        failures: what went wrong with a value of a subject, whatever the others are.
        failed: the rows of the others.
        count: how many runs there were.
    """

    run: Run
    subjects: Subjects
    observations: list[Observation] = field(default_factory=list)
    failures: dict[tuple[str, Value], ConversionError] = field(default_factory=dict)
    failed: list[Assignment] = field(default_factory=list)
    count: int = 0
    _known: dict[tuple[Value, ...], Outcome] = field(default_factory=dict)

    def all(self, rows: Sequence[Assignment]) -> list[Outcome]:
        """Run the program with each row; what went well is an observation."""
        keys = [self.key(row) for row in rows]
        new = {key: row for key, row in zip(keys, rows, strict=True) if key not in self._known}
        with at_once(_AT_ONCE) as pool:
            found = list(pool.map(self._outcome, new.values()))
        for (key, row), outcome in zip(new.items(), found, strict=True):
            self._known[key] = outcome
            if isinstance(outcome, Program):
                self.observations.append(Observation(row, outcome))
            else:
                self.failed.append(row)
        return [self._known[key] for key in keys]

    def one(self, row: Assignment) -> Outcome:
        """Run the program with one row."""
        return self.all([row])[0]

    def knows(self, row: Assignment) -> bool:
        """Tell whether a row was run with."""
        return self.key(row) in self._known

    def again(self, row: Assignment) -> Outcome:
        """Run the program with a row that it ran with before, for its own sake."""
        return self._outcome(row)

    def telling(
        self, observations: list[Observation], worth: Set[tuple[str, Value]]
    ) -> list[tuple[Trial, Program]]:
        """Give a few of some runs, in which every value is that is worth trying."""
        left = {number: worth & it.assignment.items() for number, it in enumerate(observations)}
        found = []
        while left:
            best = max(left, key=lambda it: len(left[it]))
            one, covered = observations[best], left[best]
            found.append((self.subjects.trial(one.assignment), one.program))
            left = {it: pairs - covered for it, pairs in left.items() if pairs - covered}
        return found

    def settled(self, row: Assignment, base: Assignment) -> Assignment:
        """Give a row that works: one that fails, without the values whose fault it is.

        Args:
            row: the row.
            base: a row that works.
        """
        while isinstance(outcome := self.one(row), ConversionError):
            name = self._at_fault(row, base)
            alone = {**base, name: row[name]}
            if isinstance(self.one(alone), ConversionError):
                self.failures[name, row[name]] = outcome
            row = {**row, name: base[name]}
        return row

    def _at_fault(self, row: Assignment, base: Assignment) -> str:
        """Give the subject with which a row begins to fail, when values are put in one by one."""
        names = [name for name in row if row[name] != base[name]]
        low, high = 0, len(names)
        while high - low > 1:
            middle = (low + high) // 2
            mixed = {**base, **{name: row[name] for name in names[:middle]}}
            if isinstance(self.one(mixed), Program):
                low = middle
            else:
                high = middle
        return names[high - 1]

    def _outcome(self, row: Assignment) -> Outcome:
        self.count += 1
        try:
            return self.run(self.subjects.trial(row))
        except SourceError:
            raise
        except ConversionError as error:
            return error

    def key(self, row: Assignment) -> tuple[Value, ...]:
        """What tells a row from others."""
        return tuple(row[name] for name in self.subjects.by_identity)
