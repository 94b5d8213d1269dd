"""CDK apps, as the templates that they synthesize to.

A source is a folder with ``cdk.json``, an app's Python file, a cloud assembly (``cdk.out``), or a
construct that lives in this process.
"""

from __future__ import annotations

import os
import tempfile
from typing import Any

from ...cloudformation import Stack
from ...errors import SourceError
from ...report import Report
from ..source import Place, Source
from .assembly import MANIFEST, Synthesized, find_stacks
from .assembly import chosen as chosen_stack

TIME_LIMIT = 300.0
SETTINGS = "cdk.json"


class SynthesizedSource(Source):
    """The template that an app synthesizes to. Its lines are nobody's: places are paths."""

    def locate(self, path: Any) -> Place:
        """Refuse to give a line.

        Raises:
            SourceError: always.
        """
        raise SourceError("a template that is synthesized has no lines", path=path)


def is_app(source: str | os.PathLike[str]) -> bool:
    """Whether a path is a CDK app, an app's Python file or a cloud assembly."""
    path = os.fspath(source)
    if not os.path.isdir(path):
        return path.endswith(".py")
    return os.path.isfile(os.path.join(path, SETTINGS)) or is_assembly(path)


def is_assembly(path: str) -> bool:
    """Whether a folder is a cloud assembly."""
    from .assembly import is_manifest

    return is_manifest(os.path.join(path, MANIFEST))


def is_construct(source: object) -> bool:
    """Whether an object is a construct of the CDK."""
    return hasattr(source, "node") and hasattr(source, "to_string")


def read(
    source: str | os.PathLike[str] | object,
    *,
    stack: str | None = None,
    report: Report | None = None,
    timeout: float = TIME_LIMIT,
) -> Stack:
    """Read what an app synthesizes to; as ``open_app``."""
    from ..template import read_text

    opened = open_app(source, stack=stack, report=report, timeout=timeout)
    return read_text(opened.text, opened.name, report=report)


def open_app(
    source: str | os.PathLike[str] | object,
    *,
    stack: str | None = None,
    report: Report | None = None,
    timeout: float = TIME_LIMIT,
) -> Source:
    """Open the template that an app synthesizes to, without what the CDK adds of its own.

    Args:
        source: a path that ``is_app``, or a construct.
        stack: which of several stacks; a name of it, or the path of its construct.
        report: takes the findings.
        timeout: seconds after which an app is stopped.

    Raises:
        SourceError: it is no app, or no stack of it is meant.
        UsageError: there are several stacks and none was said, or there is none of that name.
        ProgramError: the app failed, did not end in time, or wrote no assembly.
    """
    report = report if report is not None else Report()
    if not isinstance(source, (str, os.PathLike)):
        from .constructs import synthesized

        return _opened(synthesized(source, stack), type(source).__name__, report)
    path = os.fspath(source)
    if os.path.isdir(path) and not os.path.isfile(os.path.join(path, SETTINGS)):
        return _opened(chosen_stack(find_stacks(path), stack), path, report)
    from .running import synthesize

    with tempfile.TemporaryDirectory(prefix="cdk.out.") as folder:
        synthesize(path, folder, timeout)
        return _opened(chosen_stack(find_stacks(folder), stack), path, report)


def _opened(found: Synthesized, name: str, report: Report) -> Source:
    import json

    from .additions import without_additions

    for message in found.assets:
        report.warn("cdk-assets", message)
    template = without_additions(found.template)
    return SynthesizedSource(name, json.dumps(template, indent=1, ensure_ascii=False))
