"""Items of lists of several runs: which of them are one item."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

Item = tuple[int, Any]
Likeness = Callable[[Item, Item], float]
"""Tells how much two items of two runs are one: 0 for not at all."""


def columns(lists: Mapping[int, list[Any]], likeness: Likeness) -> list[dict[int, Any]]:
    """Align lists: each column is one item, with what the runs that have it held.

    Args:
        lists: the list of each run.
        likeness: see `Likeness`.
    """
    order = sorted(lists, key=lambda run: -len(lists[run]))
    if len({len(items) for items in lists.values()}) == 1 and len(lists[order[0]]) == 1:
        return [{run: items[0] for run, items in lists.items()}]
    found: list[dict[int, Any]] = [{order[0]: item} for item in lists[order[0]]]
    for run in order[1:]:
        found = _joined(found, run, lists[run], likeness)
    return found


def _joined(
    known: list[dict[int, Any]], run: int, items: list[Any], likeness: Likeness
) -> list[dict[int, Any]]:
    """Put a list's items into columns that are alike, in order, and new ones between them."""
    score = [[0.0] * (len(items) + 1) for _ in range(len(known) + 1)]
    like = [[_likeness(column, (run, item), likeness) for item in items] for column in known]
    for row in range(len(known) - 1, -1, -1):
        for place in range(len(items) - 1, -1, -1):
            paired = like[row][place] and like[row][place] + score[row + 1][place + 1]
            score[row][place] = max(score[row + 1][place], score[row][place + 1], paired)
    found: list[dict[int, Any]] = []
    row = place = 0
    while row < len(known) and place < len(items):
        paired = like[row][place] and like[row][place] + score[row + 1][place + 1]
        if paired and paired == score[row][place]:
            found.append({**known[row], run: items[place]})
            row, place = row + 1, place + 1
        elif score[row + 1][place] >= score[row][place + 1]:
            found.append(known[row])
            row += 1
        else:
            found.append({run: items[place]})
            place += 1
    return found + known[row:] + [{run: item} for item in items[place:]]


def _likeness(column: dict[int, Any], item: Item, likeness: Likeness) -> float:
    seen: list[float] = []
    for run, held in column.items():
        seen.append(likeness((run, held), item))
        if seen[-1] == 1.0:
            return 1.0
        if len(seen) >= 4:
            break
    return max(seen, default=0.0)


def in_order(lists: list[list[str]]) -> Iterator[str]:
    """Give the names in all lists, each once, in an order that fits as many lists as can be."""
    merged: list[str] = []
    for names in lists:
        place = 0
        for name in names:
            if name in merged:
                place = merged.index(name) + 1
            else:
                merged.insert(place, name)
                place += 1
    return iter(merged)
