"""Rows of values that tell what a program asks for beyond the values that are known of it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import islice, product, zip_longest

from ...pulumi import Program, walk
from ..tokenizing import asks_for_several
from .closing import Closing
from .contexts import Runs, flowing
from .observing import Observation, Seen
from .planning import Domains, covering
from .relating import related
from .subjects import Assignment, Fresh, Subject, Value, asked_in

_MOST_ASKED = 2
_TOGETHER = 3
_TRIPLE_ROWS = 20
_MOST_TOGETHER = 8
_MOST_PAIRS = 16
_MOST_TEXTS = 4
_MOST_UNDER = 40
_WORDS = (
    "contains prefix suffix starts ends index trim strip replace upper lower match split cut find "
    "sub substring fold ignore char"
)
_LATER = "|".join(map(str.capitalize, _WORDS.split()))
_LOOKS = re.compile(
    rf"(?:(?<![A-Za-z])(?:{_WORDS.replace(' ', '|')})|(?<!Url)(?:{_LATER}))"
    r"(?:case|e?s|er|ing)?(?![a-z])\w*\(|\[\s*:|:\s*\]|\[\d*:|(?<!\.)\.\.(?!\.)"
)
"""What looks into a text."""
_CONVERTS = re.compile(r"Itoa|Atoi|Format(?:Int|Float)|valueOf|[tT]oString\(|Sprint|[pP]arse")
"""What makes a text of a number, or a number of a text."""


class Rows(Closing):
    """What is known of one program, with the rows that are worth a run.

    Args:
        run, subjects, hints, sources, report: as for `Beginning`.
    """

    def _same(self, names: Collection[str]) -> Iterator[dict[str, Value]]:
        """Give one text or number for all subjects that have such, so that what holds two against
        each other is found out.
        """
        kinds: dict[Fresh, list[str]] = {}
        for name in names:
            kinds.setdefault(self._shared(self.subjects[name]), []).append(name)
        for text, own in kinds.items():
            if len(own) > 1:
                yield dict.fromkeys(own, text)
            free = [it for it in own if not any(self.subjects[it].values)]
            if len(free) > 1:
                yield from ({**dict.fromkeys(free, text), **it} for it in self._asked_for())
        if any(map(_CONVERTS.search, self.sources)):  # a number may be held against a text
            numbers = [it for it in names if self.subjects[it].type in ("integer", "number")]
            texts = [it for it in names if self.subjects[it].type == "string"]
            if numbers and texts:
                yield dict.fromkeys([*numbers, *texts], self._shared(self.subjects[numbers[0]]))

    def _related(self, names: Collection[str]) -> Iterator[dict[str, Value]]:
        """Give texts of which each is a part of another one, or another one in another letter case,
        for all subjects that may have any.
        """
        own = [it for it in names if self.subjects[it].type == "string"]
        looks = any(map(_LOOKS.search, self.sources))
        for row in related(self.texts, len(own), looks=looks) if len(own) > 1 else ():
            yield dict(zip(own, map(Fresh, row), strict=True))

    def _asked_for(self) -> Iterator[dict[str, Value]]:
        """Give values that the program asks for, of all subjects at once."""
        asked = {n: [*filter(None, self._values(it))] for n, it in self.subjects.items()}
        for number in range(min(max(map(len, asked.values()), default=0), _MOST_ASKED)):
            yield {
                n: it[number % len(it)] for n, it in asked.items() if it and self.subjects[n].values
            }

    def _shared(self, subject: Subject) -> Fresh:
        """A text or a number that subjects have in common."""
        kind = "number" if subject.type in ("integer", "number") else subject.type
        if kind not in self.shared:
            text = str(self.texts.number(3)) if kind == "number" else self.texts.word()
            self.shared[kind] = Fresh(text, mark=True)
        return self.shared[kind]

    def _pairs(self) -> list[Assignment]:
        """Rows in which any two subjects have texts that the program asks for of two things at
        once, and that either may have.
        """
        texts = {
            name: {*self._values(it)} if name in self.bounded else {*it.values, *it.others}
            for name, it in self.subjects.items()
            if name in self.bounded or self.unlike.get(name)
        }
        rows = []
        asked = {it for subject in self.subjects.values() for it in subject.values}
        pairs = sorted(self.hints.together, key=lambda it: -len(asked.intersection(it)))
        for pair in pairs[:_MOST_PAIRS]:
            names = [name for name, own in texts.items() if own.intersection(pair)]
            for bit, flip in product(range((len(names) - 1).bit_length()), (0, 1)):
                given = {name: pair[(n >> bit & 1) ^ flip] for n, name in enumerate(names)}
                rows.append({n: self._value(n, it) for n, it in given.items() if it in texts[n]})
        return [{**self.base, **row} for row in rows if len(row) > 1]

    def _value(self, name: str, text: str) -> Value:
        """A text as a value of a subject."""
        return text if text in self.subjects[name].values else Fresh(text)

    def _triples(
        self, worth: Domains, known: Sequence[Assignment], most: int = _TRIPLE_ROWS
    ) -> list[Assignment]:
        """Rows in which about every three values are together, beside those that are known; of
        many subjects only where the program's files ask for several things at one place.
        """
        if not self._may_decide_together(worth):
            return []
        return [{**self.base, **it} for it in covering(worth, known, most, together=_TOGETHER)]

    def _may_decide_together(self, worth: Domains) -> bool:
        return len(worth) <= _MOST_TOGETHER or any(map(asks_for_several, self.sources))

    def _while_unset(self) -> list[Assignment]:
        """Rows in which nothing is set that need not be, and the others have texts that something
        is looked up by: what is set may stand in the place of what is found.
        """
        unset = {name: "" for name, it in self.subjects.items() if it.optional}
        asked = {
            name: [text for text in it.others if text and text in it.keys]
            for name, it in self.subjects.items()
            if self.unlike[name] and name not in unset and name not in self.bounded
        }
        rows = range(max(map(len, asked.values()), default=0) if unset else 0)
        given = ({n: Fresh(it[at % len(it)]) for n, it in asked.items() if it} for at in rows)
        return [{**self.base, **unset, **texts} for texts in given]

    def _beside(self, domains: Domains) -> Iterator[Assignment]:
        """Rows in which one subject has a value and all others have texts that nobody asks for,
        where the program looks into texts or has an order of numbers: under that value only it may.
        """
        own = {name: self._beyond(it) for name, it in self.subjects.items()}
        is_asked = any(it.near for it in self.subjects.values())
        if not is_asked and not any(map(_LOOKS.search, self.sources)):
            return
        for name, values in domains.items():
            given = {n: it for n, it in own.items() if it and n != name}
            for value in (it for it in values if isinstance(it, str)):
                for number in range(max(map(len, given.values()), default=0)):
                    texts = {n: it[number % len(it)] for n, it in given.items()}
                    yield {**self.base, **texts, name: value}

    def _beyond(self, subject: Subject) -> list[Fresh]:
        """A few texts or numbers of a subject that nobody asks for, but something may look into."""
        name = subject.identity
        if name in self.bounded or not self.unlike[name]:
            return []
        if subject.near:
            larger = 2 * max(map(int, subject.near)) + 1
            return [Fresh(it) for it in (*subject.near[-2:], str(larger))]
        if subject.type != "string":
            return self.unlike[name][:1]
        mixed = self.texts.mixed(subject.values, quoted=True)
        return [mixed, *islice(self.texts.sure(subject), _MOST_TEXTS)]

    def _dropped(self, used: Sequence[Observation]) -> Iterator[Assignment]:
        """The runs with texts that were tried only beside values which are none any more."""
        seen = {(name, it) for run in used for name, it in run.assignment.items()}
        tried = (pair for run in self.trying.observations for pair in run.assignment.items())
        left: dict[str, list[Value]] = {}
        for name, it in dict.fromkeys(tried):
            is_beyond = self.limits.is_beyond(name, it)
            if name not in self.bounded and (name, it) not in seen and not is_beyond:
                left.setdefault(name, []).append(it)
        many = max(map(len, left.values()), default=0)
        for name in self.bounded:
            left[name] = [*self._values(self.subjects[name])]
        for number in range(many):
            yield {**self.base, **{name: it[number % len(it)] for name, it in left.items() if it}}

    def _unlike_under(self, program: Program, seen: Seen) -> Iterator[Assignment]:
        """Rows in which what is open has texts that nobody asks for, where each condition holds and
        where it does not: what a program asks of them there only is seen so.
        """
        holds = [{(n, it.holds(n)) for n in program.conditions} for it in seen.reducers]
        left = {(n, it) for n in program.conditions for it in (True, False)} - self.unlike_under
        asked = self._asked_by(program)
        while left:
            number, best = max(enumerate(holds), key=lambda it: len(it[1] & left))
            if not best & left:
                return
            self.unlike_under |= best & left
            left -= best
            row = seen.observations[number].assignment
            if not any(isinstance(it, str) for it in row.values()):
                continue  # such texts were tried together
            for texts in zip_longest(*map(self._unasked, row)):
                own = zip(row.items(), texts, strict=True)
                kept = ((n, it, isinstance(it, str) and n in asked, text) for (n, it), text in own)
                yield {n: it if is_kept else text or it for n, it, is_kept, text in kept}

    def _compared_under(
        self, program: Program, domains: Domains, runs: Runs
    ) -> Iterator[Assignment]:
        """Rows in which one subject has a value, or several those of a context, and all others have
        one text, and those that something is compared with of which is not known what.
        """
        if not self._may_decide_together(domains):
            return
        compared = {name: self._compared(name) for name in self.subjects}
        for kept in self._deciding(program, domains, runs):
            key = frozenset(kept.items())
            if key in self.compared_under or kept.items() <= self.base.items():
                continue
            if len(self.compared_under) == _MOST_UNDER:
                return
            self.compared_under.add(key)
            texts = {name: it for name, it in compared.items() if name not in kept}
            for row in zip_longest(*texts.values()):
                given = zip(texts, row, strict=True)
                yield {**self.base, **kept, **{n: it for n, it in given if it is not None}}

    def _deciding(self, program: Program, domains: Domains, runs: Runs) -> Iterator[Assignment]:
        """The values under which a program may do something else."""
        asked = self._asked_by(program)
        yield from ({name: it} for name in asked for it in domains[name])
        yield from flowing(runs)

    def _asked_by(self, program: Program) -> dict[str, None]:
        """The subjects that the conditions of a program ask for."""
        parts = walk(list(program.conditions.values()))
        return dict.fromkeys(asked_in(parts, self.subjects))

    def _compared(self, name: str) -> list[Fresh]:
        """A text that all have, then those that what may be its value is compared with."""
        subject = self.subjects[name]
        if name in self.bounded or not self.unlike[name] or subject.type != "string":
            return []
        asked = [value for it in self.subjects.values() for value in it.values]
        texts = dict.fromkeys([*subject.compared, *asked])
        return [self._shared(subject), *(Fresh(it) for it in texts if it in subject.others)]

    def _together(
        self, program: Program, domains: Domains, tried: Sequence[Assignment]
    ) -> list[Assignment]:
        """Rows in which any three of the values are together that the conditions of a program ask
        for, and another one of each subject.
        """
        asked = {repr(it) for it in walk(list(program.conditions.values()))}
        worth: dict[str, list[Value]] = {}
        for name, values in domains.items():
            subject = self.subjects[name]
            own = [it for it in values if isinstance(it, str) and repr(subject.asks(it)) in asked]
            if own:
                worth[name] = [*own, *(it for it in values if it not in own)][: len(own) + 1]
        if len(worth) < _TOGETHER:
            return []
        rows = self._triples(worth, tried, self.together)
        self.together -= len(rows)
        return rows

    def _unasked(self, name: str) -> list[Fresh]:
        """Two texts that nobody asks for, of a subject that can have such."""
        subject = self.subjects[name]
        if name in self.bounded or not self.unlike[name]:
            return []
        if subject.type != "string":
            return [self.unlike[name][0], self.unlike[name][-1]]
        sure = next(self.texts.sure(subject), None)
        return [self.texts.mixed(subject.values, quoted=True), sure or self.unlike[name][-1]]
