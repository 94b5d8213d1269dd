"""The files that a page shows, line by line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import Any

from ...pulumi import CodePlace, Program
from ...readers.source import Source
from ...records import dataclass
from ..conversions import Message, Review
from .entries import SECTIONS, Entry, Key, template_keys
from .finding import found_in
from .highlighting import highlighted
from .ranges import Lines, covering, entry_lines, statement_lines
from .secrets import without_secrets

_SHOWN_LAST = ("requirements.txt", ".gitignore")
_FRAGMENT = "cloudformation.yaml"
_PROJECT = "Pulumi.yaml"


@dataclass(slots=True, kw_only=True)
class Line:
    """A line: its anchor, its number, its words as markup, the entries that it belongs to, and the
    colour of the innermost of these.
    """

    id: str
    number: int
    text: Any
    entries: Sequence[str]
    hue: int = 0
    messages: list[Message] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Document:
    """A file.

    Args:
        id: its anchor.
        name: what the page calls it.
        paths: what messages call it.
        lines: its lines.
        is_template: whether it is the template, not one of the program's files.
        source: the template as a document, for places that are told as paths.
    """

    id: str
    name: str
    paths: Sequence[str]
    lines: Sequence[Line]
    is_template: bool
    source: Source | None = None

    def line_of(self, message: Message) -> Line | None:
        """The line that a message is about; None where it is about none."""
        number = message.line
        if number is None and self.source is not None and message.path:
            path, places = message.path, self.source.places()
            while path and path not in places:
                path = path[:-1]
            number = places[path][0] if path else None
        if number is None or not 1 <= number <= len(self.lines):
            return None
        return self.lines[number - 1]


def documents_of(review: Review, entries: Mapping[Key, Entry], prefix: str) -> list[Document]:
    """Give the files of a review: the template, and those of the program.

    Args:
        review: the template and its program.
        entries: what belongs together.
        prefix: what their anchors begin with.
    """
    template = review.template
    hues = {entry.id: entry.hue for entry in entries.values()}
    ranges = {
        entries[str(path[0]), str(path[1])].id: [taken]
        for path, taken in entry_lines(template).items()
        if (path[0], path[1]) in entries
    }
    found = [
        Document(
            id=f"{prefix}-t",
            name=os.path.basename(template.name) or template.name,
            paths=[template.name],
            lines=_lines(template.name, without_secrets(template), ranges, hues, f"{prefix}-t"),
            is_template=True,
            source=template,
        )
    ]
    keys = {} if review.program is None else template_keys(review.program)
    ids = {key: entries[known].id for key, known in keys.items() if known in entries}
    for position, name in enumerate(sorted(review.files, key=_rank)):
        text, anchor = review.files[name], f"{prefix}-p{position}"
        taken = _program_ranges(review, name, text, entries, ids)
        found.append(
            Document(
                id=anchor,
                name=name,
                paths=[name],
                lines=_lines(name, text.splitlines(), taken, hues, anchor),
                is_template=False,
            )
        )
    return found


def _rank(name: str) -> int:
    """The program first, then what stands beside it, then what it needs."""
    if name in _SHOWN_LAST:
        return 3
    return 1 + name.endswith(_FRAGMENT) if name.endswith((_PROJECT, _FRAGMENT)) else 0


def _lines(
    name: str,
    lines: Sequence[str],
    ranges: Mapping[str, Sequence[Lines]],
    hues: Mapping[str, int],
    anchor: str,
) -> list[Line]:
    owners = covering(ranges)
    made = []
    for at, text in enumerate(highlighted(name, "\n".join(lines)), 1):
        own = owners.get(at, [])
        hue = hues[own[-1]] if own else 0
        made.append(Line(id=f"{anchor}-{at}", number=at, text=text, entries=own, hue=hue))
    return made


def _program_ranges(
    review: Review,
    name: str,
    text: str,
    entries: Mapping[Key, Entry],
    ids: Mapping[Key, str],
) -> dict[str, list[Lines]]:
    """Entry → the lines that it takes in a file of the program."""
    found: dict[str, list[Lines]] = {}
    if name.endswith(_FRAGMENT):
        for path, taken in entry_lines(Source(name, text)).items():
            entry = entries.get((str(path[0]), str(path[1])))
            if entry is not None:
                found.setdefault(entry.id, []).append(taken)
        return found
    if os.path.basename(name) == _PROJECT:
        for path, taken in entry_lines(Source(name, text)).items():
            section = path[0] if path[0] in SECTIONS else ""
            if (str(section), str(path[1])) in ids:
                found.setdefault(ids[str(section), str(path[1])], []).append(taken)
    elif review.program is not None:
        recorded = _recorded(review.program, name, text, ids)
        for key, ranges in {**found_in(text, ids.keys()), **recorded}.items():
            found.setdefault(ids[key], []).extend(ranges)
    return found


def _recorded(
    program: Program, name: str, text: str, ids: Mapping[Key, str]
) -> dict[Key, list[Lines]]:
    """The lines that a program was seen at when it ran."""
    lines = text.splitlines()
    places: Mapping[Any, CodePlace] = program.places
    return {
        (str(path[0]), str(path[1])): [statement_lines(lines, line)]
        for path, (file, line) in places.items()
        if file == name and path[:2] in ids and 1 <= line <= len(lines)
    }
