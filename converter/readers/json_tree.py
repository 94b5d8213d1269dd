"""A JSON template as a tree of dictionaries, lists and scalars."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from ..errors import Path, PathStep, SourceError, TemplateError
from ..intrinsics import Tree
from ..scalars import is_too_large
from .yaml_events import at_offset, place_of
from .yaml_tree import DEEPEST, must_be_unique

# Patterns are compiled where they are used: most templates are YAML.
_TOKEN = r'(?s:"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+)'
_DIGITS_OF_A_DOUBLE = 308
_HOLDING = frozenset((dict, list))
_AT_ONCE = 500  # dictionaries and lists that a processor has at hand
_HALF_PAIR = r"\\u[dD][89a-fA-F]"


class NotJSONError(SourceError):
    """The text is not JSON. It may be YAML."""


def read_json(text: str, file: str | None = None, repeated: list[Path] | None = None) -> Tree:
    """What the JSON document ``text`` says.

    Args:
        text: the document.
        file: its name, for errors.
        repeated: takes the paths of keys that stand twice in their mapping: the last one counts.

    Raises:
        NotJSONError: it is not JSON.
        SourceError: it goes beyond a limit.
        TemplateError: it is JSON that CloudFormation refuses.
    """
    doubled = False

    def mapping(pairs: list[tuple[str, Tree]]) -> dict[str, Tree]:
        nonlocal doubled
        result = dict(pairs)
        doubled = doubled or len(result) != len(pairs)
        return result

    try:
        tree: Tree = json.loads(
            text,
            object_pairs_hook=mapping,
            parse_int=_bounded,
            parse_float=_finite,
            parse_constant=_refuse_constant,
        )
    except json.JSONDecodeError as error:
        message = f"not valid JSON: {error.msg}"
        raise NotJSONError(message, file=file, line=error.lineno, column=error.colno) from None
    except ValueError as error:
        raise _number(str(error), text, file) from None
    except RecursionError:
        raise _too_deep(text, file) from None
    if _deeper_than([[tree]], DEEPEST + 2):
        raise _too_deep(text, file)
    if doubled:
        found = _repeated(text, file)
        if repeated is not None:
            repeated += found
    if match := re.search(_HALF_PAIR, text):
        _check_characters(tree, text, match.start(), file)
    return tree


def json_places(text: str) -> Iterator[tuple[Path, int]]:
    """The path of every entry and item of a valid JSON document, with its offset, in order.

    An entry's place is its key.
    """
    path: list[PathStep] = []
    inside: list[str] = []
    at_key = False
    for token in re.finditer(_TOKEN, text):
        first = text[token.start()]
        if first == ":":
            continue
        if first == ",":
            at_key = inside[-1] == "{"
            if not at_key:
                path[-1] = int(path[-1]) + 1
        elif first in "}]":
            at_key = False
            inside.pop()
            path.pop()
        elif at_key:
            at_key = False
            path[-1] = json.loads(token[0])
            yield tuple(path), token.start()
        else:
            if inside and inside[-1] == "[":
                yield tuple(path), token.start()
            if first in "{[":
                at_key = first == "{"
                inside.append(first)
                path.append("" if at_key else 0)


def _finite(text: str) -> float:
    value = float(text)
    if math.isinf(value):
        raise ValueError(text)
    return value


def _bounded(text: str) -> int:
    value = int(text)
    if len(text) > _DIGITS_OF_A_DOUBLE and is_too_large(value):
        raise ValueError(text)
    return value


def _refuse_constant(text: str) -> Any:
    raise ValueError(text)


def _number(number: str, text: str, file: str | None) -> SourceError:
    """The refusal of a number; one that Python finds too long is not in its words."""
    offset = text.find(number)
    if offset < 0:
        return SourceError("a number in it is too long", file=file)
    shown = number if len(number) < 40 else number[:40] + "…"
    return at_offset(f"{shown} is no number that a template can hold", text, offset, file)


def _too_deep(text: str, file: str | None) -> SourceError:
    depth = 0
    for token in re.finditer(_TOKEN, text):
        first = text[token.start()]
        depth += (first in "{[") - (first in "}]")
        if depth > DEEPEST:
            break
    message = f"it is nested more than {DEEPEST} levels deep"
    return at_offset(message, text, token.start(), file)


def _repeated(text: str, file: str | None) -> list[Path]:
    seen: set[Path] = set()
    repeated: list[Path] = []
    for path, offset in json_places(text):
        if path not in seen:
            seen.add(path)
        elif must_be_unique(path):
            message = f"the key '{path[-1]}' stands here twice"
            line, column = place_of(text, offset)
            raise TemplateError(message, path=path, file=file, line=line, column=column)
        elif not isinstance(path[-1], int) and not _is_inside(path, repeated):
            repeated.append(path)
    return repeated


def _is_inside(path: Path, repeated: list[Path]) -> bool:
    """Whether a path leads into what is read anew, where nothing needs to stand twice."""
    last = repeated[-1] if repeated else ()
    return bool(last) and path[: len(last)] == last


def _deeper_than(level: list[Any], limit: int) -> bool:
    """Whether what is in one of these dictionaries and lists is nested deeper."""
    for left in reversed(range(limit)):
        level = [
            child
            for here in level
            for child in (here.values() if type(here) is dict else here)
            if type(child) in _HOLDING
        ]
        if not level:
            return False
        if len(level) > _AT_ONCE:
            parts = (level[start : start + _AT_ONCE] for start in range(0, len(level), _AT_ONCE))
            return any(_deeper_than(part, left) for part in parts)
    return True


def _check_characters(tree: Tree, text: str, offset: int, file: str | None) -> None:
    try:
        json.dumps(tree, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise at_offset("half a surrogate pair is no character", text, offset, file) from None
