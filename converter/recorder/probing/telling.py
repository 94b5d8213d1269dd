"""What is said of what was found: what parameters are kept to, and findings."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from ...errors import Path
from ...pulumi import Program
from ...report import Finding
from ..settling import uses_of
from .bounding import in_order_of_size, to_be_bound
from .inferring import difference
from .observing import Observation
from .refusing import hangs_on, undecided
from .rows import Rows
from .subjects import Assignment


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
        for name in to_be_bound(program, self.bounded, self.subjects):
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
        parameters |= self._limited(program)
        self._tell_failures([*parameters, *self.bounded])
        self._tell_failures_together()
        return replace(program, fragment={"Parameters": parameters} if parameters else {})

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
