"""What a value is one of, by a condition: a choice, a placeholder of one, or a table's cell."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .choices import Choice, is_optional, resolve
from .conditions import Symbol, by_name
from .run import current
from .symbols import Bytes, Text, Value, is_chosen_in_parts, lift
from .texts import part, text


def sides_of(value: Any) -> tuple[Any, Any, Any] | None:
    """Give the condition by which a value is one of two, and both; None for any other value."""
    value = settled(resolve(value))
    if isinstance(value, Choice):
        condition = by_name(value.condition_name())
        return None if is_optional(value) else (condition, *value.sides())
    if isinstance(value, Bytes):
        found = sides_of(lift(bytes.decode(value)))
        return found and (found[0], *[side.encode() for side in found[1:]])
    text = value.token if isinstance(value, Value) else value
    node = current().whole_choice(text) if isinstance(text, str) else None
    if is_chosen_in_parts(value):
        return _sides_of_parts(value)
    if node is None:
        known = isinstance(value, Symbol) and isinstance(text, str)
        cells = current().cells_of(text) if known else None
        return None if cells is None else sides_of(cells(lambda cell: cell))
    return by_name(node["condition"]), lift(node["then"]), lift(node["otherwise"])


def _sides_of_parts(value: Text) -> tuple[Any, Any, Any] | None:
    """Give the same for a text of several parts, by its first part that is one of two."""
    parts = _parts_of(value)
    for at, each in enumerate(parts):
        found = sides_of(each)
        if found is not None:
            condition, *sides = found
            put = ([*parts[:at], side, *parts[at + 1 :]] for side in sides)
            return condition, *map(_put_together, put)
    return None


def settled(value: Any) -> Any:
    """Give a text with what counts at this place of each choice that is a part of it, and what is
    left of a table's cell.
    """
    if not is_chosen_in_parts(value):
        return _settled_part(value)
    return _put_together(map(_settled_part, _parts_of(value)))


def _settled_part(value: Any) -> Any:
    """Give what is left of a part: one of its two sides, or of a table's cells, or all of it."""
    token = value.token if isinstance(value, Value) else value
    cells = current().cells_of(token) if isinstance(value, (Text, Value)) else None
    found = value if cells is None else resolve(cells(lambda cell: cell))
    return value if isinstance(found, Symbol) else found


def _parts_of(value: Text) -> list[Any]:
    tokens = current().tokens
    cut = tokens.cut(value)
    return [resolve(lift(it if isinstance(it, str) else tokens.write(*it))) for it in cut]


def _put_together(parts: Iterable[Any]) -> Any:
    return text(*(part(each, -1, "") for each in parts))
