"""What a value is one of, by a condition: a choice, a placeholder of one, or a table's cell."""

from __future__ import annotations

from typing import Any

from .choices import Choice, is_optional, resolve
from .conditions import Symbol, by_name
from .run import current
from .symbols import Bytes, Value, lift


def sides_of(value: Any) -> tuple[Any, Any, Any] | None:
    """Give the condition by which a value is one of two, and both; None for any other value."""
    value = resolve(value)
    if isinstance(value, Choice):
        condition = by_name(value.condition_name())
        return None if is_optional(value) else (condition, *value.sides())
    if isinstance(value, Bytes):
        found = sides_of(lift(bytes.decode(value)))
        return found and (found[0], *[side.encode() for side in found[1:]])
    text = value.token if isinstance(value, Value) else value
    node = current().whole_choice(text) if isinstance(text, str) else None
    if node is None:
        known = isinstance(value, Symbol) and isinstance(text, str)
        cells = current().cells_of(text) if known else None
        return None if cells is None else sides_of(cells(lambda cell: cell))
    return by_name(node["condition"]), lift(node["then"]), lift(node["otherwise"])
