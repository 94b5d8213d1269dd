"""What a program takes for a value that is not set."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from ...pulumi import Equal, Program, walk
from .inferring import difference
from .observing import Observation
from .subjects import Subject


def defaults(
    program: Program, observations: Iterable[Observation], subjects: Mapping[str, Subject]
) -> dict[str, str]:
    """Give the values that a program takes for subjects that are not set, by identity.

    Where a subject that is not set gives in every run what one of its values gives, that value is
    its default, as far as the program makes a difference between it and the empty text.
    """
    found = {}
    observations = list(observations)
    for name, subject in subjects.items():
        if not subject.optional or not _matters(program, subject):
            continue
        unset = [it for it in observations if it.assignment[name] == ""]
        for value in filter(None, subject.values):
            if unset and all(difference(program, given(it, {name: value})) is None for it in unset):
                found[name] = value
                break
    return found


def given(observation: Observation, values: Mapping[str, str]) -> Observation:
    """A run in which subjects had these values where they had none."""
    unset = {name: it for name, it in values.items() if observation.assignment[name] == ""}
    return replace(observation, assignment={**observation.assignment, **unset})


def _matters(program: Program, subject: Subject) -> bool:
    """Whether a template has to say what a subject is that is not set."""
    if subject.type == "boolean":
        return True
    asked = (it for it in walk(list(program.conditions.values())) if isinstance(it, Equal))
    is_asked = any(it.left == subject.node and it.right == "" for it in asked)
    return is_asked or any("" in table for table in program.tables.values())
