"""Texts that match the patterns in a program's text."""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any

_IS_NEW = sys.version_info >= (3, 11)
_parser: Any = importlib.import_module("re._parser" if _IS_NEW else "sre_parse")
_constants: Any = importlib.import_module("re._constants" if _IS_NEW else "sre_constants")

_MOST = 3
_OF_CATEGORY = {
    _constants.CATEGORY_DIGIT: "7",
    _constants.CATEGORY_SPACE: " ",
    _constants.CATEGORY_NOT_WORD: "-",
}
_LETTER = "q"


def samples(patterns: Iterable[str]) -> list[str]:
    """Give a text for each of some patterns, of the first few that Python understands."""
    return list(dict.fromkeys(_samples(patterns)))[:_MOST]


def _samples(patterns: Iterable[str]) -> Iterator[str]:
    for pattern in patterns:
        try:
            made = "".join(_text(_parser.parse(pattern)))
        except (re.error, OverflowError, RecursionError):
            continue
        if made and re.search(pattern, made) is not None:
            yield made


def _text(parts: Iterable[tuple[Any, Any]]) -> Iterator[str]:
    for kind, value in parts:
        if kind is _constants.LITERAL:
            yield chr(value)
        elif kind is _constants.IN:
            yield _one_of(value)
        elif kind in (_constants.MAX_REPEAT, _constants.MIN_REPEAT):
            least, most, inner = value
            yield from list(_text(inner)) * max(least, min(most, 1))
        elif kind is _constants.SUBPATTERN:
            yield from _text(value[-1])
        elif kind is _constants.BRANCH:
            yield from _text(value[1][0])
        elif kind in (_constants.ANY, _constants.NOT_LITERAL):
            yield _LETTER


def _one_of(choices: list[tuple[Any, Any]]) -> str:
    kind, value = choices[0]
    if kind is _constants.RANGE:
        return chr(value[0])
    if kind is _constants.CATEGORY:
        return _OF_CATEGORY.get(value, _LETTER)
    return chr(value) if kind is _constants.LITERAL else _LETTER
