"""Operators between values of which one is not known."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from .choices import Choice, choose, is_loose, resolve
from .conditions import Condition, all_of, negate
from .containers import describe_any
from .flattening import flat
from .maps import mapping
from .run import current
from .sets import SETS, check_members
from .symbols import Items, Text, distribute, holds_symbol, is_chosen_number, lift_text
from .texts import percent, together

_PLAIN: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
    "|": operator.or_,
    "&": operator.and_,
    "^": operator.xor,
    "<<": operator.lshift,
    ">>": operator.rshift,
    "@": operator.matmul,
}


def binary(operation: str, left: Any, right: Any) -> Any:
    """Give the outcome of an operator."""
    left, right = resolve(left), resolve(right)
    if operation == "+" and (
        isinstance(left, (Choice, Items)) or isinstance(right, (Choice, Items))
    ):
        lists = flat(left), flat(right)
        if all(type(side) is list for side in lists):
            return [*lists[0], *lists[1]]
    if operation == "|" and any(map(_may_be_map, (left, right))):
        return mapping(left, right)
    sides = (left, right)
    of_sets = operation in ("&", "-", "^") and any(isinstance(side, SETS) for side in sides)
    if of_sets and not any(isinstance(side, Choice) for side in sides):
        check_members(left, right)
    fills_in = operation == "%" and isinstance(left, str)
    for value, swapped in ((left, False), (right, True)):
        if isinstance(value, Choice):
            other = left if swapped else right
            return value.each(_operation(operation, other, swapped))
        if _is_chosen_text(operation, value):
            return distribute(
                value, _operation(operation, left if swapped else right, swapped), operation
            )
        if is_chosen_number(value) and not fills_in:
            change = _operation(operation, left if swapped else right, swapped)
            return distribute(value.token, change, "arithmetic or an order")
    if (isinstance(left, Condition) or isinstance(right, Condition)) and not fills_in:
        return _of_conditions(operation, left, right)
    if operation == "+" and isinstance(left, str) and isinstance(right, str):
        return together("".join, [left, right])
    if operation == "%" and isinstance(left, Text) and current().tokens.read(left) is not None:
        return distribute(left, _operation(operation, right, False), "%")
    if fills_in:
        return percent(left, right) if holds_symbol(right) else lift_text(str.__mod__(left, right))
    return _PLAIN[operation](left, right)


def _is_chosen_text(operation: str, value: Any) -> bool:
    """Tell whether a value is one of two texts, and the operator does not put texts together."""
    if operation in ("+", "%") or not isinstance(value, Text):
        return False
    return current().whole_choice(value) is not None


def _may_be_map(value: Any) -> bool:
    """Tell whether a value is one of several maps, or one of which an entry may not be there."""
    if isinstance(value, dict):
        return is_loose(value)
    return isinstance(value, Choice) and any(
        isinstance(side, dict) or _may_be_map(side) for side in value.sides()
    )


def _operation(operation: str, other: Any, swapped: bool) -> Callable[[Any], Any]:
    return lambda side: binary(operation, *((other, side) if swapped else (side, other)))


_NUMERIC = ("+", "-", "*", "/", "//", "%", "**")


def _number_of(value: Any) -> Any:
    """Give the number that Python takes a condition for."""
    return choose(value, 1, 0) if isinstance(value, Condition) else value


def _of_conditions(operation: str, left: Any, right: Any) -> Any:
    if operation == "&":
        return all_of(left, right)
    if operation == "|":
        return negate(all_of(negate(left), negate(right)))
    if operation in _NUMERIC:
        return binary(operation, *(_number_of(value) for value in (left, right)))
    return current().refuse(f"arithmetic with {describe_any(left)} cannot be said in a template")
