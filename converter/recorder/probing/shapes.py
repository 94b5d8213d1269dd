"""What values look like: which of them can be merged part by part, and which literals they have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from ...pulumi import ABSENT, Concat, EnumMember, Node, Object, children, walk

_PIECES = re.compile(r"[,/:\-.|; ]")
NOTHING, MAP, LIST, LEAF = "absent", "map", "list", "leaf"


def literals_in(value: Any) -> Iterator[Any]:
    """The literals in an expression; of a map, its keys are none."""
    if not isinstance(value, (Node, list, dict)):
        yield value
    elif isinstance(value, EnumMember):
        yield value.value
    elif isinstance(value, Concat):
        for part in value.parts:
            yield from literals_in(part)
    else:
        for child in children(value):
            yield from literals_in(child)


def may_be(literal: Any, text: str) -> bool:
    """Whether a literal may be made of a text, or of a piece of it."""
    said = str(literal)
    if text == said or (len(text) > 1 and text in said):
        return True
    pieces = _PIECES.split(text)
    return len(pieces) > 1 and (said in pieces or any(len(it) > 1 and it in said for it in pieces))


def shape(value: Any) -> tuple[Any, ...]:
    """Tell values apart that are merged in different ways; objects by their types, too."""
    if value is ABSENT:
        return (NOTHING,)
    if isinstance(value, Object):
        return MAP, value.type
    if isinstance(value, dict):
        return MAP, None
    return (LIST,) if isinstance(value, list) else (LEAF,)


def entries(value: Any) -> dict[str, Any]:
    """Give what is in a map, by name."""
    found: dict[str, Any] = value.fields if isinstance(value, Object) else value
    return found


def is_container(value: Any) -> bool:
    """Whether a value is merged part by part."""
    return isinstance(value, (Object, dict, list))


def weight(value: Any) -> int:
    """How much there is in an expression."""
    return sum(1 for _ in walk(value))
