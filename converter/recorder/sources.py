"""The files of a program's own that are text of its language."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from ..errors import ConversionError
from ..shapes import read_yaml

_OF_NODE = frozenset({".ts", ".mts", ".cts", ".tsx", ".js", ".mjs", ".cjs", ".jsx"})
_OTHER_ENDINGS = {".py", ".go", ".java", ".kt", ".kts", ".scala", ".groovy", ".cs", ".fs", ".vb"}
_ENDINGS = _OF_NODE | _OTHER_ENDINGS
_OTHERS = frozenset({"node_modules", "venv", "vendor", "sdks", "target", "build", "bin", "obj"})
"""Folders in which there is others' code, or what is made of the program's own."""
_LOADED = re.compile(
    r"(?i)read(file|all|lines|string|er\(|dir)|embed|getresource|openstream|os\.(l?stat|open)|glob\("
    r"|\b(files?|directory)\.(\w*exists|open|new|is|list|walk|get|enumerate)"
    r"|inputstream\(|new file\("
)
"""What loads texts that are not in the program's own, or asks for files."""
_OF_TOOLS = re.compile(
    r"Pulumi\..*|go\.(mod|sum|work)|pom\.xml|.*\.(csproj|sln|gradle|md)|cloudformation"
)
_STRUCTURED = frozenset({".json", ".yaml", ".yml"})
_WORD = re.compile(r"[\w.+:-]{1,40}")
_LARGEST = 200_000
_MOST_WORDS = 40


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


def has_members(path: Path) -> bool:
    """Tell whether the language of a file has objects with members of any name."""
    return path.suffix in _OF_NODE


def loads(text: str) -> bool:
    """Tell whether a text of a program loads others."""
    return _LOADED.search(text) is not None


def data_words(directory: Path) -> list[str]:
    """Give what a program that loads files may look up in them: the names of the files beside it,
    keys in them and items of lists.
    """
    found: dict[str, None] = {}
    for folder, inner, names in os.walk(directory):
        inner[:] = sorted(it for it in inner if it not in _OTHERS and not it.startswith("."))
        for name in sorted(names):
            stem, ending = os.path.splitext(name)
            path = os.path.join(folder, name)
            if ending in _ENDINGS or name.startswith(".") or _OF_TOOLS.match(name):
                continue
            found.setdefault(stem)
            if ending in _STRUCTURED and os.path.getsize(path) < _LARGEST:
                found.update(dict.fromkeys(_words_of(path)))
    return [it for it in found if _WORD.fullmatch(it)][:_MOST_WORDS]


def _words_of(path: str) -> list[str]:
    try:
        return list(_words(read_yaml(path).value))
    except ConversionError:
        return []


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (key for key in value if isinstance(key, str))
        for child in value.values():
            yield from _words(child)
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))
        for child in value:
            yield from _words(child)
