"""Java code laid out as in Pulumi's documentation: each call of a chain on a line of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..layout import Bracketed, Code, Line, Node, columns, flat
from . import literals

INDENT = "    "
WIDTH = 100

Comments = Mapping[int, Sequence[str]]


class Chain(Node):
    """Calls one after the other: ``ModelArgs.builder().image("x").build()``.

    Args:
        head: what they begin with.
        links: the calls.
        broken: whether to break it though it fits.
        comments: a comment for the call at an index, its lines without the comment sign.
    """

    __slots__ = ("comments", "head", "links")

    def __init__(
        self,
        head: str,
        links: Sequence[Code],
        *,
        broken: bool = False,
        comments: Comments | None = None,
    ) -> None:
        self.head = head
        self.links = links
        self.comments = comments or {}
        texts = [flat(link) for link in links]
        self.flat = None
        if not broken and not comments and not any(_is_broken(text) for text in texts):
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
    """``target code;`` on a line of its own."""
    head = f"{indent}{target}"
    return f"{head}{show(code, indent, columns(head))};\n"


def comment_lines(lines: Sequence[str], indent: str) -> str:
    """Comment lines, each with its line end. A backslash might begin a character's code."""
    written = (f"{indent}// {line}".rstrip().replace("\\u", "\\ u") for line in lines)
    return "".join(f"{line}\n" for line in written)


def show(code: Code, indent: str = "", before: int = 0) -> str:
    """Print a piece of code.

    Args:
        code: the piece.
        indent: the indentation of the line it begins on.
        before: how many columns stand on that line before it.
    """
    text = flat(code)
    if text is not None and (isinstance(code, str) or before + columns(text) < WIDTH):
        return text
    if isinstance(code, Block):
        return literals.block(code.text, indent + INDENT)
    if isinstance(code, Chain):
        return _chain(code, indent, before)
    if isinstance(code, Ternary):
        return _ternary(code, indent)
    if isinstance(code, Sum):
        return _sum(code, indent, before)
    if isinstance(code, Bracketed):
        return _bracketed(code, indent, before)
    if isinstance(code, Line):
        return _line(code, indent, before)
    return text or ""


def _is_broken(text: str | None) -> bool:
    return text is None or "\n" in text


def _chain(code: Chain, indent: str, before: int) -> str:
    inner = indent + INDENT
    lines = "".join(
        "\n"
        + comment_lines(code.comments.get(position, ()), inner)
        + f"{inner}{show(link, inner, len(inner))}"
        for position, link in enumerate(code.links)
    )
    return code.head + lines


def _ternary(code: Ternary, indent: str) -> str:
    inner = indent + INDENT
    sides = (
        f"\n{inner}{sign} {show(side, inner, len(inner) + 2)}"
        for sign, side in (("?", code.then), (":", code.otherwise))
    )
    return code.condition + "".join(sides)


def _sum(code: Sum, indent: str, before: int) -> str:
    inner = indent + INDENT
    first, *others = code.operands
    return show(first, inner, before) + "".join(
        f"\n{inner}+ {show(operand, inner, len(inner) + 2)}" for operand in others
    )


def _bracketed(code: Bracketed, indent: str, before: int) -> str:
    if not code.items:
        return code.open + code.close
    if len(code.items) == 1 and not code.comments:
        text = show(code.items[0], indent, before + columns(code.open))
        if "\n" in text:
            return f"{code.open}{text}{code.close}"
    hugged = _hugged(code, indent, before)
    if hugged is not None:
        return hugged
    inner = indent + INDENT
    last = len(code.items) - 1
    comments = code.comments or {}
    lines = "".join(
        "\n"
        + comment_lines(comments.get(position, ()), inner)
        + f"{inner}{show(item, inner, len(inner))}{',' if position < last else ''}"
        for position, item in enumerate(code.items)
    )
    return f"{code.open}{lines}{code.close}"


def _hugged(code: Bracketed, indent: str, before: int) -> str | None:
    """A call of a constructor: its chains begin on the line of the call."""
    if not code.open.startswith("new ") or code.comments:
        return None
    column = before + columns(code.open)
    for item in code.items:
        if isinstance(item, Chain):
            column += columns(item.head)
            break
        column += columns(flat(item) or "") + 2
    if column > WIDTH:
        return None
    texts = [show(item, indent, WIDTH // 2) for item in code.items]
    return f"{code.open}{', '.join(texts)}{code.close}"


def _line(code: Line, indent: str, before: int) -> str:
    texts: list[str] = []
    column = before
    for part in code.parts:
        text = show(part, indent, column)
        texts.append(text)
        _, newline, last = text.rpartition("\n")
        column = columns(last) + (0 if newline else column)
    return "".join(texts)
