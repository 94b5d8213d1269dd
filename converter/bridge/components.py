"""One nested stack as a component of the program, and what is given to it."""

from __future__ import annotations

from typing import Any

from .. import cloudformation, intrinsics, pulumi
from ..catalog import facts, near
from ..cloudformation import NESTED_PARAMETERS, TEMPLATE_URL, nested_path
from ..errors import Path, TemplateError, at
from ..intrinsics import Value, parse
from ..pulumi import (
    ABSENT,
    Attribute,
    Choice,
    Concat,
    ConfigKey,
    ConfigValue,
    Convert,
    Expression,
    Resource,
    StackName,
)
from ..scalars import text_of
from .context import ToCloudFormation, ToPulumi
from .kinds import kind_of
from .options import lower_options, raise_resource
from .strings import concat

OUTPUTS = "Outputs."
COMMA = ","


def lower_instance(
    context: ToPulumi, logical_id: str, resource: cloudformation.Resource
) -> Resource:
    """A nested stack as an instance of the component that its template became.

    A parameter without a value has the component's own default. What cannot be given to a
    component is noted in `ToPulumi.to_keep`.

    Raises:
        TemplateError: the nested template has no such parameter, or wants one that is not given.
    """
    component = context.components[logical_id]
    assert isinstance(resource.properties, dict)
    given = resource.properties.get(NESTED_PARAMETERS, {})
    inputs: dict[str, Expression] = {}
    path: Path = ("Resources", logical_id, "Properties", NESTED_PARAMETERS)
    if not isinstance(given, dict):
        context.to_keep[logical_id] = "its Parameters as a whole are a function"
        given = {}
    else:
        _check_names(given, component.program.config, path)
    for name, declared in component.program.config.items():
        if name in given:
            with at(*path, name):
                inputs[name] = _argument(context, logical_id, declared, given[name])
        elif declared.default is None and logical_id not in context.to_keep:
            _tell_missing(context, logical_id, name, path)
    _tell_what_is_lost(context, logical_id, resource.properties)
    return Resource(
        type=component.token,
        inputs=inputs,
        options=lower_options(context, logical_id, resource),
        condition=resource.condition,
    )


def _check_names(given: dict[str, Value], known: dict[str, ConfigKey], path: Path) -> None:
    for name in given:
        if name not in known:
            meant = near(name, known)
            hint = f"; did you mean {meant}?" if meant else ""
            raise TemplateError(
                f"the nested template has no parameter {name!r}{hint}", path=(*path, name)
            )


def _tell_missing(context: ToPulumi, logical_id: str, name: str, path: Path) -> None:
    declared = context.components[logical_id].stack.parameters[name]
    if declared.default is None:
        raise TemplateError(
            f"the nested template wants a value for its parameter {name}", path=path[:-2]
        )
    context.to_keep[logical_id] = f"the secret default of {name} is not written in clear text"


def _tell_what_is_lost(context: ToPulumi, logical_id: str, properties: dict[str, Value]) -> None:
    for name in properties:
        if name not in (NESTED_PARAMETERS, TEMPLATE_URL):
            words = f"a component has no {name}: that of {logical_id} is kept in"
            context.report.warn(
                "nested-stack-property",
                f"{words} {context.fragment_file}",
                ("Resources", logical_id, "Properties", name),
            )


def _argument(context: ToPulumi, logical_id: str, declared: ConfigKey, value: Value) -> Expression:
    """The value that an instance gives to a parameter, in the type that the component takes."""
    found = context.integer(value) if declared.type == "integer" else context.text(value)
    found = _present(found, declared.default)
    if found is ABSENT:
        context.to_keep[logical_id] = "a parameter has a value under a condition only"
        return ""
    if declared.type == "list" and declared.lookup is None:
        return _items(context, found)
    return found


def _present(value: Expression, default: Expression) -> Expression:
    """A value with the default in the place of ``AWS::NoValue``, which means just that."""
    if value is ABSENT:
        return ABSENT if default is None else default
    if isinstance(value, Choice):
        then, otherwise = (_present(side, default) for side in (value.then, value.otherwise))
        absent = ABSENT in (then, otherwise)
        return ABSENT if absent else Choice(value.condition, then, otherwise)
    return value


