"""The word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable


def near_miss(word: str, known: Iterable[str]) -> str:
    """``, did you mean X?`` where one of ``known`` is nearly ``word``, else nothing."""
    from difflib import get_close_matches  # only a wrong template needs it

    found = get_close_matches(word, list(known), 1)
    return f", did you mean {found[0]}?" if found else ""
