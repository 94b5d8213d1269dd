"""One conversion as a command carries it out: convert, tell the findings, deliver, report."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from ..errors import ConversionError, TemplateError, UnsupportedError
from ..records import dataclass
from ..report import Finding, Report
from .messages import counted, error_line, finding_line, say
from .output import write_file

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a command was asked.

    Args:
        source: what is converted, as messages call it.
        target: what it is converted to.
        strict: whether a warning is a failure.
        report_file: where the report goes, None for nowhere.
    """

    source: str
    target: str
    strict: bool = False
    report_file: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How a conversion went.

    Args:
        findings: what is lost, approximated or left over.
        files: the files that were written.
        failure: why nothing was, where nothing was.
    """

    findings: Report
    files: list[str]
    failure: ConversionError | None

    @property
    def exit_status(self) -> int:
        """The status that a command with this outcome ends with."""
        return self.failure.exit_status if self.failure else 0


def carry_out(
    request: Request,
    convert: Callable[[Report], Result],
    deliver: Callable[[Result], list[str]],
) -> int:
    """Carry out a conversion, and write the report where one was asked for.

    Args:
        request, convert, deliver: as for `attempt`.

    Returns:
        The exit status.
    """
    outcome = attempt(request, convert, deliver)
    if request.report_file is None:
        return outcome.exit_status
    entry = report_entry(request, outcome)
    return max(outcome.exit_status, write_report(request.report_file, entry))


def attempt(
    request: Request,
    convert: Callable[[Report], Result],
    deliver: Callable[[Result], list[str]],
) -> Outcome:
    """Carry out a conversion and tell its findings and errors.

    Args:
        request: what was asked.
        convert: makes the result; it is given the report that takes its findings.
        deliver: writes the result, and tells which files it wrote. It is not called where
            anything failed.
    """
    report = Report()
    files: list[str] = []
    failure: ConversionError | None = None
    try:
        result = _converted(request, convert, report)
        files = deliver(result)
    except ConversionError as error:
        failure = error
        for each in _all_of(error):
            say(error_line(each, request.source))
    return Outcome(findings=report, files=files, failure=failure)


def _converted(request: Request, convert: Callable[[Report], Result], report: Report) -> Result:
    try:
        result = convert(report)
    except RecursionError:
        raise UnsupportedError("is nested too deeply to be converted") from None
    finally:
        for finding in report:
            say(finding_line(finding, request.source))
    if request.strict and report.warnings:
        warnings = counted(len(report.warnings), "warning")
        raise UnsupportedError(f"{warnings}, and --strict was said: nothing is written")
    return result


def report_entry(request: Request, outcome: Outcome) -> dict[str, Any]:
    """What the report says of a conversion."""
    return {
        "source": request.source,
        "target": request.target,
        "exit_status": outcome.exit_status,
        "files": outcome.files,
        "findings": [_finding_entry(finding) for finding in outcome.findings],
        "errors": [_error_entry(each) for each in _all_of(outcome.failure)]
        if outcome.failure
        else [],
    }


def write_report(file: str, document: dict[str, Any]) -> int:
    """Write a report; give the exit status of that."""
    import json

    text = json.dumps(document, indent=2, ensure_ascii=False) + "\n"
    try:
        write_file(file, text)
    except ConversionError as error:
        say(error_line(error, file))
        return error.exit_status
    return 0


def _all_of(error: ConversionError) -> tuple[ConversionError, ...]:
    """An error, or all that were found beside it, from the top of the file down."""
    found = error.errors if isinstance(error, TemplateError) else ()
    return tuple(sorted(found, key=lambda each: each.line or 0)) or (error,)


def _finding_entry(finding: Finding) -> dict[str, Any]:
    return {"severity": finding.severity, "code": finding.code, **_place_entry(finding)}


def _error_entry(error: ConversionError) -> dict[str, Any]:
    return {"severity": "error", "code": type(error).__name__, **_place_entry(error)}


def _place_entry(what: Finding | ConversionError) -> dict[str, Any]:
    return {
        "message": what.message,
        "path": list(what.path),
        "file": what.file,
        "line": what.line,
        "column": what.column,
    }
