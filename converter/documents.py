"""JSON texts at places for documents, which CloudFormation takes as it takes the documents."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from .intrinsics import Join, Sub, ToJsonString, Value, sub_values

_MARK = "\ue000"  # around the number of what stands in a text; no template has it by itself
_MARKED = re.compile(f"{_MARK}([0-9]+){_MARK}")


def document_of(value: Value) -> Value:
    """Give the document that a text is the JSON of.

    Args:
        value: what stands at the place: a text, a function that puts one together (``Fn::Sub``,
            ``Fn::Join``), or ``Fn::ToJsonString``.

    Returns:
        The object or the list, functions inside of its texts; anything else as it is.
    """
    if isinstance(value, ToJsonString):
        return value.value if isinstance(value.value, (dict, list)) else value
    if not isinstance(value, (str, Sub, Join)):
        return value
    inside: list[Value] = []
    texts: list[str] = []
    for part in _parts(value):
        if isinstance(part, str):
            texts.append(part)
        else:
            texts.append(f"{_MARK}{len(inside)}{_MARK}")
            inside.append(part)
    text = "".join(texts)
    if text.lstrip()[:1] not in ("{", "[") or text.count(_MARK) != 2 * len(inside):
        return value
    try:
        return _restored(json.loads(text), inside)
    except (ValueError, RecursionError):
        return value


def _parts(value: Value) -> Iterator[Value]:
    """The texts and functions that stand side by side in a text."""
    if isinstance(value, Sub):
        for part in sub_values(value):
            yield from _parts(part)
    elif isinstance(value, Join) and value.delimiter == "" and isinstance(value.values, list):
        for item in value.values:
            yield from _parts(item)
    else:
        yield value


def _restored(document: Any, inside: list[Value]) -> Value:
    """A document, with what its marks stand for.

    Raises:
        ValueError: a key has a mark.
    """
    if isinstance(document, dict):
        if any(_MARK in key for key in document):
            raise ValueError("a key that is put together")
        return {key: _restored(item, inside) for key, item in document.items()}
    if isinstance(document, list):
        return [_restored(item, inside) for item in document]
    if not isinstance(document, str) or _MARK not in document:
        return document
    pieces = _MARKED.split(document)
    parts = [inside[int(piece)] if at % 2 else piece for at, piece in enumerate(pieces)]
    found = [part for part in parts if part != ""]
    return found[0] if len(found) == 1 else Join("", found)
