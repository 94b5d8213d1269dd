"""Random programs that decide, by config values, what their lists, maps and texts hold.

A production says one thing in Python and in TypeScript. ``{0}``, ``{1}`` stand for parts of the
kinds that it takes, ``{v}`` and ``{w}`` for variables of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from random import Random

LANGUAGES = ("python", "typescript")
WORDS = ("q", "r", "x", "y", "z", "zz")
VALUES = {"B": ("x", "w", "y"), "C": ("y", "n", "x"), "D": ("true", "false")}
"""The config values that a program asks for, and those that it is tried with."""


@dataclass(frozen=True)
class Production:
    """One way to say a value.

    Args:
        weight: how often it is chosen, among those of a kind.
        python, typescript: how it is said.
        parts: the kinds of its parts; a word is a literal.
    """

    weight: int
    python: str
    typescript: str
    parts: tuple[str, ...] = ()


def _alike(weight: int, text: str, *parts: str) -> Production:
    return Production(weight, text, text, parts)


_EITHER = ("({0} if {1} else {2})", "({1} ? {0} : {2})")

PRODUCTIONS: dict[str, list[Production]] = {
    "condition": [
        _alike(4, "cc"),
        _alike(4, "bc"),
        _alike(4, "dd"),
        Production(2, "(not {0})", "!{0}", ("condition",)),
        Production(2, "({0} and {1})", "({0} && {1})", ("condition", "condition")),
        Production(2, "({0} or {1})", "({0} || {1})", ("condition", "condition")),
        Production(1, "b in ('x', 'w')", "['x', 'w'].includes(b)"),
        Production(1, "({0} == {1})", "({0} === {1})", ("text", "text")),
        Production(1, "bool({0})", "({0}.length > 0)", ("list",)),
        Production(1, "({0} in {1})", "{1}.includes({0})", ("word", "list")),
        Production(1, "(len({0}) > 1)", "({0}.length > 1)", ("list",)),
        Production(
            1, "any({v} == {0} for {v} in {1})", "{1}.some(({v}) => {v} === {0})", ("word", "list")
        ),
        Production(
            1, "all({v} != {0} for {v} in {1})", "{1}.every(({v}) => {v} !== {0})", ("word", "list")
        ),
    ],
    "text": [
        _alike(2, "{0}", "word"),
        _alike(2, "b"),
        _alike(2, "c"),
        Production(4, *_EITHER, ("text", "condition", "text")),
        _alike(2, "({0} + {1})", "text", "word"),
        Production(4, "','.join({0})", "{0}.join(',')", ("list",)),
        Production(1, "str({0})", "String({0})", ("number",)),
        Production(
            2,
            "next(({v} for {v} in {0} if {v} != {1}), {2})",
            "({0}.find(({v}) => {v} !== {1}) ?? {2})",
            ("list", "word", "word"),
        ),
        Production(2, "{0}.get({1}, {2})", "({0}[{1}] ?? {2})", ("map", "word", "word")),
        _alike(2, "{0}", "text variable"),
        _alike(1, "chosen({0})", "text"),
        _alike(1, "found({0}, {1})", "list", "word"),
        Production(1, "({0}[0] if {0} else {1})", "({0}[0] ?? {1})", ("list variable", "word")),
        Production(
            1, "({0}[-1] if {0} else {1})", "({0}.at(-1) ?? {1})", ("list variable", "word")
        ),
    ],
    "number": [
        _alike(2, "{0}", "number variable"),
        _alike(1, "2"),
        Production(3, "len({0})", "{0}.length", ("list",)),
        Production(2, *_EITHER, ("number", "condition", "number")),
        Production(1, "len({0})", "Object.keys({0}).length", ("map",)),
        _alike(1, "({0} + 1)", "number"),
        Production(
            1,
            "sum(1 for {v} in {0} if {v} != {1})",
            "{0}.filter(({v}) => {v} !== {1}).length",
            ("list", "word"),
        ),
    ],
    "list": [
        _alike(4, "{0}", "list variable"),
        _alike(1, "[{0}]", "text"),
        Production(4, *_EITHER, ("list", "condition", "list")),
        Production(2, "[*{0}, {1}]", "[...{0}, {1}]", ("list", "text")),
        Production(
            3,
            "[{0}, *({1} if {2} else [])]",
            "[{0}, ...({2} ? {1} : [])]",
            ("text", "list", "condition"),
        ),
        Production(
            2, "[{v} + {0} for {v} in {1}]", "{1}.map(({v}) => {v} + {0})", ("word", "list")
        ),
        Production(
            2,
            "[{v} for {v} in {0} if {v} != {1}]",
            "{0}.filter(({v}) => {v} !== {1})",
            ("list", "word"),
        ),
        Production(
            1, "[{v} for {v} in {0} if {1}]", "{0}.filter(() => {1})", ("list", "condition")
        ),
        Production(1, "({0} + {1})", "{0}.concat({1})", ("list", "list")),
        Production(1, "list({0})", "Object.keys({0})", ("map",)),
        Production(1, "list({0}.values())", "Object.values({0})", ("map",)),
        Production(1, "list(filter(None, {0}))", "{0}.filter(Boolean)", ("list",)),
        Production(1, "list(reversed({0}))", "[...{0}].reverse()", ("list",)),
        Production(1, "{0}[1:]", "{0}.slice(1)", ("list",)),
        Production(
            1,
            "[str({v}) + {w} for {v}, {w} in enumerate({0})]",
            "{0}.map(({w}, {v}) => String({v}) + {w})",
            ("list",),
        ),
    ],
    "map": [
        _alike(3, "{0}", "map variable"),
        _alike(1, "{{{0}: {1}}}", "word", "text"),
        Production(3, *_EITHER, ("map", "condition", "map")),
        Production(2, "{{**{0}, {1}: {2}}}", "{{ ...{0}, [{1}]: {2} }}", ("map", "word", "text")),
        Production(
            3,
            "{{{0}: {1}, **({2} if {3} else {{}})}}",
            "{{ [{0}]: {1}, ...({3} ? {2} : {{}}) }}",
            ("word", "text", "map", "condition"),
        ),
        Production(
            1,
            "{{{v}: {w} for {v}, {w} in {0}.items() if {v} != {1}}}",
            "Object.fromEntries(Object.entries({0}).filter(([{v}]) => {v} !== {1}))",
            ("map", "word"),
        ),
    ],
    "list change": [
        Production(1, "added({0}, {1})", "added({0}, {1});", ("list variable", "text")),
        Production(3, "{0}.append({1})", "{0}.push({1});", ("list variable", "text")),
        Production(1, "{0}.extend({1})", "{0}.push(...{1});", ("list variable", "list")),
        Production(1, "{0}.insert(0, {1})", "{0}.unshift({1});", ("list variable", "text")),
        Production(1, "{0} = {1}", "{0} = {1};", ("list variable", "list")),
    ],
    "map change": [
        Production(3, "{0}[{1}] = {2}", "{0}[{1}] = {2};", ("map variable", "word", "text")),
        Production(1, "{0}.update({1})", "Object.assign({0}, {1});", ("map variable", "map")),
        Production(1, "{0}.pop({1}, None)", "delete {0}[{1}];", ("map variable", "word")),
        Production(1, "{0} = {1}", "{0} = {1};", ("map variable", "map")),
    ],
    "text change": [
        Production(2, "{0} = {1}", "{0} = {1};", ("text variable", "text")),
        Production(1, "{0} += {1}", "{0} += {1};", ("text variable", "word")),
        Production(1, "t0, box.t = {0}, {1}", "[t0, box.t] = [{0}, {1}];", ("text", "text")),
    ],
    "number change": [
        Production(1, "{0} = {1}", "{0} = {1};", ("number variable", "number")),
        Production(2, "{0} += 1", "{0} += 1;", ("number variable",)),
    ],
}
"""The ways to say a value of each kind, and a statement that changes a variable."""

_LEAVES = {
    "condition": ("cc", "bc", "dd"),
    "text": ("b", "c", "'q'", "'z'"),
    "number": ("1", "2"),
    "list": ("['q']", "['r', 'x']", "['y']"),
    "map": ("{}", "{'x': 'q'}", "{'y': 'z', 'q': 'r'}"),
}
_VARIABLES = {
    "list": ("l0", "l1", "box.l"),
    "map": ("m0", "m1"),
    "text": ("t0", "box.t"),
    "number": ("n0",),
}
_LOOPS = [
    ("{name}.append({item} + {word})", "{name}.push({item} + {word});"),
    ("if {item} == {word}: break", "if ({item} === {word}) break;"),
    ("if {item} == {word}: continue", "if ({item} === {word}) continue;"),
    ("if {python}: break", "if ({typescript}) break;"),
    ("if {python}: continue", "if ({typescript}) continue;"),
    ("n0 += 1", "n0 += 1;"),
]
"""What a loop over a list does with an item."""

FUNCTIONS = {
    "python": """\
