"""A template and its program, and each template nested in it with the component that it became."""

from __future__ import annotations

import os
from collections.abc import Iterator

from ...cloudformation import Stack, nested_path
from ...errors import ConversionError
from ...pulumi import Program
from ...readers.source import Source, read_file
from ...records import dataclass
from ..conversions import Review


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A template with its program.

    Args:
        scope: its path from the outermost template, which is ``""`` itself.
        template: the template.
        stack: what it says; None where it cannot be read.
        program: the program or component; None where it was refused.
        files: the program's files that it is written in; None for all that are no other's.
    """

    scope: str
    template: Source
    stack: Stack | None
    program: Program | None
    files: tuple[str, ...] | None = None


def units_of(review: Review) -> list[Unit]:
    """Give the outermost unit of a review, then those nested in it."""
    outermost = Unit(
        scope="", template=review.template, stack=_read(review.template), program=review.program
    )
    units = {"": outermost}
    pending = [outermost]
    while pending:
        for unit in _nested(pending.pop(), review):
            if unit.scope not in units:
                units[unit.scope] = unit
                pending.append(unit)
    return list(units.values())


def _nested(unit: Unit, review: Review) -> Iterator[Unit]:
    if unit.program is None or unit.stack is None or review.program is None:
        return
    folder = os.path.dirname(review.template.name)
    for name, resource in unit.program.resources.items():
        component = review.program.components.get(resource.type)
        declared = unit.stack.resources.get(name)
        if component is None or declared is None:
            continue
        path = nested_path(unit.scope, declared.properties)
        template = None if path is None else _open(os.path.join(folder, path))
        if path is not None and template is not None:
            yield Unit(
                scope=path,
                template=template,
                stack=_read(template),
                program=component,
                files=tuple(_files(component, review)),
            )


def _files(component: Program, review: Review) -> Iterator[str]:
    """The file that has just what a component has, or that it was seen in when it ran, and the
    fragment beside it.
    """
    yield from dict.fromkeys(file for file, _ in component.places.values())
    if component.fragment_file is not None:
        yield component.fragment_file
    own = {("resources", name) for name in component.resources}
    for file, marks in review.marks.items():
        if own and {path for path in marks if path[0] == "resources"} == own:
            stem = os.path.splitext(file)[0]
            yield from (file, f"{stem}.cloudformation.yaml")


def _open(path: str) -> Source | None:
    try:
        return Source(path, read_file(path))
    except ConversionError:
        return None


def _read(source: Source) -> Stack | None:
    from ...readers.template import read

    try:
        return read(source, check=False)
    except (ConversionError, RecursionError):
        return None
