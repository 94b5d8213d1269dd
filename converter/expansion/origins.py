"""Where the entries of an expanded template stood in its source."""

from __future__ import annotations

from collections.abc import Mapping

from ..errors import Path

Origins = dict[Path, Path]


def original_path(path: Path, origins: Mapping[Path, Path]) -> Path:
    """The place in the source of a place in the expanded template."""
    origin = origins.get(path[:2])
    return path if origin is None else (*origin, *path[2:])


def moved_comments(comments: Mapping[Path, str], origins: Mapping[Path, Path]) -> dict[Path, str]:
    """The comments under the paths that their entries have in the expanded template.

    What stands above a loop goes to the first entry that it gives.
    """
    replaced = {origin[:2] for origin in origins.values()}
    moved = {path: text for path, text in comments.items() if path[:2] not in replaced}
    for entry, origin in origins.items():
        for path, text in comments.items():
            if path[: len(origin)] == origin:
                place: Path = (*entry, *path[len(origin) :])
                moved[place] = text
    first: dict[Path, Path] = {}
    for entry, origin in origins.items():
        first.setdefault(origin[:2], entry)
    for loop, entry in first.items():
        if loop != entry and loop in comments:
            moved.setdefault(entry, comments[loop])
    return moved
