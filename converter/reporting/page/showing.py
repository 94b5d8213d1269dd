"""What the page shows of a conversion: its documents, what is told of their lines, its graph."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...records import dataclass
from ..conversions import ERROR, Conversion, Message, Review
from .documents import PART, Document, documents_of
from .drawing import Picture, picture_of
from .entries import Entry, Key, entries_of
from .units import units_of

_SEVERITIES = (ERROR, "warning", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A conversion on the page, or one of its stacks.

    Args:
        id: what its anchors begin with.
        title, target: what was converted, and to what.
        failed: whether nothing was written.
        verdict: how it ended, in a word or two.
        counts: what there is how often, in words (``("resources", 3)``).
        told: its errors and findings, the graver first.
        held: the resources that stay in CloudFormation, or become something else.
        panes: the template and the program, that which was read first; each a list of documents.
        picture: its resources, drawn; None where there are none.
    """

    id: str
    title: str
    target: str
    failed: bool
    verdict: str
    counts: Sequence[tuple[str, int]]
    told: Sequence[Told]
    held: Sequence[Entry]
    panes: Sequence[Sequence[Document]]
    picture: Picture | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A message on the page: its place in words, and the anchor of its line and the id of its
    entry, each empty where there is none.
    """

    id: str
    message: Message
    place: str
    line: str
    entry: str


def shown_conversion(conversion: Conversion, prefix: str) -> list[Shown]:
    """Give what is shown of a conversion: one for each of its reviews.

    Args:
        conversion: the conversion.
        prefix: what its anchors begin with.
    """
    messages = sorted(conversion.messages, key=lambda each: _SEVERITIES.index(each.severity))
    reviews: Sequence[Review | None] = conversion.reviews or [None]
    shown = []
    for position, review in enumerate(reviews):
        name = f"{prefix}-{position}"
        units = [] if review is None else units_of(review)
        entries = entries_of(units, name)
        documents = [] if review is None else documents_of(review, units, entries, name)
        is_last = position == len(reviews) - 1
        own = [each for each in messages if is_last or _is_in(each, documents)]
        messages = [each for each in messages if each not in own]
        told = [_told(each, documents, entries, f"{name}-m{at}") for at, each in enumerate(own)]
        shown.append(_shown(conversion, review, entries, documents, told, name))
    return shown


def _shown(
    conversion: Conversion,
    review: Review | None,
    entries: dict[Key, Entry],
    documents: Sequence[Document],
    told: Sequence[Told],
    name: str,
) -> Shown:
    reasons: dict[str, list[str]] = {}
    for each in told:
        if each.entry:
            reasons.setdefault(each.entry, []).append(each.message.message)
    for entry in entries.values():
        entry.why = reasons.get(entry.id, [])
    several = len(conversion.reviews) > 1 and review is not None
    sides = [[it for it in documents if it.is_template is which] for which in (True, False)]
    if review is not None and review.is_export:
        sides.reverse()
    return Shown(
        id=name,
        title=review.template.name if several and review is not None else conversion.source,
        target=conversion.target,
        failed=conversion.exit_status != 0,
        verdict=conversion.verdict or ("not converted" if conversion.exit_status else "converted"),
        counts=_counts(entries, told),
        told=told,
        held=[entry for entry in entries.values() if entry.becomes],
        panes=[side for side in sides if side],
        picture=None if review is None else picture_of(review, entries),
    )


def _is_in(message: Message, documents: Sequence[Document]) -> bool:
    return any(message.file in document.paths for document in documents)


def _told(
    message: Message,
    documents: Sequence[Document],
    entries: dict[Key, Entry],
    name: str,
) -> Told:
    document = next((each for each in documents if message.file in each.paths), None)
    line = None if document is None else document.line_of(message)
    scope = "" if document is None else document.scope
    section, name_there = map(str, (*message.path[:2], "", "")[:2])
    found = entries.get((scope, section, name_there))
    place = message.file
    if line is not None and document is not None:
        place = f"{document.name}:{line.number}"
        line.messages.append(message)
        if found is None and line.entries:
            found = next(
                each for each in entries.values() if each.id == line.entries[-1].partition(PART)[0]
            )
    return Told(
        id=name,
        message=message,
        place=place,
        line="" if line is None else line.id,
        entry="" if found is None else found.id,
    )


def _counts(entries: dict[Key, Entry], told: Sequence[Told]) -> list[tuple[str, int]]:
    """What there is how often; what there is none of is left out, but for resources."""
    sections = [section for _, section, _ in entries]
    found: list[tuple[str, Any]] = [
        ("resource", sections.count("Resources")),
        ("parameter", sections.count("Parameters")),
        ("condition", sections.count("Conditions")),
        ("mapping", sections.count("Mappings")),
        ("output", sections.count("Outputs")),
        *((each, sum(it.message.severity == each for it in told)) for each in _SEVERITIES),
    ]
    return [(word, number) for word, number in found if number]
