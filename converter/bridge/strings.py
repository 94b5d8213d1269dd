"""Text: ``Fn::Sub``, ``Fn::Join``, ``Fn::Split``, ``Fn::Select``, ``Fn::Base64`` and their kin."""

from __future__ import annotations

from typing import NoReturn

from .. import pulumi
from ..errors import TemplateError, UnsupportedError
from ..intrinsics import (
    Base64,
    GetAtt,
    If,
    Join,
    Length,
    Ref,
    RuleFunction,
    Select,
    Split,
    Sub,
    ToJsonString,
    Value,
    Variable,
    is_variable,
    references,
    sub_parts,
    sub_text,
)
from ..pulumi import Choice, Concat, ConditionValue, ConfigValue, Convert, Expression, Organization
from .context import ToCloudFormation, ToPulumi
from .kinds import alike, kind_of

_MOST_ITEMS = 1_000_000


def concat(parts: list[Expression]) -> Expression:
    """Put texts one after the other: neighbouring literals become one, one part alone is itself."""
    merged: list[Expression] = []
    for part in parts:
        for piece in part.parts if isinstance(part, Concat) else (part,):
            if not isinstance(piece, str):
                merged.append(piece)
            elif merged and isinstance(merged[-1], str):
                merged[-1] += piece
            elif piece:
                merged.append(piece)
    if not merged:
        return ""
    return merged[0] if len(merged) == 1 else Concat(tuple(merged))


def lower_sub(context: ToPulumi, node: Sub) -> Expression:
    """``Fn::Sub``: a concatenation; its variables are written where they stand."""
    variables = node.variables or {}
    written = sub_parts(node.text)
    parts: list[Expression] = []
    for part in written:
        if isinstance(part, str):
            parts.append(part)
        elif part.name in variables:
            parts.append(_certain_text(context, variables[part.name]))
        else:
            parts.append(_certain_text(context, named(part.name)))
    for name, value in variables.items():
        if Variable(name) not in written:
            needed = (it for it in references(value) if it in context.stack.resources)
            context.needed.update(dict.fromkeys(needed))
    return concat(parts)


def named(name: str) -> Ref | GetAtt:
    """What ``${name}`` stands for in ``Fn::Sub``."""
    if "." in name:
        return GetAtt(*name.split(".", 1))
    return Ref(name)


def check_attribute(node: GetAtt) -> None:
    """Refuse an attribute's name that only the deployment knows.

    Raises:
        UnsupportedError: it is a function.
    """
    if not isinstance(node.attribute, str):
        raise UnsupportedError(
            "an attribute name in Fn::GetAtt that is itself a function cannot be carried"
        )


def raise_convert(context: ToCloudFormation, node: Convert) -> Value:
    """A conversion, which CloudFormation does by itself but for that of text to a list, and of what
    is no text in JSON.
    """
    if isinstance(node.value, ConditionValue) and node.to == "string":
        return If(node.value.name, "true", "false")
    value = context.value(node.value)
    if node.to == "string" and context.in_json:
        return Join("", [value])  # the function by itself may give a number
    if node.to != "list":
        return value
    if isinstance(node.value, ConfigValue):
        context.report.warn(
            "list-blanks",
            f"the items of {node.value.key} keep blanks around them in the template, where the "
            "program takes these off: the whole text is used, too",
            context.here,
        )
    return Split(",", value)


def lower_join(context: ToPulumi, node: Join) -> Expression:
    """``Fn::Join``: a concatenation where the items are known, a join where only the list is."""
    delimiter = context.text(node.delimiter)
    if not isinstance(delimiter, str):
        raise TemplateError("the delimiter of Fn::Join must be text")
    if not isinstance(node.values, list):
        return _joined(delimiter, context.strings(node.values), node.values)
    found = [context.text_or_list(value) for value in node.values]
    items = [item for item in found if item is not pulumi.ABSENT]
    if any(_unsettled(context, item) for item in items):
        return pulumi.Join(
            delimiter, items[0] if len(items) == 1 and _is_list(context, items[0]) else items
        )
    parts: list[Expression] = []
    for position, item in enumerate(items):
        parts += [delimiter, item] if position else [item]
    return concat(parts)


def _joined(delimiter: str, items: Expression, said: Value) -> Expression:
    """A list put together, where it was not told as the same text."""
    if isinstance(said, GetAtt) and isinstance(items, pulumi.Split):
        return items.source if items.delimiter == delimiter else pulumi.Join(delimiter, items)
    return pulumi.Join(delimiter, items)


def _certain_text(context: ToPulumi, value: Value) -> Expression:
    """A text that is a part of another, or taken apart: one that may not be there is none."""
    found = context.text(value)
    if _may_be_absent(found):
        raise TemplateError("text is expected here, and AWS::NoValue is none")
    return found


def _may_be_absent(found: Expression) -> bool:
    if isinstance(found, Choice):
        return _may_be_absent(found.then) or _may_be_absent(found.otherwise)
    return found is pulumi.ABSENT


def _is_list(context: ToPulumi, item: Expression) -> bool:
    return kind_of(context, item) == "list"


def _unsettled(context: ToPulumi, item: Expression) -> bool:
    """Whether an item may be none or several."""
    if _is_list(context, item) or item is pulumi.ABSENT:
        return True
    return isinstance(item, Choice) and (
        _unsettled(context, item.then) or _unsettled(context, item.otherwise)
    )


