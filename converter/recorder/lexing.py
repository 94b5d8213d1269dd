"""What a program's text tells of its config, in any language with the literals of C.

Nothing that is read here is believed: it says which values are worth trying, and under which names.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

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
_READ = re.compile(r"(?i:(try|require|get)(secret)?)(\w*)")
_KINDS = {
    "": "string",
    **dict.fromkeys(("int", "int32", "integer"), "integer"),
    **dict.fromkeys(("float64", "double", "single"), "number"),
    **dict.fromkeys(("bool", "boolean"), "boolean"),
    "object": "object",
}
_COMPARED = ("==", "!=", "<", ">", "<=", ">=", "case", "is")
_ARROWS = ("=>", "->")
_QUESTIONS = re.compile(
    r"(?i)equals\w*|equalfold|contains\w*|(has|starts|ends)(prefix|suffix|with)|compare(to)?|"
    r"indexof|index|matches|in"
)
_CHANGES = re.compile(r"(?i)(trim|cut|remove|replace|strip|last|sub|count)\w*")
_PATTERNS = re.compile(r"(?i)matches|is_?match|match(string)?|(must)?compile|regexp?")
_SPECIAL = re.compile(r"[\\\[\](){}.*+?^$|]")
_BOOLEANS = ("true", "false")
_TRUTHS = frozenset({"parseBoolean", "ParseBool", "ToBoolean"})
_NUMBERS = re.compile(r"Atoi|parse(Int|Long|Double|Float)|Parse(Int|Float)|To(Int32|Int64|Double)")
_TYPES = frozenset({"int", "long", "double", "decimal", "Integer", "Long", "Double"})
_LONGEST, _MOST_TOKENS = 60, 24


@dataclass(frozen=True, slots=True)
class Token:
    """A token: what kind it is, its text (of a literal: its value), its line."""

    kind: str
    text: str
    line: int


@dataclass(slots=True)
class Read:
    """How a program reads a config key.

    Args:
        type: ``string``, ``integer``, ``number``, ``boolean``, ``object``.
        optional: whether it need not be set.
        secret: whether it is read as a secret.
    """

    type: str
    optional: bool
    secret: bool


@dataclass(slots=True)
class Spoken:
    """What a program's text says.

    Attributes:
        reads: how config keys are read, in order.
        asked: key → the literals that it is compared with, as far as the text tells.
        loose: texts that something is compared with or looked up by.
        compared: those that something is compared with that is not known to be a config value,
            or that something is cut at or changed by.
        texts: all other texts.
        numbers: all numbers.
        tables: the keys of each map that is spelled out.
        together: keys and values that are asked for in one line.
        patterns: regular expressions that texts are held against.
        numbers_read: whether texts are read as numbers.
        members: those of enums that the program makes of texts.
    """

    reads: dict[str, Read] = field(default_factory=dict)
    asked: dict[str, dict[str, None]] = field(default_factory=dict)
    loose: dict[str, None] = field(default_factory=dict)
    compared: dict[str, None] = field(default_factory=dict)
    texts: dict[str, None] = field(default_factory=dict)
    numbers: dict[str, None] = field(default_factory=dict)
    tables: list[list[str]] = field(default_factory=list)
    together: list[dict[str, str]] = field(default_factory=list)
    patterns: dict[str, None] = field(default_factory=dict)
    numbers_read: bool = False
    members: dict[str, None] = field(default_factory=dict)


def spoken(texts: Iterable[str]) -> Spoken:
    """Read the texts of a program's files."""
    found = Spoken()
    files = [list(_without_imports(tokens(text))) for text in texts]
    variables: dict[str, str] = {}
    for file in files:
        _note_reads(file, found, variables)
    for file in files:
        _note_literals(file, found, variables)
        found.tables += _tables(file)
        found.members.update(dict.fromkeys(_members(file)))
    if not any(_is_parsed(file) for file in files):
        found.members.clear()
    found.numbers_read = any(_reads_numbers(file) for file in files)
    if any(_reads_booleans(file) for file in files):
        found.loose.update(dict.fromkeys(_BOOLEANS))
        found.tables.append(list(_BOOLEANS))
    return found


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


def _without_imports(file: Iterator[Token]) -> Iterator[Token]:
    """Leave out what a file imports, be it one line or all between parentheses."""
    for token in file:
        if token.text != "import" or token.kind != "word":
            yield token
            continue
        opening = next(file, None)
        if opening is not None and opening.text == "(":
            for inner in file:
                if inner.text == ")":
                    break


