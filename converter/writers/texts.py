"""What literals and comments of all languages share."""

from __future__ import annotations

from collections.abc import Callable

from ..errors import UnsupportedError

LONGEST_ESCAPED = 60


def check(text: str) -> None:
    """Refuse what no program can send.

    Raises:
        UnsupportedError: the text has half a surrogate pair in it, which would become another
            character on the way.
    """
    if text.isascii():
        return
    for character in text:
        if "\ud800" <= character < "\ue000":
            raise UnsupportedError(
                f"half a surrogate pair (U+{ord(character):04X}) cannot be written"
            )


def hides_something(text: str) -> bool:
    """Whether a text has characters that nobody sees, which may make it read as another one:
    controls, direction marks, zero-width characters and the like. Line ends are none.
    """
    return not (text.isprintable() or text.replace("\n", "").isprintable())


def escape_hidden(text: str, escape: Callable[[str], str]) -> str:
    """The text with what `hides_something` asks for escaped.

    Args:
        text: the inside of a literal.
        escape: gives a character's escape in the language of the literal.
    """
    if not hides_something(text):
        return text
    return "".join(c if c == "\n" or c.isprintable() else escape(c) for c in text)


def escaped(text: str, escape: Callable[[str], str]) -> str:
    """The inside of a literal for ``text`` between double quotation marks.

    Args:
        text: the text.
        escape: gives the escape of a character that nobody sees in the language of the literal.

    Raises:
        UnsupportedError: as `check`.
    """
    written = text.replace("\\", "\\\\").replace('"', '\\"')
    if text.isprintable():  # so that it has no half of a surrogate pair
        return written
    check(text)
    return "".join(c if c.isprintable() else escape(c) for c in written)


def reads_as_lines(text: str) -> bool:
    """Whether ``text`` is better read as lines than with escapes in it."""
    return "\n" in text[:-1] and len(text) > LONGEST_ESCAPED


def comment_within(text: str, room: int) -> list[str]:
    """The lines of a comment, none longer than ``room`` where that can be."""
    lines = comment(" ".join(text.split()))
    if not lines or len(lines[0]) <= room:
        return lines
    from textwrap import wrap

    return wrap(lines[0], room, break_long_words=False, break_on_hyphens=False)


def comment(text: str) -> list[str]:
    """The lines of a comment, with nothing in them that could end one, none where it is blank."""
    said = text.strip()
    return [_seen(line.expandtabs(4)) for line in said.split("\n")] if said else []


def _seen(line: str) -> str:
    """A line with a sign for each character that nobody sees."""
    if line.isprintable():
        return line
    return "".join(c if c.isprintable() else "\ufffd" for c in line)
