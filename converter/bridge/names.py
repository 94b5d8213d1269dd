"""Names that Pulumi makes for resources that the template does not name."""

from __future__ import annotations

from .. import cloudformation, intrinsics
from ..catalog import ResourceType
from ..intrinsics import NO_VALUE, Value
from .context import ToPulumi


def lower_names(
    context: ToPulumi,
    logical_id: str,
    described: ResourceType,
    resource: cloudformation.Resource,
) -> None:
    """Ask for names in lower case where AWS wants them and Pulumi would keep capitals.

    Pulumi makes a name of the resource's own, which is the logical ID.
    """
    keeps_capitals = context.is_component or logical_id != logical_id.lower()
    if not described.lower_case_name or not keeps_capitals:
        return
    if _is_named(described, resource.properties):
        return
    context.lower_case_types[described.token] = None
    context.report.note(
        "auto-name",
        f"{logical_id} has no name of its own: Pulumi.yaml says how an {described.name} is named, "
        f"because the name that Pulumi makes of {logical_id!r} must be in lower case",
        ("Resources", logical_id),
    )


def _is_named(described: ResourceType, properties: Value) -> bool:
    """Whether the properties name the resource, whichever way their conditions turn out."""
    if isinstance(properties, intrinsics.If):
        branches = (properties.then, properties.otherwise)
        return all(_is_named(described, branch) for branch in branches)
    if not isinstance(properties, dict):
        return False
    return any(_is_given(properties.get(name)) for name in described.primary_identifier)


def _is_given(value: Value) -> bool:
    if isinstance(value, intrinsics.If):
        return _is_given(value.then) and _is_given(value.otherwise)
    return value is not None and value != NO_VALUE
