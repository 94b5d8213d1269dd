"""What aws-native cannot create stays CloudFormation: a stack that holds one resource.

What the resource refers to becomes the stack's parameters, what is asked of it the stack's
outputs; all else stands in the stack's template as it stood in the source.
"""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from .. import catalog, cloudformation, pulumi
from ..catalog import facts
from ..errors import UnsupportedError
from ..intrinsics import (
    NO_VALUE,
    Equals,
    FindInMap,
    ForEach,
    GetAtt,
    GetStackOutput,
    If,
    ImportValue,
    Intrinsic,
    Length,
    Ref,
    RuleFunction,
    Sub,
    ToJsonString,
    Transform,
    Value,
    Variable,
    parse,
    render,
    sub_parts,
    sub_text,
)
from ..naming import pascal_case
from ..pulumi import Attribute, Choice, ConditionValue, Convert, Expression, Options, Resource
from .context import ToCloudFormation, ToPulumi
from .kinds import convert, kind_of
from .parameters import is_list_type
from .rebuilding import rebuilt
from .siblings import lower_sibling_output

REF = "Ref"
OUTPUTS = "outputs"
OWN_PSEUDO_PARAMETERS = frozenset({"AWS::StackName", "AWS::StackId"})
STACK_ID = "StackId"
LANGUAGE_EXTENSIONS = "AWS::LanguageExtensions"
EXTENSIONS = (Length, ToJsonString, RuleFunction)


def token() -> str:
    """The token of the stacks that hold a resource."""
    described = catalog.resource_type(facts.nested_stack())
    assert described is not None
    return described.token


def has_dynamic_reference(value: Value) -> bool:
    """Whether a text in ``value`` asks CloudFormation to fetch a value from another service.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
    """
    todo: list[Any] = [value]
    while todo:
        here = todo.pop()
        if isinstance(here, str):
            if "{{resolve:" in here:
                return True
        elif isinstance(here, dict):
            todo.extend(here.values())
        elif isinstance(here, (list, tuple)):
            todo.extend(here)
        elif isinstance(here, Intrinsic):
            todo.extend(getattr(here, field.name) for field in fields(here))  # type: ignore[arg-type]  # a record
    return False


def output_key(attribute: str, taken: dict[str, Any]) -> str:
    """The output that stands for an attribute: the name of an output has only letters and
    digits.
    """
    plain = pascal_case(attribute) or "Value"
    key, number = plain, 2
    while key == REF or (key in taken and _attribute_told(taken[key]["Value"]) != attribute):
        key, number = f"{plain}{number}", number + 1
    return key


def lower_held(context: ToPulumi, logical_id: str, resource: cloudformation.Resource) -> Resource:
    """Put a resource into a stack of its own.

    Args:
        context: the stack's crossing; the outputs that `held_attribute` is asked for are filled in
            as they come.
        logical_id: the resource's logical ID, also the name of the stack that holds it.
        resource: the resource.
    """
    body = _Body(context, logical_id)
    entry: dict[str, Any] = {"Type": resource.type}
    if resource.properties is not None:
        entry["Properties"] = render(body.inside(resource.properties))
    if resource.deletion_policy is not None:
        entry["DeletionPolicy"] = render(body.inside(resource.deletion_policy))
    for name, value in resource.attributes.items():
        entry[name] = render(body.inside(value))
    inputs: dict[str, Expression] = {"templateBody": body.template(logical_id, entry)}
    if body.values:
        inputs["parameters"] = body.values
    needed = facts.capabilities(resource.type) + (
        ["CAPABILITY_AUTO_EXPAND"] if body.transforms or body.extended else []
    )
    if needed:
        inputs["capabilities"] = _capabilities(needed)
    return Resource(
        type=token(),
        inputs=inputs,
        options=Options(depends_on=context.dependencies(resource)),
        condition=resource.condition,
    )


