"""The names that a value mentions, and where it does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..errors import Path, PathStep, TemplateError
from ..intrinsics import (
    And,
    Cidr,
    ConditionRef,
    Equals,
    FindInMap,
    ForEach,
    GetAtt,
    If,
    Intrinsic,
    Length,
    Not,
    Or,
    Ref,
    RuleFunction,
    Sub,
    ToJsonString,
    Transform,
    Tree,
    Value,
    Variable,
    sub_parts,
)
from ..records import dataclass, field

_OPTIONAL = (Cidr, FindInMap, Sub)
_EXTENSIONS = (ForEach, Length, RuleFunction, ToJsonString, Transform)
_DECIDING = (Equals, And, Or, Not)
DECIDING = tuple(each.function for each in _DECIDING)
"""The functions that only conditions have."""


@dataclass(slots=True)
class Mentions:
    """What one value mentions, by what it must be the name of; each name once, in no order.

    Attributes:
        values: parameters and resources.
        resources: resources, of which an attribute is asked.
        conditions, maps: entries of ``Conditions`` and ``Mappings``.
        keys: what stands in the keys of ``Fn::FindInMap``, which are known before anything is made.
        has_null: whether there is a null somewhere.
        decides: whether there is a function that only conditions have.
        extends: whether there is a function that only a transform carries out.
        malformed: the faults of ``Fn::Sub`` texts, with the texts.
    """

    values: set[str] = field(default_factory=set)
    resources: set[str] = field(default_factory=set)
    conditions: set[str] = field(default_factory=set)
    maps: set[str] = field(default_factory=set)
    keys: set[str] = field(default_factory=set)
    has_null: bool = False
    decides: bool = False
    extends: bool = False
    malformed: dict[str, TemplateError] = field(default_factory=dict)


NOTHING = Mentions()
"""What a text mentions."""


def mentions_of(value: Value) -> Mentions:
    """What ``value`` mentions. A null ``value`` is nothing, and no null."""
    found = Mentions()
    pending: list[Any] = [] if value is None else [value]
    while pending:
        here = pending.pop()
        kind = type(here)
        if kind is str:
            continue
        if kind is dict:
            pending += here.values()
        elif kind is list or kind is tuple:
            pending += here
        elif isinstance(here, Intrinsic):
            _mention(here, found)
            pending += _children(here)
        elif here is None:
            found.has_null = True
    return found


def places_of_names(
    names: set[str], tree: Tree, path: Path, functions: tuple[str, ...]
) -> dict[str, Path]:
    """The paths of the first of ``functions`` in ``tree`` that mentions each of ``names``."""
    places: dict[str, Path] = {}
    for place, argument in _calls(tree, path, functions):
        for name in _mentioned(place[-1], argument, functions) & names:
            places.setdefault(name, place)
    return places


def place_of_function(tree: Tree, path: Path, functions: tuple[str, ...]) -> Path:
    """The path of the first of ``functions`` in ``tree``, else ``path``."""
    return next((place for place, _ in _calls(tree, path, functions)), path)


def place_of_key(names: set[str], tree: Tree, path: Path) -> Path:
    """The path of the first ``Fn::FindInMap`` in ``tree`` of which a key mentions one of
    ``names``, else ``path``.
    """
    functions = ("Ref", "Fn::GetAtt", "Fn::Sub")
    for place, argument in _calls(tree, path, ("Fn::FindInMap",)):
        keys = argument[1:3] if isinstance(argument, list) else []
        if places_of_names(names, keys, place, functions):
            return place
    return path


def _mentioned(function: PathStep, argument: Tree, functions: tuple[str, ...]) -> set[str]:
    first = argument[0] if isinstance(argument, list) and argument else argument
    if function == "Fn::Sub":
        return _names_in(str(first), "Ref" in functions, "Fn::GetAtt" in functions)
    return {first} if isinstance(first, str) else set()


def place_of_null(tree: Tree, path: Path) -> Path:
    """The path of the first null in ``tree``, else ``path``."""
    if isinstance(tree, (dict, list)):
        for step, value in tree.items() if isinstance(tree, dict) else enumerate(tree):
            if value is None:
                return (*path, step)
            found = place_of_null(value, (*path, step))
            if len(found) > len(path) + 1:
                return found
    return path


def _calls(tree: Tree, path: Path, functions: tuple[str, ...]) -> Iterator[tuple[Path, Tree]]:
    if isinstance(tree, dict):
        if len(tree) == 1:
            ((function, argument),) = tree.items()
            if function in functions:
                yield (*path, function), argument
        for key, value in tree.items():
            yield from _calls(value, (*path, key), functions)
    elif isinstance(tree, list):
        for index, value in enumerate(tree):
            yield from _calls(value, (*path, index), functions)


def _children(node: Any) -> list[object]:
    values = [getattr(node, name) for name in node.__slots__]
    if isinstance(node, FindInMap) and node.has_default:
        return values
    return [it for it in values if it is not None] if isinstance(node, _OPTIONAL) else values


def _mention(node: Intrinsic, found: Mentions) -> None:
    if isinstance(node, Ref):
        found.values.add(node.name)
    elif isinstance(node, GetAtt):
        found.resources.add(node.resource)
    elif isinstance(node, Sub):
        _mention_sub(node, found)
    elif isinstance(node, If):
        found.conditions.add(node.condition)
    elif isinstance(node, ConditionRef):
        found.conditions.add(node.name)
    elif isinstance(node, FindInMap):
        found.extends = found.extends or node.has_default
        if isinstance(node.mapping, str) and not node.has_default:
            found.maps.add(node.mapping)
        if type(node.top_key) is not str or type(node.second_key) is not str:
            inside = mentions_of([node.top_key, node.second_key])
            found.keys |= inside.values | inside.resources
    elif isinstance(node, _DECIDING):
        found.decides = True
    elif isinstance(node, _EXTENSIONS):
        found.extends = True


def _mention_sub(node: Sub, found: Mentions) -> None:
    own = node.variables or {}
    try:
        parts = sub_parts(node.text)
    except TemplateError as error:
        found.malformed[node.text] = error
        return
    for part in parts:
        if isinstance(part, Variable) and part.name not in own:
            name, dot, _ = part.name.partition(".")
            (found.resources if dot else found.values).add(name)


def _names_in(text: str, values: bool, resources: bool) -> set[str]:
    """The names in the text of a ``Fn::Sub`` without an attribute, and those with one."""
    try:
        parts = sub_parts(text)
    except TemplateError:
        return {text}
    names = [part.name.partition(".") for part in parts if isinstance(part, Variable)]
    return {name for name, dot, _ in names if (resources if dot else values)}
