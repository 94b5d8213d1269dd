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


def missing(
    program: Program,
    subjects: Mapping[str, Subject],
    domains: Domains,
    tried: list[Assignment],
    base: Assignment,
) -> list[Assignment]:
    """Give the runs that what was found does not yet stand on.

    In each context there has to be each value, where a resource is there, pairs of values, too;
    where a condition is asked for, each combination of the values that it asks for; and what else
    decides a place has to hold and not to hold.

    Args:
        program: what was found.
        subjects: by identity.
        domains: the values of each subject.
        tried: what was tried.
        base: the values where it does not matter.
    """
    runs = _Runs(program, subjects, domains, tried, base)
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


def flowing(
    program: Program,
    subjects: Mapping[str, Subject],
    domains: Domains,
    tried: list[Assignment],
    base: Assignment,
) -> Iterator[Assignment]:
    """Give the values with which runs are in each context in which values flow through, but for
    these; and where each condition holds, and does not. Arguments as for `missing`.
    """
    runs = _Runs(program, subjects, domains, tried, base)
    nodes = {repr(it.node): name for name, it in subjects.items()}
    found: dict[Context, set[str]] = {}
    for resource in program.resources.values():
        own = frozenset([(resource.condition, True)] if resource.condition is not None else [])
        _note_flowing(resource.inputs, own, nodes, found)
    for export in program.exports.values():
        own = frozenset([(export.condition, True)] if export.condition is not None else [])
        _note_flowing(export.value, own, nodes, found)
    for name in program.conditions:
        for holds in (True, False):
            yield runs.values_in(frozenset([(name, holds)]), ())
    for context, names in found.items():
        yield runs.values_in(context, names)


def _note_flowing(
    value: Any, context: Context, nodes: Mapping[str, str], found: dict[Context, set[str]]
) -> None:
    if isinstance(value, Choice):
        for side, holds in ((value.then, True), (value.otherwise, False)):
            _note_flowing(side, context | {(value.condition, holds)}, nodes, found)
        return
    name = nodes.get(repr(value)) if not isinstance(value, dict | list | str) else None
    if name is not None and context:
        found.setdefault(context, set()).add(name)
    for child in children(value):
        _note_flowing(child, context, nodes, found)


def _asked(program: Program) -> dict[tuple[Context, str], None]:
    """Give the contexts in which a program asks for conditions, each with the condition."""
    found: dict[tuple[Context, str], None] = {}
    parts: list[tuple[str | None, Expression]] = [
        (it.condition, it.inputs) for it in program.resources.values()
    ]
    parts += [(it.condition, it.value) for it in program.exports.values()]
    for condition, value in parts:
        if condition is not None:
            found[_ANYWHERE, condition] = None
        own = _ANYWHERE if condition is None else frozenset([(condition, True)])
        found.update(dict.fromkeys(_inside(value, own)))
    return found


def _inside(value: Any, context: Context) -> Iterator[tuple[Context, str]]:
    if not isinstance(value, Choice):
        for child in children(value):
            yield from _inside(child, context)
        return
    yield context, value.condition
    for side, holds in ((value.then, True), (value.otherwise, False)):
        if (value.condition, not holds) not in context:
            yield from _inside(side, context | {(value.condition, holds)})


def _beside(program: Program) -> Iterator[tuple[Context, str]]:
    """Give the contexts of a place, each with another condition that decides the place."""
    for resource in program.resources.values():
        own = _ANYWHERE if resource.condition is None else frozenset([(resource.condition, True)])
        for choice in _outermost(resource.inputs):
            asked = dict.fromkeys(_inside(choice, own))
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


class _Runs:
    """Runs of a program, those that are missing last.

    Args: see `missing`.
    """

    def __init__(
        self,
        program: Program,
        subjects: Mapping[str, Subject],
        domains: Domains,
        tried: list[Assignment],
        base: Assignment,
    ) -> None:
        self._program, self._domains, self._base = program, domains, base
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

    def values_in(self, context: Context, free: Collection[str]) -> Assignment:
        """Give the values that a context asks for, of a run in it, without those of a few subjects
        where these have none that anybody asks for.
        """
        names = {it for name, _ in context for it in self._support(name)}
        rows = ({it: row[it] for it in names} for row in self._inside(context))
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
        return _Run(row, Reducer(row, self._types, self._program.conditions, self._program.tables))

    def _support(self, condition: str) -> Iterator[str]:
        return support(condition, self._program.conditions, self._names)


def support(
    condition: str, conditions: Mapping[str, Expression], names: Mapping[str, str]
) -> Iterator[str]:
    """Give the subjects that a condition asks for.

    Args:
        condition: its name.
        conditions: all of a program.
        names: the subjects, by how their nodes are represented.
    """
    for node in walk(conditions[condition]):
        if isinstance(node, ConditionValue):
            yield from support(node.name, conditions, names)
        elif repr(node) in names:
            yield names[repr(node)]
