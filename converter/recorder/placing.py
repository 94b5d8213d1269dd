"""Findings and errors of an assembly get the lines of the program that they are about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from ..errors import ConversionError
from ..report import Report
from .assembly import Assembly


@contextmanager
def placed(assembly: Assembly, own: Report, report: Report) -> Iterator[None]:
    """Take over an assembly's findings, and give them and its errors their lines."""
    try:
        yield
    except ConversionError as error:
        place = None if error.line else assembly.places().get(error.path[:2])
        if place is not None:
            error.file, error.line = place
        raise
    finally:
        places = assembly.places() if len(own) else {}
        for finding in own:
            place = None if finding.line else places.get(finding.path[:2])
            if place is not None:
                finding = replace(finding, file=place[0], line=place[1])
            report.add(finding)
