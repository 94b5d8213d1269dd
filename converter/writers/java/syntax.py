"""The expressions of Java that programs are written with, as far as their layout asks for it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Union

TOKEN = re.compile(
    r"""
    \n
  | //[^\n]*
  | \"\"\"\n(?:[^"\\]|\\.|"(?!\"\"))*\"\"\"
  | "(?:[^"\\]|\\.)*"
  | ->|::|==|!=|&&|\|\|
  | [\w$]+(?:\.\d\w*)?(?:(?<=[eE])[-+]\d+)?
  | [^\w\s]
    """,
    re.VERBOSE | re.DOTALL,
)
_PRECEDENCE = {"||": 1, "&&": 2, "==": 3, "!=": 3, "+": 4}
_PRIMITIVE = frozenset({"boolean", "double", "int", "long"})

Expression = Union["Atom", "Chain", "New", "Conditional", "Infix", "Lambda", "Cast", "Group"]


class NotUnderstoodError(Exception):
    """The text is no Java that programs are written in."""


@dataclass(slots=True)
class Atom:
    """A name or a literal."""

    text: str
    kind: str


@dataclass(slots=True)
class Call:
    """Arguments in brackets, with the comments before each of them.

    Attributes:
        rows: the positions of those that begin a line.
    """

    arguments: list[Expression] = field(default_factory=list)
    comments: dict[int, list[str]] = field(default_factory=dict)
    rows: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Item:
    """A part of a chain: a name, or a call of it."""

    name: str
    call: Call | None = None
    types: str = ""
    comments: Sequence[str] = ()


@dataclass(slots=True)
class Chain:
    """What is written with dots: ``primary.item.item()``."""

    primary: Expression | None
    items: list[Item]


@dataclass(slots=True)
class New:
    """``new Head(…)``"""

    head: str
    call: Call


@dataclass(slots=True)
class Conditional:
    """``condition ? then : otherwise``"""

    condition: Expression
    then: Expression
    otherwise: Expression


@dataclass(slots=True)
class Infix:
    """Operands with operators of one precedence between them."""

    operands: list[Expression]
    operators: list[str]


@dataclass(slots=True)
class Lambda:
    """``parameters -> body``"""

    parameters: str
    body: Expression


@dataclass(slots=True)
class Cast:
    """``(type) operand``"""

    type: str
    operand: Expression


@dataclass(slots=True)
class Group:
    """An expression between signs: ``(…)``, ``!…``, ``…::name``."""

    before: str
    inner: Expression
    after: str


def _kind(token: str) -> str:
    """What a token is: a word, a text, a text block, or none of them."""
    first = token[:1]
    if first == '"':
        return "block" if "\n" in token else "text"
    return "word" if first.isalnum() or first in ("_", "$") else ""


class Parser:
    """Reads an expression.

    Args:
        text: the text that it is the beginning of.

    Raises:
        NotUnderstoodError: there is something in it that no program is written with.
    """

    def __init__(self, text: str) -> None:
        self._tokens: list[str] = []
        self._rows: set[int] = set()
        self._comments: dict[int, list[str]] = {}
        self._at = 0
        for token in TOKEN.findall(text):
            if token == "\n":
                self._rows.add(len(self._tokens))
            elif token.startswith("//"):
                self._comments.setdefault(len(self._tokens), []).append(token)
            else:
                self._tokens.append(token)
        self._tokens.append("")

    def whole(self) -> Expression:
        """The expression, which ends where the text does."""
        found = self.expression()
        if self._tokens[self._at]:
            raise NotUnderstoodError
        return found

    def expression(self) -> Expression:
        parameters = self._parameters()
        if parameters is not None:
            return Lambda(parameters, self.expression())
        condition = self._infix(self._unary(), 1)
        if not self._take("?"):
            return condition
        then = self.expression()
        self._expect(":")
        return Conditional(condition, then, self.expression())

    def _infix(self, first: Expression, least: int) -> Expression:
        """Operands and operators from a precedence on, as far as there are any."""
        while (level := _PRECEDENCE.get(self._tokens[self._at], 0)) >= least:
            operands, operators = [first], []
            while _PRECEDENCE.get(self._tokens[self._at]) == level:
                operators.append(self._next())
                operands.append(self._infix(self._unary(), level + 1))
            first = Infix(operands, operators)
        return first

    def _unary(self) -> Expression:
        token = self._tokens[self._at]
        if token in ("!", "-"):
            return Group(self._next(), self._unary(), "")
        if token == "(":
            type = self._cast()
            if type is not None:
                return Cast(type, self._unary())
        return self._postfix(self._primary())

    def _primary(self) -> Expression:
        token = self._next()
        if token == "(":
            inner = self.expression()
            self._expect(")")
            return Group("(", inner, ")")
        if token == "new":
            head = self._type()
            return New(head, self._call())
        kind = _kind(token)
        if not kind:
            raise NotUnderstoodError
        return Atom(token, kind)

    def _postfix(self, first: Expression) -> Expression:
        items: list[Item] = []
        if isinstance(first, Atom) and first.kind == "word" and not first.text[0].isdigit():
            items.append(Item(first.text, self._call() if self._peek("(") else None))
        while self._peek("."):
            comments = self._comments.pop(self._at, ())
            self._next()
            types = self._type_arguments() if self._peek("<") else ""
            name = self._next()
            items.append(Item(name, self._call() if self._peek("(") else None, types, comments))
        alone = len(items) == 1 and items[0].name == getattr(first, "text", None)
        if not items or (alone and items[0].call is None):
            found = first
        else:
            is_name = items[0].name == getattr(first, "text", None) and isinstance(first, Atom)
            found = Chain(None if is_name and first.kind == "word" else first, items)  # type: ignore[union-attr]
        if self._take("::"):
            return Group("", found, f"::{self._next()}")
        return found

    def _call(self) -> Call:
        self._expect("(")
        found = Call()
        while not self._take(")"):
            if self._at in self._rows:
                found.rows.append(len(found.arguments))
            if self._at in self._comments:
                found.comments[len(found.arguments)] = self._comments.pop(self._at)
            found.arguments.append(self.expression())
            if not self._take(","):
                self._expect(")")
                break
        return found

    # --- types ----------------------------------------------------

    def _type(self) -> str:
        found = self._next()
        while self._peek("."):
            found += self._next() + self._next()
        return found + (self._type_arguments() if self._peek("<") else "")

    def _type_arguments(self) -> str:
        depth, start = 0, self._at
        while True:
            token = self._next()
            depth += (token == "<") - (token == ">")
            if depth == 0:
                return "".join(self._tokens[start : self._at]).replace(",", ", ")

    def _cast(self) -> str | None:
        """The type of a cast, where one begins here."""
        end, depth = self._at + 1, 0
        while _kind(self._tokens[end]) == "word" or self._tokens[end] in (".", "<", ">", ","):
            depth += (self._tokens[end] == "<") - (self._tokens[end] == ">")
            end += 1
        first = self._tokens[self._at + 1]
        if self._tokens[end] != ")" or depth or not (first in _PRIMITIVE or first[:1].isupper()):
            return None
        following = self._tokens[end + 1]
        if not _kind(following) and following != "(":
            return None
        found = "".join(self._tokens[self._at + 1 : end]).replace(",", ", ")
        self._at = end + 1
        return found

    def _parameters(self) -> str | None:
        """What a lambda takes, where one begins here."""
        if _kind(self._tokens[self._at]) == "word" and self._tokens[self._at + 1] == "->":
            found = self._next()
            self._next()
            return found
        if not self._peek("("):
            return None
        end = self._at + 1
        while _kind(self._tokens[end]) == "word" or self._tokens[end] == ",":
            end += 1
        if self._tokens[end] != ")" or self._tokens[end + 1] != "->":
            return None
        found = "".join(self._tokens[self._at : end + 1]).replace(",", ", ")
        self._at = end + 2
        return found

    # --- tokens ---------------------------------------------------

    def _next(self) -> str:
        token = self._tokens[self._at]
        if not token:
            raise NotUnderstoodError
        self._at += 1
        return token

    def _peek(self, token: str) -> bool:
        return self._tokens[self._at] == token

    def _take(self, token: str) -> bool:
        if self._tokens[self._at] != token:
            return False
        self._at += 1
        return True

    def _expect(self, token: str) -> None:
        if not self._take(token):
            raise NotUnderstoodError
