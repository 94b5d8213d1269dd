"""The options of resources: what a template may leave to a condition, and what it fixes."""

from __future__ import annotations

from typing import Any

from .choices import MISSING, Choice, choose, resolve, same, truth
from .conditions import Condition, Symbol, by_name, is_opposite, name_of, negate, simplify
from .run import current

RETAINED = "retain_on_delete"
"""The option that a template may leave to a condition."""

TOLD = frozenset({"protect", "delete_before_replace"})
"""Options that no template has: it is told that they are lost, whatever they hang on."""

_OF_PLUGINS = ("version", "plugin_download_url")


def dependencies(options: Any) -> list[int] | None:
    """Give the numbers of the resources in ``depends_on``; None where they are not there yet."""
    asked = getattr(options, "depends_on", None)
    if asked is None:
        return []
    ordinals: list[int] = []
    for each in asked if isinstance(asked, (list, tuple)) else [asked]:
        ordinal = getattr(each, "__dict__", {}).get("_recording_ordinal")
        if ordinal is None:
            return None
        ordinals.append(ordinal)
    return ordinals


def retained(resource: Any, options: Any) -> tuple[str, bool] | None:
    """Give the condition that ``retain_on_delete`` hangs on, and whether it is to hold or not; the
    option is set in the run. Where a decision leaves it unset, it is the parent's.
    """
    parent = getattr(options, "parent", None)
    given = getattr(options, RETAINED, None)
    asked = set_or(given, getattr(parent, "__dict__", {}).get(_NOTED))
    resource.__dict__[_NOTED] = asked
    if not isinstance(resolve(given), Symbol):
        return None
    outcome = simplify(truth(asked))
    options.retain_on_delete = True if isinstance(outcome, Condition) else outcome
    if not isinstance(outcome, Condition):
        return None
    holds = not is_opposite(outcome)
    return name_of(outcome if holds else negate(outcome)), holds


_NOTED = "_recording_retained"


def set_or(value: Any, other: Any) -> Any:
    """Give an option, and another one where it is not set."""
    value = resolve(value)
    if isinstance(value, Choice):
        return value.each(lambda side: set_or(side, other))
    return resolve(other) if value is None else value


def one(given: Any) -> Any:
    """Give one for the options of which a decision takes some: it waits for all that they wait
    for, and differs in what a template may leave to a condition.
    """
    import pulumi

    given = resolve(given)
    if not isinstance(given, Choice):
        return given
    then, otherwise = (one(side) for side in given.sides())
    joined = pulumi.ResourceOptions() if then is None else then._copy()
    other = pulumi.ResourceOptions() if otherwise is None else otherwise
    for name, value in vars(joined).items():
        sides = value, getattr(other, name)
        if name == RETAINED:
            joined.retain_on_delete = choose(by_name(given.condition_name()), *sides)
        elif name == "depends_on":
            joined.depends_on = [item for side in sides for item in _listed(flattened(side))]
        elif name in TOLD or name in _OF_PLUGINS:
            setattr(joined, name, sides[0] or sides[1])
        elif not _alike(*sides):
            current().refuse(f"the option {name} is not fixed, and a template's is")
    return joined


def flattened(value: Any) -> Any:
    """Give ``depends_on`` with both sides of its choices: nobody waits for what is not there."""
    value = resolve(value)
    if value is MISSING:
        return None
    if isinstance(value, Choice):
        return [item for side in value.sides() for item in _listed(flattened(side))]
    if isinstance(value, (list, tuple)):
        return [item for entry in value for item in _listed(flattened(entry))]
    return value


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple)) else [value]


def _alike(one: Any, other: Any) -> bool:
    if type(one) is list is type(other) and len(one) == len(other):
        return all(map(_alike, one, other))
    return one is other or same(one, other)
