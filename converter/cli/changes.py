"""What would change in folders that are written to, shown as a difference of texts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from difflib import unified_diff

from ..errors import SourceError
from .messages import colored, has_colors, say
from .output import LEFT_OVER, print_text

_COLORS = {"+": "32", "-": "31", "@": "36"}
_HEADS = ("+++", "---")


def show_changes(projects: Mapping[str, Mapping[str, str]]) -> bool:
    """Print what writing projects would change, as `diff -u` does.

    Args:
        projects: folder → the text of each file in it.

    Returns:
        Whether anything would.

    Raises:
        SourceError: a file that is there cannot be read.
    """
    lines = [
        line
        for folder, files in projects.items()
        for name in [*files, *(name for name in LEFT_OVER if name not in files)]
        for line in _changed(os.path.join(folder, name), files.get(name))
    ]
    if lines:
        print_text("".join(map(_shown, lines) if has_colors(sys.stdout) else lines))
    else:
        say("nothing would change")
    return bool(lines)


def _changed(path: str, after: str | None) -> Iterator[str]:
    before = _text(path)
    if before == after:
        return
    left, right = (os.devnull if text is None else path for text in (before, after))
    lines = [(text or "").splitlines(keepends=True) for text in (before, after)]
    for line in unified_diff(lines[0], lines[1], left, right):
        yield line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n"


def _text(path: str) -> str | None:
    if not os.path.lexists(path):
        return None
    try:
        with open(path, encoding="utf-8", newline="") as file:
            return file.read()
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(f"cannot be read: {error}", file=path) from None


def _shown(line: str) -> str:
    code = "1" if line.startswith(_HEADS) else _COLORS.get(line[0])
    return line if code is None else f"{colored(line.rstrip(chr(10)), code)}\n"
