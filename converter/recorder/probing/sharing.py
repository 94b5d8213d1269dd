"""What texts of several runs share, so that only the rest of them is chosen."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable, Sequence
from typing import Any

from ...pulumi import ABSENT, Base64, Concat, Expression, Join, Node
from .lifting import DELIMITERS
from .reducing import merged

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]{4}){4,}(?:[A-Za-z0-9+/]{3}=|[A-Za-z0-9+/]{2}==)?")
_LEAST_WORDS = re.compile(r"\S\s+\S")
Choose = Callable[[list[Expression]], Expression]
"""Gives the choice among what is left of some texts, one for each."""


def decoded(value: Any) -> Expression:
    """Give the text that is said in Base64; None for what is no such text."""
    if isinstance(value, Base64):
        return value.value
    if not isinstance(value, str) or _BASE64.fullmatch(value) is None:
        return None
    try:
        text = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    plain = text.replace("\n", "").replace("\t", "").isprintable()
    return text if plain and _LEAST_WORDS.search(text) else None


def shared(texts: Sequence[Expression], choose: Choose) -> Expression | None:
    """Give texts as one that has what they share once; None where that is not worth it.

    Args:
        texts: the texts.
        choose: chooses among what is left of them.
    """
    if len(texts) < 2 or not all(isinstance(it, (str, Concat, Node)) for it in texts):
        return None
    if any(it is ABSENT for it in texts):
        return None
    parts = [_units(it) for it in texts]
    start = _common(parts)
    end = _common([it[start:][::-1] for it in parts])
    optional = _with_optional_item(parts, start, end, choose) if len(parts) == 2 else None
    return optional if optional is not None else _around_words(parts, start, end, choose)


Units = list[Expression]
"""A text: its characters, and what is no literal in it."""


def _units(text: Expression) -> Units:
    found: Units = []
    for part in text.parts if isinstance(text, Concat) else (text,):
        found += part if isinstance(part, str) else [part]
    return found


def _common(parts: list[Units]) -> int:
    """Give how far texts are the same."""
    for number, units in enumerate(zip(*parts, strict=False)):
        if any(unit != units[0] for unit in units):
            return number
    return min(map(len, parts))


def _around_words(parts: list[Units], start: int, end: int, choose: Choose) -> Expression | None:
    """Choose among words of texts with several lines."""
    some = parts[0]
    while start and _is_in_word(some[start - 1]):
        start -= 1
    while end and _is_in_word(some[-end]):
        end -= 1
    before, after = some[:start], some[len(some) - end :]
    if "\n" not in before and "\n" not in after:
        return None
    left = [merged(it[start : len(it) - end]) for it in parts]
    return merged([*before, choose(left), *after])


def _is_in_word(unit: Expression) -> bool:
    return isinstance(unit, str) and (unit.isalnum() or unit == "_")


def _with_optional_item(
    parts: list[Units], start: int, end: int, choose: Choose
) -> Expression | None:
    """Join items of which one text does not have one."""
    long, short = sorted(parts, key=len, reverse=True)
    if start + end != len(short):
        return None
    before, item, after = long[:start], long[start : len(long) - end], long[len(long) - end :]
    if all(isinstance(unit, str) for unit in item):
        return None
    if after and item[-1] in DELIMITERS and (not before or before[-1] == item[-1]):
        delimiter, item, before = item[-1], item[:-1], before[:-1]
    elif before and item[0] in DELIMITERS and not after:
        delimiter, item = item[0], item[1:]
    else:
        return None
    chosen = choose([merged(item) if it is long else ABSENT for it in parts])
    return Join(str(delimiter), [*_item(before), chosen, *_item(after)])


def _item(units: Units) -> list[Expression]:
    return [merged(units)] if units else []
