"""From paths to lines: errors and findings get their places in the source."""

from __future__ import annotations

import os
from functools import lru_cache, partial

from ..errors import ConversionError, SourceError
from ..errors import Path as DocumentPath
from ..records import replace
from ..report import Finding, Report
from .source import Source, read_file


class placed_in:  # noqa: N801 - reads as a word: `with placed_in(source, report)`
    """Gives the error and the findings that come up inside their file, line and column.

    Args:
        source: the document that their paths lead into.
        report: takes the findings; those it already has are left alone.
    """

    def __init__(self, source: Source, report: Report) -> None:
        self._source, self._report, self._first = source, report, len(report)

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ConversionError):
            for each in (error, *getattr(error, "errors", ())):
                _place_error(self._source, each)
        self._report.place(self._first, partial(_placed, self._source))


def _place_error(source: Source, error: ConversionError) -> None:
    if error.line is None:
        document = _document(source, error.file)
        error.file = error.file if document is None else document.name
        error.line, error.column = _locate(document, error.path)
    elif error.file is None:
        error.file = source.name


def _placed(source: Source, finding: Finding) -> Finding:
    if finding.line is not None:
        return finding
    document = _document(source, finding.file)
    file = finding.file if document is None else document.name
    line, column = _locate(document, finding.path)
    return replace(finding, file=file, line=line, column=column)


def _document(source: Source, file: str | None) -> Source | None:
    """The document that a path leads into: the source, or the file beside it that is named."""
    if file is None or file == source.name:
        return source
    return _beside(source, os.path.join(os.path.dirname(source.name), file))


@lru_cache(maxsize=16)
def _beside(source: Source, name: str) -> Source | None:
    try:
        return Source(name, read_file(name))
    except SourceError:  # which is told already
        return None


def _locate(document: Source | None, path: DocumentPath) -> tuple[int | None, int | None]:
    try:
        return (None, None) if document is None else document.locate(path)
    except ConversionError:  # the document itself is broken: its error says where
        return None, None
