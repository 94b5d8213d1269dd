"""Numbers as CloudFormation prints them where a text is wanted."""

from __future__ import annotations

import re

_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")


def number_text(number: int | float) -> str:
    """The text that a number stands for."""
    if isinstance(number, float) and number.is_integer():
        return str(int(number))
    return str(number)


def exact_number(text: str) -> int | float | None:
    """The number whose text this is, to the letter; None where there is none."""
    if not _PLAIN.fullmatch(text):
        return None
    number = float(text) if "." in text else int(text)
    return number if number_text(number) == text else None
