"""Literals and keys in TypeScript: whatever a template holds, the program holds the same text and
nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from ..texts import escape_hidden, hides_something, reads_as_lines

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
# What begins an expression inside a template literal, and an escaped line end before which no
# backslash is escaped
_DOLLAR = re.compile(r"\$(?=\{|$)")
_NEWLINE = re.compile(r"(?<!\\)((?:\\\\)*)\\n")
_KEYWORDS = (
    "arguments await break case catch class const continue debugger default delete do else enum "
    "eval export extends false finally for function if implements import in instanceof interface "
    "let new null package private protected public return static super switch this throw true try "
    "typeof undefined var void while with yield"
)
RESERVED = frozenset(_KEYWORDS.split(" "))


def string(text: str) -> str:
    """A literal for ``text``, over several lines where that reads better."""
    if reads_as_lines(text) and not hides_something(text):
        return template([(False, text)])
    return one_line(text)


def one_line(text: str) -> str:
    """A literal for ``text`` on one line."""
    if text.isprintable() and '"' not in text and "\\" not in text:
        return f'"{text}"'
    written = json.dumps(text, ensure_ascii=False)
    if text.count('"') > text.count("'"):
        inside = written[1:-1].replace('\\"', '"').replace("'", "\\'")
        written = f"'{inside}'"
    return escape_hidden(written, _escape)


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\u{{{code:x}}}"


def template(parts: Sequence[tuple[bool, str]]) -> str:
    """A template literal, over several lines where that reads better.

    Args:
        parts: (True, the code of a value) or (False, text).
    """
    text = "".join(part for is_code, part in parts if not is_code)
    is_multi_line = reads_as_lines(text)
    inside = (
        f"${{{part}}}" if is_code else _inside(part, is_multi_line) for is_code, part in parts
    )
    return f"`{''.join(inside)}`"


def _inside(text: str, is_multi_line: bool) -> str:
    """Text as it stands inside a template literal."""
    if text.isprintable() and not set(text) & set("\\`$"):
        return text
    written = json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("`", "\\`")
    written = _DOLLAR.sub(r"\\$", written)
    if is_multi_line:
        written = _NEWLINE.sub(lambda found: found[1] + "\n", written)
    return escape_hidden(written, _escape)


def key(name: str) -> str:
    """A key of an object: in quotes where it is no identifier; `__proto__` is no property else."""
    if name == "__proto__":
        return '["__proto__"]'
    return name if is_identifier(name) else one_line(name)


def is_identifier(name: str) -> bool:
    """Whether a name may stand behind a dot, and as a key, as it is."""
    return _IDENTIFIER.fullmatch(name) is not None


def number(value: float) -> str:
    """A literal for a number, as Prettier writes it."""
    return repr(value).replace("e+", "e").replace("e-0", "e-")
