"""Placeholders as text: how one is written, and how it is found again inside other text.

A placeholder is ASCII, without a character that JSON, YAML, a URL or a shell would escape, and says
by itself where it begins and ends. The nonce of a run makes it unguessable.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

KINDS = {
    "t": "string",
    "i": "integer",
    "n": "number",
    "b": "boolean",
    "l": "list",
    "m": "map",
    "j": "json",
}
_LETTERS = {kind: letter for letter, kind in KINDS.items()}
_HEAD, _TAIL = "qz", "zq"


class Tokens:
    """The placeholders of one run.

    Args:
        nonce: lower-case letters other than ``q`` and ``z``, new for every run.
    """

    def __init__(self, nonce: str) -> None:
        self.nonce = nonce
        self._pattern = re.compile(f"{_HEAD}{nonce}([{''.join(KINDS)}])([a-z][0-9_]+){_TAIL}")

    def write(self, kind: str, identity: str) -> str:
        """Give the placeholder for the value called ``identity``, a letter followed by a number."""
        return f"{_HEAD}{self.nonce}{_LETTERS[kind]}{identity}{_TAIL}"

    def read(self, text: str) -> tuple[str, str] | None:
        """Give kind and identity where ``text`` is one placeholder and nothing else."""
        match = self._pattern.fullmatch(text)
        return (KINDS[match[1]], match[2]) if match else None

    def cut(self, text: str) -> Iterator[str | tuple[str, str]]:
        """Cut ``text`` into plain texts, and (kind, identity) for the placeholders."""
        text = str.__str__(text)  # a subclass may refuse to be measured
        position = 0
        for match in self._pattern.finditer(text):
            if match.start() > position:
                yield text[position : match.start()]
            yield KINDS[match[1]], match[2]
            position = match.end()
        if position < len(text):
            yield text[position:]

    def occur_in(self, text: str) -> bool:
        """Tell whether ``text`` has a whole placeholder in it."""
        return self._pattern.search(text) is not None

    def fill(self, text: str, values: dict[str, str]) -> str:
        """Put a text in each placeholder's place; one whose identity has none is left out."""
        return self._pattern.sub(lambda match: values.get(match[2], ""), text)

    def replaced(self, text: str, change: Callable[[str, str], str]) -> str:
        """Put another text in each placeholder's place: what ``change`` gives for kind and
        identity.
        """
        return self._pattern.sub(lambda match: change(KINDS[match[1]], match[2]), text)
