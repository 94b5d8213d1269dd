"""A source's text, and where in it a path leads."""

from __future__ import annotations

import codecs
import os
from bisect import bisect_right
from collections.abc import Callable, Container, Iterator, Mapping
from typing import Any

from yaml import YAMLError
from yaml.events import (
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from ..errors import Path, SourceError
from ..naming import project_name
from ..report import Report
from ..shapes import whole
from .json_tree import NotJSONError, json_places, read_json
from .outline import Outline, Place
from .yaml_events import at_offset, explain, open_events
from .yaml_tree import SHORT_TAGS

_MAPPING = -1
_END = {True: MappingEndEvent, False: SequenceEndEvent}


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
        self._outline: Outline | None = None

    @property
    def project(self) -> str:
        """The name of the Pulumi project that is made of it: the file's, without its ending."""
        return project_named_after(self.name)

    def note_outline(self, outline: Outline) -> None:
        """Keep what a reader found, so that the document need not be read again for places."""
        self._outline = outline

    def locate(self, path: Path) -> Place:
        """The 1-based line and column of the entry at ``path``, or of what it would stand in.

        The document is read again at the first call only, if at all, and as far as needed.

        Raises:
            SourceError: the document is neither YAML nor JSON.
        """
        if self._outline is not None:
            return self._outline.locate(path)
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
            outline = self._outline
            self._places = dict(self._read_places() if outline is None else outline.places())
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
                yield from _from_events(take(), take)
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


def _from_events(event: Any, take: Callable[[], Any]) -> Iterator[tuple[Path, Place]]:
    """The places of the entries of a document whose first event is given."""
    path: Path = ()
    open_: list[tuple[Path, int]] = []  # what is read: a list with its next position, or a mapping
    while True:
        if tag := getattr(event, "tag", None):
            function = SHORT_TAGS.get(tag)
            if function:
                path = (*path, function)
                yield path, _place(event)
        kind = type(event)
        if kind is MappingStartEvent or kind is SequenceStartEvent:
            open_.append((path, _MAPPING if kind is MappingStartEvent else 0))
        path, position = open_[-1] if open_ else ((), _MAPPING)
        while open_ and type(event := take()) is _END[position == _MAPPING]:
            open_.pop()
            path, position = open_[-1] if open_ else ((), _MAPPING)
        if not open_:
            return
        if position == _MAPPING:
            if type(event) is not ScalarEvent:
                return  # no template has such a key: that is told, and nothing behind it counts
            path = (*path, event.value)
            yield path, _place(event)
            event = take()
        else:
            open_[-1] = path, position + 1
            path = (*path, position)
            yield path, _place(event)


def _place(event: Any) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def read_file(source: str | os.PathLike[str]) -> str:
    """The text of a template file: UTF-8, or UTF-16 with its mark.

    Raises:
        SourceError: it cannot be read, or is no text.
    """
    name = os.fspath(source)
    try:
        with open(source, "rb") as file:
            data = whole(file, name)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"it cannot be read: {reason}", file=name) from None
    return decode(data, name)


def decode(data: bytes, name: str) -> str:
    """The text of ``data``; as ``read_file``."""
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-16" if utf16 else "utf-8")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode(errors="replace")
        raise at_offset("it is no UTF-8 text", before, len(before), name) from None
