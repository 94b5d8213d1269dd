"""C# code laid out as its programmers do: braces on lines of their own, four columns a step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from ..layout import Bracketed, Code, Line, columns
from . import literals
from .nodes import Added, Cast, Comments, Comparison, Initializer, Operation, Pair, Raw, Ternary

INDENT = "    "
WIDTH = 100

_CAST = re.compile(r"\([\w.<>?, ]+\)")
_MEMBER = re.compile(r"\w+(\.\w+){3,}")
_CALL = re.compile(r"\w+\(")
_GENERIC = re.compile(r"(.+<)(.+), (.+)>")
_NAMES = re.compile(r"[\w.!?]+[(\[]?|[\w.!?]+<[\w.<>, ?]+>\(")


def asked(code: Code, variable: str) -> Code | None:
    """Code that asks something of a variable, or null where that is; None where it asks nothing."""
    opening = code.open if isinstance(code, Bracketed) else code
    if isinstance(code, Line):
        first, *rest = code.parts
        found = asked(first, variable)
        return None if found is None else Line(found, *rest)
    if not isinstance(opening, str) or not opening.startswith(f"{variable}!."):
        return None
    said = f"{variable}?{opening[len(variable) + 1 :]}"
    return _opened(code, said) if isinstance(code, Bracketed) else said


def statement(target: str, code: Code, indent: str) -> str:
    """``target code;`` on a line of its own."""
    _deepen(code)
    return f"{indent}{_assigned(target, code, indent, len(indent))};\n"


def _deepen(code: Code) -> None:
    """Mark the raw literals that are in no argument."""
    if isinstance(code, Initializer):
        for item in code.items:
            _deepen(item.value if isinstance(item, Pair) else item)
    elif isinstance(code, Raw):
        code.is_deeper = not any(is_code for is_code, _ in code.parts)


def _assigned(target: str, code: Code, indent: str, before: int) -> str:
    """A value behind its target, on the next line where it can only begin there."""
    text = code if isinstance(code, str) else code.flat
    if text is not None and "\n" not in text:
        line = target + text
        if before + (len(line) if line.isascii() else columns(line)) < WIDTH:
            return line
    column = before + columns(target)
    if isinstance(code, Raw):
        return target + show(code, indent + INDENT * code.is_deeper)
    inner = indent + INDENT
    if _is_below(code):
        return f"{target.rstrip()}\n{inner}{show(code, inner, len(inner))}"
    first, is_broken = _first(code, indent, column)
    if column + columns(first) + (not is_broken) <= WIDTH or not target.endswith("= "):
        return target + show(code, indent, column)
    return f"{target.rstrip()}\n{inner}{show(code, inner, len(inner))}"


def _is_below(code: Code) -> bool:
    """Whether what does not fit behind its target begins on the next line in any case."""
    if isinstance(code, Cast):
        return str(code.parts[0]).endswith(">)")
    return isinstance(code, Operation)


def _first(code: Code, indent: str, before: int) -> tuple[str, bool]:
    """The first line of what `show` gives, and whether others follow. To show it all, only to show
    it again below, would take twice the time with each level of what is inside of it.
    """
    if isinstance(code, str):
        first, newline, _ = show(code, indent, before).partition("\n")
        return first, bool(newline)
    if code.flat is not None and before + columns(code.flat) < WIDTH:
        return code.flat, False
    if isinstance(code, Initializer):
        generic = _GENERIC.fullmatch(code.head)
        return (generic[1] if generic is not None else code.head or "{"), True
    if isinstance(code, Ternary):
        return code.condition, True
    if isinstance(code, Bracketed) and code.items:
        function = _begun(code, before)
        return code.open + (function[0] if function is not None else ""), True
    if isinstance(code, Line):
        return _first_of_line(code, indent, before)
    first, newline, _ = show(code, indent, before).partition("\n")
    return first, bool(newline)


def _first_of_line(code: Line, indent: str, before: int) -> tuple[str, bool]:
    start = code.parts[0]
    if start == "(await ":
        return "(", True
    if _is_group(code) or _is_cast(code):
        return str(start), True
    head, links = _links(code)
    if len(links) >= _least(head):
        return _first(head, indent, before)[0], True
    text = ""
    for part in code.parts:
        first, is_broken = _first(part, indent, before + columns(text))
        text += first
        if is_broken:
            return text, True
    return text, False


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
        if before + len(code) < WIDTH or not _MEMBER.fullmatch(code):
            return code
        return code.replace(".", f"\n{indent}{INDENT}.")
    text = code.flat
    if text is not None and before + (len(text) if text.isascii() else columns(text)) < WIDTH:
        return text
    return _BROKEN[type(code)](code, indent, before)


def _items(items: Sequence[Code], comments: Comments, indent: str, end: str) -> str:
    if not items:
        return ""
    column = len(indent)
    # Behind the last one stands nothing, where no comma may
    last = show(items[-1], indent, column - (not end))
    lines = [show(item, indent, column) for item in items[:-1]]
    lines.append(last)
    for position, said in comments.items():
        if position < len(lines):
            note = comment_lines(said, indent)
            lines[position] = f"{note}{indent}{lines[position]}".removeprefix(indent)
    inside = f",\n{indent}".join(lines)
    return f"{indent}{inside}{end}\n"


def _raw(code: Raw, indent: str, before: int) -> str:
    text = "".join(str(part) for is_code, part in code.parts if not is_code)
    dollars = literals.dollars(text) if any(is_code for is_code, _ in code.parts) else 0
    inside: list[Code] = []
    for is_code, part in code.parts:
        inside += ["{" * dollars, *_hole(part), "}" * dollars] if is_code else [part]
    return literals.raw(text, dollars, _filled(inside, indent), indent)


def _hole(code: Code) -> list[Code]:
    if isinstance(code, Line) and code.parts[0] == "(":  # around a choice
        return [Bracketed("(", code.parts[1:-1], ")")]
    return _pieces(code)


def _filled(pieces: Sequence[Code], indent: str) -> str:
    """The lines of a text with code in it, whose brackets are broken where a line does not fit."""
    lines = ""
    column = len(indent)
    for position, piece in enumerate(pieces):
        said = show(piece)
        behind = _behind(islice(pieces, position + 1, None))
        if isinstance(piece, Bracketed) and column + columns(said) + behind > WIDTH:
            inside = _items(piece.items, {}, indent + INDENT, "").replace(f"\n{indent}", "\n")
            said = f"{piece.open}\n{inside.removeprefix(indent)}{piece.close}"
        lines += said
        last = said.rpartition("\n")
        column = columns(last[2]) + (len(indent) if last[1] else column)
    return lines


def _behind(pieces: Iterable[Code]) -> int:
    """How many columns there are up to where a line ends, or can be broken."""
    column = 0
    for piece in pieces:
        if isinstance(piece, Bracketed):
            return column + columns(piece.open)
        first, newline, _ = show(piece).partition("\n")
        column += columns(first)
        if newline:
            break
    return column


def _initializer(code: Initializer, indent: str, before: int) -> str:
    head = f"{_head(code.head, indent, before)}\n{indent}" if code.head else ""
    if not code.items:
        return f"{head}{{ }}"
    end = "" if isinstance(code, Added) else ","
    inside = _items(code.items, code.comments, indent + INDENT, end)
    return f"{head}{{\n{inside}{indent}}}"


def _head(head: str, indent: str, before: int) -> str:
    """What stands before braces: its types on lines of their own where it does not fit."""
    generic = _GENERIC.fullmatch(head) if before + len(head) > WIDTH else None
    if generic is None:
        return head
    start, *types = generic.groups()
    lines = f",\n{indent}{INDENT}".join(types)
    return f"{start}\n{indent}{INDENT}{lines}\n{indent}>"


def _pair(code: Pair, indent: str, before: int) -> str:
    key, value = code.key, code.value
    if isinstance(value, Initializer) and not value.head:
        return f"{key} =\n{indent}{show(value, indent, WIDTH)}"
    if before + columns(key) + 2 > WIDTH and key.startswith("["):
        start = f"[\n{indent}{INDENT}{key[1:-1]}\n{indent}"
        return start + _assigned("] = ", value, indent, len(indent))
    return _assigned(f"{key} = ", value, indent, before)


def _ternary(code: Ternary, indent: str, before: int) -> str:
    inner = indent + INDENT
    sides = (
        f"\n{inner}{sign} {show(side, inner, len(inner) + before)}"
        for sign, side, before in (("?", code.then, 1), (":", code.otherwise, 2))
    )
    return code.condition + "".join(sides)


def _bracketed(code: Bracketed, indent: str, before: int) -> str:
    if not code.items:
        return code.open + code.close
    inner = indent + INDENT
    function = _begun(code, before)
    if function is not None:
        body = show(function[1], inner, len(inner))
        return f"{code.open}{function[0]}\n{inner}{body}\n{indent}{code.close}"
    inside = _items(code.items, code.comments or {}, inner, "")
    return f"{code.open}\n{inside}{indent}{code.close}"


def _begun(code: Bracketed, before: int) -> tuple[str, Code] | None:
    """The function that is the only argument of a call and begins on its line."""
    if len(code.items) != 1 or code.comments:
        return None
    found = _function(code.items[0])
    fits = found is not None and before + columns(code.open + found[0]) <= WIDTH
    return found if fits else None


def _function(code: Code) -> tuple[str, Code] | None:
    """What begins a function of one expression, and the expression."""
    if isinstance(code, Line) and len(code.parts) == 2:
        start, body = code.parts
        if isinstance(start, str) and start.endswith("=> "):
            return start.rstrip(), body
    return None


def _is_group(code: Line) -> bool:
    """Whether it is in parentheses, which stand on lines of their own where it does not fit."""
    start, *rest = code.parts
    return start in ("(", "!(") and isinstance(rest[0], (Ternary, Operation))


def _is_cast(code: Line) -> bool:
    start = code.parts[0]
    return isinstance(start, str) and bool(_CAST.fullmatch(start)) and len(code.parts) == 2


def _line(code: Line, indent: str, before: int) -> str:
    first, *rest = code.parts
    inner = indent + INDENT
    if first == "(await ":
        waited = show(rest[0], inner, len(inner) + 6)
        return f"(\n{inner}await {waited}\n{indent}){str(rest[1])[1:]}"
    if isinstance(first, str) and _is_cast(code):
        if isinstance(rest[0], Line) and _is_group(rest[0]):
            return f"{first}{show(rest[0], indent, WIDTH)}"
        is_call = isinstance(rest[0], Bracketed) and _CALL.fullmatch(rest[0].open)
        if is_call and not first.endswith(">)"):
            return first + show(rest[0], indent, before + len(first))
        # Behind the first side of a choice stands nothing
        is_first = before == len(indent) + 1
        first = f"{_head(first[:-1], indent, before + 1)})"
        return f"{first}\n{inner}{show(rest[0], inner, len(inner) - is_first)}"
    if _is_group(code):
        return f"{first}\n{inner}{show(rest[0], inner, len(inner))}\n{indent}{rest[1]}"
    start, links = _links(code)
    if len(links) < _least(start):
        return _run(code.parts, indent, before)
    column = len(inner)
    lines = [_run(link, inner, column - (link is not links[-1])) for link in links]
    begun = show(start, inner if isinstance(start, Bracketed) else indent, before)
    return f"\n{inner}".join([begun, *lines])


def _operation(code: Operation, indent: str, before: int) -> str:
    texts = [show(operand, indent, len(indent)) for operand in code.parts[::2]]
    return f"\n{indent}{str(code.parts[1]).lstrip()}".join(texts)


def _least(start: Code) -> int:
    """How many calls behind what a chain begins with stand on lines of their own."""
    return 1 if isinstance(start, Bracketed) else 2


def _run(parts: Sequence[Code], indent: str, before: int) -> str:
    """Parts that follow each other; each that does not fit is broken."""
    texts: list[str] = []
    column = before
    for part in parts:
        text = show(part, indent, column)
        texts.append(text)
        _, newline, last = text.rpartition("\n")
        column = columns(last) + (0 if newline else column)
    return "".join(texts)


def _links(code: Line) -> tuple[Code, list[list[Code]]]:
    """What a chain of calls begins with, and each call with the names before it, which stands on a
    line of its own where two or more do not fit. There are none where it is no chain.
    """
    start, *pieces = _pieces(code)
    opening = start.open if isinstance(start, Bracketed) else start
    is_text = isinstance(start, str) and start.startswith(('"', '$"'))  # which names no member
    if isinstance(opening, str) and not is_text:
        if not _NAMES.fullmatch(opening):
            return code, []
        first, dot, names = opening.partition("?." if "?." in opening else ".")
        if dot:
            rest = dot + names
            pieces.insert(0, _opened(start, rest) if isinstance(start, Bracketed) else rest)
            start = first
    links: list[list[Code]] = [[]]
    for piece in pieces:
        opening = piece.open if isinstance(piece, Bracketed) else piece
        if not isinstance(opening, str) or opening[:1] not in (".", "[", "!", "?"):
            return code, []
        if links[-1] and isinstance(links[-1][-1], Bracketed) and opening[0] == ".":
            links.append([])
        links[-1].append(piece)
    return start, links


def _opened(code: Bracketed, opening: str) -> Bracketed:
    """The same between brackets that something else opens."""
    return Bracketed(opening, code.items, code.close, comments=code.comments, comma=code.comma)


def _pieces(code: Code) -> list[Code]:
    """What follows each other in a piece of code: texts and brackets."""
    if isinstance(code, Line):
        return [piece for part in code.parts for piece in _pieces(part)]
    return [code]


_BROKEN: Mapping[type, Callable[[Any, str, int], str]] = {
    Line: _line,
    Cast: _line,
    Comparison: _line,
    Operation: _operation,
    Added: _initializer,
    Pair: _pair,
    Initializer: _initializer,
    Bracketed: _bracketed,
    Ternary: _ternary,
    Raw: _raw,
}
