"""What was seen: runs, and the values of a place in them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from ...errors import Path, ProgramError
from ...pulumi import Concat, EnumMember, Expression, Json, Node, Program, children
from .deciding import OTHER, Point
from .reducing import Reducer, canon, read
from .subjects import Assignment, Likeness, Subject

_PLAIN = Reducer({}, {}, {}, {})


@dataclass(frozen=True, slots=True)
class Observation:
    """One run: what it was given, and what the program registered."""

    assignment: Assignment
    program: Program

    @property
    def point(self) -> Point:
        """The run among those that are told apart by values worth trying."""
        return {
            identity: value if isinstance(value, str) else OTHER
            for identity, value in self.assignment.items()
        }


Cases: TypeAlias = "dict[int, Any]"
"""What a place held, by the number of the run; `ABSENT` where there was nothing."""


class Later(Node):
    """What a place held in some runs, which is merged when it is known where that stands."""

    __slots__ = ("cases", "path")

    def __init__(self, path: Path, cases: Cases) -> None:
        self.path, self.cases = path, cases


@dataclass(slots=True)
class Hints:
    """Names to look for: nothing that is said here is believed before it was seen.

    Args:
        conditions: by name; they may name each other.
        tables: by name.
        asked: place → the names of conditions that are asked for there, and the config keys whose
            value is there, of those that no run tells from others.
        together: texts that the program's text asks for of two things at once.
    """

    conditions: Mapping[str, Expression] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Mapping[str, Expression]]] = field(default_factory=dict)
    asked: Mapping[str, Sequence[str]] = field(default_factory=dict)
    together: Sequence[tuple[str, str]] = ()

    def asked_at(self, path: Path) -> Sequence[str]:
        """Give the names that are asked for at a path."""
        return self.asked.get(_place(path), ())

    def is_asked_within(self, path: Path) -> bool:
        """Tell whether something is asked for at a path that a path leads to."""
        return any(it.startswith(f"{_place(path)}.") for it in self.asked)


def _place(path: Path) -> str:
    return ".".join(map(str, path[1:]))


@dataclass(slots=True)
class Seen:
    """The runs of a program, and what is made of them so far.

    Args:
        observations: the runs.
        subjects: by identity.
        hints: names to look for.
        refused: the subjects with which the program fails for all values but those tried.
        alike: what is asked of two subjects.
        known: what values are as they are compared, by their identities: most of what runs gave is
            asked for again with each further run.

    Attributes:
        conditions, tables: those that the program has by now.
        pairs: the subjects of each table that was made up of what two subjects give, with the runs
            that it was made of.
    """

    observations: list[Observation]
    subjects: Mapping[str, Subject]
    hints: Hints
    refused: Collection[str] = ()
    alike: Collection[Likeness] = ()
    known: dict[int, tuple[Any, Any]] = field(default_factory=dict)
    conditions: dict[str, Expression] = field(default_factory=dict)
    tables: dict[str, dict[str, dict[str, Expression]]] = field(default_factory=dict)
    pairs: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    points: list[Point] = field(default_factory=list)
    reducers: list[Reducer] = field(default_factory=list)

    def __post_init__(self) -> None:
        types = {it.name: it.type for it in self.subjects.values() if not it.known}
        self.points = [self._point(it) for it in self.observations]
        self.conditions.update(self.hints.conditions)
        self.tables.update(
            {k: {r: dict(c) for r, c in t.items()} for k, t in self.hints.tables.items()}
        )
        self.reducers = [
            Reducer(it.assignment, types, self.conditions, self.tables) for it in self.observations
        ]

    def _point(self, observation: Observation) -> Point:
        alike = {it.identity: it.at(observation.assignment) for it in self.alike}
        return dict(sorted({**observation.point, **alike}.items()))  # equal ones look the same

    @property
    def telling(self) -> dict[str, Subject]:
        """What runs are told apart by: the subjects, and whether two of them are alike."""
        return {**self.subjects, **{it.identity: it for it in self.alike}}

    def conditions_at(self, path: Path) -> list[str]:
        """Give the names of the conditions that there are by now, those likely at a path first."""
        here = self.hints.asked_at(path[:3])
        elsewhere = {name for names in self.hints.asked.values() for name in names}
        return sorted(self.conditions, key=lambda it: (it not in here, it in elsewhere))

    def explains(self, candidate: Expression, run: int, value: Any) -> bool:
        """Tell whether an expression gives what a place held in a run."""
        given = self.reducers[run].value(candidate)
        if type(given) is str and type(value) is str:
            return given == value or (isinstance(candidate, Json) and read(given) == read(value))
        return bool(canon(given) == self.plain(value))

    def plain(self, value: Any) -> Any:
        """Give a value of a run as it is compared."""
        if not isinstance(value, (dict, list, Node)):
            return canon(value)
        found = self.known.get(id(value))
        if found is None:
            found = self.known[id(value)] = value, plain(value)  # its identity stays its own
        return found[1]


def plain(value: Any) -> Any:
    """Give a value of a run as it is compared."""
    return ("str", value) if type(value) is str else canon(_PLAIN.value(value))


def texts_in(value: Any) -> Iterator[str]:
    """Give all texts in values, and the keys of maps."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, EnumMember):
        yield str(value.value)
    elif isinstance(value, Concat):
        yield from (part.strip("/:- ") for part in value.parts if isinstance(part, str))
    elif isinstance(value, dict):
        yield from value
    for child in children(value):
        yield from texts_in(child)


class ConflictError(ProgramError):
    """Runs that nothing known tells apart gave different things.

    Attributes:
        runs: the numbers of two such runs.
        place: where they differ.
    """

    def __init__(self, place: Path, runs: tuple[int, int]) -> None:
        super().__init__("a place hangs on what is not known", path=place)
        self.place, self.runs = place, runs
