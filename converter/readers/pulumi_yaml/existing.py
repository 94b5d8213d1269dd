"""What a program only looks up: what it asks of that becomes parameters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ...catalog import ResourceType
from ...errors import Path, UnsupportedError
from ...naming import free_name, parameter_name, pascal_case
from ...pulumi import ConfigKey, ConfigValue, Expression
from ...report import NOTE, WARNING, Finding, Report

_WAY_OUT = "give what is needed of it through config"


@dataclass(frozen=True, slots=True)
class Found:
    """A resource that is there already, or is another provider's.

    Args:
        described: its type, None where the catalog has none.
        id: the tree of what the program looks it up by, None for another provider's.
        words: what messages call it.
        path: where the program says it.
    """

    described: ResourceType | None
    id: Any
    words: str
    path: Path


class Existing:
    """The resources of a program that a template does not have, by their names.

    Args:
        taken: names that no parameter may have.

    Attributes:
        config: the config keys that were made.
    """

    def __init__(self, taken: set[str]) -> None:
        self.config: dict[str, ConfigKey] = {}
        self._taken = taken
        self._found: dict[str, Found] = {}
        self._made: dict[tuple[str, ...], str] = {}
        self._asked: list[tuple[Found, str, str]] = []

    def add(self, name: str, found: Found) -> None:
        """Take in a resource."""
        self._found[name] = found

    def __contains__(self, name: object) -> bool:
        return name in self._found

    def identifier(self, name: str, path: tuple[str | int, ...]) -> Any:
        """The tree of what the program looks one up by, where it asks for that; else None."""
        found = self._found[name]
        is_asked = len(path) == 1 and path[0] in ("id", _identifier(found))
        return found.id if is_asked else None

    def output(self, name: str, path: tuple[str | int, ...]) -> Expression:
        """What else the program asks of one: a parameter."""
        found = self._found[name]
        steps = [str(step) for step in path]
        asked = (name, *steps)
        if asked not in self._made:
            self._made[asked] = self._parameter(name, found, steps)
        return ConfigValue(self._made[asked])

    def _parameter(self, name: str, found: Found, steps: list[str]) -> str:
        what = ".".join(steps)
        key = free_name(parameter_name(pascal_case(name), steps), self._taken.__contains__)
        self._taken.add(key)
        self.config[key] = ConfigKey(description=f"{what} of {found.words}")
        self._asked.append((found, what, key))
        return key

    def refuse(self) -> None:
        """Refuse all that was asked for, where every value is to be fixed.

        Raises:
            UnsupportedError: something was; its ``errors`` are one for each.
        """
        errors = [
            UnsupportedError(
                f"{what} of {found.words} is known to a deployment only: {_WAY_OUT}",
                path=found.path,
            )
            for found, what, _ in self._asked
        ]
        if errors:
            errors[0].errors = tuple(errors)
            raise errors[0]

    def findings(self, report: Report, file: str, places: dict[Path, tuple[int, int]]) -> None:
        """Say which parameters there are, and for what."""
        for found, what, key in self._asked:
            line, column = places.get(found.path, (None, None))
            report.add(
                Finding(
                    code="foreign" if found.id is None else "lookup",
                    message=f"the parameter {key} asks for {what} of {found.words}",
                    severity=WARNING if found.id is None else NOTE,
                    file=file,
                    line=line,
                    column=column,
                )
            )


def _identifier(found: Found) -> str | None:
    """The wire name of the property that an ID is."""
    names = found.described.primary_identifier if found.described is not None else ()
    if found.described is None or len(names) != 1:
        return None
    known = found.described.properties.get(names[0])
    return known.pulumi if known is not None else None
