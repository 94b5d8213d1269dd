"""Numbers that the interpreter of Pulumi YAML keeps as they are: it has doubles only."""

from __future__ import annotations

from typing import Any

from ...errors import Path, UnsupportedError

_WHOLE = 2**53


def check_exact(value: Any, path: Path) -> None:
    """Refuse a whole number that is no double; anything else passes.

    Raises:
        UnsupportedError: it is such a number.
    """
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) > _WHOLE:
        raise UnsupportedError(
            f"Pulumi YAML keeps numbers as doubles, and {value} is none", path=path
        )
