"""Texts that a program makes of secrets that are empty: what stands around a secret is none."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from ..pulumi import Concat, ConfigValue, Expression, Json, Program, walk
from ..rewriting import parts, rewrite, rewritten


def texts_around(program: Program, empty: Collection[str]) -> set[str]:
    """Give the texts that a program makes of secrets where these are empty, documents in one
    spelling.

    Args:
        program: what was registered while the secrets were open.
        empty: their config keys.
    """

    def fill(value: Expression) -> Expression:
        if isinstance(value, Concat) and any(_is_one(it, empty) for it in value.parts):
            return _put_together(["" if _is_one(it, empty) else it for it in value.parts])
        return "" if _is_one(value, empty) else value

    found: set[str] = set()
    for node in walk([*program.values()]):
        filled = rewrite(node, fill) if isinstance(node, (Concat, Json)) else node
        if filled is not node:
            found.update(_literals(filled))
        if isinstance(filled, Json) and filled is not node:
            found.add(_spelled(filled.value))
    return found


def with_shown(program: Program, made: Mapping[str, str], texts: Collection[str]) -> Program:
    """Give a program with texts as they are that it took for secrets of its own.

    Args:
        program: the program.
        made: the texts of its own secrets, by the config keys that stand for them.
        texts: the texts that are no secrets, as `texts_around` gives them.
    """
    shown = {key: text for key, text in made.items() if text in texts or _document(text) in texts}

    def change(value: Expression) -> Expression:
        return shown[value.key] if isinstance(value, ConfigValue) and value.key in shown else value

    config = {key: it for key, it in program.config.items() if key not in shown}
    return replace(rewritten(program, change), config=config) if shown else program


def _is_one(value: Expression, keys: Collection[str]) -> bool:
    return isinstance(value, ConfigValue) and value.key in keys


def _literals(value: Expression) -> Iterator[str]:
    """The texts and numbers in a value, as texts."""
    if isinstance(value, (str, int, float)):
        yield str(value)
    for _, part in parts(value):
        yield from _literals(part)


def _put_together(texts: list[Expression]) -> Expression:
    """A text of several, of which neighbouring literals become one."""
    found: list[Expression] = []
    for is_literal, some in groupby(texts, lambda it: isinstance(it, str)):
        own = list(some)
        found += ["".join(map(str, own))] if is_literal else own
    return found[0] if len(found) == 1 else Concat(tuple(found))


def _spelled(document: Any) -> str:
    return json.dumps(document, sort_keys=True, default=repr)


def _document(text: str) -> str | None:
    """The document in a text, in the spelling that all have; None where there is none."""
    try:
        return _spelled(json.loads(text)) if text[:1] in ("{", "[") else None
    except ValueError:
        return None
