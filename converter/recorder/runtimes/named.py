"""Names of resources that a program makes of what it is told: what has such a name is one resource,
whatever the run was told. It is called as the first run calls it, with values that it has now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from ..engine import Registration

_LEAST = 2
"""Shorter texts are in names by chance."""


def _mark(key: str) -> str:
    return f"\0{key}\0"


@dataclass(frozen=True, slots=True)
class Told:
    """What a run was told.

    Args:
        known: key → text.
        open: key → the text that stands for a value that nobody knows, in names.
        fill: gives a name with a text for each value that is open, by its key.
    """

    known: Mapping[str, str]
    open: Mapping[str, str]
    fill: Callable[[str, Mapping[str, str]], str]

    def name(self, raw: str) -> str:
        """Give a resource's name, as far as it can be known."""
        return self.fill(raw, self.open)

    def patterns(self, raw: str) -> set[str]:
        """Give what a resource's name may be made of: what the run was told is marked in it."""
        found = {self.fill(raw, {key: _mark(key) for key in self.open})}
        for key, text in self.known.items():
            if len(text) >= _LEAST:
                found |= {it.replace(text, _mark(key)) for it in found}
        return {it for it in found if "\0" in it}

    def made(self, pattern: str) -> str:
        """Give the name that a pattern is in this run."""
        for key, text in {**self.open, **self.known}.items():
            pattern = pattern.replace(_mark(key), text)
        return pattern


@dataclass(slots=True)
class Names:
    """The names of a program's resources in its first run.

    Attributes:
        patterns: what each may be made of, by the name.
    """

    patterns: dict[str, set[str]] = field(default_factory=dict)

    def note(self, told: Told, registrations: Iterable[Registration]) -> None:
        """Keep the names of the first run."""
        if not self.patterns:
            self.patterns = {told.name(it.name): told.patterns(it.name) for it in registrations}

    def rename(self, told: Told, registrations: Iterable[Registration]) -> None:
        """Call resources as the first run does, where nothing else is called so."""
        entries = {told.name(it.name): it for it in registrations}
        for name, patterns in self.patterns.items():
            found = {told.made(it) for it in patterns} & entries.keys() - self.patterns.keys()
            if name not in entries and len(found) == 1:
                entries[found.pop()].name = name
