"""Values made anew around what is changed in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from .intrinsics import Intrinsic
from .pulumi import Node, Program, Resource
from .records import replace

Record = TypeVar("Record", bound="Intrinsic | Node")
Change = Callable[[Any], Any]


def rebuilt(record: Record, change: Change) -> Record:
    """A function or a node whose parts are what ``change`` makes of them; its own if it has none.

    Parts are functions, nodes, lists, maps, and the items of tuples. Other fields stay.
    """
    changes: dict[str, Any] = {}
    for name in field_names(record):
        here = getattr(record, name)
        if isinstance(here, (Intrinsic, Node, list, dict)):
            changes[name] = change(here)
        elif isinstance(here, tuple):
            changes[name] = tuple([change(item) for item in here])
    return replace(record, **changes) if changes else record  # type: ignore[type-var]  # as above


def rewrite(value: Any, change: Change) -> Any:
    """A value in which ``change`` was done to every part, outermost first.

    What ``change`` gives for a part stands as it is; where it gives the part itself, the parts
    inside that are looked at. A value in which nothing changes is given itself.
    """
    changed = change(value)
    if changed is not value:
        return changed
    inner = {key: rewrite(child, change) for key, child in parts(value)}
    if all(inner[key] is child for key, child in parts(value)):
        return value
    if isinstance(value, list):
        return list(inner.values())
    if isinstance(value, tuple):
        return tuple(inner.values())
    return inner if isinstance(value, dict) else replace(value, **inner)


def parts(value: Any) -> Iterator[tuple[Any, Any]]:
    """What is directly inside a value, with its key."""
    if isinstance(value, (list, tuple)):
        yield from enumerate(value)
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, Node):
        for name in field_names(value):
            yield name, getattr(value, name)


def field_names(record: Intrinsic | Node) -> tuple[str, ...]:
    """The fields of a function or a node, which are all that its class has slots for."""
    names: tuple[str, ...] = record.__slots__
    return names


def rewritten(program: Program, change: Change) -> Program:
    """A program in which ``change`` was done to every value and condition, as in `rewrite`."""
    return replace(
        program,
        conditions={key: rewrite(value, change) for key, value in program.conditions.items()},
        references={
            key: replace(reference, stack=rewrite(reference.stack, change))
            for key, reference in program.references.items()
        },
        resources={key: _resource(resource, change) for key, resource in program.resources.items()},
        exports={
            key: replace(export, value=rewrite(export.value, change))
            for key, export in program.exports.items()
        },
    )


def _resource(resource: Resource, change: Change) -> Resource:
    options = resource.options
    retained = rewrite(options.retain_on_delete, change)
    if retained is not options.retain_on_delete:
        options = replace(options, retain_on_delete=retained)
    return replace(resource, inputs=rewrite(resource.inputs, change), options=options)
