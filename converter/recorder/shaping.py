"""How placeholders of texts look to a program that runs as it is.

A program that cuts a text, asks what is in it or changes its letters goes on with the rest as if
nothing were. So a placeholder may be made of parts with delimiters between them: what comes back
whole is the text, a part of it alone is ``Fn::Select`` of ``Fn::Split``, all of them in a list are
``Fn::Split``, and anything else was cut or changed in a way that no template can say. With more
text inside of each part, a second run tells whether the program looks at it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from .child.tokens import Tokens

PARTS = 14
TAKEN = 12
"""How many parts there are, and how many of them a program may take: what takes the last ones, or
all but the last, counts from the end.
"""
_CONFIG = "c"
_SPARED = (_CONFIG, "p", "s")
"""What begins the identities of config, of where the program runs, and of the stack's name."""

Steps = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What a program is given in the place of all that only a deployment knows.

    Args:
        text: each text.
        items: how many items each list has, where nobody says how many.
        number: each number.
    """

    text: str
    items: int
    number: int

    def of(self, kind: str, length: int | None = None) -> Any:
        """Give the value of a kind (`child.tokens.KINDS`)."""
        if kind == "list":
            return [self.text] * (self.items if length is None else length)
        if kind in ("integer", "number"):
            return self.number if kind == "integer" else self.number + 0.5
        return self.text


@dataclass(frozen=True, slots=True)
class Shape:
    """How placeholders of texts are written.

    Args:
        config: what is between the parts of a config value; it stays whole where that is empty.
        late: what is between the parts of what only a deployment knows, the outermost first.
        config_filler, late_filler: what is inside of each part, beside what tells it.
        sample: what stands in the place of what only a deployment knows, instead of all that.
    """

    config: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    config_filler: str = ""
    late_filler: str = ""
    sample: Sample | None = None

    def of(self, identity: str) -> tuple[tuple[str, ...], str]:
        """Give delimiters and filler for a placeholder."""
        if identity[0] == _CONFIG:
            return self.config, self.config_filler
        return self.late, self.late_filler


PLAIN = Shape()


class Shaping:
    """Writes the placeholders of one run in a shape, and reads them back.

    Args:
        tokens: the placeholders as they are.
        shape: what a program is given instead.
        note: keeps a specification, and gives its identity.
    """

    def __init__(self, tokens: Tokens, shape: Shape, note: Callable[[dict[str, Any]], str]) -> None:
        self._tokens, self._shape, self._note = tokens, shape, note
        self._head = f"qy{tokens.nonce}"
        self._atom = re.compile(rf"{self._head}([a-z][0-9_]+)x([0-9x]*)[ht]yq")

    @property
    def sample(self) -> Sample | None:
        """What a program is given instead of what only a deployment knows."""
        return self._shape.sample

    @property
    def is_plain(self) -> bool:
        """Whether a program is given placeholders as they are."""
        return self._shape == PLAIN

    def written(self, text: str) -> str:
        """Give a text with its placeholders as a program sees them."""
        if self.is_plain:
            return text
        return self._tokens.replaced(text, self._whole)

    def _whole(self, kind: str, identity: str) -> str:
        if kind != "string":
            return self._tokens.write(kind, identity)
        sample = self._shape.sample
        if sample is not None and identity[0] not in _SPARED:
            return sample.text
        return self._spelled(identity, ())

    def _spelled(self, identity: str, steps: Steps) -> str:
        """A part of a placeholder, or all of it."""
        delimiters, filler = self._shape.of(identity)
        if len(steps) < len(delimiters):
            parts = (self._spelled(identity, (*steps, number)) for number in range(PARTS))
            return delimiters[len(steps)].join(parts)
        path = "".join(f"{step}x" for step in steps)
        head, tail = (f"{self._head}{identity}x{path}{side}yq" for side in "ht")
        return f"{head}{filler}{tail}" if filler else head

    def read(self, text: str) -> str:
        """Give a text with the placeholders in it as they are; what was cut stays as it is."""
        if self._head not in text:
            return text
        for length in range(3):  # what is whole has no parts any more
            found = {(match[1], _steps(match[2])) for match in self._atom.finditer(text)}
            units = {(it, steps[:length]) for it, steps in found if len(steps) >= length}
            for identity, steps in sorted(units):
                if self._may_be(identity, steps):
                    whole = self._spelled(identity, steps)
                    text = text.replace(whole, self._token(identity, steps))
                    text = self._with_joins(text, identity, steps)
        return text

    def _with_joins(self, text: str, identity: str, steps: Steps) -> str:
        """Give a text in which all parts of one, with another delimiter, are ``Fn::Join``."""
        if len(steps) == len(self._shape.of(identity)[0]):
            return text
        parts = [self._spelled(identity, (*steps, number)) for number in range(PARTS)]
        delimiter = joined_by(text, parts)
        if delimiter is None:
            return text
        values = self._tokens.write("list", self._split(identity, steps))
        made = {"node": "join", "delimiter": delimiter, "values": values}
        token = self._tokens.write("string", self._note(made))
        return text.replace(delimiter.join(parts), token)

    def _may_be(self, identity: str, steps: Steps) -> bool:
        """Whether a part tells what it is: a first part may have been cut the other way round."""
        delimiters, _ = self._shape.of(identity)
        if len(steps) > len(delimiters) or any(step >= TAKEN for step in steps):
            return False
        return len(steps) < 2 or steps[0] > 0

    def _token(self, identity: str, steps: Steps) -> str:
        if not steps:
            return self._tokens.write("string", identity)
        values = self._tokens.write("list", self._split(identity, steps[:-1]))
        return self._tokens.write(
            "string", self._note({"node": "select", "index": steps[-1], "values": values})
        )

    def _split(self, identity: str, steps: Steps) -> str:
        delimiters, _ = self._shape.of(identity)
        source, delimiter = self._token(identity, steps), delimiters[len(steps)]
        return self._note({"node": "split", "delimiter": delimiter, "source": source})

    def list(self, items: list[Any]) -> str | None:
        """Give the identity of the list of all parts of a text; None for any other list."""
        match = self._atom.match(items[0]) if items and isinstance(items[0], str) else None
        if match is None or len(items) != PARTS:
            return None
        identity, steps = match[1], _steps(match[2])
        delimiters, _ = self._shape.of(identity)
        for end in range(len(delimiters)):
            parts = [self._spelled(identity, (*steps[:end], number)) for number in range(PARTS)]
            if items == parts:
                return self._split(identity, steps[:end])
        return None


def joined_by(text: str, parts: Sequence[str]) -> str | None:
    """Give the delimiter with which a text has these parts one after the other; None for none."""
    start = text.find(parts[0])
    end = text.find(parts[1], start + len(parts[0])) if start >= 0 and len(parts) > 1 else -1
    if end < 0:
        return None
    delimiter = text[start + len(parts[0]) : end]
    return delimiter if delimiter.join(parts) in text else None


def _steps(path: str) -> Steps:
    return tuple(int(step) for step in path.split("x") if step)


_CALL = re.compile(r"(?:[Ss]plit\w*|Cut|IndexOf|Index|Tokenizer)\s*\(")
_LITERAL = re.compile(r"\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)'|`([^`]*)`")
HARMLESS = re.compile(r"[\w :/.,;|@=+*#~!?()\[\]-]+", re.ASCII)
"""What no language writes another way inside JSON."""
_LONGEST, _LONGEST_FILLER = 24, 600
_MOST_CUTS = 4
_REACH = 160  # how far behind a call's bracket its delimiter stands at most
_INDENT = re.compile(r"\n\s*")


def delimiters(texts: Iterable[str]) -> list[str]:
    """Give what a program's text looks like cutting texts at, the shortest first."""
    found = set()
    for text in texts:
        for match in _CALL.finditer(text):
            behind = _INDENT.sub("", text[match.end() : match.end() + 4 * _REACH])
            for literal in _LITERAL.findall(behind[:_REACH]):
                found.add("".join(literal).replace("\\", ""))
    legal = (it for it in found if it and len(it) <= _LONGEST and HARMLESS.fullmatch(it))
    return sorted(legal, key=lambda it: (len(it), it))[:_MOST_CUTS]


def filler(texts: Sequence[str], outermost: str = "") -> str:
    """Give a text that has much of what a program may look for in another one: more parts than it
    may take where it cuts texts, capitals, and its literals.

    Args:
        texts: the program's text.
        outermost: a delimiter between whose parts there are as many of each other one.
    """
    found = {"".join(it) for text in texts for it in _LITERAL.findall(text)}
    legal = [it for it in found if len(it) <= _LONGEST and HARMLESS.fullmatch(it)]
    cuts = delimiters(texts)
    made = "Aa" + "".join(f"{each}v" * TAKEN for each in cuts)
    for literal in sorted(legal, key=lambda it: (len(it), it)):
        if len(made) + len(literal) <= _LONGEST_FILLER:
            made += literal
    if outermost:
        within = "".join(f"v{each}" for each in cuts if each != outermost) * TAKEN
        made = f"{within}{outermost}" * TAKEN + made
    return made
