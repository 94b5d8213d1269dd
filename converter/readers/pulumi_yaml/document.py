"""A document of Pulumi YAML as a tree, its scalars as Pulumi's own interpreter takes them.

It takes neither aliases nor tags.
"""

from __future__ import annotations

import math
from collections.abc import Callable
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
from ...go_scalars import TAGS, read_scalar
from ...intrinsics import Tree
from ...report import Finding
from ...scalars import from_double
from ..yaml_events import explain, open_events

DEEPEST = 200
MOST_VALUES = 250_000


class Document:
    """One document.

    Args:
        text: the document.
        file: its name, for errors.
        spelled: gives the name of the entry that a key at a place stands for.

    Attributes:
        tree: what it says.
        places: the 1-based line and column of each entry and item, by its path.

    Raises:
        SourceError: it is not YAML, or goes beyond a limit.
    """

    def __init__(
        self,
        text: str,
        file: str | None = None,
        spelled: Callable[[list[PathStep], str], str] = lambda path, key: key,
    ) -> None:
        self.places: dict[Path, tuple[int, int]] = {}
        self._file, self._spelled = file, spelled
        self._trail: list[PathStep] = []
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

    def finding(self, severity: str, code: str, message: str, path: Path) -> Finding:
        """A finding at a place of the document."""
        while path and path not in self.places:
            path = path[:-1]
        line, column = self.places.get(path, (None, None))
        return Finding(
            code=code, message=message, severity=severity, file=self._file, line=line, column=column
        )

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
            self._refuse(
                event, f"Pulumi YAML takes no aliases: *{event.anchor} is to be spelled out"
            )
        return self._content(event)

    def _count(self, event: Any, more: int) -> None:
        self._nodes += more
        if self._nodes > MOST_VALUES:
            self._refuse(event, f"the document has more than {MOST_VALUES} values")

    def _content(self, event: Any) -> Tree:
        kind, tag = type(event), event.tag or "!"
        if tag[0] == "!" and tag != "!":
            self._refuse(event, f"Pulumi YAML has no tags: {tag} means nothing there")
        if kind is ScalarEvent:
            plain = tag in TAGS or (event.implicit[0] and event.tag is None)
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
                self._refuse(event, "a key must be a text; quotation marks make one of it")
            key = self._spelled(self._trail, event.value)
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
                self._count(event, len(result))
                return result
            self._enter(len(result), event)
            result.append(self._node(event))
            self._trail.pop()

    def _enter(self, step: PathStep, event: Any) -> None:
        mark = event.start_mark
        self._trail.append(step)
        self.places.setdefault(tuple(self._trail), (mark.line + 1, mark.column + 1))

    def _plain(self, event: Any) -> Tree:
        try:
            value = read_scalar(event.value)
        except ValueError:
            self._refuse(event, "a number of that length is none that the interpreter keeps")
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return value
        double = float(value)
        if not math.isfinite(double) or double != value:
            self._refuse(event, f"{event.value} is no number that the interpreter keeps")
        return from_double(double)

    def _refuse(self, event: Any, message: str) -> NoReturn:
        mark = event.start_mark
        raise SourceError(
            message, path=self._trail, file=self._file, line=mark.line + 1, column=mark.column + 1
        )
