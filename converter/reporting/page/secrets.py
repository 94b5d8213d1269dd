"""A template's text without the defaults of its secrets, which no page must show."""

from __future__ import annotations

from ...errors import ConversionError, Path
from ...readers.source import Source
from .ranges import entry_lines

HIDDEN = "••••••"
_DEFAULT = "Default"


def without_secrets(source: Source) -> list[str]:
    """Give the lines of a template, the defaults of ``NoEcho`` parameters hidden."""
    lines = source.text.splitlines()
    ranges = entry_lines(source, 3)
    for name, default in _secrets(source).items():
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
            before, key, _ = lines[at].partition(_DEFAULT)
            lines[at] = f"{before}{key}: {HIDDEN}" if key else HIDDEN
    return lines


def _secrets(source: Source) -> dict[str, str]:
    """The names of secret parameters, and their defaults."""
    from ...readers.template import read

    try:
        parameters = read(source, check=False).parameters
    except ConversionError:
        return {}
    return {
        name: str(each.default)
        for name, each in parameters.items()
        if each.no_echo and each.default not in (None, "")
    }
