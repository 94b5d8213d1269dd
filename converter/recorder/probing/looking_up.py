"""Values that are found in a table: one that a person noted, or one that is made up."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import islice, product
from typing import Any

from ...errors import Path
from ...naming import pascal_case
from ...pulumi import ABSENT, Concat, Convert, EnumMember, Expression, Lookup, Select
from ...scalars import text_of
from .deciding import support_of
from .observing import Cases, Later, Seen
from .reducing import merged
from .subjects import Subject, text_in

_LEAST_ROWS = 3
_MOST_CANDIDATES = 60
_MOST_RUNS = 8
_WORD = 1
_TYPES = {str: "string", bool: "boolean", int: "integer"}
_Scheme = tuple[str, Expression, Expression]
"""A table and its two keys."""


def in_noted_table(seen: Seen, cases: Cases) -> Expression | None:
    """Give the look-up into noted tables that gives what a place held in every run."""
    if not seen.hints.tables:
        return None
    for run in _telling(cases):
        for candidate in islice(_candidates(seen, run, cases[run]), _MOST_CANDIDATES):
            found = _fitting(seen, candidate, cases)
            if found is not None:
                return found
    return None


def in_table(
    seen: Seen, path: Path, clusters: Sequence[tuple[Expression, list[int]]]
) -> Expression | None:
    """Give the look-up that some values are, each with its runs; it is made up where the program
    fails with what it has not.
    """
    if len(clusters) < 2 or any(isinstance(value, Later) for value, _ in clusters):
        return None
    held = {run: value for value, runs in clusters for run in runs}
    found = in_noted_table(seen, held)
    if found is None and seen.refused:
        found = in_made_up_table(seen, path, held, len(clusters))
    return found


def _telling(cases: Cases) -> list[int]:
    """The runs to begin with: one of each value, as far as a few of them tell."""
    each = {str(value): run for run, value in cases.items() if value is not ABSENT}
    return list(each.values())[:_MOST_RUNS]


def _candidates(seen: Seen, run: int, value: Any) -> Iterator[Expression]:
    cells = list(_cells(seen, run))
    if isinstance(value, EnumMember):
        value = value.value
    for cell, scheme in cells:
        if cell == value and type(cell) is type(value):
            yield Lookup(*scheme)
        elif isinstance(cell, list) and value in cell:
            yield Select(cell.index(value), Lookup(*scheme))
        elif isinstance(value, (str, int)) and str(cell).lower() == str(value).lower():
            yield Convert(_TYPES[type(value)], Lookup(*scheme))
    if isinstance(value, (str, Concat)):
        yield from _inside_text(seen, run, value, cells)


def _inside_text(
    seen: Seen, run: int, value: str | Concat, cells: list[tuple[Any, _Scheme]]
) -> Iterator[Expression]:
    """Put look-ups in the place of the cells that a text has in it."""
    parts = value.parts if isinstance(value, Concat) else (value,)
    literals = [part for part in parts if isinstance(part, str)]
    found: dict[str, list[Expression]] = {}
    for cell, scheme in cells:
        text = cell if isinstance(cell, str) else str(cell) if isinstance(cell, int) else ""
        if len(text) > _WORD and any(text in literal for literal in literals):
            found.setdefault(text, []).append(Lookup(*scheme))
    for subject in seen.subjects.values():
        given = text_in(seen.observations[run].assignment[subject.identity])
        if given and len(given) > _WORD and any(given in literal for literal in literals):
            found.setdefault(given, []).append(subject.node)
    texts = sorted(found, key=lambda it: -len(it))
    if any(isinstance(it, Lookup) for options in found.values() for it in options):
        for chosen in product(*([*found[text], text] for text in texts)):
            yield _replaced(list(parts), dict(zip(texts, chosen, strict=True)))


def _replaced(parts: list[Expression], replacements: dict[str, Expression]) -> Expression:
    for text, node in replacements.items():
        if node == text:
            continue
        cut: list[Expression] = []
        for part in parts:
            pieces = part.split(text) if isinstance(part, str) else [part]
            for number, piece in enumerate(pieces):
                cut += [node, piece] if number else [piece]
        parts = cut
    return merged(parts)


def _cells(seen: Seen, run: int) -> Iterator[tuple[Any, _Scheme]]:
    """Give what each way to look into a noted table gives in a run: ways by two subjects first,
    those by what another table has last.
    """
    keys = [(text, it.node) for it, text in _texts(seen, run)]
    plainly = list(_cells_by(seen, keys))
    yield from plainly
    keys += [(cell, Lookup(*it)) for cell, it in plainly if isinstance(cell, str)]
    nested = (it for it in _cells_by(seen, keys) if any(isinstance(k, Lookup) for k in it[1]))
    yield from nested


def _cells_by(seen: Seen, keys: list[tuple[str, Expression]]) -> Iterator[tuple[Any, _Scheme]]:
    """Give what each way to look into a noted table by some texts gives."""
    late: list[tuple[Any, _Scheme]] = []
    for name, table in seen.hints.tables.items():
        columns = dict.fromkeys(column for row in table.values() for column in row)
        by_row = list(_asking(keys, table))
        by_column = list(_asking(keys, columns))
        for key, first in by_row:
            cells = table[key]
            for column, second in by_column:
                if second != first and column in cells:
                    yield cells[column], (name, first, second)
            late += [(cell, (name, first, column)) for column, cell in cells.items()]
        for column, second in by_column:
            late += [(row[column], (name, k, second)) for k, row in table.items() if column in row]
    yield from late


def _texts(seen: Seen, run: int) -> Iterator[tuple[Subject, str]]:
    """Give the texts that subjects have in a run."""
    for subject in seen.subjects.values():
        text = text_in(seen.observations[run].assignment[subject.identity])
        if text:
            yield subject, text


def _asking(
    texts: list[tuple[str, Expression]], keys: Collection[str]
) -> Iterator[tuple[str, Expression]]:
    """Give the keys that a text is, or that it is in, and how they are made."""
    for text, node in texts:
        if isinstance(node, Lookup):
            if text in keys:
                yield text, node
            continue
        for key in keys:
            if text == key:
                yield key, node
            elif len(text) > _WORD and text in key:
                before, _, after = key.partition(text)
                yield key, merged([before, node, after])


def _fitting(seen: Seen, candidate: Expression, cases: Cases) -> Expression | None:
    """Give a candidate that explains all runs, where need be with a default for missing keys."""
    left = [run for run, value in cases.items() if not seen.explains(candidate, run, value)]
    if not left:
        return candidate
    kind = candidate.to if isinstance(candidate, Convert) else None
    looked_up = candidate.value if isinstance(candidate, Convert) else candidate
    if not isinstance(looked_up, Lookup) or len(left) == len(cases):
        return None
    defaults = {str(cases[run]): cases[run] for run in left}
    if len(defaults) > 1 or ABSENT in defaults.values():
        return None
    (default,) = defaults.values()
    default = default.value if isinstance(default, EnumMember) else default
    said = default if kind is None else text_of(default)
    widened: Expression = Lookup(looked_up.table, looked_up.first, looked_up.second, said, True)
    widened = widened if kind is None else Convert(kind, widened)
    fits = all(seen.explains(widened, run, value) for run, value in cases.items())
    return widened if fits and default != "" else None


def in_list(seen: Seen, cases: Cases) -> Expression | None:
    """Give the item of a list that a subject counts, with which the program fails beyond it."""
    support = _support(seen, cases)
    if support is None or len(support) != 1 or support[0] not in seen.refused:
        return None
    items = {seen.points[run][support[0]]: value for run, value in cases.items()}
    indexes = [str(number) for number in range(len(items))]
    if set(items) != set(indexes) or any(_cell(value) is None for value in items.values()):
        return None
    return Select(seen.subjects[support[0]].node, [items[index] for index in indexes])


def in_made_up_table(seen: Seen, path: Path, cases: Cases, choices: int) -> Expression | None:
    """Give a look-up into a table made of what a place held, by one subject or by two.

    A table refuses by itself what it does not have: nothing else can where a template is deployed.

    Args:
        seen: the runs.
        path: the place.
        cases: what it held.
        choices: how many things it held.
    """
    values = {run: _cell(value) for run, value in cases.items()}
    if any(value is None for value in values.values()):
        return None
    support = _support(seen, cases)
    if support is None or len(support) > 2:
        return None
    subjects = [seen.subjects[it] for it in support]
    rows: dict[str, dict[str, Expression]] = {}
    column = str(next((it for it in reversed(path) if isinstance(it, str)), "value"))
    for run, value in values.items():
        keys = [seen.points[run][it] for it in support]
        if None in keys:
            return None
        first, second = str(keys[0]), str(keys[1]) if len(keys) > 1 else column
        rows.setdefault(first, {})[second] = value
    cells = len({second for row in rows.values() for second in row}) * len(rows)
    is_bound = all(it.known and it.closed for it in subjects)
    if not is_bound and (choices < _LEAST_ROWS or cells < _LEAST_ROWS):
        return None
    return _entered(seen, subjects, rows, column, list(cases))


def _cell(value: Any) -> Expression:
    value = value.value if isinstance(value, EnumMember) else value
    return value if isinstance(value, (str, int)) and not isinstance(value, bool) else None


def _support(seen: Seen, cases: Cases) -> tuple[str, ...] | None:
    """Give the fewest subjects that what a place held is a function of."""
    groups: dict[str, list[int]] = {}
    for run, value in cases.items():
        groups.setdefault(repr(value), []).append(run)
    found: set[str] = set()
    for group in groups.values():
        rest = [seen.points[run] for run in cases if run not in group]
        support = support_of([seen.points[run] for run in group], rest, seen.subjects)
        if support is None:
            return None
        found.update(support)
    return tuple(it for it in seen.subjects if it in found)


def _entered(
    seen: Seen,
    subjects: list[Subject],
    rows: dict[str, dict[str, Expression]],
    column: str,
    runs: list[int],
) -> Expression:
    """Enter rows into the table of their subjects, under a free column."""
    name = "".join(pascal_case(it.name) for it in subjects) + "Map"
    second: Expression = column
    if len(subjects) > 1:
        plain, number = name, 2
        while name in seen.tables and seen.tables[name] != rows:
            name, number = f"{plain}{number}", number + 1
        seen.pairs[subjects[0].identity, subjects[1].identity] = runs
        second = subjects[1].node
        seen.tables[name] = rows
        return Lookup(name, subjects[0].node, second)
    table = seen.tables.setdefault(name, {})
    number, free = 2, column
    while any(
        free in table.get(key, {}) and table[key][free] != row[column] for key, row in rows.items()
    ):
        free, number = f"{column}{number}", number + 1
    for key, row in rows.items():
        table.setdefault(key, {})[free] = row[column]
    return Lookup(name, subjects[0].node, free)
