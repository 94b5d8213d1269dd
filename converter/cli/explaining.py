"""What `explain` found, printed: plain text for a pipe, tables for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..catalog.explaining import KEYS, Document, explain
from .output import print_text

_SPELLINGS = {
    "pulumi": "Pulumi",
    "python": "Python",
    "typescript": "TypeScript",
    "go": "Go",
    "csharp": "C#",
    "java": "Java",
    "cdk": "CDK",
}
LANGUAGES = tuple(KEYS)
"""What `--language` takes."""
_FLAGS = ("required", "create_only", "write_only", "read_only")
_NONE = "-"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title and the names of their columns."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def tell(place: str, *, languages: Collection[str] = (), as_json: bool) -> None:
    """Print what is known of a resource type or a place in one.

    Args:
        place: `TYPE` or `TYPE.PATH`, see `explain`.
        languages: whose spellings are printed; without any, all are.
        as_json: whether JSON is printed, the same for the same catalog.

    Raises:
        UsageError: there is no such type or place.
    """
    document = explain(place, languages)
    if as_json:
        import json

        print_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    elif sys.stdout is not None and sys.stdout.isatty():
        print_tables(document)
    else:
        print_text(as_text(document))


def as_text(document: Document) -> str:
    """Give a document as plain text: columns two blanks apart, nothing cut off."""
    lines = [_place(document), *_aligned(list(_facts(document)), "  ")]
    for table in _tables(document):
        lines += ["", table.title, *_aligned([table.columns, *table.rows], "  ")]
    return "\n".join(lines) + "\n"


def print_tables(document: Document) -> None:
    """Print a document on the terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as RichTable
    from rich.text import Text

    console = Console()
    console.print(Text(_place(document), style="bold"))
    facts = RichTable.grid(padding=(0, 2))
    facts.add_column(no_wrap=True)
    facts.add_column(overflow="fold")
    for label, words in _facts(document):
        facts.add_row(Text(label, style="dim"), Text(words))
    console.print(facts)
    for table in _tables(document):
        printed = RichTable(
            title=table.title,
            title_justify="left",
            title_style="bold",
            box=box.SIMPLE_HEAD,
            padding=0,
        )
        for position, column in enumerate(table.columns):
            printed.add_column(column, overflow="fold", style="" if position else "cyan")
        for row in table.rows:
            printed.add_row(*map(Text, row))
        console.print(printed)


def _place(document: Document) -> str:
    return ".".join([document["type"], *document.get("path", ())])


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    """What is said of the place as a whole, each with its label."""
    if "property" in document:
        yield from _property_facts(document)
        return
    yield from _spelled(document)
    yield "Carried", document["carried"]["words"]
    identifier = document["id"]
    yield "Identifier", " | ".join(identifier["parts"]) or "unknown"
    yield "Known from", identifier["from"]
    if not identifier["readable"]:
        yield "Read", "not by Cloud Control: pulumi refresh does not see changes"
    ref = document["ref"]
    if ref["kind"] in ("unknown", "unsupported"):
        known = "unknown; Pulumi's id is used" if ref["kind"] == "unknown" else "nothing"
        yield "Ref", known
        return
    yield "Ref", ref["gives"] or "the physical id"
    for spelling, name in _spelled(ref):
        if name != _NONE:
            yield f"Ref in {spelling}", name


def _property_facts(document: Document) -> Iterator[tuple[str, str]]:
    found = document["property"]
    yield "Type", found["type"]
    yield from _spelled(found)
    if flags := _flags(found):
        yield "Is", flags
    for each in document["objects"]:
        for spelling, name in _spelled(each):
            if name != _NONE:
                yield f"{each['name']} in {spelling}", name
    if "problem" in found:
        yield "Note", found["problem"]


def _tables(document: Document) -> Iterator[Table]:
    properties = document["properties"]
    if properties:
        ends = [(each["type"], _flags(each)) for each in properties]
        yield _table("Properties", properties, "name", ("Type", "Is"), ends)
    shown = [*properties, *([document["property"]] if "property" in document else [])]
    for each in shown:
        if each["enum"]:
            yield _table(f"Values of {each['name']}", each["enum"], "value")
    problems = [(each["name"], each["problem"]) for each in properties if "problem" in each]
    if problems:
        yield Table("Notes", ("Property", ""), problems)
    if attributes := document.get("attributes"):
        types = [(each["type"],) for each in attributes]
        yield _table("Attributes (Fn::GetAtt)", attributes, "name", ("Type",), types)


def _table(
    title: str,
    entries: Sequence[dict[str, Any]],
    key: str,
    columns: tuple[str, ...] = (),
    ends: Sequence[tuple[str, ...]] = (),
) -> Table:
    """The entries' spellings; what says the same as another in all of them stands beside it."""
    spelled: dict[tuple[str, ...], list[str]] = {}
    spelled[tuple(str(entry[key]) for entry in entries)] = ["CloudFormation"]
    for spelling, label in _SPELLINGS.items():
        if spelling in entries[0]:
            names = tuple(entry[spelling] or _NONE for entry in entries)
            spelled.setdefault(names, []).append(label)
    titles = (", ".join(labels) for labels in spelled.values())
    ends = ends or [()] * len(entries)
    rows = [(*row, *end) for row, end in zip(zip(*spelled, strict=True), ends, strict=True)]
    return Table(title, (*titles, *columns), rows)


def _spelled(entry: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """What an entry is called, each with whose name it is; the same names together."""
    labels: dict[str, list[str]] = {}
    for spelling, label in _SPELLINGS.items():
        if spelling in entry:
            labels.setdefault(entry[spelling] or _NONE, []).append(label)
    for name, known in labels.items():
        yield ", ".join(known), name


def _flags(entry: dict[str, Any]) -> str:
    return ", ".join(flag.replace("_", "-") for flag in _FLAGS if entry[flag])


def _aligned(rows: Sequence[tuple[str, ...]], indent: str) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        (
            indent + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]
