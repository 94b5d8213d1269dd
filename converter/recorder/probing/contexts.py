"""Under which conditions the places of a program are seen, and which runs are missing there.

A place that is there under a condition only is, there, as good as a program of its own: what else
decides it is seen where each value was tried together with the condition.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any, TypeAlias

from ...pulumi import Choice, ConditionValue, Expression, Program, children, walk
from .planning import SEED, Domains, covering
from .reducing import Reducer
from .subjects import Assignment, Subject

Context: TypeAlias = "frozenset[tuple[str, bool]]"
"""Conditions, each with whether it holds."""

_ANYWHERE: Context = frozenset()
_MOST_PAIRS = 12
_MOST_CELLS = 16
_MOST_TRIED = 8


def missing(runs: Runs) -> list[Assignment]:
    """Give the runs that what was found does not yet stand on.

    In each context there has to be each value, where a resource is there, pairs of values, too;
    where a condition is asked for, each combination of the values that it asks for; and what else
    decides a place has to hold and not to hold.
    """
    program = runs.program
    asked = list(_asked(program))
    for context, condition in asked:
        runs.combine(context, condition)
    for context, condition in _beside(program):
        runs.decide(context, condition)
    resources = {it.condition for it in program.resources.values()}
    inner = {context | {(name, it)} for context, name in asked for it in (True, False)}
    for context in sorted(inner, key=lambda it: (-len(it), sorted(it))):
        own = next(iter(context))
        is_resource = len(context) == 1 and own[1] and own[0] in resources
        runs.cover(context, _MOST_PAIRS if is_resource else 0)
    return runs.new


def flowing(runs: Runs) -> Iterator[Assignment]:
    """Give the values with which what was tried is in each context in which values flow through,
    but for these; and where each condition holds, and does not.
    """
    found: dict[Context, set[str]] = {}
    for condition, value in _values(runs.program):
        for context, node in _inside(value, _context(condition)):
            name = runs.name_of(node)
            if name is not None and context:
                found.setdefault(context, set()).add(name)
    for condition in runs.program.conditions:
        for holds in (True, False):
            yield runs.values_in(frozenset([(condition, holds)]), ())
    for context, names in found.items():
        yield runs.values_in(context, names)


def _values(program: Program) -> Iterator[tuple[str | None, Expression]]:
    """Give what resources and outputs are given, each with the condition under which it is."""
    yield from ((it.condition, it.inputs) for it in program.resources.values())
    yield from ((it.condition, it.value) for it in program.exports.values())


def _context(condition: str | None) -> Context:
    return _ANYWHERE if condition is None else frozenset([(condition, True)])


def _asked(program: Program) -> dict[tuple[Context, str], None]:
    """Give the contexts in which a program asks for conditions, each with the condition."""
    found: dict[tuple[Context, str], None] = {}
    for condition, value in _values(program):
        if condition is not None:
            found[_ANYWHERE, condition] = None
        found.update(_choices(value, _context(condition)))
    return found


def _choices(value: Any, context: Context) -> dict[tuple[Context, str], None]:
    """Give the contexts in which a value asks for conditions, each with the condition."""
    nodes = _inside(value, context)
    return {(own, it.condition): None for own, it in nodes if isinstance(it, Choice)}


def _inside(value: Any, context: Context) -> Iterator[tuple[Context, Any]]:
    """Give a value and all that is in it, each with the context that it is in."""
    yield context, value
    if not isinstance(value, Choice):
        for child in children(value):
            yield from _inside(child, context)
        return
    for side, holds in ((value.then, True), (value.otherwise, False)):
        if (value.condition, not holds) not in context:
            yield from _inside(side, context | {(value.condition, holds)})


def _beside(program: Program) -> Iterator[tuple[Context, str]]:
    """Give the contexts of a place, each with another condition that decides the place."""
    for resource in program.resources.values():
        for choice in _outermost(resource.inputs):
            asked = _choices(choice, _context(resource.condition))
            conditions = dict.fromkeys(condition for _, condition in asked)
            for context, condition in asked:
                for other in conditions:
                    if other != condition:
                        yield context | {(condition, True)}, other
                        yield context | {(condition, False)}, other


def _outermost(value: Any) -> Iterator[Choice]:
    if isinstance(value, Choice):
        yield value
    else:
        for child in children(value):
            yield from _outermost(child)


@dataclass(slots=True)
class _Run:
    """A run, and which conditions hold in it."""

    row: Assignment
    reducer: Reducer
    truths: dict[str, bool | None] = field(default_factory=dict)

    def is_in(self, context: Context) -> bool:
        """Tell whether it is in a context."""
        return all(self._holds(name) is truth for name, truth in context)

    def _holds(self, name: str) -> bool | None:
        if name not in self.truths:
            self.truths[name] = self.reducer.holds(name)
        return self.truths[name]


class Runs:
    """Runs of a program, those that are missing last.

    Args:
        program: what was found.
        subjects: by identity.
        domains: the values of each subject.
        tried: what was tried.
        base: the values where it does not matter.
    """

    def __init__(
        self,
        program: Program,
        subjects: Mapping[str, Subject],
        domains: Domains,
        tried: list[Assignment],
        base: Assignment,
    ) -> None:
        self.program, self._domains, self._base = program, domains, base
        self._names = {repr(it.node): name for name, it in subjects.items()}
        self._types = {key: it.type for key, it in program.config.items()}
        self._runs = [self._run(row) for row in tried]
        self._before = len(tried)

    @property
    def new(self) -> list[Assignment]:
        """Those that are missing."""
        return [it.row for it in self._runs[self._before :]]

    def combine(self, context: Context, condition: str) -> None:
        """Have each combination of the values that a condition asks for, in a context."""
        support = list(dict.fromkeys(self._support(condition)))
        domains = [self._domains[it] for it in support]
        inside = self._inside(context)
        known = {tuple(row[it] for it in support) for row in inside}
        cells = [it for it in product(*domains) if it not in known]
        if len(cells) > _MOST_CELLS:
            cells = random.Random(SEED).sample(cells, _MOST_CELLS)
        for number, cell in enumerate(cells):
            values = dict(zip(support, cell, strict=True))
            rows = [*inside[number:], *inside[:number]][:_MOST_TRIED]
            within = ({**row, **values} for row in rows)
            self._add(next((it for it in within if self._run(it).is_in(context)), None))

    def decide(self, context: Context, condition: str) -> None:
        """Have a condition hold and not hold in a context, where both can be."""
        inside = self._inside(context)
        support = list(dict.fromkeys(self._support(condition)))
        for truth in (True, False):
            wanted = context | {(condition, truth)}
            if any(it.is_in(wanted) for it in self._runs):
                continue
            rows = self._inside(frozenset([(condition, truth)]))
            cells = {tuple(row[it] for it in support): row for row in rows}
            mixed = (
                {**row, **{it: cell[it] for it in support}}
                for cell in cells.values()
                for row in inside[:_MOST_TRIED]
            )
            self._add(next((it for it in mixed if self._run(it).is_in(wanted)), None))

    def cover(self, context: Context, pairs: int) -> None:
        """Have each value in a context, and pairs of values in so many runs."""
        support = {it for name, _ in context for it in self._support(name)}
        inside = self._inside(context)
        cells = list({tuple(row[it] for it in support): row for row in inside}.values())
        others = {n: it for n, it in self._domains.items() if len(it) > 1 and n not in support}
        for number, row in enumerate(covering(others, inside, pairs) if inside else ()):
            cell = cells[number % len(cells)]
            self._add({**self._base, **row, **{it: cell[it] for it in support}})

    def name_of(self, node: Any) -> str | None:
        """Give the subject whose value a node is."""
        return None if isinstance(node, dict | list | str) else self._names.get(repr(node))

    def values_in(self, context: Context, free: Collection[str]) -> Assignment:
        """Give the values that a context asks for, of what was tried in it, without those of a few
        subjects where these have none that anybody asks for.
        """
        names = {it for name, _ in context for it in self._support(name)}
        inside = (it.row for it in self._runs[: self._before] if it.is_in(context))
        rows = ({it: row[it] for it in names} for row in inside)
        kept = [
            {name: it for name, it in row.items() if name not in free or isinstance(it, str)}
            for row in rows
        ]
        return min(kept, key=len, default={})

    def _add(self, row: Assignment | None) -> None:
        if row is not None:
            self._runs.append(self._run(row))

    def _inside(self, context: Context) -> list[Assignment]:
        return [it.row for it in self._runs if it.is_in(context)]

    def _run(self, row: Assignment) -> _Run:
        return _Run(row, Reducer(row, self._types, self.program.conditions, self.program.tables))

    def _support(self, condition: str) -> Iterator[str]:
        """Give the subjects that a condition asks for."""
        for node in walk(self.program.conditions[condition]):
            if isinstance(node, ConditionValue):
                yield from self._support(node.name)
            elif (name := self.name_of(node)) is not None:
                yield name
