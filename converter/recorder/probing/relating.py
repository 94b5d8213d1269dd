"""Texts of several subjects at once of which each is a part of the next, or the next in another
letter case: what a program decides by holding them against each other is seen only so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product

from .lifting import DELIMITERS
from .planning import Texts

_MADE = re.compile(r"(?:[=!]=|[eE]quals\()\s*(?:[\w.]+(?:\([^()\n]*\))?\s*\+|[\w.]+\(|\$@?\"\{)")
"""What holds something against a text that it makes."""
_TEXT = re.compile(r"\"((?:\\.|[^\"\\\n])*)\"|`([^`\n]*)`")
_HOLE = re.compile(r"%[-+.\d]*[sdvq]|\{[^{}]*\}")
_WORDS = re.compile(r"[\w.:/,;|-]{1,20}")
_MOST_JOINTS = 3


def related(texts: Texts, many: int, *, looks: bool) -> Iterator[list[str]]:
    """Give texts of which each is a part of another one.

    Args:
        texts: makes words, and knows the program's files.
        many: how many texts there are to be each time.
        looks: whether the program looks into texts.
    """
    if looks or _MADE.search(texts.taken):
        for joint in ("", *islice(dict.fromkeys(_joints(texts.taken)), _MOST_JOINTS)):
            yield from _growing(texts, many, joint)
    if texts.is_folded:
        word = texts.word()
        for bit, flip in product(range((many - 1).bit_length()), (0, 1)):
            yield [word.upper() if (it >> bit & 1) ^ flip else word for it in range(many)]


def _growing(texts: Texts, many: int, joint: str) -> Iterator[list[str]]:
    """Give texts that grow at one end: by what is put between values with a word behind it, or by
    what has words itself.
    """
    first = texts.word(4)
    word = "" if re.search(r"\w", joint) else texts.word(4)
    for is_behind in (True, False) if word else (True,):
        row = [first]
        for _ in range(many - 1):
            row.append(f"{row[-1]}{joint}{word}" if is_behind else f"{word}{joint}{row[-1]}")
        yield row
        yield row[::-1]


def _joints(source: str) -> Iterator[str]:
    """Give what a program puts between values, or behind one: texts, or what stands beside a place
    of one, that begin or end with a delimiter.
    """
    for match in _TEXT.finditer(source):
        for piece in _HOLE.split(match[1] or match[2] or ""):
            is_joint = piece[:1] in DELIMITERS or piece[-1:] in DELIMITERS
            if piece and is_joint and _WORDS.fullmatch(piece):
                yield piece
