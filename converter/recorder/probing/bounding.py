"""Which parameters a template has to bind to the values that were tried."""

from __future__ import annotations

from collections.abc import Mapping

from ...pulumi import ConfigValue, Expression, Invoke, Lookup, Program, walk
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
    values: list[Expression] = [it.inputs for it in program.resources.values()]
    values += [it.value for it in program.exports.values()]
    strict = [it for it in walk(values) if isinstance(it, Lookup) and not it.has_default]
    checked = {_identity(key) for it in strict for key in (it.first, it.second)}
    asked = set(map(_identity, walk(list(program.conditions.values()))))
    return [
        name
        for name, reason in bounded.items()
        if not subjects[name].closed
        and (reason == "decides" or name in asked or name not in checked)
    ]


def _identity(node: Expression) -> str:
    """The subject that an expression is; nothing for any other."""
    if isinstance(node, ConfigValue):
        return node.key
    return known_as(node.result) if isinstance(node, Invoke) else ""
