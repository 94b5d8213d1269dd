"""Which config keys a program reads, in any language with the literals of C.

A key that does not stand where it is read is looked for: it may be a constant, what a loop goes
over, or what a function of the program is given.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from .tokenizing import ASSIGNED, CLOSING, OPENING, OR, Token

_READ = re.compile(r"(?i:(try|require|get)(secret)?)(\w*)")
_KINDS = {
    **dict.fromkeys(("", "config"), "string"),
    **dict.fromkeys(("int", "int32", "integer"), "integer"),
    **dict.fromkeys(("float64", "double", "single"), "number"),
    **dict.fromkeys(("bool", "boolean"), "boolean"),
    "object": "object",
}
_REQUIRED = re.compile(
    r"(?i)missing required config\w* (?:variable|value|key) ['\"`]([\w.:-]+)['\"`]"
)
_OF_CONTEXT = "GetConfig"
"""What reads config in Go without an object for it, by the whole key."""
_CONFIG = re.compile(r"(?i)\w*(config|cfg|conf)")
_DEEPEST = 3
"""How many functions a key may be handed through."""
_SIGNS = ("{", "}", ";")
_JOINING = (".", ",", "+", "?", ":", "??", "||", "&&")
_MOST_TOKENS = 24
_WANTED = ([".", "orElseThrow"], ["??", "throw"], [".", "Value"])
_WANTED_BY_CALL = ([".", "get", "("],)
"""What stands behind a call that may give nothing, and fails there."""


@dataclass(slots=True)
class Read:
    """How a program reads a config key.

    Args:
        type: ``string``, ``integer``, ``number``, ``boolean``, ``object``.
        optional: whether it need not be set.
        secret: whether it is read as a secret.
        caught: whether the program may catch it where a required one is not set, which then is
            taken for one that need not be.
        sure: whether it is config for sure that is read, and not another map.
    """

    type: str
    optional: bool
    secret: bool
    caught: bool = False
    sure: bool = False


@dataclass(slots=True)
class Reads:
    """What a program's text tells of the config that it reads.

    Attributes:
        by_key: how config keys are read, in order.
        variables: variable → the key whose value it holds.
        places: by the files' numbers, the tokens that read config, each with its keys.
        unclear: the lines, each with its file's number, that read a key that was not found.
    """

    by_key: dict[str, Read] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    places: dict[int, dict[int, list[str]]] = field(default_factory=dict)
    unclear: list[tuple[int, int]] = field(default_factory=list)


def reads_of(files: Sequence[list[Token]]) -> Reads:
    """Read the tokens of a program's files."""
    found = Reads()
    constants = {name: text for file in files for name, text in _constants(file)}
    spaces = {name: text for file in files for name, text in _namespaces(file)}
    configs = {name for file in files for name in _configs(file)}
    for number, file in enumerate(files):
        for place, token in enumerate(file):
            match = _READ.fullmatch(token.text) if token.kind == "word" else None
            if match is None or match[3].lower() not in _KINDS:
                continue
            keys = _spelled(file, place)
            owner = file[place - 2].text if place > 1 and file[place - 1].text == "." else ""
            is_config = owner in configs or _CONFIG.fullmatch(owner) or token.text == _OF_CONTEXT
            is_sure = bool(is_config) or match[1].lower() != "get"
            if not keys and owner and is_config:
                keys = _named(file, place, files, constants)
                if not keys:
                    found.unclear.append((number, token.line))
            space = spaces.get(file[place - 2].text) if place > 1 else None
            full = [f"{space}:{it}" if space else it for it in keys]
            is_caught = _is_caught(file, place)
            is_required = match[1].lower() == "require" or _has_to_be_set(file, place)
            first = Read(_KINDS[match[3].lower()], not is_required or is_caught, False)
            first.caught = is_required and is_caught
            _note(found, full, match, first, is_sure=is_sure)
            found.places.setdefault(number, {})[place] = keys
            variable = _assigned(file, place)
            if variable is not None and len(keys) == 1:
                found.variables[variable] = keys[0]
    return found


def required_in(words: str) -> str | None:
    """Give the key that a program says it lacks."""
    match = _REQUIRED.search(words)
    return match[1] if match is not None else None


def _note(
    found: Reads, keys: Sequence[str], match: re.Match[str], first: Read, *, is_sure: bool
) -> None:
    for key in keys:
        read = found.by_key.setdefault(key, replace(first))
        read.secret = read.secret or match[2] is not None
        read.sure = read.sure or is_sure
        read.type = first.type if read.type == "string" else read.type


