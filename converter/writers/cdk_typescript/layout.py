"""Code as a tree of what may be broken over lines, printed as Prettier leaves it.

Rules: https://prettier.io/docs/rationale, and what Prettier 3 does with the apps in the tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union

from ..layout import columns

STEP = "  "
WIDTH = 80
# A key that is not longer than this has its value beside it, even if that is too long
_SHORT_KEY = 4
_SHORT_ARGUMENT = WIDTH // 4

Code = Union[str, "Group"]
Item = tuple[str, Code]


class Group:
    """Items between brackets: an object, an array, or a call's arguments.

    Args:
        open, close: the brackets, a call's with what stands before the opening one.
        items: what stands between them; each with its key, which is empty outside an object.
        broken: whether each item has a line of its own though all fit on one.
    """

    __slots__ = ("close", "flat", "items", "open")

    def __init__(
        self, open: str, items: Sequence[Item], close: str, *, broken: bool = False
    ) -> None:
        self.open = open
        self.items = items
        self.close = close
        self.flat: str | None = None
        inside = [_flat_item(key, value) for key, value in items]
        if not (broken and items) and None not in inside:
            space = " " if open == "{" and items else ""
            self.flat = f"{open}{space}{', '.join(filter(None, inside))}{space}{close}"

    @property
    def is_call(self) -> bool:
        """Whether these are arguments."""
        return self.close == ")"


def array(values: Sequence[Code]) -> Group:
    """An array; objects, or arrays, that have several items each get a line each."""
    groups = [it for it in values if isinstance(it, Group) and len(it.items) > 1]
    kinds = {it.open for it in groups}
    are_alike = len(groups) == len(values) > 1 and kinds in ({"{"}, {"["})
    return Group("[", [("", value) for value in values], "]", broken=are_alike)


def call(head: str, arguments: Sequence[Code]) -> Group:
    """A call of what `head` names."""
    return Group(f"{head}(", [("", argument) for argument in arguments], ")")


def assigned(target: str, value: Code, indent: str) -> str:
    """The statement ``target = value;``, on a line with an indentation."""
    return f"{indent}{_beside(f'{target} =', value, indent)};\n"


def statement(code: Code, indent: str) -> str:
    """A statement of its own."""
    return f"{indent}{_print(code, indent, len(indent))};\n"


def _print(code: Code, indent: str, column: int) -> str:
    """The text of what begins at a column of a line with an indentation."""
    if isinstance(code, str):
        return code
    if code.flat is not None and column + columns(code.flat) < WIDTH:
        return code.flat
    if not code.items:
        return f"{code.open}{code.close}"
    return _print_call(code, indent, column) if code.is_call else _broken(code, indent)


def _print_call(code: Group, indent: str, column: int) -> str:
    """A call: only its last argument is broken where that is an object or an array that can be."""
    *others, (_, last) = code.items
    if not others and isinstance(last, str) and "\n" in last:
        return f"{code.open}{last}{code.close}"
    before = [_flat_item(key, value) for key, value in others]
    if isinstance(last, Group) and None not in before and _is_hugged(others, last):
        head = "".join(f"{text}, " for text in before)
        if column + columns(f"{code.open}{head}{last.open}") <= WIDTH:
            return f"{code.open}{head}{_broken(last, indent)}{code.close}"
    return _broken(code, indent)


def _is_hugged(others: Sequence[Item], last: Group) -> bool:
    before = others[-1][1] if others else ""
    is_alike = isinstance(before, Group) and before.open == last.open
    return bool(last.items) and not (last.is_call or is_alike or (others and _is_filled(last)))


def _broken(code: Group, indent: str) -> str:
    inner = indent + STEP
    if _is_filled(code):
        lines = _filled([str(value) for _, value in code.items], inner)
    else:
        lines = [f"{inner}{_item(key, value, inner)},\n" for key, value in code.items]
    return f"{code.open}\n{''.join(lines)}{indent}{code.close}"


def _is_filled(code: Group) -> bool:
    """Whether an array has as many items on a line as fit: one of numbers has."""
    values = [value for _, value in code.items]
    return code.open == "[" and len(values) > 1 and all(_is_number(it) for it in values)


def _is_number(code: Code) -> bool:
    return isinstance(code, str) and code.lstrip("-")[:1].isdigit()


def _filled(texts: Sequence[str], indent: str) -> list[str]:
    lines = [indent]
    for text in texts:
        if len(lines[-1]) + len(text) >= WIDTH:
            lines[-1] = f"{lines[-1].rstrip()}\n"
            lines.append(indent)
        lines[-1] += f"{text}, "
    return [*lines[:-1], f"{lines[-1].rstrip()}\n"]


def _item(key: str, value: Code, indent: str) -> str:
    return _beside(f"{key}:", value, indent) if key else _print(value, indent, len(indent))


def _beside(target: str, value: Code, indent: str) -> str:
    """A value behind its key or target, or on the next line where it has to be."""
    column = len(indent) + columns(target) + 1
    if not _is_below(target, value, column):
        return f"{target} {_print(value, indent, column)}"
    inner = indent + STEP
    return f"{target}\n{inner}{_print(value, inner, len(inner))}"


def _is_below(target: str, value: Code, column: int) -> bool:
    if isinstance(value, str):
        is_short_key = target.endswith(":") and len(target) <= _SHORT_KEY + 1
        return not (value[:1] == "`" or is_short_key or column + columns(value) < WIDTH)
    if value.flat is not None and column + columns(value.flat) < WIDTH:
        return False
    return column + columns(value.open) > WIDTH or _breaks_poorly(value)


def _breaks_poorly(code: Group) -> bool:
    """Whether a call has nothing that is worth a line of its own."""
    if not code.is_call or len(code.items) > 1:
        return False
    text = code.items[0][1] if code.items else ""
    if not isinstance(text, str) or len(text) > _SHORT_ARGUMENT or "\n" in text:
        return False
    is_literal = text[:1] in ('"', "'") or _is_number(text)
    return is_literal or "." not in text


def _flat_item(key: str, value: Code) -> str | None:
    text = value.flat if isinstance(value, Group) else value
    if text is None or "\n" in text:
        return None
    return f"{key}: {text}" if key else text
