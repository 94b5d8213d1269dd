"""What a program fails with because something is open that another value asks for: a number that is
read, a text that is cut or looked up, only where another subject has a value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

from ...errors import ConversionError
from ...pulumi import Program
from .beginning import MOST_OTHERS, Beginning
from .subjects import Assignment, Value
from .trying import Outcome, is_named, words

_MOST_OPEN = 4  # so many subjects cannot be open where another one has a value
_MOST_FAILING = 24  # so often it is looked at whether a program fails because something is open
_MOST_WORTH = 8  # so many texts are tried for all of these at once
_ALIKE = 2  # so many texts of a kind are looked at, where the program fails in the same words


class Closing(Beginning):
    """What is known of one program; what cannot be open where others have values is closed.

    Args:
        run, subjects, hints, sources, report: as for `Beginning`.
    """

    def _try(self, rows: Iterable[Assignment]) -> list[Assignment]:
        """Run the program with rows; give those that work, without the values that are at fault."""
        rows = list(rows)
        found = self.trying.tried(rows, self.base)
        closed = [self._close_for(dict(values)) for values in self._failing()]
        self.closed += sum(closed)
        return self._try(rows) if any(closed) else found

    def _failing(self) -> list[frozenset[tuple[str, str]]]:
        """Values with which the program fails, of one subject or of several together, of which it
        is not known yet whether it fails because others are open.
        """
        alone = [({name: value}, it) for (name, value), it in self.trying.failures.items()]
        together = [
            ({n: it for n, it in row.items() if not self.trying.is_at_fault(n, it)}, error)
            for row, error in self.trying.failed_with()
        ]
        found: dict[frozenset[tuple[str, str]], None] = {}  # in their order
        for row, error in (*alone, *together):
            values = {
                (n, it) for n, it in row.items() if isinstance(it, str) and it != self.base[n]
            }
            is_known = values in self.closed_for
            if values and not is_known and not any(is_named(it, error) for _, it in values):
                found[frozenset(values)] = None
        new = list(found)[: max(_MOST_FAILING - len(self.closed_for), 0)]
        self.closed_for.update(new)
        return new

    def _close_for(self, values: Assignment) -> bool:
        """Tell whether the program fails with values because others are open, and works where they
        are not: those have a value from now on, or a text that stands for one.
        """
        failed = self.trying.one({**self.base, **values})
        if isinstance(failed, Program) or self._is_in_vain(values, failed):
            return False
        works = self._working_closed(values)
        if works is None:
            self.in_vain[frozenset(values.items())] = words(failed)
            return False
        for _ in range(_MOST_OPEN):
            row = {**self.base, **values}
            outcome = self.trying.one(row)
            if isinstance(outcome, Program):
                return True
            other = self.trying.at_fault(row, works, outcome)
            if not self._stands_in(other, works):
                if not isinstance(self._with(other, works[other]), Program):
                    return False
                self.bounded[other] = "failed"
                self.base = {**self.base, other: works[other]}
                self._find_values(other, works)
        return isinstance(self.trying.one({**self.base, **values}), Program)

    def _is_in_vain(self, values: Assignment, failed: Outcome) -> bool:
        """Whether it is known that the program fails whatever is open: because of some of the
        values, or of texts that it does not tell apart from those with which it does.
        """
        if any(known <= values.items() for known in self.in_vain):
            return True
        told = self._of_values(values)
        alike = (
            dict(known).keys() == values.keys() and self._of_values(dict(known)) == told
            for known, said in self.in_vain.items()
            if said == words(failed)
        )
        return len(told) < len(values) and sum(alike) >= _ALIKE

    def _of_values(self, values: Assignment) -> Assignment:
        """Those of some values that the program tells apart from others, as far as is known."""
        return {name: it for name, it in values.items() if it in self.subjects[name].values}

    def _working_closed(self, values: Assignment) -> Assignment | None:
        """Give a row with values in which what is open has texts with which the program works; None
        where none is found.
        """
        row: Assignment = {**self.base, **values}
        left = {n: self._worth(n) for n in self.base if self._is_open(n, values)}
        many = min(max(map(len, left.values()), default=0), _MOST_WORTH)
        together = [{n: it[at % len(it)] for n, it in left.items() if it} for at in range(many)]
        rows = [{**row, **texts} for texts in together]
        outcomes = self.trying.all(rows)
        for each, outcome in zip(rows, outcomes, strict=True):
            if isinstance(outcome, Program):
                return each
        failed = self.trying.one(row)
        given = zip(together, outcomes, strict=True)
        said = {words(failed), *(words(it) for texts, it in given if not _is_of(texts, it))}
        for _ in range(_MOST_OPEN):
            named = [n for n in left if f" {n}>" in str(failed)]
            if len(said) < 2 and not named:
                return None  # it does not fail because something is open
            found = self._closer(row, {n: left[n] for n in named or left})
            if found is None:
                return None
            name, row = found
            failed = self.trying.one(row)
            if isinstance(failed, Program):
                return row
            del left[name]
        return None

    def _closer(
        self, row: Assignment, texts: Mapping[str, Sequence[Value]]
    ) -> tuple[str, Assignment] | None:
        """Give a subject, and a row with a text for it with which the program works, or fails in
        other words.
        """
        before = words(self.trying.one(row))
        for name, own in texts.items():
            rows = [{**row, name: it} for it in own]
            outcomes = zip(own, self.trying.all(rows), strict=True)
            said = [before if _is_of({name: it}, each) else words(each) for it, each in outcomes]
            for wanted in (None, *(it for it in said if it != before)):
                if wanted in said:
                    return name, rows[said.index(wanted)]
        return None

    def _is_open(self, name: str, values: Assignment) -> bool:
        is_bound = name in values or name in self.bounded or self.subjects[name].secret
        return not is_bound and not isinstance(self.base[name], str)

    def _worth(self, name: str) -> Sequence[Value]:
        """The texts that a program may ask for, what it most likely takes first, and those that may
        stand for any; not those that are known to be at fault.
        """
        subject = self.subjects[name]
        default = [] if subject.default is None else [subject.default]
        texts = dict.fromkeys([*default, *subject.values, *subject.keys])
        worth: list[Value] = [*islice(texts, MOST_OTHERS), *self.texts.stand_ins(subject)]
        return [it for it in worth if not self.trying.is_at_fault(name, it)]


def _is_of(texts: Assignment, outcome: Outcome) -> bool:
    """Whether a program fails with one of the texts themselves, which it names."""
    return isinstance(outcome, ConversionError) and any(
        is_named(it, outcome) for it in texts.values()
    )
