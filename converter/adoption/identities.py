"""What is known of one deployed resource: its identifier, its name, its attributes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ..catalog import ResourceType
from ..catalog.identifying import (
    SEPARATOR,
    alternatives,
    filled,
    is_physical_id_telling,
    patterns,
    physical_patterns,
    taken_apart,
)
from ..evaluation import UNKNOWN, plain
from ..evaluation.expressions import text_of

ARN = "arn:"
Given = Callable[[str], Any]
"""Gives what the program says a property is, by CloudFormation's name; UNKNOWN where it is silent
or does not know.
"""


class Identity:
    """What is known of a resource.

    Args:
        described: its type.
        physical_id: its physical ID; None where it has none of its own.
        given: what the program says of its properties.
        told: values that were said or read, by CloudFormation's names; they go before all others.
        place: pseudo parameters without their ``AWS::``.
        identifier: the identifier, where it was said.
    """

    def __init__(
        self,
        described: ResourceType,
        physical_id: str | None,
        given: Given,
        told: Mapping[str, Any],
        place: Mapping[str, str],
        identifier: str | None = None,
    ) -> None:
        self.described = described
        self._physical_id, self._given, self._told = physical_id, given, told
        self._place = place
        self._said = identifier
        self._of_id = self._from_identifier()
        self._derived: dict[str, str] | None = None

    # --- values ----------------------------------------------

    def value(self, name: str) -> Any:
        """A value of the resource by CloudFormation's name, dotted; UNKNOWN where nobody knows it.

        What was said goes first, then what the deployment shows, then what the program says.
        """
        for known in (self._told, self._of_id, self._from_physical_id()):
            if name in known:
                return known[name]
        found = self._given(name)
        return self.derived.get(name, UNKNOWN) if found is UNKNOWN else found

    def is_told(self, name: str) -> bool:
        """Whether a value was said or read."""
        return name in self._told

    @property
    def derived(self) -> dict[str, str]:
        """What follows from other values by the patterns of the type."""
        if self._derived is None:
            self._derived = {}
            # Twice: what a first pattern gives may be what a later one, or an earlier, asks for.
            for _ in range(2):
                for name, pattern in patterns(self.described.name):
                    self._derive(name, pattern, self._derived)
        return self._derived

    def _derive(self, name: str, pattern: str, found: dict[str, str]) -> None:
        whole = self._text(name, found)
        parts = taken_apart(pattern, whole) if whole is not None else None
        for part, text in (parts or {}).items():
            if part in self.described.properties:
                found.setdefault(part, text)
        made = filled(pattern, lambda part: self._text(part, found)) if whole is None else None
        if made is not None:
            found.setdefault(name, made)

    def _shown(self, name: str) -> str | None:
        """A value that the deployment shows."""
        for known in (self._told, self._of_id, self._from_physical_id()):
            if name in known:
                return text_of(plain(known[name]))
        return None

    def _text(self, name: str, found: Mapping[str, str]) -> str | None:
        shown = self._place.get(name) or self._shown(name)
        if shown is not None:
            return shown
        given = plain(self._given(name))
        return found.get(name) if given is UNKNOWN else text_of(given)

    def _from_physical_id(self) -> dict[str, str]:
        """What the physical ID says, on its own."""
        if self._physical_id is None:
            return {}
        for pattern in physical_patterns(self.described):
            parts = taken_apart(pattern, self._physical_id)
            if parts is not None:
                return {name: it for name, it in parts.items() if self._plausible(name, it)}
        return {}

    def _plausible(self, name: str, text: str) -> bool:
        """An ARN is one: what Ref returns is not known for sure of every type."""
        return text.startswith(ARN) or not name.endswith("Arn")

    # --- the identifier ----------------------------------------------

    def identifier(self) -> str | None:
        """The primary identifier as aws-native takes it; None where it is not known."""
        if self._said is not None:
            return self._said
        names = self.described.primary_identifier
        if not names:
            return None
        whole = self._whole(len(names))
        if whole is not None:
            return whole
        parts = [self._part(name) for name in names]
        return None if None in parts else SEPARATOR.join(map(str, parts))

    def _from_identifier(self) -> dict[str, str]:
        names = self.described.primary_identifier
        parts = self._said.split(SEPARATOR) if self._said is not None else []
        return dict(zip(names, parts, strict=True)) if len(parts) == len(names) else {}

    def _whole(self, number: int) -> str | None:
        """The physical ID, where it is the whole of an identifier of several parts."""
        physical = self._physical_id
        if number < 2 or physical is None or physical.count(SEPARATOR) != number - 1:
            return None
        if not is_physical_id_telling(self.described.name):
            return None
        pairs = zip(self.described.primary_identifier, physical.split(SEPARATOR), strict=True)
        known = [(self._settled(name), part) for name, part in pairs]
        return physical if all(it in (None, part) for it, part in known) else None

    def _part(self, name: str) -> str | None:
        for other, word in alternatives(self.described.name, name).items():
            found = plain(self._given(other))
            if found is not UNKNOWN:
                return word or text_of(found)
        settled = self._settled(name)
        return settled if settled is not None else self._missing_part(name)

    def _settled(self, name: str) -> str | None:
        """A part of the identifier that something else than the physical ID's place tells."""
        shown = self._shown(name)
        if shown is not None:
            return shown
        given = plain(self._given(name))
        if given is not UNKNOWN:
            return text_of(given)
        return self.derived.get(name)

    def _missing_part(self, name: str) -> str | None:
        """The physical ID as the one part that only a deployment knows."""
        names = self.described.primary_identifier
        read_only = [it for it in names if self.described.is_read_only(*it.split("."))]
        if self._physical_id is None or len(names) < 2 or read_only != [name]:
            return None
        if physical_patterns(self.described) or not is_physical_id_telling(self.described.name):
            return None
        return self._physical_id if self._plausible(name, self._physical_id) else None


def parts_of(described: ResourceType, identifier: str) -> dict[str, str] | None:
    """The parts of an identifier by their names; None where it has another number of them."""
    names = described.primary_identifier
    parts = identifier.split(SEPARATOR) if len(names) > 1 else [identifier]
    return dict(zip(names, parts, strict=True)) if len(parts) == len(names) else None
