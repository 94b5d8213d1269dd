"""What a program may hang on: config keys and where it runs; and the values they have in a run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from ...naming import PACKAGE
from ...pulumi import ConfigValue, Equal, Expression, Invoke, Join, Negation, StackName
from ..trials import Open, Trial

OPEN = Open()


@dataclass(frozen=True, slots=True)
class Fresh:
    """A text that is no value worth trying: nothing in the program is known to ask for it.

    Args:
        text: the text.
        mark: whether it, and the pieces it is made of, are so unusual that they are found again
            wherever they went.
    """

    text: str
    mark: bool = False


Value: TypeAlias = "str | Fresh | Open"
Assignment: TypeAlias = "Mapping[str, Value]"
"""The value of each subject in a run, by its identity."""

_FUNCTIONS = {
    "region": "getRegion",
    "accountId": "getAccountId",
    "partition": "getPartition",
    "urlSuffix": "getUrlSuffix",
}
NUMBER = re.compile(r"\d+(\.\d+)?")
"""A text that is a number, not below zero."""
STACK = "stack"
"""The stack's name, a thing that is known of where a program runs."""


def known_as(name: str) -> str:
    """What an assignment calls a thing that is known of where a program runs."""
    return f"{PACKAGE}:{name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A config key, or a thing that is known of where a program runs.

    Args:
        name: the key; or ``region``, ``accountId``, ``partition``, ``urlSuffix``, ``stack``.
        known: whether it is the latter.
        type: the type of a key's values: ``string``, ``integer``, ``number``, ``boolean``,
            ``list``.
        values: the texts worth trying.
        others: texts for the same purpose of which little speaks for them.
        keys: those of all texts of the program that something is compared with or looked up by.
        compared: those of these texts of which is not known what is compared with them, a few.
        siblings: the keys of maps in which the default is one.
        near: those of ``others`` that are next to numbers that the program asks for.
        rows: the keys of each map of the program.
        samples: texts that match patterns of the program.
        readable: whether the program may read it as a number.
        around: what may be cut off or put in another's place at the ends of its texts.
        elsewhere: the values that it has in other stacks.
        closed: whether it can have no other values than those in ``values``.
        default: the value that it has where nobody gives one.
        optional: whether it may not be set, which the empty text stands for.
        secret: whether it is a secret, of which no value is ever tried but the empty text.
        numeric: whether it is a text that is a number, or a list of such.
    """

    name: str
    known: bool = False
    type: str = "string"
    values: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()
    compared: tuple[str, ...] = ()
    siblings: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    samples: tuple[str, ...] = ()
    readable: bool = False
    around: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    closed: bool = False
    default: str | None = None
    optional: bool = False
    secret: bool = False
    numeric: bool = False

    @property
    def identity(self) -> str:
        """What an assignment calls it, or a point of it."""
        return known_as(self.name) if self.known else self.name

    @property
    def node(self) -> Expression:
        """Its value as an expression."""
        if self.name == STACK and self.known:
            return StackName()
        if self.known:
            return Invoke(_FUNCTIONS[self.name], self.name)
        return ConfigValue(self.name)

    @property
    def asked(self) -> Expression:
        """What a condition asks for it by: its text."""
        return Join(",", self.node) if self.type == "list" else self.node

    def asks(self, value: str) -> Expression:
        """Give the condition that it has a value."""
        return Equal(self.asked, value)

    @property
    def can_be_open(self) -> bool:
        """Whether a placeholder may be given for it."""
        if self.type == "list":
            return self.secret
        return self.known or (self.type == "string" and not self.is_yes_or_no)

    @property
    def is_yes_or_no(self) -> bool:
        """Whether its only values are those of a boolean."""
        return self.closed and set(self.values) <= {"true", "false"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness(Subject):
    """Whether two subjects have the same text: what a condition can ask for, too.

    Args:
        both: the two.
    """

    both: tuple[Subject, Subject]
    values: tuple[str, ...] = ("true", "false")
    closed: bool = True

    @classmethod
    def of(cls, one: Subject, other: Subject) -> Likeness:
        """Give that of two subjects."""
        return cls(name=f"{one.identity} = {other.identity}", both=(one, other))

    def asks(self, value: str) -> Expression:
        """Give the condition that it has a value."""
        same = Equal(*(it.asked for it in self.both))
        return same if value == "true" else Negation(same)

    def at(self, assignment: Assignment) -> str:
        """Give what it is in a run."""
        one, other = (text_in(assignment[it.identity]) for it in self.both)
        return "true" if one is not None and one == other else "false"


def asked_in(parts: Iterable[Expression], subjects: Mapping[str, Subject]) -> list[str]:
    """Give the subjects whose values are among the parts of expressions."""
    asked = {repr(it) for it in parts}
    return [name for name, it in subjects.items() if repr(it.node) in asked]


@dataclass(slots=True)
class Subjects:
    """All subjects of a program, by identity."""

    by_identity: dict[str, Subject] = field(default_factory=dict)

    def trial(self, assignment: Assignment) -> Trial:
        """Give the trial for an assignment."""
        config: dict[str, str | Open] = {}
        known: dict[str, str] = {}
        for identity, subject in self.by_identity.items():
            value = assignment[identity]
            text = value.text if isinstance(value, Fresh) else value
            if not subject.known:
                if not (text == "" and subject.optional):
                    config[subject.name] = text
            elif isinstance(text, str):
                known[subject.name] = text
        return Trial(config, known)


def text_in(value: Value) -> str | None:
    """Give the text of a value; None where it is open."""
    if isinstance(value, Fresh):
        return value.text
    return value if isinstance(value, str) else None
