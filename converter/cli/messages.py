"""What is printed on standard error: one line for each message, as a compiler writes them."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, TextIO

from ..errors import ConversionError, Path

if TYPE_CHECKING:
    from ..report import Finding

ERROR = "error"
DEBUG = "CFN2PULUMI_DEBUG"
_later: list[str] | None = None
_LONGEST, _KEPT = 2000, 900
_COLORS = {ERROR: "31", "warning": "33", "note": "36"}


def is_debugging() -> bool:
    """Whether the traceback of a fault of the tool is wanted."""
    return "--debug" in sys.argv or bool(os.environ.get(DEBUG))


@contextlib.contextmanager
def held_back() -> Iterator[list[str]]:
    """Give the lines that are said inside, to be said later."""
    global _later
    before, _later = _later, []
    try:
        yield _later
    finally:
        _later = before


def say(text: str) -> None:
    """Print a line on standard error."""
    if _later is not None:
        _later.append(text)
        return
    if sys.stderr is None:
        return  # it is closed; `print` would take standard output instead
    with contextlib.suppress(OSError):
        print(text, file=sys.stderr)


def error_line(error: ConversionError, source: str) -> str:
    """The line that tells an error; ``source`` names the place where the error knows none."""
    place = _place(error.file or source, error.line, error.column)
    return _line(place, ERROR, error.message, error.path if error.line is None else ())


def finding_line(finding: Finding, source: str) -> str:
    """The line that tells a finding; ``source`` names the place where the finding knows none."""
    place = _place(finding.file or source, finding.line, finding.column)
    path = finding.path if finding.line is None else ()
    return _line(place, finding.severity, finding.message, path)


def usage_line(tool: str, message: str) -> str:
    """The line that tells what is wrong with the command itself."""
    return _line(tool, ERROR, message, ())


def fault_words(fault: Exception) -> str:
    """What is said of a fault of the tool itself."""
    way = "please report it together with the source; --debug shows where it happened"
    return f"internal fault: {type(fault).__name__}: {fault} ({way})"


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """``; did you mean …?`` where one of the known names is near, else nothing."""
    from difflib import get_close_matches

    near = get_close_matches(name.lower(), list(known), n=1)
    return f"; did you mean {near[0]}?" if near else ""


def counted(number: int, noun: str) -> str:
    """``1 warning``, ``2 warnings``."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def has_colors(stream: TextIO) -> bool:
    """Whether a stream is a terminal that shows colours, and nobody asked for none.

    https://no-color.org
    """
    dumb = os.environ.get("TERM") == "dumb" or os.environ.get("NO_COLOR")
    return not dumb and stream is not None and stream.isatty()


def colored(text: str, code: str) -> str:
    """A text in one of the terminal's colours; ``code`` is of ECMA-48 (``1;31`` is bold red)."""
    return f"\033[{code}m{text}\033[0m"


def visible(text: str) -> str:
    """A text on one line, with an escape for each character that is not seen, or moves others."""
    return with_escapes(" ".join(text.split()))


def with_escapes(text: str) -> str:
    """A text with an escape for each line end and what else is not seen, or moves others."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _shortened(text: str) -> str:
    """A text without the middle where it is longer than anybody reads."""
    return text if len(text) <= _LONGEST else f"{text[:_KEPT]}…{text[-_KEPT:]}"


def _place(file: str, line: int | None, column: int | None) -> str:
    return ":".join(str(part) for part in (file, line, column) if part is not None)


def _line(place: str, severity: str, message: str, path: Path) -> str:
    inside = visible(".".join(str(step) for step in path))
    words, place = _shortened(visible(message)), visible(place)
    if has_colors(sys.stderr):
        place, severity = colored(place, "1"), colored(severity, f"1;{_COLORS[severity]}")
    return f"{place}: {severity}: {inside}: {words}" if inside else f"{place}: {severity}: {words}"
