"""How much the files beside a template may add to it, all of them together."""

from __future__ import annotations

from ..errors import Path, TemplateError

MOST_FILES = 1_000
MOST_CHARACTERS = 10_000_000


class Budget:
    """Counts the files that a template draws in, each as often as it is."""

    def __init__(self) -> None:
        self._files = 0
        self._characters = 0

    def take(self, characters: int, what: str, path: Path = ()) -> None:
        """Count a file.

        Args:
            characters: its length.
            what: what files of its kind are called.
            path: the place that asks for it.

        Raises:
            TemplateError: it is too much.
        """
        self._files += 1
        self._characters += characters
        if self._files > MOST_FILES:
            raise TemplateError(f"its {what} are more than {MOST_FILES} files", path=path)
        if self._characters > MOST_CHARACTERS:
            words = f"its {what} stand for more than {MOST_CHARACTERS} characters"
            raise TemplateError(words, path=path)
