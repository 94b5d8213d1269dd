"""The simplest formula over the values of subjects that tells some runs from others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from ...pulumi import AllOf, AnyOf, Expression, Negation
from .subjects import Subject

OTHER = None
"""Stands for every value of a subject that is not worth trying."""

Point = Mapping[str, "str | None"]
"""The value of each subject in a run, `OTHER` for any other than those worth trying."""

_MOST_TOGETHER = 3
_Row = tuple["str | None", ...]
_Cube = tuple[frozenset["str | None"], ...]


@dataclass(frozen=True, slots=True)
class Formula:
    """What tells the runs apart; ``flipped`` where it holds for those that were not meant.

    Args:
        condition: what holds for some of them.
        flipped: see above.
        support: the subjects that it asks for.
        cost: how much it asks.
    """

    condition: Expression
    flipped: bool
    support: tuple[str, ...]
    cost: float


def separating(
    meant: Sequence[Point], rest: Sequence[Point], subjects: Mapping[str, Subject]
) -> Formula | None:
    """Give the formula for some runs and not for others; None where there is none."""
    varying = [it for it in subjects if len({point[it] for point in (*meant, *rest)}) > 1]
    found = (
        _simplest(meant, rest, [subjects[it] for it in support])
        for support in _supports(meant, rest, varying)
    )
    return min(found, key=lambda it: it.cost, default=None)


def support_of(
    meant: Sequence[Point], rest: Sequence[Point], subjects: Mapping[str, Subject]
) -> tuple[str, ...] | None:
    """Give the fewest subjects whose values tell runs apart."""
    varying = [it for it in subjects if len({point[it] for point in (*meant, *rest)}) > 1]
    return next(iter(_supports(meant, rest, varying)), None)


def _supports(
    meant: Sequence[Point], rest: Sequence[Point], varying: list[str]
) -> Iterator[tuple[str, ...]]:
    """Give the sets of subjects that tell runs apart, of the smallest size that does."""
    alike = _Alike(meant, rest)
    for size in range(1, min(_MOST_TOGETHER, len(varying)) + 1):
        found = False
        for support in combinations(varying, size):
            if not alike.by(support):
                found = True
                yield support
        if found:
            return
    if not alike.by(varying):
        kept = list(varying)
        for one in varying:
            fewer = [it for it in kept if it != one]
            if not alike.by(fewer):
                kept = fewer
        yield tuple(kept)


class _Alike:
    """Tells by which subjects runs are alike that should be told apart.

    Two runs that were alike by some subjects are alike by many others, too: what two runs differ in
    is kept, so that most sets of subjects are not held against all runs.
    """

    def __init__(self, meant: Sequence[Point], rest: Sequence[Point]) -> None:
        self._meant, self._rest = meant, rest
        self._differences: list[frozenset[str]] = []

    def by(self, support: Collection[str]) -> bool:
        """Whether two runs have the same values of some subjects."""
        for different in self._differences:
            if different.isdisjoint(support):
                return True
        rows = {tuple(point[it] for it in support): point for point in self._meant}
        for point in self._rest:
            other = rows.get(tuple(point[it] for it in support))
            if other is not None:
                self._differences.append(frozenset(it for it in point if point[it] != other[it]))
                return True
        return False


def _simplest(meant: Sequence[Point], rest: Sequence[Point], subjects: list[Subject]) -> Formula:
    names = tuple(it.identity for it in subjects)
    rows = [list({tuple(p[it] for it in names): None for p in points}) for points in (meant, rest)]
    domains = [
        {row[place] for side in rows for row in side} | _possible(subject)
        for place, subject in enumerate(subjects)
    ]
    straight = _covered(rows[0], rows[1], domains, subjects)
    flipped = _covered(rows[1], rows[0], domains, subjects)
    if flipped[0] < straight[0]:
        return Formula(flipped[1], True, names, flipped[0])
    return Formula(straight[1], False, names, straight[0])


def _possible(subject: Subject) -> set[str | None]:
    return set(subject.values) | (set() if subject.closed else {OTHER})


def _covered(
    wanted: list[_Row],
    unwanted: list[_Row],
    domains: list[set[str | None]],
    subjects: list[Subject],
) -> tuple[float, Expression]:
    """Give a formula for rows, with what it costs."""
    cubes: list[_Cube] = []
    for row in wanted:
        if not any(_holds(cube, row) for cube in cubes):
            cubes.append(_widened(row, unwanted, domains))
    cubes = _needed(cubes, wanted)
    terms = [_term(cube, domains, subjects) for cube in cubes]
    cost = sum(cost for cost, _ in terms) + len(terms) - 1
    return cost, _joined(AnyOf, [term for _, term in terms])


def _holds(cube: _Cube, row: _Row) -> bool:
    return all(value in allowed for value, allowed in zip(row, cube, strict=True))


def _widened(row: _Row, unwanted: list[_Row], domains: list[set[str | None]]) -> _Cube:
    """Give the values that a row may take on without becoming an unwanted one."""
    cube = [frozenset([value]) for value in row]
    for place, domain in enumerate(domains):
        for wider in (frozenset(domain), *(frozenset([it]) for it in _sorted(domain))):
            trial = [*cube]
            trial[place] = cube[place] | wider
            if not any(_holds(tuple(trial), other) for other in unwanted):
                cube = trial
    return tuple(cube)


def _sorted(domain: set[str | None]) -> list[str | None]:
    return sorted(domain, key=lambda it: (it is OTHER, it or ""))


def _needed(cubes: list[_Cube], wanted: list[_Row]) -> list[_Cube]:
    kept = list(cubes)
    for cube in cubes:
        fewer = [it for it in kept if it is not cube]
        if fewer and all(any(_holds(it, row) for it in fewer) for row in wanted):
            kept = fewer
    return kept


def _term(
    cube: _Cube, domains: list[set[str | None]], subjects: list[Subject]
) -> tuple[float, Expression]:
    found = [
        _literal(subject, allowed, domain)
        for subject, allowed, domain in zip(subjects, cube, domains, strict=True)
        if allowed != domain
    ]
    cost = sum(cost for cost, _ in found) + len(found) - 1
    return cost, _joined(AllOf, [literal for _, literal in found])


def _literal(
    subject: Subject, allowed: frozenset[str | None], domain: set[str | None]
) -> tuple[float, Expression]:
    """Say that a subject has one of some values."""
    is_one = None if OTHER in allowed else _among(subject, allowed)
    left_out = frozenset(domain) - allowed
    is_none = None if OTHER in left_out else _among(subject, left_out)
    if is_one is not None and (is_none is None or is_one[0] <= is_none[0] + 0.5):
        return is_one
    assert is_none is not None  # the other values are either allowed or not
    return is_none[0] + 0.5, Negation(is_none[1])


def _among(subject: Subject, values: frozenset[str | None]) -> tuple[float, Expression]:
    texts = [it for it in subject.values if it in values]
    texts += sorted(it for it in values if it is not None and it not in texts)
    cost = 2.0 * len(texts) - 1
    if texts in (["false"], [subject.default]) and len(subject.values) > 1:
        cost += 0.75  # a person asks for what is special
    return cost, _joined(AnyOf, [subject.asks(text) for text in texts])


def _joined(together: type[AllOf] | type[AnyOf], parts: list[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else together(tuple(parts))
