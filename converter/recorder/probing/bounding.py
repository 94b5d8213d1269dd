"""Which parameters a template has to bind to the values that were tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...pulumi import (
    Choice,
    ConfigValue,
    Expression,
    Invoke,
    Lookup,
    Node,
    Program,
    Select,
    children,
)
from .reducing import Reducer
from .subjects import Subject, known_as


def to_be_bound(
    program: Program, bounded: Mapping[str, str], subjects: Mapping[str, Subject]
) -> list[str]:
    """The subjects that the template has to bind by itself: it refuses what no table has.

    Args:
        program: what was found.
        bounded: the subjects that have no other values than those tried, and why.
        subjects: all of them.
    """
    checked = _checked(program, subjects)
    return [
        name
        for name, reason in bounded.items()
        if not subjects[name].closed and (reason == "decides" or name not in checked)
    ]


def refuses(program: Program, reducer: Reducer) -> bool:
    """Whether a template refuses the values of a run: it looks something up that is not there.

    Args:
        program: what was found.
        reducer: reduces what it holds for the run.
    """
    there = (None, *(it for it in program.conditions if reducer.holds(it)))
    values: list[Expression] = [*program.conditions.values()]
    values += [it.inputs for it in program.resources.values() if it.condition in there]
    values += [it.value for it in program.exports.values() if it.condition in there]
    return any(_is_missing(it, reducer) for it in values)


def _is_missing(value: Any, reducer: Reducer) -> bool:
    if isinstance(value, Choice):
        return _is_missing(
            value.then if reducer.holds(value.condition) else value.otherwise, reducer
        )
    if isinstance(value, Lookup) or (isinstance(value, Select) and isinstance(value.values, list)):
        found = reducer.value(value)
        keys: list[Expression] = []
        if isinstance(found, (Lookup, Select)):
            keys = [found.first, found.second] if isinstance(found, Lookup) else [found.index]
        if keys and not any(isinstance(it, Node) for it in keys):
            return True
    return any(_is_missing(it, reducer) for it in children(value))


def in_order_of_size(values: Sequence[str]) -> list[str]:
    """Give numbers in order, behind the empty text; other texts as they come."""
    try:
        return sorted(values, key=lambda it: (it != "", float(it or "0")))
    except ValueError:
        return list(values)


def _checked(program: Program, subjects: Mapping[str, Subject]) -> set[str]:
    """The subjects of which the template refuses each value that was not tried, whatever the others
    are: it always looks it up where there are no others.
    """
    always: list[Expression] = [
        it.inputs for it in program.resources.values() if it.condition is None
    ]
    always += [it.value for it in program.exports.values() if it.condition is None]
    always += program.conditions.values()
    found = set()
    for key, known in (it for value in _outside_of_choices(always) for it in _keys(value, program)):
        subject = subjects.get(_identity(key))
        if subject is not None and known <= {*subject.values, subject.default}:
            found.add(subject.identity)
    return found


def _keys(value: Lookup | Select, program: Program) -> Iterator[tuple[Expression, set[str]]]:
    """What a value is looked up by, each with all that is found."""
    if isinstance(value, Select):
        if isinstance(value.values, list):
            yield value.index, {str(index) for index in range(len(value.values))}
    elif not value.has_default:
        rows = program.tables[value.table]
        yield value.first, set(rows)
        yield value.second, {column for row in rows.values() for column in row}


def _outside_of_choices(value: Any) -> Iterator[Lookup | Select]:
    if isinstance(value, (Lookup, Select)):
        yield value
    if not isinstance(value, Choice):
        for child in children(value):
            yield from _outside_of_choices(child)


def _identity(node: Expression) -> str:
    """The subject that an expression is; nothing for any other."""
    if isinstance(node, ConfigValue):
        return node.key
    return known_as(node.result) if isinstance(node, Invoke) else ""
