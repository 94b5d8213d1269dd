"""What a value of one run may be made of: the values of the run are found again in it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator

from ...pulumi import Base64, Concat, Convert, Expression, Join, Node, Select, Split
from .reducing import TRUTH, merged
from .subjects import Assignment, Fresh, Subject, text_in

DELIMITERS = (",", "/", ":", "-", ".", "|", ";", " ")
_LEAST = 2
"""Shorter values are not looked for inside of longer texts."""
_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?")


def lifted(
    value: Expression, assignment: Assignment, subjects: Iterable[Subject]
) -> Iterator[Expression]:
    """Give expressions that a value may come from, likely ones first.

    Args:
        value: a text, a number, a boolean or a list.
        assignment: what the run was given.
        subjects: the subjects whose values are looked for.
    """
    marks: list[tuple[Subject, str]] = []
    plain: list[tuple[Subject, str]] = []
    for subject in subjects:
        given = assignment[subject.identity]
        text = text_in(given)
        if text:
            marked = isinstance(given, Fresh) and given.mark
            (marks if marked else plain).append((subject, text))
    for found in ([], *([it] for it in plain), plain):
        yield from _one(value, [*marks, *found])


def _one(value: Expression, texts: list[tuple[Subject, str]]) -> Iterator[Expression]:
    if isinstance(value, list):
        yield from _lists(value, texts)
    elif isinstance(value, (int, float)):
        yield from _scalars(value, texts)
    elif isinstance(value, (str, Concat)):
        found = _text(value, texts)
        if found != value:
            yield found


def _lists(items: list[Expression], texts: list[tuple[Subject, str]]) -> Iterator[Expression]:
    for subject, text in texts:
        for delimiter in DELIMITERS:
            pieces = text.split(delimiter)
            trimmed = [it.strip() for it in pieces]
            if items in (pieces, trimmed) and (len(pieces) > 1 or delimiter == ","):
                yield pieces_of(subject, delimiter)
        if [it.strip() for it in text.split(",")] == items and subject.type == "string":
            yield Convert("list", subject.node)


def _scalars(value: float, texts: list[tuple[Subject, str]]) -> Iterator[Expression]:
    kind = {bool: "boolean", int: "integer"}.get(type(value), "number")
    for subject, text in texts:
        if text.lower() == str(value).lower() or _is_number(text, value):
            yield subject.node if subject.type == kind else Convert(kind, subject.node)
            if value is True and text != "true":  # no condition can say that, but a boolean's place
                yield Convert(TRUTH, subject.node)


def _is_number(text: str, value: float) -> bool:
    try:
        return not isinstance(value, bool) and float(text) == value
    except ValueError:
        return False


def pieces_of(subject: Subject, delimiter: str) -> Expression:
    """Give the list that a subject's text is cut into."""
    if subject.type == "list" and delimiter == ",":
        return subject.node
    return Split(delimiter, subject.node)


def _text(value: str | Concat, texts: list[tuple[Subject, str]]) -> Expression:
    parts: list[Expression] = list(value.parts) if isinstance(value, Concat) else [value]
    needles = [pair for subject, text in texts for pair in _needles(subject, text, parts)]
    needles.sort(key=lambda it: -len(it[0]))
    if not needles:
        return _encoded(value, texts)
    known = dict(reversed(needles))
    pattern = re.compile("|".join(re.escape(text) for text in known))
    found: list[Expression] = []
    for part in parts:
        found += _cut(part, pattern, known) if isinstance(part, str) else [part]
    whole = merged(found)
    is_text = all(whole != it.node or it.type in ("string", "list") for it, _ in texts)
    return whole if is_text else Convert("string", whole)


def _cut(text: str, pattern: re.Pattern[str], known: dict[str, Expression]) -> list[Expression]:
    found: list[Expression] = []
    position = 0
    for match in pattern.finditer(text):
        found += [text[position : match.start()], known[match[0]]]
        position = match.end()
    return [*found, text[position:]]


def _needles(
    subject: Subject, text: str, parts: list[Expression]
) -> Iterator[tuple[str, Expression]]:
    """Give what of a subject's text is in a value, and what stands for it."""
    whole = "\0".join(part for part in parts if isinstance(part, str))
    if text in whole and (len(text) >= _LEAST or text == whole):
        yield text, Join(",", subject.node) if subject.type == "list" else subject.node
        return
    for delimiter in DELIMITERS:
        pieces = text.split(delimiter)
        if len(pieces) > 1 and all(len(piece) > _LEAST for piece in pieces):
            yield from _pieces(subject, delimiter, pieces, whole)


def _pieces(
    subject: Subject, delimiter: str, pieces: list[str], whole: str
) -> Iterator[tuple[str, Expression]]:
    values = pieces_of(subject, delimiter)
    first = whole.find(pieces[0])
    second = whole.find(pieces[1], first + len(pieces[0])) if first >= 0 else -1
    if second >= 0:
        joint = whole[first + len(pieces[0]) : second]
        if joint.join(pieces) in whole:
            yield joint.join(pieces), Join(joint, values)
            return
    for index, piece in enumerate(pieces):
        if piece in whole:
            yield piece, Select(index, values)


def _encoded(value: str | Concat, texts: list[tuple[Subject, str]]) -> Expression:
    if not isinstance(value, str) or _BASE64.fullmatch(value) is None:
        return value
    try:
        plain = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return value
    found = _text(plain, texts) if plain.isprintable() or "\n" in plain else plain
    return Base64(found) if isinstance(found, Node) else value
