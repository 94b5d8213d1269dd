"""``Ref`` and ``Fn::GetAtt``: parameters, pseudo parameters and what a deployment knows of a
resource.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from ..catalog import ResourceType, facts, near
from ..errors import TemplateError, UnsupportedError
from ..intrinsics import (
    NO_VALUE,
    Cidr,
    GetAtt,
    GetAZs,
    GetStackOutput,
    If,
    ImportValue,
    Join,
    Ref,
    Tree,
    Value,
    parse,
)
from ..pulumi import (
    ABSENT,
    Attribute,
    ConfigValue,
    Expression,
    Invoke,
    Resource,
    StackName,
    part_of,
)
from .components import lower_component_attribute
from .context import ToCloudFormation, ToPulumi
from .equivalents import hold_where_asked
from .held import OUTPUTS, held_attribute, held_resource, token
from .siblings import lower_sibling_output
from .stand_ins import raise_stand_in_attribute, tell_undocumented
from .strings import check_attribute, refuse
from .told import is_teller, lower_stack_id, raise_told

PSEUDO_INVOKES = {
    "AWS::AccountId": Invoke("getAccountId", "accountId"),
    "AWS::Partition": Invoke("getPartition", "partition"),
    "AWS::Region": Invoke("getRegion", "region"),
    "AWS::URLSuffix": Invoke("getUrlSuffix", "urlSuffix"),
}
CIDR_BITS = 8
"""What `Fn::Cidr` takes where it is not said: a subnet mask of ``/24``."""
INVOKE_PSEUDOS = {(invoke.function, invoke.result): name for name, invoke in PSEUDO_INVOKES.items()}


def lower_ref(context: ToPulumi, node: Ref) -> Expression:
    """``Ref``, by what it names."""
    if node.name in context.config:
        return ConfigValue(node.name)
    if node.name in context.stack.resources:
        return lower_resource_ref(context, node.name)
    if node.name in PSEUDO_INVOKES:
        return PSEUDO_INVOKES[node.name]
    if node == NO_VALUE:
        return ABSENT
    if node.name == "AWS::StackName":
        _tell_stack_name(context)
        return StackName()
    module = context.stack.module_of(node.name)
    if module is not None:
        return held_attribute(context, module, node)
    if node.name == "AWS::StackId":
        return lower_stack_id(context)
    if node.name.startswith("AWS::"):
        raise UnsupportedError(f"Pulumi has no equivalent of the pseudo parameter {node.name}")
    raise TemplateError(f"Ref names {node.name!r}, which is neither a parameter nor a resource")


def _tell_stack_name(context: ToPulumi) -> None:
    if context.is_component:
        words = "in a component, AWS::StackName is the name of Pulumi's stack and of the component"
        context.report.warn("stack-name", f"{words}; CloudFormation puts a random text behind them")


def lower_resource_ref(context: ToPulumi, logical_id: str) -> Expression:
    """What ``Ref`` of a resource returns, as an attribute of the Pulumi resource."""
    if logical_id in context.components:
        return lower_component_attribute(context, logical_id, "Ref")
    if logical_id in context.held:
        return held_attribute(context, logical_id, Ref(logical_id))
    hold_where_asked(context, logical_id, "its Ref")
    described = context.resource_type(logical_id)
    path: tuple[str, ...] = ("id",)
    if described is not None and described.ref.kind == "property" and described.ref.property:
        found = described.attribute(described.ref.property)
        if found is not None and found.pulumi:
            path = found.pulumi
    if described is not None and described.ref.kind == "unknown":
        context.report.warn(
            "ref-unknown",
            f"what Ref of an {described.name} returns is not known here; "
            f"Pulumi's id is used for {logical_id}",
            context.here,
        )
    attribute = Attribute(logical_id, path)
    context.attribute_kinds.setdefault(attribute, "string")
    return attribute


def lower_getatt(context: ToPulumi, node: GetAtt) -> Expression:
    """``Fn::GetAtt``: the attribute's dots are steps into the output."""
    check_attribute(node)
    assert isinstance(node.attribute, str)
    if node.resource in context.components:
        return lower_component_attribute(context, node.resource, node.attribute)
    holder = context.stack.module_of(node.resource) or node.resource
    if holder in context.held:
        return held_attribute(context, holder, node)
    hold_where_asked(context, node.resource, f"its {node.attribute}")
    described = context.resource_type(node.resource)
    if described is None:
        raise TemplateError(
            f"Fn::GetAtt names {node.resource!r}, which is not a resource that is known here"
        )
    if described.name == facts.nested_stack() and node.attribute.startswith("Outputs."):
        key = node.attribute.split(".", 1)[1]
        if not key.isalnum():
            raise TemplateError(f"Fn::GetAtt: {key!r} cannot be the name of an output")
        return Attribute(node.resource, (OUTPUTS, key))
    found = described.attribute(node.attribute)
    if found is None or not found.pulumi:
        meant = near(node.attribute, described.attributes)
        hint = f"; did you mean {meant}?" if meant else ""
        words = f"{described.name} has no attribute {node.attribute!r} that is known here{hint}"
        context.to_hold.setdefault(node.resource, (words, context.here))
        return Attribute(node.resource, ("id",))  # carried anew once the resource is held
    attribute = Attribute(node.resource, found.pulumi)
    kind = found.type.kind
    context.attribute_kinds[attribute] = "any" if kind in ("json", "union") else kind
    return attribute


