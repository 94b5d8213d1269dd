"""Comments: the place of each, in the program's names."""

from __future__ import annotations

from .. import catalog
from ..catalog import ResourceType, Type
from ..errors import Path
from .context import ToPulumi

DESCRIPTION = "Description"

SECTIONS = {
    "Parameters": "config",
    "Mappings": "tables",
    "Conditions": "conditions",
    "Outputs": "exports",
}


def lower_comments(context: ToPulumi) -> dict[Path, str]:
    """The stack's comments, at the places of the program that say the same."""
    found: dict[Path, str] = {}
    for path, text in context.stack.comments.items():
        place = _place(context, path)
        if place is not None:
            found[place] = f"{found[place]}\n{text}" if place in found else text
    for name, resource in context.stack.resources.items():
        said = resource.attributes.get(DESCRIPTION)
        if isinstance(said, str) and said:
            place = ("resources", name)
            found[place] = f"{found[place]}\n{said}" if place in found else said
    return found


def _place(context: ToPulumi, path: Path) -> Path | None:
    if len(path) >= 2 and path[0] in SECTIONS:
        return (SECTIONS[str(path[0])], path[1])
    if len(path) < 2 or path[0] != "Resources":
        return None
    name = str(path[1])
    if name in context.components:
        return ("resources", name, *(path[4:] if path[3:4] == ("Parameters",) else ()))
    described = context.resource_type(name)
    if name in context.parts:
        described = catalog.resource_type(context.parts[name][name].type)
    if len(path) > 3 and path[2] == "Properties" and described is not None:
        return ("resources", path[1], *_wire(described, path[3:]))
    return ("resources", path[1])


def _wire(described: ResourceType, steps: Path) -> Path:
    """A path below Properties in wire names, as far as objects are typed; the rest is verbatim."""
    properties = described.properties
    found: list[str | int] = []
    here: Type | None = None
    for position, step in enumerate(steps):
        if here is not None and here.kind != "object":
            if here.kind not in ("list", "map"):
                return (*found, *steps[position:])
            found.append(step)
            here = here.items
            continue
        if here is not None and here.name is not None:
            properties = described.object_types[here.name].properties
        prop = properties.get(str(step))
        if prop is None or prop.pulumi is None:
            return (*found, *steps[position:])
        found.append(prop.pulumi)
        here = prop.type
    return tuple(found)
