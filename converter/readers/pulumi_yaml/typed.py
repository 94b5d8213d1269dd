"""Values at places whose types the catalog knows: objects and enum members get their names."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from ...catalog import Property, ResourceType, Type
from ...catalog.likeness import settled
from ...errors import UnsupportedError
from ...pulumi import ABSENT, Choice, Concat, EnumMember, Expression, Json, Node, Object, Secret
from .functions import joined

_MARK = re.compile("\ue000([0-9]+)\ue001")


def typed_fields(
    described: ResourceType, properties: Mapping[str, Property], fields: Mapping[str, Expression]
) -> dict[str, Expression]:
    """The fields of a resource or of an object; null is the same as absent there."""
    found = {
        name: typed(described, properties[name].type if name in properties else None, value)
        for name, value in fields.items()
    }
    found = {name: _absent(value) for name, value in found.items()}
    return {name: value for name, value in found.items() if value is not ABSENT}


def typed(described: ResourceType, kind: Type | None, value: Expression) -> Expression:
    """A value at a place of a type (None: the place takes anything)."""
    if isinstance(value, Choice):
        return replace(
            value,
            then=typed(described, kind, value.then),
            otherwise=typed(described, kind, value.otherwise),
        )
    if isinstance(value, Secret):
        return Secret(typed(described, kind, value.value))
    if kind is not None and kind.kind == "json":
        value = _document(value)
    if isinstance(value, Node):
        return value
    meant = settled(kind, value, described.object_types)
    if meant is None:
        return value
    if isinstance(value, list):
        return [typed(described, meant.items, item) for item in value]
    if isinstance(value, dict):
        return _typed_map(described, meant, value)
    enum = described.enums.get(meant.enum or "")
    if enum is not None and isinstance(value, (str, int, float)) and value in enum.members:
        return EnumMember(enum.pulumi, value)
    return value


def _document(value: Expression) -> Expression:
    """What a text is the JSON of, where it is: CloudFormation has documents there, not texts."""
    if isinstance(value, Json):
        return value.value
    pieces = value.parts if isinstance(value, Concat) else (value,)
    if not isinstance(pieces[0], str) or pieces[0].lstrip()[:1] not in ("{", "["):
        return value
    held = [piece for piece in pieces if not isinstance(piece, str)]
    marks = iter(range(len(held)))
    text = "".join(it if isinstance(it, str) else f"\ue000{next(marks)}\ue001" for it in pieces)
    try:
        document = json.loads(text)
    except ValueError:
        if not held:
            return value
        words = "this JSON has a value outside of quotation marks: it is to be said as a map"
        raise UnsupportedError(words) from None
    filled: Expression = value if _is_open(document) else _filled(document, held)
    return filled


def _is_open(tree: Any) -> bool:
    """Whether a key in a document holds what only the deployment knows: the text says that."""
    if isinstance(tree, dict):
        return any(map(_MARK.search, tree)) or any(map(_is_open, tree.values()))
    return isinstance(tree, list) and any(map(_is_open, tree))


def _filled(tree: Any, held: Sequence[Expression]) -> Any:
    """A document with the values in the places of their marks."""
    if isinstance(tree, list):
        return [_filled(item, held) for item in tree]
    if isinstance(tree, dict):
        return {key: _filled(item, held) for key, item in tree.items()}
    if not isinstance(tree, str):
        return tree
    cut = [held[int(it)] if at % 2 else it for at, it in enumerate(_MARK.split(tree))]
    found = [it for it in cut if it != ""]
    return found[0] if len(found) == 1 else joined(found)


def without_null(value: Any) -> Any:
    """A value without the entries of maps that are null: Pulumi sends none."""
    if isinstance(value, list):
        return [without_null(item) for item in value]
    if isinstance(value, dict):
        return {key: without_null(item) for key, item in value.items() if item is not None}
    return Secret(without_null(value.value)) if isinstance(value, Secret) else value


def _typed_map(described: ResourceType, kind: Type, value: Mapping[str, Expression]) -> Expression:
    named = described.object_types.get(kind.name or "") if kind.kind == "object" else None
    if named is not None:
        return Object(named.pulumi or named.name, typed_fields(described, named.by_pulumi, value))
    items = kind.items if kind.kind == "map" else None
    return {key: typed(described, items, item) for key, item in value.items()}


def _absent(value: Expression) -> Expression:
    if value is None:
        return ABSENT
    if isinstance(value, Choice):
        return replace(value, then=_absent(value.then), otherwise=_absent(value.otherwise))
    return value
