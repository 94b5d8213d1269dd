"""The files of a program's own that are text of its language."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

_ENDINGS = frozenset(
    {
        *(".py", ".go", ".java", ".kt", ".kts", ".scala", ".groovy", ".cs", ".fs", ".vb"),
        *(".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"),
    }
)
_OTHERS = frozenset({"node_modules", "venv", "vendor", "sdks", "target", "build", "bin", "obj"})
"""Folders in which there is others' code, or what is made of the program's own."""


def sources(directory: Path) -> Iterator[Path]:
    """Give the files, those of a folder before those of the folders in it."""
    for folder, inner, names in os.walk(directory):
        inner[:] = sorted(it for it in inner if it not in _OTHERS and not it.startswith("."))
        for name in sorted(names):
            if os.path.splitext(name)[1] in _ENDINGS:
                yield Path(folder, name)


def texts(directory: Path) -> Iterator[tuple[Path, str]]:
    """Give the files with what is in them."""
    for path in sources(directory):
        yield path, path.read_text(encoding="utf-8", errors="replace")
