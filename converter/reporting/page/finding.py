"""Where the text of a program says an entry.

Names are kept, in every language: a resource, a config key and an output stand in quotation marks
in the call that makes, asks for or exports them, and a condition or table is a variable that is
named after it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from .entries import Name
from .ranges import Lines, statement_lines

# A call whose first argument is a text, behind what Go's calls and untyped resources have before.
_CALL = re.compile(
    r"(?<![\w.<>])([\w.<>]*)\(\s*(?:ctx,\s*|\"[\w:/-]+\",\s*)?[\"']([^\"'\\\n]+)[\"']"
)
_ENTRY = re.compile(r"^\s*\[?[\"']([^\"'\\\n]+)[\"']\]?\s*[:=]")
_VARIABLE = re.compile(r"^\s*(?P<head>[\w<>\[\], ]*?)(?P<name>\w+)(: [\w\[\], ]+)? :?= ")
_CONFIG = re.compile(r"require|get|config", re.IGNORECASE)
_EXPORT = re.compile(r"export", re.IGNORECASE)
_LONGEST = 1_000  # characters before what a variable is given
_OTHERS = re.compile(r"[^a-z0-9]")


def found_in(text: str, keys: Collection[Name]) -> dict[Name, Lines]:
    """Give the lines at which a program says entries.

    Args:
        text: a file of the program.
        keys: the entries: section in the program, and name.

    Returns:
        Entry → the lines of its first statement; what is not found is left out.
    """
    lines = text.splitlines()
    found: dict[Name, Lines] = {}
    for key, line in (*_calls(text, keys), *_variables(lines, keys)):
        if key not in found:
            found[key] = statement_lines(lines, line)
    return found


def _calls(text: str, keys: Collection[Name]) -> Iterator[tuple[Name, int]]:
    line, end = 1, 0
    for match in _CALL.finditer(text):
        line += text.count("\n", end, match.start())
        end = match.start()
        key = _section(match[1]), match[2]
        if key in keys:
            yield key, line


def _section(call: str) -> str:
    method = call.rpartition(".")[2]
    if _EXPORT.search(method):
        return "exports"
    return "config" if _CONFIG.match(method) else "resources"


def _variables(lines: list[str], keys: Collection[Name]) -> Iterator[tuple[Name, int]]:
    by_letters: Mapping[tuple[str, str], Name] = {
        (section, letters_of(name)): (section, name)
        for section, name in keys
        if section in ("conditions", "tables", "exports")
    }
    for number, line in enumerate(lines, 1):
        match = _VARIABLE.match(line, 0, _LONGEST)
        if match:
            letters = letters_of(match["name"])
            sections = ("exports",) if "export" in match["head"] else ("conditions", "tables")
            for section in sections:
                if (section, letters) in by_letters:
                    yield by_letters[section, letters], number
        match = _ENTRY.match(line, 0, _LONGEST)
        if match and ("exports", match[1]) in keys:
            yield ("exports", match[1]), number


def letters_of(name: str) -> str:
    """What is left of a name in every spelling."""
    return _OTHERS.sub("", name.lower())
