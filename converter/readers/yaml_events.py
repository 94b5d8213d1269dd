"""The events of PyYAML's parser: libyaml's where it is there, the one in Python elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from yaml import MarkedYAMLError, YAMLError
from yaml.reader import ReaderError

from ..errors import SourceError

try:
    from yaml._yaml import CParser as EventParser
except ImportError:  # PyYAML was built without libyaml
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class EventParser(Reader, Scanner, Parser):  # type: ignore[no-redef]
        """The parser in Python, without what makes nodes or values of its events."""

        def __init__(self, stream: str) -> None:
            Reader.__init__(self, stream)
            Scanner.__init__(self)
            Parser.__init__(self)


def open_events(text: str) -> Callable[[], Any]:
    """A function that gives the next event of ``text`` at each call.

    Raises:
        YAMLError, UnicodeError: as does the function; ``explain`` tells them.
    """
    take: Callable[[], Any] = EventParser(text).get_event
    return take


def explain(error: YAMLError | UnicodeError, text: str, file: str | None) -> SourceError:
    """What the parser of ``text`` raised, in our words and with its place."""
    if isinstance(error, MarkedYAMLError) and error.problem_mark is not None:
        mark = error.problem_mark
        context = f", {error.context}" if error.context else ""
        message = f"not valid YAML: {error.problem}{context}"
        return SourceError(message, file=file, line=mark.line + 1, column=mark.column + 1)
    if isinstance(error, ReaderError):
        character = error.character if isinstance(error.character, int) else 0xFFFD
        message = f"the control character U+{character:04X} is not allowed in YAML"
        return at_offset(message, text, max(text.find(chr(character)), 0), file)
    if isinstance(error, UnicodeEncodeError):
        return at_offset("half a surrogate pair is no character", text, error.start, file)
    return SourceError(f"not valid YAML: {error}", file=file)


def at_offset(message: str, text: str, offset: int, file: str | None) -> SourceError:
    """A ``SourceError`` at the ``offset``-th character of ``text``."""
    start = text.rfind("\n", 0, offset) + 1
    line = text.count("\n", 0, offset) + 1
    return SourceError(message, file=file, line=line, column=offset - start + 1)
