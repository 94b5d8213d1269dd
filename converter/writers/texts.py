"""What literals and comments of all languages share."""

from __future__ import annotations

LONGEST_ESCAPED = 60


def reads_as_lines(text: str) -> bool:
    """Whether ``text`` is better read as lines than with escapes in it."""
    return "\n" in text[:-1] and len(text) > LONGEST_ESCAPED


def comment(text: str) -> list[str]:
    """The lines of a comment, with nothing in them that could end one, none where it is blank."""
    return [
        "".join(
            character if character.isprintable() else "\ufffd" for character in line.expandtabs(4)
        )
        for line in text.strip().split("\n")
        if text.strip()
    ]
