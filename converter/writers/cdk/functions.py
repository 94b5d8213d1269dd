"""CloudFormation's functions as calls of the CDK's `Fn`, and as tokens of what their place takes.

A function that the CDK lacks, or whose call it would work out or change while synthesizing, is
written as it stands in a template.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal as Choice
from typing import cast

from ...catalog.types import Type
from ...intrinsics import (
    And,
    Base64,
    Cidr,
    ConditionRef,
    Equals,
    FindInMap,
    GetAtt,
    GetAZs,
    If,
    ImportValue,
    Intrinsic,
    Join,
    Not,
    Or,
    Ref,
    RuleFunction,
    Select,
    Split,
    Sub,
    Transform,
    Value,
    render,
)
from .nodes import Call, Entries, Expression, Items, Literal, Member, Named
from .scope import Form, Scope
from .values import NUMBER, STRING, STRINGS, UnsayableError, Values, token, tree

Said = tuple[Expression, Form]
MOST_SUBNETS = 256


class Functions:
    """Says functions.

    Args:
        scope: the constructs that may be named.
    """

    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self._values = Values(self.at)
        self._tables: dict[type[Intrinsic], Callable[..., Said]] = {
            Ref: self._ref,
            GetAtt: self._get_att,
            Sub: self._sub,
            Join: self._join,
            Split: self._split,
            Select: self._select,
            Base64: self._base64,
            Cidr: self._cidr,
            GetAZs: self._get_azs,
            FindInMap: self._find_in_map,
            ImportValue: self._import_value,
            Transform: self._transform,
            If: self._if,
            Equals: self._equals,
            And: self._and,
            Or: self._or,
            Not: self._not,
            ConditionRef: self._condition,
            RuleFunction: self._rule_function,
        }

    def at(self, node: Intrinsic, place: Type) -> Expression:
        """Say a function at a place.

        Raises:
            UnsayableError: the place takes no function.
        """
        if isinstance(node, Ref) and place.kind == "number":
            number = self.scope.number(node.name)
            if number is not None:
                return number
        said, form = self.said(node)
        return _fitted(said, form, place)

    def said(self, node: Intrinsic) -> Said:
        """Say a function, and what kind of token that is."""
        say = self._tables.get(type(node))
        try:
            return say(node) if say else self._raw(node)
        except UnsayableError:
            return self._raw(node)

    def condition(self, node: Intrinsic) -> Expression:
        """Say a function where only a condition will do.

        Raises:
            UnsayableError: the CDK has no such condition.
        """
        said, form = self._tables[type(node)](node) if type(node) in self._tables else (None, "")
        if said is None or form != "token" or isinstance(said, Entries):
            raise UnsayableError
        return said

    def _raw(self, node: Intrinsic) -> Said:
        return tree(render(node)), "raw"

    def _text(self, value: Value) -> Expression:
        """A text among a function's arguments, which must not be a list."""
        if isinstance(value, Intrinsic):
            said, form = self.said(value)
            if form == "list":
                raise UnsayableError
            return _fitted(said, form, STRING)
        return self._values.say(value, STRING)

    def _texts(self, value: Value) -> Expression:
        if isinstance(value, list):
            return Items([self._text(item) for item in value])
        return self._values.say(value, STRINGS)

    def _any(self, value: Value) -> Expression:
        return self._values.verbatim(value)

    def _ref(self, node: Ref) -> Said:
        return self.scope.ref(node.name)

    def _get_att(self, node: GetAtt) -> Said:
        if not isinstance(node.attribute, str):
            raise UnsayableError
        return self.scope.attribute(node.resource, node.attribute)

    def _sub(self, node: Sub) -> Said:
        variables = node.variables
        if not variables:
            return Call("Fn", "sub", [Literal(node.text)]), "string"
        if any(name.startswith("Fn::") for name in variables):
            raise UnsayableError
        entries = Entries([(name, self._text(value)) for name, value in variables.items()])
        return Call("Fn", "sub", [Literal(node.text), entries]), "string"

    def _join(self, node: Join) -> Said:
        if not isinstance(node.delimiter, str) or node.values == []:
            raise UnsayableError
        return Call("Fn", "join", [Literal(node.delimiter), self._texts(node.values)]), "string"

    def _split(self, node: Split) -> Said:
        if not isinstance(node.delimiter, str) or not isinstance(node.source, Intrinsic):
            raise UnsayableError
        return Call("Fn", "split", [Literal(node.delimiter), self._text(node.source)]), "list"

    def _select(self, node: Select) -> Said:
        values = node.values
        is_known = isinstance(values, list) and not any(isinstance(it, Intrinsic) for it in values)
        if is_known and not isinstance(node.index, Intrinsic):
            raise UnsayableError
        index = self._values.say(node.index, NUMBER)
        return Call("Fn", "select", [index, self._texts(values)]), "string"

    def _base64(self, node: Base64) -> Said:
        return Call("Fn", "base64", [self._text(node.value)]), "string"

    def _cidr(self, node: Cidr) -> Said:
        count = self._values.say(node.count, NUMBER)
        if not (isinstance(count, Literal) and 1 <= cast(int, count.value) <= MOST_SUBNETS):
            raise UnsayableError
        bits = [] if node.cidr_bits is None else [self._text(node.cidr_bits)]
        return Call("Fn", "cidr", [self._text(node.ip_block), count, *bits]), "list"

    def _get_azs(self, node: GetAZs) -> Said:
        region = [] if node.region == "" else [self._text(node.region)]
        return Call("Fn", "getAzs", region), "list"

    def _find_in_map(self, node: FindInMap) -> Said:
        if node.has_default:
            raise UnsayableError
        keys = [self._text(node.top_key), self._text(node.second_key)]
        if isinstance(node.mapping, str):
            mapping = self.scope.mapping(node.mapping, node.top_key, node.second_key)
            if mapping is not None:
                return Call(mapping, "findInMap", keys), "string"
        return Call("Fn", "findInMap", [self._text(node.mapping), *keys]), "string"

    def _import_value(self, node: ImportValue) -> Said:
        return Call("Fn", "importValue", [self._text(node.name)]), "string"

    def _transform(self, node: Transform) -> Said:
        call = node.call
        if not isinstance(call, dict) or set(call) != {"Name", "Parameters"}:
            raise UnsayableError
        name, parameters = call["Name"], call["Parameters"]
        if not isinstance(name, str) or not isinstance(parameters, dict):
            raise UnsayableError
        return Call("Fn", "transform", [Literal(name), self._any(parameters)]), "token"

    def _if(self, node: If) -> Said:
        condition = self.scope.variable("Conditions", node.condition)
        name: Expression = Literal(node.condition)
        if condition is not None:
            name = Member(condition, "logicalId")
        arguments = [name, self._any(node.then), self._any(node.otherwise)]
        return Call("Fn", "conditionIf", arguments), "token"

    def _equals(self, node: Equals) -> Said:
        arguments = [self._any(node.left), self._any(node.right)]
        return Call("Fn", "conditionEquals", arguments), "token"

    def _and(self, node: And) -> Said:
        return Call("Fn", "conditionAnd", self._conditions(node.conditions)), "token"

    def _or(self, node: Or) -> Said:
        return Call("Fn", "conditionOr", self._conditions(node.conditions)), "token"

    def _not(self, node: Not) -> Said:
        return Call("Fn", "conditionNot", self._conditions((node.condition,))), "token"

    def _conditions(self, conditions: tuple[Value, ...]) -> list[Expression]:
        if not all(isinstance(condition, Intrinsic) for condition in conditions):
            raise UnsayableError
        return [self.condition(cast(Intrinsic, condition)) for condition in conditions]

    def _condition(self, node: ConditionRef) -> Said:
        condition = self.scope.variable("Conditions", node.name)
        if condition is None:
            raise UnsayableError
        return Named(condition), "token"

    def _rule_function(self, node: RuleFunction) -> Said:
        if node.name not in _RULE_FUNCTIONS:
            raise UnsayableError
        method, kinds, form = _RULE_FUNCTIONS[node.name]
        given = node.arguments if isinstance(node.arguments, list) else [node.arguments]
        if len(given) != len(kinds):
            raise UnsayableError
        says = {"text": self._text, "texts": self._texts}
        arguments = [says[kind](value) for kind, value in zip(kinds, given, strict=True)]
        return Call("Fn", method, arguments), form