def raise_attribute(context: ToCloudFormation, node: Attribute) -> Value:
    """The inverse of `lower_ref` and `lower_getatt` for resources."""
    resource = context.program.resources[node.resource]
    if resource.type in context.components:
        return GetAtt(context.logical_ids[node.resource], f"Outputs.{node.path[0]}")
    if is_teller(node.resource, resource):
        return _raise_told(context, resource, node)
    described = context.resource_type(node.resource)
    logical_id = context.logical_ids[node.resource]
    if node.path[0] == OUTPUTS and len(node.path) == 2 and resource.type == token():
        return _raise_output(resource, logical_id, str(node.path[1]))
    if described is None:
        held = raise_stand_in_attribute(context, resource, node)
        if held is not None:
            return held
        raise UnsupportedError(f"{node.resource} is of a type that CloudFormation does not have")
    if node.path == ("id",):
        return _raise_id(context, node.resource, described)
    name = _attribute_name(described, node)
    if name is not None and described.ref.kind == "property" and described.ref.property == name:
        return Ref(logical_id)
    if name is not None and name in described.attributes:
        return GetAtt(logical_id, name)
    if name is not None and described.ref.kind == "id" and described.primary_identifier == (name,):
        return Ref(logical_id)
    given = part_of(resource.inputs, node.path)
    if given is not None:
        return context.value(given)
    if name is not None:
        tell_undocumented(context, logical_id, described.name, name)
        return GetAtt(logical_id, name)
    path = ".".join(str(step) for step in node.path)
    raise UnsupportedError(
        f"CloudFormation has no attribute for {path} of {node.resource} ({described.name})"
    )


def attribute_gives_list(context: ToCloudFormation, node: Attribute) -> bool:
    """Whether an attribute is a list whose items a text can be joined of."""
    described = context.resource_type(node.resource)
    name = None if described is None else _attribute_name(described, node)
    found = described.attribute(name) if described is not None and name is not None else None
    return found is not None and found.type.is_list_of_scalars


def _raise_told(context: ToCloudFormation, resource: Resource, node: Attribute) -> Value:
    told = raise_told(context, resource, str(node.path[-1])) if node.path[0] == OUTPUTS else None
    if told is None:
        raise UnsupportedError(
            f"{node.resource} is not there in CloudFormation: it only tells values"
        )
    return told


def _raise_output(resource: Resource, logical_id: str, key: str) -> Value:
    if held_resource(resource, logical_id) is None:
        return GetAtt(logical_id, f"Outputs.{key}")
    body = resource.inputs["templateBody"]
    outputs = body.get("Outputs") if isinstance(body, dict) else None
    found = outputs.get(key) if isinstance(outputs, dict) else None
    if not isinstance(found, dict) or "Value" not in found:
        raise UnsupportedError(f"the stack {logical_id} has no output {key}")
    value = parse(cast("Tree", found["Value"]))
    entry = held_resource(resource, logical_id) or {}
    guarded = isinstance(value, If) and value.condition == entry.get("Condition")
    return value.then if guarded and isinstance(value, If) else value


