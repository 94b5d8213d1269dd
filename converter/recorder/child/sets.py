"""What compares its members by itself: sets, and what maps give as such."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, KeysView

from .records import has_open_key
from .run import current
from .symbols import Text, describe, holds_symbol

SETS = (set, frozenset, KeysView, ItemsView)


def tell_keys(holder: Iterable[object]) -> None:
    """Warn where a map is gone through of which two keys may be the same."""
    keys = [*holder]
    unknown = [key for key in keys if isinstance(key, Text)]
    if unknown and len(keys) > 1:
        shown = ", ".join(describe(key) if isinstance(key, Text) else repr(key) for key in keys)
        words = "the keys of a map are taken to be different, which the template does not check"
        current().warn("unchecked", f"{words}: {shown}")


def check_members(*holders: object, words: str = "members of sets") -> None:
    """Refuse to compare the members of sets where one is not known."""
    listed = [holder for holder in holders if isinstance(holder, Iterable)]
    members = [member for holder in listed for member in holder]
    if any(map(holds_symbol, members)) or has_open_key(members):
        current().refuse(f"a comparison of the {words} cannot be said in a template")
