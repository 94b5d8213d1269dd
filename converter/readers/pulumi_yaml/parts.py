"""What an expression of Pulumi YAML may come to besides a value of a program."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from ...pulumi import Elsewhere, Expression, Node


@dataclass(frozen=True, slots=True)
class Called(Node):
    """A call of a provider's function, of which a result is still to be named.

    Args:
        function: the package and the function (``std:lookup``).
        arguments: what it is given.
        place: where its provider works, as far as that is not where the stack is.
    """

    function: str
    arguments: dict[str, Any]
    place: Elsewhere | None = None


@dataclass(frozen=True, slots=True)
class Named(Node):
    """A resource of the program, or one of its references to other stacks."""

    name: str


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A map of a variable, by the variable's name: a table where it is looked into."""

    name: str
    entries: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row(Node):
    """A row of a table, chosen by a value; an empty one in its place where ``may_lack``."""

    table: str
    key: Expression
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    may_lack: bool = False


@dataclass(frozen=True, slots=True)
class Decision(Node):
    """What is ``yes`` where a condition holds and ``no`` where not: both are texts or booleans."""

    condition: Expression
    yes: str | bool
    no: str | bool


@dataclass(frozen=True, slots=True)
class Way(Node):
    """The way to a part of a resource's outputs."""

    name: str
    path: tuple[str | int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Compared:
    """A key that is a value, in the map of a look-up that compares it with another one."""

    value: Expression
