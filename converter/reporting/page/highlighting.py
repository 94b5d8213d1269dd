"""A text as lines of a page, its words told apart by colour; nothing in it is left invisible."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Iterator
from typing import Any

_LEXERS = {
    ".cs": "csharp",
    ".go": "go",
    ".java": "java",
    ".js": "javascript",
    ".json": "json",
    ".py": "python",
    ".template": "yaml",
    ".toml": "toml",
    ".ts": "typescript",
    ".xml": "xml",
    ".yaml": "yaml",
    ".yml": "yaml",
}
_LONGEST = 400_000  # characters; what is longer is shown in one colour
# What Pygments calls a kind of words, the more special first, and the class that the page gives it.
_CLASSES = (
    ("Comment", "c"),
    ("Literal.String", "s"),
    ("Literal.Number", "m"),
    ("Keyword", "k"),
    ("Operator.Word", "k"),
    ("Name.Tag", "t"),
    ("Name.Function", "f"),
    ("Name.Class", "f"),
    ("Name.Decorator", "f"),
    ("Name.Namespace", "f"),
    ("Name.Builtin", "b"),
    ("Name.Label", "b"),
    ("Name.Type", "b"),
)
_PLAIN = ("\t", " ")


def highlighted(name: str, text: str) -> list[Any]:
    """Give the lines of a file as markup.

    Args:
        name: the file's name, whose ending tells its language.
        text: the file's text.
    """
    from markupsafe import Markup

    lines: list[list[Any]] = [[]]
    for kind, value in _tokens(name, text):
        first, *others = value.split("\n")
        lines[-1].append(_marked(kind, first))
        lines += [[_marked(kind, other)] for other in others]
    if len(lines) > 1 and not any(lines[-1]):
        lines.pop()
    return [Markup("").join(line) for line in lines]


def language_of(name: str, text: str) -> str | None:
    """What Pygments calls the language of a file; None for plain text."""
    ending = os.path.splitext(name)[1].lower()
    if ending in (".template", ".txt", "") and text.lstrip().startswith("{"):
        return "json"
    return _LEXERS.get(ending)


def _tokens(name: str, text: str) -> Iterable[tuple[str, str]]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    language = language_of(name, text)
    if language is None or len(text) > _LONGEST:
        return [("", text)]
    from pygments.lexers import get_lexer_by_name

    lexer = get_lexer_by_name(language, stripnl=False, ensurenl=False)
    return ((_class(str(kind)), value) for kind, value in lexer.get_tokens(text))


def _class(kind: str) -> str:
    name = kind.removeprefix("Token.")
    return next((short for known, short in _CLASSES if name.startswith(known)), "")


def _marked(kind: str, text: str) -> Any:
    """A piece of a line as markup."""
    from markupsafe import Markup

    if not text:
        return Markup("")
    shown = Markup("").join(_visible(text))
    return Markup('<i class="{}">{}</i>').format(kind, shown) if kind else shown


def _visible(text: str) -> Iterator[Any]:
    """A text with what nobody could see in it spelled out: controls, and what turns text around."""
    from markupsafe import Markup, escape

    if text.isascii() and text.isprintable():
        yield escape(text)
        return
    for character in text:
        if character not in _PLAIN and unicodedata.category(character) in ("Cc", "Cf", "Cs"):
            yield Markup('<i class="x">U+{:04X}</i>').format(ord(character))
        else:
            yield escape(character)
