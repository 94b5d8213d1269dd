"""Findings: what a conversion could not carry exactly, said with place, code and words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field

from .errors import Path
from .records import dataclass

WARNING = "warning"
NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was lost, approximated or left over.

    Args:
        code: a stable word, for filters (``unknown-property``).
        message: one sentence for a person.
        severity: ``warning`` where meaning is concerned (``--strict`` fails on it), else ``note``.
        path: the place in the source document.
        file, line, column: the place in the source file, filled in when it is known.
    """

    code: str
    message: str
    severity: str = WARNING
    path: Path = ()
    file: str | None = None
    line: int | None = None
    column: int | None = None


@dataclass(slots=True)
class Report:
    """The findings of one conversion, in the order they were made, each once."""

    findings: list[Finding] = field(default_factory=list)
    _seen: set[Finding] = field(default_factory=set, repr=False)

    def warn(self, code: str, message: str, path: Path = ()) -> None:
        """Record something that touches meaning."""
        self._add(Finding(code=code, message=message, path=path))

    def note(self, code: str, message: str, path: Path = ()) -> None:
        """Record something a person may want to know; nothing is lost by it."""
        self._add(Finding(code=code, message=message, severity=NOTE, path=path))

    def extend(self, other: Report) -> None:
        """Take over another report's findings."""
        for finding in other:
            self._add(finding)

    def _add(self, finding: Finding) -> None:
        if finding not in self._seen:
            self._seen.add(finding)
            self.findings.append(finding)

    @property
    def warnings(self) -> list[Finding]:
        """The findings that ``--strict`` fails on."""
        return [finding for finding in self.findings if finding.severity == WARNING]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)
