"""A source's text, and where in it a path leads."""

from __future__ import annotations

import os
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from yaml import YAMLError
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ..errors import Path
from ..naming import project_name
from ..report import Report
from .json_tree import NotJSONError, json_places, read_json
from .yaml_events import explain, open_events
from .yaml_tree import SHORT_TAGS

Place = tuple[int, int]


class Source:
    """A document and its name.

    Args:
        name: what messages call it.
        text: the document.

    Attributes:
        findings: what there is to say of it before it is read.
        is_synthesized: whether it is a stack of an app.
    """

    is_synthesized = False

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text
        self.findings = Report()
        self._places: dict[Path, Place] | None = None

    @property
    def project(self) -> str:
        """The name of the Pulumi project that is made of it: the file's, without its ending."""
        return project_named_after(self.name)

    def locate(self, path: Path) -> Place:
        """The 1-based line and column of the entry at ``path``, or of what it would stand in.

        The document is read again at the first call only.

        Raises:
            SourceError: the document is neither YAML nor JSON.
        """
        places = self.places()
        while path and path not in places:
            path = path[:-1]
        return places.get(path, (1, 1))

    def places(self) -> Mapping[Path, Place]:
        """The 1-based line and column of every entry of the document.

        Raises:
            SourceError: the document is neither YAML nor JSON.
        """
        if self._places is None:
            self._places = dict(self._read_places())
        return self._places

    def lines_of(self, paths: Container[Path]) -> dict[Path, list[int]]:
        """The lines of each of some entries: a key may stand several times in its mapping."""
        found: dict[Path, list[int]] = {}
        for path, (line, _) in self._read_places():
            if path in paths:
                found.setdefault(path, []).append(line)
        return found

    def _read_places(self) -> Iterator[tuple[Path, Place]]:
        if looks_like_json(self.text) and _is_json(self.text):
            return _from_offsets(self.text, json_places(self.text))
        return self._yaml_places()

    def _yaml_places(self) -> Iterator[tuple[Path, Place]]:
        try:
            take = open_events(self.text)
            take()  # the stream starts
            if type(take()) is not StreamEndEvent:
                yield from _from_events(take(), take, ())
        except (YAMLError, UnicodeError) as error:
            raise explain(error, self.text, self.name) from None


def project_named_after(path: str) -> str:
    """The name of a project that is made of what is at a path."""
    return project_name(os.path.splitext(os.path.basename(os.path.normpath(path)))[0])


def looks_like_json(text: str) -> bool:
    """Whether ``text`` starts as a JSON object or array does. It may be YAML in flow style yet."""
    return text.lstrip()[:1] in ("{", "[")


def _is_json(text: str) -> bool:
    try:
        read_json(text)
    except NotJSONError:
        return False
    return True


def _from_offsets(text: str, places: Iterator[tuple[Path, int]]) -> Iterator[tuple[Path, Place]]:
    starts = [0]
    while (end := text.find("\n", starts[-1])) >= 0:
        starts.append(end + 1)
    for path, offset in places:
        line = bisect_right(starts, offset)
        yield path, (line, offset - starts[line - 1] + 1)


def _from_events(event: Any, take: Callable[[], Any], path: Path) -> Iterator[tuple[Path, Place]]:
    function = SHORT_TAGS.get(getattr(event, "tag", None) or "")
    if function:
        path = (*path, function)
        yield path, _place(event)
    if type(event) is MappingStartEvent:
        while type(key := take()) is not MappingEndEvent:
            entry = (*path, key.value)
            yield entry, _place(key)
            yield from _from_events(take(), take, entry)
    elif type(event) is SequenceStartEvent:
        index = 0
        while type(item := take()) is not SequenceEndEvent:
            yield (*path, index), _place(item)
            yield from _from_events(item, take, (*path, index))
            index += 1


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1
