"""The entries that a template and its program have in common: what belongs together on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...errors import ConversionError
from ...pulumi import PARTS, Program
from ...records import dataclass
from ...report import Report
from .units import Unit

Name = tuple[str, str]
"""A section, and a name in it."""

Key = tuple[str, str, str]
"""The scope of an entry's template, its section there, and its name."""

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


def entries_of(units: Sequence[Unit], prefix: str) -> dict[Key, Entry]:
    """Give the entries of units: the template's in its order, then those of the program alone.

    Args:
        units: the template with its program, and what is nested in it.
        prefix: what their ids begin with.
    """
    entries: dict[Key, Entry] = {}
    for unit in units:
        names = {} if unit.program is None else template_names(unit.program)
        for section, name in dict.fromkeys((*_declared(unit), *names.values())):
            at = len(entries)
            entries[unit.scope, section, name] = Entry(
                id=f"{prefix}-e{at}", section=section, name=name, why=[], hue=at % HUES
            )
        _tell_types(unit, entries, names)
    return entries


def template_names(program: Program) -> dict[Name, Name]:
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
    found: dict[Name, Name] = {}
    for section, title in SECTIONS.items():
        for name in getattr(program, section):
            known = legal.get(section, {}).get(name, name)
            found[section, name] = title, wholes.get(known, known)
    return found


def _declared(unit: Unit) -> Iterator[Name]:
    """What the template says."""
    try:
        places = unit.template.places()
    except (ConversionError, RecursionError):  # it was refused for that
        return
    for path in places:
        if len(path) == 2 and path[0] in SECTIONS.values():
            yield str(path[0]), str(path[1])


def _tell_types(unit: Unit, entries: Mapping[Key, Entry], names: Mapping[Name, Name]) -> None:
    """Tell each resource's type, and what it becomes."""
    from ...catalog import by_token, resource_type

    for name, declared in unit.stack.resources.items() if unit.stack is not None else ():
        if (unit.scope, "Resources", name) in entries:
            entries[unit.scope, "Resources", name].type = declared.type
    for name, resource in unit.program.resources.items() if unit.program is not None else ():
        section, known_name = names["resources", name]
        entry = entries[unit.scope, section, known_name]
        known = None if not entry.type else resource_type(entry.type)
        made = by_token(resource.type)
        if not entry.type:
            entry.type = made.name if made is not None else resource.type
        elif known is None or made is None or made.name != known.name:
            words = resource.type.removeprefix("aws-native:")
            entry.becomes = ", ".join(filter(None, (entry.becomes, words)))
