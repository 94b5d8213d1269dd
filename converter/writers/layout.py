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
        self.flat = joined(parts, "")


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
        if len(items) == 1 and not (comments or broken):  # as of most
            text = items[0] if isinstance(items[0], str) else items[0].flat
            inner = None if text is None or "\n" in text else text
        else:
            inner = None if comments or (broken and items) else joined(items, ", ")
        self.flat = None if inner is None else f"{open}{inner}{close}"


class Operation(Node):
    """Operands with the same operator between them, in parentheses of its own where it is
    broken.
    """

    __slots__ = ("operands", "operator")

    def __init__(self, operator: str, operands: Sequence[Code]) -> None:
        self.operator = operator
        self.operands = operands
        self.flat = joined(operands, f" {operator} ")


class Ternary(Node):
    """``then if condition else otherwise``."""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, condition: Code, then: Code, otherwise: Code) -> None:
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        parts = joined((then, condition, otherwise), "\0")
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


def led(head: str, code: Code) -> Code:
    """A piece of code with a text before it; both are one text where it is one."""
    return head + code if isinstance(code, str) and "\n" not in code else Line(head, code)


def flat(code: Code) -> str | None:
    """The text on one line, None where it must be broken."""
    return code if isinstance(code, str) else code.flat


def columns(text: str) -> int:
    """How many columns a text takes: ideographs and the like take two."""
    if text.isascii():
        return len(text)
    from unicodedata import combining, east_asian_width

    wide = sum(east_asian_width(character) in "WF" for character in text)
    return len(text) + wide - sum(combining(character) > 0 for character in text)


def joined(parts: Sequence[Code], between: str = ", ") -> str | None:
    """The texts of several pieces on one line, None where one of them must be broken."""
    if len(parts) == 1:  # which most are
        text = parts[0] if isinstance(parts[0], str) else parts[0].flat
        return None if text is None or "\n" in text else text
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
        if isinstance(code, str):
            return code
        text = code.flat
        if text is not None and before + columns(text) + after <= self.width:
            return text
        if isinstance(code, Bracketed):
            return self._bracketed(code, indent)
        if isinstance(code, Line):
            return self._line(code, indent, before, after)
        if isinstance(code, (Operation, Ternary)):
            return self._wrapped(code, indent)
        if isinstance(code, Parenthesized):
            return self._wrapped(code.inner, indent)
        return text if text is not None else ""

    def assignment(self, target: str, code: Code, indent: str = "") -> str:
        """Print ``target = code``, in parentheses of its own where formatters add some."""
        prefix = f"{indent}{target} = "
        text = flat(code)
        is_multi_line = isinstance(code, str) and "\n" in code
        fits = text is not None and columns(prefix) + columns(text) <= self.width
        if text is not None and (fits or is_multi_line):
            return prefix + text
        if isinstance(code, Ternary) or (isinstance(code, Operation) and not _runs_on(code)):
            return prefix + self._wrapped(code, indent)
        pieces = _pieces(code)
        first, *others = _lengths(pieces)
        room = self.width - len(indent)
        fits = first + len(prefix) <= self.width and all(length <= room for length in others)
        if not fits and _takes_parentheses(code):
            wrapped = prefix + self._wrapped(code, indent)
            # Other than around operations, formatters add parentheses only where all fits then
            lines = wrapped.split("\n")
            if isinstance(code, Operation) or max(map(columns, lines)) <= self.width:
                return wrapped
        return prefix + self._line(Line(*pieces), indent, len(prefix), 0)

    def comment_lines(self, lines: Sequence[str], indent: str) -> str:
        """Comment lines, each with its line end."""
        return "".join(f"{indent}{self.comment}{line}".rstrip() + "\n" for line in lines)

    def _bracketed(self, code: Bracketed, indent: str) -> str:
        if not code.items:
            return code.open + code.close
        inner = indent + INDENT
        before, after = len(inner), int(code.comma)
        end = ",\n" if code.comma else "\n"
        lines = [code.open, "\n"]
        for position, item in enumerate(code.items):
            if code.comments and position in code.comments:
                lines.append(self.comment_lines(code.comments[position], inner))
            text = item if isinstance(item, str) else self.print(item, inner, before, after)
            lines += (inner, text, end)
        lines += [indent, code.close]
        return "".join(lines)

    def _line(self, code: Line, indent: str, before: int, after: int) -> str:
        is_nested = any(isinstance(part, (Line, Operation)) for part in code.parts)
        pieces = _pieces(code) if is_nested else code.parts
        if len(pieces) > 2 and len(links := _links(pieces)) > 2:
            return f"\n{indent}".join(
                self._run(link, indent, 0 if number else before, after)
                for number, link in enumerate(links)
            )
        return self._run(code.parts, indent, before, after)

    def _run(self, parts: Sequence[Code], indent: str, before: int, after: int) -> str:
        """Parts that follow each other; each that does not fit is broken."""
        texts: list[str] = []
        column = before or len(indent)
        for position, part in enumerate(parts, 1):
            if isinstance(part, str):
                text = part
            else:
                text = self.print(part, indent, column, _room(parts[position:], after))
            texts.append(text)
            if position < len(parts):
                column = columns(text.rpartition("\n")[2]) + (0 if "\n" in text else column)
        return "".join(texts)

    def _wrapped(self, code: Code, indent: str) -> str:
        inner = indent + INDENT
        text = flat(code)
        if text is None or len(inner) + columns(text) > self.width:
            if isinstance(code, (Operation, Ternary)):
                text = self._opened(code, inner)
            else:
                text = self.print(code, inner, len(inner))
        return f"(\n{inner}{text}\n{indent})"

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
        return f"\n{indent}".join(
            prefix + self._part(part, indent, prefix) for prefix, part in parts
        )

    def _part(self, code: Code, indent: str, prefix: str) -> str:
        """An operand on a line of its own; one that is an operation itself needs no parentheses."""
        text = flat(code)
        room = self.width - len(indent) - len(prefix)
        if isinstance(code, Operation) and (text is None or columns(text) > room):
            return self._opened(code, indent)
        return self.print(code, indent, len(indent) + len(prefix))


