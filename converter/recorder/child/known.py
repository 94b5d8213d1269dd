"""Known values that remember what the program took them from.

A cell of a table by fixed keys and the Base64 of a fixed text are plain values, and whatever the
program does with them gives plain values. Where one gets to the engine as it is, or as a part of a
text, it goes there as the look-up or the function that it came from.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


class Known:
    """Marks the classes of such values; ``wired`` is what goes to the engine."""

    wired: str

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memory: Any) -> Any:
        return self

    def __reduce__(self) -> Any:
        return plain, (plain(self),)


class KnownText(Known, str):
    """A text."""

    def __new__(cls, value: str, wired: str) -> KnownText:
        made = str.__new__(cls, value)
        made.wired = wired
        return made

    def __str__(self) -> str:
        return self


class KnownNumber(Known, int):
    """A whole number."""

    def __new__(cls, value: int, wired: str) -> KnownNumber:
        made = int.__new__(cls, value)
        made.wired = wired
        return made


class KnownBytes(Known, bytes):
    """A text's bytes."""

    def __new__(cls, value: bytes, wired: str) -> KnownBytes:
        made = bytes.__new__(cls, value)
        made.wired = wired
        return made

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> str:
        """Give the text back."""
        return known_text(bytes.decode(self, encoding, errors), self.wired)


def known_text(value: str, wired: str) -> str:
    """Give a text that remembers what it came from, where it is not just itself."""
    return value if value == wired else KnownText(value, wired)


def known_number(value: int, wired: str) -> int:
    """Give a whole number that remembers what it came from."""
    return KnownNumber(value, wired)


def has_known(value: Any, depth: int = 4) -> bool:
    """Tell whether such a value is in another one."""
    if isinstance(value, Known):
        return True
    if not depth:
        return False
    if type(value) is dict:
        value = value.values()
    elif type(value) not in (list, tuple):
        return False
    return any(has_known(inner, depth - 1) for inner in value)


def plain(value: Any) -> Any:
    """Give a value without what it remembers, lists and maps all through."""
    if isinstance(value, KnownText):
        return str.__str__(value)
    if isinstance(value, KnownNumber):
        return int(value)
    if isinstance(value, KnownBytes):
        return bytes(value)
    if type(value) in (list, tuple):
        return type(value)(plain(inner) for inner in value)
    if type(value) is dict:
        return {plain(key): plain(inner) for key, inner in value.items()}
    return value


def wired_all(values: Sequence[Any]) -> list[Any]:
    """Give values as they go into a text for the engine."""
    return [value.wired if isinstance(value, Known) else value for value in values]
