"""The entries of a template's sections, from their trees and back; each pair side by side.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
"""

from __future__ import annotations

import re
from typing import cast

from ..cloudformation import Output, Parameter, Resource
from ..errors import TemplateError
from ..intrinsics import Condition, Intrinsic, Tree, Value, parse, render
from ..intrinsics.spelling import near_miss

PARAMETER_ATTRIBUTES = (
    "Type",
    "Default",
    "AllowedPattern",
    "AllowedValues",
    "ConstraintDescription",
    "Description",
    "MaxLength",
    "MaxValue",
    "MinLength",
    "MinValue",
    "NoEcho",
)
RESOURCE_ATTRIBUTES = (
    "Type",
    "Condition",
    "DependsOn",
    "Description",
    "Metadata",
    "CreationPolicy",
    "UpdatePolicy",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "Version",
    "Properties",
)
SAM_ATTRIBUTES = ("IgnoreGlobals", "Connectors")
OUTPUT_ATTRIBUTES = ("Description", "Condition", "Value", "Export")

_PLAIN_TYPES = ("String", "Number", "CommaDelimitedList", "List<Number>")
_OTHER_TYPES = (
    r"List<(?:String|AWS::[^<>]+)>|AWS::[^<>]+"
    r"|AWS::SSM::Parameter::Value<(?:String|CommaDelimitedList|List<[^<>]+>|AWS::[^<>]+)>"
)
_OWN_FIELDS = frozenset(("Type", "Properties", "Condition", "DependsOn", "DeletionPolicy"))


def read_resource(entry: dict[str, Tree], known: tuple[str, ...] | None) -> Resource:
    """An entry of ``Resources``.

    Args:
        entry: its tree.
        known: the attributes that it may have, or None where a macro may define any.

    Raises:
        TemplateError: it is not what CloudFormation takes, as in the functions below.
    """
    _check_attributes(entry, known, "resource attribute")
    kind = entry.get("Type")
    if not isinstance(kind, str) or not kind:
        raise TemplateError("a resource needs a Type", path=("Type",))
    attributes = {
        name: parse(it, path=(name,))
        for name, it in entry.items()
        if name not in _OWN_FIELDS and it is not None
    }
    return Resource(
        type=kind,
        properties=_properties(entry.get("Properties")),
        condition=_optional_text(entry, "Condition"),
        depends_on=_depends_on(entry.get("DependsOn")),
        deletion_policy=parse(entry.get("DeletionPolicy"), path=("DeletionPolicy",)),
        attributes=attributes,
    )


def write_resource(resource: Resource) -> dict[str, Tree]:
    """The tree that ``read_resource`` reads as ``resource``."""
    attributes = {name: render(value) for name, value in resource.attributes.items()}
    tree: dict[str, Tree | None] = {
        "Type": resource.type,
        "Condition": resource.condition,
        "DependsOn": _depends_on_tree(resource.depends_on),
        "Metadata": attributes.pop("Metadata", None),
        "CreationPolicy": attributes.pop("CreationPolicy", None),
        "UpdatePolicy": attributes.pop("UpdatePolicy", None),
        "DeletionPolicy": render(resource.deletion_policy),
        **attributes,
        "Properties": render(resource.properties),
    }
    return {name: it for name, it in tree.items() if it is not None}


def _properties(raw: Tree) -> Value:
    properties = parse(raw, path=("Properties",))
    if properties is not None and not isinstance(properties, (dict, Intrinsic)):
        raise TemplateError("Properties must be a mapping", path=("Properties",))
    return properties


def _depends_on(raw: Tree) -> tuple[str, ...]:
    names = [] if raw is None else raw if isinstance(raw, list) else [raw]
    for name in names:
        if not isinstance(name, str):
            raise TemplateError("DependsOn is a logical ID or a list of them", path=("DependsOn",))
    return tuple(cast("list[str]", names))


def _depends_on_tree(names: tuple[str, ...]) -> Tree:
    return None if not names else names[0] if len(names) == 1 else list(names)


