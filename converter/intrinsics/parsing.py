"""Functions read from, and written to, the tree of dictionaries, lists and scalars of a template.

A function stands there in its long form, ``{"Fn::Join": ["", [...]]}``. ``FORMS`` says for each how
its arguments are read and how they are written; ``parse`` and ``render`` only look there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Union, cast

from ..errors import PathStep, TemplateError, UnsupportedError
from .nodes import (
    And,
    Base64,
    Cidr,
    ConditionRef,
    Equals,
    FindInMap,
    ForEach,
    GetAtt,
    GetAZs,
    GetStackOutput,
    If,
    ImportValue,
    Intrinsic,
    Join,
    Length,
    Literal,
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

Tree = Union[Literal, list["Tree"], dict[str, "Tree"]]

FOR_EACH = "Fn::ForEach::"
RULE_FUNCTIONS = (
    "Fn::Contains",
    "Fn::EachMemberEquals",
    "Fn::EachMemberIn",
    "Fn::RefAll",
    "Fn::ValueOf",
    "Fn::ValueOfAll",
)


class Form(NamedTuple):
    """How the argument of one function is read into its node, and how the node gives it back."""

    read: Callable[[Any], Intrinsic]
    write: Callable[[Any], Tree]


def parse(value: Tree, *, condition: bool = False, path: Sequence[PathStep] = ()) -> Value:
    """The value that ``value``, a tree with functions in their long form, stands for.

    Args:
        value: what was read; it is not changed, and the result shares nothing with it.
        condition: whether ``{"Condition": name}`` names a condition here; elsewhere it is data.
        path: where ``value`` stands in its document, for errors.

    Raises:
        TemplateError: a function is unknown, malformed, or stands beside further keys.
    """
    try:
        return _condition(value) if condition else _value(value)
    except TemplateError as error:
        error.within(*path)
        raise


def render(value: Value) -> Tree:
    """The tree that ``parse`` reads as ``value``.

    Raises:
        UnsupportedError: a dictionary of the user's would be read as a function.
    """
    if isinstance(value, Intrinsic):
        return {_name(value): _argument(value)}
    if isinstance(value, dict):
        return _render_mapping(value)
    if isinstance(value, (list, tuple)):
        return [render(item) for item in value]
    return value


def _value(raw: Any) -> Value:
    kind = type(raw)
    if kind is dict:
        return _mapping(raw)
    if kind is list:
        return _list(raw)
    return cast(Literal, raw)


def _list(raw: list[Any], start: int = 0) -> list[Value]:
    result: list[Value] = []
    add = result.append
    try:
        for item in raw:
            kind = type(item)
            add(_mapping(item) if kind is dict else _list(item) if kind is list else item)
    except TemplateError as error:
        error.within(start + len(result))
        raise
    return result


def _mapping(raw: dict[str, Any]) -> Value:
    key = ""
    try:
        if len(raw) == 1:
            for key in raw:
                form = FORMS.get(key)
                if form is not None and key != "Condition":
                    return form.read(raw[key])
        result: dict[str, Value] = {}
        for key, item in raw.items():
            kind = type(item)
            if key[:4] == "Fn::":
                result[key] = parse_entry(key, item)
            elif kind is dict:
                result[key] = _mapping(item)
            elif kind is list:
                result[key] = _list(item)
            else:
                result[key] = item
    except TemplateError as error:
        argument = raw[key]
        if key in FORMS and type(argument) is dict and Transform.function in argument:
            return RuleFunction(key, _value(argument))  # a macro writes the arguments
        error.within(key)
        raise
    return result


def parse_entry(key: str, raw: Any) -> Intrinsic:
    """The function ``key`` that stands among the keys of a dictionary.

    Raises:
        TemplateError: it is malformed, or neither ``Fn::ForEach::Name`` nor ``Fn::Transform``: the
            others stand alone.
    """
    if key.startswith(FOR_EACH):
        arguments = _arguments(raw, "Fn::ForEach", "[identifier, collection, body]", 3)
        if type(arguments[2]) is not dict:
            raise _malformed("Fn::ForEach", "a mapping as its body").within(2)
        return ForEach(*_list(arguments))
    if key == Transform.function:
        return Transform(_value(raw))
    if key in FORMS:
        raise TemplateError(f"{key} must be the only key of its mapping")
    raise TemplateError(f"unknown function {key}{_near_miss(key)}")


def _near_miss(name: str) -> str:
    from difflib import get_close_matches  # only a wrong template needs it

    known = [*FORMS, "Fn::ForEach"]
    found = get_close_matches(name, known, 1)
    return f", did you mean {found[0]}?" if found else ""


def _condition(raw: Any) -> Value:
    if type(raw) is dict and len(raw) == 1 and "Condition" in raw:
        return FORMS["Condition"].read(raw["Condition"])
    return _value(raw)


def _render_mapping(value: dict[str, Value]) -> Tree:
    result: dict[str, Tree] = {}
    for key, item in value.items():
        if key[:4] == "Fn::" and isinstance(item, (ForEach, Transform)):
            result[key] = _argument(item)
        else:
            result[key] = render(item)
    if len(value) == 1:
        for key in value:
            if key in FORMS and key != "Condition" and not isinstance(value[key], Transform):
                raise UnsupportedError(
                    f"CloudFormation would take a mapping whose only key is '{key}' for a function"
                )
    return result


def _name(node: Intrinsic) -> str:
    return node.name if isinstance(node, RuleFunction) else node.function


def _argument(node: Intrinsic) -> Tree:
    if isinstance(node, RuleFunction):
        return render(node.arguments)
    if isinstance(node, ForEach):
        return [render(node.identifier), render(node.collection), render(node.body)]
    return FORMS[_name(node)].write(node)


def _malformed(function: str, expected: str) -> TemplateError:
    return TemplateError(f"{function} takes {expected}")


def _arguments(
    raw: Any, function: str, expected: str, least: int, most: int | None = None
) -> list[Any]:
    if type(raw) is not list or not least <= len(raw) <= (most or least):
        raise _malformed(function, expected)
    return raw


def _text(node: Callable[[str], Intrinsic], function: str, expected: str) -> Form:
    """One text: ``{"Ref": "Name"}``."""

    def read(raw: Any) -> Intrinsic:
        if type(raw) is not str or not raw:
            raise _malformed(function, expected)
        return node(raw)

    return Form(read, lambda it: cast(str, it.name))


def _single(node: Callable[[Value], Intrinsic], field: str) -> Form:
    """One value, which may stand in a list of its own: ``{"Fn::Base64": value}``."""

    def read(raw: Any) -> Intrinsic:
        if type(raw) is list and len(raw) == 1:
            return node(_list(raw)[0])
        return node(_value(raw))

    return Form(read, lambda it: render(getattr(it, field)))


def _whole(node: Callable[[Value], Intrinsic], field: str) -> Form:
    """Whatever is given: ``{"Fn::ToJsonString": value}``."""
    return Form(lambda raw: node(_value(raw)), lambda it: render(getattr(it, field)))


def _fixed(node: type[Intrinsic], expected: str, list_at: int | None = None) -> Form:
    """A list of one argument per field; the one at ``list_at`` is a list or a function."""
    fields = cast("tuple[str, ...]", node.__slots__)

    def read(raw: Any) -> Intrinsic:
        arguments = _arguments(raw, node.function, expected, len(fields))
        values = _list(arguments)
        if list_at is not None and not isinstance(values[list_at], (list, Intrinsic)):
            raise _malformed(node.function, expected).within(list_at)
        return node(*values)

    return Form(read, lambda it: [render(getattr(it, field)) for field in fields])


def _conditions(node: Callable[[Any], Intrinsic], function: str) -> Form:
    """A list of two to ten conditions: ``{"Fn::And": [...]}``."""

    def read(raw: Any) -> Intrinsic:
        return node(tuple(_condition_list(raw, function, "a list of two to ten conditions", 2, 10)))

    return Form(read, lambda it: [render(item) for item in it.conditions])


def _condition_list(raw: Any, function: str, expected: str, least: int, most: int) -> list[Value]:
    result: list[Value] = []
    arguments = _arguments(raw, function, expected, least, most)
    try:
        for item in arguments:
            result.append(_condition(item))
    except TemplateError as error:
        error.within(len(result))
        raise
    for index, item in enumerate(result):
        if isinstance(item, (dict, list)):
            raise _malformed(function, expected).within(index)
    return result


def _read_not(raw: Any) -> Intrinsic:
    (condition,) = _condition_list(raw, "Fn::Not", "a list of one condition", 1, 1)
    return Not(cast(Any, condition))


def _read_if(raw: Any) -> Intrinsic:
    expected = "[condition name, value if true, value if false]"
    name, then, otherwise = _arguments(raw, "Fn::If", expected, 3)
    if type(name) is not str:
        raise _malformed("Fn::If", expected).within(0)
    values = _list([then, otherwise], start=1)
    return If(name, *values)


def _read_get_att(raw: Any) -> Intrinsic:
    expected = "'Resource.Attribute' or [resource, attribute]"
    if type(raw) is str:
        raw = raw.split(".", 1)
    if type(raw) is list and len(raw) == 2 and type(raw[0]) is dict:
        return _read_computed_get_att(raw, expected)
    if type(raw) is not list or len(raw) < 2 or type(raw[0]) is not str or not raw[0]:
        raise _malformed("Fn::GetAtt", expected)
    attributes = _list(raw[1:], start=1)
    if all(type(attribute) is str for attribute in attributes):
        attribute: Value = ".".join(cast("list[str]", attributes))
    elif len(attributes) == 1 and isinstance(attributes[0], Intrinsic):
        attribute = attributes[0]
    else:
        attribute = None
    if not attribute:
        raise _malformed("Fn::GetAtt", expected)
    return GetAtt(raw[0], attribute)


def _read_computed_get_att(raw: list[Any], expected: str) -> Intrinsic:
    """AWS::LanguageExtensions lets a function give the resource's name, in loops above all."""
    values = _list(raw)
    if not isinstance(values[0], Intrinsic):
        raise _malformed("Fn::GetAtt", expected)
    return RuleFunction("Fn::GetAtt", values)


