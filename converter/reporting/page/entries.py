"""The entries that a template and its program have in common: what belongs together on the page."""

from __future__ import annotations

from collections.abc import Iterator

from ...errors import ConversionError
from ...pulumi import PARTS, Program
from ...records import dataclass
from ...report import Report
from ..conversions import Review

Key = tuple[str, str]
"""An entry's section in the template, and its name there."""

SECTIONS = {
    "config": "Parameters",
    "tables": "Mappings",
    "conditions": "Conditions",
    "resources": "Resources",
    "exports": "Outputs",
}
"""The program's sections → the template's."""


HUES = 12


@dataclass(slots=True, kw_only=True)
class Entry:
    """An entry.

    Args:
        id: what the page calls it.
        section, name: its section in the template, and its name there.
        type: a resource's type in the template; empty where it is none's.
        becomes: what a resource is in the program, where that is not the class of its type.
        why: what the findings say of it.
        hue: the number of its colour, which is the same in all that is shown of it.
    """

    id: str
    section: str
    name: str
    type: str = ""
    becomes: str = ""
    why: list[str]
    hue: int = 0


def entries_of(review: Review, prefix: str) -> dict[Key, Entry]:
    """Give the entries of a review, the template's in its order, then those of the program alone.

    Args:
        review: the template and its program.
        prefix: what their ids begin with.
    """
    keys = dict.fromkeys(
        (str(path[0]), str(path[1]))
        for path in _places(review)
        if len(path) == 2 and path[0] in SECTIONS.values()
    )
    names = {} if review.program is None else template_keys(review.program)
    keys.update(dict.fromkeys(names.values()))
    entries = {
        key: Entry(id=f"{prefix}-e{at}", section=key[0], name=key[1], why=[], hue=at % HUES)
        for at, key in enumerate(keys)
    }
    types = _types(review)
    for entry in entries.values():
        if entry.section == "Resources":
            entry.type = types.get(entry.name, "")
    if review.program is not None:
        _tell_what_they_become(review.program, entries, names)
    return entries


def template_keys(program: Program) -> dict[Key, Key]:
    """Section and name in a program → those in its template.

    The parts that stand for one resource are that one.
    """
    from ...bridge import names_in_template

    legal = names_in_template(program, Report())
    metadata = program.fragment.get("Metadata")
    parts = metadata.get(PARTS) if isinstance(metadata, dict) else None
    wholes = {
        str(part): str(whole)
        for whole, names in (parts.items() if isinstance(parts, dict) else ())
        for part in (names if isinstance(names, list) else ())
    }
    found: dict[Key, Key] = {}
    for section, title in SECTIONS.items():
        for name in getattr(program, section):
            known = legal.get(section, {}).get(name, name)
            found[section, name] = title, wholes.get(known, known)
    return found


def _tell_what_they_become(
    program: Program, entries: dict[Key, Entry], names: dict[Key, Key]
) -> None:
    from ...catalog import by_token, resource_type

    for name, resource in program.resources.items():
        entry = entries[names["resources", name]]
        known = None if not entry.type else resource_type(entry.type)
        made = by_token(resource.type)
        if not entry.type:
            entry.type = made.name if made is not None else resource.type
        elif known is None or made is None or made.name != known.name:
            words = resource.type.removeprefix("aws-native:")
            entry.becomes = ", ".join(filter(None, (entry.becomes, words)))


def _places(review: Review) -> Iterator[tuple[str | int, ...]]:
    try:
        yield from review.template.places()
    except (ConversionError, RecursionError):  # it was refused for that
        return


def _types(review: Review) -> dict[str, str]:
    from ...readers.template import read

    try:
        stack = read(review.template, check=False)
    except (ConversionError, RecursionError):
        return {}
    return {name: each.type for name, each in stack.resources.items()}