def read_parameter(entry: dict[str, Tree]) -> Parameter:
    """An entry of ``Parameters``."""
    _check_attributes(entry, PARAMETER_ATTRIBUTES, "parameter attribute")
    kind = entry.get("Type")
    if not isinstance(kind, str) or not kind:
        raise TemplateError("a parameter needs a Type", path=("Type",))
    if kind not in _PLAIN_TYPES and not re.fullmatch(_OTHER_TYPES, kind):
        miss = near_miss(kind, _PLAIN_TYPES)
        raise TemplateError(f"there is no parameter type {kind}{miss}", path=("Type",))
    attributes: dict[str, Value] = {}
    for name, value in entry.items():
        if name == "AllowedValues" and isinstance(value, list):
            if any(isinstance(item, (dict, list)) or item is None for item in value):
                raise TemplateError("AllowedValues is a list of texts and numbers", path=(name,))
        elif name == "AllowedValues" or isinstance(value, (dict, list)) or value is None:
            what = "a list" if name == "AllowedValues" else "a text, number or boolean"
            raise TemplateError(f"{name} of a parameter must be {what}", path=(name,))
        if name != "Type":
            attributes[name] = cast(Value, value)
    return Parameter(type=kind, attributes=attributes)


def write_parameter(parameter: Parameter) -> dict[str, Tree]:
    """The tree that ``read_parameter`` reads as ``parameter``."""
    return {"Type": parameter.type, **cast("dict[str, Tree]", parameter.attributes)}


def read_mapping(entry: dict[str, Tree]) -> dict[str, dict[str, Value]]:
    """An entry of ``Mappings``."""
    for top, second in entry.items():
        if not isinstance(second, dict):
            raise TemplateError("the first level of a map holds mappings", path=(top,))
        if isinstance(parse(cast(Tree, second)), Intrinsic):
            function = next(iter(second))
            raise TemplateError(
                f"the first level of a map holds mappings, {function} cannot stand here",
                path=(top,),
            )
        for key, value in second.items():
            if value is None or isinstance(value, dict):
                message = "a map holds texts, numbers, booleans and lists"
                raise TemplateError(message, path=(top, key))
    return cast("dict[str, dict[str, Value]]", parse(cast(Tree, entry)))


def read_condition(entry: dict[str, Tree]) -> Condition:
    """An entry of ``Conditions``."""
    condition = parse(cast(Tree, entry), condition=True)
    if not isinstance(condition, Intrinsic):
        raise TemplateError("a condition is a function, such as Fn::Equals")
    return condition


def read_output(entry: dict[str, Tree]) -> Output:
    """An entry of ``Outputs``."""
    _check_attributes(entry, OUTPUT_ATTRIBUTES, "output attribute")
    if entry.get("Value") is None:
        raise TemplateError("an output needs a Value", path=("Value",))
    export = entry.get("Export")
    if export is not None and not (isinstance(export, dict) and list(export) == ["Name"]):
        raise TemplateError("Export is a mapping with a Name", path=("Export",))
    name = export["Name"] if isinstance(export, dict) else None
    return Output(
        value=parse(entry["Value"], path=("Value",)),
        description=parse(entry.get("Description"), path=("Description",)),
        export_name=parse(name, path=("Export", "Name")),
        condition=_optional_text(entry, "Condition"),
    )


def write_output(output: Output) -> dict[str, Tree]:
    """The tree that ``read_output`` reads as ``output``."""
    export: Tree = None if output.export_name is None else {"Name": render(output.export_name)}
    tree = {
        "Description": render(output.description),
        "Condition": output.condition,
        "Value": render(output.value),
        "Export": export,
    }
    return {name: it for name, it in tree.items() if it is not None}


def _optional_text(entry: dict[str, Tree], name: str) -> str | None:
    value = entry.get(name)
    if value is not None and not isinstance(value, str):
        raise TemplateError(f"{name} must be a text", path=(name,))
    return value


def _check_attributes(entry: dict[str, Tree], known: tuple[str, ...] | None, what: str) -> None:
    if known is None:
        return
    for name in entry:
        if name not in known:
            raise TemplateError(f"unknown {what} {name}{near_miss(name, known)}", path=(name,))