def _capabilities(names: list[str]) -> Expression:
    described = catalog.resource_type(facts.nested_stack())
    assert described is not None
    item = described.properties["Capabilities"].type.items
    if item is None or item.enum is None:
        return list(names)
    enum = described.enums[item.enum]
    return [
        pulumi.EnumMember(enum.pulumi, name) if name in enum.members else name for name in names
    ]


def held_attribute(context: ToPulumi, logical_id: str, attribute: str) -> Expression:
    """What ``Ref`` or ``Fn::GetAtt`` of a held resource returns: an output of its stack.

    An output is text, so a list is joined there and split here.
    """
    outputs = context.held_outputs.setdefault(logical_id, {})
    key = REF if attribute == REF else output_key(attribute, outputs)
    value = _told(context, logical_id, attribute)
    outputs[key] = {"Value": value}
    found = Attribute(logical_id, (OUTPUTS, key))
    context.attribute_kinds[found] = "string"
    return pulumi.Split(",", found) if "Fn::Join" in value else found


def _told(context: ToPulumi, logical_id: str, attribute: str) -> dict[str, Any]:
    if attribute == REF:
        return {"Ref": logical_id}
    value: dict[str, Any] = {"Fn::GetAtt": [logical_id, attribute]}
    described = context.resource_type(logical_id)
    known = described.attribute(attribute) if described is not None else None
    is_list = known is not None and known.type.kind == "list"
    return {"Fn::Join": [",", value]} if is_list else value


def _attribute_told(value: dict[str, Any]) -> object:
    """The attribute that an output made by `held_attribute` tells."""
    told = value["Fn::Join"][1] if "Fn::Join" in value else value
    return told["Fn::GetAtt"][1]


def lower_stack_id(context: ToPulumi) -> Attribute:
    """``AWS::StackId``: Pulumi has none, so an empty stack is held that has one."""
    name = STACK_ID
    while context.is_taken(name):
        name += "Holder"
    if name not in context.added:
        context.report.warn(
            "stack-id",
            f"Pulumi has no stack ID: AWS::StackId is that of the empty CloudFormation stack "
            f"{name}, made for it",
        )
        body: Expression = {
            "Resources": {"Handle": {"Type": facts.stack_handle()}},
            "Outputs": {STACK_ID: {"Value": {"Ref": "AWS::StackId"}}},
        }
        context.added[name] = Resource(type=token(), inputs={"templateBody": body})
    found = Attribute(name, (OUTPUTS, STACK_ID))
    context.attribute_kinds[found] = "string"
    return found


