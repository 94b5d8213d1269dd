"""Go code laid out as gofmt leaves it.

gofmt breaks no lines itself. What does not fit on a line is broken here, an item on each line, and
the values of neighbouring one-line ``Key: value`` pairs are aligned as gofmt does.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from ..layout import Bracketed, Code, Line, Node, flat
from ..texts import comment_within

INDENT = "\t"
WIDTH = 100
ROOM = 80
_TAB = 4
_SHORT = 100
_SMALL = 40
_RATIO = 2.5


class Pair(Node):
    """``key: value`` in a literal."""

    __slots__ = ("key", "value")

    def __init__(self, key: str, value: Code) -> None:
        self.key = key
        self.value = value
        text = value if isinstance(value, str) else value.flat
        self.flat = None if text is None or "\n" in text else f"{key}: {text}"


class Chosen(Node):
    """A function, called at once, that gives one of two values and looks only at that one."""

    __slots__ = ("condition", "otherwise", "then", "type")

    def __init__(self, type: str, condition: str, then: Code, otherwise: Code) -> None:
        self.type = type
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        self.flat = None


class Function(Node):
    """A function without a name that gives the value of one expression.

    gofmt leaves it on one line where what stands before the brace and what is inside are short.
    """

    __slots__ = ("result", "signature")

    def __init__(self, signature: str, result: Code) -> None:
        self.signature = signature
        self.result = result
        text = flat(result)
        short = text is not None and len(signature) + len(f"return {text}") <= _SHORT
        self.flat = f"{signature} {{ return {text} }}" if short else None


def show(code: Code, indent: str = "", before: int = 0) -> str:
    """Print a piece of code.

    Args:
        code: the piece.
        indent: the indentation of the line it begins on.
        before: how many columns stand on that line before it, with the indentation.
    """
    if isinstance(code, str):
        return code
    text = code.flat
    if text is not None and (before + len(text) <= WIDTH or "\n" in text):
        return text
    return _BROKEN[type(code)](code, indent, before)


def columns(indent: str) -> int:
    """How many columns an indentation takes."""
    return len(indent) * _TAB


def comment_lines(lines: Sequence[str], indent: str) -> str:
    """Comment lines, each with its line end."""
    return "".join(f"{indent}// {line}".rstrip() + "\n" for line in lines)


def _line(code: Line, indent: str, before: int) -> str:
    texts: list[str] = []
    column = before
    for part in code.parts:
        text = part if isinstance(part, str) else show(part, indent, column)
        texts.append(text)
        column = len(text) - text.rindex("\n") - 1 if "\n" in text else column + len(text)
    return "".join(texts)


def _pair(code: Pair, indent: str, before: int) -> str:
    key, value = code.key, code.value
    return (
        f"{key}: {value if isinstance(value, str) else show(value, indent, before + len(key) + 2)}"
    )


def _function(code: Function, indent: str, before: int) -> str:
    inner = indent + INDENT
    result = show(code.result, inner, columns(inner) + len("return "))
    return f"{code.signature} {{\n{inner}return {result}\n{indent}}}"


def _chosen(code: Chosen, indent: str, before: int) -> str:
    one, two = indent + INDENT, indent + INDENT * 2
    branches: list[str] = []
    rest: Code = code
    while isinstance(rest, Chosen) and rest.type == code.type:
        then = show(rest.then, two, columns(two) + 7)
        branches.append(f"{one}if {rest.condition} {{\n{two}return {then}\n{one}}}\n")
        rest = rest.otherwise
    otherwise = show(rest, one, columns(one) + 7)
    return f"func() {code.type} {{\n{''.join(branches)}{one}return {otherwise}\n{indent}}}()"


def _bracketed(code: Bracketed, indent: str, before: int) -> str:
    if not code.items:
        return code.open + code.close
    if len(code.items) == 1 and code.open.endswith("(") and not code.comments:
        hugged = _hugged(code, indent, before)
        if hugged is not None:
            return hugged
        if code.flat:
            return code.flat  # a long text alone gains nothing on a line of its own
    inner = indent + INDENT
    column = columns(inner)
    notes = code.comments or {}
    lines = [it if isinstance(it, str) else show(it, inner, column) for it in code.items]
    if len(lines) > 1 and isinstance(code.items[0], Pair):
        _align(code.items, lines, notes)
    for position, said in notes.items():
        if position < len(lines):
            note = comment_lines(said, inner)
            lines[position] = f"{note}{inner}{lines[position]}".removeprefix(inner)
    inside = f",\n{inner}".join(lines)
    return f"{code.open}\n{inner}{inside},\n{indent}{code.close}"


_BROKEN: Mapping[type, Callable[[Any, str, int], str]] = {
    Line: _line,
    Pair: _pair,
    Function: _function,
    Chosen: _chosen,
    Bracketed: _bracketed,
}


def _hugged(code: Bracketed, indent: str, before: int) -> str | None:
    """A call whose only argument is broken inside: ``pulumi.Any(map[string]any{``."""
    text = show(code.items[0], indent, before + len(code.open))
    return f"{code.open}{text}{code.close}" if "\n" in text else None


def _align(items: Sequence[Code], texts: list[str], notes: Collection[int]) -> None:
    """Align the lines of a literal of these items: the values of neighbouring pairs stand below
    each other.

    Where a group ends is gofmt's rule (``exprList`` in go/printer): at a comment, at what takes
    several lines, and at a key that is much longer or shorter than those before it.
    """
    both = zip(items, texts, strict=True)
    sizes = [len(it.key) if isinstance(it, Pair) and "\n" not in text else 0 for it, text in both]
    begin = before = 0
    for position, size in enumerate(sizes):
        is_small = size <= _SMALL and before <= _SMALL
        if not size or position in notes or not (is_small or _alike(size, sizes[begin:position])):
            _align_group(texts, begin, sizes[begin:position])
            begin = position if size else position + 1
        before = size
    _align_group(texts, begin, sizes[begin:])


def _alike(size: int, sizes: list[int]) -> bool:
    if not sizes:
        return True
    mean = math.exp(sum(map(math.log, sizes)) / len(sizes))
    return 1 / _RATIO < size / mean < _RATIO


def _align_group(texts: list[str], begin: int, sizes: list[int]) -> None:
    """Align the pairs from ``begin`` on, of which the keys have these sizes."""
    if len(sizes) < 2:
        return
    longest = max(sizes)
    for position, size in enumerate(sizes, begin):
        if size < longest:
            text = texts[position]
            texts[position] = f"{text[: size + 1]}{' ' * (longest - size)}{text[size + 1 :]}"


def heading(packages: Collection[str], about: str = "") -> str:
    """The package of a file and its imports, with what is said about it before."""
    standard = sorted(path for path in packages if "." not in path)
    others = sorted(path for path in packages if "." in path)
    blocks = ["".join(f'\t"{path}"\n' for path in group) for group in (standard, others) if group]
    imports = "import (\n" + "\n".join(blocks) + ")\n" if blocks else ""
    return "\n".join(part for part in (f"{about}package main\n", imports) if part)


def called_with(head: str, arguments: Sequence[Code]) -> Code:
    """A call whose arguments stay on its lines, whatever is broken inside of them."""
    parts: list[Code] = []
    said = head
    for position, argument in enumerate(arguments):
        said += ", " if position else ""
        if isinstance(argument, str):
            said += argument
        else:
            parts += [said, argument]
            said = ""
    return Line(*parts, f"{said})")


def wrapped(text: str, before: int) -> list[str]:
    """The lines of a comment about a program, ``before`` columns behind the margin."""
    # gofmt takes a line that begins with it for a constraint on when the file is built, and makes
    # quotes of doubled ones
    said = text.replace("+build", "+ build").replace("``", "\u201c").replace("''", "\u201d")
    return comment_within(said, ROOM - before)
