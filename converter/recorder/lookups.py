"""What only a deployment could answer becomes a parameter: look-ups, and outputs of what is left
out.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..errors import Path, UnsupportedError
from ..naming import PACKAGE, free_name, parameter_name, pascal_case
from ..pulumi import ConfigKey, ConfigValue
from ..report import NOTE, WARNING, Finding, Report
from .events import Asked, Construction
from .placeholders import Specification

if TYPE_CHECKING:
    from .engine import Registration

_TYPES = ("string", "integer", "number", "boolean", "list")
_WAY_OUT = "give what is needed of it through config"


@dataclass(frozen=True, slots=True)
class _Origin:
    """Where an answer would come from: in words, what begins a parameter's name, and the place."""

    words: str
    name: str
    file: str | None
    line: int | None
    is_foreign: bool = False


class Lookups:
    """The answers of one run that nobody has.

    Args:
        asked: the calls of provider functions that the child process answered.
        resources: existing resources that are looked up, and those of other providers.
        constructions: what the child process reported of them.
        taken: names that no parameter may have.

    Attributes:
        config: the config keys that were made.
    """

    def __init__(
        self,
        asked: Mapping[int, Asked],
        resources: Iterable[Registration],
        constructions: Mapping[int, Construction],
        taken: Iterable[str],
    ) -> None:
        self.config: dict[str, ConfigKey] = {}
        self._asked = asked
        self._resources = {entry.ordinal: entry for entry in resources}
        self._constructions = constructions
        self._taken = set(taken)
        self._made: dict[str, str] = {}
        self._used: dict[tuple[int, str], dict[str, None]] = {}
        self._findings: list[tuple[_Origin, str, str]] = []

    def resource(
        self, ordinal: int, steps: Iterable[Any], kind: str, path: Path
    ) -> ConfigValue | None:
        """Give the parameter for an output of a resource; None where the template has it."""
        if ordinal not in self._resources:
            return None
        return self._parameter(self._origin_of(ordinal), ("resource", ordinal), steps, kind, path)

    def answer(self, specification: Specification, wanted: str, path: Path) -> ConfigValue:
        """Give the parameter for an answer that the child process made up; ``wanted`` is what the
        place holds.
        """
        source, steps = specification["source"], specification["path"]
        steps = [*steps, *specification.get("more", ())]
        kind = "string" if "more" in specification else specification["gives"]
        kind = kind if wanted == "string" else wanted
        if "resource" in source:
            ordinal = source["resource"]
            origin, key = self._origin_of(ordinal), ("resource", ordinal)
        else:
            call = self._asked[source["call"]]
            function = call.function.rpartition(":")[2]
            base = pascal_case(function.removeprefix("get"))
            origin = _Origin(f"{call.function}()", base, call.file, call.line)
            key = (call.function, json.dumps(call.arguments, sort_keys=True))
        return self._parameter(origin, key, steps, kind, path)

    def stack_output(self, specification: Specification, kind: str, path: Path) -> ConfigValue:
        """Give the parameter for an output of another stack that is no text."""
        ordinal = specification["reference"]
        made = self._constructions.get(ordinal, Construction(ordinal))
        origin = _Origin("another stack", "", made.file, made.line)
        steps = [specification["output"], *specification.get("more", ())]
        self._use(
            specification, "by its parts" if "more" in specification else f"as a {kind}", path
        )
        return self._parameter(origin, ("stack", ordinal), steps, kind, path)

    def stack_text(self, specification: Specification, path: Path) -> None:
        """Take notice of an output of another stack that is used as a text.

        Raises:
            UnsupportedError: it is used as something else, too, so no text.
        """
        self._use(specification, "as a text", path)

    def _use(self, specification: Specification, how: str, path: Path) -> None:
        name = specification["output"]
        uses = self._used.setdefault((specification["reference"], name), {})
        uses[how] = None
        if len(uses) > 1 and "as a text" in uses:
            words = f"{name} of another stack is used {' and '.join(uses)}: it cannot be both"
            raise UnsupportedError(words, path=path)

    def refuse(self) -> None:
        """Refuse all of them, where every value is to be fixed.

        Raises:
            UnsupportedError: there are some; its ``errors`` are one for each.
        """
        errors = [
            UnsupportedError(
                f"{what} of {origin.words} is known to a deployment only: {_WAY_OUT}",
                file=origin.file,
                line=origin.line,
            )
            for origin, what, _ in self._findings
        ]
        if errors:
            errors[0].errors = tuple(errors)
            raise errors[0]

    def tell(self, report: Report) -> None:
        """Say which parameters there are, and for what."""
        for origin, what, key in self._findings:
            report.add(
                Finding(
                    code="foreign" if origin.is_foreign else "lookup",
                    message=f"the parameter {key} asks for {what} of {origin.words}",
                    severity=WARNING if origin.is_foreign else NOTE,
                    file=origin.file,
                    line=origin.line,
                )
            )

    def _origin_of(self, ordinal: int) -> _Origin:
        entry = self._resources[ordinal]
        made = self._constructions.get(ordinal, Construction(ordinal))
        foreign = not entry.type.startswith(f"{PACKAGE}:")
        words = f"{entry.name} ({entry.type})" if foreign else entry.name
        return _Origin(words, pascal_case(entry.name), made.file, made.line, foreign)

    def _parameter(
        self, origin: _Origin, source: Any, steps: Iterable[Any], kind: str, path: Path
    ) -> ConfigValue:
        listed = [str(step) for step in steps]
        what = ".".join(listed)
        if kind not in _TYPES:
            raise UnsupportedError(
                f"{what} of {origin.words} is a {kind}, which no parameter can be: {_WAY_OUT}",
                path=path,
                file=origin.file,
                line=origin.line,
            )
        known = json.dumps([source, listed, kind])
        if known not in self._made:
            key = self._made[known] = self._free(parameter_name(origin.name, listed))
            description = f"{what} of {origin.words}"
            self.config[key] = ConfigKey(type=kind, description=description)
            self._findings.append((origin, what, key))
        return ConfigValue(self._made[known])

    def _free(self, name: str) -> str:
        found = free_name(name, self._taken.__contains__)
        self._taken.add(found)
        return found
