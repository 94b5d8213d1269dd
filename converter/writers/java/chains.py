"""What is written with dots, as the names and calls that it is made of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..layout import Bracketed, Code, Line
from .nodes import Chain

_NOTHING = Bracketed("(", (), ")")


class Item(NamedTuple):
    """A part of a chain: a name, or a call of it."""

    name: str
    call: Bracketed | None = None
    comments: Sequence[str] = ()

    @property
    def width(self) -> int:
        """How many columns it takes before a line may end in it."""
        if self.call is None:
            return len(self.name)
        return len(self.name) + (1 if self.call.items else 2)


def unfolded(code: Code) -> tuple[Code | None, list[Item]]:
    """What a chain begins with, where that is no name, and its parts."""
    items: list[Item] = []
    return _unfold(code, items), items


def is_atom(text: str) -> bool:
    """Whether code is a literal, or something new without arguments: no names with dots."""
    return text[:1] in '"-(!' or text[:1].isdigit() or text.startswith("new ")


def _unfold(code: Code, items: list[Item]) -> Code | None:
    if isinstance(code, str):
        if is_atom(code):
            return code
        items += map(_item, filter(None, code.split(".")))
        return None
    if isinstance(code, Bracketed):
        if code.open.startswith("new "):
            return code
        *names, called = filter(None, code.open[:-1].split("."))
        items += [*map(_item, names), Item(called, code)]
        return None
    if isinstance(code, Line):
        first, *others = (_unfold(part, items) for part in code.parts)
        assert not any(others), "what follows a dot begins with a name"
        return first
    return _unfold_links(code, items) if isinstance(code, Chain) else code


def _unfold_links(code: Chain, items: list[Item]) -> Code | None:
    first = _unfold(code.head, items)
    for position, link in enumerate(code.links):
        begin = len(items)
        _unfold(link, items)
        if position in code.comments:
            items[begin] = items[begin]._replace(comments=code.comments[position])
    return first


def _item(name: str) -> Item:
    return Item(name[:-2], _NOTHING) if name.endswith("()") else Item(name)


def prefix(items: Sequence[Item]) -> int:
    """How many dots belong to the beginning: those of a class and its member, of the one thing that
    is called, or of ``this``.
    """
    called = [position for position, item in enumerate(items) if item.call is not None]
    names = items[: called[0] + 1] if called else items
    found = _of_class([item.name.rpartition(">")[2] for item in names])
    if found:
        return found
    if len(called) == 1 and called[0] > 0:
        return called[0]
    return 1 if items[0].name == "this" else 0


def _of_class(names: Sequence[str]) -> int:
    """The position of the static member of a class, as names tell it."""
    found, state = 0, "start"
    for position, name in enumerate(names):
        upper = name[:1].isupper()
        constant = upper and not re.search("[a-z]", name)
        if state == "member" or (state == "start" and not upper and not name.islower()):
            break
        if state == "constant" and not upper:
            break
        if state == "class" and not (upper and not constant):
            state = "member"
        elif upper:
            state = "constant" if constant else "class"
        if state in ("class", "member"):
            found = position
    return found


def line_ends(items: Sequence[Item], least: int, *, follows: bool) -> list[bool]:
    """Before which of the dots a line may end: not before the second of a short name's.

    Args:
        items: the parts.
        least: the length from which on it may.
        follows: whether something is before the first.
    """
    found = [follows]
    length = least + 1 if follows else 0
    for item in items:
        length += least + 1 if item.call is not None else len(item.name)
        found.append(length > least)
        length += 1
    return found[:-1]


def tails(items: Sequence[Item], ends: Sequence[bool], after: int) -> list[int]:
    """How much follows each part before a line may end, with ``after`` behind the last."""
    found: list[int] = []
    for item, ends_before in zip(reversed(items), reversed(ends), strict=True):
        found.append(after)
        if ends_before:
            after = 0
        else:
            after = 1 + item.width + (0 if item.call is not None and item.call.items else after)
    return found[::-1]
