"""Which lines of a resource say which of its properties, in the template and in any language.

A property keeps its letters in every spelling (``VpcId``, ``vpc_id``, ``vpcId``), and formatters
give it a line and its parts an indentation; so lines are enough to tell.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence

from ...readers.source import Source
from .finding import letters_of
from .ranges import Lines, entry_lines

_PROPERTIES = "Properties"
_NAMED = re.compile(r"\s*\.?[\"']?(\w+)[\"']?\s*[=:(]")


def in_template(template: Source) -> Mapping[str, dict[str, Lines]]:
    """Give the lines of the properties of a template's resources: resource → letters → lines."""
    found: dict[str, dict[str, Lines]] = {}
    for path, lines in entry_lines(template, 4).items():
        section, name, part, property_ = map(str, path)
        if (section, part) == ("Resources", _PROPERTIES):
            found.setdefault(name, {})[letters_of(property_)] = lines
    return found


def in_program(lines: Sequence[str], taken: Lines, properties: Collection[str]) -> dict[str, Lines]:
    """Give the lines of a resource's properties in a program.

    Args:
        lines: the program's text.
        taken: the lines that make the resource.
        properties: the letters of the properties that it may have.
    """
    said = [
        (number, _indentation(line), letters)
        for number, line in _numbered(lines, taken)
        for letters in [_letters_at(line)]
        if letters in properties
    ]
    outermost = min((indentation for _, indentation, _ in said), default=0)
    return {
        letters: (number, _end(lines, number, taken[1]))
        for number, indentation, letters in reversed(said)
        if indentation == outermost
    }


def _numbered(lines: Sequence[str], taken: Lines) -> Iterator[tuple[int, str]]:
    first, last = taken
    return zip(range(first, last + 1), lines[first - 1 : last], strict=False)


def _letters_at(line: str) -> str:
    match = _NAMED.match(line)
    return letters_of(match[1]) if match else ""


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())


def _end(lines: Sequence[str], first: int, last: int) -> int:
    """The last line of what starts at one: what is further in, and the bracket that closes it."""
    own = _indentation(lines[first - 1])
    for number in range(first + 1, last + 1):
        line = lines[number - 1]
        if line.strip() and _indentation(line) <= own:
            is_closed = _indentation(line) == own and line.lstrip()[0] in ")]}"
            return number if is_closed else number - 1
    return last
