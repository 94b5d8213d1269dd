"""Which names in a program's text hold config values, in any language with the literals of C.

A value is read into a variable, and handed on from there: to other variables, to fields of what the
program makes, to functions and constructors of its own, which call it as they call their parameter.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from .reading import Reads, arguments_at, declares
from .tokenizing import Token

Holders: TypeAlias = "dict[str, dict[str, None]]"
"""Name → the config keys whose values it may hold."""

_ASSIGNING = (":=", "=", ":")
_ENDS = (",", ")", "}", "]", ";")
_WORDS = "return new await else throw in case is go defer if while for foreach switch range when"
_NO_TYPES = frozenset(_WORDS.split())
_BEFORE_BODIES = ("{", "=>", "->", ";", ":", "implements", "extends", "throws")
_FURTHEST = 3
"""How often a value is handed on."""
_MOST_KEYS = 3
"""Of how many keys a name may hold the value, so that it still says something."""


def holders(
    files: Sequence[list[Token]], reads: Reads, parameters: Mapping[str, list[str]]
) -> Holders:
    """Give the names that hold config values.

    Args:
        files: the tokens of the program's files.
        reads: where it reads config.
        parameters: what it declares; see `declared`.
    """
    found: Holders = {name: {key: None} for name, key in reads.variables.items()}
    for _ in range(_FURTHEST):
        before = sum(map(len, found.values()))
        for number, file in enumerate(files):
            read = {**_asked(file, reads, parameters), **reads.places.get(number, {})}
            assigned = _assigned(file, found, read)
            for name, keys in (*assigned, *_handed(file, found, read, parameters)):
                if keys:
                    found.setdefault(name, {}).update(dict.fromkeys(keys))
        if sum(map(len, found.values())) == before:
            break
    return {name: keys for name, keys in found.items() if len(keys) <= _MOST_KEYS}


def _asked(
    file: list[Token], reads: Reads, parameters: Mapping[str, list[str]]
) -> dict[int, list[str]]:
    """Give where functions of the program are called with a config key, each with that key."""
    found = {}
    for place, token in enumerate(file):
        if token.kind == "word" and token.text in parameters:
            texts = [it[0].text for it in arguments_at(file, place + 1) if len(it) == 1]
            found[place] = [it for it in texts if it in reads.by_key][:1]
    return {place: keys for place, keys in found.items() if keys}


def _assigned(
    file: list[Token], known: Holders, read: Mapping[int, Sequence[str]]
) -> Iterator[tuple[str, Iterable[str]]]:
    """Give the variables and fields that values are assigned to, each with their keys."""
    for place, token in enumerate(file):
        if token.kind == "word":
            begin, end = _whole(file, place)
            keys = read.get(place) or _held(file[begin:end], known)
            is_assigned = begin > 1 and file[begin - 1].text in _ASSIGNING and _is_last(file, end)
            if keys and is_assigned and file[begin - 2].kind == "word":
                yield file[begin - 2].text, keys


def _handed(
    file: list[Token],
    known: Holders,
    read: Mapping[int, Sequence[str]],
    parameters: Mapping[str, list[str]],
) -> Iterator[tuple[str, Iterable[str]]]:
    """Give the parameters that values are handed to, and the fields, each with their keys."""
    for place, token in enumerate(file[:-1]):
        opening = file[place + 1].text
        if token.text in parameters and opening in ("(", "{"):
            arguments = arguments_at(file, place + 1, opening)
            begin = place + 2
            for name, given in zip(parameters[token.text], arguments, strict=False):
                here = (it for it in range(begin, begin + len(given)) if it in read)
                yield name, read.get(next(here, -1)) or _held(given, known)
                begin += len(given) + 1


def _whole(file: list[Token], place: int) -> tuple[int, int]:
    """Give where a name with what it is taken from (``settings.env``) begins, and where that ends,
    with the arguments that it is called with.
    """
    begin, end = place, place + 1
    while begin > 1 and file[begin - 1].text == "." and file[begin - 2].kind == "word":
        begin -= 2
    if end < len(file) and file[end].text == "(":
        inner = arguments_at(file, end)
        end += 1 + sum(map(len, inner)) + len(inner)
    return begin, end


def _held(expression: list[Token], known: Holders) -> Iterable[str]:
    """Give the keys of what a name holds that stands alone."""
    words = [it.text for it in expression if it.kind == "word"]
    is_plain = all(it.kind == "word" or it.text in (".", "(", ")") for it in expression)
    return known.get(words[-1], ()) if words and is_plain else ()


def _is_last(file: list[Token], end: int) -> bool:
    """Whether an expression ends at a place, and is not a part of a longer one."""
    return end >= len(file) or file[end].text in _ENDS or file[end].line > file[end - 1].line


def declared(files: Sequence[list[Token]]) -> Iterator[tuple[str, list[str]]]:
    """Give the functions and constructors of a program with the names of their parameters, and what
    it makes of fields alone with the names of these.
    """
    for file in files:
        for place in range(1, len(file) - 1):
            is_struct = file[place].text == "struct" and file[place + 1].text == "{"
            if is_struct and file[place - 1].kind == "word":
                yield file[place - 1].text, list(_fields(file, place + 2))
            if file[place].kind != "word" or file[place + 1].text != "(":
                continue
            before = file[place - 1]
            is_type = before.kind == "word" and before.text not in _NO_TYPES
            if not is_type and before.text not in (")", ">", "]"):
                continue
            parameters = arguments_at(file, place + 1)
            own = _with_types(parameters)
            names = [_name(it, before.text in ("func", ")")) for it in own]
            end = place + 2 + sum(map(len, parameters)) + len(parameters) - 1
            if None in names or not _has_body(file, end):
                continue
            yield file[place].text, [it for it in names if it is not None]


def _with_types(parameters: list[list[Token]]) -> Iterator[list[Token]]:
    """Give parameters, those whole that have a type of several: ``Map<String, String> one``."""
    whole: list[Token] = []
    for parameter in parameters:
        whole += parameter
        texts = [it.text for it in whole]
        if texts.count("<") <= texts.count(">") + 2 * texts.count(">>"):
            yield whole
            whole = []


def _fields(file: list[Token], place: int) -> Iterator[str]:
    """Give the fields of a struct that begins at a place: ``Name, Kind string``."""
    is_name = True
    for token, before in zip(file[place:], file[place - 1 :], strict=False):
        if token.text == "}":
            return
        is_name = is_name or token.line > before.line or before.text in (";", ",")
        if token.kind == "word" and is_name:
            yield token.text
        is_name = False


def _name(parameter: list[Token], is_first: bool) -> str | None:
    """Give the name of a parameter, before its type or behind it."""
    words = [it.text for it in parameter if it.kind == "word"]
    if not words or not declares(parameter, words[0 if is_first else -1]):
        return None
    return words[0 if is_first else -1]


def _has_body(file: list[Token], end: int) -> bool:
    """Whether what is declared up to a place has a body there, or needs none."""
    ahead = [it.text for it in file[end + 1 : end + 9]]
    return any(it in _BEFORE_BODIES for it in ahead)
