"""Values that pass the border of a stack that the program holds.

What they refer to becomes a parameter on the way in, and what was given for it on the way out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .. import pulumi
from ..cloudformation import LANGUAGE_EXTENSIONS
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
    Join,
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
from ..pulumi import Choice, ConditionValue, Convert, Expression, Resource
from ..rewriting import rebuilt
from .context import ToCloudFormation, ToPulumi
from .kinds import convert, kind_of
from .parameters import is_list_type
from .siblings import lower_sibling_output
from .strings import check_attribute, sub_variable, substitution

OWN_PSEUDO_PARAMETERS = frozenset({"AWS::StackId", "AWS::StackName"})
EXTENSIONS = (Length, ToJsonString, RuleFunction)
_TRUTHS = (["true", "false"], ["false", "true"])


class Inside:
    """The template of a stack that holds something, while it is made.

    Args:
        context: the crossing of the stack around it.
        name: the name of the stack that holds it.
        own: the logical ID of the resource that it holds, if it holds one.
        condition: the condition that it is under.
    """

    def __init__(
        self, context: ToPulumi, name: str, condition: str | None, own: str | None = None
    ) -> None:
        self.context = context
        self.name = name
        self.condition = condition
        self.own = own
        self.parameters: dict[str, dict[str, Any]] = {}
        self.conditions: dict[str, Any] = {}
        self.mappings: dict[str, Any] = {}
        self.values: dict[str, Expression] = {}
        self.transforms = False
        self.extended = False
        self._names: dict[Intrinsic | str, str] = {}

    def template(self, resources: dict[str, Any]) -> Expression:
        """The whole template; outputs that are asked for later appear in it."""
        sections: dict[str, Any] = {
            "Transform": LANGUAGE_EXTENSIONS if self.extended else None,
            "Parameters": self.parameters,
            "Mappings": self.mappings,
            "Conditions": self.conditions,
            "Resources": resources,
        }
        found = {name: section for name, section in sections.items() if section}
        found["Outputs"] = self.context.held_outputs.setdefault(self.name, {})
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
            check_attribute(value)
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
            self.decide(value.condition)
        if isinstance(value, FindInMap):
            self._mapping(value)
        self.transforms = self.transforms or isinstance(value, Transform)
        self.extended = self.extended or isinstance(value, EXTENSIONS)
        return rebuilt(value, self.inside)

    def _mapping(self, value: FindInMap) -> None:
        """A mapping whose name is a function may be any of them."""
        mappings = self.context.stack.mappings
        names = [value.mapping] if isinstance(value.mapping, str) else list(mappings)
        self.mappings.update({name: mappings[name] for name in names if name in mappings})
        keys = (value.mapping, value.top_key, value.second_key)
        plain = all(isinstance(key, (str, int, Ref, FindInMap)) for key in keys)
        self.extended = self.extended or value.has_default or not plain

    def _ref(self, value: Ref) -> Value:
        if value == NO_VALUE or (
            value.name.startswith("AWS::") and value.name not in OWN_PSEUDO_PARAMETERS
        ):
            return value
        if value.name == self.own:
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

    def decide(self, name: str) -> None:
        """Have a condition of the stack around as one of the template's own."""
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
        stack = self.context.stack
        target = stack.resources.get(stack.module_of(name) or name)
        if target is None or target.condition in (None, self.condition) or self.context.declarative:
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


class Outside:
    """Values of a held template, seen from the stack around it: parameters are what was given for
    them.

    Args:
        values: what each parameter was given.
        conditions: what the conditions that `Inside.decide` made are outside: a choice between
            true and false, or a truth where the program fixed it.
    """

    def __init__(self, values: dict[str, Value], conditions: dict[str, If | bool]) -> None:
        self.values = values
        self.conditions = conditions

    @classmethod
    def of(cls, context: ToCloudFormation, resource: Resource) -> Outside:
        """Those of one stack; its mappings become mappings of the stack around it."""
        given = resource.inputs.get("parameters")
        entries = given.items() if isinstance(given, dict) else ()
        body = resource.inputs["templateBody"]
        mappings = body.get("Mappings") if isinstance(body, dict) else None
        for mapping, rows in mappings.items() if isinstance(mappings, dict) else ():
            context.mappings.setdefault(mapping, rows)
        values = {key: context.value(value) for key, value in entries}
        return cls(values, _given_conditions(body, values))

    def condition(self, name: str) -> str:
        """What a condition is called in the stack around."""
        found = self.conditions.get(name)
        return found.condition if isinstance(found, If) and found.then == "true" else name

    def value(self, value: Value) -> Value:
        """A value as it stands in the stack around."""
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.value(item) for item in value]
        if isinstance(value, Ref):
            return _unjoined(self.values.get(value.name, value))
        if isinstance(value, Sub):
            return self._sub(value)
        if isinstance(value, If):
            return self._if(value)
        return rebuilt(value, self.value) if isinstance(value, Intrinsic) else value

    def _if(self, value: If) -> Value:
        found = self.conditions.get(value.condition)
        if isinstance(found, bool):
            return self.value(value.then if found else value.otherwise)
        sides = self.value(value.then), self.value(value.otherwise)
        if found is None:
            return If(value.condition, *sides)
        return If(found.condition, *(sides if found.then == "true" else reversed(sides)))

    def _sub(self, value: Sub) -> Value:
        variables = {name: self.value(item) for name, item in (value.variables or {}).items()}
        inside = sub_parts(value.text)
        if not any(isinstance(part, Variable) for part in inside):
            return Sub(value.text, variables or None)
        parts: list[str | Variable] = []
        for part in inside:
            if (
                isinstance(part, Variable)
                and part.name in self.values
                and part.name not in variables
            ):
                found = _unjoined(self.values[part.name])
                said = found if isinstance(found, str) else sub_variable(found)
                if said is None:
                    variables[part.name] = found
                else:
                    part = said
            parts.append(part)
        return substitution(parts, variables)


def _given_conditions(body: Any, values: Mapping[str, Value]) -> dict[str, If | bool]:
    """What the conditions of a held template are outside, of which each is a parameter inside."""
    found: dict[str, If | bool] = {}
    declared = body.get("Conditions") if isinstance(body, dict) else None
    for name, rule in declared.items() if isinstance(declared, dict) else ():
        asked = parse(rule)
        if not isinstance(asked, Equals) or not isinstance(asked.left, Ref):
            continue
        given = values.get(asked.left.name)
        if isinstance(given, If) and [given.then, given.otherwise] in _TRUTHS:
            found[name] = given
        elif given in ("true", "false"):
            found[name] = given == "true"
    return found


def _unjoined(value: Value) -> Value:
    """What a parameter was given, without what carried it into the held stack."""

    if isinstance(value, If) and value.otherwise == "":
        return _unjoined(value.then)
    if (
        isinstance(value, Join)
        and value.delimiter == ","
        and isinstance(value.values, (Ref, GetAtt))
    ):
        return value.values
    return value
