"""Options that only Pulumi's state asks for: CloudFormation does by itself what they do."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from .. import catalog
from ..catalog import ResourceType, facts
from ..pulumi import Choice, ConfigValue, Expression, Object, Resource, walk
from ..records import replace
from .context import ToPulumi


def with_state_options(context: ToPulumi, logical_id: str, resource: Resource) -> Resource:
    """A resource with the options that state asks for.

    A secret inside of an input is named, since state would show it in what AWS gives back. What AWS
    alone says of a resource and cannot be changed is ignored: Pulumi would make the resource anew
    after a refresh.
    """
    described = catalog.by_token(resource.type)
    ignored = tuple(wire for wire in unsettled(described) if wire not in resource.inputs)
    if ignored:
        words = "AWS alone says it, and Pulumi would replace the resource for it after a refresh"
        context.report.note(
            "ignored-changes",
            f"{logical_id}: changes of {', '.join(ignored)} are ignored: {words}",
            ("Resources", logical_id),
        )
    has_secrets = any(key.secret for key in context.config.values())
    inputs = resource.inputs.items() if has_secrets else ()
    secret = tuple(wire for wire, it in inputs if _holds_secret(context, it))
    if described is None or not (ignored or secret):
        return resource
    options = replace(resource.options, ignore_changes=ignored, secret_outputs=secret)
    return replace(resource, options=options)


@cache
def unsettled(described: ResourceType | None) -> Sequence[str]:
    """The properties of a type, by wire names, that cannot be changed and that AWS says itself."""
    if described is None:
        return ()
    names = facts.unsettled(described.name)
    return tuple(
        it.pulumi
        for it in described.properties.values()
        if it.pulumi and ((it.create_only and it.read_only) or it.name in names)
    )


def _holds_secret(context: ToPulumi, value: Expression) -> bool:
    """Whether a secret stands inside an input; one that is the whole of it is known as that."""
    if isinstance(value, Choice):
        return any(_holds_secret(context, side) for side in (value.then, value.otherwise))
    if not isinstance(value, (list, dict, Object)):
        return False
    return any(
        isinstance(part, ConfigValue) and context.config[part.key].secret for part in walk(value)
    )
