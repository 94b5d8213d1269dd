"""A program's document as text: block style, comments, blank lines between what stands apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...errors import Path
from ..yaml_scalars import number, scalar

_STEP = "  "
_LONGEST_KEY = 127  # a longer one is put behind a question mark
_SPACED = frozenset({"resources"})


def print_document(sections: Mapping[str, Any], comments: Mapping[Path, str]) -> str:
    """A document of sections.

    Args:
        sections: section → what it holds: maps, lists and scalars.
        comments: the comment above the entry or item at a path.

    Raises:
        UnsupportedError: it holds a number or a character that YAML cannot say.
    """
    printer = _Printer(comments)
    for name, section in sections.items():
        if isinstance(section, dict) and printer.lines:
            printer.lines.append("")
        printer.entry(name, section, "", (name,), spaced=name in _SPACED)
    return "\n".join(printer.lines) + "\n"


class _Printer:
    def __init__(self, comments: Mapping[Path, str]) -> None:
        self.lines: list[str] = []
        self._comments = comments

    def entry(
        self, key: str, value: Any, indent: str, path: Path, lead: str = "", spaced: bool = False
    ) -> None:
        """An entry of a map; ``lead`` is what stands before its key on the line."""
        lead = self._comment(path, indent, lead)
        head = lead + _key(key, indent)
        if isinstance(value, dict) and value:
            self.lines.append(head)
            self.entries(value, indent + _STEP, path, spaced=spaced)
        elif isinstance(value, list) and value:
            self.lines.append(head)
            self.items(value, indent + _STEP, path)
        else:
            self.lines.append(f"{head} {_scalar(value, indent + _STEP)}")

    def entries(
        self, entries: dict[str, Any], indent: str, path: Path, lead: str = "", spaced: bool = False
    ) -> None:
        lead = lead or indent
        for position, (key, value) in enumerate(entries.items()):
            if spaced and position:
                self.lines.append("")
            self.entry(key, value, indent, (*path, key), lead)
            lead = indent

    def items(self, items: list[Any], indent: str, path: Path) -> None:
        for position, item in enumerate(items):
            here = (*path, position)
            lead = self._comment(here, indent, indent) + "- "
            if isinstance(item, dict) and item:
                self.entries(item, indent + _STEP, here, lead)
            elif isinstance(item, list) and item:
                self.lines.append(lead.rstrip())
                self.items(item, indent + _STEP, here)
            else:
                self.lines.append(lead + _scalar(item, indent + _STEP))

    def _comment(self, path: Path, indent: str, lead: str) -> str:
        """Print the comment at a path; behind a dash there is no place for one."""
        text = self._comments.get(path)
        if text is None or lead.strip():
            return lead
        self.lines += [f"{indent}# {line}".rstrip() for line in _printable(text).split("\n")]
        return lead


def _printable(text: str) -> str:
    return "".join(
        c if c == "\n" or c.isprintable() else c.encode("unicode_escape").decode() for c in text
    )


def _key(key: str, indent: str) -> str:
    if "\n" not in key and len(key) <= _LONGEST_KEY:
        return scalar(key, indent) + ":"
    return f"? {scalar(key, indent + _STEP)}\n{indent}:"


def _scalar(value: Any, indent: str) -> str:
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list):
        return "[]"
    return scalar(value, indent) if isinstance(value, str) else number(value)