def _runs_on(code: Operation) -> bool:
    """Whether an operation begins or ends with brackets and has just one operator: formatters break
    the brackets then, rather than put parentheses around it all.
    """
    return len(code.operands) == 2 and (
        isinstance(_first(code.operands[0]), Parenthesized) or _ends_in_brackets(code.operands[1])
    )


def _takes_parentheses(code: Code) -> bool:
    """Whether formatters put code into parentheses: not a list or map, which has its own."""
    return not (isinstance(code, Bracketed) and code.open in ("[", "{"))


def _first(code: Code) -> Code:
    while isinstance(code, (Line, Operation)):
        code = code.parts[0] if isinstance(code, Line) else code.operands[0]
    return code


def _ends_in_brackets(code: Code) -> bool:
    while isinstance(code, (Line, Operation)):
        code = code.parts[-1] if isinstance(code, Line) else code.operands[-1]
    return isinstance(code, Parenthesized) or (isinstance(code, Bracketed) and bool(code.items))


def _pieces(code: Code) -> list[Code]:
    """What follows each other in a piece of code: texts and brackets."""
    if isinstance(code, Line):
        return [piece for part in code.parts for piece in _pieces(part)]
    if isinstance(code, Operation):
        found = _pieces(code.operands[0])
        for operand in code.operands[1:]:
            found += [f" {code.operator} ", *_pieces(operand)]
        return found
    return [code]


def _links(pieces: Sequence[Code]) -> list[list[Code]]:
    """A chain of calls, cut before each attribute of what a call or a subscript gives: with two or
    more of these, formatters put each on a line of its own.
    """
    found: list[list[Code]] = [[]]
    for piece in pieces:
        opening = piece.open if isinstance(piece, Bracketed) else piece
        dotted = isinstance(opening, str) and opening.startswith(".")
        if dotted and found[-1] and not isinstance(found[-1][-1], str):
            found.append([])
        found[-1].append(piece)
    return found


def _room(parts: Sequence[Code], after: int) -> int:
    """The length of what stands behind a bracket on its line: parts, and then ``after``."""
    if not parts:
        return after
    lengths = _lengths([piece for part in parts for piece in _pieces(part)])
    return lengths[0] + (after if len(lengths) == 1 else 0)


def _lengths(pieces: Sequence[Code]) -> list[int]:
    """The lengths of what stands outside the brackets: before the first, between two, at last."""
    found = [0]
    for piece in pieces:
        if isinstance(piece, Parenthesized) or (isinstance(piece, Bracketed) and piece.items):
            found[-1] += len(piece.open) if isinstance(piece, Bracketed) else 1
            found.append(1)
        else:
            found[-1] += columns(flat(piece) or "")
    return found
