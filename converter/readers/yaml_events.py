"""The events of PyYAML's parser: libyaml's where it is there, the one in Python elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml import MarkedYAMLError, YAMLError
from yaml.parser import Parser
from yaml.reader import Reader, ReaderError
from yaml.scanner import Scanner

from ..errors import SourceError


class PythonParser(Reader, Scanner, Parser):
    """PyYAML's parser in Python, without what makes nodes or values of its events."""

    def __init__(self, stream: str) -> None:
        Reader.__init__(self, stream)
        Scanner.__init__(self)
        Parser.__init__(self)


event_parser: Callable[[str], Any]
try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML was built without libyaml
    event_parser = PythonParser
else:
    event_parser = CParser


class NotYAMLError(SourceError):
    """The text is not YAML."""


def open_events(text: str) -> Callable[[], Any]:
    """A function that gives the next event of ``text`` at each call.

    Raises:
        YAMLError, UnicodeError: as does the function; ``explain`` tells them.
    """
    take: Callable[[], Any] = event_parser(text).get_event
    return take


def explain(error: YAMLError | UnicodeError, text: str, file: str | None) -> NotYAMLError:
    """What the parser of ``text`` raised, in our words and with its place."""
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        context = f", {error.context}" if error.context else ""
        message = f"not valid YAML: {error.problem}{context}"
        return NotYAMLError(message, file=file, line=mark.line + 1, column=mark.column + 1)
    if isinstance(error, ReaderError):
        character = error.character if isinstance(error.character, int) else 0xFFFD
        message = f"the control character U+{character:04X} is not allowed in YAML"
        line, column = place_of(text, max(text.find(chr(character)), 0))
        return NotYAMLError(message, file=file, line=line, column=column)
    if isinstance(error, UnicodeEncodeError):
        line, column = place_of(text, error.start)
        message = "half a surrogate pair is no character"
        return NotYAMLError(message, file=file, line=line, column=column)
    return NotYAMLError(f"not valid YAML: {error}", file=file)


def at_offset(message: str, text: str, offset: int, file: str | None) -> SourceError:
    """A ``SourceError`` at the ``offset``-th character of ``text``."""
    line, column = place_of(text, offset)
    return SourceError(message, file=file, line=line, column=column)


def place_of(text: str, offset: int) -> tuple[int, int]:
    """The 1-based line and column of the ``offset``-th character of ``text``."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
