"""A conversion as the reports see it: what was asked, what came of it, what was found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ..errors import ConversionError, Path, all_of
from ..records import dataclass, field
from ..report import Finding, Report

if TYPE_CHECKING:
    from ..pulumi import Program
    from ..readers.source import Source

ERROR = "error"


@dataclass(slots=True, kw_only=True)
class Review:
    """A template and a program that say the same: what a reviewer holds side by side.

    Args:
        template: the template.
        program: what it says in Pulumi's vocabulary; None where it was refused.
        files: the text of each of the project's files, by its name.
        marks: file → entry of the program (``("resources", name)``) → its line, as far as the
            program's writer tells.
        is_export: whether the template was made of the program, not the program of it.
    """

    template: Source
    program: Program | None = None
    files: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, Mapping[Path, int]] = field(default_factory=dict)
    is_export: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversion:
    """One conversion.

    Args:
        source, target: what is converted, as messages call it, and to what.
        exit_status: how it ended.
        files: the files that were written.
        findings: what is lost, approximated or left over.
        failure: why nothing was written, where nothing was.
        reviews: what a page shows of it: a review for each project.
        verdict: how it ended, in a word or two.
    """

    source: str
    target: str
    exit_status: int
    files: Sequence[str]
    findings: Report
    failure: ConversionError | None = None
    reviews: Sequence[Review] = ()
    verdict: str = ""

    @property
    def errors(self) -> tuple[ConversionError, ...]:
        """All that it failed for, from the top of the file down."""
        return () if self.failure is None else all_of(self.failure)

    @property
    def messages(self) -> list[Message]:
        """Errors and findings alike, each with its place."""
        found: list[Message] = [
            Message.of(each, ERROR, type(each).__name__, self.source) for each in self.errors
        ]
        found += (Message.of(each, each.severity, each.code, self.source) for each in self.findings)
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One thing that is told, at its place.

    Args:
        severity, code, message: as those of a `Finding`; an error's severity is ``error``, and its
            code the name of its class.
        file: the file it is in; the source where it knows none.
        path: the place in the document; ``line`` and ``column`` that in the file.
    """

    severity: str
    code: str
    message: str
    file: str
    path: tuple[str | int, ...] = ()
    line: int | None = None
    column: int | None = None

    @staticmethod
    def of(what: Finding | ConversionError, severity: str, code: str, source: str) -> Message:
        """What a finding or an error tells."""
        return Message(
            severity=severity,
            code=code,
            message=what.message,
            file=what.file or source,
            path=what.path,
            line=what.line,
            column=what.column,
        )
