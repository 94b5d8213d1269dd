"""What `Ref` returns, from the CDK's references and the primary identifier."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, cast

from ...naming import pulumi_name
from ..types import Ref, RefKind

_PHYSICAL_ID = ("Id",)


def derive(
    name: str,
    reference: Mapping[str, str],
    primary_identifier: tuple[str, ...],
    properties: Collection[str],
) -> Ref:
    """Say what `Ref` returns for a resource type.

    The CDK's generated reference of a class says which field is `this.ref`. Where it splits that
    at `|`, and where it does not say, Ref is the identifier, as for every type of the registry.
    """
    direct = [field for field, expression in reference.items() if expression == "this.ref"]
    # A schema made for an older type calls the physical id, which is what Ref returns, `Id`.
    if direct and primary_identifier != _PHYSICAL_ID:
        found = _property(name, direct[0], [*primary_identifier, *properties])
        if found and (found,) != primary_identifier:
            return Ref("property", found)
    silent = reference and not any("this.ref" in text for text in reference.values())
    if not primary_identifier or (silent and len(primary_identifier) > 1):
        return Ref("unknown")
    return Ref("id", primary_identifier[0] if len(primary_identifier) == 1 else None)


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
