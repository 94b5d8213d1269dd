"""One conversion as a command carries it out: convert, tell the findings, deliver, report."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from ..errors import ConversionError, UnsupportedError, all_of
from ..records import dataclass, field
from ..report import NOTE, Report
from .messages import counted, error_line, finding_line, say
from .output import write_file
from .sparing import TakenPlaceError, spare_project, spare_source

if TYPE_CHECKING:
    from ..reporting import Conversion, Review

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a command was asked.

    Args:
        source: what is converted, as messages call it.
        target: what it is converted to.
        strict: whether a warning is a failure.
        report_file: where the report goes, None for nowhere.
        quiet: whether notes, and what went well, are left out of what is said.
        reviews: takes what a page shows beside the findings, where the report is one.
    """

    source: str
    target: str
    strict: bool = False
    report_file: str | None = None
    quiet: bool = False
    reviews: list[Review] = field(default_factory=list)

    @property
    def wanted_reviews(self) -> list[Review] | None:
        """What takes the reviews; None where nobody asks for them."""
        if self.report_file is None:
            return None
        from ..reporting import is_page

        return self.reviews if is_page(self.report_file) else None


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

    Raises:
        UsageError: the report would replace the source, or a result.
    """
    check_report(request.report_file, request.source)
    outcome = attempt(request, convert, deliver)
    if request.report_file is None:
        return outcome.exit_status
    conversion = conversion_of(request, outcome)
    return max(outcome.exit_status, write_report(request.report_file, [conversion]))


def check_report(file: str | None, *sources: str) -> None:
    """Refuse a report that would replace what it speaks of.

    Raises:
        UsageError: it is one of the sources, or has the settings of a project.
    """
    if file is None:
        return
    spare_project(file)
    for source in sources:
        spare_source([file], source)


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

    Raises:
        TakenPlaceError: the report has no place of its own.
    """
    report = Report()
    files: list[str] = []
    failure: ConversionError | None = None
    try:
        result = _converted(request, convert, report)
        files = deliver(result)
    except TakenPlaceError:
        raise
    except ConversionError as error:
        failure = error
        for each in all_of(error):
            say(error_line(each, request.source))
    return Outcome(findings=report, files=files, failure=failure)


def _converted(request: Request, convert: Callable[[Report], Result], report: Report) -> Result:
    try:
        result = convert(report)
    except RecursionError:
        raise UnsupportedError("is nested too deeply to be converted") from None
    finally:
        for finding in report:
            if not (request.quiet and finding.severity == NOTE):
                say(finding_line(finding, request.source))
    if request.strict and report.warnings:
        warnings = counted(len(report.warnings), "warning")
        raise UnsupportedError(f"{warnings}, and --strict was said: nothing is written")
    return result


def conversion_of(request: Request, outcome: Outcome) -> Conversion:
    """A conversion as the reports see it."""
    from ..reporting import Conversion

    return Conversion(
        source=request.source,
        target=request.target,
        exit_status=outcome.exit_status,
        files=outcome.files,
        findings=outcome.findings,
        failure=outcome.failure,
        reviews=request.reviews,
    )


def write_report(
    file: str, conversions: Sequence[Conversion], exit_status: int | None = None
) -> int:
    """Write the report of conversions, of several with their status; give the status of that."""
    from .. import __version__
    from ..reporting import report_text

    text = report_text(file, conversions, exit_status=exit_status, version=__version__)
    try:
        write_file(file, text)
    except ConversionError as error:
        say(error_line(error, file))
        return error.exit_status
    return 0
