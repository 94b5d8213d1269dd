"""Why a program is refused, in words."""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import Path, ProgramError
from ...pulumi import Program
from ..trials import BY_CHANCE
from .inferring import WAY_OUT, difference
from .observing import Observation
from .subjects import STACK, Fresh, Subject, Value, known_as

_KEYS = {known_as("region"): "aws-native:region=REGION"}
_SHOWN = 6


def hangs_on(subject: Subject, place: Path) -> ProgramError:
    """A place hangs on a subject, and no template could say how."""
    what = subject.name if subject.known else f"the config value {subject.name}"
    key = _KEYS.get(subject.identity, "KEY=VALUE")
    way_out = f"fix the value with -c {key}, or use --concrete"
    if subject.identity == known_as(STACK):
        what, way_out = "the stack's name", "name it with -s STACK and use --concrete"
    words = f"{_said(place)} hangs on {what} in a way that a template cannot say; {way_out}"
    return ProgramError(words, path=place)


def unsteady(place: Path) -> ProgramError:
    """A place is something else each time."""
    words = (
        f"{_said(place)} is not the same in two runs with the same values ({BY_CHANCE}), which "
        "a template cannot say"
    )
    return ProgramError(words, path=place)


def undecided(program: Program, observations: Iterable[Observation]) -> ProgramError:
    """A program does not say what it registered in one of some runs."""
    for it in observations:
        place = difference(program, it)
        if place is not None:
            values = ", ".join(f"{n}={_shown(v)}" for n, v in list(it.assignment.items())[:_SHOWN])
            words = f"{_said(place)} is something else than was found by trying for {values}"
            return ProgramError(f"{words}; {WAY_OUT}", path=place)
    return ProgramError(f"what the program decides was not found by trying; {WAY_OUT}")


def _shown(value: Value) -> str:
    if isinstance(value, Fresh):
        return value.text
    return value if isinstance(value, str) else "(any)"


def _said(path: Path) -> str:
    return ".".join(str(it) for it in path[1:]) or "the program"
