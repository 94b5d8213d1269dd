"""What is done only to tell a person something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .run import Untold, current


def told(make: Callable[[], Any]) -> Any:
    """Do what only tells a person something.

    Raises:
        Untold: it cannot be told.
    """
    run = current()
    before, run.telling = run.telling, True
    try:
        with run.kept():
            return make()
    finally:
        run.telling = before


def telling(make: Callable[[], Any]) -> Any:
    """Print or log something, where that can be done."""
    try:
        return told(make)
    except Untold:
        return None
