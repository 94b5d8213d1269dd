"""Texts of Pulumi YAML taken apart: ``${root.name["key"][0]}`` between literals.

Rules: https://www.pulumi.com/docs/iac/languages-sdks/yaml/yaml-language-reference/#interpolation
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ...errors import ProgramError

_NAME = re.compile(r"[^.\[}]+")
_QUOTED = re.compile(r'\["((?:\\"|[^"])*)"\]')
_INDEX = re.compile(r"\[([0-9]{1,9})\]")


@dataclass(frozen=True, slots=True)
class Access:
    """A value that a text names: the name of its root, and the way to a part of it."""

    root: str
    path: tuple[str | int, ...]


def parts(text: str) -> list[str | Access]:
    """The literals and the values that a text is made of; no two literals are neighbours.

    Raises:
        ProgramError: a ``${`` has no end, or names nothing.
    """
    found: list[str | Access] = []
    literal: list[str] = []
    position = 0
    while position < len(text):
        dollar = text.find("$", position)
        if dollar < 0 or dollar + 1 == len(text):
            break
        literal.append(text[position:dollar])
        following = text[dollar + 1]
        if following == "{":
            named, position = _access(text, dollar + 2)
            found += [*_joined(literal), named]
            literal = []
        else:
            literal.append("$")
            position = dollar + (2 if following == "$" else 1)
    literal.append(text[position:])
    return [*found, *_joined(literal)]


def _joined(pieces: list[str]) -> Iterator[str]:
    whole = "".join(pieces)
    if whole:
        yield whole


def _access(text: str, start: int) -> tuple[Access, int]:
    steps: list[str | int] = []
    position = start
    while position < len(text):
        here = text[position]
        if here == "}":
            if not steps or not isinstance(steps[0], str):
                raise ProgramError("an interpolation must begin with a name: ${name}")
            return Access(steps[0], tuple(steps[1:])), position + 1
        if here == ".":
            position += 1
            continue
        step, position = _step(text, position)
        steps.append(step)
    raise ProgramError("an interpolation that begins with ${ has no end")


def _step(text: str, position: int) -> tuple[str | int, int]:
    if text[position] != "[":
        name = _NAME.match(text, position)
        assert name is not None
        return name[0], name.end()
    quoted = _QUOTED.match(text, position)
    if quoted is not None:
        return quoted[1].replace('\\"', '"'), quoted.end()
    index = _INDEX.match(text, position)
    if index is None:
        raise ProgramError('what stands in brackets must be a number or a key: [0], ["key"]')
    return int(index[1]), index.end()
