"""The report as JSON, for scripts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ..errors import ConversionError
from ..report import Finding
from .conversions import ERROR, Conversion


def document_of(conversions: Sequence[Conversion], exit_status: int | None) -> dict[str, Any]:
    """Give what a report says: of a single conversion, or of several as ``sources``.

    Args:
        conversions: what was converted.
        exit_status: of several together; None for a single one.
    """
    entries = [_entry(each) for each in conversions]
    if exit_status is None:
        return entries[0]
    return {"exit_status": exit_status, "sources": entries}


def _entry(conversion: Conversion) -> dict[str, Any]:
    return {
        "source": conversion.source,
        "target": conversion.target,
        "exit_status": conversion.exit_status,
        "files": list(conversion.files),
        "findings": [
            {"severity": each.severity, "code": each.code, **_place(each)}
            for each in conversion.findings
        ],
        "errors": [
            {"severity": ERROR, "code": type(each).__name__, **_place(each)}
            for each in conversion.errors
        ],
    }


def _place(what: Finding | ConversionError) -> dict[str, Any]:
    return {
        "message": what.message,
        "path": list(what.path),
        "file": what.file,
        "line": what.line,
        "column": what.column,
    }
