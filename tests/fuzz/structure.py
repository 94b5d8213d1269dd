"""Mutations of a template's tree: nodes dropped, doubled, swapped, of other kinds than expected."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

Tree = dict[str, Any]

SECTIONS = ("Resources", "Parameters", "Conditions", "Mappings", "Outputs", "Metadata", "Rules")
ATTRIBUTES = ("Type", "Properties", "Condition", "DependsOn", "DeletionPolicy", "UpdatePolicy")
FUNCTIONS = (
    "Ref", "Condition",
    "Fn::And", "Fn::Base64", "Fn::Cidr", "Fn::Equals", "Fn::FindInMap", "Fn::GetAZs",
    "Fn::GetAtt", "Fn::If", "Fn::ImportValue", "Fn::Join", "Fn::Length", "Fn::Not",
    "Fn::Or", "Fn::Select", "Fn::Split", "Fn::Sub", "Fn::ToJsonString", "Fn::Transform",
    "Fn::Contains", "Fn::EachMemberIn", "Fn::RefAll", "Fn::ValueOf", "Fn::ForEach::L",
)  # fmt: skip
PSEUDO = ("AWS::Region", "AWS::NoValue", "AWS::StackName", "AWS::AccountId", "AWS::Partition")
TEXTS = (
    "",
    " ",
    "null",
    "true",
    "012",
    "1e3",
    "22:22",
    "2020-01-01",
    "None",
    "${",
    "${}",
    "${!x}",
    "${AWS::Region}",
    "a: b # c",
    "'\"\\",
    '"""',
    "{{}}",
    "{{resolve:ssm:x}}",
    "\x1b[31m\u202e\u200b",
    "\n\ttab\r\n",
    "line\u2028separator",
    "é😀",
    "__class__",
    "class",
    "Fn::If",
    "x" * 5000,
)
SCALARS = (None, True, False, 0, -1, 1.5, 1e300, 2**53 + 1, 10**30, "80", "true")


def mutated(template: dict[str, Any], random: Random) -> str:
    """Change a template in one to four places.

    Args:
        template: the tree of the template; it is not changed.
        random: what decides on the changes.

    Returns:
        The text of the changed template, as JSON.
    """
    root = {"": copy.deepcopy(template)}
    for _ in range(random.choice((1, 1, 1, 1, 2, 2, 3))):
        place = _deep_place(root, random)
        if place is None:
            break
        holder, step = place
        random.choice(_MUTATIONS)(holder, step, random, root)
    return json.dumps(root.get(""), ensure_ascii=random.random() < 0.5)


def _deep_place(root: dict[str, Any], random: Random) -> tuple[Any, Any] | None:
    """A node, rather one far inside: what is wrong at the top is refused at once."""
    places = _places(root)
    if not places:
        return None
    return max((random.choice(places) for _ in range(3)), key=lambda it: it[2])[:2]


def _places(root: dict[str, Any]) -> list[tuple[Any, Any, int]]:
    """Every node, as what holds it, the step to it, and how deep it is."""
    found: list[tuple[Any, Any, int]] = []
    pending: list[tuple[Any, int]] = [(root, 0)]
    while pending:
        here, depth = pending.pop()
        steps = list(here) if isinstance(here, dict) else range(len(here))
        for step in steps:
            found.append((here, step, depth))
            if isinstance(here[step], (dict, list)):
                pending.append((here[step], depth + 1))
    return found


def name_in(root: dict[str, Any], random: Random) -> str:
    """A name that the template may know."""
    template = root.get("")
    known = [*PSEUDO]
    for section in SECTIONS[:4]:
        entries = template.get(section) if isinstance(template, dict) else None
        known += map(str, entries) if isinstance(entries, dict) else ()
    return random.choice(known)


def _value(root: dict[str, Any], random: Random) -> Any:
    """Something to put in a place: a scalar, a function, a piece of the template itself."""
    kind = random.randrange(8)
    if kind == 0:
        return random.choice(SCALARS)
    if kind == 1:
        return random.choice(TEXTS)
    if kind == 2:
        return random.choice(([], {}, [None], [[]], {"": None}, {"a": {"b": "c"}}, ["a", "b"]))
    if kind == 3:
        return {random.choice(FUNCTIONS): _value(root, random)}
    if kind < 7:
        return _call(root, random)
    holder, step, _ = random.choice(_places(root))
    return copy.deepcopy(holder[step])


