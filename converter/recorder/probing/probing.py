"""What a program decides is found by trying, then checked."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations, cycle, islice, product

from ...errors import ConversionError, Path, ProgramError
from ...pulumi import Program
from ...report import Report
from ...rewriting import rewritten
from ..trials import Run, Trial
from . import contexts
from .inferring import WAY_OUT, difference, inferred
from .merging import Merging
from .noting import Noted
from .observing import ConflictError, Hints, Observation, Seen
from .planning import (
    combinations_of,
    covering,
    pair_rows,
)
from .reducing import without_truth
from .refusing import hangs_on, undecided, unsteady
from .subjects import Assignment, Fresh, Likeness, Subject, Value
from .telling import Telling
from .unset import defaults, given

Look = Callable[[Trial, Program], None]
_FRESH_ROWS = 3
_CHECKS = 3
_PAIR_ROWS = 6
_MOST_BESIDE = 48
_MOST_NOTED = 48
_MOST_ROUNDS = 40
_REPEATS = 3


def probe(
    run: Run,
    subjects: Iterable[Subject],
    *,
    hints: Hints | None = None,
    sources: Iterable[str] = (),
    report: Report | None = None,
    look: Look | None = None,
) -> Program:
    """Find the program that registers what a program registers, with all that it decides.

    Args:
        run: runs the program.
        subjects: what it may hang on.
        hints: names to look for.
        sources: the texts of the program's files: what is in them is no text that nobody asks for,
            and of values of which they have the same a few speak for all.
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


