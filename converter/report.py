"""Findings: what a conversion could not carry exactly, said with place, code and words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

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


class Report:
    """The findings of one conversion, in the order they were made, each once.

    Finding the line of a place means reading the document again: it waits until somebody looks.
    """

    def __init__(self) -> None:
        self._findings: list[Finding] = []
        self._seen: set[Finding] = set()
        self._put_off: list[tuple[int, int, Callable[[Finding], Finding]]] = []

    def warn(self, code: str, message: str, path: Path = ()) -> None:
        """Record something that touches meaning."""
        self.add(Finding(code=code, message=message, path=path))

    def note(self, code: str, message: str, path: Path = ()) -> None:
        """Record something a person may want to know; nothing is lost by it."""
        self.add(Finding(code=code, message=message, severity=NOTE, path=path))

    def extend(self, other: Report) -> None:
        """Take over another report's findings; those that are not placed yet are placed later."""
        if not other._put_off:
            for finding in other._findings:
                self.add(finding)
            return
        before = len(self._findings)
        self._findings += other._findings
        self._put_off += [
            (before + first, before + end, placed) for first, end, placed in other._put_off
        ]

    def place(self, first: int, placed: Callable[[Finding], Finding]) -> None:
        """Have the findings from the ``first`` on placed in their document, when asked for."""
        if first < len(self._findings):
            self._put_off.append((first, len(self._findings), placed))

    def add(self, finding: Finding) -> None:
        """Record a finding."""
        if finding not in self._seen:
            self._seen.add(finding)
            self._findings.append(finding)

    @property
    def findings(self) -> list[Finding]:
        """The findings, each with its place where it has one."""
        if self._put_off:
            for first, end, placed in self._put_off:
                for position in range(first, end):
                    self._findings[position] = placed(self._findings[position])
            self._put_off.clear()
            self._findings = list(dict.fromkeys(self._findings))
        return self._findings

    @property
    def warnings(self) -> list[Finding]:
        """The findings that ``--strict`` fails on."""
        return [finding for finding in self.findings if finding.severity == WARNING]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self._findings)