def _read_sub(raw: Any) -> Intrinsic:
    expected = "a text, or [text, mapping of variables]"
    text, variables = raw, None
    if type(raw) is list and 1 <= len(raw) <= 2:
        text, variables = raw[0], raw[1] if len(raw) == 2 else None
        if len(raw) == 2 and type(variables) is not dict:
            raise _malformed("Fn::Sub", expected).within(1)
    if type(text) is not str:
        raise _malformed("Fn::Sub", expected)
    if variables is None:
        return Sub(text)
    try:
        return Sub(text, {name: _variable(name, value) for name, value in variables.items()})
    except TemplateError as error:
        error.within(1)
        raise


def _variable(name: str, raw: Any) -> Value:
    if name[:4] == "Fn::":
        return parse_entry(name, raw)  # a macro may write the variables
    return parse(raw, path=(name,))


def _write_sub(node: Sub) -> Tree:
    return node.text if node.variables is None else [node.text, render(node.variables)]


def _read_cidr(raw: Any) -> Intrinsic:
    return Cidr(*_list(_arguments(raw, "Fn::Cidr", "[ip block, count, cidr bits]", 2, 3)))


def _write_cidr(node: Cidr) -> Tree:
    bits = [] if node.cidr_bits is None else [render(node.cidr_bits)]
    return [render(node.ip_block), render(node.count), *bits]


def _read_find_in_map(raw: Any) -> Intrinsic:
    expected = "[map name, top level key, second level key], and {DefaultValue: value} at most"
    name, top, second, *rest = _list(_arguments(raw, "Fn::FindInMap", expected, 3, 4))
    if not rest:
        return FindInMap(name, top, second)
    (default,) = rest
    if not isinstance(default, dict) or list(default) != ["DefaultValue"]:
        raise _malformed("Fn::FindInMap", expected).within(3)
    return FindInMap(name, top, second, default["DefaultValue"], True)


def _write_find_in_map(node: FindInMap) -> Tree:
    default: list[Tree] = [{"DefaultValue": render(node.default)}] if node.has_default else []
    return [render(node.mapping), render(node.top_key), render(node.second_key), *default]


def _rule(name: str) -> Form:
    return Form(lambda raw: RuleFunction(name, _value(raw)), _argument)


FORMS: dict[str, Form] = {
    "Ref": _text(Ref, "Ref", "the name of a parameter or resource"),
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
