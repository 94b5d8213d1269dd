"""Where in a written file what stands: for whoever shows a template beside its program."""

from __future__ import annotations

from collections.abc import Iterable

from ...errors import Path

Marks = dict[str, dict[Path, int]]
"""File → entry of the program → its line. An entry is ``("config", key)``, ``("tables", name)``,
``("conditions", name)``, ``("references", name)``, ``("resources", name)`` or
``("exports", name)``.
"""


def lines_of(text: str, statements: Iterable[tuple[Path, str]]) -> dict[Path, int]:
    """The line of each entry in a text.

    Args:
        text: the text of a file.
        statements: what each entry is written as there, in the order of the file.
    """
    found: dict[Path, int] = {}
    line, start = 1, 0
    for entry, statement in statements:
        position = text.find(statement, start)
        if statement and position >= 0:
            line += text.count("\n", start, position)
            start = position
            found[entry] = line
    return found
