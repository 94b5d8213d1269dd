"""One expression for what a place held in many runs."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from ...errors import Path
from ...pulumi import (
    ABSENT,
    Base64,
    Choice,
    EnumMember,
    Equal,
    Expression,
    Negation,
    Node,
    Object,
    Secret,
    walk,
)
from .aligning import columns, in_order
from .deciding import Formula, separating
from .lifting import lifted
from .looking_up import in_list, in_made_up_table, in_noted_table, in_table
from .naming import condition_name
from .observing import Cases, ConflictError, Later, Seen
from .shapes import LEAF, LIST, MAP, entries, is_container, literals_in, may_be, shape, weight
from .sharing import decoded, shared
from .subjects import Subject, text_in

Cluster = tuple[Expression, list[int]]


class Merging:
    """Merges what places held in the runs that were seen.

    Args:
        seen: the runs; conditions and tables that are found go there.

    Attributes:
        doubts: runs, by number, and subjects that should have another value beside what else they
            have: a literal may be that subject's value.
    """

    def __init__(self, seen: Seen) -> None:
        self.seen = seen
        self.doubts: dict[tuple[int, str], None] = {}
        self._lifted: dict[tuple[int, Any], dict[str, Expression]] = {}

    def value(self, path: Path, cases: Cases) -> Expression:
        """Give the expression for a place.

        Raises:
            ConflictError: runs that nothing tells apart differ.
        """
        different = {self.seen.plain(value): value for value in cases.values()}
        some = next(iter(cases.values()))
        is_asked = is_container(some) and self.seen.hints.is_asked_within(path)
        if len(different) == 1:
            return self._alike(shape(some), path, cases) if is_asked else self._same(path, cases)
        if all(isinstance(value, Secret) for value in cases.values()):
            return Secret(self.value(path, {run: it.value for run, it in cases.items()}))
        whole = None if is_asked else self._explanation(cases)
        if whole is not None:
            refusing = in_noted_table(self.seen, cases) if self._asks_refused(whole) else None
            if refusing is not None:
                return refusing
            self._doubt(whole, list(cases))
            return whole
        encoded = {run: decoded(value) for run, value in cases.items()}
        if all(text is not None for text in encoded.values()):
            return Base64(self.value(path, encoded))
        shapes: dict[Any, Cases] = {}
        for run, value in cases.items():
            shapes.setdefault(shape(value), {})[run] = value
        if len(shapes) == 1:
            return self._alike(next(iter(shapes)), path, cases)
        return self._mixed(path, shapes, cases)

    def _asks_refused(self, value: Expression) -> bool:
        """Whether a value is made of a subject with which the program fails for all values but
        those tried: a table refuses them, too.
        """
        refused = [self.seen.subjects[name].node for name in self.seen.refused]
        return any(node in refused for node in walk(value))

    def _same(self, path: Path, cases: Cases) -> Expression:
        """Give what a place held in every run."""
        found: Expression = next(iter(cases.values()))
        for name in self.seen.hints.asked_at(path):
            if name in self.seen.subjects:
                whole = self._explanation(cases, [self.seen.subjects[name]])
                found = found if whole is None else whole
        text = decoded(found)
        found = found if text is None else Base64(text)
        self._doubt(found, list(cases))
        return found

    def _doubt(self, value: Expression, runs: list[int]) -> None:
        """Note the subjects whose value may be what a literal is, as they have no other in runs."""
        literals = [it for it in literals_in(value) if it not in (True, False, "", None)]
        if not literals:
            return
        for name in self.seen.subjects:
            given = {self.seen.observations[run].assignment[name] for run in runs}
            text = text_in(next(iter(given))) if len(given) == 1 else None
            if text and any(may_be(literal, text) for literal in literals):
                self.doubts.setdefault((runs[0], name))

    def _mixed(self, path: Path, shapes: dict[Any, Cases], cases: Cases) -> Expression:
        """Choose among values of different shapes."""
        table = in_noted_table(self.seen, cases)
        if table is not None:
            return table
        clusters = self._leaf_clusters(shapes.pop((LEAF,), {}), cases)
        covered = {run for _, runs in clusters for run in runs}
        for own in shapes.values():
            left = {run: it for run, it in own.items() if run not in covered}
            if left:
                clusters.append((Later(path, left), list(left)))
        return self._chosen(path, sorted(clusters, key=lambda it: it[1][0]))

    def _alike(self, kind: Any, path: Path, cases: Cases) -> Expression:
        if kind[0] == MAP:
            return self._map(path, cases)
        if kind[0] == LIST:
            table = in_noted_table(self.seen, cases)
            return table if table is not None else self._list(path, cases)
        return self._leaf(path, cases)

    def _map(self, path: Path, cases: Cases) -> Expression:
        clusters = self._wholes(path, cases)
        if clusters is not None:
            return self._chosen(path, clusters)
        some = next(iter(cases.values()))
        named = {run: entries(value) for run, value in cases.items()}
        merged = self.fields(path, named)
        return Object(some.type, merged) if isinstance(some, Object) else merged

    def fields(self, path: Path, held: dict[int, dict[str, Any]]) -> dict[str, Expression]:
        """Merge what runs held under names."""
        return {
            name: self.value(
                (*path, name), {run: own.get(name, ABSENT) for run, own in held.items()}
            )
            for name in in_order([list(own) for own in held.values()])
        }

    def _wholes(self, path: Path, cases: Cases) -> list[Cluster] | None:
        """Give two maps that have nothing in common: they are chosen as a whole."""
        different: dict[Any, list[int]] = {}
        for run, value in cases.items():
            different.setdefault(self.seen.plain(value), []).append(run)
        if len(different) != 2:
            return None
        runs = list(different.values())
        left, right = (entries(cases[own[0]]) for own in runs)
        both = left.keys() & right.keys()
        pairs = [{runs[0][0]: left[name], runs[1][0]: right[name]} for name in both]
        if any(self._explanation(pair) is not None for pair in pairs):
            return None
        if len(both) == 1 and len(left) == len(right) == 1:
            return None
        if any(is_container(left[name]) for name in both):
            return None
        return [(cases[own[0]], own) for own in runs]

    def _list(self, path: Path, cases: Cases) -> Expression:
        clusters = self._whole_lists(path, cases)
        if clusters is not None:
            return self._chosen(path, clusters)
        found: list[Expression] = []
        for number, column in enumerate(columns(cases, self._is_alike)):
            own = {run: column.get(run, ABSENT) for run in cases}
            found.append(self.value((*path, number), own))
        return found

    def _whole_lists(self, path: Path, cases: Cases) -> list[Cluster] | None:
        """Give a list that a subject is or is cut into, and others that stand in its place."""
        for candidate in self._candidates(cases):
            if not isinstance(candidate, Node):
                continue
            runs = [run for run, it in cases.items() if self.seen.explains(candidate, run, it)]
            rest = {run: it for run, it in cases.items() if run not in runs}
            if len(runs) > 1 and rest and self._formula(runs, list(rest)) is not None:
                return [(candidate, runs), (Later(path, rest), list(rest))]
        return None

    def _is_alike(self, left: tuple[int, Any], right: tuple[int, Any]) -> float:
        """Tell how much two items of lists are one item."""
        if self.seen.plain(left[1]) == self.seen.plain(right[1]):
            return 1.0
        shapes = {shape(left[1]), shape(right[1])}
        if len(shapes) > 1:
            return 0.0
        if shapes == {(LEAF,)}:
            return 0.9 if self._explanation(dict([left, right])) is not None else 0.0
        if shape(left[1])[0] != MAP:
            return 0.1
        one, other = entries(left[1]), entries(right[1])
        both = one.keys() & other.keys()
        if not both:
            return 0.05
        pairs = [{left[0]: one[name], right[0]: other[name]} for name in both]
        same = sum(map(self._is_equal, pairs))
        said = sum(not self._is_equal(it) and self._explanation(it) is not None for it in pairs)
        return 0.8 * (same + 0.9 * said) / max(len(one), len(other))

    def _is_equal(self, pair: Cases) -> bool:
        one, other = map(self.seen.plain, pair.values())
        return bool(one == other)

    def _leaf(self, path: Path, cases: Cases) -> Expression:
        table = in_noted_table(self.seen, cases)
        if table is not None:
            return table
        clusters = self._leaf_clusters(cases)

        def choose(left: list[Expression]) -> Expression:
            inner = [(it, runs) for it, (_, runs) in zip(left, clusters, strict=True)]
            held = {run: it for it, runs in inner for run in runs}
            table = in_noted_table(self.seen, held)
            return table if table is not None else self._among(path, held, inner)

        found = shared([it for it, _ in clusters], choose)
        return found if found is not None else self._among(path, cases, clusters)

    def _among(self, path: Path, cases: Cases, clusters: list[Cluster]) -> Expression:
        """Give the choice among values that are not made of others."""
        noted = self._by_noted(path, clusters)
        if noted is not None:
            return noted
        if len(clusters) > 1:
            item = in_list(self.seen, cases)
            if item is not None:
                return item
            table = in_made_up_table(self.seen, path, cases, len(clusters))
            if table is not None:
                return table
        try:
            return self._chosen(path, clusters)
        except ConflictError:
            parted = self._parted(path, cases)
            if parted is None:
                raise
            return parted

    def _parted(self, path: Path, cases: Cases) -> Expression | None:
        """Give the choice by a noted condition between what a place held with and without it."""
        for name in self.seen.conditions_at(path):
            sides: dict[bool | None, Cases] = {}
            for run, value in cases.items():
                sides.setdefault(self.seen.reducers[run].holds(name), {})[run] = value
            if name in self.seen.hints.conditions and sides.keys() == {True, False}:
                with suppress(ConflictError):
                    return Choice(name, *(self.value(path, sides[it]) for it in (True, False)))
        return None

    def _leaf_clusters(self, cases: Cases, every: Cases | None = None) -> list[Cluster]:
        """Cover what a place held with as few expressions as can be.

        Args:
            cases: what it held.
            every: with what it held in other runs: a text that is cut is a list in some.
        """
        candidates = self._candidates(cases)
        if every is not None:  # a text that is cut may be trimmed, too, which only the lists tell
            candidates += [it for it in self._candidates(every) if isinstance(it, Node)]
        explained = [
            {run for run, value in (every or cases).items() if self.seen.explains(it, run, value)}
            for it in candidates
        ]
        left, taken = set(cases), set[int]()
        clusters: list[Cluster] = []
        while left:
            best = max(
                range(len(candidates)),
                key=lambda it: (
                    len(explained[it] & left),
                    0 if every is None else len(explained[it]),
                    -weight(candidates[it]),
                    -it,
                ),
            )
            covered = explained[best] & left
            if not covered:
                break
            clusters.append((candidates[best], sorted(explained[best] - taken)))
            left -= covered
            taken |= explained[best]
        clusters += [(cases[run], [run]) for run in sorted(left)]
        if not self._are_told_apart(clusters):
            clusters = self._by_points(candidates, explained, set(cases)) or clusters
        as_they_are = self._as_they_are(cases, every or cases)
        if len(as_they_are) < len(clusters):  # what explains most need not explain it all
            clusters = as_they_are
        return sorted(clusters, key=lambda it: it[1][0])

    def _point(self, run: int) -> tuple[str | None, ...]:
        return tuple(self.seen.points[run].values())

    def _are_told_apart(self, clusters: list[Cluster]) -> bool:
        """Whether no two clusters have runs with the same values."""
        points = [{self._point(run) for run in runs} for _, runs in clusters]
        return sum(map(len, points)) == len(set().union(*points))

    def _by_points(
        self, candidates: list[Expression], explained: list[set[int]], cases: set[int]
    ) -> list[Cluster] | None:
        """Cover runs so that those with the same values have the same expression; None where that
        cannot be.
        """
        every = set().union(*explained) | cases
        groups: dict[Any, set[int]] = {}
        for run in sorted(every):
            groups.setdefault(self._point(run), set()).add(run)
        left = [it for it in groups.values() if it & cases]
        clusters: list[Cluster] = []
        while left:
            own = [[it for it in left if it <= runs] for runs in explained]
            best = max(
                range(len(candidates)),
                key=lambda it: (sum(map(len, own[it])), -weight(candidates[it]), -it),
            )
            if not own[best]:
                return None
            clusters.append((candidates[best], sorted(set().union(*own[best]))))
            left = [it for it in left if it not in own[best]]
        return clusters

    def _as_they_are(self, cases: Cases, every: Cases) -> list[Cluster]:
        """Cover what a place held with just that."""
        found: dict[Any, Cluster] = {
            self.seen.plain(value): (value, []) for value in cases.values()
        }
        for run, value in every.items():
            if self.seen.plain(value) in found:
                found[self.seen.plain(value)][1].append(run)
        return list(found.values())

    def _explanation(self, cases: Cases, of: Sequence[Subject] = ()) -> Expression | None:
        """Give the one expression that gives what a place held in every run.

        Args:
            cases: what it held.
            of: the subjects that it is made of; whichever where there are none.
        """
        if any(value is ABSENT for value in cases.values()):
            return None
        literal = next(iter(cases.values()))
        for candidate in self._candidates(cases, of):
            if of and candidate == literal:
                continue
            if all(self.seen.explains(candidate, run, value) for run, value in cases.items()):
                return candidate
        return None

    def _candidates(self, cases: Cases, of: Sequence[Subject] = ()) -> list[Expression]:
        """Give the expressions that a place may hold, each once, plain values first."""
        plainly = {run: self.seen.plain(value) for run, value in cases.items()}
        found: dict[Any, Expression] = {}
        for run, value in cases.items():
            found.setdefault(plainly[run], value)
        given = {  # each value once; of a boolean, every run may tell more
            (plainly[run], run if value is True else None): (run, value)
            for run, value in reversed(cases.items())
        }
        for run, value in given.values():
            for spelled, candidate in self._made(run, value, plainly[run], of).items():
                found.setdefault(("lifted", spelled), candidate)
        return list(found.values())

    def _made(
        self, run: int, value: Any, plainly: Any, of: Sequence[Subject]
    ) -> dict[str, Expression]:
        """Give what the value that a place held in a run may come from, by how it is spelled."""
        known = None if of else self._lifted.get((run, plainly))
        if known is None:
            inner = value.value if isinstance(value, EnumMember) else value
            row, subjects = self.seen.observations[run].assignment, self.seen.subjects.values()
            known = {repr(it): it for it in lifted(inner, row, of or subjects)}
            if not of:
                self._lifted[run, plainly] = known
        return known

    def _chosen(self, path: Path, clusters: list[Cluster]) -> Expression:
        """Give the choice among clusters of runs."""
        if len(clusters) == 1:
            value, runs = clusters[0]
            if isinstance(value, Later):
                return self.value(value.path, value.cases)
            self._doubt(value, runs)
            return value
        name, flipped, sides = self._noted(path, clusters) or self._found(path, clusters)
        then, otherwise = (in_table(self.seen, path, it) or self._chosen(path, it) for it in sides)
        return Choice(name, *((otherwise, then) if flipped else (then, otherwise)))

    def _by_noted(self, path: Path, clusters: list[Cluster]) -> Expression | None:
        """Give the choice among clusters by conditions of the program by now, where it can be."""
        if len(clusters) == 1:
            self._doubt(*clusters[0])
            return clusters[0][0]
        named = self._noted(path, clusters)
        if named is None:
            return None
        then, otherwise = (
            in_table(self.seen, path, it) or self._by_noted(path, it) for it in named[2]
        )
        return None if then is None or otherwise is None else Choice(named[0], then, otherwise)

    def _noted(
        self, path: Path, clusters: list[Cluster]
    ) -> tuple[str, bool, tuple[list[Cluster], list[Cluster]]] | None:
        """Give a condition of the program by now that tells some clusters from the others."""
        for name in self.seen.conditions_at(path):
            sides: tuple[list[Cluster], list[Cluster]] = ([], [])
            for cluster in clusters:
                truths = {self.seen.reducers[run].holds(name) for run in cluster[1]}
                if len(truths) > 1 or None in truths:
                    break
                sides[0 if True in truths else 1].append(cluster)
            else:
                if all(sides):
                    return name, False, sides
        return None

    def _found(
        self, path: Path, clusters: list[Cluster]
    ) -> tuple[str, bool, tuple[list[Cluster], list[Cluster]]]:
        """Find a condition that tells one cluster from the others."""
        best = None
        for number, cluster in enumerate(clusters):
            rest = [it for place, it in enumerate(clusters) if place != number]
            formula = self._formula(cluster[1], [run for it in rest for run in it[1]])
            if formula is None:
                continue
            if best is None or self._asks(formula) < self._asks(best[0]):
                best = formula, cluster, rest
        if best is None:
            raise ConflictError(path, self._confused(clusters))
        formula, cluster, rest = best
        condition, flipped = formula.condition, formula.flipped
        if isinstance(condition, Negation):
            condition, flipped = condition.condition, not flipped
        return condition_name(condition, self.seen), flipped, ([cluster], rest)

    def _asks(self, formula: Formula) -> tuple[int, float, int]:
        """How much a formula asks, to take the one that asks least, and what comes first."""
        telling = self.seen.telling
        values = [it for name in formula.support for it in telling[name].values]
        asked = (it.right for it in walk(formula.condition) if isinstance(it, Equal))
        first = min((values.index(it) for it in asked if it in values), default=len(values))
        return len(formula.support), formula.cost, first

    def _formula(self, meant: list[int], rest: list[int]) -> Formula | None:
        points = self.seen.points
        return separating(
            [points[run] for run in meant], [points[run] for run in rest], self.seen.telling
        )

    def _confused(self, clusters: list[Cluster]) -> tuple[int, int]:
        """Give two runs that nothing tells apart, though they gave different things."""
        known: dict[Any, tuple[int, int]] = {}
        for number, (_, runs) in enumerate(clusters):
            for run in runs:
                point = tuple(self.seen.points[run].items())
                if point in known and known[point][0] != number:
                    return known[point][1], run
                known.setdefault(point, (number, run))
        return clusters[0][1][0], clusters[1][1][0]

    def condition(self, path: Path, present: list[int], missing: list[int]) -> str | None:
        """Give the condition under which something exists."""
        if not missing:
            return next((it for it in self.seen.hints.asked_at(path) if self._holds(it)), None)
        for name in self.seen.conditions_at(path):
            holds = [self.seen.reducers[run].holds(name) for run in present]
            lacks = [self.seen.reducers[run].holds(name) for run in missing]
            if all(holds) and lacks and all(it is False for it in lacks):
                return name
        formula = self._formula(present, missing)
        if formula is None:
            clusters: list[Cluster] = [(None, present), (None, missing)]
            raise ConflictError(path, self._confused(clusters))
        return condition_name(formula.condition, self.seen, negated=formula.flipped)

    def _holds(self, name: str) -> bool:
        """Whether a condition holds in every run."""
        reducers = self.seen.reducers
        return name in self.seen.conditions and all(it.holds(name) for it in reducers)