def _unquoted(text: str) -> str:
    try:
        found = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return text[1:-1]
    return found if isinstance(found, str) else text[1:-1]


def _note_reads(file: list[Token], found: Spoken, variables: dict[str, str]) -> None:
    for place, token in enumerate(file):
        match = _READ.fullmatch(token.text) if token.kind == "word" else None
        if match is None or match[3].lower() not in _KINDS:
            continue
        key = _argument(file, place)
        if key is None:
            continue
        kind = _KINDS[match[3].lower()]
        optional = match[1].lower() != "require"
        read = found.reads.setdefault(key, Read(kind, optional, False))
        read.secret = read.secret or match[2] is not None
        read.type = kind if read.type == "string" else read.type
        variable = _assigned(file, place)
        if variable is not None:
            variables[variable] = key


def _argument(file: list[Token], place: int) -> str | None:
    """Give the key that a call reads: its first text, behind a context at most."""
    rest = file[place + 1 : place + _MOST_TOKENS]
    if rest and rest[0].text == "<":
        opening = next((n for n, it in enumerate(rest) if it.text == "("), len(rest))
        rest = rest[opening:]
    if not rest or rest[0].text != "(":
        return None
    inside = rest[1:4]
    if inside and inside[0].kind == "text":
        return inside[0].text
    is_second = len(inside) == 3 and inside[1].text == "," and inside[2].kind == "text"
    return inside[2].text if is_second else None


def _assigned(file: list[Token], place: int) -> str | None:
    """Give the variable that the expression around a place is assigned to."""
    line = file[place].line
    for here in range(place - 1, max(place - 12, 0), -1):
        token = file[here]
        if token.text in (";", "{", "}") or line - token.line > 1:
            return None
        if token.text in (":=", "=") and file[here - 1].kind == "word":
            return file[here - 1].text
    return None


def _note_literals(file: list[Token], found: Spoken, variables: dict[str, str]) -> None:
    lines: dict[int, set[str]] = {}
    for token in file:
        key = variables.get(token.text) if token.kind == "word" else None
        if key is None and token.kind == "text" and token.text in found.reads:
            key = token.text
        if key is not None:
            lines.setdefault(token.line, set()).add(key)
    chosen: set[str] = set()
    asked: dict[int, dict[str, list[str]]] = {}
    for place, token in enumerate(file):
        if token.text == "switch":
            chosen = _keys_near(lines, token.line)
        if token.kind not in ("text", "number") or len(token.text) > _LONGEST:
            continue
        (found.numbers if token.kind == "number" else found.texts).setdefault(token.text)
        if token.kind == "text" and is_key(file, place) and not _is_case(file, place):
            found.loose.setdefault(token.text)
            continue
        if token.kind == "text" and _is_asked_by_call(file, place, _PATTERNS):
            found.patterns.setdefault(token.text)
            if _SPECIAL.search(token.text):
                continue
        if _is_default(file, place):
            for key in _nearest(file, place, variables, found):
                found.asked.setdefault(key, {}).setdefault(token.text)
        if token.kind == "text" and _is_in_pattern(file, place):
            for key, read in found.reads.items():
                if read.type == "string":
                    found.asked.setdefault(key, {}).setdefault(token.text)
            continue
        if not _is_compared(file, place):
            if token.kind == "text" and _is_asked_by_call(file, place, _CHANGES):
                found.compared.setdefault(token.text)
            continue
        keys = _nearest(file, place, variables, found) or (chosen if _is_case(file, place) else ())
        for key in keys or lines.get(token.line, ()):
            found.asked.setdefault(key, {}).setdefault(token.text)
            asked.setdefault(token.line, {}).setdefault(key, []).append(token.text)
        if token.kind == "text" and not keys:
            found.loose.setdefault(token.text)
            found.compared.setdefault(token.text)
    for own in asked.values():
        if len(own) > 1:
            found.together.append({key: values[0] for key, values in own.items()})


def _tables(file: list[Token]) -> Iterator[list[str]]:
    """Give the keys of each map, those between the same brackets."""
    opened: list[list[str]] = [[]]
    for place, token in enumerate(file):
        if token.kind == "text" and is_key(file, place):
            opened[-1].append(token.text)
        elif token.text in ("{", "("):
            opened.append([])
        elif token.text in ("}", ")") and len(opened) > 1:
            keys = opened.pop()
            if len(keys) > 1:
                yield keys


