"""Random programs that decide, by config values, what their lists, maps and texts hold.

A production (see `productions`) says one thing in several languages.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from random import Random

from . import compiled, productions
from .productions import DECLARED, END, HEADS, LOOPS, SHOWN, WORDS, Production


class Grammar:
    """Makes a random program.

    Args:
        random: what decides.
        language: what it is in, one of `productions.LANGUAGES`.
        variables: the names of its variables, by the kinds of what they hold.
        leaves: the smallest values of each kind, in Python.
        known: the productions of each kind.
    """

    def __init__(
        self,
        random: Random,
        language: str,
        variables: Mapping[str, Sequence[str]] = productions.VARIABLES,
        leaves: Mapping[str, Sequence[str]] = productions.LEAVES,
        known: Mapping[str, Sequence[Production]] = productions.PRODUCTIONS,
    ) -> None:
        self.random, self.language = random, language
        self._variables, self._leaves = variables, leaves
        self._productions = {
            kind: [it for it in ways if language in it.said] for kind, ways in known.items()
        }
        self._known: dict[str, list[str]] = {kind: [] for kind in variables}
        self._fresh = count()

    def value(self, kind: str, depth: int) -> str:
        """A value of a kind, made of no more than a number of productions in each other."""
        if kind == "word":
            return self.leaf(f"'{self.random.choice(WORDS)}'")
        name, _, variable = kind.partition(" ")
        if variable == "variable":
            if self._known[name]:
                return self.random.choice(self._known[name])
            return self.leaf(self.random.choice(self._leaves[name]))
        if kind in self._leaves and (depth <= 0 or kind not in self._productions):
            return self.leaf(self.random.choice(self._leaves[kind]))
        return self._chosen(self._productions[kind], depth)

    def leaf(self, text: str) -> str:
        """A literal of Python, or a name, in the language."""
        return compiled.leaf(text, self.language)

    def _chosen(self, ways: Sequence[Production], depth: int, **words: str) -> str:
        (chosen,) = self.random.choices(ways, [each.weight for each in ways])
        parts = [self.value(part, depth - 1) for part in chosen.parts]
        own = {name: f"v{next(self._fresh)}" for name in "uvw"}
        return self.said(chosen, parts, own | words)

    def said(self, chosen: Production, parts: list[str], words: dict[str, str]) -> str:
        """What a production says in the language."""
        text = compiled.quoted(chosen.said[self.language], self.language)
        return text.format(*parts, **words)

    def beginnings(self) -> Iterator[tuple[str, str]]:
        """The variables, with what they begin with, and with the smallest of its kind."""
        for kind, names in self._variables.items():
            for name in names:
                form = "{} = {}" if "." in name else DECLARED[self.language]
                values = self.value(kind, 3), self.leaf(self._leaves[kind][0])
                said, smallest = (form.format(name, it) + END[self.language] for it in values)
                yield said, smallest
                self._known[kind].append(name)

    def statement(self, depth: int = 2, step: str = "") -> str:
        """A statement that changes variables, in branches of its own where it is deep.

        Args:
            depth: how deep branches may be in each other.
            step: what a line of Python begins with.
        """
        kind = self.random.choice(("list", "list", "map", "text", "number", "if", "if", "for"))
        if kind == "for":
            return self._loop(step)
        if kind != "if" or depth <= 0:
            kind = kind if kind in productions.VARIABLES else "list"
            return (step if self.is_python else "") + self.value(f"{kind} change", 2)
        return self._decision(depth, step)

    @property
    def is_python(self) -> bool:
        """Whether it is in Python."""
        return self.language == "python"

    def _loop(self, step: str) -> str:
        source, name = (self.random.choice(productions.VARIABLES["list"]) for _ in range(2))
        item = f"v{next(self._fresh)}"
        before = self.random.choices(LOOPS, k=self.random.randrange(2))
        done = [self._chosen([it], 3, name=name, item=item) for it in (*before, LOOPS[0])]
        head = HEADS[self.language].format(source, item=item)
        if self.is_python:
            return "\n".join([step + head, *(f"{step}    {it}" for it in done)])
        return f"{head} {{ {' '.join(done)} }}"

    def _decision(self, depth: int, step: str) -> str:
        found = ""
        for number in range(self.random.randrange(1, 4)):
            condition = self.value("condition", 2)
            inner = self.statement(depth - 1, f"{step}    ")
            is_last = number == 2
            if self.is_python:
                head = "else" if is_last else "elif" if number else "if"
                found += f"{step}{head}{'' if is_last else ' ' + condition}:\n{inner}\n"
            else:
                test = "" if is_last else f" if ({condition})"
                found += f"{' else' if number else ''}{test} {{ {inner} }}"
        return found.rstrip("\n") if self.is_python else found.strip()

    def results(self) -> Iterator[str]:
        """Values that tell what a program does: those of its variables, and others."""
        for kind in ("list", "map"):
            for name in productions.VARIABLES[kind]:
                yield SHOWN[kind][self.language].format(name)
        yield from productions.VARIABLES["text"]
        yield self._shown_number("n0")
        for _ in range(6):
            yield self.value("text", 4)
        for _ in range(2):
            yield self._shown_number(self.value("number", 4))

    def _shown_number(self, number: str) -> str:
        return SHOWN["number"][self.language].format(number)