def raise_concat(context: ToCloudFormation, node: Concat) -> Value:
    """The inverse of `lower_sub` and `lower_join`: ``Fn::Sub`` where it can name every part, else
    ``Fn::Join``.
    """
    values = [context.value(part) for part in node.parts]
    parts = [value if isinstance(value, str) else sub_variable(value) for value in values]
    named = [part for part in parts if part is not None]
    if len(named) == len(parts):
        try:
            return substitution(named)
        except UnsupportedError:
            pass
    return Join("", values)


def substitution(parts: list[str | Variable], own: dict[str, Value] | None = None) -> Value:
    """``Fn::Sub`` of texts and variables, some of them its own; a text where there are none."""
    texts = [part for part in parts if isinstance(part, str)]
    if len(texts) == len(parts) and not own:
        return "".join(texts)
    return Sub(sub_text(parts), own or None)


def sub_variable(value: Value) -> Variable | None:
    """What says a reference in the text of a ``Fn::Sub``; None where nothing does."""
    name = ""
    if isinstance(value, Ref):
        name = value.name
    elif isinstance(value, GetAtt) and isinstance(value.attribute, str):
        name = f"{value.resource}.{value.attribute}"
    return Variable(name) if is_variable(name) else None


def raise_join(context: ToCloudFormation, node: pulumi.Join) -> Value:
    """The inverse of `lower_join` where only the list is known."""
    return Join(node.delimiter, context.value(node.values))


def lower_split(context: ToPulumi, node: Split) -> Expression:
    """``Fn::Split``."""
    delimiter = context.text(node.delimiter)
    if not isinstance(delimiter, str) or not delimiter:
        raise TemplateError("the delimiter of Fn::Split must be text that is not empty")
    return pulumi.Split(delimiter, _certain_text(context, node.source))


def raise_split(context: ToCloudFormation, node: pulumi.Split) -> Value:
    """The inverse of `lower_split`; a list that was joined to be told as text is that list."""
    source = context.value(node.source)
    together = isinstance(source, Join) and source.delimiter == node.delimiter
    if together and isinstance(listed := getattr(source, "values", None), GetAtt):
        return listed
    return Split(node.delimiter, source)


def lower_select(context: ToPulumi, node: Select) -> Expression:
    """``Fn::Select``."""
    index = context.integer(node.index)
    if isinstance(index, int) and index < 0:
        raise TemplateError("the index of Fn::Select must not be negative")
    if isinstance(index, int) and index >= _MOST_ITEMS:
        raise TemplateError("the index of Fn::Select is beyond the end of any list")
    if isinstance(node.values, list):
        if isinstance(index, int) and index >= len(node.values):
            raise TemplateError(
                f"the index of Fn::Select is {index}, its list has {len(node.values)} items"
            )
        return pulumi.Select(index, alike(context, [context.value(it) for it in node.values]))
    return pulumi.Select(index, context.strings(node.values))


def raise_select(context: ToCloudFormation, node: pulumi.Select) -> Value:
    """The inverse of `lower_select`."""
    return Select(context.value(node.index), context.value(node.values))


def lower_base64(context: ToPulumi, node: Base64) -> Expression:
    """``Fn::Base64``."""
    return pulumi.Base64(_certain_text(context, node.value))


def raise_base64(context: ToCloudFormation, node: pulumi.Base64) -> Value:
    """The inverse of `lower_base64`."""
    return Base64(context.value(node.value))


def lower_length(context: ToPulumi, node: Length) -> Expression:
    """``Fn::Length``."""
    if isinstance(node.values, list):
        return pulumi.Length([context.value(value) for value in node.values])
    return pulumi.Length(context.strings(node.values))


def raise_length(context: ToCloudFormation, node: pulumi.Length) -> Value:
    """The inverse of `lower_length`."""
    context.extended = True
    return Length(context.value(node.values))


def lower_json(context: ToPulumi, node: ToJsonString) -> Expression:
    """``Fn::ToJsonString``."""
    value = context.value(node.value)
    if value is pulumi.ABSENT:
        raise TemplateError("Fn::ToJsonString needs a value, and AWS::NoValue is none")
    return pulumi.Json(value)


def raise_json(context: ToCloudFormation, node: pulumi.Json) -> Value:
    """The inverse of `lower_json`."""
    context.extended = True
    around, context.in_json = context.in_json, True
    value = context.value(node.value)
    context.in_json = around
    return ToJsonString(value)


def refuse(context: ToPulumi, node: Value) -> NoReturn:
    """A function that has no rule yet."""
    raise UnsupportedError(no_rule(node))


def no_rule(node: Value) -> str:
    """Why a function cannot be carried, in words."""
    name = node.name if isinstance(node, RuleFunction) else getattr(node, "function", node)
    return f"{name} cannot be carried to Pulumi as it stands here"


def refuse_organization(context: ToCloudFormation, node: Organization) -> NoReturn:
    """The inverse of nothing: CloudFormation has no organizations of Pulumi's."""
    raise UnsupportedError(
        "CloudFormation has no equivalent of Pulumi's organization: ask config for it, or use "
        "--concrete, with -s ORGANIZATION/PROJECT/STACK"
    )
