"""Going through a value: its functions, and the logical names they mention."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat
from typing import Any

from .nodes import GetAtt, Intrinsic, Ref, Sub, Value
from .substitution import Variable, sub_parts


def walk(value: Value) -> Iterator[Intrinsic]:
    """Every function in ``value``, itself included: outer before inner, in written order."""
    pending: list[Any] = [value]
    while pending:
        here = pending.pop()
        kind = type(here)
        if kind is str:  # most are
            continue
        if kind is dict:
            pending += reversed(here.values())
        elif kind is list or kind is tuple:
            pending += reversed(here)
        elif isinstance(here, Intrinsic):
            yield here
            names: tuple[str, ...] = here.__slots__
            pending += map(getattr, repeat(here), reversed(names))


def scalars(value: Value) -> list[Any]:
    """The texts, numbers, booleans and nulls in ``value``, with those in its functions, in no
    order.
    """
    found: list[Any] = []
    pending: list[Any] = [value]
    while pending:
        here = pending.pop()
        kind = type(here)
        if kind is str:
            found.append(here)
        elif kind is dict:
            pending += here.values()
        elif kind is list or kind is tuple:
            pending += here
        elif isinstance(here, Intrinsic):
            names: tuple[str, ...] = here.__slots__
            pending += map(getattr, repeat(here), names)
        else:
            found.append(here)
    return found


def references(value: Value) -> list[str]:
    """The names that ``Ref``, ``Fn::GetAtt`` and ``Fn::Sub`` mention, each once, in written order.

    Pseudo parameters are among them; the variables that a ``Fn::Sub`` defines itself are not.

    Raises:
        TemplateError: the text of a ``Fn::Sub`` is malformed.
    """
    names: dict[str, None] = {}
    for node in walk(value):
        if isinstance(node, Ref):
            names[node.name] = None
        elif isinstance(node, GetAtt):
            names[node.resource] = None
        elif isinstance(node, Sub):
            names.update(dict.fromkeys(sub_references(node)))
    return list(names)


def sub_references(node: Sub) -> list[str]:
    """The logical names and pseudo parameters that the text of ``node`` mentions, in written order.

    Raises:
        TemplateError: the text is malformed.
    """
    own = node.variables or {}
    return [
        part.name.partition(".")[0]
        for part in sub_parts(node.text)
        if isinstance(part, Variable) and part.name not in own
    ]