class _Body:
    """The template of a stack that holds one resource, while it is made."""

    def __init__(self, context: ToPulumi, logical_id: str) -> None:
        self.context = context
        self.logical_id = logical_id
        self.parameters: dict[str, dict[str, Any]] = {}
        self.conditions: dict[str, Any] = {}
        self.mappings: dict[str, Any] = {}
        self.values: dict[str, Expression] = {}
        self.transforms = False
        self.extended = False
        self._names: dict[Intrinsic | str, str] = {}

    def template(self, logical_id: str, entry: dict[str, Any]) -> Expression:
        sections: dict[str, Any] = {
            "Transform": LANGUAGE_EXTENSIONS if self.extended else None,
            "Parameters": self.parameters,
            "Mappings": self.mappings,
            "Conditions": self.conditions,
            "Resources": {logical_id: entry},
        }
        found = {name: section for name, section in sections.items() if section}
        found["Outputs"] = self.context.held_outputs.setdefault(logical_id, {})
        return found

    def inside(self, value: Value) -> Value:
        """A value as it stands in the stack's own template."""
        if isinstance(value, dict):
            return {key: self.inside(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.inside(item) for item in value]
        if isinstance(value, Ref):
            return self._ref(value)
        if isinstance(value, GetAtt):
            return Ref(self._parameter(value, f"{value.resource}.{value.attribute}"))
        if isinstance(value, Sub):
            return self._sub(value)
        if isinstance(value, (ImportValue, GetStackOutput)):
            return self._import(value)
        if isinstance(value, (ForEach,)):
            raise UnsupportedError("Fn::ForEach cannot be carried to Pulumi yet")
        return self._function(value) if isinstance(value, Intrinsic) else value

    def _function(self, value: Intrinsic) -> Value:
        if isinstance(value, If):
            self._condition(value.condition)
        if isinstance(value, FindInMap) and isinstance(value.mapping, str):
            self.mappings[value.mapping] = self.context.stack.mappings[value.mapping]
        self.transforms = self.transforms or isinstance(value, Transform)
        self.extended = self.extended or isinstance(value, EXTENSIONS)
        return rebuilt(value, self.inside)

    def _ref(self, value: Ref) -> Value:
        if value == NO_VALUE or (
            value.name.startswith("AWS::") and value.name not in OWN_PSEUDO_PARAMETERS
        ):
            return value
        if value.name == self.logical_id:
            return value
        return Ref(self._parameter(value, value.name))

    def _sub(self, value: Sub) -> Sub:
        own = value.variables or {}
        parts: list[str | Variable] = []
        for part in sub_parts(value.text):
            if isinstance(part, Variable) and part.name not in own:
                named = GetAtt(*part.name.split(".", 1)) if "." in part.name else Ref(part.name)
                inside = self.inside(named)
                assert isinstance(inside, Ref)
                part = Variable(inside.name)
            parts.append(part)
        variables = {name: self.inside(item) for name, item in own.items()}
        return Sub(sub_text(parts), variables if value.variables is not None else None)

    def _condition(self, name: str) -> None:
        if name in self.conditions:
            return
        parameter = self._name(name, f"condition {name}")
        self.parameters[parameter] = {"Type": "String", "AllowedValues": ["true", "false"]}
        self.values[parameter] = Convert("string", ConditionValue(name))
        self.conditions[name] = render(Equals(Ref(parameter), "true"))

    def _parameter(self, node: Ref | GetAtt, words: str) -> str:
        if node in self._names:
            return self._names[node]
        name = self._name(pascal_case(words.removeprefix("AWS::")), node)
        if isinstance(node, Ref) and node.name in self.context.config:
            name = self._names[node] = self._unique(node.name, node)
        found = self._guarded(node, self.context.computed(node))
        declared: dict[str, Any] = {"Type": "String"}
        if kind_of(self.context, found) == "list":
            declared["Type"] = "CommaDelimitedList"
            found = pulumi.Join(",", found)
        parameter = self.context.stack.parameters.get(node.name) if isinstance(node, Ref) else None
        if (
            parameter is not None
            and parameter.type.startswith("List<")
            and is_list_type(parameter.type)
        ):
            declared["Type"] = parameter.type
        if parameter is not None and parameter.no_echo:
            declared["NoEcho"] = True
        self.parameters[name] = declared
        self.values[name] = convert(self.context, found, "string")
        return name

    def _import(self, node: ImportValue | GetStackOutput) -> Value:
        """What a sibling gives is read outside, since nothing is exported any more."""
        found = lower_sibling_output(self.context, node)
        if found is None:
            return self._function(node)
        name = self._name(found.output, f"{found.reference} {found.output}")
        self.parameters[name] = {"Type": "String"}
        self.values[name] = found
        return Ref(name)

    def _guarded(self, node: Ref | GetAtt, value: Expression) -> Expression:
        """A reference to a resource that may not exist is empty where it does not."""
        name = node.name if isinstance(node, Ref) else node.resource
        target = self.context.stack.resources.get(name)
        own = self.context.stack.resources[self.logical_id].condition
        if target is None or target.condition is None or target.condition == own:
            return value
        return Choice(target.condition, value, "")

    def _name(self, wanted: str, key: Intrinsic | str) -> str:
        return self._names[key] if key in self._names else self._unique(wanted, key)

    def _unique(self, wanted: str, key: Intrinsic | str) -> str:
        plain = "".join(
            character for character in wanted if character.isalnum() and character.isascii()
        )
        name, number = plain, 2
        while name in self._names.values() and self._names.get(key) != name:
            name, number = f"{plain}{number}", number + 1
        self._names[key] = name
        return name


# --- the way back ----------------------------------------------


def held_resource(resource: Resource, logical_id: str) -> dict[str, Any] | None:
    """The template's entry for the resource that a stack holds; None where the stack is a stack of
    its own right.
    """
    body = resource.inputs.get("templateBody")
    if resource.type != token() or not isinstance(body, dict):
        return None
    resources = body.get("Resources")
    entry = (
        resources.get(logical_id) if isinstance(resources, dict) and len(resources) == 1 else None
    )
    return entry if isinstance(entry, dict) else None


def is_stack_id_holder(resource: Resource) -> bool:
    """Whether a stack is there only to have an ID (`lower_stack_id`)."""
    body = resource.inputs.get("templateBody")
    if resource.type != token() or not isinstance(body, dict):
        return False
    outputs = body.get("Outputs")
    return isinstance(outputs, dict) and outputs.get(STACK_ID) == {"Value": {"Ref": "AWS::StackId"}}


def raise_held(context: ToCloudFormation, name: str, resource: Resource) -> cloudformation.Resource:
    """The inverse of `lower_held`."""
    entry = held_resource(resource, context.logical_ids[name])
    body = resource.inputs["templateBody"]
    assert entry is not None
    assert isinstance(body, dict)
    given = resource.inputs.get("parameters")
    values = (
        {key: context.value(value) for key, value in given.items()}
        if isinstance(given, dict)
        else {}
    )
    mappings = body.get("Mappings")
    if isinstance(mappings, dict):
        for mapping, rows in mappings.items():
            context.mappings.setdefault(mapping, rows)
    outside = _Outside(values, context.given_conditions(given))
    rest = {
        key: outside.value(parse(value))
        for key, value in entry.items()
        if key not in ("Type", "Properties")
    }
    return cloudformation.Resource(
        type=str(entry["Type"]),
        properties=outside.value(parse(entry["Properties"])) if "Properties" in entry else None,
        condition=resource.condition,
        depends_on=context.dependencies(resource),
        deletion_policy=rest.pop("DeletionPolicy", None),
        attributes=rest,
    )


class _Outside:
    """Values of a held template, seen from the stack around it: parameters are what was given for
    them.
    """

    def __init__(self, values: dict[str, Value], conditions: dict[str, bool | None]) -> None:
        self.values = values
        self.conditions = conditions

    def value(self, value: Value) -> Value:
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, Ref):
            return _unjoined(self.values.get(value.name, value))
        if isinstance(value, Sub):
            return self._sub(value)
        if isinstance(value, If) and self.conditions.get(value.condition) is not None:
            return self.value(value.then if self.conditions[value.condition] else value.otherwise)
        return rebuilt(value, self.value) if isinstance(value, Intrinsic) else value

    def _sub(self, value: Sub) -> Value:
        variables = {name: self.value(item) for name, item in (value.variables or {}).items()}
        parts: list[str | Variable] = []
        for part in sub_parts(value.text):
            if (
                isinstance(part, Variable)
                and part.name in self.values
                and part.name not in variables
            ):
                found = _unjoined(self.values[part.name])
                if isinstance(found, Ref):
                    part = Variable(found.name)
                elif isinstance(found, GetAtt):
                    part = Variable(f"{found.resource}.{found.attribute}")
                elif isinstance(found, str):
                    part = found
                else:
                    variables[part.name] = found
            parts.append(part)
        return Sub(sub_text(parts), variables or None)


def _unjoined(value: Value) -> Value:
    """What a parameter was given, without what carried it into the held stack."""
    from ..intrinsics import Join

    if isinstance(value, If) and value.otherwise == "":
        return _unjoined(value.then)
    if (
        isinstance(value, Join)
        and value.delimiter == ","
        and isinstance(value.values, (Ref, GetAtt))
    ):
        return value.values
    return value
