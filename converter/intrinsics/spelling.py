"""The word that was probably meant."""

from __future__ import annotations

from collections.abc import Iterable

_MOST = 10
_LONGEST = 128


class Hints:
    """Looks for the words that were meant instead of the first few that are unknown: it takes long,
    and nobody reads more of it.
    """

    def __init__(self) -> None:
        self._left = _MOST

    def near_miss(self, word: str, known: Iterable[str]) -> str:
        """As the function `near_miss`."""
        return near_miss(word, known) if self.is_left() else ""

    def is_left(self) -> bool:
        """Whether one more word is to be looked for."""
        self._left -= 1
        return self._left >= 0


def near_miss(word: str, known: Iterable[str]) -> str:
    """``, did you mean X?`` where one of ``known`` is nearly ``word``, else nothing."""
    from difflib import get_close_matches  # only a wrong template needs it

    if len(word) > _LONGEST:
        return ""
    found = get_close_matches(word, [each for each in known if len(each) <= _LONGEST], 1)
    return f", did you mean {found[0]}?" if found else ""
