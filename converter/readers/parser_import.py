"""PyYAML as this package needs it: without what takes longer than reading most templates.

Its import compiles patterns for a reader in Python and for values, which nothing asks here.
"""

from __future__ import annotations

import re
import sys
from typing import Any


class _Later:
    """A pattern that is compiled when something is asked of it."""

    def __init__(self, pattern: str, flags: int) -> None:
        self._pattern = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(*self._pattern), name)
        setattr(self, name, found)
        return found


def import_yaml() -> None:
    """Import PyYAML, its patterns put off."""
    if "yaml" in sys.modules:
        return
    compiled = re.compile

    def put_off(pattern: Any, flags: Any = 0) -> Any:
        asks = sys._getframe(1).f_globals["__name__"]
        return (_Later if asks.startswith("yaml.") else compiled)(pattern, flags)

    re.compile = put_off
    try:
        import yaml  # noqa: F401
    finally:
        re.compile = compiled
