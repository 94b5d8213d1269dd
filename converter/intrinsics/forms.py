"""The functions of CloudFormation: how the arguments of each are read and written.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from ..errors import TemplateError
from .nodes import (
    And,
    Base64,
    Cidr,
    ConditionRef,
    Equals,
    FindInMap,
    GetAtt,
    GetAZs,
    GetStackOutput,
    If,
    ImportValue,
    Intrinsic,
    Join,
    Length,
    Not,
    Or,
    Ref,
    RuleFunction,
    Select,
    Split,
    Sub,
    ToJsonString,
    Transform,
    Value,
)
from .parsing import (
    FORMS,
    Form,
    Tree,
    arguments_of,
    malformed,
    parse,
    parse_entry,
    read_condition,
    read_list,
    read_value,
    render,
    write_argument,
)
from .substitution import LONGEST_SUB, written_length

RULE_FUNCTIONS = (
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::RefAll",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
)


def _text(node: Callable[[str], Intrinsic], function: str, expected: str) -> Form:
    """One text: ``{"Ref": "Name"}``."""

    def read(raw: Any) -> Intrinsic:
        if type(raw) is not str or not raw:
            raise malformed(function, expected)
        return node(raw)

    return Form(read, lambda it: cast(str, it.name))


def _read_ref(raw: Any) -> Intrinsic:
    """AWS::LanguageExtensions lets a function give the name, in loops above all."""
    name = read_value(raw)
    if isinstance(name, Intrinsic):
        return RuleFunction("Ref", name)
    if not isinstance(name, str) or not name:
        raise malformed("Ref", "the name of a parameter or resource")
    return Ref(name)


def _single(node: Callable[[Value], Intrinsic], field: str) -> Form:
    """One value, which may stand in a list of its own: ``{"Fn::Base64": value}``."""

    def read(raw: Any) -> Intrinsic:
        if type(raw) is list and len(raw) == 1:
            return node(read_list(raw)[0])
        return node(read_value(raw))

    return Form(read, lambda it: render(getattr(it, field)))


def _whole(node: Callable[[Value], Intrinsic], field: str) -> Form:
    """Whatever is given: ``{"Fn::ToJsonString": value}``."""
    return Form(lambda raw: node(read_value(raw)), lambda it: render(getattr(it, field)))


def _fixed(node: type[Intrinsic], expected: str, list_at: int | None = None) -> Form:
    """A list of one argument per field; the one at ``list_at`` is a list or a function."""
    fields = cast("tuple[str, ...]", node.__slots__)

    def read(raw: Any) -> Intrinsic:
        arguments = arguments_of(raw, node.function, expected, len(fields))
        values = read_list(arguments)
        if list_at is not None and not isinstance(values[list_at], (list, Intrinsic)):
            raise malformed(node.function, expected).within(list_at)
        return node(*values)

    return Form(read, lambda it: [render(getattr(it, field)) for field in fields])


def _conditions(node: Callable[[Any], Intrinsic], function: str) -> Form:
    """A list of two to ten conditions: ``{"Fn::And": [...]}``."""

    def read(raw: Any) -> Intrinsic:
        return node(tuple(_condition_list(raw, function, "a list of two to ten conditions", 2, 10)))

    return Form(read, lambda it: [render(item) for item in it.conditions])


def _condition_list(raw: Any, function: str, expected: str, least: int, most: int) -> list[Value]:
    result: list[Value] = []
    arguments = arguments_of(raw, function, expected, least, most)
    try:
        for item in arguments:
            result.append(read_condition(item))
    except TemplateError as error:
        error.within(len(result))
        raise
    for index, item in enumerate(result):
        if isinstance(item, (dict, list)):
            raise malformed(function, expected).within(index)
    return result


def _read_not(raw: Any) -> Intrinsic:
    (condition,) = _condition_list(raw, "Fn::Not", "a list of one condition", 1, 1)
    return Not(cast(Any, condition))


def _read_if(raw: Any) -> Intrinsic:
    expected = "[condition name, value if true, value if false]"
    name, then, otherwise = arguments_of(raw, "Fn::If", expected, 3)
    if type(name) is not str:
        raise malformed("Fn::If", expected).within(0)
    values = read_list([then, otherwise], start=1)
    return If(name, *values)


def _read_get_att(raw: Any) -> Intrinsic:
    expected = "'Resource.Attribute' or [resource, attribute]"
    if type(raw) is str:
        raw = raw.split(".", 1)
    if type(raw) is list and len(raw) == 2 and type(raw[0]) is dict:
        return _read_computed_get_att(raw, expected)
    if type(raw) is not list or len(raw) < 2 or type(raw[0]) is not str or not raw[0]:
        raise malformed("Fn::GetAtt", expected)
    attributes = read_list(raw[1:], start=1)
    if all(type(attribute) is str for attribute in attributes):
        attribute: Value = ".".join(cast("list[str]", attributes))
    elif len(attributes) == 1 and isinstance(attributes[0], Intrinsic):
        attribute = attributes[0]
    else:
        attribute = None
    if not attribute:
        raise malformed("Fn::GetAtt", expected)
    return GetAtt(raw[0], attribute)


def _read_computed_get_att(raw: list[Any], expected: str) -> Intrinsic:
    """AWS::LanguageExtensions lets a function give the resource's name, in loops above all."""
    values = read_list(raw)
    if not isinstance(values[0], Intrinsic):
        raise malformed("Fn::GetAtt", expected)
    return RuleFunction("Fn::GetAtt", values)