def _items(context: ToPulumi, value: Expression) -> Expression:
    """Comma-separated text as the list of its items, as far as the commas are known."""
    if isinstance(value, Choice):
        sides = (_items(context, side) for side in (value.then, value.otherwise))
        return Choice(value.condition, *sides)
    if isinstance(value, pulumi.Join) and value.delimiter == COMMA:
        if isinstance(value.values, (ConfigValue, pulumi.Lookup, pulumi.Invoke)):
            return value.values
    elif kind_of(context, value) == "list":
        return value
    parts = value.parts if isinstance(value, Concat) else (value,)
    if not all(_has_no_comma(context, part) for part in parts):
        return Convert("list", value)
    items: list[list[Expression]] = [[]]
    for part in parts:
        if not isinstance(part, str):
            items[-1].append(part)
            continue
        first, *others = part.split(COMMA)
        items[-1].append(first)
        items += [[other] for other in others]
    return [_stripped(concat(item)) for item in items]


def _has_no_comma(context: ToPulumi, part: Expression) -> bool:
    """Whether a part of a text has no commas but those that can be seen: a resource's own
    attribute has none, what an output or a parameter holds is not known.
    """
    if isinstance(part, Attribute):
        return part.resource not in {*context.components, *context.held}
    return isinstance(part, (str, StackName))


def _stripped(item: Expression) -> Expression:
    return item.strip() if isinstance(item, str) else item


def tell_kept(context: ToPulumi, logical_id: str, resource: cloudformation.Resource) -> None:
    """Say it where a nested stack stays one though its template is a local file."""
    if resource.type != facts.nested_stack() or nested_path("", resource.properties) is None:
        return
    assert isinstance(resource.properties, dict)
    url = resource.properties[TEMPLATE_URL]
    words = context.kept.get(logical_id, f"{url} is no template in this one's folder")
    stays = f"{logical_id} stays a CloudFormation stack"
    context.report.warn("nested-stack", f"{words}; {stays}", ("Resources", logical_id))


def component_leftover(context: ToPulumi, logical_id: str) -> dict[str, Any]:
    """What of a nested stack's properties a component has no place for."""
    if logical_id not in context.components:
        return {}
    properties = context.stack.resources[logical_id].properties
    assert isinstance(properties, dict)
    rest = {name: value for name, value in properties.items() if name != NESTED_PARAMETERS}
    return {"Properties": intrinsics.render(rest)}


def lower_component_attribute(context: ToPulumi, logical_id: str, attribute: str) -> Attribute:
    """``Fn::GetAtt`` of a nested stack that became a component."""
    found = Attribute(logical_id, (attribute.removeprefix(OUTPUTS),))
    context.attribute_kinds[found] = "string"
    if not attribute.startswith(OUTPUTS):
        context.to_keep[logical_id] = (
            f"its {attribute} is asked for, which a component does not have"
        )
        return found
    exports = context.components[logical_id].stack.outputs
    if found.path[0] not in exports:
        meant = near(str(found.path[0]), exports)
        hint = f"; did you mean {meant}?" if meant else ""
        raise TemplateError(f"the template of {logical_id} has no output {found.path[0]!r}{hint}")
    return found


# --- the way back ----------------------------------------------


def raise_instance(
    context: ToCloudFormation, name: str, resource: Resource, kept: dict[str, Any]
) -> cloudformation.Resource:
    """The inverse of `lower_instance`; ``kept`` is what `component_leftover` gave, and more."""
    component = context.components[resource.type]
    properties: dict[str, Value] = {TEMPLATE_URL: f"{component.name}.yaml"}
    if resource.inputs:
        properties[NESTED_PARAMETERS] = {
            key: _raise_argument(context, component.config.get(key), value)
            for key, value in resource.inputs.items()
        }
    properties.update({key: parse(value) for key, value in kept.get("Properties", {}).items()})
    whole: dict[str, Any] = {"Type": facts.nested_stack(), "Properties": properties}
    return raise_resource(context, name, resource, whole, kept)


def _raise_argument(
    context: ToCloudFormation, declared: ConfigKey | None, value: Expression
) -> Value:
    if isinstance(value, (int, float)):
        return text_of(value)
    if declared is None or declared.type != "list" or declared.lookup is not None:
        return context.value(value)
    if isinstance(value, Choice):
        sides = (_raise_argument(context, declared, side) for side in (value.then, value.otherwise))
        return intrinsics.If(value.condition, *sides)
    if isinstance(value, Convert) and value.to == "list":
        return context.value(value.value)
    if isinstance(value, list):
        parts: list[Expression] = []
        for position, item in enumerate(value):
            parts += [COMMA, item] if position else [item]
        return context.value(concat(parts))
    return intrinsics.Join(COMMA, context.value(value))
