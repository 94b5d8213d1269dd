"""Texts that are too long for a line, cut as google-java-format cuts them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from ..layout import Bracketed, Code, Line, Node, Operation
from .nodes import WIDTH, Block, Cast, Chain, Group, Lambda, Pair, Ternary, columns, is_long

# A blank begins a piece, and line ends close one
_PIECE = re.compile(r"(?:\s|\\t)?(?:\\(?![rn]|t).|[^\s\\]+)*(?:(?:\\r)?\\n|\\r)*", re.DOTALL)
_TOKEN = re.compile(
    r'//[^\n]*|"""\n[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""|("[^"\\]*(?:\\.[^"\\]*)*")', re.DOTALL
)
_ASKED = re.compile(r"\s*\.")
_PLUS = 6
_PARTS: Mapping[type[Node], Sequence[str]] = {
    Line: ("parts",),
    Bracketed: ("items",),
    Chain: ("links",),
    Ternary: ("then", "otherwise"),
    Operation: ("operands",),
    Cast: ("operand",),
    Lambda: ("body",),
    Group: ("inner",),
    Pair: ("key", "value"),
    Block: (),
}
"""Where each kind of code has literals."""


def shortened(code: Code, written: str, lay_out: Callable[[Code], str]) -> str:
    """Lay out code, its literals cut where they reach over the end of a line.

    Args:
        code: an expression; literals in it that are too long become sums.
        written: its lines.
        lay_out: gives its lines.
    """
    while is_long(written):
        cuts = [_lines_of(written, literal) for literal in _literals(written)]
        if all(len(cut) == 1 for cut in cuts):
            break
        code = _replace(code, iter(cuts))
        written = lay_out(code)
    return written


def _literals(written: str) -> Iterator[re.Match[str]]:
    return (token for token in _TOKEN.finditer(written) if token[1])


def _replace(code: Code, cuts: Iterator[list[str]]) -> Code:
    """Code with its literals replaced by what they become, in their order."""
    if isinstance(code, str):
        found = next(cuts) if code[:1] == '"' else [code]
        return code if len(found) == 1 else Operation("+", found)
    for name in _PARTS[type(code)]:
        held = getattr(code, name)
        parts = [held] if isinstance(held, (str, Node)) else held
        replaced = [_replace(part, cuts) for part in parts]
        if any(_is_cut(new, old) for new, old in zip(replaced, parts, strict=True)):
            code.flat = None
            setattr(code, name, replaced[0] if parts is not held else replaced)
    if isinstance(code, Operation) and code.operator == "+":
        code.operands = list(_flattened(code.operands))
    return code


def _is_cut(new: Code, old: Code) -> bool:
    return new is not old or not (isinstance(new, str) or new.flat is not None)


def _flattened(operands: Sequence[Code]) -> Iterator[Code]:
    """The operands, where one has become a sum those of it."""
    for operand in operands:
        yield from operand.operands if isinstance(operand, Operation) else (operand,)


def _lines_of(written: str, literal: re.Match[str]) -> list[str]:
    """The literals that one becomes: itself where its line is short enough, or it is asked for
    something.
    """
    begin, end = written.rfind("\n", 0, literal.start()) + 1, written.find("\n", literal.end())
    is_asked = bool(_ASKED.match(written, literal.end()))
    if is_asked or columns(written[begin:end]) <= WIDTH:
        return [literal[0]]
    before = written[begin : literal.start()]
    room = WIDTH - columns(before) - 2
    follows = before.endswith("+ ")
    return _lines(_pieces(literal[0][1:-1]), room, end - literal.end(), follows=follows)


def _pieces(text: str) -> list[str]:
    return [piece for piece in _PIECE.findall(text) if piece]


def _lines(pieces: list[str], room: int, trailing: int, *, follows: bool) -> list[str]:
    """The pieces put together to literals, each as long as it may be.

    Args:
        pieces: the pieces.
        room: how long the first literal may be.
        trailing: how much stands behind the last.
        follows: whether something is added before the first.
    """
    lines: list[str] = []
    while pieces:
        if sum(map(columns, pieces)) <= room:
            room -= trailing
        line = pieces.pop(0)
        while pieces and not line.endswith(("\\n", "\\r")):
            if columns(line) + columns(pieces[0]) > room:
                break
            line += pieces.pop(0)
        if not lines and not follows:
            room -= _PLUS
        lines.append(f'"{line}"')
    return lines
