"""Texts that are too long for a line, cut as google-java-format cuts them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from .documents import WIDTH, columns
from .syntax import TOKEN

# A blank begins a piece, and line ends close one
_PIECE = re.compile(r"(?:\s|\\t)?(?:\\(?![rn]|t).|[^\s\\])*(?:(?:\\r)?\\n|\\r)*", re.DOTALL)
_ASKED = re.compile(r"\s*\.")
_PLUS = 6


def shortened(code: str, lay_out: Callable[[str], str]) -> str:
    """Lay out code, its literals cut where they reach over the end of a line.

    Args:
        code: an expression.
        lay_out: gives its lines.
    """
    written = lay_out(code)
    while any(columns(line) > WIDTH for line in written.split("\n")):
        cut = _cut(code, written)
        if cut == code:
            break
        code, written = cut, lay_out(cut)
    return written


def _cut(code: str, written: str) -> str:
    """The code with the literals cut that are too long where it is written."""
    parts: list[str] = []
    end = 0
    for here, there in zip(_literals(code), _literals(written), strict=False):
        literals = _lines_of(written, there)
        parts += [code[end : here.start()], " + ".join(literals)]
        end = here.end()
    return "".join([*parts, code[end:]])


def _literals(code: str) -> Iterator[re.Match[str]]:
    for token in TOKEN.finditer(code):
        if token[0].startswith('"') and not token[0].startswith('"""'):
            yield token


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
