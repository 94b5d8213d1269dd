"""From paths to lines: errors and findings get their places in the source."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ..errors import ConversionError
from ..errors import Path as DocumentPath
from ..report import Finding, Report
from .source import Source


@contextmanager
def placed_in(source: Source, report: Report) -> Iterator[None]:
    """Give the error and the findings that come up inside their file, line and column.

    Args:
        source: the document that their paths lead into.
        report: takes the findings; those it already has are left alone.
    """
    first = len(report)
    try:
        yield
    except ConversionError as error:
        for each in (error, *getattr(error, "errors", ())):
            _place_error(source, each)
        raise
    finally:
        report.place(first, lambda finding: _placed(source, finding))


def _place_error(source: Source, error: ConversionError) -> None:
    if error.file is None:
        error.file = source.name
    if error.line is None:
        error.line, error.column = _locate(source, error.path)


def _placed(source: Source, finding: Finding) -> Finding:
    if finding.line is not None:
        return finding
    line, column = _locate(source, finding.path)
    return replace(finding, file=finding.file or source.name, line=line, column=column)


def _locate(source: Source, path: DocumentPath) -> tuple[int | None, int | None]:
    try:
        return source.locate(path)
    except ConversionError:  # the document itself is broken: its error says where
        return None, None
