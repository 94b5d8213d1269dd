"""Numbers that the interpreter of Pulumi YAML keeps as they are: it has doubles only."""

from __future__ import annotations

import re

from ...errors import Path, UnsupportedError
from ...pulumi import Expression

_WHOLE = 2**53
_FEW = 15  # digits, of which every number is a double
_MANY = 300
_DIGITS = re.compile("[+-]?[0-9]+")


def check_exact(value: Expression, path: Path) -> None:
    """Refuse a whole number that is no double, or a text of one; anything else passes.

    Raises:
        UnsupportedError: it is such a number.
    """
    if isinstance(value, str):
        whole = len(value) > _FEW and _DIGITS.fullmatch(value) is not None
        inexact = whole and (len(value) > _MANY or abs(int(value)) > _WHOLE)
    else:
        inexact = type(value) is int and abs(value) > _WHOLE
    if inexact:
        raise UnsupportedError(
            f"Pulumi YAML keeps numbers as doubles, and {value} is none", path=path
        )