def _raise_id(context: ToCloudFormation, resource: str, described: ResourceType) -> Value:
    if described.ref.kind != "property":
        return Ref(context.logical_ids[resource])
    parts = [
        _identifier_part(context, resource, described, name)
        for name in described.primary_identifier
    ]
    if len(parts) == 1:
        return parts[0]
    if not parts:
        raise UnsupportedError(
            f"CloudFormation has nothing that equals the Pulumi id of {resource} ({described.name})"
        )
    return Join("|", parts)


def _identifier_part(
    context: ToCloudFormation, resource: str, described: ResourceType, name: str
) -> Value:
    prop = described.properties.get(name)
    wire = prop.pulumi if prop is not None and prop.pulumi else name
    return raise_attribute(context, Attribute(resource, (wire,)))


def _attribute_name(described: ResourceType, node: Attribute) -> str | None:
    for attribute in described.attributes.values():
        if attribute.pulumi == node.path:
            return attribute.name
    steps: list[str] = []
    properties = described.by_pulumi
    for step in node.path:
        if isinstance(step, int):
            steps.append(str(step))
            continue
        prop = properties.get(step)
        if prop is None:
            return None
        steps.append(prop.name)
        inner = prop.type
        while inner.kind == "list" and inner.items is not None:
            inner = inner.items
        nested = described.object_types.get(inner.name) if inner.name else None
        properties = nested.by_pulumi if nested is not None else {}
    return ".".join(steps)


def lower_get_azs(context: ToPulumi, node: GetAZs) -> Expression:
    """``Fn::GetAZs``: the stack's own region is said by saying none."""
    if node.region in ("", Ref("AWS::Region")):
        return Invoke("getAzs", "azs")
    return Invoke("getAzs", "azs", {"region": context.text(node.region)})


def lower_cidr(context: ToPulumi, node: Cidr) -> Expression:
    """``Fn::Cidr``."""
    arguments: dict[str, Expression] = {
        "ipBlock": context.text(node.ip_block),
        "count": context.integer(node.count),
    }
    if node.cidr_bits is None:
        words = "Fn::Cidr does not say how many bits a subnet has, as it must for aws-native"
        context.report.warn("cidr-bits", f"{words}: {CIDR_BITS} are written", context.here)
    bits = CIDR_BITS if node.cidr_bits is None else node.cidr_bits
    arguments["cidrBits"] = context.integer(bits)
    return Invoke("cidr", "subnets", arguments)


def lower_import_value(context: ToPulumi, node: ImportValue) -> Expression:
    """``Fn::ImportValue``."""
    found = lower_sibling_output(context, node)
    if found is not None:
        return found
    return Invoke("importValue", "value", {"name": context.text(node.name)})


def lower_get_stack_output(context: ToPulumi, node: GetStackOutput) -> Expression:
    """``Fn::GetStackOutput``."""
    found = lower_sibling_output(context, node)
    return refuse(context, node) if found is None else found


def _needed(node: Invoke, arguments: Mapping[str, Value], name: str) -> Value:
    if name not in arguments:
        raise UnsupportedError(f"{node.function} needs the argument {name}")
    return arguments[name]


def raise_invoke(context: ToCloudFormation, node: Invoke) -> Value:
    """The inverse of the rules above and of the pseudo parameters."""
    pseudo = INVOKE_PSEUDOS.get((node.function, node.result))
    if pseudo is not None:
        return Ref(pseudo)
    arguments = {name: context.value(value) for name, value in node.arguments.items()}
    if node.function == "getAzs":
        region = arguments.get("region")
        return GetAZs("" if region is None else region)
    if node.function == "cidr":
        block, count = _needed(node, arguments, "ipBlock"), _needed(node, arguments, "count")
        return Cidr(block, count, arguments.get("cidrBits"))
    if node.function == "importValue":
        return ImportValue(_needed(node, arguments, "name"))
    raise UnsupportedError(f"CloudFormation has no function for aws-native's {node.function}")
