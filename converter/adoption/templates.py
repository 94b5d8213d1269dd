"""The templates that hand a stack over: everything retained, and then only what stays."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ..catalog import facts
from ..catalog.identifying import is_idle
from ..cloudformation import ON_REPLACE, Resource, Stack, nested_path
from ..evaluation import UNKNOWN, has_secret, has_unknown
from ..evaluation.expressions import text_of
from ..intrinsics import GetAtt, Ref
from .adopting import Adoption
from .detaching import ROOT, Source, detached

RETAIN = "Retain"


def retained(stack: Stack) -> Stack:
    """A stack, and those nested in it, with every resource retained whatever happens to it."""
    resources = {name: _retained(it) for name, it in stack.resources.items()}
    templates = {path: retained(it) for path, it in stack.templates.items()}
    return replace(stack, resources=resources, templates=templates)


def _retained(resource: Resource) -> Resource:
    attributes = {**resource.attributes, ON_REPLACE: RETAIN}
    return replace(resource, deletion_policy=RETAIN, attributes=attributes)


def remaining(adoption: Adoption) -> tuple[Stack | None, list[str]]:
    """What stays in CloudFormation, as a stack of its own right.

    Returns:
        The stack, in which what it takes from adopted resources are parameters with the values as
        their defaults; None where nothing stays. And the parameters whose values nobody knows.
    """
    staying = _staying(adoption)
    if not any(staying.values()):
        return None, []
    stack = retained(adoption.stack)
    stacks = {ROOT: stack, **stack.templates}
    leaving = {
        path: [n for n in it.resources if n not in staying[path]] for path, it in stacks.items()
    }
    left, sources = detached(stack, leaving)
    unknown = []
    parameters = dict(left.parameters)
    for name, source in sources.items():
        value = _value(adoption, source)
        if value is UNKNOWN:
            unknown.append(name)
            continue
        attributes = {**parameters[name].attributes, "Default": value}
        parameters[name] = replace(parameters[name], attributes=attributes)
    used = {path: each for path, each in left.templates.items() if staying[path]}
    return replace(left, parameters=parameters, templates=used), unknown


def _staying(adoption: Adoption) -> dict[str, set[str]]:
    """What stays, by template: the stacks that hold some of it, too."""
    stacks = {ROOT: adoption.stack, **adoption.stack.templates}
    busy = any(not is_idle(it.type) for it in adoption.staying.values())
    names = {*adoption.nameless, *(adoption.staying if busy else ())}
    found: dict[str, set[str]] = {path: set() for path in stacks}

    def visit(path: str, prefix: str) -> None:
        for own, resource in stacks[path].resources.items():
            if prefix + own in names:
                found[path].add(own)
            nested = nested_path(path, resource.properties)
            if resource.type == facts.nested_stack() and nested in stacks and nested is not None:
                visit(nested, f"{prefix}{own}-")
                if found[nested]:
                    found[path].add(own)

    visit(ROOT, "")
    return found


def _value(adoption: Adoption, source: Source) -> Any:
    """What a resource that was adopted gives."""
    node = source.node
    own = node.name if isinstance(node, Ref) else node.resource
    name = "-".join((*source.place, own))
    if isinstance(node, Ref):
        row = _row(adoption, (*source.place, own))
        return UNKNOWN if row is None else row
    assert isinstance(node, GetAtt)
    if name not in adoption.types:
        return UNKNOWN
    found = adoption.values(name, str(node.attribute))
    if has_unknown(found) or has_secret(found):
        return UNKNOWN
    return ",".join(map(text_of, found)) if isinstance(found, list) else text_of(found)


def _row(adoption: Adoption, place: tuple[str, ...]) -> str | None:
    deployed = adoption.deployed
    for own in place[:-1]:
        if own not in deployed.nested:
            return None
        deployed = deployed.nested[own]
    row = deployed.rows.get(place[-1])
    return row.physical_id if row is not None else None


def template_files(stack: Stack, folder: str, name: str) -> Mapping[str, str]:
    """The text of a stack's template and of those nested in it, by their paths."""
    from ..writers.template import write

    found = {posixpath.join(folder, name): str(write(replace(stack, templates={}), "yaml"))}
    for path, nested in stack.templates.items():
        kind = "json" if path.endswith(".json") else "yaml"
        found[posixpath.normpath(posixpath.join(folder, path))] = str(write(nested, kind))
    return found
