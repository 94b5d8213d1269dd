"""What a template says of a value by itself: its parameters' values, maps and conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from ..errors import TemplateError
from ..intrinsics import Tree, Variable, sub_parts

NO_VALUE: Tree = {"Ref": "AWS::NoValue"}
Variables = Mapping[str, str]

_IDENTIFIER = re.compile(r"([$&])\{\s*([A-Za-z0-9]+)\s*\}")
_OTHERS = re.compile(r"[^A-Za-z0-9]")


class UnresolvedError(Exception):
    """A value that the template alone does not say; the message names what it depends on."""


def substitute(text: str, variables: Variables, *, in_sub: bool = False) -> str:
    """``text`` with the loop variables in it replaced.

    ``${Name}`` is the value, ``&{Name}`` its letters and digits.

    Args:
        text: any text of a loop's body.
        variables: the values of the loops' identifiers.
        in_sub: whether it is the text of a ``Fn::Sub``, in which ``${`` of a value is escaped.
    """

    def replaced(match: re.Match[str]) -> str:
        value = variables.get(match[2])
        if value is None:
            return match[0]
        if match[1] == "&":
            return _OTHERS.sub("", value)
        return value.replace("${", "${!") if in_sub else value

    return _IDENTIFIER.sub(replaced, text)


def text_of(value: Tree) -> str:
    """A scalar as CloudFormation prints it.

    Raises:
        UnresolvedError: it is no scalar.
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None or isinstance(value, (dict, list)):
        raise UnresolvedError("a value that is no text")
    return str(value)


class Values:
    """The values of a template's functions, as far as they need no deployment.

    Args:
        tree: the template.
        given: values of parameters, instead of their defaults.

    Attributes:
        used: the parameters whose value was taken, with the value as a text.
    """

    def __init__(self, tree: Mapping[str, Any], given: Mapping[str, str]) -> None:
        self.parameters: dict[str, Any] = tree.get("Parameters") or {}
        self.mappings: dict[str, Any] = tree.get("Mappings") or {}
        self.conditions: dict[str, Any] = tree.get("Conditions") or {}
        self.given = given
        self.used: dict[str, str] = {}
        self._open: set[str] = set()
        self._functions: dict[str, Callable[[Any, Variables], Tree]] = {
            "Ref": self._ref,
            "Condition": self._condition,
            "Fn::And": lambda raw, variables: all(self._truths(raw, variables)),
            "Fn::Equals": self._equals,
            "Fn::FindInMap": self._find_in_map,
            "Fn::If": self._if,
            "Fn::Join": self._join,
            "Fn::Length": lambda raw, variables: len(self._items(raw, variables)),
            "Fn::Not": lambda raw, variables: not any(self._truths(raw, variables)),
            "Fn::Or": lambda raw, variables: any(self._truths(raw, variables)),
            "Fn::Select": self._select,
            "Fn::Split": self._split,
            "Fn::Sub": self._sub,
        }

    def take_used(self) -> dict[str, str]:
        """The parameters whose value was taken since the last call."""
        used, self.used = self.used, {}
        return used

    def text(self, value: Tree, variables: Variables) -> str:
        """``value`` as a text.

        Raises:
            UnresolvedError: only a deployment knows it, or it is no text.
        """
        return text_of(self.evaluate(value, variables))

    def evaluate(self, value: Tree, variables: Variables) -> Tree:
        """``value`` without functions but ``AWS::NoValue``.

        Args:
            value: a tree.
            variables: the values of the loops' identifiers.

        Raises:
            UnresolvedError: only a deployment knows it.
        """
        if isinstance(value, str):
            return substitute(value, variables)
        if isinstance(value, list):
            return [self.evaluate(item, variables) for item in value]
        if not isinstance(value, dict) or value == NO_VALUE:
            return value
        if len(value) == 1:
            ((name, argument),) = value.items()
            if name in self._functions:
                return self._called(name, argument, variables)
            if name.startswith("Fn::"):
                raise UnresolvedError(f"a {name}, which only a deployment evaluates")
        return {key: self.evaluate(item, variables) for key, item in value.items()}

    def _called(self, name: str, argument: Any, variables: Variables) -> Tree:
        try:
            return self._functions[name](argument, variables)
        except (IndexError, KeyError, TypeError, ValueError):  # the parser says what is wrong
            raise UnresolvedError(f"a {name} that is not well formed") from None

    def found_in_map(self, keys: list[str]) -> Tree:
        """The value at [map, top level key, second level key], or None."""
        found: Any = self.mappings
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return cast(Tree, found)

    def _ref(self, raw: Any, variables: Variables) -> Tree:
        name = self.text(raw, variables)
        return variables[name] if name in variables else self._parameter(name)

    def _parameter(self, name: str) -> Tree:
        declared = self.parameters.get(name)
        if not isinstance(declared, dict):
            declared = {}
            if name not in self.given:
                what = "" if name.startswith("AWS::") else "the resource "
                raise UnresolvedError(f"{what}{name}, which only a deployment knows")
        kind = str(declared.get("Type", ""))
        if str(declared.get("NoEcho", "")).lower() == "true":
            raise UnresolvedError(f"the parameter {name}, whose value is secret (NoEcho)")
        if kind.startswith("AWS::SSM::"):
            raise UnresolvedError(f"the parameter {name}, whose value is kept in SSM")
        if name not in self.given and "Default" not in declared:
            raise UnresolvedError(f"the parameter {name}, which has no value here")
        text = self.given[name] if name in self.given else text_of(declared["Default"])
        self.used[name] = text
        if kind == "CommaDelimitedList" or kind.startswith("List<"):
            return [item.strip() for item in text.split(",")] if text.strip() else []
        return text

    def _find_in_map(self, raw: Any, variables: Variables) -> Tree:
        default = raw[3].get("DefaultValue") if len(raw) > 3 else None
        keys = [self.text(key, variables) for key in raw[:3]]
        found = self.found_in_map(keys)
        if found is None and default is None:
            raise UnresolvedError(f"the map {keys[0]}, which has no {keys[1]}.{keys[2]}")
        return self.evaluate(default if found is None else found, {} if found else variables)

    def _if(self, raw: Any, variables: Variables) -> Tree:
        name, then, otherwise = raw
        return self.evaluate(then if self._condition(name, variables) else otherwise, variables)

    def _condition(self, raw: Any, variables: Variables) -> bool:
        name = substitute(str(raw), variables)
        if name not in self.conditions or name in self._open:
            raise UnresolvedError(f"the condition {name}")
        self._open.add(name)
        try:
            return self._truth(self.conditions[name], {})
        finally:
            self._open.discard(name)

    def _truth(self, raw: Tree, variables: Variables) -> bool:
        return self.text(raw, variables) == "true"

    def _truths(self, raw: Any, variables: Variables) -> list[bool]:
        return [self._truth(item, variables) for item in raw]

    def _equals(self, raw: Any, variables: Variables) -> bool:
        left, right = (self.text(item, variables) for item in raw)
        return left == right

    def _items(self, raw: Any, variables: Variables) -> list[Tree]:
        items = self.evaluate(raw, variables)
        if not isinstance(items, list):
            raise UnresolvedError("a value that is no list")
        return [item for item in items if item != NO_VALUE]

    def _join(self, raw: Any, variables: Variables) -> str:
        delimiter, items = raw
        texts = [text_of(item) for item in self._items(items, variables)]
        return self.text(delimiter, variables).join(texts)

    def _split(self, raw: Any, variables: Variables) -> Tree:
        delimiter, text = (self.text(item, variables) for item in raw)
        return cast(Tree, text.split(delimiter) if delimiter else [text])

    def _select(self, raw: Any, variables: Variables) -> Tree:
        index, items = self.text(raw[0], variables), self._items(raw[1], variables)
        if not index.isdecimal() or int(index) >= len(items):
            raise UnresolvedError(f"a list, which has no item {index}")
        return items[int(index)]

    def _sub(self, raw: Any, variables: Variables) -> str:
        text, own = (raw, {}) if isinstance(raw, str) else (raw[0], raw[1])
        loops = {name: value for name, value in variables.items() if name not in own}
        try:
            parts = sub_parts(substitute(text, loops, in_sub=True))
        except TemplateError as error:
            raise UnresolvedError(f"a Fn::Sub: {error}") from None
        return "".join(
            self._sub_variable(part.name, own, variables) if isinstance(part, Variable) else part
            for part in parts
        )

    def _sub_variable(self, name: str, own: dict[str, Tree], variables: Variables) -> str:
        if name in own:
            return self.text(own[name], variables)
        if "." in name:
            raise UnresolvedError(f"{name}, which only a deployment knows")
        return text_of(self._parameter(name))
