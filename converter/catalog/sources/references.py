"""What `Ref` returns, from the CDK's references and the primary identifier."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from ...naming import pulumi_name
from ..types import Ref, RefKind


def derive(
    name: str,
    reference: Mapping[str, str],
    primary_identifier: tuple[str, ...],
    properties: Collection[str],
) -> Ref:
    """Say what `Ref` returns for a resource type.

    The CDK's generated reference of a class says which field is `this.ref`; where it splits
    `this.ref` at `|`, or says nothing and the identifier is one property, Ref is the identifier.
    """
    direct = [field for field, expression in reference.items() if expression == "this.ref"]
    if direct:
        found = _property(name, direct[0], [*primary_identifier, *properties])
        if found and (found,) != primary_identifier:
            return Ref("property", found)
    elif len(primary_identifier) != 1 and not _splits(reference):
        return Ref("unknown")
    return Ref("id", primary_identifier[0] if len(primary_identifier) == 1 else None)


def _splits(reference: Mapping[str, str]) -> bool:
    return any("this.ref" in expression for expression in reference.values())


def _property(name: str, field: str, candidates: list[str]) -> str | None:
    """Give the property of a reference's field; the CDK may put the resource's name before it."""
    resource = name.rpartition("::")[2].lower()
    for candidate in candidates:
        if pulumi_name(candidate) == field:
            return candidate
    for candidate in candidates:
        if field.lower() in (candidate.lower(), resource + candidate.lower()):
            return candidate
    return None


def patched(ref: Ref, patch: Mapping[str, Any] | None, primary: tuple[str, ...]) -> Ref:
    """Put a patch's fact in the place of what was derived."""
    if patch is None:
        return ref
    kind = cast(RefKind, patch["kind"])
    found = patch.get("property")
    if kind == "id":
        found = primary[0] if len(primary) == 1 else None
    return Ref(kind, found)
