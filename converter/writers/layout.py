"""Code as a tree of what may be broken over lines, and its printing.

A piece of code is a string (never broken) or one of the nodes below. A node that fits is printed
on one line; a `Bracketed` that does not has an item on each line, each with a comma behind it,
which is how Python's, Go's, C#'s and TypeScript's formatters all leave it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Union

Code = Union[str, "Node"]

INDENT = "    "


class Node:
    """A piece of code that may be broken. ``flat`` is its text on one line, None where it must be
    broken.
    """

    __slots__ = ("flat",)
    flat: str | None


class Line(Node):
    """Pieces that follow each other; the last one that can be is broken."""

    __slots__ = ("parts",)

    def __init__(self, *parts: Code) -> None:
        self.parts = parts
        self.flat = _joined(parts, "")


class Bracketed(Node):
    """Items between brackets.

    Args:
        open, close: the brackets, with what stands before the opening one.
        items: what stands between them.
        broken: whether to break it though it fits.
        comments: a comment for the item at an index, its lines without the comment sign.
        comma: whether a comma may stand behind the last item (not in a subscript).
    """

    __slots__ = ("close", "comma", "comments", "items", "open")

    def __init__(
        self,
        open: str,
        items: Sequence[Code],
        close: str,
        *,
        broken: bool = False,
        comments: dict[int, list[str]] | None = None,
        comma: bool = True,
    ) -> None:
        self.comma = comma
        self.open = open
        self.items = items
        self.close = close
        self.comments = comments
        inner = None if comments or (broken and items) else _joined(items, ", ")
        self.flat = None if inner is None else f"{open}{inner}{close}"


class Operation(Node):
    """Operands with the same operator between them, in parentheses of its own where it is
    broken.
    """

    __slots__ = ("operands", "operator")

    def __init__(self, operator: str, operands: Sequence[Code]) -> None:
        self.operator = operator
        self.operands = operands
        self.flat = _joined(operands, f" {operator} ")


class Ternary(Node):
    """``then if condition else otherwise``."""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, condition: Code, then: Code, otherwise: Code) -> None:
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        parts = _joined((then, condition, otherwise), "\0")
        self.flat = None
        if parts is not None:
            then_text, condition_text, otherwise_text = parts.split("\0")
            self.flat = f"{then_text} if {condition_text} else {otherwise_text}"


class Parenthesized(Node):
    """An `Operation` or `Ternary` in parentheses that it needs anyway."""

    __slots__ = ("inner",)

    def __init__(self, inner: Code) -> None:
        self.inner = inner
        text = flat(inner)
        self.flat = None if text is None else f"({text})"


def flat(code: Code) -> str | None:
    """The text on one line, None where it must be broken."""
    return code if isinstance(code, str) else code.flat


def _joined(parts: Sequence[Code], between: str) -> str | None:
    texts: list[str] = []
    for part in parts:
        text = part if isinstance(part, str) else part.flat
        if text is None or "\n" in text:
            return None
        texts.append(text)
    return between.join(texts)


class Printer:
    """Prints code at a width.

    Args:
        width: the longest line that is wanted.
        comment: the sign that begins a comment.
    """

    def __init__(self, width: int = 88, comment: str = "# ") -> None:
        self.width = width
        self.comment = comment

    def print(self, code: Code, indent: str = "", before: int = 0, after: int = 0) -> str:
        """Print a piece of code.

        Args:
            code: the piece.
            indent: the indentation of the line it begins on.
            before: how many characters stand on that line before it, with the indentation.
            after: how many follow on the line it ends on.
        """
        text = flat(code)
        if text is not None and before + len(text) + after <= self.width:
            return text
        if isinstance(code, Bracketed):
            return self._bracketed(code, indent)
        if isinstance(code, Line):
            return self._line(code, indent, before, after)
        if isinstance(code, Operation) and _ends_open(code) and not after:
            first, last = flat(code.operands[0]), code.operands[1]
            head = f"{first} {code.operator} "
            return head + self.print(last, indent, before + len(head), after)
        if isinstance(code, (Operation, Ternary)):
            return self._wrapped(code, indent)
        if isinstance(code, Parenthesized):
            return self.print(code.inner, indent, self.width, after)
        return text if text is not None else ""

    def comment_lines(self, lines: Sequence[str], indent: str) -> str:
        """Comment lines, each with its line end."""
        return "".join(f"{indent}{self.comment}{line}".rstrip() + "\n" for line in lines)

    def _bracketed(self, code: Bracketed, indent: str) -> str:
        if not code.items:
            return code.open + code.close
        inner = indent + INDENT
        end = ",\n" if code.comma else "\n"
        lines = [code.open, "\n"]
        for position, item in enumerate(code.items):
            if code.comments and position in code.comments:
                lines.append(self.comment_lines(code.comments[position], inner))
            lines += [inner, self.print(item, inner, len(inner), int(code.comma)), end]
        lines += [indent, code.close]
        return "".join(lines)

    def _line(self, code: Line, indent: str, before: int, after: int) -> str:
        breakable = [
            position for position, part in enumerate(code.parts) if not isinstance(part, str)
        ]
        if not breakable:
            return "".join(part for part in code.parts if isinstance(part, str))
        texts: list[str] = []
        column = before
        for position, part in enumerate(code.parts):
            rest = "".join(flat(other) or "" for other in code.parts[position + 1 :])
            last = position == breakable[-1]
            room = after + (len(rest) if last else _head(code.parts[position + 1 :]))
            text = part if isinstance(part, str) else self.print(part, indent, column, room)
            texts.append(text)
            column = len(text) - text.rindex("\n") - 1 if "\n" in text else column + len(text)
        return "".join(texts)

    def _wrapped(self, code: Operation | Ternary, indent: str) -> str:
        inner = indent + INDENT
        text = flat(code)
        fits = text is not None and len(inner) + len(text) <= self.width
        return f"(\n{inner}{text if fits else self._opened(code, inner)}\n{indent})"

    def _opened(self, code: Operation | Ternary, indent: str) -> str:
        """The parts on lines of their own, each begun by its operator."""
        if isinstance(code, Ternary):
            parts: list[tuple[str, Code]] = [
                ("", code.then),
                ("if ", code.condition),
                ("else ", code.otherwise),
            ]
        else:
            parts = [
                (f"{code.operator} " if position else "", part)
                for position, part in enumerate(code.operands)
            ]
        printed = [
            prefix + self.print(part, indent, len(indent) + len(prefix), 0)
            for prefix, part in parts
        ]
        return f"\n{indent}".join(printed)


def _ends_open(code: Operation) -> bool:
    """Whether an operation is one operator before brackets: formatters break those rather than add
    parentheses.
    """
    if len(code.operands) != 2 or flat(code.operands[0]) is None:
        return False
    last = code.operands[1]
    while isinstance(last, Line):
        last = last.parts[-1]
    return isinstance(last, (Bracketed, Parenthesized))


def _head(parts: Sequence[Code]) -> int:
    """How much of what follows must stay on the line: up to the first bracket that may be
    broken.
    """
    length = 0
    for part in parts:
        if isinstance(part, str):
            length += len(part)
            continue
        return length + (len(part.open) if isinstance(part, Bracketed) else len(flat(part) or ""))
    return length
