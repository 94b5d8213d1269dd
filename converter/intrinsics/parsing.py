"""Functions read from, and written to, the tree of dictionaries, lists and scalars of a template.

A function stands there in its long form, ``{"Fn::Join": ["", [...]]}``. ``FORMS`` says for each how
its arguments are read and how they are written; ``parse`` and ``render`` only look there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Union

from ..errors import PathStep, TemplateError, UnsupportedError
from .nodes import (
    ForEach,
    Intrinsic,
    Literal,
    RuleFunction,
    Transform,
    Value,
)
from .spelling import near_miss

Tree = Union[Literal, list["Tree"], dict[str, "Tree"]]

FOR_EACH = "Fn::ForEach::"


class Form(NamedTuple):
    """How the argument of one function is read into its node, and how the node gives it back."""

    read: Callable[[Any], Intrinsic]
    write: Callable[[Any], Tree]


FORMS: dict[str, Form] = {}  # filled by ``forms``


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
        return read_condition(value) if condition else read_value(value)
    except TemplateError as error:
        error.within(*path)
        raise


def render(value: Value) -> Tree:
    """The tree that ``parse`` reads as ``value``.

    Raises:
        UnsupportedError: a dictionary of the user's would be read as a function.
    """
    if isinstance(value, Intrinsic):
        return {_name(value): write_argument(value)}
    if isinstance(value, dict):
        return _render_mapping(value)
    if isinstance(value, (list, tuple)):
        return [render(item) for item in value]
    return value


def read_value(raw: Any) -> Value:
    """``parse`` without its frame."""
    kind = type(raw)
    if kind is dict:
        return _mapping(raw)
    if kind is list:
        return read_list(raw)
    literal: Literal = raw
    return literal


def read_list(raw: list[Any], start: int = 0) -> list[Value]:
    """The values of a list, of which the first ``start`` items are missing in ``raw``."""
    result: list[Value] = []
    add = result.append
    try:
        for item in raw:
            kind = type(item)
            add(_mapping(item) if kind is dict else read_list(item) if kind is list else item)
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
                result[key] = read_list(item)
            else:
                result[key] = item
    except TemplateError as error:
        argument = raw[key]
        if key in FORMS and type(argument) is dict and Transform.function in argument:
            return RuleFunction(key, read_value(argument))  # a macro writes the arguments
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
        arguments = arguments_of(raw, "Fn::ForEach", "[identifier, collection, body]", 3)
        if type(arguments[2]) is not dict:
            raise malformed("Fn::ForEach", "a mapping as its body").within(2)
        return ForEach(*read_list(arguments))
    if key == Transform.function:
        return Transform(read_value(raw))
    if key in FORMS:
        raise TemplateError(f"{key} must be the only key of its mapping")
    raise TemplateError(f"unknown function {key}{near_miss(key, [*FORMS, 'Fn::ForEach'])}")


def read_condition(raw: Any) -> Value:
    """A value in a place where ``{"Condition": name}`` is a condition."""
    if type(raw) is dict and len(raw) == 1 and "Condition" in raw:
        return FORMS["Condition"].read(raw["Condition"])
    return read_value(raw)


def _render_mapping(value: dict[str, Value]) -> Tree:
    result: dict[str, Tree] = {}
    for key, item in value.items():
        if key[:4] == "Fn::" and isinstance(item, (ForEach, Transform)):
            result[key] = write_argument(item)
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


def write_argument(node: Intrinsic) -> Tree:
    """What stands under the name of the function."""
    if isinstance(node, RuleFunction):
        return render(node.arguments)
    if isinstance(node, ForEach):
        return [render(node.identifier), render(node.collection), render(node.body)]
    return FORMS[_name(node)].write(node)


def malformed(function: str, expected: str) -> TemplateError:
    """The refusal of a function's argument."""
    return TemplateError(f"{function} takes {expected}")


def arguments_of(
    raw: Any, function: str, expected: str, least: int, most: int | None = None
) -> list[Any]:
    """A function's argument that must be a list of ``least`` to ``most`` items.

    Raises:
        TemplateError: it is something else.
    """
    if type(raw) is not list or not least <= len(raw) <= (most or least):
        raise malformed(function, expected)
    return raw
