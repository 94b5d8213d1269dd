"""Texts and numbers as scalars of YAML: plain where they stay what they are, quoted or a block.

Rules: https://yaml.org/spec/1.1/#id903915 for plain, quoted and block scalars.
"""

from __future__ import annotations

import math
import re
from functools import cache

from ..errors import UnsupportedError
from ..scalars import needs_quotes, number_text
from .texts import escape_hidden, hides_something

_SIMPLE = re.compile(r"[A-Za-z0-9_/][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*")
_MARKUP = frozenset(" #,[]{}&*!|>'\"%@`")
_LONGER_MARKUP = ("---", "...", "? ", ": ", "- ")
_FLOW_MARKUP = frozenset(",?[]{}:")

# Characters that only a double-quoted scalar carries, as an escape
_PRINTED = "\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd"
_BEYOND = "\U00010000-\U0010fffe"
_ESCAPES = {
    **{"\0": "0", "\a": "a", "\b": "b", "\t": "t", "\n": "n", "\v": "v", "\f": "f", "\r": "r"},
    **{"\x1b": "e", '"': '"', "\\": "\\", "\x85": "N", "\u2028": "L", "\u2029": "P"},
}


def scalar(value: str | int | float | bool | None, indent: str) -> str:
    """What stands for ``value`` in a block collection.

    Args:
        value: a text or a number.
        indent: begins each line of a block scalar.

    Raises:
        UnsupportedError: it is a number or holds a character that no template can.
    """
    if not isinstance(value, str):
        return number(value)
    if "\n" in value and _reads_as_block(value):
        return _block(value, indent)
    return _on_one_line(value)


def flow_scalar(value: str | int | float | bool | None) -> str:
    """What stands for ``value`` between the brackets of a list; as ``scalar``."""
    return _on_one_line(value, flow=True) if isinstance(value, str) else number(value)


def number(value: int | float | bool | None) -> str:
    """What stands for a scalar that is no text.

    Raises:
        UnsupportedError: the number is infinite.
    """
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and not math.isfinite(value):
        raise UnsupportedError("an infinite number cannot be written in a template")
    return number_text(value)


def _on_one_line(text: str, *, flow: bool = False) -> str:
    if _SIMPLE.fullmatch(text):  # most are
        return f"'{text}'" if needs_quotes(text) else text
    if "\n" in text or _needs_escapes(text):
        return _double_quoted(text)
    if needs_quotes(text) or _is_markup(text) or (flow and not _FLOW_MARKUP.isdisjoint(text)):
        return "'" + text.replace("'", "''") + "'"
    return text


def _is_markup(text: str) -> bool:
    """Whether a text on one line would be taken for something else where it is written plainly."""
    return (
        text[0] in _MARKUP
        or text.startswith(_LONGER_MARKUP)
        or text in ("?", "-")
        or text[-1] in ": "
        or ": " in text
        or " #" in text
    )


def _reads_as_block(text: str) -> bool:
    """Whether a block scalar is right: one ending in an empty line would swallow what follows."""
    if text.endswith("\n\n") or text.isspace():
        return False
    return not _needs_escapes(text.replace("\n", "").replace("\t", ""))


def _block(text: str, indent: str) -> str:
    indication = str(len("  ")) if text[0] in " \t\n" else ""
    chomping = "" if text.endswith("\n") else "-"
    lines = text.removesuffix("\n").split("\n")
    return "\n".join([f"|{indication}{chomping}", *(line and indent + line for line in lines)])


def _double_quoted(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        message = "half a surrogate pair cannot be written in a template"
        raise UnsupportedError(message) from None
    written = _escaped().sub(lambda match: _escape(match[0]), text)
    return '"' + escape_hidden(written, _escape) + '"'


def _escape(character: str) -> str:
    if character in _ESCAPES:
        return "\\" + _ESCAPES[character]
    code = ord(character)
    if code < 0x100:
        return f"\\x{code:02X}"
    return f"\\u{code:04X}" if code < 0x10000 else f"\\U{code:08X}"


def _needs_escapes(text: str) -> bool:
    """Whether a character of ``text`` can only be written as an escape."""
    if text.isascii():
        return not text.isprintable()
    return hides_something(text) or _unprinted().search(text) is not None


@cache
def _unprinted() -> re.Pattern[str]:
    return re.compile(f"[^{_PRINTED}{_BEYOND}]")  # takes longer than printing most templates


@cache
def _escaped() -> re.Pattern[str]:
    return re.compile(f'["\\\\]|[^{_PRINTED}]')
