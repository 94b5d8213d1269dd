"""YAML 1.1 scalars as CloudFormation reads them, and the texts that must be quoted to stay texts.

Numbers, booleans and null are YAML 1.1's; timestamps stay texts.
Rules: https://yaml.org/type/ and
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any, Union

Scalar = Union[str, int, float, bool, None]

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
}
# Patterns are compiled where they are used: most templates have no number like these.
_INTEGER = (
    r"[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)"
)
_FLOAT = (
    r"[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?"
    r"|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)"
)
# What one reader or another takes for a number or a date: 0o17, 1e3, 089, 2010-09-09.
_TAKEN_FOR_ANOTHER = (
    r"(?i:[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9][0-9_]*)(?:[eE][-+]?[0-9]+)?"
    r"|[-+]?0[box][0-9a-fA-F_]+"
    r"|[-+]?[0-9][0-9_]*(?::[0-9]+)+(?:\.[0-9_]*)?"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt \t].*)?"
    r"|[-+]?\.(?:inf|nan)|=|<<)"
)
# What SnakeYAML takes for a number, and YAML 1.1 does not
_DOUBLE_OF_ANOTHER = r"[0-9]{1,40}(?:\.[0-9]{0,40})?(?:[eE][-+]?[0-9]{1,9})?"
_WORDS_OF_OTHERS = frozenset((*_WORDS, "y", "n"))
_OF_NUMBERS = "-+._:0123456789abcdefABCDEFxinIN"
FIRST_OF_NUMBERS = frozenset("-+.0123456789")
FIRST_OF_OTHERS = frozenset(("", *"-+.0123456789~=<tTfFyYnNoO"))
"""How texts begin that are something else where they are not quoted."""
_TAKEN = "{} without quotes is the number {} to CloudFormation: put quotes around it"
_READ = "the number {} without quotes is {}: CloudFormation reads its value"
_LONGEST_NUMBER = 4300
_SHORT_NUMBER = 16
_LARGEST_WHOLE = 1e21  # from there on, what writes numbers writes an exponent


class NumberError(ValueError):
    """A number that no template can carry: it is infinite, not a number, or without end."""


def read_plain(text: str) -> Scalar:
    """What an unquoted scalar stands for.

    Raises:
        NumberError: it is a number that JSON has no way to say.
    """
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in FIRST_OF_NUMBERS:
        return text
    if text.isdecimal() and text.isascii() and text[0] != "0" and len(text) < _SHORT_NUMBER:
        return int(text)
    if text.strip(_OF_NUMBERS):
        return text
    if re.fullmatch(_INTEGER, text):
        number = _read_integer(text)
        if isinstance(number, int) and is_too_large(number):
            raise NumberError(f"'{text[:40]}…' is larger than any number that JSON has")
        return number
    if re.fullmatch(_FLOAT, text):
        return _read_float(text)
    return text


def surprise(text: str, value: Scalar) -> tuple[str, str] | None:
    """What there is to know of an unquoted scalar that does not mean what it seems to: a code, and
    words; None where it does.

    ``012`` is octal, ``22:22`` is sexagesimal. ``08``, ``1e3`` are texts here and to YAML 1.1, but
    not to CloudFormation's reader.

    Args:
        text: the scalar.
        value: what `read_plain` reads of it.
    """
    digits = text.lstrip("-+")
    if type(value) is str:
        if re.fullmatch(_DOUBLE_OF_ANOTHER, digits):
            return "text-read-as-number", _TAKEN.format(text, text_of(float(text)))
    elif ":" in digits:
        return "sexagesimal-number", _READ.format(text, "sexagesimal")
    elif len(digits) > 1 and digits[0] == "0" and digits[1] in "01234567_":
        return "octal-number", _READ.format(text, "octal")
    return None


def text_of(value: object) -> str:
    """A literal as the text that CloudFormation makes of it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return _text_of_double(value)
    return str(value)


def _text_of_double(value: float) -> str:
    """What Java, in which CloudFormation is written, makes of a number with a fraction: ``5.0`` of
    ``5.00``, ``1.2E7`` of ``12000000.0``.

    https://docs.oracle.com/en/java/javase/17/docs/api/java.base/java/lang/Double.html#toString(double)
    """
    if not value or 1e-3 <= abs(value) < 1e7:
        return repr(value)
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    from decimal import Decimal  # most templates have no such number

    digits, _, exponent = f"{Decimal(repr(value)).normalize():E}".partition("E")
    return f"{digits if '.' in digits else digits + '.0'}E{int(exponent)}"


def allowed_texts(parameter: Mapping[str, Any]) -> list[str] | None:
    """The texts to which a parameter's declaration keeps it; None where it keeps it to none."""
    allowed = parameter.get("AllowedValues")
    return [*map(text_of, allowed)] if isinstance(allowed, list) else None


def from_double(double: float) -> int | float:
    """A number that came as a double, as it was written before: whole ones as integers."""
    return int(double) if double.is_integer() and abs(double) < _LARGEST_WHOLE else double


def needs_quotes(text: str) -> bool:
    """Whether ``text`` written without quotes is something else to some reader of YAML."""
    first = text[:1]
    if first not in FIRST_OF_OTHERS:
        return False
    if text in _WORDS:
        return True
    if first in "-+.0123456789~=<":
        return _is_date(text) or re.fullmatch(_TAKEN_FOR_ANOTHER, text) is not None
    return first in "tTfFyYnNoO" and text.lower() in _WORDS_OF_OTHERS


def _is_date(text: str) -> bool:
    """Whether it is like 2010-09-09, which most templates have, and needs no pattern."""
    parts = text.split("-")
    return [len(part) for part in parts] == [4, 2, 2] and "".join(parts).isdecimal()


def number_text(number: int | float) -> str:
    """The unquoted scalar that ``read_plain`` reads as ``number``."""
    text = repr(number)
    if isinstance(number, float) and "e" in text and "." not in text:
        return text.replace("e", ".0e")
    return text


def _digits(text: str) -> tuple[int, str]:
    if len(text) > _LONGEST_NUMBER:
        raise NumberError(f"a number of {len(text)} characters is too long")
    return (-1 if text[0] == "-" else 1), text.replace("_", "").lstrip("-+").lower()


def is_too_large(number: int) -> bool:
    """Whether a number is beyond all that a double holds, which is what JSON's numbers are."""
    try:
        float(number)
    except OverflowError:
        return True
    return False


def is_double(number: int) -> bool:
    """Whether a whole number is what a double holds, or the way in which JavaScript spells one."""
    if is_too_large(number):
        return False
    double = float(number)
    if int(double) == number:
        return True
    if abs(number) >= _LARGEST_WHOLE:
        return False
    from fractions import Fraction  # takes time to import, and is hardly asked for

    return Fraction(repr(double)) == number


def _read_integer(text: str) -> int | str:
    sign, digits = _digits(text)
    if ":" in digits:
        value = 0
        for part in digits.split(":"):
            value = value * 60 + int(part)
        return sign * value
    if digits in ("0b", "0x"):
        return text
    if digits[0] == "0" and len(digits) > 1:
        return sign * int(digits, {"b": 2, "x": 16}.get(digits[1], 8))
    return sign * int(digits)


def _read_float(text: str) -> float:
    sign, digits = _digits(text)
    value = 0.0
    for part in digits.split(":"):
        value = value * 60 + (float(part) if part[-1] not in "fn" else math.inf)
    if math.isinf(value):
        raise NumberError(f"'{text}' is not a number that JSON has")
    return sign * value
