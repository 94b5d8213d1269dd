"""Scalars of YAML as Go's ``yaml.v3`` resolves them, which reads all files of Pulumi.

``012`` is ten and ``1e3`` a number; ``yes``, ``on`` and ``22:22`` are texts, and so are dates here.
Rules: https://pkg.go.dev/gopkg.in/yaml.v3#hdr-Compatibility
"""

from __future__ import annotations

import re

from .scalars import Scalar

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(
    r"(?P<sign>[-+]?)(?:0b(?P<two>[01]+)|0o?(?P<eight>[0-7]+)|0x(?P<sixteen>[0-9a-fA-F]+)"
    r"|(?P<ten>0|[1-9][0-9]*))"
)
_BASES = {"two": 2, "eight": 8, "ten": 10, "sixteen": 16}
_FLOAT = re.compile(
    r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
_FIRST_OF_NUMBERS = "+-.0123456789"
_LONGEST_NUMBER = 400
_MOST_WHOLE = 2**64
TAGS = tuple(f"tag:yaml.org,2002:{kind}" for kind in ("int", "float", "bool", "null"))
"""The tags that have a scalar resolved, be it in quotation marks."""


def read_scalar(text: str) -> Scalar:
    """What a scalar without quotation marks stands for.

    Raises:
        ValueError: it is a number of a length that nobody keeps.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in _FIRST_OF_NUMBERS:
        return text
    if len(text) > _LONGEST_NUMBER:
        if text.strip(_FIRST_OF_NUMBERS):
            return text
        raise ValueError("a number of that length")
    digits = text.replace("_", "")
    whole = _INTEGER.fullmatch(digits)
    if whole is not None:
        base, found = next((b, whole[b]) for b in _BASES if whole[b] is not None)
        number = int(found, _BASES[base])
        if number < _MOST_WHOLE:
            return -number if whole["sign"] == "-" else number
    if _FLOAT.fullmatch(digits) is None:
        return text
    return float(digits if digits[-1] in ".0123456789" else digits.replace(".", ""))
