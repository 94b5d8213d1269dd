"""What a parameter can be kept to, where the program does something else beyond that: to no numbers
below zero, to texts without blanks at their ends.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .subjects import Fresh, Value


@dataclass(frozen=True, slots=True)
class Limit:
    """What a parameter is kept to.

    Args:
        attribute: the attribute of a parameter that says it.
        value: what that is.
        words: what values beyond it are.
        is_beyond: tells whether a text is one.
    """

    attribute: str
    value: Any
    words: str
    is_beyond: Callable[[str], bool]


_LIMITS = (
    Limit("MinValue", 0, "below zero", lambda text: re.fullmatch(r"-[\d.]+", text) is not None),
    Limit(
        "AllowedPattern",
        r"^(\S(.*\S)?)?$",
        "with a blank at an end",
        lambda text: text != text.strip(),
    ),
)


def limit_beyond(value: Value) -> Limit | None:
    """Give the limit beyond which a value is that nothing in the program asks for."""
    if not isinstance(value, Fresh):
        return None
    return next((it for it in _LIMITS if it.is_beyond(value.text)), None)
