"""What google-java-format asks of the arguments of a call before it lays them out."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..layout import Bracketed, Code, Line, Operation, flat
from . import chains
from .nodes import Block, Chain, Group, Pair, columns

_SHORT = 10
_FORMAT = re.compile(r"%|\{[0-9]\}")


def single(
    items: Sequence[Code], comments: Mapping[int, Sequence[str]]
) -> tuple[list[Code], dict[int, Sequence[str]]]:
    """Arguments, of which a pair is two, and the comments on them."""
    codes: list[Code] = []
    said: dict[int, Sequence[str]] = {}
    for position, item in enumerate(items):
        if position in comments:
            said[len(codes)] = comments[position]
        codes += (item.key, item.value) if isinstance(item, Pair) else (item,)
    return codes, said


def are_pairs(items: Sequence[Code]) -> bool:
    """Whether keys and values stand on lines of their own, and the formatter keeps them so: enough
    of the values have to be alike.
    """
    if len(items) < 2:
        return False
    kinds = [_kind(item.value) for item in items if isinstance(item, Pair)]
    return max(map(kinds.count, set(kinds))) >= len(kinds) // 2 + 1


def _kind(code: Code) -> str:
    """What the compiler calls an expression."""
    if isinstance(code, Line):
        code = code.parts[-1]
    if isinstance(code, (Bracketed, Chain)):
        return "new" if isinstance(code, Bracketed) and code.open.startswith("new ") else "called"
    if isinstance(code, Block):
        return "text"
    if not isinstance(code, str):
        return code.before[:1] if isinstance(code, Group) else type(code).__name__
    first = code[:1]
    if first.isdigit():
        return "double" if "." in code else "integer"
    if first == '"' or code.endswith(")"):
        return "called" if first != '"' else "text"
    if first in "-!" or code in ("true", "false"):
        return first if first in "-!" else code
    return "::" if "::" in code else "member" if "." in code else "name"


def is_format(code: Code) -> bool:
    """Whether a value is a text with places for others."""
    if isinstance(code, str):
        return code[:1] == '"' and bool(_FORMAT.search(code))
    for operand in code.operands if isinstance(code, Operation) else (code,):
        text = operand.text if isinstance(operand, Block) else operand
        if isinstance(text, str) and text[:1] == '"' and _FORMAT.search(text):
            return True
    return False


def is_short(code: Code) -> bool:
    """Whether as many of such a value stand on a line as have room."""
    text = flat(code)
    return text is not None and columns(text) < _SHORT and _is_simple(code)


def _is_simple(code: Code) -> bool:
    """Whether a value is made of names, literals and calls alone."""
    if isinstance(code, str):
        return not code.startswith("new ")
    if isinstance(code, Bracketed):
        return not code.open.startswith("new ") and all(map(_is_simple, code.items))
    if isinstance(code, (Group, Pair)):
        return _is_simple(code.inner if isinstance(code, Group) else code.value)
    if isinstance(code, Line):
        first = code.parts[0]
        is_name = isinstance(first, (Bracketed, Line)) or (
            isinstance(first, str) and not chains.is_atom(first)
        )
        return is_name and all(map(_is_simple, code.parts))
    return isinstance(code, Chain) and all(map(_is_simple, (code.head, *code.links)))