class Box:
    pass
box = Box()
def added(items, item):
    items.append(item)
def chosen(text):
    if cc:
        return text + "-c"
    if text == "x":
        return "is x"
    return text
def found(items, other):
    for item in items:
        if item != other:
            return item
    return "nothing"
""",
    "typescript": """\
const box = {};
function added(items, item) {
  items.push(item);
}
function chosen(text) {
  if (cc) return text + "-c";
  if (text === "x") return "is x";
  return text;
}
function found(items, other) {
  for (const item of items) {
    if (item !== other) return item;
  }
  return "nothing";
}
""",
}
"""What every program has of its own."""

Said = dict[str, str]
"""The same in each language."""


class Grammar:
    """Makes a random program.

    Args:
        random: what decides.
    """

    def __init__(self, random: Random) -> None:
        self.random = random
        self._known: dict[str, list[str]] = {kind: [] for kind in _VARIABLES}
        self._fresh = count()

    def value(self, kind: str, depth: int) -> Said:
        """A value of a kind, made of no more than a number of productions in each other."""
        if kind == "word":
            return _same(f"'{self.random.choice(WORDS)}'")
        kind, _, variable = kind.partition(" ")
        if variable == "variable":
            return _same(self.random.choice(self._known[kind] or _LEAVES[kind]))
        if depth <= 0:
            return _same(self.random.choice(_LEAVES[kind]))
        return self._said(PRODUCTIONS[f"{kind} {variable}".strip()], depth)

    def _said(self, productions: list[Production], depth: int) -> Said:
        (chosen,) = self.random.choices(productions, [each.weight for each in productions])
        parts = [self.value(part, depth - 1) for part in chosen.parts]
        own = {name: f"v{next(self._fresh)}" for name in "vw"}
        return {
            language: getattr(chosen, language).format(*(it[language] for it in parts), **own)
            for language in LANGUAGES
        }

    def beginnings(self) -> Iterator[Said]:
        """The variables, with what they begin with."""
        for kind, names in _VARIABLES.items():
            for name in names:
                value = self.value(kind, 3)
                let = "" if "." in name else "let "
                yield {
                    "python": f"{name} = {value['python']}",
                    "typescript": f"{let}{name} = {value['typescript']};",
                }
                self._known[kind].append(name)

    def statement(self, depth: int = 2, step: str = "") -> Said:
        """A statement that changes variables, in branches of its own where it is deep."""
        kind = self.random.choice(("list", "list", "map", "text", "number", "if", "if", "for"))
        if kind == "for":
            return self._loop(step)
        if kind != "if" or depth <= 0:
            kind = kind if kind in _VARIABLES else "list"
            said = self.value(f"{kind} change", 2)
            return {**said, "python": step + said["python"]}
        return self._decision(depth, step)

    def _loop(self, step: str) -> Said:
        source, name = (self.random.choice(_VARIABLES["list"]) for _ in range(2))
        item = f"v{next(self._fresh)}"
        python, typescript = f"{step}for {item} in list({source}):\n", ""
        for done in (*self.random.choices(_LOOPS, k=self.random.randrange(2)), _LOOPS[0]):
            words = self.value("condition", 2)
            words |= {"word": self.value("word", 0)["python"], "name": name, "item": item}
            python += f"{step}    {done[0].format(**words)}\n"
            typescript += f"{done[1].format(**words)} "
        return {
            "python": python.rstrip("\n"),
            "typescript": f"for (const {item} of [...{source}]) {{ {typescript}}}",
        }

    def _decision(self, depth: int, step: str) -> Said:
        python, typescript = "", ""
        for number in range(self.random.randrange(1, 4)):
            condition = self.value("condition", 2)
            inner = self.statement(depth - 1, f"{step}    ")
            is_last = number == 2
            head = "else" if is_last else "elif" if number else "if"
            python += f"{step}{head}{'' if is_last else ' ' + condition['python']}:\n"
            python += f"{inner['python']}\n"
            test = "" if is_last else f" if ({condition['typescript']})"
            typescript += f"{' else' if number else ''}{test} {{ {inner['typescript']} }}"
        return {"python": python.rstrip("\n"), "typescript": typescript.strip()}

    def results(self) -> Iterator[Said]:
        """Values that tell what a program does: those of its variables, and others."""
        for name in _VARIABLES["list"]:
            yield {"python": f"'|'.join({name})", "typescript": f"{name}.join('|')"}
        for name in _VARIABLES["map"]:
            yield {
                "python": f"'|'.join(f'{{k}}={{v}}' for k, v in {name}.items())",
                "typescript": f"Object.entries({name}).map(([k, v]) => `${{k}}=${{v}}`).join('|')",
            }
        yield from (_same(name) for name in _VARIABLES["text"])
        yield {"python": "str(n0)", "typescript": "String(n0)"}
        for _ in range(6):
            yield self.value("text", 4)
        for _ in range(2):
            number = self.value("number", 4)
            python, typescript = number["python"], number["typescript"]
            yield {"python": f"str({python})", "typescript": f"String({typescript})"}


def _same(text: str) -> Said:
    return dict.fromkeys(LANGUAGES, text)
