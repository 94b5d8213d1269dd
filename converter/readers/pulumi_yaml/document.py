"""A document of Pulumi YAML as a tree, its scalars as Pulumi's own interpreter takes them.

The interpreter reads YAML with Go's ``yaml.v3``: ``012`` is ten, ``yes`` and ``22:22`` are texts.
Rules: https://pkg.go.dev/gopkg.in/yaml.v3#hdr-Compatibility
"""

from __future__ import annotations

import re
from typing import Any, NoReturn

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from ...errors import ConversionError, Path, PathStep, SourceError
from ...intrinsics import Tree
from ...scalars import from_double
from ..yaml_events import explain, open_events

DEEPEST = 200
MOST_EXPANDED = 250_000

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(
    r"(?P<sign>[-+]?)(?:0b(?P<two>[01]+)|0o?(?P<eight>[0-7]+)|0x(?P<sixteen>[0-9a-fA-F]+)"
    r"|(?P<ten>0|[1-9][0-9]*))"
)
_BASES = {"two": 2, "eight": 8, "ten": 10, "sixteen": 16}
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_LONGEST_NUMBER = 400


class Document:
    """One document.

    Args:
        text: the document.
        file: its name, for errors.

    Attributes:
        tree: what it says.
        places: the 1-based line and column of each entry and item, by its path.

    Raises:
        SourceError: it is not YAML, or goes beyond a limit.
    """

    def __init__(self, text: str, file: str | None = None) -> None:
        self.places: dict[Path, tuple[int, int]] = {}
        self._file = file
        self._trail: list[PathStep] = []
        self._anchors: dict[str, tuple[Tree, int] | None] = {}
        self._nodes = 0
        try:
            self._next = open_events(text)
            self.tree = self._document()
        except (YAMLError, UnicodeError) as error:
            raise explain(error, text, file) from None

    def placed(self, error: ConversionError) -> ConversionError:
        """An error with the file and the line of what its path names, where it has none yet."""
        if error.line is None:
            path = error.path
            while path and path not in self.places:
                path = path[:-1]
            error.file = error.file or self._file
            error.line, error.column = self.places.get(path, (None, None))
        return error

    def _document(self) -> Tree:
        self._next()
        if type(self._next()) is StreamEndEvent:
            return None
        tree = self._node(self._next())
        self._next()
        event = self._next()
        if type(event) is DocumentStartEvent:
            self._refuse(event, "a program is one YAML document, and here starts another")
        return tree

    def _node(self, event: Any) -> Tree:
        if type(event) is AliasEvent:
            return self._alias(event)
        if event.anchor is None:
            return self._content(event)
        self._anchors[event.anchor] = None
        before = self._nodes
        tree = self._content(event)
        self._anchors[event.anchor] = tree, self._nodes - before + 1
        return tree

    def _alias(self, event: Any) -> Tree:
        anchored = self._anchors.get(event.anchor)
        if anchored is None:
            self._refuse(event, f"the alias *{event.anchor} stands for nothing above")
        self._count(event, anchored[1])
        return anchored[0]

    def _count(self, event: Any, more: int) -> None:
        self._nodes += more
        if self._nodes > MOST_EXPANDED:
            self._refuse(event, f"the document stands for more than {MOST_EXPANDED} values")

    def _content(self, event: Any) -> Tree:
        kind = type(event)
        if kind is ScalarEvent:
            text_tag = event.tag in ("!", "tag:yaml.org,2002:str")
            plain = event.implicit[0] and not text_tag
            return self._plain(event) if plain else event.value
        if len(self._trail) >= DEEPEST:
            self._refuse(event, f"it is nested more than {DEEPEST} levels deep")
        return self._mapping(event) if kind is MappingStartEvent else self._sequence()

    def _mapping(self, start: Any) -> dict[str, Tree]:
        result: dict[str, Tree] = {}
        while True:
            event = self._next()
            if type(event) is MappingEndEvent:
                self._count(start, len(result))
                return result
            if type(event) is not ScalarEvent or not isinstance(self._content(event), str):
                self._refuse(event, "a key must be a text")
            key = event.value
            self._enter(key, event)
            if key in result:
                self._refuse(event, f"the key '{key}' stands here twice")
            result[key] = self._node(self._next())
            self._trail.pop()

    def _sequence(self) -> list[Tree]:
        result: list[Tree] = []
        while True:
            event = self._next()
            if type(event) is SequenceEndEvent:
                self._nodes += len(result)
                return result
            self._enter(len(result), event)
            result.append(self._node(event))
            self._trail.pop()

    def _enter(self, step: PathStep, event: Any) -> None:
        mark = event.start_mark
        self._trail.append(step)
        self.places.setdefault(tuple(self._trail), (mark.line + 1, mark.column + 1))

    def _plain(self, event: Any) -> Tree:
        text: str = event.value
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "+-.0123456789":
            return text
        if len(text) > _LONGEST_NUMBER:
            self._refuse(event, "a number of that length is none that the interpreter keeps")
        digits = text.replace("_", "")
        whole = _INTEGER.fullmatch(digits)
        if whole is not None:
            base, found = next((b, whole[b]) for b in _BASES if whole[b] is not None)
            number = int(found, _BASES[base])
            return self._double(event, -number if whole["sign"] == "-" else number)
        return self._double(event, float(digits)) if _FLOAT.fullmatch(digits) else text

    def _double(self, event: Any, number: float) -> int | float:
        """A number as the interpreter keeps it: a double."""
        try:
            double = float(number)
        except OverflowError:
            double = float("inf")
        if double in (float("inf"), float("-inf")) or double != number:
            self._refuse(event, f"{event.value} is no number that the interpreter keeps")
        return from_double(double)

    def _refuse(self, event: Any, message: str) -> NoReturn:
        mark = event.start_mark
        raise SourceError(
            message, path=self._trail, file=self._file, line=mark.line + 1, column=mark.column + 1
        )
