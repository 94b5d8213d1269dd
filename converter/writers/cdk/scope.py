"""The constructs of a stack, as references find them."""

from __future__ import annotations

from functools import cache
from typing import Literal as Choice

from ... import catalog
from ...catalog.cdk_types import CdkClass
from ...catalog.types import ResourceType
from ...cloudformation import PSEUDO_PARAMETERS, Stack
from ...intrinsics import Intrinsic, Value
from .nodes import Call, Expression, Literal, Member, Static, Variable

Form = Choice["string", "number", "list", "token", "raw"]
FORMS: dict[str, Form] = {"string": "string", "number": "number", "list": "list"}
_PSEUDO = {
    "AWS::AccountId": "ACCOUNT_ID",
    "AWS::NoValue": "NO_VALUE",
    "AWS::NotificationARNs": "NOTIFICATION_ARNS",
    "AWS::Partition": "PARTITION",
    "AWS::Region": "REGION",
    "AWS::StackId": "STACK_ID",
    "AWS::StackName": "STACK_NAME",
    "AWS::URLSuffix": "URL_SUFFIX",
}
_PSEUDO_LISTS = ("AWS::NotificationARNs",)


class Scope:
    """What is defined so far.

    Args:
        stack: the stack that is written.
    """

    def __init__(self, stack: Stack) -> None:
        self._stack = stack
        self._defined: set[tuple[str, str]] = set()
        self._typed: set[str] = set()

    def define(self, section: str, logical_id: str, *, typed: bool = False) -> None:
        """Let what follows name a construct; `typed` tells that it is of the class of its type."""
        self._defined.add((section, logical_id))
        if typed:
            self._typed.add(logical_id)

    def variable(self, section: str, logical_id: str) -> Variable | None:
        """Give the construct of an entry; None where there is none yet."""
        return Variable(section, logical_id) if (section, logical_id) in self._defined else None

    def ref(self, name: str) -> tuple[Expression, Form]:
        """Say `Ref`."""
        if name in PSEUDO_PARAMETERS:
            return Static("Aws", _PSEUDO[name]), "list" if name in _PSEUDO_LISTS else "string"
        if parameter := self.variable("Parameters", name):
            if is_list(self._stack.parameters[name].type):
                return Member(parameter, "valueAsList"), "list"
            return Member(parameter, "valueAsString"), "string"
        if resource := self.variable("Resources", name):
            return Member(resource, "ref"), "string"
        return Call("Fn", "ref", [Literal(name)]), "string"

    def number(self, name: str) -> Expression | None:
        """Say `Ref` of a parameter that is a number; None where it is none."""
        parameter = self.variable("Parameters", name)
        if parameter is None or self._stack.parameters[name].type != "Number":
            return None
        return Member(parameter, "valueAsNumber")

    def attribute(self, resource: str, path: str) -> tuple[Expression, Form]:
        """Say `Fn::GetAtt`."""
        variable = self.variable("Resources", resource)
        if variable is None:
            return Call("Fn", "getAtt", [Literal(resource), Literal(path)]), "token"
        found = resource_type(self._stack.resources[resource].type)
        attribute = found.attributes.get(path) if found and resource in self._typed else None
        if found is None or attribute is None or attribute.cdk is None:
            return Call(variable, "getAtt", [Literal(path)]), "token"
        kind = CdkClass(found).attribute_type(attribute.cdk).kind
        return Member(variable, attribute.cdk), FORMS.get(kind, "token")

    def mapping(self, name: str, top_key: Value, second_key: Value) -> Variable | None:
        """Give a map that has these keys, as far as they are known; None where there is none."""
        variable = self.variable("Mappings", name)
        if variable is None or isinstance(top_key, Intrinsic):
            return variable
        entries = self._stack.mappings[name].get(str(top_key))
        if entries is None:
            return None
        known = isinstance(second_key, Intrinsic) or str(second_key) in entries
        return variable if known else None


def is_list(parameter_type: str) -> bool:
    """Whether the CDK takes a parameter for a list."""
    return "List<" in parameter_type or "CommaDelimitedList" in parameter_type


@cache
def resource_type(name: str) -> ResourceType | None:
    """Give a resource type that the CDK has a class for."""
    found = catalog.resource_type(name)
    return found if found is not None and found.cdk_class is not None else None
