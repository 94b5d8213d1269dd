"""What `explain` found, printed: plain text for a pipe, tables for a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..catalog.explaining import Document, explain
from .output import print_text

_SPELLINGS = ("CloudFormation", "Pulumi", "Python", "CDK")
_FLAGS = ("required", "create_only", "write_only", "read_only")
_NONE = "-"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a title and the names of their columns."""

    title: str
    columns: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def tell(place: str, *, as_json: bool) -> None:
    """Print what is known of a resource type or a place in one.

    Args:
        place: `TYPE` or `TYPE.PATH`, see `explain`.
        as_json: whether JSON is printed, the same for the same catalog.

    Raises:
        UsageError: there is no such type or place.
    """
    document = explain(place)
    if as_json:
        import json

        print_text(json.dumps(document, indent=2, ensure_ascii=False) + "\n")
    elif sys.stdout.isatty():
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
        for position, column in enumerate(_narrowed(table, table.columns)):
            printed.add_column(column, overflow="fold", style="" if position else "cyan")
        for row in table.rows:
            printed.add_row(*map(Text, _narrowed(table, row)))
        console.print(printed)


def _narrowed(table: Table, row: tuple[str, ...]) -> tuple[str, ...]:
    """A row with Pulumi's and the CDK's spelling in one cell: they are the same as a rule."""
    if table.columns[: len(_SPELLINGS)] != _SPELLINGS:
        return row
    name, pulumi, python, cdk, *rest = row
    return (name, python, pulumi if pulumi == cdk else f"{pulumi} / {cdk}", *rest)


def _place(document: Document) -> str:
    return ".".join([document["type"], *document.get("path", ())])


def _facts(document: Document) -> Iterator[tuple[str, str]]:
    """What is said of the place as a whole, each with its label."""
    if "property" in document:
        yield from _property_facts(document)
        return
    yield from zip(_SPELLINGS[1:], _spelled(document), strict=True)
    yield "Carried", document["carried"]["words"]
    ref = document["ref"]
    if ref["kind"] in ("unknown", "unsupported"):
        known = "unknown; Pulumi's id is used" if ref["kind"] == "unknown" else "nothing"
        yield "Ref", known
    else:
        way = f" ({ref['python']} in Pulumi)" if ref["python"] else ""
        yield "Ref", (ref["gives"] or "the physical id") + way


def _property_facts(document: Document) -> Iterator[tuple[str, str]]:
    found = document["property"]
    yield "Type", found["type"]
    yield from zip(_SPELLINGS[1:], _spelled(found), strict=True)
    if flags := _flags(found):
        yield "Is", flags
    for each in document["objects"]:
        yield f"{each['name']} is", ", ".join(part for part in _spelled(each) if part != _NONE)
    for value in found["enum"] or ():
        yield "Value", f"{value['value']} ({value['python']})"
    if "problem" in found:
        yield "Note", found["problem"]


def _tables(document: Document) -> Iterator[Table]:
    properties = document["properties"]
    if properties:
        columns = (*_SPELLINGS, "Type", "Is")
        rows = [(*_names(each), each["type"], _flags(each)) for each in properties]
        yield Table("Properties", columns, rows)
    values = [
        (each["name"], str(value["value"]), value["python"])
        for each in properties
        for value in each["enum"] or ()
    ]
    if values:
        yield Table("Values", ("Property", "Value", "Python"), values)
    problems = [(each["name"], each["problem"]) for each in properties if "problem" in each]
    if problems:
        yield Table("Notes", ("Property", ""), problems)
    if document.get("attributes"):
        rows = [(*_names(each), each["type"]) for each in document["attributes"]]
        yield Table("Attributes (Fn::GetAtt)", (*_SPELLINGS, "Type"), rows)


def _names(entry: dict[str, Any]) -> tuple[str, ...]:
    return (entry["name"], *_spelled(entry))


def _spelled(entry: dict[str, Any]) -> tuple[str, ...]:
    return tuple(entry[key] or _NONE for key in ("pulumi", "python", "cdk"))


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
