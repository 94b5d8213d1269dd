"""Texts that are put together, and scalars as texts."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import Any

from ..intrinsics import NO_VALUE, If, Join, Value
from ..scalars import text_of

_BEGINNING = re.compile(r'^"|[{\[]')
_DECODER = json.JSONDecoder()
_MOST_TRIES = 16
_LITERAL = re.compile(r'"(?:[^"\\]|\\.)*"')
_ESCAPED = re.compile(r"\\(?:u([0-9a-fA-F]{4})|.)")
_LAST_PLAIN = 0x7E  # what JSON's writers escape behind it, they need not


def concatenation(parts: Iterable[Value]) -> Value:
    """One flat ``Fn::Join`` on nothing; a part that stands alone is itself."""
    merged: list[Value] = []
    for part in parts:
        for piece in _pieces(part):
            if isinstance(piece, str) and merged and isinstance(merged[-1], str):
                merged[-1] += piece
            elif piece != "":
                merged.append(piece)
    if len(merged) <= 1:
        return merged[0] if merged else ""
    return Join("", merged)


def _pieces(part: Value) -> list[Value]:
    if isinstance(part, Join) and part.delimiter == "" and isinstance(part.values, list):
        return part.values
    return [part]


def neighbours_joined(delimiter: str, values: list[Value]) -> list[Value]:
    joined: list[Value] = []
    for value in values:
        if isinstance(value, str) and joined and isinstance(joined[-1], str):
            joined[-1] += delimiter + value
        else:
            joined.append(value)
    return joined


def or_empty(item: Value) -> Value:
    """An item of texts that stand one after the other: what is not there is the empty text."""
    if isinstance(item, If):
        return If(item.condition, or_empty(item.then), or_empty(item.otherwise))
    return "" if item == NO_VALUE else item


def scalar_text(value: Any) -> Any:
    """A number or boolean as CloudFormation prints it; anything else as it is."""
    return text_of(value) if isinstance(value, (bool, int, float)) else value


def json_text(document: Any) -> str:
    """A document as the JSON that ``Fn::ToJsonString`` gives."""
    return unescaped(json.dumps(document, separators=(",", ":")))


def unescaped(text: str) -> str:
    """A text in which JSON, also that inside of its texts, is without the escapes that it does not
    need.
    """
    if "\\u" not in text:
        return text
    parts, start = [], 0
    for _ in range(_MOST_TRIES):
        found = _BEGINNING.search(text, start)
        if found is None:
            break
        begin = found.start()
        try:
            _, end = _DECODER.raw_decode(text, begin)
            said = _LITERAL.sub(_literal, text[begin:end])
        except (ValueError, RecursionError):
            end, said = begin + 1, text[begin]
        parts += [text[start:begin], said]
        start = end
    return "".join((*parts, text[start:]))


def _literal(match: re.Match[str]) -> str:
    """A text as JSON has it, in one go: what is inside may be JSON itself."""
    text = json.loads(match[0])
    said = unescaped(text)
    if said != text:
        return json.dumps(said, ensure_ascii=False)
    found = _ESCAPED.sub(_character, match[0])
    return found.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1], 16) if escape[1] else 0
    return chr(code) if code > _LAST_PLAIN else escape[0]
