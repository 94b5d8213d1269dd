"""From what a user names to the documents that are read: files, apps, constructs."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..errors import SourceError, UsageError
from .source import Source, read_file

if TYPE_CHECKING:
    from .cdk import SynthesizedSource

_APP_ENDINGS = (".ts", ".mts", ".js", ".mjs", ".cjs")


def open_sources(
    source: object, *, stack: str | None = None, context: Mapping[str, str] | None = None
) -> list[Source]:
    """Open a file, or synthesize an app: of an app with several stacks there is one source for
    each, unless ``stack`` says which.

    Args:
        source: the path of a template, of a CDK app or of a cloud assembly; a construct of the CDK;
            or a source that was opened already.
        stack: which of an app's stacks.
        context: values of an app's context.

    Raises:
        TypeError: it is none of these.
        SourceError: there is no such file, or it is not text.
        UsageError: the app has no such stack, or it is no app.
        ProgramError: the app failed.
    """
    if isinstance(source, Source):
        return [source]
    app = _open_app(source, stack, context)
    if app is None and context:
        raise UsageError("only a CDK app has a context")
    if app is None and stack is not None:
        raise UsageError("only a CDK app has stacks to choose from")
    return list(app) if app is not None else [_open_file(source)]


def open_source(
    source: object, *, stack: str | None = None, context: Mapping[str, str] | None = None
) -> Source:
    """Open a file, or synthesize an app's only stack, or the one that is meant.

    Args:
        source, stack, context: as for `open_sources`.

    Raises:
        UsageError: there are several stacks and none was said.
        Exception: see `open_sources`.
    """
    sources = open_sources(source, stack=stack, context=context)
    if len(sources) > 1:
        from .cdk import several_stacks

        raise several_stacks(sources)
    return sources[0]


def is_app(path: str) -> bool:
    """Whether a path is a CDK app, an app's Python file or a cloud assembly."""
    if not path.endswith(".py") and not os.path.isdir(path):
        return False
    from . import cdk  # templates do without it

    return cdk.is_app(path)


def _open_app(
    source: object, stack: str | None, context: Mapping[str, str] | None
) -> list[SynthesizedSource] | None:
    """The stacks of an app; None where the source is the path of something else."""
    if isinstance(source, (str, os.PathLike)):
        path = os.fspath(source)
        if not is_app(path):
            return None
        from .cdk import open_app

        return open_app(path, stack=stack, context=context)
    from .cdk import is_construct, open_app

    if not is_construct(source):
        kind = type(source).__name__
        raise TypeError(f"a path or a construct of the CDK is expected, this is a {kind}")
    return open_app(source, stack=stack)


def _open_file(source: object) -> Source:
    assert isinstance(source, (str, os.PathLike))
    path = os.fspath(source)
    if path.endswith(_APP_ENDINGS):
        words = "an app in TypeScript or JavaScript is read by its folder, the one with cdk.json"
        raise SourceError(words, file=path)
    return Source(path, read_file(path))
