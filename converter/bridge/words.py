"""Words like ``no`` that a template has without quotes where text belongs."""

from __future__ import annotations

from ..errors import Path
from .context import ToPulumi

_TEXTS = {"Parameters": ("Default", "AllowedValues"), "Outputs": ("Value",)}
"""The fields of entries in which a word stands for a text, by section."""
_ASKING = ("Conditions", "Rules")
"""The sections that compare texts."""


def tell_word(context: ToPulumi, path: Path) -> None:
    """Warn of a word at a place for text, unless it is a plain ``true`` or ``false``."""
    word = context.stack.words.get(path)
    if word is None:
        return
    said, value = word
    context.report.warn(
        "word-as-text",
        f"the word {said} without quotes stands where text belongs and becomes {value!r}; "
        "put quotes around it",
        path,
    )


def tell_words(context: ToPulumi) -> None:
    """Warn of those words that stand outside of properties, where only text is taken."""
    for path in context.stack.words:
        field = path[2] if len(path) > 2 else ""
        if path[0] in _ASKING or field in _TEXTS.get(str(path[0]), ()):
            tell_word(context, path)
