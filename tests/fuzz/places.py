"""Functions in odd places: conditions, rules, mappings, export names, policies, metadata, loops."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from random import Random
from typing import Any

from .structure import Tree, name_in

_DEEPEST = 3
_TYPES = ("String", "Number", "CommaDelimitedList", "List<Number>")


def misplaced(template: Tree, random: Random) -> str:
    """The text of a template with functions, those of the language extensions among them, in places
    that are not made for them.
    """
    root = {"": copy.deepcopy(template)}
    if random.random() < 0.5:
        root[""]["Transform"] = "AWS::LanguageExtensions"
    for _ in range(random.choice((1, 1, 2, 3))):
        random.choice(_PLACES)(root[""], _Maker(root, random))
    return json.dumps(root[""])


class _Maker:
    """Makes functions of what a template may know."""

    def __init__(self, root: Tree, random: Random) -> None:
        self._root, self.random = root, random

    def name(self) -> str:
        """A name that the template may know."""
        return name_in(self._root, self.random)

    def resource(self) -> Tree:
        """A resource of the template."""
        found = self._root[""].setdefault("Resources", {})
        whole = [each for each in found.values() if isinstance(each, dict)]
        return self.random.choice(whole or [{}])

    def value(self, depth: int = 0) -> Any:
        """A function, with others inside of it."""

        def inner() -> Any:
            if depth < _DEEPEST and self.random.random() < 0.4:
                return self.value(depth + 1)
            no_value = {"Ref": "AWS::NoValue"}
            return self.random.choice(({"Ref": name}, "a", name, no_value, ["a", "b"]))

        name = self.name()
        return self.random.choice(_FUNCTIONS)(name, inner)


_FUNCTIONS: tuple[Callable[[str, Callable[[], Any]], Any], ...] = (
    lambda _, inner: {"Fn::Length": inner()},
    lambda _, inner: {"Fn::Length": [inner(), inner()]},
    lambda name, inner: {"Fn::ToJsonString": {name: inner(), "Ref": inner()}},
    lambda name, inner: {"Fn::FindInMap": [name, inner(), inner(), {"DefaultValue": inner()}]},
    lambda _, inner: {"Fn::FindInMap": [inner(), "a", "b"]},
    lambda _, inner: {"Fn::Select": [inner(), inner()]},
    lambda name, inner: {"Fn::Sub": [f"${{x}}-${{{name}}}", {"x": inner()}]},
    lambda name, inner: {"Fn::If": [name, inner(), inner()]},
    lambda name, inner: {"Fn::GetAtt": [name, inner()]},
    lambda _, inner: {"Fn::GetAtt": [inner(), "Arn"]},
    lambda _, inner: {"Fn::Cidr": [inner(), inner(), inner()]},
    lambda _, inner: {"Fn::Split": [inner(), inner()]},
    lambda _, inner: {"Fn::Equals": [inner(), inner()]},
    lambda name, inner: {"Fn::Or": [{"Condition": name}, inner()]},
    lambda _, inner: {"Fn::Join": [inner(), inner()]},
    lambda _, inner: {"Fn::ImportValue": inner()},
    lambda _, inner: {"Ref": inner()},
    lambda _, inner: {"Fn::ForEach::L": ["X", ["a", "b"], {"K${X}": inner()}]},
    lambda name, inner: {"Fn::ValueOf": [name, inner()]},
    lambda _, inner: {"Fn::RefAll": inner()},
)


def _rule(template: Tree, make: _Maker) -> None:
    assertions = [{"Assert": make.value(), "AssertDescription": "x"}]
    rule = {"RuleCondition": make.value(), "Assertions": assertions}
    template.setdefault("Rules", {})["Odd"] = rule


def _output(template: Tree, make: _Maker) -> None:
    output = {"Value": make.value(), "Export": {"Name": make.value()}, "Condition": make.name()}
    template.setdefault("Outputs", {})["Odd"] = output


def _property(template: Tree, make: _Maker) -> None:
    properties = make.resource().get("Properties")
    if isinstance(properties, dict) and properties:
        properties[make.random.choice(list(properties))] = make.value()


def _loop(template: Tree, make: _Maker) -> None:
    over = make.random.choice((["a", "b"], {"Ref": make.name()}, make.value()))
    properties = {"DisplayName": make.random.choice(({"Ref": "I"}, make.value()))}
    topic = {"Odd${I}": {"Type": "AWS::SNS::Topic", "Properties": properties}}
    template.setdefault("Resources", {})["Fn::ForEach::Odd"] = ["I", over, topic]


def _parameter(template: Tree, make: _Maker) -> None:
    default = make.random.choice((make.value(), "a", "1,2", 1))
    parameter = {"Type": make.random.choice(_TYPES), "Default": default}
    template.setdefault("Parameters", {})["Odd"] = parameter
    template.setdefault("Outputs", {})["OddParameter"] = {"Value": {"Ref": "Odd"}}


def _in_section(section: str, wrap: Callable[[Any], Any]) -> Callable[[Tree, _Maker], None]:
    def put(template: Tree, make: _Maker) -> None:
        template.setdefault(section, {})["Odd"] = wrap(make.value())

    return put


def _in_resource(attribute: str, wrap: Callable[[Any], Any]) -> Callable[[Tree, _Maker], None]:
    def put(_: Tree, make: _Maker) -> None:
        make.resource()[attribute] = wrap(make.value())

    return put


_PLACES: tuple[Callable[[Tree, _Maker], None], ...] = (
    _rule,
    _output,
    _property,
    _loop,
    _parameter,
    _in_section("Conditions", lambda value: value),
    _in_section("Mappings", lambda value: {"a": {"b": value}}),
    _in_section("Mappings", lambda value: {json.dumps(value)[:40]: {"b": "c"}}),
    _in_section("Outputs", lambda value: {"Value": "a", "Description": value}),
    _in_resource("UpdatePolicy", lambda value: {"AutoScalingRollingUpdate": {"a": value}}),
    _in_resource("DeletionPolicy", lambda value: value),
    _in_resource("UpdateReplacePolicy", lambda value: value),
    _in_resource("Metadata", lambda value: {"a": value, "Fn::If": "x"}),
    _in_resource("DependsOn", lambda value: [value]),
    _in_resource("Condition", lambda value: value),
)
