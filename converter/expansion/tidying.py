"""What AWS's translator of serverless templates gives, compared and put in order."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, cast

from ..intrinsics import Tree, Variable, sub_parts, sub_text
from .values import text_of

Template = dict[str, Tree]

_HASH = re.compile(r"[0-9a-f]{10}$")


def meaning(tree: Template, values: Mapping[str, Tree]) -> str:
    """What a translation says for ``values`` of parameters, but for the hashes in logical IDs."""
    text = json.dumps(settled(tree, values))
    for number, found in enumerate(_hashes(tree)):
        text = text.replace(found, f"#{number}")
    return text


def with_hashes_of(tree: Template, other: Template) -> Template:
    """``tree`` with the logical IDs of ``other``, which means the same."""
    text = json.dumps(tree)
    for own, wanted in zip(_hashes(tree), _hashes(other), strict=True):
        text = text.replace(own, wanted)
    return cast(Template, json.loads(text))


def _hashes(tree: Template) -> list[str]:
    names = cast(Template, tree["Resources"])
    return [match[0] for name in names if (match := _HASH.search(name))]


def settled(tree: Tree, values: Mapping[str, Tree]) -> Tree:
    """``tree`` with the values in the place of references to parameters.

    A list stays a variable in the text of a ``Fn::Sub``, which takes none.
    """
    if isinstance(tree, list):
        return [settled(item, values) for item in tree]
    if not isinstance(tree, dict):
        return tree
    if len(tree) == 1:
        ((name, argument),) = tree.items()
        if name == "Ref" and isinstance(argument, str) and argument in values:
            return values[argument]
        if name == "Fn::Sub" and isinstance(argument, str):
            return {name: _settled_text(argument, values)}
        if name == "Fn::Sub" and isinstance(argument, list) and len(argument) == 2:
            text, own = argument
            if isinstance(text, str) and isinstance(own, dict):
                others = {key: it for key, it in values.items() if key not in own}
                return {name: [_settled_text(text, others), settled(own, values)]}
    return {key: settled(item, values) for key, item in tree.items()}


def _settled_text(text: str, values: Mapping[str, Tree]) -> str:
    def part(given: str | Variable) -> str | Variable:
        value = values.get(given.name) if isinstance(given, Variable) else None
        return given if value is None or isinstance(value, (dict, list)) else text_of(value)

    return sub_text(map(part, sub_parts(text)))


def tidied(before: Template, after: Template) -> Template:
    """A translation in the order of its template, with its conditions as CloudFormation has them.

    Args:
        before: the template.
        after: the translation.
    """
    result = {**{name: after[name] for name in before if name in after}, **after}
    result["Resources"] = _in_order(
        cast(Template, before["Resources"]), cast(Template, after["Resources"])
    )
    own, conditions = before.get("Conditions") or {}, after.get("Conditions")
    if isinstance(conditions, dict):
        result["Conditions"] = {
            name: it if name in cast(Template, own) else _condition(it)
            for name, it in conditions.items()
        }
    return result


def _condition(raw: Any) -> Tree:
    """A condition that the translator added: without doubled names, the operands in order."""
    if isinstance(raw, str):
        return {"Condition": raw}
    if not isinstance(raw, dict):
        return cast(Tree, raw)
    if isinstance(inner := raw.get("Condition"), dict):
        return _condition(inner)
    result: Template = {}
    for name, operands in raw.items():
        result[name] = operands
        if name in ("Fn::And", "Fn::Or", "Fn::Not"):
            result[name] = sorted((_condition(it) for it in operands), key=json.dumps)
    return result


def _in_order(before: Template, after: Template) -> Template:
    """The resources in the template's order, each followed by those that were made of it."""
    made: dict[str, list[str]] = {name: [] for name in before}
    others: list[str] = []
    for name in after:
        source = _source(name, before)
        (others if source is None else made[source]).append(name)
    names: list[str] = []
    for source, group in made.items():
        names += [name for name in group if name == source]
        names += [name for name in group if name != source]
    names += others
    return {name: after[name] for name in names}


def _source(name: str, before: Mapping[str, Any]) -> str | None:
    """The resource that ``name`` was made of: SAM puts its logical ID in front."""
    found = [other for other in before if name.startswith(other)]
    return max(found, key=len) if found else None
