"""What is said of what was found: what parameters are kept to, and findings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from ...errors import Path
from ...pulumi import Program
from ...report import Finding
from ..settling import uses_of
from .bounding import in_order_of_size, refuses, to_be_bound
from .inferring import difference
from .noting import Noted
from .observing import Observation
from .reducing import Reducer
from .refusing import hangs_on, undecided
from .rows import Rows
from .subjects import Assignment

_OTHERS = 2  # so many values that were not tried stand for all of them
_CONTEXTS = 16  # under so many conditions, holding or not


class Telling(Rows):
    """What is known of one program; what is found is told.

    Args:
        run, subjects, hints, sources, report: as for `Beginning`.
    """

    def _position(self, path: Path) -> tuple[str | None, int | None]:
        """Where the program says what is at a path, as far as a run told."""
        found = (it.program.places.get(path[:2]) for it in self.trying.observations)
        return next((it for it in found if it is not None), (None, None))

    def _used(self) -> list[Observation]:
        """The runs in which what is bound has one of the values that it may have."""
        return self._within(self.trying.observations)

    def _within(self, observations: list[Observation]) -> list[Observation]:
        allowed = {name: self._values(self.subjects[name]) for name in self.bounded}
        return [
            it
            for it in observations
            if all(it.assignment[name] in values for name, values in allowed.items())
            and not any(self.limits.is_beyond(n, text) for n, text in it.assignment.items())
        ]

    def _told(self, program: Program) -> Program:
        """The program, in which what is bound is so; findings say it."""
        for it in self._used():
            place = difference(program, it)
            if place is not None:
                raise undecided(program, self.trying.observations[::-1])
        parameters: dict[str, Any] = {}
        bound = to_be_bound(program, self.bounded, self.subjects)
        failed = [name for name, reason in self.bounded.items() if reason == "failed"]
        contexts = self._contexts(program) if failed else []
        beyond = {name: self._beyond_tried(program, name, contexts) for name in failed}
        self._tell_refused(it for it in failed if beyond[it] == "refused" and it not in bound)
        for name in (it for it in bound if beyond.get(it) != "same"):
            subject = self.subjects[name]
            values = in_order_of_size(self._values(subject))
            if subject.known:  # no template can say where it may be deployed
                raise hangs_on(subject, self.bound_at.get(name, ()))
            parameters[name] = {"AllowedValues": values}
            shown = ", ".join(it or "''" for it in values)
            words = (
                f"the parameter {name} allows the values that were tried, {shown}: what the "
                "program does with others is not known, or a template cannot say it; AllowedValues "
                "in cloudformation.yaml name others to try"
            )
            self._tell("allowed-values", name, words)
        self._tell_unseen()
        parameters |= self._limited(program)
        self._tell_failures([*parameters, *self.bounded])
        self._tell_failures_together()
        return replace(program, fragment={"Parameters": parameters} if parameters else {})

    def _beyond_tried(self, program: Program, name: str, contexts: Sequence[Assignment]) -> str:
        """What the template does with values of a subject that were not tried, whatever conditions
        hold: the ``same`` as the program, which fails where the template refuses them; more are
        ``refused``; or something ``else``, for all that is known.
        """
        others = [] if self.subjects[name].closed else self.unlike[name][:_OTHERS]
        tried = [{**row, name: it} for row in contexts for it in others]
        found = "same" if tried else "else"
        for row, outcome in zip(tried, self.trying.all(tried), strict=True):
            is_refused = refuses(program, Reducer.of(program, row))
            if not isinstance(outcome, Program):
                if not is_refused:
                    return "else"
            elif is_refused:
                found = "refused"
            elif difference(program, Observation(row, outcome)):
                return "else"
        return found

    def _tell_refused(self, names: Iterable[str]) -> None:
        """Say of which subjects the template takes fewer values than the program."""
        for name in names:
            subject = self.subjects[name]
            values = ", ".join(it or "''" for it in in_order_of_size(self._values(subject)))
            words = (
                f"the template always looks up what it has for {subject.name}, of which the values "
                f"{values} were tried; the program takes others, too, where it does not ask for it"
            )
            self._tell("refused-values", name, words)

    def _tell_unseen(self) -> None:
        """Say of which noted conditions no run tells what the program does by them."""
        noted = Noted(self.hints, self.subjects)
        for name, wanted in noted.unseen(it.assignment for it in self._used()):
            words = (
                f"the condition {name}, which cloudformation.yaml notes, "
                f"{'does not hold in any' if wanted else 'holds in each'} run that was tried: "
                f"what the program does where it {'holds' if wanted else 'does not'} is not known"
            )
            self._tell("unseen-condition", name, words)

    def _work_elsewhere(self, program: Program) -> bool:
        """Whether there are values with which the program failed, and which it takes where other
        conditions hold.
        """
        at_fault = [
            {name: it}
            for name, reason in self.bounded.items()
            for it in self.given[name].values
            if reason == "failed" and self.trying.is_at_fault(name, it)
        ]
        contexts = self._contexts(program) if at_fault else []
        rows = [{**row, **value} for value in at_fault for row in contexts]
        return any(isinstance(it, Program) for it in self.trying.all(rows))

    def _contexts(self, program: Program) -> list[Assignment]:
        """A run for each way in which the conditions of a program hold, of some of these."""
        found: dict[tuple[bool | None, ...], Assignment] = {}
        for it in self._used():
            reducer = Reducer.of(program, it.assignment)
            found.setdefault(tuple(map(reducer.holds, program.conditions)), it.assignment)
        return list(found.values())[:_CONTEXTS]

    def _limited(self, program: Program) -> dict[str, dict[str, Any]]:
        """Give what parameters are kept to beyond which the program does something else; say it."""
        found: dict[str, dict[str, Any]] = {}
        uses = uses_of(program)
        for name in self.limits.names(without=self.bounded):
            subject = self.subjects[name]
            is_list = subject.type == "list" or uses.get(name) == {"list"}
            beyond = self.limits.words(name)
            if is_list and "" in (subject.default, *subject.values):
                words = f"the program does something else where {name} has a value {beyond}, which "
                self._tell("limited-value", name, f"{words}the template neither says nor checks")
                continue
            found[name] = self.limits.attributes(name, is_list=is_list)
            words = (
                f"the parameter {name} allows no value {beyond}: the program does "
                "something else there, which a template cannot say"
            )
            self._tell("limited-value", name, words)
        return {name: it for name, it in found.items() if it}

    def _fails(self, row: Assignment) -> bool:
        return any(self.trying.is_at_fault(name, value) for name, value in row.items())

    def _tell_failures(self, checked: Collection[str]) -> None:
        """Say of which values the program takes none, and the template does."""
        for (name, value), error in self.trying.failures.items():
            subject = self.subjects[name]
            if name in checked or subject.known or not isinstance(value, str) or not value:
                continue
            if isinstance(self._with(name, value), Program):
                continue  # others were open
            words = (
                f"the program fails where {name} is {value!r}, which the template does not check: "
                f"{error.message}"
            )
            self._tell("unchecked", name, words)

    def _tell_failures_together(self) -> None:
        """Say that the program takes each of some values, but not together."""
        told = set()
        for row in self.trying.failed:
            apart = {n: it for n, it in row.items() if it != self.base[n]}
            error = self.trying.one(row)
            if len(apart) < 2 or self._fails(row) or str(error) in told:
                continue
            if all(isinstance(it, str) and not self.subjects[n].known for n, it in apart.items()):
                told.add(str(error))
                values = " and ".join(f"{name} is {it!r}" for name, it in apart.items())
                words = (
                    f"the program fails where {values}, which the template does not check: {error}"
                )
                self._tell("unchecked", next(iter(apart)), words)

    def _tell(self, code: str, name: str, words: str) -> None:
        """Say something of a subject."""
        path: Path = ("config", name)
        file, line = self._position(path)
        self.report.add(Finding(code=code, message=words, path=path, file=file, line=line))
