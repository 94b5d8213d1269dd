"""What compares its members by itself: sets, and what maps give as such."""

from __future__ import annotations

from collections.abc import ItemsView, Iterable, KeysView

from .run import current
from .symbols import holds_symbol

SETS = (set, frozenset, KeysView, ItemsView)


def check_members(*holders: object) -> None:
    """Refuse to compare the members of sets where one is not known."""
    listed = [holder for holder in holders if isinstance(holder, Iterable)]
    if any(holds_symbol(member) for holder in listed for member in holder):
        current().refuse("a comparison of the members of sets cannot be said in a template")
