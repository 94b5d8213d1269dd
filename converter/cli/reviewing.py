"""What a page shows of an export: the program as it stands in its files, and its template."""

from __future__ import annotations

import os
from collections.abc import Iterator

from .. import STACK_TARGETS
from ..errors import SourceError
from ..pulumi import Program
from ..readers.source import Source, read_file
from ..reporting import Review
from .projects import is_folder


def review_of_export(
    program: Program, result: str | dict[str, str], target: str, output: str | None
) -> Review:
    """Give the review of an export.

    Args:
        program: what was recorded.
        result: what was made of it: the template, or files.
        target: what it is; of a CDK app only the program is shown.
        output: where it goes.
    """
    name = f"template.{target}" if target in STACK_TARGETS else ""
    text = result if isinstance(result, str) else result.get(name, "")
    path = name
    if output is not None:
        path = os.path.join(output, name) if is_folder(output) else output
    return Review(
        template=Source(path, text), program=program, files=dict(files_of(program)), is_export=True
    )


def files_of(program: Program) -> Iterator[tuple[str, str]]:
    """The files that the program was seen in when it ran, and what stands beside it."""
    named: list[str] = []
    for each in (program, *program.components.values()):
        named += [file for file, _ in each.places.values()]
        named += [each.fragment_file] if each.fragment_file is not None else []
    for file in dict.fromkeys(named):
        try:
            yield file, read_file(file)
        except SourceError:  # it has gone, or was never a file
            continue