def _read_sub(raw: Any) -> Intrinsic:
    expected = "a text, or [text, mapping of variables]"
    text, variables = raw, None
    if type(raw) is list and 1 <= len(raw) <= 2:
        text, variables = raw[0], raw[1] if len(raw) == 2 else None
        if len(raw) == 2 and type(variables) is not dict:
            raise malformed("Fn::Sub", expected).within(1)
    if type(text) is not str:
        raise malformed("Fn::Sub", expected)
    if variables is None:
        return Sub(text)
    try:
        node = Sub(text, {name: _variable(name, value) for name, value in variables.items()})
    except TemplateError as error:
        error.within(1)
        raise
    if written_length(node) > LONGEST_SUB:
        raise TemplateError(f"Fn::Sub stands for more than {LONGEST_SUB} characters")
    return node


def _variable(name: str, raw: Any) -> Value:
    if name[:4] == "Fn::":
        return parse_entry(name, raw)  # a macro may write the variables
    return parse(raw, path=(name,))


def _write_sub(node: Sub) -> Tree:
    return node.text if node.variables is None else [node.text, render(node.variables)]


def _read_cidr(raw: Any) -> Intrinsic:
    return Cidr(*read_list(arguments_of(raw, "Fn::Cidr", "[ip block, count, cidr bits]", 2, 3)))


def _write_cidr(node: Cidr) -> Tree:
    bits = [] if node.cidr_bits is None else [render(node.cidr_bits)]
    return [render(node.ip_block), render(node.count), *bits]


def _read_find_in_map(raw: Any) -> Intrinsic:
    expected = "[map name, top level key, second level key], and {DefaultValue: value} at most"
    name, top, second, *rest = read_list(arguments_of(raw, "Fn::FindInMap", expected, 3, 4))
    if not rest:
        return FindInMap(name, top, second)
    (default,) = rest
    if not isinstance(default, dict) or list(default) != ["DefaultValue"]:
        raise malformed("Fn::FindInMap", expected).within(3)
    return FindInMap(name, top, second, default["DefaultValue"], True)


def _write_find_in_map(node: FindInMap) -> Tree:
    default: list[Tree] = [{"DefaultValue": render(node.default)}] if node.has_default else []
    return [render(node.mapping), render(node.top_key), render(node.second_key), *default]


def _rule(name: str) -> Form:
    return Form(lambda raw: RuleFunction(name, read_value(raw)), write_argument)


FORMS.update(
    {
        "Ref": Form(_read_ref, lambda node: node.name),
        "Condition": _text(ConditionRef, "Condition", "the name of a condition"),
        "Fn::GetAtt": Form(_read_get_att, lambda node: [node.resource, render(node.attribute)]),
        "Fn::Sub": Form(_read_sub, _write_sub),
        "Fn::Join": _fixed(Join, "[delimiter, list of values]", list_at=1),
        "Fn::Split": _fixed(Split, "[delimiter, text]"),
        "Fn::Select": _fixed(Select, "[index, list of values]", list_at=1),
        "Fn::Base64": _single(Base64, "value"),
        "Fn::Cidr": Form(_read_cidr, _write_cidr),
        "Fn::GetAZs": _single(GetAZs, "region"),
        "Fn::FindInMap": Form(_read_find_in_map, _write_find_in_map),
        "Fn::ImportValue": _single(ImportValue, "name"),
        "Fn::GetStackOutput": _whole(GetStackOutput, "arguments"),
        "Fn::Length": _whole(Length, "values"),
        "Fn::ToJsonString": _whole(ToJsonString, "value"),
        "Fn::Transform": _whole(Transform, "call"),
        "Fn::If": Form(
            _read_if, lambda node: [node.condition, render(node.then), render(node.otherwise)]
        ),
        "Fn::Equals": _fixed(Equals, "[value, value]"),
        "Fn::And": _conditions(And, "Fn::And"),
        "Fn::Or": _conditions(Or, "Fn::Or"),
        "Fn::Not": Form(_read_not, lambda node: [render(node.condition)]),
        **{name: _rule(name) for name in RULE_FUNCTIONS},
    }
)
