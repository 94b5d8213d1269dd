"""A template's text without the defaults of its secrets, which no page must show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...errors import ConversionError, Path
from ...readers.source import Source
from .ranges import entry_lines

HIDDEN = "••••••"
_DEFAULT = "Default"
_NO_ECHO = "NoEcho"


def without_secrets(source: Source) -> list[str]:
    """Give the lines of a template, the defaults of ``NoEcho`` parameters hidden."""
    lines = source.text.splitlines()
    secrets = _secrets(source)
    if secrets is None:
        return list(_without_defaults(lines)) if _NO_ECHO in source.text else lines
    ranges = entry_lines(source, 3)
    for name, default in secrets.items():
        path: Path = ("Parameters", name, _DEFAULT)
        first, last = ranges.get(path, (1, len(lines)))
        taken = range(first - 1, min(last, len(lines)))
        said = [part.strip() for part in default.splitlines() if part.strip()]
        if all(any(part in lines[at] for at in taken) for part in said):
            for at in taken:
                for part in sorted(said, key=len, reverse=True):
                    lines[at] = lines[at].replace(part, HIDDEN)
            continue
        for at in taken:  # it is spelled otherwise than it reads: with escapes, or folded
            lines[at] = _without_default(lines[at]) if _DEFAULT in lines[at] else HIDDEN
    return lines


def _without_defaults(lines: Iterable[str]) -> Iterator[str]:
    """The lines without what stands behind, or further in below, any ``Default``."""
    below: int | None = None
    for line in lines:
        indentation = len(line) - len(line.lstrip())
        if below is not None and (indentation > below or not line.strip()):
            yield HIDDEN
            continue
        below = indentation if _DEFAULT in line else None
        yield _without_default(line)


def _without_default(line: str) -> str:
    before, key, _ = line.partition(_DEFAULT)
    return f"{before}{key}: {HIDDEN}" if key else line


def _secrets(source: Source) -> dict[str, str] | None:
    """The names of secret parameters, and their defaults; None where nobody can tell."""
    from ...readers.template import read

    try:
        parameters = read(source, check=False).parameters
    except (ConversionError, RecursionError):
        return None
    return {
        name: str(each.default)
        for name, each in parameters.items()
        if each.no_echo and each.default not in (None, "")
    }
