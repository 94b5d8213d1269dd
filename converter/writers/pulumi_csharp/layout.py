"""C# code laid out as its programmers do: braces on lines of their own, four columns a step."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..layout import Bracketed, Code, Line, Node, columns, flat, joined
from . import literals

INDENT = "    "
WIDTH = 100

Comments = Mapping[int, Sequence[str]]


class Initializer(Node):
    """``head { items }``: the properties of an object, or the items of a list.

    Args:
        head: what stands before the braces, which may be nothing.
        items: what stands between them.
        broken: whether to break it though it fits.
        comments: a comment for the item at an index, its lines without the comment sign.
    """

    __slots__ = ("comments", "head", "items")

    def __init__(
        self,
        head: str,
        items: Sequence[Code],
        *,
        broken: bool = False,
        comments: Comments | None = None,
    ) -> None:
        self.head = head
        self.items = items
        self.comments = comments or {}
        inside = None if comments or (broken and items) else joined(items)
        self.flat = None
        if inside is not None:
            self.flat = f"{head} {{{f' {inside} ' if items else ' '}}}".lstrip()


class Pair(Node):
    """``key = value``"""

    __slots__ = ("key", "value")

    def __init__(self, key: str, value: Code) -> None:
        self.key = key
        self.value = value
        text = value if isinstance(value, str) else value.flat
        self.flat = None if text is None or "\n" in text else f"{key} = {text}"


class Ternary(Node):
    """``condition ? then : otherwise``"""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, condition: str, then: Code, otherwise: Code) -> None:
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        sides = [flat(then), flat(otherwise)]
        self.flat = None
        if not any(_is_broken(side) for side in sides):
            self.flat = f"{condition} ? {sides[0]} : {sides[1]}"


class Raw(Node):
    """A raw literal, with or without values in it; see `literals.raw`."""

    __slots__ = ("parts",)

    def __init__(self, parts: Sequence[tuple[bool, str]]) -> None:
        self.parts = parts
        self.flat = None


class Made(Node):
    """A call of a constructor: what is broken of its arguments begins on the line of the call,
    where that is no longer than a line.
    """

    __slots__ = ("arguments", "head")

    def __init__(self, head: str, arguments: Sequence[Code]) -> None:
        self.head = f"{head}("
        self.arguments = arguments
        inside = joined(arguments)
        self.flat = None if inside is None else f"{self.head}{inside})"


def parenthesized(code: Code) -> Code:
    """Code that something may be said of: in parentheses where it needs them."""
    if isinstance(code, Ternary):
        return Line("(", code, ")")
    return code


def statement(target: str, code: Code, indent: str) -> str:
    """``target code;`` on a line of its own."""
    head = f"{indent}{target}"
    return f"{head}{show(code, indent, columns(head))};\n"


def comment_lines(lines: Sequence[str], indent: str) -> str:
    """Comment lines, each with its line end."""
    return "".join(f"{indent}// {line}".rstrip() + "\n" for line in lines)


def show(code: Code, indent: str = "", before: int = 0) -> str:
    """Print a piece of code.

    Args:
        code: the piece.
        indent: the indentation of the line it begins on.
        before: how many columns stand on that line before it.
    """
    if isinstance(code, str):
        return code
    text = code.flat
    if text is not None and before + columns(text) < WIDTH:
        return text
    return _BROKEN[type(code)](code, indent, before)


def _is_broken(text: str | None) -> bool:
    return text is None or "\n" in text


def _items(items: Sequence[Code], comments: Comments, indent: str, end: str) -> str:
    column = len(indent)
    lines: list[str] = []
    for position, item in enumerate(items):
        if position in comments:
            lines.append(comment_lines(comments[position], indent))
        lines += [indent, show(item, indent, column), ",\n"]
    if lines:
        lines[-1] = f"{end}\n"
    return "".join(lines)


def _raw(code: Raw, indent: str, before: int) -> str:
    return literals.raw(code.parts, indent + INDENT)


def _initializer(code: Initializer, indent: str, before: int) -> str:
    head = f"{code.head}\n{indent}" if code.head else ""
    inside = _items(code.items, code.comments, indent + INDENT, ",")
    return f"{head}{{\n{inside}{indent}}}"


def _pair(code: Pair, indent: str, before: int) -> str:
    value = code.value
    if isinstance(value, Initializer) and not value.head:
        return f"{code.key} =\n{indent}{show(value, indent, WIDTH)}"
    return f"{code.key} = {show(value, indent, before + len(code.key) + 3)}"


def _ternary(code: Ternary, indent: str, before: int) -> str:
    inner = indent + INDENT
    sides = (
        f"\n{inner}{sign} {show(side, inner, len(inner) + 2)}"
        for sign, side in (("?", code.then), (":", code.otherwise))
    )
    return code.condition + "".join(sides)


def _bracketed(code: Bracketed, indent: str, before: int) -> str:
    if not code.items:
        return code.open + code.close
    if len(code.items) == 1 and not code.comments:
        text = show(code.items[0], indent, before + columns(code.open))
        if "\n" in text:
            return f"{code.open}{text}{code.close}"
    inner = indent + INDENT
    inside = _items(code.items, code.comments or {}, inner, "")
    return f"{code.open}\n{inside}{indent}{code.close}"


def _made(code: Made, indent: str, before: int) -> str:
    column = before + columns(code.head)
    start = ""
    for argument in code.arguments:
        if isinstance(argument, Initializer):
            column += columns(argument.head)
            break
        start += f"{flat(argument)}, "
    if column + columns(start) > WIDTH:
        return _bracketed(Bracketed(code.head, code.arguments, ")"), indent, WIDTH)
    texts = [show(argument, indent, WIDTH // 2) for argument in code.arguments]
    return f"{code.head}{', '.join(texts)})"


def _line(code: Line, indent: str, before: int) -> str:
    texts: list[str] = []
    column = before
    for part in code.parts:
        text = show(part, indent, column)
        texts.append(text)
        _, newline, last = text.rpartition("\n")
        column = columns(last) + (0 if newline else column)
    return "".join(texts)


_BROKEN: Mapping[type, Callable[[Any, str, int], str]] = {
    Line: _line,
    Pair: _pair,
    Initializer: _initializer,
    Bracketed: _bracketed,
    Ternary: _ternary,
    Made: _made,
    Raw: _raw,
}