_RULE_FUNCTIONS: dict[str, tuple[str, tuple[str, ...], Form]] = {
    "Fn::Contains": ("conditionContains", ("texts", "text"), "token"),
    "Fn::EachMemberEquals": ("conditionEachMemberEquals", ("texts", "text"), "token"),
    "Fn::EachMemberIn": ("conditionEachMemberIn", ("texts", "texts"), "token"),
    "Fn::RefAll": ("refAll", ("text",), "list"),
    "Fn::ValueOf": ("valueOf", ("text", "text"), "string"),
    "Fn::ValueOfAll": ("valueOfAll", ("text", "text"), "list"),
}


def _fitted(said: Expression, form: Form, place: Type) -> Expression:
    """A token as its place takes it."""
    if place.kind == "union":
        return _fitted_to_any(said, form, place)
    if place.kind == "json" or form == place.kind:
        return said
    if place.kind in ("string", "number"):
        return token("asString" if place.kind == "string" else "asNumber", said)
    if place.kind == "list" and place.items == STRING:
        return said if form == "list" else token("asList", said)
    return said if form == "token" else token("asAny", said)


def _fitted_to_any(said: Expression, form: Form, place: Type) -> Expression:
    kinds = {option.kind: option for option in place.alternatives}
    wanted = kinds.get("json") or kinds.get(cast("Choice['string']", form))
    return _fitted(said, form, wanted or kinds.get("string") or place.alternatives[0])