def _members(file: list[Token]) -> Iterator[str]:
    """Give the names of the members of enums."""
    for place, token in enumerate(file):
        if token.kind != "word" or token.text != "enum":
            continue
        rest = iter(file[place:])
        next((it for it in rest if it.text == "{"), None)
        depth, is_next = 0, True
        for inner in rest:
            if depth == 0 and inner.text in ("}", ";"):
                break
            if depth == 0 and inner.kind == "word" and is_next:
                yield inner.text
                is_next = False
            is_next = is_next or (depth == 0 and inner.text == ",")
            depth += (inner.text in ("{", "(", "[")) - (inner.text in ("}", ")", "]"))


def _is_parsed(file: list[Token]) -> bool:
    """Whether a member of an enum is made of a text."""
    words = [it.text for it in file if it.kind == "word"]
    return "valueOf" in words or ("Enum" in words and not {"Parse", "TryParse"}.isdisjoint(words))


def _reads_booleans(file: list[Token]) -> bool:
    """Whether a text is read as a boolean."""
    words = {it.text for it in file if it.kind == "word"}
    is_parsed = "bool" in words and not {"Parse", "TryParse"}.isdisjoint(words)
    return is_parsed or not _TRUTHS.isdisjoint(words) or {"Boolean", "valueOf"} <= words


def _reads_numbers(file: list[Token]) -> bool:
    """Whether a text is read as a number."""
    words = {it.text for it in file if it.kind == "word"}
    is_parsed = not {"Parse", "TryParse", "valueOf"}.isdisjoint(words)
    return any(map(_NUMBERS.fullmatch, words)) or (is_parsed and not _TYPES.isdisjoint(words))


def _is_default(file: list[Token], place: int) -> bool:
    """Whether a literal stands for a value that is not set."""
    before = [it.text for it in file[max(place - 2, 0) : place]]
    return before[-1:] == ["??"] or before == ["orElse", "("]


def _keys_near(lines: dict[int, set[str]], line: int) -> set[str]:
    return set(lines.get(line, ()))


def _nearest(
    file: list[Token], place: int, variables: dict[str, str], found: Spoken
) -> tuple[str, ...]:
    """Give the key that stands on the other side of a comparison."""
    near = [*reversed(file[max(place - 6, 0) : place]), *file[place + 1 : place + 5]]
    for token in near:
        if token.text in ("&&", "||", ";", "{", "}", "case", "?"):
            continue
        if (
            token.kind == "word"
            and token.text in variables
            and abs(token.line - file[place].line) < 2
        ):
            return (variables[token.text],)
        if token.kind == "text" and token.text in found.reads and token is not file[place]:
            return (token.text,)
    return ()


def _is_case(file: list[Token], place: int) -> bool:
    before = [it.text for it in file[max(place - 8, 0) : place]]
    after = file[place + 1].text if place + 1 < len(file) else ""
    return "case" in before or after in _ARROWS


def _is_compared(file: list[Token], place: int) -> bool:
    before = file[place - 1].text if place else ""
    after = [it.text for it in file[place + 1 : place + 4]]
    if before in _COMPARED or (after and after[0] in (*_COMPARED, *_ARROWS)):
        return True
    if len(after) > 1 and after[0] == "." and _QUESTIONS.fullmatch(after[1]):
        return True
    if before == "," and _is_case(file, place):
        return True
    return _is_asked_by_call(file, place, _QUESTIONS)


def _is_in_pattern(file: list[Token], place: int) -> bool:
    """Whether a text is a part of what several values are held against at once: which of them it is
    meant for is not looked for.
    """
    depth, is_first = 0, True
    for here in range(place, min(place + 14, len(file) - 1)):
        text = file[here].text if file[here].kind == "sign" else ""
        depth += (text == "(") - (text == ")")
        is_first = is_first and text != ","
        if depth < 0:
            is_last = file[place - 1].text != ","
            return file[here + 1].text in ("=>", "when") and not (is_first and is_last)
        if text in (";", "{", "}"):
            return False
    return False


def _is_asked_by_call(file: list[Token], place: int, calls: re.Pattern[str]) -> bool:
    depth = 0
    for here in range(place - 1, max(place - 14, 0), -1):
        text = file[here].text
        if text in (")", "}", "]"):
            depth += 1
        elif text in ("{", "[") and depth:
            depth -= 1
        elif text == "(":
            if depth == 0:
                return calls.fullmatch(file[here - 1].text) is not None
            depth -= 1
        elif text == ";":
            return False
    return False


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
