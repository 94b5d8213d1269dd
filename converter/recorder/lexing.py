"""What a program's text tells of its config, in any language with the literals of C.

Nothing that is read here is believed: it says which values are worth trying, and under which names.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product

from .holding import Holders, declared, holders
from .making import with_made
from .reading import Read, arguments_at, reads_of
from .tokenizing import ASSIGNED, CLOSING, OPENING, Token, is_key, tokens

_COMPARED = ("==", "!=", "<", ">", "<=", ">=", "case", "is", "not", "or", "and")
_ARROWS = ("=>", "->")
_QUESTIONS = re.compile(
    r"(?i)equals\w*|equalfold|contains\w*|(has|starts|ends)(prefix|suffix|with)|compare(to)?|"
    r"indexof|index|matches|in"
)
_CHANGES = re.compile(r"(?i)(trim|cut|remove|replace|strip|last|sub|count)\w*")
_PATTERNS = re.compile(r"(?i)matches|is_?match|match(string)?|(must)?compile|regexp?")
_SPECIAL = re.compile(r"[\\\[\](){}.*+?^$|]")
_BOOLEANS = ("true", "false")
_ENUMS = frozenset({"Parse", "TryParse", "GetNames", "GetValues", "IsDefined"})
_FOUND = frozenset({"values", "equals", "equalsIgnoreCase", "toLowerCase", "ToLower"})
_NAMES = frozenset({"name", "toString", "ToString", "nameof"})
"""What asks for a member of an enum by its name, and what gives that."""
_TRUTHS = frozenset({"parseBoolean", "ParseBool", "ToBoolean"})
_NUMBERS = re.compile(r"Atoi|parse(Int|Long|Double|Float)|Parse(Int|Float)|To(Int32|Int64|Double)")
_TYPES = frozenset({"int", "long", "double", "decimal", "Integer", "Long", "Double"})
_BETWEEN = re.compile(r"[^\w\s]")
_HOLES = re.compile(r"(?<=[\w}])([^\w\s{}%])(?=[%{])")
"""What stands between two values in a text: ``%s-%s``, ``{env}-{size}``."""
_IN_TEMPLATES = re.compile(r"""(?:\b(?:eq|ne)\b|[!=]=)[^"'{}]*["'`]([\w.+-]{1,40})["'`]""")
"""What a text that is a template compares something with."""
_LIST = re.compile(r"[\w.+-]{1,40}(?:[,|;][\w.+-]{1,40})+")
_SPACED_LIST = re.compile(r"[\w.+-]{1,40}(?:[,|;]? [\w.+-]{1,40})+")
_CUTS = re.compile(
    r"(?i)split\w*|fields|cut|unmarshal|fromjson|deserialize\w*|parse|readtree|readvalue"
)
_WORD = re.compile(r"[\w.+-]{1,40}")
_LONGEST, _MOST_TOKENS, _MOST_PARTS, _MOST_LISTED = 60, 24, 3, 64
_LISTS = frozenset({"of", "Of", "asList", "Create", "List", "HashSet"})
"""What makes a list of texts in a call."""


@dataclass(slots=True)
class Spoken:
    """What a program's text says.

    Attributes:
        reads: how config keys are read, in order.
        unclear: where keys are read that were not found, each a text's number and a line.
        asked: key → the literals that it is compared with, as far as the text tells.
        loose: texts that something is compared with or looked up by.
        compared: those that something is compared with that is not known to be a config value,
            or that something is cut at or changed by.
        around: those that something is changed by, or that are cut off its ends.
        texts: all other texts.
        numbers: all numbers.
        tables: the keys of each map that is spelled out.
        together: texts that are asked for of two things at once: keys of a table and of those in
            it, literals that something is compared with in one line.
        patterns: regular expressions that texts are held against.
        numbers_read: whether texts are read as numbers.
        members: those of enums that the program makes of texts.
        pieces: the words of texts, where the program cuts or parses texts.
    """

    reads: dict[str, Read] = field(default_factory=dict)
    unclear: list[tuple[int, int]] = field(default_factory=list)
    asked: dict[str, dict[str, None]] = field(default_factory=dict)
    loose: dict[str, None] = field(default_factory=dict)
    compared: dict[str, None] = field(default_factory=dict)
    around: dict[str, None] = field(default_factory=dict)
    texts: dict[str, None] = field(default_factory=dict)
    numbers: dict[str, None] = field(default_factory=dict)
    tables: list[list[str]] = field(default_factory=list)
    together: dict[tuple[str, str], None] = field(default_factory=dict)
    patterns: dict[str, None] = field(default_factory=dict)
    numbers_read: bool = False
    members: dict[str, None] = field(default_factory=dict)
    pieces: dict[str, None] = field(default_factory=dict)


def spoken(texts: Iterable[str]) -> Spoken:
    """Read the texts of a program's files."""
    found = Spoken()
    files = with_made([list(_without_imports(tokens(text))) for text in texts])
    reads = reads_of(files)
    found.reads, found.unclear = reads.by_key, reads.unclear
    parameters = dict(declared(files))
    variables = holders(files, reads, parameters)
    sure = {name: {key: None} for name, key in reads.variables.items()}
    for file in files:
        _note_literals(file, found, variables, sure)
        for outer, keys in _tables(file):
            found.tables.append(keys)
            found.together.update(dict.fromkeys(product(outer, keys)))
        for key in (*_composites(file), *_compounds(file)):
            found.loose.update(dict.fromkeys(key))
            found.together.update(dict.fromkeys(combinations(key, 2)))
        found.members.update(dict.fromkeys(_members(file)))
        found.loose.update(dict.fromkeys(_inside(file, found)))
    for text in _named(files, parameters):
        found.loose.setdefault(text)
        found.compared.setdefault(text)
    if not any(_is_parsed(file) for file in files):
        found.members.clear()
    if any(_CUTS.fullmatch(it.text) for file in files for it in file if it.kind == "word"):
        pieces = (_WORD.findall(it) for it in found.texts if not _WORD.fullmatch(it))
        found.pieces.update(dict.fromkeys(it for own in pieces for it in own))
    found.numbers_read = any(_reads_numbers(file) for file in files)
    if any(_reads_booleans(file) for file in files):
        found.loose.update(dict.fromkeys(_BOOLEANS))
        found.tables.append(list(_BOOLEANS))
    return found


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


def _note_literals(file: list[Token], found: Spoken, variables: Holders, sure: Holders) -> None:
    """Note the literals of a file; ``sure``: the variables that hold nothing but config values."""
    lines = _keys_by_line(file, variables, found)
    sure_lines = _keys_by_line(file, sure, found)
    chosen: set[str] = set()
    is_chosen_sure = False
    asked: dict[int, dict[str, None]] = {}
    for place, token in enumerate(file):
        if token.text == "switch":
            chosen = _keys_near(lines, token.line)
            is_chosen_sure = bool(_keys_near(sure_lines, token.line))
        if token.kind == "char" and _is_asked_by_call(file, place, _CHANGES):
            found.compared.setdefault(token.text.strip("'"))
            found.around.setdefault(token.text.strip("'"))
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
        if _is_part(file, place):
            for key in variables.get(file[place - 2].text, ()):
                found.asked.setdefault(key, {}).setdefault(token.text)
        if not _is_compared(file, place):
            if token.kind == "text" and _is_asked_by_call(file, place, _CHANGES):
                found.compared.setdefault(token.text)
                found.around.setdefault(token.text)
            continue
        keys = _nearest(file, _question(file, place) or place, variables, found) or (
            chosen if _is_case(file, place) else ()
        )
        for key in keys or lines.get(token.line, ()):
            found.asked.setdefault(key, {}).setdefault(token.text)
        asked.setdefault(token.line, {}).setdefault(token.text)
        is_sure = _nearest(file, place, sure, found) or (is_chosen_sure and keys is chosen)
        if token.kind == "text" and not is_sure:
            found.loose.setdefault(token.text)
            found.compared.setdefault(token.text)
    for own in asked.values():
        found.together.update(dict.fromkeys(combinations(own, 2)))


def _keys_by_line(file: list[Token], variables: Holders, found: Spoken) -> dict[int, set[str]]:
    """Give the keys of which something is in each line."""
    lines: dict[int, set[str]] = {}
    for token in file:
        held = variables.get(token.text, {}) if token.kind == "word" else {}
        if token.kind == "text" and token.text in found.reads:
            held = {token.text: None}
        lines.setdefault(token.line, set()).update(held)
    return lines


def _named(files: Sequence[list[Token]], parameters: Mapping[str, Sequence[str]]) -> Iterator[str]:
    """Give the texts that have a name by which something is compared with them: that of a variable
    or of a function's parameter.
    """
    compared = {
        token.text
        for file in files
        for place, token in enumerate(file[:-1])
        if token.kind == "word" and _is_asked(file, place)
    }
    for file in files:
        for place, token in enumerate(file[:-1]):
            if token.text in parameters and file[place + 1].text == "(":
                given = zip(parameters[token.text], arguments_at(file, place + 1), strict=False)
                for name, argument in given:
                    if name in compared and len(argument) == 1 and argument[0].kind == "text":
                        yield argument[0].text
            elif token.text in ASSIGNED and file[place - 1].text in compared:
                yield from _listed(file, place + 1)


def _is_asked(file: list[Token], place: int) -> bool:
    """Whether a name stands where a literal would be compared with something."""
    return _is_compared(file, place) and file[place + 1].text != "("


def _listed(file: list[Token], place: int) -> Iterator[str]:
    """Give the texts of an expression, be it one or a list of them."""
    depth = 0
    for token, after in zip(file[place:], file[place + 1 : place + _MOST_LISTED], strict=False):
        if after.text == "(" and token.kind == "word" and token.text not in _LISTS:
            return
        depth += (token.text in OPENING) - (token.text in CLOSING)
        if token.kind == "text" and len(token.text) <= _LONGEST:
            yield token.text
        if depth < 0 or token.text == ";" or (depth == 0 and after.line > token.line):
            return


def _tables(file: list[Token]) -> Iterator[tuple[list[str], list[str]]]:
    """Give the keys of each map, those between the same brackets, behind those of the map that it
    is in.
    """
    opened: list[list[str]] = [[]]
    found: list[tuple[list[str], list[str]]] = []
    for place, token in enumerate(file):
        if token.kind == "text" and is_key(file, place):
            opened[-1].append(token.text)
        elif token.text in ("{", "("):
            opened.append([])
        elif token.text in ("}", ")") and len(opened) > 1:
            keys = opened.pop()
            if len(keys) > 1:
                outer = next((it for it in reversed(opened) if it), [])
                found.append((outer, keys))
    return iter(found)


def _composites(file: list[Token]) -> Iterator[list[str]]:
    """Give the texts of each key that is made of several: ``{"prod", "gold"}: 1``."""
    for place, token in enumerate(file):
        if token.text not in ("{", "(") or token.kind != "sign" or not _opens_key(file, place):
            continue
        end = next((n for n in range(place, len(file)) if file[n].text in ("}", ")")), place)
        inside = file[place + 1 : end]
        own = [it.text for it in inside[::2] if it.kind == "text"]
        is_listed = all(it.text == "," for it in inside[1::2]) and len(own) * 2 - 1 == len(inside)
        behind = file[end + 1].text if end + 1 < len(file) else ""
        if is_listed and 1 < len(own) <= _MOST_PARTS and behind in (":", ",", "]", "}"):
            yield own


def _opens_key(file: list[Token], place: int) -> bool:
    """Whether a bracket may open a value that is a key: it stands alone, or behind a type."""
    before = [it.text for it in file[max(place - 3, 0) : place]]
    if before[-1:] == ["of"]:
        return before[0] != "Map"
    if file[place - 1].kind == "word":
        return file[place].text == "{" or before[-2:-1] == ["new"]
    return before[-1:] != [] and before[-1] in ("{", "[", "(", ",")


def _compounds(file: list[Token]) -> Iterator[list[str]]:
    """Give the parts of each key of a map, or text that something is compared with, that may be put
    together of several: the program's text has what is between them, alone or between two places
    of a text.
    """
    texts = {it.text for it in file if it.kind == "text"}
    between = {it for it in texts if _BETWEEN.fullmatch(it)}
    between |= {it for text in texts for it in _HOLES.findall(text)}
    for place, token in enumerate(file):
        asks = is_key(file, place) or _is_case(file, place) or _is_compared(file, place)
        if token.kind == "text" and asks:
            for delimiter in between:
                parts = token.text.split(delimiter)
                if 1 < len(parts) <= _MOST_PARTS and all(parts):
                    yield parts


def _inside(file: list[Token], found: Spoken) -> Iterator[str]:
    """Give the words inside of texts that something may be compared with: those of a list, which
    with blanks is one only where something is looked for in it (``"eu us".contains(region)``), and
    what a template compares something with.
    """
    asked = {*found.compared, *found.loose, *(it for own in found.asked.values() for it in own)}
    for token in file:
        if token.kind == "text":
            yield from _IN_TEMPLATES.findall(token.text)
            is_spaced = token.text in asked and _SPACED_LIST.fullmatch(token.text) is not None
            if len(token.text) <= _LONGEST and (is_spaced or _LIST.fullmatch(token.text)):
                yield from re.split("[,|; ]+", token.text)


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
    """Whether a member of an enum is made of a text, or found by its name."""
    words = {it.text for it in file if it.kind == "word"}
    is_looked_for = bool(words & _FOUND) and not words.isdisjoint(_NAMES)
    return "valueOf" in words or is_looked_for or ("Enum" in words and not _ENUMS.isdisjoint(words))


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


def _nearest(file: list[Token], place: int, variables: Holders, found: Spoken) -> tuple[str, ...]:
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
            return tuple(variables[token.text])
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
    return _is_asked_by_call(file, place, _QUESTIONS) or _question(file, place) is not None


def _question(file: list[Token], place: int) -> int | None:
    """Give where the list that a literal is an item of is asked for something: ``contains`` in
    ``List.of("a", "b").contains(env)``.
    """
    if not _is_item(file, place):
        return None
    depth = 0
    for here in range(place + 1, min(place + _MOST_LISTED, len(file) - 2)):
        text = file[here].text if file[here].kind == "sign" else ""
        depth += (text in OPENING) - (text in CLOSING)
        if depth < 0:
            if file[here + 1].text in CLOSING:
                continue
            is_asked = file[here + 1].text == "." and _QUESTIONS.fullmatch(file[here + 2].text)
            return here + 2 if is_asked else None
        if depth == 0 and text != "," and file[here].kind not in ("text", "number"):
            return None
    return None


def _is_item(file: list[Token], place: int) -> bool:
    """Whether a literal is an item of a list that has literals alone."""
    for here in range(place - 1, max(place - _MOST_LISTED, 0), -1):
        if file[here].text in ("{", "[") and file[here].kind == "sign":
            return True
        if file[here].text == "(":
            return file[here - 1].text in _LISTS
        if file[here].text != "," and file[here].kind not in ("text", "number"):
            return False
    return False


def _is_part(file: list[Token], place: int) -> bool:
    """Whether a literal stands behind a name: in a pattern (``{ Stage: "prod" }``), or as what a
    field of one of several has.
    """
    return place > 1 and file[place - 1].text == ":" and file[place - 2].kind == "word"


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
