"""Texts in Go: literals that hold the same text and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from ..texts import escaped, reads_as_lines

_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def string(text: str) -> str:
    """A literal for ``text``: a raw one, over several lines, where that reads better."""
    if text.isprintable():
        if '"' not in text and "\\" not in text:  # which most are
            return f'"{text}"'
    elif reads_as_lines(text) and _is_plain(text):
        return f"`{text}`"
    return f'"{escaped(text, _character)}"'


def template(parts: Sequence[object]) -> str:
    """A format of texts, in which ``%`` begins a verb, and of what is put between them."""
    written = (part.replace("%", "%%") if isinstance(part, str) else "%s" for part in parts)
    return string("".join(written))


def _is_plain(text: str) -> bool:
    kept = text.replace("\n", "").replace("\t", "")
    return "`" not in text and kept.isprintable() and "\ufeff" not in text


def _character(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    code = ord(character)
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
