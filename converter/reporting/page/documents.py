"""The files that a page shows, line by line."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

from ...pulumi import CodePlace
from ...readers.source import Source
from ...records import dataclass, field
from ..conversions import Message, Review
from .entries import Entry, Key, Name, template_names
from .finding import found_in
from .highlighting import highlighted
from .properties import in_program, in_template
from .ranges import Lines, covering, entry_lines, statement_lines
from .secrets import without_secrets
from .units import Unit

PART = ":"
"""What stands between an entry's id and the part of it that a line says."""
_SHOWN_LAST = ("requirements.txt", ".gitignore")
_FRAGMENT = "cloudformation.yaml"
_PROJECT = "Pulumi.yaml"
_YAML = (".yaml", ".yml")
_IN_YAML = {"outputs": "exports"}


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
        is_template: whether it is a template, not one of the program's files.
        scope: which of the templates it is.
        source: the template as a document, for places that are told as paths.
    """

    id: str
    name: str
    paths: Sequence[str]
    lines: Sequence[Line]
    is_template: bool
    scope: str = ""
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


def documents_of(
    review: Review, units: Sequence[Unit], entries: Mapping[Key, Entry], prefix: str
) -> list[Document]:
    """Give the files of a review: the template, those nested in it, and those of the program.

    Args:
        review: the template and its program.
        units: these, with what is nested in them.
        entries: what belongs together.
        prefix: what their anchors begin with.
    """
    hues = {entry.id: entry.hue for entry in entries.values()}
    found = [
        _template(unit, entries, hues, f"{prefix}-t{at or ''}")
        for at, unit in enumerate(units)
        if unit.template.text
    ]
    for at, name in enumerate(sorted(review.files, key=_rank)):
        text, anchor = review.files[name], f"{prefix}-p{at}"
        ranges = _program_ranges(review, units, name, entries)
        found.append(
            Document(
                id=anchor,
                name=name,
                paths=[name],
                lines=_lines(name, text.splitlines(), ranges, hues, anchor),
                is_template=False,
            )
        )
    return found


def _template(
    unit: Unit, entries: Mapping[Key, Entry], hues: Mapping[str, int], anchor: str
) -> Document:
    template = unit.template
    ranges = {
        entry.id: [taken]
        for path, taken in entry_lines(template).items()
        for entry in [entries.get((unit.scope, str(path[0]), str(path[1])))]
        if entry is not None
    }
    for name, properties in in_template(template).items():
        entry = entries.get((unit.scope, "Resources", name))
        if entry is not None:
            parts = {f"{entry.id}{PART}{it}": [taken] for it, taken in properties.items()}
            ranges.update(parts)
    return Document(
        id=anchor,
        name=unit.scope or os.path.basename(template.name) or template.name,
        paths=[template.name, *([unit.scope] if unit.scope else [])],
        lines=_lines(template.name, without_secrets(template), ranges, hues, anchor),
        is_template=True,
        scope=unit.scope,
        source=template,
    )


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
        hue = hues[own[-1].partition(PART)[0]] if own else 0
        made.append(Line(id=f"{anchor}-{at}", number=at, text=text, entries=own, hue=hue))
    return made


def _program_ranges(
    review: Review, units: Sequence[Unit], name: str, entries: Mapping[Key, Entry]
) -> dict[str, list[Lines]]:
    """Entry → the lines that it takes in a file of the program."""
    unit = next((each for each in units if name in (each.files or ())), units[0])
    text = review.files[name]
    names = {} if unit.program is None else template_names(unit.program)
    said = _said(review, unit, name)
    if name.endswith(_YAML):
        said = _said_in_yaml(name, text)
    if not name.endswith(_FRAGMENT):
        said = [(names[key], lines) for key, lines in said if key in names]
    found: dict[str, list[Lines]] = {}
    known, lines = in_template(unit.template), text.splitlines()
    for (section, title), taken in said:
        entry = entries.get((unit.scope, section, title))
        if entry is None:
            continue
        found.setdefault(entry.id, []).append(taken)
        if section == "Resources":
            for letters, part in in_program(lines, taken, known.get(title, {})).items():
                found.setdefault(f"{entry.id}{PART}{letters}", []).append(part)
    return found


def _said_in_yaml(name: str, text: str) -> list[tuple[Name, Lines]]:
    """The lines of what a document in YAML says: of a project, a program or a fragment."""
    return [
        ((_IN_YAML.get(str(path[0]), str(path[0])), str(path[1])), taken)
        for path, taken in entry_lines(Source(name, text)).items()
    ]


def _said(review: Review, unit: Unit, name: str) -> list[tuple[Name, Lines]]:
    """The lines of what a program says: as its writer tells, or as it was seen when it ran; of the
    rest, where its text has the names.
    """
    text = review.files[name]
    lines = text.splitlines()
    marks: dict[Any, int] = dict(review.marks.get(name, {}))
    if unit.program is not None:
        places: Mapping[Any, CodePlace] = unit.program.places
        marks.update({path[:2]: line for path, (file, line) in places.items() if file == name})
    names = {} if unit.program is None else template_names(unit.program)
    found = found_in(text, names.keys() - marks.keys())
    for path, line in marks.items():
        if 1 <= line <= len(lines):
            found[path] = statement_lines(lines, line)
    return list(found.items())
