"""PyYAML as this package needs it: without what takes longer than reading most templates.

Its import compiles a pattern for a reader in Python, which nothing asks where libyaml is there.
"""

from __future__ import annotations

import re
import sys
from typing import Any

_FIRST = "[^\t\n\r -~"
"""How the pattern begins: the characters that YAML prints."""


class _Later:
    """A pattern that is compiled when something is asked of it."""

    def __init__(self, pattern: str) -> None:
        self._pattern = pattern

    def __getattr__(self, name: str) -> Any:
        return getattr(re.compile(self._pattern), name)


def import_yaml() -> None:
    """Import PyYAML, its slow pattern put off."""
    if "yaml" in sys.modules:
        return
    compiled = re.compile

    def put_off(pattern: Any, flags: Any = 0) -> Any:
        is_slow = isinstance(pattern, str) and pattern.startswith(_FIRST)
        return _Later(pattern) if is_slow else compiled(pattern, flags)

    re.compile = put_off
    try:
        import yaml  # noqa: F401
    finally:
        re.compile = compiled
