"""Writes small Pulumi projects and records them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import Any

from converter.pulumi import Program
from converter.recorder import record
from converter.report import Report

HEAD = "import json\nimport pulumi\nimport pulumi_aws_native as aws\nconfig = pulumi.Config()\n"

Record = Callable[..., Program]


def write_project(folder: Path, source: str, *, config: str = "", **files: str) -> Path:
    """Write a project: ``source`` behind the usual imports, ``files`` as modules beside it."""
    (folder / "Pulumi.yaml").write_text(f"name: demo\nruntime: python\n{dedent(config)}")
    (folder / "__main__.py").write_text(HEAD + dedent(source))
    for name, text in files.items():
        (folder / f"{name}.py").write_text(dedent(text))
    return folder


def run(
    folder: Path, source: str, *, project: str = "", report: Report | None = None, **named: Any
) -> Program:
    """Record a program; ``project`` is what ``Pulumi.yaml`` says beyond name and runtime."""
    files = named.pop("files", {})
    write_project(folder, source, config=project, **files)
    return record(folder, report=report, timeout=60, **named)


def line_of(source_line: int) -> int:
    """Give the line in ``__main__.py`` of a line of the source, which begins with a line break."""
    return HEAD.count("\n") + 1 + source_line
