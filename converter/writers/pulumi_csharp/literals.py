"""Texts in C#: literals that hold the same text and nothing else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..texts import escaped, reads_as_lines

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
_BRACES = re.compile(r"[{}]+")
_KEYWORDS = (
    "abstract as base bool break byte case catch char checked class const continue decimal default "
    "delegate do double else enum event explicit extern false finally fixed float for foreach goto "
    "if implicit in int interface internal is lock long namespace new null object operator out "
    "override params private protected public readonly ref return sbyte sealed short sizeof "
    "stackalloc static string struct switch this throw true try typeof uint ulong unchecked unsafe "
    "ushort using virtual void volatile while"
)
RESERVED = frozenset(_KEYWORDS.split(" "))


def string(text: str) -> str:
    """A literal for ``text`` on one line."""
    if text.isprintable() and '"' not in text and "\\" not in text:  # which most are
        return f'"{text}"'
    return f'"{escaped(text, _character)}"'


def interpolated(parts: Sequence[tuple[bool, str]]) -> str:
    """An interpolated text on one line.

    Args:
        parts: (True, the code of a value) or (False, text).
    """
    inside = (
        f"{{{part}}}"
        if is_code
        else escaped(part, _character).replace("{", "{{").replace("}", "}}")
        for is_code, part in parts
    )
    return f'$"{"".join(inside)}"'


def is_raw(text: str) -> bool:
    """Whether a text is better read as the lines of a raw literal, which holds them as they are."""
    return reads_as_lines(text) and text.replace("\n", "").replace("\t", "").isprintable()


def dollars(text: str) -> int:
    """How many braces stand around a value in a raw literal with this text in it."""
    return 1 + max(map(len, _BRACES.findall(text)), default=0)


def raw(text: str, dollars: int, inside: str, indent: str) -> str:
    """A raw literal over several lines, interpolated where it has values in it.

    Args:
        text: its text without the values.
        dollars: how many braces stand around a value; none where there is none.
        inside: its lines, with the values.
        indent: where its lines begin.
    """
    quotes = '"' * max(3, 1 + max(map(len, re.findall('"+', text)), default=0))
    lines = "".join(f"{indent}{line}\n" if line else "\n" for line in inside.split("\n"))
    return f"{'$' * dollars}{quotes}\n{lines}{indent}{quotes}"


def number(value: float) -> str:
    """A literal for a number; whole ones beyond 32 bits are doubles, as the SDK sends no longs."""
    if isinstance(value, int) and not -(2**31) <= value < 2**31:
        return f"{value}d"
    return repr(value)


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
