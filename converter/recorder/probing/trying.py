"""Runs of a program, each once, two at a time; and whose fault it is when one fails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from ...errors import ConversionError, SourceError
from ...processes import at_once
from ...pulumi import Program
from ..trials import Run, Trial
from .observing import Observation
from .subjects import Assignment, Fresh, Subjects, Value

_AT_ONCE = 2
_ROWS = 4  # of so many rows is found out what is at fault before the next are run
_TELLING = 3  # characters: a shorter text may stand in an error's words by chance
_QUOTED = re.compile(r""" "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' | \d+ """, re.VERBOSE)
Outcome = Program | ConversionError


@dataclass(slots=True)
class Trying:
    """Runs a program and keeps what came of it.

    Args:
        run: runs the program.
        subjects: what it may hang on.

    Attributes:
        observations: the runs that went well, in order.
        failures: what went wrong with a value of a subject where the others had usual ones.
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
    _renewed: set[tuple[Value, ...]] = field(default_factory=set)
    _blamed: dict[str | None, str] = field(default_factory=dict)
    """The subject that was at fault when a program failed in these words."""
    _worked: set[tuple[str, Value]] = field(default_factory=set)

    def tried(self, rows: Sequence[Assignment], base: Assignment) -> list[Assignment]:
        """Run the program with each row, and give those that work: of one that fails, the row
        without the values whose fault it is. A text that is no value worth trying and is known to
        be at fault is not tried again.

        Args:
            rows: the rows.
            base: a row that works.
        """
        found = []
        for start in range(0, len(rows), _ROWS):
            some = [self._without_faults(row, base) for row in rows[start : start + _ROWS]]
            self._try_suspects(some, base)
            found += [self.settled(row, base) for row in some]
        return found

    def _try_suspects(self, rows: list[Assignment], base: Assignment) -> None:
        """Run the program with rows; with those values alone that are likely at fault where it
        fails, and without them where they are.
        """
        outcomes = zip(rows, self.all(rows), strict=True)
        failed = [(row, it) for row, it in outcomes if isinstance(it, ConversionError)]
        suspects = [(self._suspect(row, base, it), row, it) for row, it in failed]
        known = [(name, row, it) for name, row, it in suspects if name is not None]
        alone = self.all([{**base, name: row[name]} for name, row, _ in known])
        others = []
        for (name, row, error), outcome in zip(known, alone, strict=True):
            if isinstance(outcome, ConversionError):
                self._blame(name, row, error)
                others.append({**row, name: base[name]})
        self.all(others)

    def _suspect(self, row: Assignment, base: Assignment, error: ConversionError) -> str | None:
        """The subject whose value is likely at fault: it was, when the program failed in the same
        words, or it stands in them.
        """
        name = self._blamed.get(words(error))
        if name is not None and row[name] != base[name]:
            return name
        for name, value in row.items():
            if value != base[name] and is_named(value, error):
                return name
        return None

    def _blame(self, name: str, row: Assignment, error: ConversionError) -> None:
        self.failures[name, row[name]] = error
        self._blamed[words(error)] = name

    def is_at_fault(self, name: str, value: Value) -> bool:
        """Tell whether the program fails with a value of a subject, whatever the others are."""
        return (name, value) in self.failures and (name, value) not in self._worked

    def _without_faults(self, row: Assignment, base: Assignment) -> Assignment:
        """A row without the texts that are at fault; of a value that is worth trying it is looked
        at with which others it is.
        """
        at_fault = {n for n, it in row.items() if isinstance(it, Fresh) and self.is_at_fault(n, it)}
        return {n: base[n] if n in at_fault else it for n, it in row.items()}

    def all(self, rows: Sequence[Assignment]) -> list[Outcome]:
        """Run the program with each row; what went well is an observation."""
        keys = [self.key(row) for row in rows]
        new = {key: row for key, row in zip(keys, rows, strict=True) if key not in self._known}
        found: list[Outcome] = []
        if new:
            with at_once(_AT_ONCE) as pool:
                found = list(pool.map(self._outcome, new.values()))
        for (key, row), outcome in zip(new.items(), found, strict=True):
            self._known[key] = outcome
            if isinstance(outcome, Program):
                self.observations.append(Observation(row, outcome))
                self._worked.update(row.items())
            else:
                self.failed.append(row)
        return [self._known[key] for key in keys]

    def failed_with(self) -> Iterator[tuple[Assignment, ConversionError]]:
        """Give the rows that failed, each with what the program failed with."""
        for row in self.failed:
            outcome = self._known[self.key(row)]
            if isinstance(outcome, ConversionError):
                yield row, outcome

    def one(self, row: Assignment) -> Outcome:
        """Run the program with one row."""
        return self.all([row])[0]

    def knows(self, row: Assignment) -> bool:
        """Tell whether a row was run with."""
        return self.key(row) in self._known

    def again(self, row: Assignment) -> Outcome:
        """Run the program with a row that it ran with before, for its own sake."""
        return self._outcome(row)

    def renew(self, now: Observation) -> bool:
        """Put what a run is by now in the place of what it was; tell whether that is the first time
        for its row.
        """
        key = self.key(now.assignment)
        is_first = key not in self._renewed
        self._renewed.add(key)
        self._known[key] = now.program
        self.observations[:] = [
            now if self.key(it.assignment) == key else it for it in self.observations
        ]
        return is_first

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
            name = self.at_fault(row, base, outcome)
            if isinstance(self.one({**base, name: row[name]}), ConversionError):
                self._blame(name, row, outcome)
            row = {**row, name: base[name]}
        return row

    def at_fault(self, row: Assignment, base: Assignment, error: ConversionError) -> str:
        """Give the subject with which a row begins to fail, when values are put in one by one;
        before, the one that is likely at fault.
        """
        name = self._suspect(row, base, error)
        if name is not None and isinstance(self.one({**base, name: row[name]}), ConversionError):
            return name
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


def is_named(value: Value, error: ConversionError) -> bool:
    """Whether a value stands in what a program fails with, which then is of the value itself."""
    text = value.text if isinstance(value, Fresh) else value
    return isinstance(text, str) and len(text) >= _TELLING and text in error.message


def words(outcome: Outcome) -> str | None:
    """What a program fails with, without the values that it names; None where it works."""
    return None if isinstance(outcome, Program) else _QUOTED.sub("", outcome.message)
