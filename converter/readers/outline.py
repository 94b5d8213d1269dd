"""Where the entries of a document stand, found out as far as somebody asks for it."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from ..errors import Path, PathStep
from ..intrinsics import Tree

Place = tuple[int, int]
_Found = tuple["Place | None", Any]
Entry = tuple[PathStep, "Place | None", Any]
"""A step, the place of what it leads to, where that has one, and what is inside of it."""

_HOLDING = frozenset((dict, list))
_BLANKS = r"[ \t\n\r]*"


class Outline:
    """The places of a document's entries. One that nobody asks for is passed over as a whole.

    Args:
        root: the document.
        entries: what is inside of it, or of an entry; nothing inside of a scalar.
    """

    def __init__(self, root: Any, entries: Callable[[Any], Iterator[Entry]]) -> None:
        self._root, self._entries = root, entries
        self._known: dict[Path, tuple[dict[PathStep, _Found], Iterator[Entry]]] = {}

    def locate(self, path: Path) -> Place:
        """The 1-based line and column of the entry at ``path``, or of what it would stand in."""
        place, inside = (1, 1), self._root
        for position, step in enumerate(path):
            found = self._entry(path[:position], inside, step)
            if found is None:
                break
            place, inside = found[0] or place, found[1]
        return place

    def places(self) -> Iterator[tuple[Path, Place]]:
        """The path and the place of every entry."""
        waiting: list[tuple[Path, Any]] = [((), self._root)]
        while waiting:
            path, inside = waiting.pop()
            for step, place, value in self._entries(inside):
                if place is not None:
                    yield (*path, step), place
                waiting.append(((*path, step), value))

    def _entry(self, path: Path, inside: Any, step: PathStep) -> _Found | None:
        known, others = self._known.get(path) or ({}, self._entries(inside))
        self._known[path] = known, others
        if step not in known:
            for other, place, value in others:
                known[other] = place, value
                if other == step:
                    break
        return known.get(step)


def json_outline(text: str) -> Outline:
    """The outline of a valid JSON document. An entry's place is its key."""
    starts: list[int] = []
    decode, blanks = json.JSONDecoder().raw_decode, re.compile(_BLANKS).match

    def after(offset: int) -> int:
        found = blanks(text, offset)
        return found.end() if found else offset

    def place(offset: int) -> Place:
        if not starts:
            starts.append(0)
            starts.extend(match.end() for match in re.finditer("\n", text))
        line = bisect_right(starts, offset)
        return line, offset - starts[line - 1] + 1

    def entries(offset: int) -> Iterator[Entry]:
        is_mapping = text[offset] == "{"
        if not is_mapping and text[offset] != "[":
            return
        here, number = after(offset + 1), 0
        while text[here] not in "}]":
            key, start = number, here
            if is_mapping:
                key, here = decode(text, here)
                here = after(after(here) + 1)  # the colon
            number += 1
            yield key, place(start), here
            here = after(decode(text, here)[1])
            if text[here] == ",":
                here = after(here + 1)

    return Outline(after(0), entries)


def marked_outline(tree: Tree, marks: Sequence[Any]) -> Outline:
    """The outline of a tree by the marks that its reader made; see `YamlTree.marks`."""

    def entries(inside: tuple[Tree, int]) -> Iterator[Entry]:
        value, number = inside
        for step, each in _steps(value):
            mark = marks[number]
            place = None if mark is None else (mark.line + 1, mark.column + 1)
            yield step, place, (each, number + 1)
            number += 1 + _count(each)

    return Outline((tree, 0), entries)


def _steps(tree: Tree) -> Iterator[tuple[PathStep, Tree]]:
    if isinstance(tree, dict):
        yield from tree.items()
    elif isinstance(tree, list):
        yield from enumerate(tree)


def _count(tree: Tree) -> int:
    """How many entries and items are inside of a tree, at any depth."""
    open_: list[Any] = [tree] if type(tree) in _HOLDING else []
    count = 0
    for each in open_:
        count += len(each)
        inside = each.values() if type(each) is dict else each
        open_ += [value for value in inside if type(value) in _HOLDING]
    return count
