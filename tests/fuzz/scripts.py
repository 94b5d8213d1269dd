"""Random programs in Python and TypeScript, which say more than those in other languages.

The productions are in `scripts`: a block for each begins with its weight and the kinds of its
parts, and says it in Python and, behind an arrow, in TypeScript, where that is another text; a dash
is no text. Lines that begin with ``##`` name the kind of what comes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from textwrap import indent

from . import productions
from .grammar import Grammar
from .productions import EITHER, Production

FOLDER = Path(__file__).parent / "scripts"
VALUES = {**productions.VALUES, "E": (None, "x")}
"""The config values of a program, and those that it is tried with; None is one that is not set."""

VARIABLES = {
    **productions.VARIABLES,
    "rows": ("r0",),
    "table": ("g0",),
    "records": ("d0",),
    "set": ("s0",),
    "object": ("o0",),
    "record": ("k0",),
    "queue": ("q0",),
}
LEAVES = {
    **productions.LEAVES,
    "known": ("'q'", "'y'"),
    "plain list": ("['q', 'y']", "['r']"),
    "full list": ("['x', 'y']",),
    "small": ("1", "2"),
    "rows": ("[['q'], ['r', 'x']]", "[]", "[['y', 'z']]"),
    "table": ("{'x': ['q'], 'y': []}", "{}"),
    "records": ("[{'k': 'q', 'w': 'x'}]", "[]"),
    "set": ("set(['q', 'r'])",),
    "object": ("Base('q')", "Special('r', 'x')"),
    "record": ("Record('q')", "Record('r', ['x'], 2)"),
    "queue": ("nothing",),
    "attribute": ("'name'", "'level'", "'missing'"),
}
_IN_TYPESCRIPT = {
    "set(": "new Set(",
    "Base(": "new Base(",
    "Special(": "new Special(",
    "Record(": "record(",
}
SHOWN = {
    "python": {
        "list": "'|'.join({0})",
        "map": "'|'.join(f'{key}={it}' for key, it in {0}.items())",
        "text": "{0}",
        "number": "str({0})",
        "rows": "'|'.join('-'.join(v) for v in {0})",
        "table": "'|'.join(k + '=' + '-'.join(v) for k, v in {0}.items())",
        "records": "'|'.join(v['k'] + '=' + v['w'] for v in {0})",
        "set": "'|'.join(sorted({0}))",
        "object": "{0}.shown() + str({0}.size)",
        "record": "{0}.name + str({0}.level) + '-'.join({0}.tags)",
        "queue": "('none' if {0} is None else {0}.arn)",
    },
    "typescript": {
        "list": "{0}.join('|')",
        "map": "Object.entries({0}).map(([key, it]) => `${key}=${it}`).join('|')",
        "text": "{0}",
        "number": "String({0})",
        "rows": "{0}.map((v) => v.join('-')).join('|')",
        "table": "Object.entries({0}).map(([key, it]) => `${key}=${it.join('-')}`).join('|')",
        "records": "{0}.map((it) => `${it.k}=${it.w}`).join('|')",
        "set": "[...{0}].sort().join('|')",
        "object": "({0}.shown() + String({0}.size))",
        "record": "`${{0}.name}${{0}.level}${{0}.tags.join('-')}`",
        "queue": "({0}?.arn ?? 'none')",
    },
}
_PLACE = re.compile(r"\{(?:\d|[uvw])\}")
_SMALL = ("map", "text", "number", "set", "record")
_LARGE = ("list", *_SMALL, "object", "rows", "table", "records", *("more", "resource") * 2)


@cache
def _productions() -> dict[str, list[Production]]:
    """All productions, by the kinds of what they say."""
    found = {kind: [*known] for kind, known in productions.PRODUCTIONS.items()}
    for path in sorted(FOLDER.glob("*.txt")):
        for section in path.read_text(encoding="utf-8").split("\n## ")[1:]:
            kind, *blocks = section.strip().split("\n\n")
            found.setdefault(kind, []).extend(map(_production, blocks))
    for kind in ("known", "plain list", "rows", "table", "records", "set", "object", "record"):
        found[kind].append(Production(2, *EITHER, (kind, "condition", kind)))
    for kind in ("rows", "table", "records", "set", "object", "record"):
        found[kind].append(Production(4, "{0}", "{0}", (f"{kind} variable",)))
        change = Production(1, "{0} = {1}", "{0} = {1};", (f"{kind} variable", kind))
        found[f"{kind} change"].append(change)
    for whole, parts in (("small change", _SMALL), ("any change", _LARGE)):
        found[whole] = [Production(1, "{0}", "{0}", (f"{kind} change",)) for kind in parts]
    return found


def _production(block: str) -> Production:
    head, _, text = block.partition("\n")
    weight, _, parts = head.partition(":")
    python, _, typescript = text.partition("\n=>\n")
    in_a_line = " ".join((typescript or python).split("\n"))
    kinds = tuple(it.strip() for it in parts.split(",") if it.strip())
    return Production(int(weight), _escaped(python), _escaped(in_a_line), kinds, only_scripts=True)


def _escaped(text: str) -> str:
    """A text of which all braces but those of its places stand for themselves."""
    texts = [re.sub(r"[{}]", r"\g<0>\g<0>", it) for it in _PLACE.split(text)]
    places = [*_PLACE.findall(text), ""]
    return "".join(it + place for it, place in zip(texts, places, strict=True))


class Scripts(Grammar):
    """Makes a random program in Python or TypeScript; see `Grammar`."""

    def __init__(self, random: Random, language: str) -> None:
        super().__init__(random, language, VARIABLES, LEAVES, _productions())

    def value(self, kind: str, depth: int) -> str:
        """A value, or a statement; one that is deep in others is small."""
        is_deep = depth <= 0 and kind == "any change"
        return super().value("small change" if is_deep else kind, depth)

    def leaf(self, text: str) -> str:
        """A literal of Python, or a name, in the language."""
        if not self.is_python:
            for said, other in _IN_TYPESCRIPT.items():
                text = text.replace(said, other)
        return text

    def said(self, chosen: Production, parts: list[str], words: dict[str, str]) -> str:
        """What a production says, with statements in it as deep as they are."""
        if not self.is_python:
            return chosen.typescript.format(*parts, **words)
        lines = []
        for line in chosen.python.split("\n"):
            step = line[: len(line) - len(line.lstrip())]
            lines.append(line.format(*(it.replace("\n", f"\n{step}") for it in parts), **words))
        return "\n".join(lines)

    def statement(self, depth: int = 2, step: str = "") -> str:
        """A statement that changes variables or makes resources."""
        if self.random.randrange(3) == 0:
            return super().statement(depth, step)
        return indent(self.value("any change", 4), step if self.is_python else "")

    def results(self) -> Iterator[str]:
        """Values that tell what a program does: those of its variables, and others."""
        shown = {kind: _escaped(it) for kind, it in SHOWN[self.language].items()}
        for kind, names in VARIABLES.items():
            yield from map(shown[kind].format, names)
        for kind in ("text", "text", "text", "text", "known", "known", "number", "number", "list"):
            form = shown["text" if kind == "known" else kind]
            yield form.format(self.value(kind, 4))
        for kind in self.random.sample(("map", "rows", "table", "records", "set", "record"), 2):
            yield shown[kind].format(self.value(kind, 3))
