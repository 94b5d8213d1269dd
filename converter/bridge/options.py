"""Resource attributes and options: what has an option in Pulumi, and what is kept beside the
program.
"""

from __future__ import annotations

from typing import Any

from .. import cloudformation
from ..catalog import facts
from ..cloudformation import DELETION_POLICY, ON_REPLACE
from ..errors import Path
from ..intrinsics import NO_VALUE, If, Intrinsic, Value, parse, render
from ..pulumi import Choice, Options, Resource
from .context import ToCloudFormation, ToPulumi
from .retention import (
    DELETE,
    RETAIN,
    has_option,
    lower_policy,
    may_be_retained,
    policy_of,
    raise_policy,
)
from .state import unsettled

KEPT_APART = (DELETION_POLICY, "Properties", "Type")

NO_OPTIONS = Options()
BEHAVIOUR = {
    "CreationPolicy": "Pulumi does not wait for the signals that its CreationPolicy asks for",
    "UpdatePolicy": "Pulumi does not follow its UpdatePolicy",
    ON_REPLACE: "Pulumi does not follow its UpdateReplacePolicy",
}


def lower_options(context: ToPulumi, logical_id: str, resource: cloudformation.Resource) -> Options:
    """A resource's attributes as options. What has none is left to `leftover`."""
    path: Path = ("Resources", logical_id)
    policy = resource.deletion_policy
    retained = _retained(context, logical_id, policy)
    if not has_option(context, policy):
        told = repr(policy) if isinstance(policy, str) else "that is a function"
        context.report.warn(
            "deletion-policy",
            f"the DeletionPolicy {told} of {logical_id} has no exact option in Pulumi",
            (*path, DELETION_POLICY),
        )
    if retained and ON_REPLACE not in resource.attributes:
        words = "Pulumi retains it when it is replaced, too, where CloudFormation deletes it"
        context.report.note("no-option", f"{logical_id}: {words}", (*path, DELETION_POLICY))
    for name, words in BEHAVIOUR.items():
        if name in resource.attributes:
            followed = resource.attributes[name] == _alike(policy, retained)
            tell = context.report.note if followed else context.report.warn
            kept = f"it is kept in {context.fragment_file}"
            told = f"Pulumi replaces as its {name} says" if followed else words
            tell("no-option", f"{logical_id}: {told}; {kept}", (*path, name))
    depends_on = context.dependencies(resource)
    if not depends_on and not retained:
        return NO_OPTIONS
    return Options(depends_on=depends_on, retain_on_delete=retained)


def _retained(context: ToPulumi, logical_id: str, policy: Value) -> bool | Choice:
    """Whether a resource is retained; in a program that only declares it is not left open."""
    if not context.declarative or not isinstance(policy, Intrinsic):
        return lower_policy(context, logical_id, policy)
    if not may_be_retained(policy):
        return False
    words = f"{logical_id} is retained in any case, because Pulumi YAML's option is fixed"
    context.report.warn("frozen-name", words, ("Resources", logical_id, DELETION_POLICY))
    return True


def _alike(policy: Value, retained: bool | Choice) -> Value:
    """What stands for replacing as Pulumi does it, which is as it deletes."""
    if isinstance(retained, Choice):
        return policy
    return RETAIN if retained else DELETE


def tell_scripts(context: ToPulumi, logical_id: str, resource: cloudformation.Resource) -> None:
    """Say what the helper scripts on an instance (`cfn-init`, `cfn-signal`) no longer find: they
    are given the name of the template's stack.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/cfn-helper-scripts-reference.html
    """
    path: Path = ("Resources", logical_id)
    metadata = resource.attributes.get("Metadata")
    key = facts.init_metadata()
    if isinstance(metadata, dict) and key in metadata:
        words = (
            f"{logical_id}: cfn-init no longer finds its {key}: the stack that it asks is not there"
        )
        context.report.warn("cfn-init", words, (*path, "Metadata", key))
    if logical_id in context.held and "CreationPolicy" in resource.attributes:
        words = f"{logical_id}: cfn-signal has to name the stack that holds it"
        context.report.warn("cfn-signal", words, (*path, "CreationPolicy"))


def leftover(
    context: ToPulumi, logical_id: str, resource: cloudformation.Resource
) -> dict[str, Any]:
    """What of a resource the program has no place for, as it stands in a template; also its type,
    where resources of another type are its parts in the program.
    """
    left: dict[str, Any] = {}
    policy = resource.deletion_policy
    if logical_id in context.parts:
        left["Type"] = resource.type
    if isinstance(resource.properties, If):
        left["Properties"] = {"Fn::If": _shape(resource.properties)}
    is_fixed = context.declarative and isinstance(policy, Intrinsic)
    if policy not in (None, RETAIN) and not is_fixed:
        left[DELETION_POLICY] = render(policy)
    for name, value in resource.attributes.items():
        left[name] = render(value)
    if may_be_retained(policy):
        left.setdefault(ON_REPLACE, DELETE)
    return left


def _shape(value: Value) -> Any:
    """The conditions of a choice between whole ``Properties``, without what is chosen."""
    if isinstance(value, If):
        return [value.condition, _shape(value.then), _shape(value.otherwise)]
    return render(value) if value == NO_VALUE else {}


def raise_resource(
    context: ToCloudFormation,
    name: str,
    resource: Resource,
    properties: dict[str, Any],
    kept: dict[str, Any],
) -> cloudformation.Resource:
    """The inverse of `lower_options` and `leftover`, but for the order."""
    options = resource.options
    ignored = set(options.ignore_changes).difference(unsettled(context.resource_type(name)))
    hidden = set(options.secret_outputs).difference(resource.inputs)
    lost = [
        option
        for option, value in (
            ("protect", options.protect),
            ("ignoreChanges", ignored),
            ("additionalSecretOutputs", hidden),
        )
        if value
    ]
    for option in (*lost, *options.other):
        context.report.warn(
            "no-attribute",
            f"the option {option} of {name} has no place in a template",
            context.here,
        )
    retained = options.retain_on_delete
    policy = raise_policy(context, retained, kept.get(DELETION_POLICY))
    attributes = {key: parse(value) for key, value in kept.items() if key not in KEPT_APART}
    made = policy_of(retained)
    if retained and attributes.setdefault(ON_REPLACE, made) == DELETE:
        del attributes[ON_REPLACE]  # as CloudFormation does by itself
    if made in (policy, attributes.get(ON_REPLACE)):
        context.open_ends.add(name)
    found = cloudformation.Resource(
        type=properties.pop("Type"),
        properties=properties["Properties"],
        condition=resource.condition,
        deletion_policy=policy,
        attributes=attributes,
    )
    context.extended = context.extended or found.is_open_at_its_end
    return found
