"""What the tests of expansion share: a template's text before, its tree after."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from converter.errors import ConversionError
from converter.expansion import expand
from converter.readers.template import read_text
from converter.report import Report
from converter.sections import tree_of


def expanded(
    text: str,
    folder: Path | None = None,
    report: Report | None = None,
    parameters: Mapping[str, str] | None = None,
) -> dict[str, Any]:
    """The tree of the template that ``text`` expands to."""
    report = report if report is not None else Report()
    stack = read_text(text, "t", check=False)
    return tree_of(expand(stack, source_dir=folder, report=report, parameters=parameters))


def refused(
    text: str, error: type[ConversionError], folder: Path | None = None
) -> tuple[tuple[Any, ...], str]:
    """Where and why the expansion of ``text`` is refused."""
    with pytest.raises(error) as caught:
        expanded(text, folder)
    return caught.value.path, caught.value.message


def codes(report: Report) -> list[str]:
    """The codes of the findings."""
    return [finding.code for finding in report]
