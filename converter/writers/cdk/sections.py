"""Parameters, mappings, conditions, rules, outputs and hooks as constructs.

Each raises UnsayableError for an entry that the CDK's construct does not take.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...catalog.types import Type
from ...cloudformation import Output, Parameter
from ...intrinsics import Intrinsic, Value
from ...naming import lower_first
from .functions import Functions
from .nodes import Construct, Expression, Items, Literal, Struct, Variable
from .values import BOOLEAN, NUMBER, STRING, STRINGS, UnsayableError, Values

_PARAMETER: Mapping[str, Type] = {
    "AllowedPattern": STRING,
    "AllowedValues": STRINGS,
    "ConstraintDescription": STRING,
    "Description": STRING,
    "MaxLength": NUMBER,
    "MaxValue": NUMBER,
    "MinLength": NUMBER,
    "MinValue": NUMBER,
    "NoEcho": BOOLEAN,
}
_LETTERS_AND_DIGITS = re.compile(r"[A-Za-z0-9]*")
Properties = list[tuple[str, Expression]]


def parameter_construct(
    name: str, id: str, parameter: Parameter, functions: Functions
) -> Construct:
    """Give the construct of a parameter."""
    values = Values(functions.at)
    properties: Properties = []
    if parameter.type != "String":
        properties.append(("type", Literal(parameter.type)))
    for attribute, value in parameter.attributes.items():
        if attribute == "Default":
            properties.append(("default", values.verbatim(value)))
        elif attribute in _PARAMETER:
            said = values.say(value, _PARAMETER[attribute])
            properties.append((lower_first(attribute), said))
        else:
            raise UnsayableError
    return _construct("Parameters", name, id, "CfnParameter", properties)


def mapping_construct(
    name: str, id: str, mapping: dict[str, dict[str, Value]], functions: Functions
) -> Construct:
    """Give the construct of a mapping. The CDK takes letters and digits for its second keys."""
    for entries in mapping.values():
        if not all(_LETTERS_AND_DIGITS.fullmatch(key) for key in entries):
            raise UnsayableError
    entries_said = Values(functions.at).verbatim({**mapping})
    return _construct("Mappings", name, id, "CfnMapping", [("mapping", entries_said)])


def condition_construct(name: str, id: str, condition: Value, functions: Functions) -> Construct:
    """Give the construct of a condition."""
    said = _condition(condition, functions)
    return _construct("Conditions", name, id, "CfnCondition", [("expression", said)])


def rule_construct(name: str, id: str, rule: Value, functions: Functions) -> Construct:
    """Give the construct of a rule."""
    if not isinstance(rule, dict) or not isinstance(rule.get("Assertions"), list):
        raise UnsayableError
    properties: Properties = []
    if "RuleCondition" in rule:
        properties.append(("ruleCondition", _condition(rule["RuleCondition"], functions)))
    assertions = [_assertion(it, functions) for it in _list(rule["Assertions"])]
    properties.append(("assertions", Items(assertions)))
    return _construct("Rules", name, id, "CfnRule", properties)


def _assertion(assertion: Value, functions: Functions) -> Struct:
    if not isinstance(assertion, dict) or set(assertion) != {"Assert", "AssertDescription"}:
        raise UnsayableError
    said = _condition(assertion["Assert"], functions)
    words = Values(functions.at).say(assertion["AssertDescription"], STRING)
    return Struct("", "CfnRuleAssertion", [("assert", said), ("assertDescription", words)])


def _condition(value: Value, functions: Functions) -> Expression:
    if not isinstance(value, Intrinsic):
        raise UnsayableError
    return functions.condition(value)


def output_construct(name: str, id: str, output: Output, functions: Functions) -> Construct:
    """Give the construct of an output."""
    properties: Properties = [] if id == name else [("key", Literal(name))]
    parts = {
        "value": output.value,
        "description": output.description,
        "exportName": output.export_name,
    }
    for part, value in parts.items():
        if value is not None:
            properties.append((part, Values(functions.at).say(value, STRING)))
    if output.condition is not None:
        condition = functions.scope.variable("Conditions", output.condition)
        if condition is None:
            raise UnsayableError
        properties.append(("condition", condition))
    return _construct("Outputs", name, id, "CfnOutput", properties)


def hook_construct(name: str, id: str, hook: Value, functions: Functions) -> Construct:
    """Give the construct of a hook."""
    if not isinstance(hook, dict) or not {"Type"} <= set(hook) <= {"Type", "Properties"}:
        raise UnsayableError
    values = Values(functions.at)
    properties = [(lower_first(key), values.verbatim(item)) for key, item in hook.items()]
    return _construct("Hooks", name, id, "CfnHook", properties)


def _list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _construct(
    section: str, name: str, id: str, class_name: str, properties: Properties
) -> Construct:
    return Construct(
        variable=Variable(section, name), id=id, module="", name=class_name, properties=properties
    )
