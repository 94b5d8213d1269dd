"""What a program decides is found by trying, then checked."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any

from ...errors import ConversionError, Path, ProgramError
from ...pulumi import (
    Program,
)
from ...report import Finding, Report
from ...rewriting import rewritten
from ..trials import Run, Trial
from . import contexts
from .bounding import to_be_bound
from .inferring import WAY_OUT, difference, inferred
from .merging import Merging
from .observing import ConflictError, Hints, Observation, Seen, texts_in
from .planning import (
    SEED,
    Texts,
    combinations_of,
    covering,
    first_value,
    others_of,
    pair_rows,
    safe_value,
)
from .reducing import without_truth
from .refusing import hangs_on, undecided, unsteady
from .subjects import OPEN, Assignment, Fresh, Subject, Subjects, Value
from .trying import Trying
from .unset import defaults, given

Look = Callable[[Trial, Program], None]
_FRESH_ROWS = 3
_CHECKS = 3
_PAIR_ROWS = 6
_MOST_ROUNDS = 40
_MOST_OTHERS = 16
_ALIKE = 4  # how often a program fails in the same words before they are told
_NUMBERS = ("0", "1", "2")
_REPEATS = 3


def probe(
    run: Run,
    subjects: Iterable[Subject],
    *,
    hints: Hints | None = None,
    sources: str = "",
    report: Report | None = None,
    look: Look | None = None,
) -> Program:
    """Find the program that registers what a program registers, with all that it decides.

    Args:
        run: runs the program.
        subjects: what it may hang on.
        hints: names to look for.
        sources: the program's own text: what is in it is no text that nobody asks for.
        report: takes the findings.
        look: refuses a program that decides by what no config tells, for a trial and what it
            gave; it is asked for some of the runs, in which every value is.

    Returns:
        The program. Its fragment says which values parameters are bound to, where they could have
        values that the program was not tried with.

    Raises:
        ProgramError: the program fails, or does what a template cannot say.
        UnsupportedError: it registers what a template cannot have.
    """
    known = {it.identity: it for it in subjects}
    found = Probe(run, known, hints or Hints(), sources, Report() if report is None else report)
    return rewritten(found.looked_at(look), without_truth)


class Probe:
    """Finds the decisions of one program."""

    def __init__(
        self,
        run: Run,
        subjects: dict[str, Subject],
        hints: Hints,
        sources: str,
        report: Report,
    ) -> None:
        self.subjects, self.hints, self.report = subjects, hints, report
        self.given = dict(subjects)
        self.trying = Trying(run, Subjects(subjects))
        self.chance = random.Random(SEED)
        self.texts = Texts(sources)
        self.bounded: dict[str, str] = {}
        """Subjects that can only have the values that were tried, each with the reason."""
        self.bound_at: dict[str, Path] = {}
        self.unlike: dict[str, list[Fresh]] = {}
        self.base: Assignment = {}

    def looked_at(self, look: Look | None) -> Program:
        """Give the program, as `probe` does."""
        program = self.program()
        if look is not None:
            for trial, registered in self.telling():
                look(trial, registered)
        return program

    def program(self) -> Program:
        """Give the program."""
        try:
            return self._program()
        except ConversionError as error:
            if error.line is None:
                error.file, error.line = self._position(error.path)
            raise

    def telling(self) -> list[tuple[Trial, Program]]:
        """Give a few runs in which every value is that is worth trying, with what they gave."""
        return self.trying.telling(self._used())

    @property
    def seen(self) -> Seen:
        """The runs that the program was found from."""
        return Seen(self._used(), self._bound(), self.hints)

    def _position(self, path: Path) -> tuple[str | None, int | None]:
        """Where the program says what is at a path, as far as a run told."""
        found = (it.program.places.get(path[:2]) for it in self.trying.observations)
        return next((it for it in found if it is not None), (None, None))

    def _program(self) -> Program:
        self._begin()
        self._try_unlike(_FRESH_ROWS)
        self._settled()
        domains = self._domains()
        most = pair_rows(domains, _PAIR_ROWS)
        self._try(covering(domains, [it.assignment for it in self._used()], most))
        domains = self._domains()
        worth = {n: it for n, it in domains.items() if len(it) > 1 and self.subjects[n].values}
        self._try(combinations_of(worth, self.base))
        passed = 0
        for _ in range(_MOST_ROUNDS):
            program, merging = self._settled()
            missing = self._missing(program, merging)
            if not missing and passed >= _CHECKS:
                return self._told(self._with_defaults(program))
            checks = missing or [self._random_row(it) for it in range(_CHECKS - passed)]
            wrong = self._check(program, checks)
            passed = 0 if wrong else passed + len(checks)
        raise undecided(program, self.trying.observations[::-1])

    def _with_defaults(self, program: Program) -> Program:
        """The program with the values that it takes for what is not set as defaults."""
        found = defaults(program, self._used(), self.subjects)
        for name, value in found.items():
            subject = self.subjects[name]
            values = tuple(filter(None, subject.values))
            self.subjects[name] = replace(subject, default=value, optional=False, values=values)
        self.trying.observations[:] = [given(it, found) for it in self.trying.observations]
        return self._settled()[0] if found else program

    def _begin(self) -> None:
        """Find a row that works, in which as much is open as can be."""
        first = {name: first_value(it, self.texts) for name, it in self.subjects.items()}
        for name, subject in self.subjects.items():
            self.unlike[name] = [] if self._is_fixed(subject) else self._unlike(subject)
        outcome = self.trying.one(first)
        if isinstance(outcome, Program):
            self.base = first
            self._drop_seen(outcome)
            return
        safe = self.base = self._safe_row()
        self._drop_seen(self.trying.observations[0].program)
        self.base = self.trying.settled(first, safe)
        for name in self.subjects:
            if self.base[name] != first[name] and isinstance(first[name], (Fresh, type(OPEN))):
                self._open_otherwise(name)

    def _drop_seen(self, program: Program) -> None:
        """Leave out what the program registers: it is what texts of it are for."""
        found = set(texts_in([it.inputs for it in program.resources.values()]))
        found |= set(texts_in([it.value for it in program.exports.values()]))
        found |= {*program.resources, *program.exports, *program.config}
        for name, subject in self.subjects.items():
            others = tuple(it for it in subject.others if it not in found)[:_MOST_OTHERS]
            self.subjects[name] = replace(subject, others=others)
            dropped = set(subject.others) - set(others)
            self.unlike[name] = [it for it in self.unlike[name] if it.text not in dropped]

    def _open_otherwise(self, name: str) -> None:
        """Find another text that may stand for any value of a subject; else bind it."""
        subject = self.subjects[name]
        is_text = subject.type in ("string", "list") and not subject.secret
        for value in self.texts.stand_ins(subject) if is_text else ():
            if isinstance(self._with(name, value), Program):
                self.base = {**self.base, name: value}
                default = [Fresh(subject.default)] if subject.default is not None else []
                self.unlike[name] = [*default, *self.texts.like(value)]
                return
        self.bounded[name] = "failed"
        if not subject.secret:
            self._find_values(name, subject)

    def _find_values(self, name: str, subject: Subject) -> None:
        """Find more values for a subject with which the program fails for most."""
        texts = dict.fromkeys([*subject.keys, *subject.others])
        more = [it for it in texts if it and it not in subject.values][:_MOST_OTHERS]
        if not more and not self._values(subject):
            more = list(_NUMBERS)
        siblings = [it for it in subject.siblings if it not in subject.values]
        good = self._working(name, siblings) or self._working(name, more)
        if good:
            self.subjects[name] = replace(subject, values=(*subject.values, *good))

    def _working(self, name: str, texts: list[str]) -> list[str]:
        """Give the texts with which the program does not fail."""
        outcomes = self.trying.all([{**self.base, name: it} for it in texts])
        found = zip(texts, outcomes, strict=True)
        return [it for it, outcome in found if isinstance(outcome, Program)]

    def _with(self, name: str, value: Value) -> Program | ConversionError:
        return self.trying.one({**self.base, name: value})

    def _safe_row(self) -> Assignment:
        """Find values with which the program works: those that subjects have, or may have."""
        safe = {name: safe_value(it) for name, it in self.subjects.items()}
        failed = self.trying.one(safe)
        if isinstance(failed, Program):
            return safe
        unknown = [it for n, it in self.subjects.items() if safe[n] == OPEN and not it.secret]
        compared = max((len(it.keys) for it in unknown), default=0)
        words: set[str] = set()
        for texts in others_of(unknown, _MOST_OTHERS):
            outcome = self.trying.one({**safe, **texts})
            if isinstance(outcome, Program):
                for name, text in texts.items():
                    values = (text, *self.subjects[name].values)
                    self.subjects[name] = replace(self.subjects[name], values=values)
                return {**safe, **texts}
            words.add(str(outcome))
            compared -= 1
            if len(words) == 1 and compared < 0 and len(self.trying.failed) > _ALIKE:
                break  # it does not fail for the values
        raise failed

    def _unlike(self, subject: Subject) -> list[Fresh]:
        """Texts that nothing is known to ask for; first those that something may yet ask for."""
        first = [Fresh(it) for it in self._asked_first(subject)]
        return [*first, *self.texts.unlike(subject)]

    @staticmethod
    def _asked_first(subject: Subject) -> list[str]:
        texts = dict.fromkeys([subject.default, *subject.others])
        return [it for it in texts if it is not None and it not in subject.values]

    @staticmethod
    def _is_fixed(subject: Subject) -> bool:
        return subject.closed or subject.secret

    def _try(self, rows: Iterable[Assignment]) -> list[Assignment]:
        rows = list(rows)
        outcomes = self.trying.all(rows)
        return [
            row if isinstance(outcome, Program) else self.trying.settled(row, self.base)
            for row, outcome in zip(rows, outcomes, strict=True)
        ]

    def _try_unlike(self, least: int) -> None:
        """Try texts that nothing is known to ask for, of all subjects at once."""
        open_ones = {n: it for n, it in self.unlike.items() if it and n not in self.bounded}
        most = max((len(self._asked_first(self.subjects[n])) + 1 for n in open_ones), default=0)
        rows = []
        for number in range(max(least, most) if open_ones else 0):
            fresh = {name: it[number % len(it)] for name, it in open_ones.items()}
            rows.append({**self.base, **fresh})
        for name, it in open_ones.items():
            self.unlike[name] = it[len(rows) :] + it[: len(rows)]
        self._try(rows)

    def _used(self) -> list[Observation]:
        """The runs in which what is bound has one of the values that it may have."""
        return self._within(self.trying.observations)

    def _within(self, observations: list[Observation]) -> list[Observation]:
        allowed = {name: self._values(self.subjects[name]) for name in self.bounded}
        return [
            it
            for it in observations
            if all(it.assignment[name] in values for name, values in allowed.items())
        ]

    def _domains(self) -> dict[str, list[Value]]:
        found: dict[str, list[Value]] = {}
        for name, subject in self.subjects.items():
            values: list[Value] = list(self._values(subject))
            if name not in self.bounded and not isinstance(self.base[name], str):
                values.append(self.base[name])
            found[name] = values or [self.base[name]]
        return found

    def _values(self, subject: Subject) -> list[str]:
        """The values of a subject with which the program does not fail."""
        if subject.secret:
            return []
        given = [subject.default] if subject.default is not None else []
        values = dict.fromkeys([*(given if self._wants_default(subject) else []), *subject.values])
        return [it for it in values if (subject.identity, it) not in self.trying.failures]

    def _wants_default(self, subject: Subject) -> bool:
        return subject.identity in self.bounded or not subject.can_be_open

    def _settled(self) -> tuple[Program, Merging]:
        """Give the program that fits what was seen; what no value tells apart is bound."""
        while True:
            refused = [name for name, reason in self.bounded.items() if reason == "failed"]
            seen = Seen(self._used(), self._bound(), self.hints, refused)
            if not seen.observations:
                self._restart()
                continue
            try:
                return inferred(seen)
            except ConflictError as conflict:
                self._resolve(seen, conflict)

    def _bound(self) -> dict[str, Subject]:
        """The subjects; those that are bound have just the values that they may have."""
        return {
            name: replace(it, values=tuple(self._values(it)), closed=True)
            if name in self.bounded
            else it
            for name, it in self.subjects.items()
        }

    def _restart(self) -> None:
        """Run the program with values of all that is bound, so that there is something to see."""
        row = dict(self.base)
        for name in self.bounded:
            if not isinstance(row[name], str):
                values = self._values(self.subjects[name])
                if not values:
                    raise hangs_on(self.subjects[name], ())
                row[name] = values[0]
        self.base = self.trying.settled(row, self.base)
        if not self._used():
            raise ProgramError(f"no values were found with which the program works: {WAY_OUT}")
        self._try(covering(self._domains(), [], _PAIR_ROWS))

    def _resolve(self, seen: Seen, conflict: ConflictError) -> None:
        """Find out what two runs differ in, and bind it or try it like the other values."""
        one, other = (seen.observations[run] for run in conflict.runs)
        self._check_repeats(one, conflict.place)
        different = [
            name for name in self.subjects if one.assignment[name] != other.assignment[name]
        ]
        at_fault = [name for name in different if self._decides(one, other, name)]
        if not different:
            raise unsteady(conflict.place)
        for name in at_fault or different:
            self._bind(name, (one, other), conflict.place)

    def _check_repeats(self, observation: Observation, place: Path) -> None:
        """Refuse a program that does not do the same for the same values."""
        for _ in range(_REPEATS):
            outcome = self.trying.again(observation.assignment)
            repeated = difference(outcome, observation) if isinstance(outcome, Program) else place
            if repeated is not None:
                raise unsteady(repeated)

    def _decides(self, one: Observation, other: Observation, name: str) -> bool:
        """Tell whether one subject alone makes a run differ, as far as nothing tells them apart."""
        if one.point[name] != other.point[name]:
            return False
        row = {**one.assignment, name: other.assignment[name]}
        outcome = self.trying.one(row)
        if not isinstance(outcome, Program):
            return False
        pair = Seen([one, Observation(row, outcome)], self.subjects, self.hints)
        try:
            inferred(pair)
        except ConflictError:
            return True
        return False

    def _bind(self, name: str, runs: Sequence[Observation], place: Path) -> None:
        subject = self.subjects[name]
        texts = [it.assignment[name] for it in runs]
        others = (subject.default, *subject.others)
        promoted = [it.text for it in texts if isinstance(it, Fresh) and it.text in others]
        if promoted:
            values = (*subject.values, *promoted)
            left = tuple(it for it in subject.others if it not in promoted)
            self.subjects[name] = replace(subject, values=values, others=left)
            self._promote(name, promoted)
            return
        self.bounded[name] = "decides"
        self.bound_at[name] = place
        own = self.given[name].values
        if subject.type not in ("integer", "number"):
            own += tuple(it for it in subject.values if it in subject.keys and it not in own)
        self.subjects[name] = subject = replace(subject, values=own)
        values_left = self._values(subject)
        if not values_left:
            raise hangs_on(subject, place)

    def _promote(self, name: str, texts: list[str]) -> None:
        """Take texts that turned out to matter as values worth trying, in past runs, too."""
        observations = self.trying.observations
        for number, it in enumerate(observations):
            value = it.assignment[name]
            if isinstance(value, Fresh) and value.text in texts:
                row = {**it.assignment, name: value.text}
                observations[number] = Observation(row, it.program)
        self.unlike[name] = [it for it in self.unlike[name] if it.text not in texts]
        close = [it for text in texts for it in self.texts.close_to(text)]
        self._try([{**self.base, name: it} for it in close])

    def _missing(self, program: Program, merging: Merging) -> list[Assignment]:
        """The runs that what was found does not yet stand on."""
        domains = self._domains()
        observations = merging.seen.observations
        doubted = [
            {**observations[run].assignment, name: value}
            for run, name in merging.doubts
            for value in (domains[name] if len(domains[name]) > 1 else self._another(name))
        ]
        tried = [*(it.assignment for it in self.trying.observations), *self.trying.failed]
        rows = self._new(doubted)
        if rows:
            return rows
        return self._new(contexts.missing(program, self.subjects, domains, tried, self.base))

    def _new(self, rows: Iterable[Assignment]) -> list[Assignment]:
        """Rows that were not run, each once, without those that are known to fail."""
        found = {self.trying.key(row): row for row in rows if not self._fails(row)}
        return [row for row in found.values() if not self.trying.knows(row)]

    def _another(self, name: str) -> list[Fresh]:
        """A value beside the only one that a subject has in most runs."""
        return [] if name in self.bounded else self.unlike[name][:1]

    def _fails(self, row: Assignment) -> bool:
        return any((name, value) in self.trying.failures for name, value in row.items())

    def _random_row(self, number: int) -> Assignment:
        """A row by chance, in which half of the subjects have texts that nobody asks for."""
        row: dict[str, Value] = {}
        domains = self._domains()
        for place, name in enumerate(self.subjects):
            texts = self.unlike[name]
            row[name] = self.chance.choice(domains[name])
            if texts and name not in self.bounded and (place + number) % 2:
                row[name] = texts[0]
                self.unlike[name] = [*texts[1:], texts[0]]
        return row

    def _check(self, program: Program, rows: list[Assignment]) -> bool:
        """Tell whether a program is wrong for a row; such a row is tried with other texts, too."""
        before = len(self.trying.observations)
        self._try(rows)
        new = self._within(self.trying.observations[before:])
        wrong = [it for it in new if difference(program, it) is not None]
        for it in wrong:
            row = {
                name: value if isinstance(value, str) else self.base[name]
                for name, value in it.assignment.items()
            }
            self._try([row])
        return bool(wrong)

    def _told(self, program: Program) -> Program:
        """The program, in which what is bound is so; findings say it."""
        for it in self._used():
            place = difference(program, it)
            if place is not None:
                raise undecided(program, self.trying.observations[::-1])
        parameters: dict[str, Any] = {}
        for name in to_be_bound(program, self.bounded, self.subjects):
            subject = self.subjects[name]
            values = self._values(subject)
            if subject.known:  # no template can say where it may be deployed
                raise hangs_on(subject, self.bound_at.get(name, ()))
            parameters[name] = {"AllowedValues": values}
            shown = ", ".join(it or "''" for it in values)
            words = (
                f"the parameter {name} allows the values that were tried, {shown}: what the "
                "program does with others is not known, or a template cannot say it"
            )
            file, line = self._position(("config", name))
            path = ("config", name)
            self.report.add(
                Finding(code="allowed-values", message=words, path=path, file=file, line=line)
            )
        return replace(program, fragment={"Parameters": parameters} if parameters else {})
