"""Programs that deploy to several places: a template is for one region of one account."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from ..errors import UnsupportedError, at
from ..pulumi import (
    Attribute,
    ConfigValue,
    Elsewhere,
    Export,
    Expression,
    Invoke,
    Program,
    Resource,
    walk,
)
from ..report import Report
from .legal import names_in_template
from .usage import only_used

OWN_REGION = Invoke("getRegion", "region")
_NO_NAME = re.compile(r"[^A-Za-z0-9]+")


def places_of(program: Program) -> dict[Elsewhere | None, list[str]]:
    """The names of a program's resources by the place that they are deployed to, in order."""
    found: dict[Elsewhere | None, list[str]] = {}
    for name, resource in program.resources.items():
        found.setdefault(resource.options.elsewhere, []).append(name)
    return found


def in_words(place: Elsewhere | None) -> str:
    """What messages call a place."""
    if place is None:
        return "the stack's own region"
    region = place.region
    told = f"what {region.key} says" if isinstance(region, ConfigValue) else region
    words = [str(told) if isinstance(told, str) else "a region"] if region is not None else []
    return ", ".join([*words, *([place.account] if place.account else [])])


def file_names(places: Iterable[Elsewhere | None]) -> dict[Elsewhere | None, str]:
    """A file's name, without its ending, for the template of each place."""
    found: dict[Elsewhere | None, str] = {}
    for place in places:
        own = place.region.key if place and isinstance(place.region, ConfigValue) else None
        end = _NO_NAME.sub("-", own or in_words(place)).strip("-")
        plain = name = "template" if place is None else f"template-{end}"
        number = 2
        while name in found.values():
            name, number = f"{plain}-{number}", number + 1
        found[place] = name
    return found


def by_place(program: Program, report: Report) -> dict[Elsewhere | None, Program]:
    """A program for each place, with the resources that are deployed to it.

    Args:
        program: a program with resources in several places.
        report: told of outputs that say something of several of them.

    Raises:
        UnsupportedError: a resource needs one of another place.
    """
    groups = places_of(program)
    places = {name: place for place, names in groups.items() for name in names}
    ids = names_in_template(program, Report())["resources"]
    for name, resource in program.resources.items():
        with at("Resources", ids[name]):
            _refuse_others(name, resource, places)
    found = {}
    for place, names in groups.items():
        own = {name: program.resources[name] for name in names}
        exports = {
            key: kept
            for key, export in program.exports.items()
            if (kept := _kept(key, export, place, places, report)) is not None
        }
        found[place] = only_used(replace(program, resources=own, exports=exports))
        tell_region(found[place], place, report)
    return found


def tell_region(program: Program, place: Elsewhere | None, report: Report) -> None:
    """Say it where what is deployed to another region asks for the stack's own."""
    if place is None or place.region is None:
        return
    if any(node == OWN_REGION for value in program.values() for node in walk(value)):
        words = f"is asked for by what is deployed to {in_words(place)}: there it is that region"
        report.warn("region", f"the region of the stack {words}")


def _refuse_others(name: str, resource: Resource, places: dict[str, Elsewhere | None]) -> None:
    for other in (*_resources_in(resource.inputs), *resource.options.depends_on):
        if places[other] != places[name]:
            raise UnsupportedError(
                f"{name} needs {other}, which is in another place "
                f"({in_words(places[other])}): one template cannot refer to another's resources"
            )


def _kept(
    key: str,
    export: Export,
    place: Elsewhere | None,
    places: dict[str, Elsewhere | None],
    report: Report,
) -> Export | None:
    """What of an output the template of a place can tell; of a map the entries that it can."""
    where = {places[name] for name in _resources_in(export.value)}
    if where <= {place}:
        return export
    if place not in where:
        return None
    words = f"the output {key} says something of several places: each template has what it knows"
    report.warn("several-places", words, ("Outputs", key))
    if not isinstance(export.value, dict):
        return None
    entries = {
        name: value
        for name, value in export.value.items()
        if {places[other] for other in _resources_in(value)} <= {place}
    }
    return replace(export, value=entries)


def _resources_in(value: Expression) -> list[str]:
    return [node.resource for node in walk(value) if isinstance(node, Attribute)]
