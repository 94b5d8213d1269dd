"""What a value of one run may be made of: the values of the run are found again in it."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TypeAlias

from ...pulumi import Base64, Concat, Convert, Expression, Join, Node, Select, Split
from .reducing import TRUTH, merged
from .subjects import Assignment, Fresh, Subject, text_in

DELIMITERS = (",", "/", ":", "-", ".", "|", ";", " ")
_LEAST = 2
"""Shorter values are not looked for inside of longer texts."""
_Given: TypeAlias = "tuple[Subject, str]"
_Needle: TypeAlias = "tuple[str, Expression]"
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
    if not isinstance(value, (list, int, float, str, Concat)):
        return
    marks: list[_Given] = []
    plain: list[_Given] = []
    for subject in subjects:
        given = assignment[subject.identity]
        text = text_in(given)
        if text:
            marked = isinstance(given, Fresh) and given.mark
            (marks if marked else plain).append((subject, text))
    if isinstance(value, (str, Concat)):
        yield from _texts(value, marks, plain)
        return
    for found in ([], *([it] for it in plain), plain):
        if isinstance(value, list):
            yield from _lists(value, [*marks, *found])
        else:
            yield from _scalars(value, [*marks, *found])


def _texts(value: str | Concat, marks: list[_Given], plain: list[_Given]) -> Iterator[Expression]:
    """Give what a text may come from: of all that is marked, and of each other value or all."""
    given = marks, plain
    parts: list[Expression] = list(value.parts) if isinstance(value, Concat) else [value]
    text = "\0".join(part for part in parts if isinstance(part, str))
    inside = {it[0].identity: list(_needles(*it, text)) for it in (*marks, *plain)}
    marks = [it for it in marks if inside[it[0].identity]]
    if not marks:
        yield from _encoded(value, given)
    plain = [it for it in plain if inside[it[0].identity]]
    for found in ([], *([it] for it in plain), plain):
        texts = [*marks, *found]
        needles = [pair for it, _ in texts for pair in inside[it.identity]]
        whole = _put(parts, needles) if needles else value
        if whole != value:
            is_text = all(whole != it.node or it.type in ("string", "list") for it, _ in texts)
            yield whole if is_text else Convert("string", whole)


def _put(parts: list[Expression], needles: list[_Needle]) -> Expression:
    """Put what texts stand for in their place, the longest first, and the first for each."""
    known: dict[str, Expression] = {}
    for text, meant in sorted(needles, key=lambda it: -len(it[0])):
        known.setdefault(text, meant)
    pattern = re.compile("|".join(map(re.escape, known)))
    found: list[Expression] = []
    for part in parts:
        found += _cut(part, pattern, known) if isinstance(part, str) else [part]
    return merged(found)


def _lists(items: list[Expression], texts: list[_Given]) -> Iterator[Expression]:
    for subject, text in texts:
        for delimiter in DELIMITERS:
            pieces = text.split(delimiter)
            trimmed = [it.strip() for it in pieces]
            if items in (pieces, trimmed) and (len(pieces) > 1 or delimiter == ","):
                yield pieces_of(subject, delimiter)
        if [it.strip() for it in text.split(",")] == items and subject.type == "string":
            yield Convert("list", subject.node)


def _scalars(value: float, texts: list[_Given]) -> Iterator[Expression]:
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


def _cut(text: str, pattern: re.Pattern[str], known: dict[str, Expression]) -> list[Expression]:
    found: list[Expression] = []
    position = 0
    for match in pattern.finditer(text):
        found += [text[position : match.start()], known[match[0]]]
        position = match.end()
    return [*found, text[position:]]


def _needles(subject: Subject, text: str, whole: str) -> Iterator[_Needle]:
    """Give what of a subject's text is in a value, and what stands for it."""
    if text in whole and (len(text) >= _LEAST or text == whole):
        yield text, Join(",", subject.node) if subject.type == "list" else subject.node
        return
    for delimiter in DELIMITERS:
        pieces = text.split(delimiter)
        if len(pieces) > 1 and all(len(it) > _LEAST for it in pieces if it) and any(pieces):
            yield from _pieces(subject, delimiter, pieces, whole)


def _pieces(subject: Subject, delimiter: str, pieces: list[str], whole: str) -> Iterator[_Needle]:
    values = pieces_of(subject, delimiter)
    ways = [(pieces, values)]
    if delimiter == "," and subject.type == "string":
        ways.append(([it.strip() for it in pieces], Convert("list", subject.node)))
    for own, made in ways:
        joint = _joint(own, whole)
        if joint is not None:
            yield joint.join(own), Join(joint, made)
            return
    for index, piece in enumerate(pieces):
        if piece and piece in whole:
            yield piece, Select(index, values)


def _joint(pieces: list[str], whole: str) -> str | None:
    """Give what pieces are put together with in a text; None where they are not."""
    one, other = next((it for it in pairwise(pieces) if all(it)), (pieces[0], ""))
    first = whole.find(one)
    second = whole.find(other, first + len(one)) if first >= 0 else -1
    joint = whole[first + len(one) : second]
    return joint if second >= 0 and joint.join(pieces) in whole else None


def _encoded(value: str | Concat, given: tuple[list[_Given], list[_Given]]) -> Iterator[Expression]:
    """Give what the text may come from that a value encodes."""
    if not isinstance(value, str) or _BASE64.fullmatch(value) is None:
        return
    try:
        plain = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return
    if plain.isprintable() or "\n" in plain:
        yield from (Base64(it) for it in _texts(plain, *given) if isinstance(it, Node))
