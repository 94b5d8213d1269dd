"""From paths to lines: errors and findings get their places in the source."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import lru_cache

from ..errors import ConversionError, SourceError
from ..errors import Path as DocumentPath
from ..report import Finding, Report
from .source import Source, read_file


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