class Probe(Telling):
    """Finds the decisions of one program."""

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
        pairs = ((name, it) for name, values in self._telling().items() for it in values)
        worth = {pair for pair in pairs if not isinstance(pair[1], Fresh)}
        return self.trying.telling(self._used(), worth)

    @property
    def seen(self) -> Seen:
        """The runs that the program was found from."""
        return Seen(self._used(), self._bound(), self.hints, alike=self.alike.values())

    def _program(self) -> Program:
        self.begin()
        self._try_unlike(_FRESH_ROWS)
        self._try(self._while_unset())
        self._settled()
        self._try_beyond()
        self._try(self._pairs())
        closed = None
        while closed != self.closed:  # what was closed meanwhile has values with all others, too
            closed = self.closed
            self._cover()
        self._try(islice(self._as_noted(), _MOST_NOTED))
        passed = 0
        for _ in range(_MOST_ROUNDS):
            program, merging = self._settled()
            missing = self._missing(program, merging)
            if not missing and passed >= _CHECKS:
                if not self._work_elsewhere(program):
                    return self._told(self._with_defaults(program))
                self._cover()
                missing, passed = [], 0
            checks = missing or [self._random_row(it) for it in range(_CHECKS - passed)]
            wrong = self._check(program, checks)
            passed = 0 if wrong else passed + len(checks)
        raise undecided(program, self.trying.observations[::-1])

    def _cover(self) -> None:
        """Try values together, as far as that was not done."""
        domains = self._telling()
        most = pair_rows(domains, _PAIR_ROWS)
        self._try(covering(domains, [it.assignment for it in self._used()], most))
        self._try(covering(self._domains(), [it.assignment for it in self._used()], 0))
        domains = self._telling()
        worth = {n: it for n, it in domains.items() if len(it) > 1 and self.subjects[n].values}
        worth = {  # a boolean that is not set is one that is false, or true
            n: [each for each in it if each or self.subjects[n].type != "boolean"]
            for n, it in worth.items()
        }
        known = [it.assignment for it in self._used()]
        self._try(combinations_of(worth, self.base) or self._triples(worth, known))
        self._try(list(islice(self._beside(self._domains()), _MOST_BESIDE)))

    def _as_noted(self) -> Iterator[Assignment]:
        """Rows in which conditions that are noted hold, or do not, as they did in no run: with what
        is open, and with other values of what they do not ask for.
        """
        noted = Noted(self.hints, self.subjects)
        others = {
            name: next((it for it in [*values, *self.unlike[name]] if it != self.base[name]), None)
            for name, values in self._domains().items()
        }
        other = {**self.base, **{name: it for name, it in others.items() if it is not None}}
        for name, wanted in noted.unseen(it.assignment for it in self._used()):
            for row in noted.rows(name, wanted, self.base):
                yield from ({**values, **row} for values in (self.base, other))

    def _with_defaults(self, program: Program) -> Program:
        """The program with the values that it takes for what is not set as defaults."""
        found = defaults(program, self._used(), self.subjects)
        for name, value in found.items():
            subject = self.subjects[name]
            values = tuple(filter(None, subject.values))
            self.subjects[name] = replace(subject, default=value, optional=False, values=values)
        self.trying.observations[:] = [given(it, found) for it in self.trying.observations]
        return self._settled()[0] if found else program

    def _try_unlike(self, least: int) -> None:
        """Try texts that nothing is known to ask for, of all subjects at once."""
        open_ones = {n: it for n, it in self.unlike.items() if it and n not in self.bounded}
        told = max((self._told_first(self.subjects[it]) for it in open_ones), default=0)
        sure = max((self.sure.get(it, 0) for it in open_ones), default=0)
        same = [{**self.base, **it} for it in (*self._same(open_ones), *self._related(open_ones))]
        rows: list[Assignment] = []
        for number in range(max(least - len(same), told) + sure if open_ones else 0):
            fresh = {name: it[number % len(it)] for name, it in open_ones.items()}
            rows.append({**self.base, **fresh})
        rows += same
        for name, it in open_ones.items():
            self.unlike[name] = it[len(rows) :] + it[: len(rows)]
        self._try(rows)

    def _try_beyond(self) -> None:
        """Try numbers of each length, where it is known by now that none is counted up to."""
        own = {
            name: list(self.texts.beyond(it, self.numbers))
            for name, it in self.subjects.items()
            if name in self.unlike and self.unlike[name] and name not in self.bounded
        }
        rows = range(max(map(len, own.values()), default=0))
        beyond = ({name: it[n % len(it)] for name, it in own.items() if it} for n in rows)
        self._try([{**self.base, **it} for it in beyond])

    def _domains(self) -> dict[str, list[Value]]:
        found: dict[str, list[Value]] = {}
        for name, subject in self.subjects.items():
            values: list[Value] = list(self._values(subject))
            if name not in self.bounded and not isinstance(self.base[name], str):
                values.append(self.base[name])
            found[name] = values or [self.base[name]]
        for names in self.alike:
            for name, other in (names, names[::-1]):
                if name not in self.bounded:
                    own: list[Value] = [*self._values(self.subjects[other])]
                    own.append(self._shared(self.subjects[name]))
                    found[name] += [it for it in own if it not in found[name]]
        return found

    def _telling(self) -> dict[str, list[Value]]:
        """The values without those that others speak for, where they are tried together."""
        return {name: self.grouping.telling(it) for name, it in self._domains().items()}

    def _settled(self) -> tuple[Program, Merging]:
        """Give the program that fits what was seen; what no value tells apart is bound."""
        while True:
            refused = [name for name, reason in self.bounded.items() if reason == "failed"]
            seen = self._seen(self._used(), refused)
            if not seen.observations:
                self._restart()
                continue
            try:
                return inferred(seen)
            except ConflictError as conflict:
                self._resolve(seen, conflict)

    def _seen(self, observations: list[Observation], refused: Collection[str] = ()) -> Seen:
        alike = self.alike.values()
        return Seen(observations, self._bound(), self.hints, refused, alike, self.known)

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
            if self.bound_at:
                name, place = next(iter(self.bound_at.items()))
                raise hangs_on(self.subjects[name], place)
            raise ProgramError(f"no values were found with which the program works: {WAY_OUT}")
        self._try(covering(self._domains(), [], _PAIR_ROWS))

    def _resolve(self, seen: Seen, conflict: ConflictError) -> None:
        """Find out what two runs differ in, and bind it or try it like the other values."""
        one, other = (seen.observations[run] for run in conflict.runs)
        if self._is_renewed(one, conflict.place):
            return
        different = [
            name for name in self.subjects if one.assignment[name] != other.assignment[name]
        ]
        if not different:
            raise unsteady(conflict.place)
        if self._are_compared(one, other):
            return
        alone = {name: self._decided(one, other, name) for name in different}
        at_fault = {name: place for name, place in alone.items() if place is not None}
        together = at_fault or dict.fromkeys(self._least(one, other), conflict.place)
        for name, place in together.items():
            self._bind(name, (one, other), place)

    def _least(self, one: Observation, other: Observation) -> list[str]:
        """Give the subjects that make a run differ together: without one of them, it does not."""
        row = dict(other.assignment)
        different = [name for name in self.subjects if one.assignment[name] != row[name]]
        for name in different if len(different) > 2 else ():
            fewer = {**row, name: one.assignment[name]}
            outcome = self.trying.one(fewer)
            if isinstance(outcome, Program) and self._conflict(one, fewer, outcome) is not None:
                row = fewer
        return [name for name in different if one.assignment[name] != row[name]]

    def _are_compared(self, one: Observation, other: Observation) -> bool:
        """Tell whether a run differs by subjects that are alike in it, whatever they are; this is
        known from now on.
        """
        known = len(self.alike)
        for names in combinations(self.subjects, 2):
            likeness = Likeness.of(*(self.subjects[it] for it in names))
            values = {likeness.at(it.assignment): it for it in (one, other)}
            is_secret = any(it.secret for it in likeness.both)
            if names in self.alike or len(values) < 2 or is_secret:
                continue
            numbers = [it for it in likeness.both if it.type in ("integer", "number")]
            text = self.texts.within((*numbers, likeness.both[0])[0])[-1]
            row = {**values["true"].assignment, **dict.fromkeys(names, text)}
            outcome = self.trying.one(row)
            if isinstance(outcome, Program):
                differs = {it: self._conflict(run, row, outcome) for it, run in values.items()}
                if differs["true"] is None and differs["false"] is not None:
                    self.alike[names] = likeness
        return len(self.alike) > known

    def _is_renewed(self, observation: Observation, place: Path) -> bool:
        """Tell whether a run is another one by now, each time: what is open may be a text of
        another shape, as another run cut it. It is what counts from now on.

        Raises:
            ProgramError: the program does not do the same for the same values.
        """
        row = observation.assignment
        outcomes = [self.trying.again(row) for _ in range(_REPEATS)]
        repeated = [it for it in outcomes if isinstance(it, Program)]
        if len(repeated) < len(outcomes):
            raise unsteady(place)
        places = [difference(it, observation) for it in repeated]
        if not any(places):
            return False
        now = Observation(row, repeated[0])
        if any(difference(it, now) for it in repeated) or not self.trying.renew(now):
            raise unsteady(next(filter(None, places)))
        return True

    def _decided(self, one: Observation, other: Observation, name: str) -> Path | None:
        """Give where one subject alone makes a run differ, as far as nothing tells them apart."""
        if one.point[name] != other.point[name]:
            return None
        row = {**one.assignment, name: other.assignment[name]}
        outcome = self.trying.one(row)
        if not isinstance(outcome, Program):
            return None
        return self._conflict(one, row, outcome)

    def _conflict(self, one: Observation, row: Assignment, outcome: Program) -> Path | None:
        """Give where a run differs from another one that nothing tells it apart from."""
        try:
            inferred(self._seen([one, Observation(row, outcome)]))
        except ConflictError as conflict:
            return conflict.place
        return None

    def _bind(self, name: str, runs: Sequence[Observation], place: Path) -> None:
        subject = self.subjects[name]
        texts = [it.assignment[name] for it in runs]
        others = (subject.default, *subject.others)
        promoted = [it.text for it in texts if isinstance(it, Fresh) and it.text in others]
        if promoted:
            beside = (key for row in subject.rows if {*promoted} & {*row} for key in row)
            promoted = [*dict.fromkeys([*promoted, *(it for it in beside if it in others)])]
            values = (*subject.values, *promoted)
            left = tuple(it for it in subject.others if it not in promoted)
            self.subjects[name] = replace(subject, values=values, others=left)
            self._promote(name, promoted)
            return
        limit = self.limits.between(*texts)
        if limit is not None and not subject.known:
            self.limits.add(name, limit)
            self.unlike[name] = [
                it for it in self.unlike[name] if not self.limits.is_beyond(name, it)
            ]
            beyond = (it.text for it in texts if isinstance(it, Fresh) and limit.is_beyond(it.text))
            mended = [Fresh(limit.mended(it)) for it in beyond]
            within = [*self.texts.within(subject), *mended]  # it may have been chance, as a hash is
            self._try([{**self.base, name: it} for it in within])
            return
        self.bounded[name] = "decides"
        self.bound_at[name] = place
        own = self.given[name].values
        if subject.type == "string" and not subject.numeric:  # a length is no value
            own = tuple(it for it in own if not it.isdigit() or self.texts.holds(it))
        if subject.type in ("integer", "number"):
            own += self.given[name].near
        else:
            own += tuple(it for it in subject.values if it in subject.keys and it not in own)
        own += tuple(it for it in subject.elsewhere if it not in own)
        self.subjects[name] = subject = replace(subject, values=own)
        values_left = self._values(subject)
        if not values_left:
            raise hangs_on(subject, place)
        bound = ({**self.base, name: it} for it in values_left)
        works = (it for it in bound if isinstance(self.trying.one(it), Program))
        self.base = next(works, self.base)  # what is tried from now on counts

    def _promote(self, name: str, texts: list[str]) -> None:
        """Take texts that turned out to matter as values worth trying, in past runs, too."""
        self._take_for_values(name, texts)
        known = self.subjects[name].values
        close = [it for text in texts for it in self.texts.close_to(text) if it.text not in known]
        self._try([{**self.base, name: it} for it in close])

    def _missing(self, program: Program, merging: Merging) -> list[Assignment]:
        """The runs that what was found does not yet stand on."""
        domains = self._telling()
        observations = merging.seen.observations
        doubted = [
            {**observations[run].assignment, name: value}
            for run, name in merging.doubts
            for value in (*domains[name], *self._another(name, observations[run]))
        ]
        tried = [*(it.assignment for it in self.trying.observations), *self.trying.failed]
        unseen = [
            {**observations[0].assignment, name: value}
            for name in self.bounded
            for value in self._values(self.subjects[name])
            if all(it.assignment[name] != value for it in observations)
        ]
        rows = self._new([*unseen, *doubted]) or self._new(self._cells(merging.seen, tried))
        rows = rows or self._new((*self._dropped(observations), *self._pairs()))
        if rows:
            return rows
        runs = contexts.Runs(program, self.subjects, domains, tried, self.base)
        rows = self._new(contexts.missing(runs))
        rows = rows or self._new(self._together(program, domains, tried))
        rows = rows or self._new(self._unlike_under(program, merging.seen))
        return rows or self._new(self._compared_under(program, domains, runs))

    def _cells(self, seen: Seen, tried: list[Assignment]) -> Iterator[Assignment]:
        """The runs that tell what is not yet known of tables by two subjects."""
        domains = self._domains()
        for (one, other), runs in seen.pairs.items():
            known = {(row[one], row[other]) for row in tried}
            cells = (it for it in product(domains[one], domains[other]) if it not in known)
            for run, cell in zip(cycle(runs), cells):
                yield {**seen.observations[run].assignment, one: cell[0], other: cell[1]}

    def _new(self, rows: Iterable[Assignment]) -> list[Assignment]:
        """Rows that were not run, each once, without those that are known to fail."""
        found = {self.trying.key(row): row for row in rows if not self._fails(row)}
        return [row for row in found.values() if not self.trying.knows(row)]

    def _another(self, name: str, run: Observation) -> list[Fresh]:
        """A value that nobody asks for beside the only such one that a subject has in most runs."""
        is_asked = isinstance(run.assignment[name], str) and any(self.subjects[name].values)
        own = (it for it in self.unlike[name] if it != run.assignment[name])
        return [] if is_asked or name in self.bounded else [*islice(own, 1)]

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
