"""What the program does with values, where a symbol may be among them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .symbols import lift


def called_back(func: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Make a function that the SDK calls with a value take symbols."""
    return lambda value: func(lift(value))