def _has_to_be_set(file: list[Token], place: int) -> bool:
    """Whether what a call gives has to be there: ``config.getDouble("ratio").orElseThrow()``,
    ``config.GetInt32("size") ?? throw new …``.
    """
    arguments = arguments_at(file, place + 1)
    end = behind(arguments, place + 1)
    after = [it.text for it in file[end : end + 3]]
    return after[:2] in _WANTED or after in _WANTED_BY_CALL


def _is_caught(file: list[Token], place: int) -> bool:
    """Whether a place is in the block of a ``try``."""
    depth = 0
    for here in range(place, 0, -1):
        text = file[here].text if file[here].kind == "sign" else ""
        depth += (text == "}") - (text == "{")
        if text == "{" and depth < 0:
            depth = 0
            if file[here - 1].text == "try":
                return True
    return False


def _spelled(file: list[Token], place: int) -> list[str]:
    """Give the key that a call reads where it is spelled out: its first text, behind a context at
    most; where that is one of several, each.
    """
    for argument in arguments_at(file, place + 1)[:2]:
        if argument and all(it.kind == "text" or it.text == OR for it in argument):
            return [it.text for it in argument if it.kind == "text"]
        if file[place].text == _OF_CONTEXT and argument and argument[-1].text.startswith(":"):
            return [argument[-1].text[1:]]  # behind the project's name
    return []


def _named(
    file: list[Token], place: int, files: Sequence[list[Token]], constants: dict[str, str]
) -> list[str]:
    """Give the keys that a call reads by a name."""
    for argument in arguments_at(file, place + 1)[:2]:
        if argument and _is_name(argument):
            keys = _meant(argument[-1].text, file, place, files, constants, _DEEPEST)
            if keys:
                return keys
    return []


def _is_name(argument: list[Token]) -> bool:
    """Whether an argument is a name, or one inside of others (``Keys.NAME``)."""
    return all(it.kind == "word" or it.text == "." for it in argument)


def _meant(
    name: str,
    file: list[Token],
    place: int,
    files: Sequence[list[Token]],
    constants: dict[str, str],
    depth: int,
) -> list[str]:
    """Give the texts that a name stands for at a place."""
    looped = _looped(name, file, place)
    if looped:
        return looped
    function = _function(name, file, place)
    if function is not None and depth:
        found: dict[str, None] = {}
        for other in files:
            for call in _calls(function[0], other):
                arguments = arguments_at(other, call + 1)
                given = arguments[function[1]] if function[1] < len(arguments) else []
                if len(given) == 1 and given[0].kind == "text":
                    found.setdefault(given[0].text)
                elif given and _is_name(given):
                    inner = _meant(given[-1].text, other, call, files, constants, depth - 1)
                    found.update(dict.fromkeys(inner))
        if found:
            return list(found)
    return [constants[name]] if name in constants else []


def arguments_at(file: list[Token], place: int, opening: str = "(") -> list[list[Token]]:
    """Give the arguments of the call whose parenthesis is at a place, or behind a type's.

    Args:
        opening: the bracket: ``{`` for the values of what is made of fields.
    """
    if place < len(file) and file[place].text == "<":
        ahead = range(place, min(place + _MOST_TOKENS, len(file)))
        place = next((it for it in ahead if file[it].text == "("), place)
    if place >= len(file) or file[place].text != opening:
        return []
    found: list[list[Token]] = [[]]
    depth = 0
    for token in file[place + 1 :]:
        if token.kind == "sign" and token.text in ("(", "[", "{"):
            depth += 1
        elif token.kind == "sign" and token.text in (")", "]", "}"):
            depth -= 1
            if depth < 0:
                return found
        if token.text == "," and token.kind == "sign" and depth == 0:
            found.append([])
        else:
            found[-1].append(token)
    return found


def behind(arguments: list[list[Token]], opening: int) -> int:
    """Give the place behind a call, by its arguments and the place of its parenthesis."""
    return opening + 1 + sum(map(len, arguments)) + len(arguments)


def _constants(file: list[Token]) -> Iterator[tuple[str, str]]:
    """Give the names that a text alone is given to."""
    for place in range(1, len(file) - 1):
        if file[place].text in ASSIGNED and file[place].kind == "sign":
            name, text = file[place - 1], file[place + 1]
            ends = place + 2 == len(file) or file[place + 2].text in (";", ")", "}")
            ends = ends or file[place + 2].line > text.line
            if name.kind == "word" and text.kind == "text" and ends:
                yield name.text, text.text


