"""What the arguments of the commands say, checked."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from ..errors import SourceError, UsageError
from ..readers.opening import is_app, open_source, open_sources
from ..readers.source import Source, decode
from .messages import did_you_mean

STANDARD_INPUT = "-"


def called(source: str) -> str:
    """What messages call a source."""
    return "<stdin>" if source == STANDARD_INPUT else source


def is_batch(sources: Sequence[str]) -> bool:
    """Whether there are several templates: several sources, or a folder that is no project."""
    if len(sources) != 1:
        return True
    if not os.path.isdir(sources[0]):
        return False
    from .sources import is_folder_of_templates

    return is_folder_of_templates(sources[0])


def open_template(
    source: str, stack: str | None = None, context: Mapping[str, str] | None = None
) -> Source:
    """Open the template at a path or on standard input, or the one that a CDK app synthesizes to.

    Args:
        source: the path, or ``-``.
        stack: which of an app's stacks is meant.
        context: values of an app's context.

    Raises:
        SourceError: it cannot be read.
        UsageError: it is a folder that is no app, or an app has several stacks and none was said.
        ProgramError: the app failed.
    """
    with _folders_refused(source):
        return open_source(_input(source), stack=stack, context=context)


def open_stacks(
    source: str, stack: str | None = None, context: Mapping[str, str] | None = None
) -> list[Source]:
    """Open a template as `open_template` does, or all the stacks of an app where none is said."""
    with _folders_refused(source):
        return open_sources(_input(source), stack=stack, context=context)


def _input(source: str) -> str | Source:
    if source == STANDARD_INPUT:
        name = called(source)
        return Source(name, decode(_standard_input(name), name))
    return source


@contextmanager
def _folders_refused(source: str) -> Iterator[None]:
    """Say why a folder cannot be opened."""
    try:
        yield
    except SourceError:
        if os.path.isdir(source) and not is_app(source):
            raise UsageError("is a folder without a cdk.json, and no cloud assembly") from None
        raise


def _standard_input(name: str) -> bytes:
    from ..shapes import whole

    if sys.stdin is None:
        raise SourceError("it cannot be read: it is closed", file=name)
    try:
        found: bytes = whole(sys.stdin.buffer, name)
        return found
    except OSError as error:
        raise SourceError(f"it cannot be read: {error.strerror}", file=name) from None


def check_choice(option: str, value: str, known: tuple[str, ...]) -> None:
    """Refuse a value that is none of the known ones, with the one that is near."""
    if value not in known:
        hint = did_you_mean(value, known) or f"; there is {', '.join(known)}"
        raise UsageError(f"there is no {option} {value!r} yet{hint}")


def check_project_name(name: str | None) -> None:
    """Refuse a name that Pulumi would not take for a project."""
    if name is not None and not re.fullmatch(r"[A-Za-z0-9_.-]{1,100}", name):
        raise UsageError(
            f"a project's name has letters, digits, '-', '_' and '.', and at most 100: {name!r}"
        )


def format_of(output: str | None) -> str:
    """The format that the ending of a file asks for."""
    return "json" if output is not None and output.endswith(".json") else "yaml"


def settings_of(option: str, entries: tuple[str, ...]) -> dict[str, str]:
    """The values of an option's ``KEY=VALUE`` entries, by key.

    Raises:
        UsageError: an entry is none.
    """
    settings: dict[str, str] = {}
    for entry in entries:
        key, equals, value = entry.partition("=")
        if not key or not equals:
            raise UsageError(f"{option} wants KEY=VALUE, this is {entry!r}")
        settings[key] = value
    return settings
