"""Keys and members that are several values: tuples, and data classes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from typing import Any

from .conditions import Symbol
from .symbols import holds_symbol


def is_record(value: Any) -> bool:
    """Tell whether a value is of a data class that compares its objects by what they hold."""
    if isinstance(value, (str, type)) or not dataclasses.is_dataclass(value):
        return False
    code = getattr(type(value).__eq__, "__code__", None)
    return code is not None and code.co_filename == "<string>"


def fields_of(record: Any) -> list[Any]:
    """Give what the objects of a data class are compared by."""
    return [getattr(record, it.name) for it in dataclasses.fields(record) if it.compare]


def is_open_key(key: Any) -> bool:
    """Tell whether a key is several values of which one is not known."""
    if isinstance(key, tuple):
        return holds_symbol(key) or any(map(is_open_key, key))
    return is_record(key) and any(holds_symbol(it) or is_open_key(it) for it in fields_of(key))


def has_open_key(keys: Iterable[Any]) -> bool:
    """Tell whether one of several keys is such a key."""
    return any(map(is_open_key, keys))


def symbol_of(key: Any) -> Any:
    """Give the first thing in a key that is not known, to name it; the key itself for none."""
    if isinstance(key, Symbol):
        return key
    parts = key if isinstance(key, (tuple, list)) else fields_of(key) if is_record(key) else ()
    found = (symbol_of(part) for part in parts)
    return next((it for it in found if isinstance(it, Symbol)), key)