def _namespaces(file: list[Token]) -> Iterator[tuple[str, str]]:
    """Give the variables that hold the config of a namespace that is spelled out."""
    for place, token in enumerate(file):
        before = file[place - 1].text if place else ""
        is_made = token.text in ("New", "config", "Config") and token.kind == "word"
        if not is_made or (token.text == "New" and file[place - 2].text != "config"):
            continue
        if token.text == "Config" and before != "new":
            continue
        texts = [it[0].text for it in arguments_at(file, place + 1) if len(it) == 1]
        arguments = arguments_at(file, place + 1)
        is_named = bool(arguments and len(arguments[-1]) == 1 and arguments[-1][0].kind == "text")
        variable = _assigned(file, place)
        if variable is not None and is_named and texts[-1]:
            yield variable, texts[-1]


def _configs(file: list[Token]) -> Iterator[str]:
    """Give the names that hold config: what is made so, and parameters."""
    for place, token in enumerate(file):
        if token.kind != "word" or token.text not in ("Config", "config", "New"):
            continue
        variable = _assigned(file, place) if _makes_config(file, place) else None
        if variable is not None:
            yield variable
        before = [it.text for it in file[max(place - 4, 0) : place]]
        if token.text == "Config" and before[1:] == ["*", "config", "."]:
            yield before[0]
        elif token.text == "Config" and place + 1 < len(file) and file[place + 1].kind == "word":
            yield file[place + 1].text


def _makes_config(file: list[Token], place: int) -> bool:
    """Whether config is made at a place: ``config.New()``, ``new Config()``, ``ctx.config()``."""
    before, after = (file[it].text if it < len(file) else "" for it in (place - 1, place + 1))
    if file[place].text == "Config":
        return before == "new"
    if file[place].text == "New":
        return before == "." and file[place - 2].text == "config"
    end = place + 3 if after == "(" else place
    return after == "(" and not (end < len(file) and file[end].text == ".")


def _looped(name: str, file: list[Token], place: int) -> list[str]:
    """Give the texts that a loop around a place goes over by a name."""
    for here in range(place, -1, -1):
        if file[here].text not in ("for", "foreach") or file[here].kind != "word":
            continue
        rest = file[here + 1 : here + 12]
        if not any(it.text == name for it in rest):
            continue
        found = []
        for token in file[here + 1 :]:
            if token.kind == "text":
                found.append(token.text)
            if token.text in ("}", ")") and found:
                return found
            if token.line > file[here].line + 40:
                return []
    return []


def _function(name: str, file: list[Token], place: int) -> tuple[str, int] | None:
    """Give the function around a place that has a parameter of a name, and its number."""
    for here in range(place, 0, -1):
        if file[here].text != "(" or file[here - 1].kind != "word":
            continue
        parameters = arguments_at(file, here)
        number = next((n for n, it in enumerate(parameters) if declares(it, name)), None)
        end = here + 2 + sum(map(len, parameters)) + len(parameters) - 1
        if number is None or end > place:
            continue
        if any(it.text == "{" or it.text in ("=>", "->") for it in file[end : end + 8]):
            return file[here - 1].text, number
    return None


def declares(parameter: list[Token], name: str) -> bool:
    """Whether a parameter has a name: before its type, or behind it."""
    words = [it.text for it in parameter if it.kind == "word"]
    return (
        bool(words)
        and name in (words[0], words[-1])
        and all(
            it.kind == "word" or it.text in ("*", ".", "[", "]", "?", "<", ">", "@")
            for it in parameter
        )
    )


def _calls(name: str, file: list[Token]) -> Iterator[int]:
    """Give where a function is called."""
    for place, token in enumerate(file[:-1]):
        if token.text == name and token.kind == "word" and file[place + 1].text == "(":
            yield place


def _assigned(file: list[Token], place: int) -> str | None:
    """Give the variable that the expression around a place is assigned to."""
    line = file[place].line
    for here in range(place - 1, max(place - 12, 0), -1):
        token, after = file[here], file[here + 1]
        if token.text in _SIGNS or line - token.line > 1:
            return None
        goes_on = after.text in _JOINING or token.text in (*_JOINING, "(", *ASSIGNED)
        if token.line < after.line and not goes_on:  # in Go, a line ends what it says
            return None
        if token.text in ASSIGNED and file[here - 1].kind == "word":
            return _of_several(file, here, place)
    return None


def _of_several(file: list[Token], sign: int, place: int) -> str:
    """Give the variable before a sign that takes what is at a place: there may be several."""
    names = [file[sign - 1].text]
    while sign > 2 * len(names) and file[sign - 2 * len(names)].text == ",":
        names.insert(0, file[sign - 2 * len(names) - 1].text)
    depth = number = 0
    for token in file[sign + 1 : place]:
        depth += (token.text in OPENING) - (token.text in CLOSING)
        number += token.text == "," and depth == 0
    return names[min(number, len(names) - 1)]
