"""The pieces of Java's code that its layout tells apart, beside those that languages share."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..layout import Code, Node, Operation, flat, joined

WIDTH = 100

Comments = Mapping[int, Sequence[str]]


class Chain(Node):
    """Calls one after the other: ``ModelArgs.builder().image("x").build()``.

    Args:
        head: what they begin with.
        links: the calls.
        comments: a comment for the call at an index, its lines without the comment sign.
    """

    __slots__ = ("comments", "head", "links")

    def __init__(self, head: str, links: Sequence[Code], comments: Comments | None = None) -> None:
        self.head = head
        self.links = links
        self.comments = comments or {}
        text = None if comments else joined(links, "")
        # What is too long for a line is not put together again and again
        self.flat = None if text is None or len(text) > WIDTH else head + text


class Ternary(Node):
    """``condition ? then : otherwise``"""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, condition: str, then: Code, otherwise: Code) -> None:
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        sides = joined((then, otherwise), " : ")
        self.flat = None if sides is None else f"{condition} ? {sides}"


class Cast(Node):
    """``(type) operand``"""

    __slots__ = ("operand", "type")

    def __init__(self, type: str, operand: Code) -> None:
        self.type = type
        self.operand = operand
        text = flat(operand)
        self.flat = None if text is None else f"({type}) {text}"


class Lambda(Node):
    """``parameter -> body``"""

    __slots__ = ("body", "parameter")

    def __init__(self, parameter: str, body: Code) -> None:
        self.parameter = parameter
        self.body = body
        text = flat(body)
        self.flat = None if text is None else f"{parameter} -> {text}"


class Group(Node):
    """Code between signs: ``(…)``, ``!…``, ``!(…)``."""

    __slots__ = ("after", "before", "inner")

    def __init__(self, before: str, inner: Code, after: str = "") -> None:
        self.before = before
        self.inner = inner
        self.after = after
        text = flat(inner)
        self.flat = None if text is None else f"{before}{text}{after}"


class Pair(Node):
    """A key and its value: two arguments, on a line of their own where others are."""

    __slots__ = ("key", "value")

    def __init__(self, key: str, value: Code) -> None:
        self.key = key
        self.value = value
        text = flat(value)
        self.flat = None if text is None or "\n" in text else f"{key}, {text}"


class Block(Node):
    """A text block.

    Args:
        text: all of it, not indented.
    """

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = None

    def indented(self, indent: int) -> str:
        """The block as far in as the line that it begins on."""
        return re.sub("\n(?!\n)", "\n" + " " * indent, self.text)


def parenthesized(code: Code) -> Code:
    """Code that something may be said of: in parentheses where it needs them."""
    return Group("(", code, ")") if isinstance(code, (Ternary, Operation)) else code


def columns(text: str) -> int:
    """How many columns a text takes: units of UTF-16."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_long(written: str) -> bool:
    """Whether a line of what is written is too long."""
    width = len if written.isascii() else columns
    return max(map(width, written.split("\n"))) > WIDTH
