"""What random programs say, in Python, in TypeScript, and in what `compiled` has it in.

``{0}``, ``{1}`` stand for parts of the kinds that a production takes, ``{v}`` and ``{w}`` for
variables of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from . import compiled

LANGUAGES = ("python", "typescript", *compiled.LANGUAGES)
WORDS = ("q", "r", "x", "y", "z", "zz")
VALUES = {"B": ("x", "w", "y"), "C": ("y", "n", "x"), "D": ("true", "false")}
"""The config values that a program asks for, and those that it is tried with."""


@dataclass(frozen=True)
class Production:
    """One way to say a value.

    Args:
        weight: how often it is chosen, among those of a kind.
        python, typescript: how it is said; where it is a dash, it is not.
        parts: the kinds of its parts; a word is a literal.
        only_scripts: whether it is said in Python and TypeScript only.
    """

    weight: int
    python: str
    typescript: str
    parts: tuple[str, ...] = ()
    only_scripts: bool = False

    @cached_property
    def said(self) -> dict[str, str]:
        """How it is said in each language in which it can be."""
        found = {"python": self.python, "typescript": self.typescript}
        if self.only_scripts:
            return {language: it for language, it in found.items() if it != "-"}
        others = compiled.SPELLED.get(self.python)
        if others is None and self.python == self.typescript:
            others = (self.python,) * len(compiled.LANGUAGES)
        return found | dict(zip(compiled.LANGUAGES, others or (), strict=bool(others)))


def _alike(weight: int, text: str, *parts: str) -> Production:
    return Production(weight, text, text, parts)


EITHER = ("({0} if {1} else {2})", "({1} ? {0} : {2})")

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
        Production(4, *EITHER, ("text", "condition", "text")),
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
        Production(2, *EITHER, ("number", "condition", "number")),
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
        Production(4, *EITHER, ("list", "condition", "list")),
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
        Production(1, "[*{0}, *{1}]", "{0}.concat({1})", ("list", "list")),
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
        Production(3, *EITHER, ("map", "condition", "map")),
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

LEAVES = {
    "condition": ("cc", "bc", "dd"),
    "text": ("b", "c", "'q'", "'z'"),
    "number": ("1", "2"),
    "list": ("['q']", "['r', 'x']", "['y']"),
    "map": ("{}", "{'x': 'q'}", "{'y': 'z', 'q': 'r'}"),
}
VARIABLES = {
    "list": ("l0", "l1", "box.l"),
    "map": ("m0", "m1"),
    "text": ("t0", "box.t"),
    "number": ("n0",),
}
LOOPS = [
    Production(1, "{name}.append({item} + {0})", "{name}.push({item} + {0});", ("word",)),
    Production(1, "if {item} == {0}: break", "if ({item} === {0}) break;", ("word",)),
    Production(1, "if {item} == {0}: continue", "if ({item} === {0}) continue;", ("word",)),
    Production(1, "if {0}: break", "if ({0}) break;", ("condition",)),
    Production(1, "if {0}: continue", "if ({0}) continue;", ("condition",)),
    Production(1, "n0 += 1", "n0 += 1;"),
]
"""What a loop over a list does with an item; the first is done in each, last."""

DECLARED = {
    "python": "{} = {}",
    "typescript": "let {} = {}",
    "go": "{} := {}",
    "java": "{} = {}",
    "csharp": "var {} = {}",
}
END = {language: "" if language == "python" else ";" for language in LANGUAGES}
HEADS = {
    "python": "for {item} in list({0}):",
    "typescript": "for (const {item} of [...{0}])",
    "go": "for _, {item} := range slices.Clone({0})",
    "java": "for (var {item} : new ArrayList<>({0}))",
    "csharp": "foreach (var {item} in {0}.ToList())",
}
SHOWN = {
    "list": {
        "python": "'|'.join({0})",
        "typescript": "{0}.join('|')",
        "go": 'strings.Join({0}, "|")',
        "java": 'String.join("|", {0})',
        "csharp": 'string.Join("|", {0})',
    },
    "map": {
        "python": "'|'.join(f'{{k}}={{v}}' for k, v in {0}.items())",
        "typescript": "Object.entries({0}).map(([k, v]) => `${{k}}=${{v}}`).join('|')",
        "go": "shown({0})",
        "java": "shown({0})",
        "csharp": "shown({0})",
    },
    "number": {
        "python": "str({0})",
        "typescript": "String({0})",
        "go": "strconv.Itoa({0})",
        "java": "String.valueOf({0})",
        "csharp": "({0}).ToString()",
    },
}