def _call(root: dict[str, Any], random: Random) -> Any:
    """A function that is well formed, of names that the template may know."""
    name = name_in(root, random)
    return random.choice(
        (
            {"Ref": name},
            {"Fn::GetAtt": [name, random.choice(("Arn", "Name", "Id", "Outputs.x"))]},
            {"Fn::If": [name, "a", {"Ref": "AWS::NoValue"}]},
            {"Fn::Sub": f"${{{name}}}-x"},
            {"Fn::Join": [",", [{"Ref": name}, "b"]]},
            {"Fn::Select": [0, {"Fn::Split": [",", {"Ref": name}]}]},
            {"Fn::FindInMap": [name, {"Ref": "AWS::Region"}, "a"]},
            {"Fn::Equals": [{"Ref": name}, "a"]},
            {"Condition": name},
            {"Fn::Not": [{"Condition": name}]},
            {"Fn::GetAZs": {"Ref": name}},
            {"Fn::ImportValue": name},
            {"Fn::ToJsonString": {"a": {"Ref": name}}},
        )
    )


def _drop(holder: Any, step: Any, random: Random, root: dict[str, Any]) -> None:
    del holder[step]


def _double(holder: Any, step: Any, random: Random, root: dict[str, Any]) -> None:
    twin = copy.deepcopy(holder[step])
    if isinstance(holder, dict):
        holder[_key(step, random)] = twin
    else:
        holder.insert(step, twin)


def _retype(holder: Any, step: Any, random: Random, root: dict[str, Any]) -> None:
    holder[step] = _value(root, random)


def _swap(holder: Any, step: Any, random: Random, root: dict[str, Any]) -> None:
    other, at, _ = random.choice(_places(root))
    one, two = copy.deepcopy(holder[step]), copy.deepcopy(other[at])
    other[at] = one
    if step in holder if isinstance(holder, dict) else step < len(holder):
        holder[step] = two


def _wrap(holder: Any, step: Any, random: Random, root: dict[str, Any]) -> None:
    inner = holder[step]
    if random.random() < 0.6:
        name = name_in(root, random)
        holder[step] = random.choice(
            (
                {"Fn::If": [name, inner, {"Ref": "AWS::NoValue"}]},
                {"Fn::If": [name, inner, inner]},
                {"Fn::Select": [1, [inner, inner]]},
                {"Fn::Join": ["-", [inner, {"Ref": "AWS::Region"}]]},
                {"Fn::Sub": ["${x}${x}", {"x": inner}]},
                {"Fn::Base64": inner},
                [inner],
                {"a": inner},
            )
        )
        return
    function = random.choice(FUNCTIONS)
    holder[step] = {function: random.choice((inner, [inner], [inner, inner], ["x", inner, inner]))}


def _rename(holder: Any, step: Any, random: Random, root: dict[str, Any]) -> None:
    if isinstance(holder, dict):
        renamed = {_key(key, random) if key == step else key: it for key, it in holder.items()}
        holder.clear()
        holder.update(renamed)
    else:
        holder[step] = _call(root, random)


def _nest(holder: Any, step: Any, random: Random, root: dict[str, Any]) -> None:
    if isinstance(holder[step], dict):
        holder[step][_key("X", random)] = _value(root, random)
    elif isinstance(holder[step], list):
        holder[step].append(_value(root, random))
    else:
        holder[step] = _call(root, random)


def _key(key: Any, random: Random) -> str:
    return random.choice(
        (*[f"{key}2"] * 20, *SECTIONS, *ATTRIBUTES, *FUNCTIONS, random.choice(TEXTS))
    )


Mutation = Callable[[Any, Any, Random, dict[str, Any]], None]
_MUTATIONS: tuple[Mutation, ...] = (
    _drop,
    _double,
    _retype,
    _retype,
    _retype,
    _swap,
    _wrap,
    _rename,
    _nest,
)
