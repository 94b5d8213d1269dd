"""Texts that a program makes of literals, in any language with the literals of C.

What is put together, cut or changed of literals alone, and of names that hold such, is read as if
it were spelled out: ``"pro" + "d"``, ``"production"[:4]``, ``fmt.Sprintf("tier-%d", 2)``. Of a name
that a loop gives several values, each is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, product
from typing import TypeAlias

from .reading import arguments_at, behind
from .tokenizing import ASSIGNED, CLOSING, OR, Token

Values: TypeAlias = "Mapping[str, Sequence[Token]]"
"""Name → the literals that it may hold."""

_MOST_VALUES, _MOST_COUNTED, _MOST_LISTED = 12, 6, 64
_LITERALS = ("text", "number")
_GOING_ON = (".", "(", "[")
_QUESTIONS = ("==", "!=", "case")
_FORMATS = frozenset({"Sprintf", "format", "Format", "formatted"})
_JOINS = frozenset({"Join", "join"})
_LISTS = ("in", ":")
_HOLE = re.compile(r"%(?P<width>0?\d*)[sdvqi]|\{\d+(?::[^{}]*)?\}")
_NAMED = re.compile(r"\{([A-Za-z_]\w*)\}")
_METHODS: Mapping[str, Callable[[str], str]] = {
    "tolower": str.lower,
    "tolowercase": str.lower,
    "tolowerinvariant": str.lower,
    "toupper": str.upper,
    "touppercase": str.upper,
    "toupperinvariant": str.upper,
    "trim": str.strip,
    "trimspace": str.strip,
    "strip": str.strip,
    "title": str.title,
}


def with_made(files: Sequence[list[Token]]) -> list[list[Token]]:
    """Give the tokens of a program's files, each text that is made of literals as one.

    Args:
        files: the tokens of each file.
    """
    values = dict(_values(files))
    return [list(_made(file, values)) for file in files]


def _values(files: Sequence[list[Token]]) -> Iterator[tuple[str, Sequence[Token]]]:
    """Give the names that hold nothing but literals, with these."""
    found: dict[str, list[Token]] = {}
    others: set[str] = set()
    for file in files:
        for place in range(1, len(file) - 2):
            name, sign = file[place - 1 : place + 1]
            is_assigned = sign.text in ASSIGNED and sign.kind == "sign"
            if name.kind != "word" or not (is_assigned or sign.text in _LISTS):
                continue
            literals = _looped(file, place)
            if is_assigned and not literals and _is_alone(file, place + 1):
                literals = _counted(file, place)
            found.setdefault(name.text, []).extend(literals)
            if is_assigned and not literals:
                others.add(name.text)
    yield from ((name, own[:_MOST_VALUES]) for name, own in found.items() if name not in others)


def _looped(file: list[Token], place: int) -> list[Token]:
    """Give the literals of the list that a loop goes over by the name before a place."""
    if file[place + 1].text == "range":
        return list(_listed(file, place + 2)) if file[place + 2].text == "[" else []
    is_loop = any(it.text in ("for", "foreach") for it in file[max(place - 6, 0) : place])
    return list(_listed(file, place + 1)) if is_loop and file[place].text in _LISTS else []


def _is_alone(file: list[Token], place: int) -> bool:
    """Whether a literal at a place is all that is there."""
    after = file[place + 1]
    ends = after.text in (";", *CLOSING) or after.line > file[place].line
    return file[place].kind in _LITERALS and ends


def _counted(file: list[Token], place: int) -> list[Token]:
    """Give the literal that is assigned at a place; in a loop, what is counted from it."""
    name, first = file[place - 1], file[place + 1]
    ahead = file[place + 2 : place + 8]
    signs = [it.text for it in ahead]
    if first.kind != "number" or signs[:2] != [";", name.text] or not first.text.isdigit():
        return [first]
    begin, is_included = int(first.text), "=" in signs[2:4] or "<=" in signs[2:4]
    end = next((int(it.text) for it in ahead if it.kind == "number" and it.text.isdigit()), None)
    most = begin + _MOST_COUNTED
    end = most if end is None else min(end + is_included, most)
    return [Token("number", str(it), first.line) for it in range(begin, end)]


def _listed(file: list[Token], place: int) -> Iterator[Token]:
    """Give the literals of the list that a loop goes over."""
    depth = 0
    for token in file[place : place + _MOST_LISTED]:
        if token.kind in _LITERALS:
            yield token
        depth += (token.text in ("(", "{")) - (token.text in (")", "}"))
        if depth < 0 or token.text in (";", "->", "=>") or (token.text == "}" and depth == 0):
            return


def _made(file: list[Token], values: Values) -> Iterator[Token]:
    """Give the tokens of a file, what is made of literals as texts."""
    place = 0
    while place < len(file):
        found = _text(file, place, values)
        if found is None:
            yield file[place]
            place += 1
            continue
        texts, end = found
        before = file[place - 1].text if place else ""
        between = before if before in _QUESTIONS else OR
        for number, text in enumerate(texts):
            if number:
                yield Token("sign", between, file[place].line)
            yield Token("text", text, file[place].line)
        place = end


def _text(file: list[Token], place: int, values: Values) -> tuple[list[str], int] | None:
    """Give the texts that an expression at a place may make, and where it ends; None where it is no
    text that is made.
    """
    found = _operand(file, place, values)
    if found is None:
        return None
    texts, end, is_made = found
    while end + 1 < len(file) and file[end].text == "+" and file[end].kind == "sign":
        other = _operand(file, end + 1, values)
        if other is None:
            break
        texts = list(islice(map("".join, product(texts, other[0])), _MOST_VALUES))
        end, is_made = other[1], True
    own = [it for token in file[place:end] for it in (token, *values.get(token.text, ()))]
    return (texts, end) if is_made and any(it.kind == "text" for it in own) else None


def _operand(file: list[Token], place: int, values: Values) -> tuple[list[str], int, bool] | None:
    """Give the texts of a literal, of a name that holds some, or of a call with such, with all that
    is done to them; where it ends, and whether anything is made there.
    """
    token = file[place]
    after = file[place + 1].text if place + 1 < len(file) else ""
    if place and file[place - 1].text == ".":
        return None
    called = _called(file, place, values) if token.kind == "word" else None
    if called is not None:
        texts, end, is_made = called[0], called[1], True
    elif token.kind in _LITERALS:
        texts, end = _interpolated(token.text, values), place + 1
        is_made = texts != [token.text]
    elif token.kind == "word" and token.text in values and after not in _GOING_ON:
        return [it.text for it in values[token.text]], place + 1, False
    else:
        return None
    while token.kind != "number":
        changed = _changed(file, end, texts, values)
        if changed is None:
            break
        texts, end = changed
        is_made = True
    return texts, end, is_made


def _called(file: list[Token], place: int, values: Values) -> tuple[list[str], int] | None:
    """Give what a function of a library makes of literals: ``fmt.Sprintf("x%d", 1)``."""
    if place + 4 >= len(file) or file[place + 1].text != "." or file[place + 3].text != "(":
        return None
    name = file[place + 2].text
    arguments = arguments_at(file, place + 3)
    end = behind(arguments, place + 3)
    given = [_literals(it, values) for it in arguments]
    if not given or not all(given):
        return None
    rows = islice(product(*given), _MOST_VALUES)
    if name in _FORMATS:
        return [_filled(first, rest) for first, *rest in rows], end
    if name in _JOINS and file[place].text in ("String", "string"):
        return [first.join(rest) for first, *rest in rows], end
    if file[place].text == "strings" and len(given) == 1 and name.lower() in _METHODS:
        return [_METHODS[name.lower()](it) for it in given[0]], end
    return None


def _interpolated(text: str, values: Values) -> list[str]:
    """Give a text with the literals of the names that stand in it: ``$"tier-{number}"``."""
    names = _NAMED.findall(text)
    if not names or not all(it in values for it in names):
        return [text]
    rows = islice(product(*([it.text for it in values[name]] for name in names)), _MOST_VALUES)
    pieces = _NAMED.split(text)[::2]
    return ["".join(map("".join, zip(pieces, (*row, ""), strict=True))) for row in rows]


def _literals(argument: list[Token], values: Values) -> list[str]:
    """Give the texts of an argument that is a literal, or a name that holds some."""
    if len(argument) != 1:
        return []
    token = argument[0]
    return [it.text for it in values.get(token.text, ())] if token.kind == "word" else [token.text]


def _filled(text: str, given: Sequence[str]) -> str:
    """Give a format with what stands in its places."""
    left = iter(given)
    return _HOLE.sub(lambda it: next(left, "").zfill(int(it["width"] or 0)), text)


def _changed(
    file: list[Token], end: int, texts: list[str], values: Values
) -> tuple[list[str], int] | None:
    """Give what is made of texts behind which a method or a slice stands, and where it ends."""
    if end >= len(file) or file[end].text not in (".", "["):
        return None
    if file[end].text == "[":
        close = next((it for it in range(end, min(end + 7, len(file))) if file[it].text == "]"), 0)
        inside = [it.text for it in file[end + 1 : close]]
        return _sliced(texts, inside, close + 1)
    if end + 2 >= len(file) or file[end + 2].text != "(":
        return None
    name, arguments = file[end + 1].text.lower(), arguments_at(file, end + 2)
    after = behind(arguments, end + 2)
    if name in _METHODS and arguments == [[]]:
        return [_METHODS[name](it) for it in texts], after
    given = [it[0].text for it in arguments if len(it) == 1 and it[0].kind == "number"]
    if name == "substring" and len(given) == len(arguments):
        first, last = int(given[0]), int(given[1]) if len(given) > 1 else None
        if file[end + 1].text == "Substring" and last is not None:  # in C#, how many there are
            last += first
        return [it[first:last] for it in texts], after
    literals = [_literals(it, values) for it in arguments]
    if name == "formatted" and all(literals):
        rows = islice(product(texts, *literals), _MOST_VALUES)
        return [_filled(first, rest) for first, *rest in rows], after
    return None


def _sliced(texts: list[str], inside: list[str], end: int) -> tuple[list[str], int] | None:
    """Give the part of texts that a slice says: ``[:4]``, ``[2..]``."""
    said = "".join(inside).replace("..", ":")
    match = re.fullmatch(r"(\d*):(\d*)", said)
    if match is None:
        return None
    first, last = (int(it) if it else None for it in match.groups())
    return [it[first:last] for it in texts], end
