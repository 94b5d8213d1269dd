"""Java code as a tree of its parts: as text, in which what has a line of its own has one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..java import layout
from ..java.documents import WIDTH, columns
from ..layout import Bracketed, Code, Line, Node, flat
from . import literals

INDENT = layout.INDENT

Comments = Mapping[int, Sequence[str]]


class Chain(Node):
    """Calls one after the other: ``ModelArgs.builder().image("x").build()``.

    Args:
        head: what they begin with.
        links: the calls.
        comments: a comment for the call at an index, its lines without the comment sign.
    """

    __slots__ = ("comments", "head", "links")

    def __init__(
        self,
        head: str,
        links: Sequence[Code],
        comments: Comments | None = None,
    ) -> None:
        self.head = head
        self.links = links
        self.comments = comments or {}
        texts = [flat(link) for link in links]
        self.flat = None
        if not comments and not any(_is_broken(text) for text in texts):
            self.flat = head + "".join(filter(None, texts))


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


class Sum(Node):
    """Texts with a plus between them."""

    __slots__ = ("operands",)

    def __init__(self, operands: Sequence[Code]) -> None:
        self.operands = operands
        texts = [flat(operand) for operand in operands]
        self.flat = None
        if not any(_is_broken(text) for text in texts):
            self.flat = " + ".join(filter(None, texts))


class Block(Node):
    """A text block; see `literals.block`."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = None


def parenthesized(code: Code) -> Code:
    """Code that something may be said of: in parentheses where it needs them."""
    if isinstance(code, (Ternary, Sum)):
        return Line("(", code, ")")
    return code


def statement(target: str, code: Code, indent: str) -> str:
    """``target code;``, with a line end."""
    text = flat(code)
    if text is None or columns(f"{indent}{target}{text};") > WIDTH:
        text = text_of(code)
    return layout.statement(target.strip(), text, indent)


def if_statement(condition: Code, indent: str) -> str:
    """``if (condition) {``, with a line end."""
    return layout.statement("if", f"({text_of(condition)})", indent, " {")


def comment_lines(lines: Sequence[str], indent: str) -> str:
    """Comment lines, each with its line end. A backslash might begin a character's code."""
    return layout.comment_lines([line.replace("\\u", "\\ u") for line in lines], indent)


def text_of(code: Code) -> str:
    """The text of code, with lines for comments and for pairs."""
    if isinstance(code, str):
        return code
    if isinstance(code, Block):
        return literals.block(code.text, "")
    if isinstance(code, Chain):
        links = (_noted(code.comments, at, text_of(link)) for at, link in enumerate(code.links))
        return code.head + "".join(links)
    if isinstance(code, Ternary):
        return f"{code.condition} ? {text_of(code.then)} : {text_of(code.otherwise)}"
    if isinstance(code, Sum):
        return " + ".join(map(text_of, code.operands))
    if isinstance(code, Bracketed):
        comments = code.comments or {}
        items = (_noted(comments, at, _item(item)) for at, item in enumerate(code.items))
        return f"{code.open}{', '.join(items)}{code.close}"
    return "".join(map(text_of, code.parts)) if isinstance(code, Line) else ""


def _item(code: Code) -> str:
    text = text_of(code)
    return f"\n{text}" if isinstance(code, Line) and str(code.parts[0]).endswith(", ") else text


def _noted(comments: Comments, position: int, text: str) -> str:
    if position not in comments:
        return text
    return f"\n{comment_lines(comments[position], '')}{text.removeprefix(chr(10))}"


def _is_broken(text: str | None) -> bool:
    return text is None or "\n" in text
