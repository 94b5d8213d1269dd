"""What a symbol's class does not define is refused: Python's own answer would be one for the
placeholder.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

_ARITHMETIC = "add sub mul matmul truediv floordiv mod divmod pow lshift rshift and xor or"
_OTHERS = (
    "lt le gt ge neg pos abs invert int float complex index round trunc floor ceil len iter "
    "reversed contains setitem delitem bytes length_hint"
)
_LEFT = (
    "new init init_subclass class class_getitem subclasshook dir doc getattribute setattr delattr "
    "getnewargs reduce reduce_ex getstate sizeof repr str format eq ne hash buffer release_buffer"
)
_OF_EVERY_OBJECT = frozenset(f"__{name}__" for name in _LEFT.split())


def refuse_operators(kind: type, refuse: Callable[..., Any]) -> None:
    """Have refused what operators and built-in functions could do with values of a class.

    Args:
        kind: the class; what it defines itself stays.
        refuse: ends the program; takes the value and what the operation is given.
    """
    names = [f"{prefix}{name}" for name in _ARITHMETIC.split() for prefix in ("", "r")]
    for name in {f"__{name}__" for name in (*names, *_OTHERS.split())} - set(vars(kind)):
        setattr(kind, name, refuse)


def refuse_methods(kind: type, base: type, refusal: Callable[[str], Callable[..., Any]]) -> None:
    """Have refused what a class inherits from the built-in class that it stands in for.

    Args:
        kind: the class; what it defines itself stays.
        base: the built-in class.
        refusal: gives the method that refuses in the place of a named one.
    """
    for name in set(vars(base)) - _OF_EVERY_OBJECT - set(vars(kind)):
        if callable(getattr(base, name)):
            setattr(kind, name, refusal(name))
