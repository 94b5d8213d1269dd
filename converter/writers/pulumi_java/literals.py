"""Texts in Java: literals that hold the same text and nothing else."""

from __future__ import annotations

import re

from ..texts import escaped, reads_as_lines

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
_LARGEST = 2**31


def string(text: str) -> str:
    """A literal for ``text`` on one line."""
    if text.isprintable() and '"' not in text and "\\" not in text:  # which most are
        return f'"{text}"'
    return f'"{escaped(text, _character)}"'


def is_block(text: str) -> bool:
    """Whether a text is better read as the lines of a text block."""
    return reads_as_lines(text) and text.replace("\n", "").replace("\t", "").isprintable()


def block(text: str) -> str:
    """A text block, not indented."""
    lines = [_line(line) for line in text.split("\n")]
    last = lines.pop()
    written = "".join(f"{line}\n" for line in lines)
    if last:
        written += f"{last}\\\n"
    return f'"""\n{written}"""'


def formatted(text: str) -> str:
    """Text as a part of a format, in which ``%`` begins something."""
    return text.replace("%", "%%")


def number(value: float) -> str:
    """A literal for a number; whole ones beyond 32 bits are doubles, as the SDK sends no longs."""
    if isinstance(value, int):
        return str(value) if -_LARGEST <= value < _LARGEST else f"{float(value)!r}"
    return repr(value)


def _line(line: str) -> str:
    """A line of a text block, which loses the spaces at its end."""
    written = line.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    if written.endswith(" "):
        written = f"{written[:-1]}\\s"
    return re.sub(r"\t$", r"\\t", written)


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    if code < 0x10000:
        return f"\\u{code:04x}"
    high, low = divmod(code - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"
