"""The tokens of a program's text, in any language with the literals of C."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

ASSIGNED = (":=", "=")
OR = "|"
"""What stands between texts of which any may be at a place."""
OPENING, CLOSING = ("(", "[", "{"), (")", "]", "}")
_TOKEN = re.compile(
    r"""
      (?P<comment>//[^\n]*|/\*.*?\*/)
    | (?P<raw>`[^`]*`|\"{3}.*?\"{3})
    | (?P<holed>(?:\$@?|@\$)"(?:\\.|\{\{|\{(?:[^{}"\n]|"(?:\\.|[^"\\\n])*")*\}|[^"\\\n{])*")
    | (?P<text>[$@]{0,2}"(?:\\.|[^"\\\n])*")
    | (?P<char>'(?:\\.|[^'\\\n])+')
    | (?P<number>\d[\d_]*(?:\.\d+)?)
    | (?P<word>[A-Za-z_]\w*)
    | (?P<sign>==|!=|<=|>=|=>|->|:=|&&|\|\||\?\?|[^\s\w])
    """,
    re.VERBOSE | re.DOTALL,
)
_HOLE = re.compile(r"""\{((?:[^{}"]|"(?:\\.|[^"\\])*")*)\}""")


@dataclass(frozen=True, slots=True)
class Token:
    """A token: what kind it is, its text (of a literal: its value), its line."""

    kind: str
    text: str
    line: int


def tokens(text: str) -> Iterator[Token]:
    """Give the tokens of a text, without comments."""
    line, position = 1, 0
    for match in _TOKEN.finditer(text):
        line += text.count("\n", position, match.start())
        position = match.start()
        kind = match.lastgroup or ""
        if kind == "comment":
            continue
        value = match[0]
        if kind == "raw":
            kind, value = "text", value.strip('`"').strip("\n")
        elif kind in ("text", "holed"):
            value = _unquoted(value.lstrip("$@"))
        elif kind == "number":
            value = value.replace("_", "")
        yield Token("text" if kind == "holed" else kind, value, line)
        if kind == "holed":
            yield from _inside(match[0], line)


def _inside(text: str, line: int) -> Iterator[Token]:
    """Give the tokens of what stands in a text between braces, each as if it stood alone."""
    for hole in _HOLE.findall(text.replace("{{", "")):
        yield Token("sign", ";", line)
        yield from (Token(it.kind, it.text, line) for it in tokens(hole))


def _unquoted(text: str) -> str:
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text[1:-1]
    return found if isinstance(found, str) else text[1:-1]


def is_key(file: list[Token], place: int) -> bool:
    """Whether a text is the key of a table."""
    before = file[place - 1].text if place else ""
    after = [it.text for it in file[place + 1 : place + 3]]
    if before in ("{", ",") and after[:1] == [":"]:
        return True
    if before == "[" and after[:2] == ["]", "="]:
        return True
    is_entry = before == "(" and place > 1 and file[place - 2].text in ("of", "entry", "put")
    return is_entry and after[:1] == [","]


_JOINING = frozenset({"&&", "||", "switch", "match", "case"})
_FAILURE = frozenset({"err", "nil"})


def asks_for_several(text: str) -> bool:
    """Whether a file has a decision inside of another, or one about several things; what only asks
    whether something failed, as programs in Go do, is none.
    """
    inside: list[bool] = []
    asked: list[str] | None = None
    choices = 0
    for token in tokens(text):
        said = token.text if token.kind in ("word", "sign") else ""
        if said in _JOINING:
            return True
        choices = 0 if said in (";", "{", "}") else choices + (said == "?")
        if choices > 1:
            return True
        if said == "if":
            asked = []
        elif said == "{":
            is_decision = asked is not None and not _FAILURE.issubset(asked)
            if is_decision and any(inside):
                return True
            inside.append(is_decision)
            asked = None
        elif said == "}" and inside:
            inside.pop()
        elif asked is not None:
            asked.append(said)
    return False
