"""Values with which a condition that is noted beside a program holds, or does not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product

from ...pulumi import (
    AllOf,
    AnyOf,
    Concat,
    ConditionValue,
    Equal,
    Expression,
    Join,
    Lookup,
    Negation,
    walk,
)
from .observing import Hints
from .reducing import Reducer
from .subjects import Assignment, Fresh, Subject, Value, asked_in, text_in

_MOST_TEXTS = 12  # so many texts of a subject are put together with those of others
_MOST_COMBINATIONS = 400
_MOST_WAYS = 4  # so many ways to meet one part of a condition are tried with its other parts
_MOST_FOUND = 2
_MOST_TRIED = 4_000  # so many values are tried at most, however often conditions name each other


class Noted:
    """The conditions that are noted beside a program.

    Args:
        hints: has them, and the tables that they look into.
        subjects: what they may ask for, by identity.
    """

    def __init__(self, hints: Hints, subjects: Mapping[str, Subject]) -> None:
        self._hints, self._subjects = hints, subjects
        self._left = _MOST_TRIED
        self._types = {it.name: it.type for it in subjects.values() if not it.known}

    def unseen(self, rows: Iterable[Assignment]) -> list[tuple[str, bool]]:
        """Give the conditions that hold in none of some runs, or in all of them, each with what it
        was not; but for those that ask for nothing, or for a secret.
        """
        asking = [name for name in self._hints.conditions if self._asked(name)]
        left = {(name, wanted): None for name in asking for wanted in (True, False)}
        for row in rows:
            reducer = self._reducer(row)
            if not left:
                break
            for name, wanted in [it for it in left if reducer.holds(it[0]) is it[1]]:
                del left[name, wanted]
        return list(left)

    def rows(self, name: str, wanted: bool, base: Assignment) -> list[dict[str, Value]]:
        """Give values of what a condition asks for, with which it holds, or does not.

        Args:
            name: the condition.
            wanted: whether it is to hold.
            base: values of all subjects.
        """
        self._left = _MOST_TRIED
        found = self._met(self._hints.conditions[name], {}, base, wanted=wanted)
        return list(islice(found, _MOST_FOUND))

    def _met(
        self, condition: Expression, given: dict[str, Value], base: Assignment, *, wanted: bool
    ) -> Iterator[dict[str, Value]]:
        """Values beside those that are given with which a condition holds, or does not."""
        if self._left <= 0:
            return
        if isinstance(condition, ConditionValue):
            inner = self._hints.conditions[condition.name]
            yield from self._met(inner, given, base, wanted=wanted)
        elif isinstance(condition, Negation):
            yield from self._met(condition.condition, given, base, wanted=not wanted)
        elif isinstance(condition, (AllOf, AnyOf)):
            parts = condition.conditions
            if isinstance(condition, AllOf) is wanted:
                yield from self._all_met(parts, given, base, wanted=wanted)
            else:
                for part in parts:
                    yield from self._met(part, given, base, wanted=wanted)
        else:
            for row in self._tried(condition, given, base):
                self._left -= 1
                if self._reducer({**base, **row}).truth(condition) is wanted:
                    yield row

    def _all_met(
        self,
        parts: Sequence[Expression],
        given: dict[str, Value],
        base: Assignment,
        *,
        wanted: bool,
    ) -> Iterator[dict[str, Value]]:
        if not parts:
            yield given
            return
        for row in islice(self._met(parts[0], given, base, wanted=wanted), _MOST_WAYS):
            yield from self._all_met(parts[1:], row, base, wanted=wanted)

    def _tried(
        self, comparison: Expression, given: dict[str, Value], base: Assignment
    ) -> Iterator[dict[str, Value]]:
        """Values for what a comparison asks for, beside those that are given."""
        parts = list(walk(comparison))
        names = [it for it in asked_in(parts, self._subjects) if it not in given]
        texts = list(dict.fromkeys(self._texts(parts)))
        texts += [it for n in names for it in self._subjects[n].values if it not in texts]
        texts += [it for it in map(text_in, given.values()) if it is not None and it not in texts]
        domains = [list(self._domain(it, texts, base)) for it in names]
        for values in islice(product(*domains), _MOST_COMBINATIONS):
            yield {**given, **dict(zip(names, values, strict=True))}

    def _asked(self, name: str) -> list[str]:
        """The subjects that a condition asks for; none where one is a secret."""
        names = asked_in(self._parts(name), self._subjects)
        return [] if any(self._subjects[it].secret for it in names) else names

    def _reducer(self, row: Assignment) -> Reducer:
        return Reducer(row, self._types, self._hints.conditions, self._hints.tables)

    def _parts(self, name: str) -> Iterator[Expression]:
        """The parts of a condition, and of those that it names, each once."""
        names = {name: None}
        left = [name]
        while left:
            for part in walk(self._hints.conditions[left.pop()]):
                yield part
                if isinstance(part, ConditionValue) and part.name not in names:
                    names[part.name] = None
                    left.append(part.name)

    def _texts(self, parts: Iterable[Expression]) -> Iterator[str]:
        """The texts that conditions compare with, what these may be made of, and rows of tables."""
        for part in parts:
            if isinstance(part, Lookup):
                yield from self._hints.tables.get(part.table, {})
            if isinstance(part, Equal):
                for one, other in ((part.left, part.right), (part.right, part.left)):
                    if isinstance(other, str):
                        yield other
                        yield from _pieces(one, other)

    def _domain(self, name: str, texts: Iterable[str], base: Assignment) -> Iterator[Value]:
        """The values of a subject that are tried, and what stands for any other."""
        subject = self._subjects[name]
        yield base[name]
        own = dict.fromkeys([*subject.values, *(() if subject.closed else texts)])
        for text in islice(own, _MOST_TEXTS):
            yield text if text in subject.values else Fresh(text)
        items = (text_in(base[name]) or subject.default or "").split(",")
        if subject.type == "list" and not subject.closed:
            for place, text in product(range(len(items)), islice(texts, _MOST_TEXTS)):
                yield Fresh(",".join([*items[:place], text, *items[place + 1 :]]))


def _pieces(made: Expression, text: str) -> Iterator[str]:
    """What the parts of a text may be that is put together of several."""
    for part in walk(made):
        between = part.parts if isinstance(part, Concat) else ()
        for delimiter in (part.delimiter,) if isinstance(part, Join) else between:
            if isinstance(delimiter, str) and delimiter:
                yield from text.split(delimiter)
