"""Text as literals of Python: whatever a template holds, the program holds the same text and
nothing else.
"""

from __future__ import annotations

import re

from ...errors import UnsupportedError
from ..texts import reads_as_lines

_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_UNUSUAL = r"[^\x20-\x5b\x5d-\x7e\n]"


def escaped(text: str, quote: str) -> str:
    """The inside of a literal between ``quote``."""
    if text.isprintable() and "\\" not in text:
        return text.replace(quote, "\\" + quote) if quote in text else text
    return "".join([_character(character, quote) for character in text])


def _character(character: str, quote: str) -> str:
    if character == quote:
        return "\\" + character
    if character in _ESCAPES:
        return _ESCAPES[character]
    if character.isprintable():
        return character
    code = ord(character)
    if 0xD800 <= code < 0xE000:
        raise UnsupportedError(f"half a surrogate pair (U+{code:04X}) cannot be written")
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def string(text: str) -> str:
    """A literal for ``text``, over several lines where that reads better."""
    if "\n" in text and reads_as_lines(text):
        return '"""\\\n' + lines(text) + '"""'
    return one_line(text)


def one_line(text: str) -> str:
    """A literal for ``text`` on one line."""
    if text.isprintable() and '"' not in text and "\\" not in text:  # which most are
        return f'"{text}"'
    quote = preferred_quote(text)
    return quote + escaped(text, quote) + quote


def formatted(parts: list[tuple[bool, str]]) -> str:
    """An f-string. Parts are (True, the code of a value) or (False, literal text); the codes hold
    no quote or brace.
    """
    text = "".join(part for is_code, part in parts if not is_code)
    if reads_as_lines(text):
        inside = "".join(
            f"{{{part}}}" if is_code else doubled(_usual(part)) for is_code, part in parts
        )
        return f'f"""\\\n{_closed(inside)}"""'
    quote = preferred_quote(text)
    inside = "".join(
        f"{{{part}}}" if is_code else doubled(escaped(part, quote)) for is_code, part in parts
    )
    return f"f{quote}{inside}{quote}"


def preferred_quote(text: str) -> str:
    """The quote that Python's formatters choose: double, unless single ones save escapes."""
    return "'" if '"' in text and text.count('"') > text.count("'") else '"'


def lines(text: str) -> str:
    """The inside of a triple-quoted literal."""
    return _closed(_usual(text))


def _usual(text: str) -> str:
    """A text with escapes for what is no usual character on a line."""
    return re.sub(_UNUSUAL, lambda match: _character(match[0], ""), text)


def _closed(written: str) -> str:
    """The whole inside of a triple-quoted literal, which nothing in it ends, without blanks that
    nobody sees at the ends of its lines.
    """
    written = re.sub(r'"(?="")|"\Z', r"\\" + '"', written)
    return re.sub(r"[ ]+$", lambda match: match[0][:-1] + "\\x20", written, flags=re.MULTILINE)


def doubled(text: str) -> str:
    """A text with no brace that stands for a value."""
    return text.replace("{", "{{").replace("}", "}}")
