"""The first runs of a program: a row of values that works, in which as much is open as can be."""

from __future__ import annotations

import random
import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Any

from ...errors import ConversionError, Path
from ...pulumi import Program
from ...report import Report
from ..trials import Open, Run
from .grouping import Grouping
from .inferring import WAY_OUT
from .limiting import Limits
from .observing import Hints, Observation, texts_in
from .planning import SEED, Texts, between, first_value, others_of, safe_value
from .refusing import hangs_on
from .subjects import OPEN, Assignment, Fresh, Likeness, Subject, Subjects, Value
from .trying import Trying

MOST_OTHERS = 16
MOST_TOGETHER = 60
_MOST_RESOURCES = 40
_ALIKE = 4  # how often a program fails in the same words before they are told
_MORE_TEXTS, _MORE_NUMBERS = 2, 1
_NUMBERS = ("0", "1", "2")
_NUMBER = re.compile(r"(?<![\w.])\d[\d_]*(?:\.\d+)?")


class Beginning:
    """What is known of one program: its subjects, its runs, and a row that works.

    Args:
        run, subjects, hints, report: as for `probing.probe`.
        sources: the texts of the program's files.
    """

    def __init__(
        self,
        run: Run,
        subjects: dict[str, Subject],
        hints: Hints,
        sources: Iterable[str],
        report: Report,
    ) -> None:
        self.subjects, self.hints, self.report = subjects, hints, report
        self.given = dict(subjects)
        self.trying = Trying(run, Subjects(subjects))
        self.chance = random.Random(SEED)
        texts = list(sources)
        self.sources = texts
        self.texts = Texts("\n".join(texts))
        self.numbers = [it.replace("_", "") for text in texts for it in _NUMBER.findall(text)]
        self.grouping = Grouping(texts)
        self.bounded: dict[str, str] = {}
        """Subjects that can only have the values that were tried, each with the reason."""
        self.bound_at: dict[str, Path] = {}
        self.limits = Limits()
        """What subjects are kept to, where the program does something else beyond."""
        self.alike: dict[tuple[str, str], Likeness] = {}
        """The subjects that are held against each other."""
        self.shared: dict[str, Fresh] = {}
        self.unlike: dict[str, list[Fresh]] = {}
        self.sure: dict[str, int] = {}
        """How many of these texts are tried for sure, beside those that may yet be asked for."""
        self.unlike_under: set[tuple[str, bool | None]] = set()
        """The conditions under which, holding or not, such texts were tried."""
        self.compared_under: set[frozenset[tuple[str, Value]]] = set()
        """The values under which texts were tried that something is compared with."""
        self.together = MOST_TOGETHER
        """How many rows there may still be for values that conditions ask for."""
        self.closed = 0
        """How often a subject was closed because another one's values ask for it."""
        self.closed_for: set[frozenset[tuple[str, str]]] = set()
        """The values of which is known whether it fails with them because others are open."""
        self.in_vain: dict[frozenset[tuple[str, Value]], str | None] = {}
        """Those with which it fails whatever is open, and what it fails with."""
        self.base: Assignment = {}
        self.known: dict[int, tuple[Any, Any]] = {}

    def begin(self) -> None:
        """Find a row that works, in which as much is open as can be."""
        first = {name: first_value(it, self.texts) for name, it in self.subjects.items()}
        for name, subject in self.subjects.items():
            self.unlike[name] = [] if self._is_fixed(subject) else self._unlike(subject)
        outcome = self.trying.one(first)
        if isinstance(outcome, Program):
            self.base = first
            self._drop_seen(outcome)
            self._bind_counts(len(outcome.resources))
            return
        safe = self.base = self._safe_row()
        self._drop_seen(self.trying.observations[0].program)
        self.base = self.trying.settled(first, safe)
        for name in self.subjects:
            if self.base[name] != first[name] and isinstance(first[name], (Fresh, type(OPEN))):
                self._open_otherwise(name)

    def _bind_counts(self, many: int) -> None:
        """Bind the numbers that resources are counted with: an unusual one makes too many."""
        for name, value in self.base.items():
            text = safe_value(self.subjects[name])
            if many <= _MOST_RESOURCES or not isinstance(value, Fresh) or isinstance(text, Open):
                continue
            outcome = self._with(name, text)
            if isinstance(outcome, Program) and 2 * len(outcome.resources) < many:
                many = len(outcome.resources)
                self.base = {**self.base, name: text}
                self.bounded[name] = "decides"
                if not self._values(self.subjects[name]):
                    error = hangs_on(self.subjects[name], ("", "the number of resources"))
                    error.path = ("config", name)
                    raise error

    def _drop_seen(self, program: Program) -> None:
        """Leave out what the program registers, which is what texts of it are for, but for what
        something is compared with.
        """
        found = set(texts_in([it.inputs for it in program.resources.values()]))
        found |= set(texts_in([it.value for it in program.exports.values()]))
        names = {*program.resources, *program.exports, *program.config}
        asked = {value for subject in self.subjects.values() for value in subject.values}
        for name, subject in self.subjects.items():
            kept = {*subject.keys, *asked}
            left = (it for it in subject.others if it not in names)
            others = tuple(it for it in left if not it or it in kept or it not in found)
            others = others[:MOST_OTHERS]
            self.subjects[name] = replace(subject, others=others)
            dropped = set(subject.others) - set(others)
            self.unlike[name] = [it for it in self.unlike[name] if it.text not in dropped]

    def _open_otherwise(self, name: str) -> None:
        """Find another text that may stand for any value of a subject; else bind it."""
        if self._stands_in(name, self.base):
            return
        self.bounded[name] = "failed"
        if not self.subjects[name].secret:
            self._find_values(name, self.base)

    def _stands_in(self, name: str, row: Assignment) -> bool:
        """Tell whether a text stands for any value of a subject, with the others as in a row; it
        has that from now on.
        """
        subject = self.subjects[name]
        is_text = subject.type in ("string", "list") and not subject.secret
        for value in self.texts.stand_ins(subject) if is_text else ():
            rows = [{**it, name: value} for it in (row, self.base)]
            if all(isinstance(self.trying.one(it), Program) for it in rows):
                self.base = {**self.base, name: value}
                unlike = self.texts.mixed(subject.values, quoted=False)
                like = [unlike, *self.texts.like(value)]
                self.unlike[name] = [*like, *self.unlike[name]]
                self.sure[name] = self.sure.get(name, 0) + len(like)
                return True
        return False

    def _find_values(self, name: str, row: Assignment) -> None:
        """Find more values for a subject with which the program fails for most, with the others as
        in a row.
        """
        subject = self.subjects[name]
        texts = dict.fromkeys([*subject.keys, *subject.others])
        more = [it for it in texts if it and it not in subject.values][:MOST_OTHERS]
        if not more and not self._values(subject):
            more = list(_NUMBERS)
        siblings = [it for it in subject.siblings if it not in subject.values]
        good = self._working(row, name, siblings) or self._working(row, name, more)
        if good:
            self.subjects[name] = replace(subject, values=(*subject.values, *good))
            self._take_for_values(name, good)

    def _take_for_values(self, name: str, texts: Collection[str]) -> None:
        """Take texts for values that are worth trying, in past runs, too."""
        observations = self.trying.observations
        for number, it in enumerate(observations):
            value = it.assignment[name]
            if isinstance(value, Fresh) and value.text in texts:
                row = {**it.assignment, name: value.text}
                observations[number] = Observation(row, it.program)
        self.unlike[name] = [it for it in self.unlike[name] if it.text not in texts]

    def _working(self, row: Assignment, name: str, texts: list[str]) -> list[str]:
        """Give the texts with which the program does not fail."""
        outcomes = self.trying.all([{**row, name: it} for it in texts])
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
        given = self.subjects.values()
        unknown = [it for it in given if it.default is None and not (it.secret or it.closed)]
        unknown = [it for it in unknown if safe[it.identity] == OPEN or (it.keys and not it.known)]
        compared = max((len(it.keys) for it in unknown), default=0)
        words: set[str] = set()
        for texts in others_of(unknown, MOST_OTHERS):
            outcome = self.trying.one({**safe, **texts})
            if isinstance(outcome, Program):
                return self._taken(safe, texts)
            words.add(str(outcome))
            compared -= 1
            if len(words) == 1 and compared < 0 and len(self.trying.failed) > _ALIKE:
                break  # it does not fail for the values
        numbers = {it.identity: _NUMBERS[1] for it in unknown if it.readable}
        if numbers and isinstance(self.trying.one({**safe, **numbers}), Program):
            return {**safe, **numbers}
        short: Assignment = {
            it.identity: Fresh(self.texts.word(), mark=True)
            for it in given
            if it.type == "string" and it.default is None and not (it.closed or it.secret)
        }
        if short and isinstance(self.trying.one({**safe, **short}), Program):
            return {**safe, **short}  # what is open is long
        named = [it.name for it in self.subjects.values() if it.default is None and not it.known]
        if named and (len(words) > 1 or "<the config value" in failed.message):
            names = " and ".join(named)
            failed.message += f"; no value of {names} was found with which it works: {WAY_OUT}"
        raise failed

    def _taken(self, safe: Assignment, texts: dict[str, str]) -> Assignment:
        """Take those of some texts for values with which a program works that it does not fail
        without.
        """
        for name in list(texts):
            others = {it: text for it, text in texts.items() if it != name}
            if isinstance(self.trying.one({**safe, **others}), Program):
                texts = others
        for name, text in texts.items():
            values = (text, *self.subjects[name].values)
            self.subjects[name] = replace(self.subjects[name], values=values)
        return {**safe, **texts}

    def _unlike(self, subject: Subject) -> list[Fresh]:
        """Texts that nothing is known to ask for; first those that something may yet ask for."""
        first = [Fresh(it) for it in self._asked_first(subject)]
        sure = list(self.texts.sure(subject))
        self.sure[subject.identity] = len(sure)
        return [*first, *sure, *self.texts.unlike(subject)]

    @staticmethod
    def _asked_first(subject: Subject) -> list[str]:
        texts = dict.fromkeys([subject.default, *subject.others])
        return [it for it in texts if it is not None and it not in subject.values]

    def _told_first(self, subject: Subject) -> int:
        """How many of the texts that nothing is known to ask for are tried in any case."""
        least = len(self._asked_first(subject)) + len(subject.samples) + _MORE_TEXTS
        least += subject.readable + len(self.texts.swapped(subject))
        is_number = subject.type in ("integer", "number")
        return least + len(between(subject)) + _MORE_NUMBERS if is_number else least

    @staticmethod
    def _is_fixed(subject: Subject) -> bool:
        return subject.closed or subject.secret

    def _values(self, subject: Subject) -> list[str]:
        """The values of a subject with which the program does not fail."""
        given = [subject.default] if subject.default is not None else []
        values = dict.fromkeys([*(given if self._wants_default(subject) else []), *subject.values])
        return [it for it in values if not self.trying.is_at_fault(subject.identity, it)]

    def _wants_default(self, subject: Subject) -> bool:
        return subject.identity in self.bounded or not subject.can_be_open
