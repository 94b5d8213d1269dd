"""A template inside of a program is checked as one of its own, with what it is given."""

from __future__ import annotations

from typing import Any

import pytest

from converter import TemplateError, to_pulumi
from converter.exporting import stacks_of_program
from converter.pulumi import Program, Resource
from converter.readers.template import read_text
from converter.records import replace
from converter.report import Report

STACK = "aws-native:cloudformation:Stack"
TEMPLATE = """\
Parameters:
  Text: {Type: String, Default: a}
Conditions:
  Is: !Equals [!Ref Text, b]
Resources:
  Held:
    Type: Custom::Thing
    Properties: {ServiceToken: t, Name: !Ref Text, Chosen: !If [Is, c, d]}
Outputs:
  Told: {Value: !Ref AWS::StackId}
"""


def faults(program: Program, several: bool = True) -> list[str]:
    """What is told where a program is exported."""
    try:
        stacks_of_program(program, Report(), several=several)
    except TemplateError as error:
        return [each.message for each in error.errors]
    return []


def held(change: dict[str, Any], given: dict[str, Any] | None = None) -> Program:
    """A program with another template, or other values, in the place of those it holds."""
    program = to_pulumi(read_text(TEMPLATE, "t"))
    inputs: Any = program.resources["Held"].inputs
    body = {key: it for key, it in {**inputs["templateBody"], **change}.items() if it is not None}
    values = inputs["parameters"] if given is None else given
    changed = {**inputs, "templateBody": body, "parameters": values}
    resource = replace(program.resources["Held"], inputs=changed)
    return replace(program, resources={**program.resources, "Held": resource})


DECLARED = {"Text": {"Type": "String"}, "Is": {"Type": "String"}}
IS = {"Fn::Equals": [{"Ref": "Is"}, "true"]}
NO_TEXT = "Resources.Held.Properties.Name.Ref: there is no parameter or resource Text"
NO_CONDITION = "Resources.Held.Properties.Chosen.Fn::If: there is no condition Is"


@pytest.mark.parametrize(
    ("change", "given", "told"),
    [
        ({}, None, []),
        (
            {"Parameters": None, "ParametersQ": DECLARED},
            None,
            ["ParametersQ: unknown section ParametersQ, did you mean Parameters?"],
        ),
        (
            {"Conditions": None, "ConditionsQ": {"Is": IS}},
            None,
            ["ConditionsQ: unknown section ConditionsQ, did you mean Conditions?"],
        ),
        (
            {"Parameters": {"TextQ": {"Type": "String"}, "Is": {"Type": "String"}}},
            None,
            [
                f"{NO_TEXT}, did you mean TextQ?",
                "it has no parameter Text, which is given",
                "its parameter TextQ is given no value",
            ],
        ),
        ({"Conditions": None}, None, [NO_CONDITION]),
        ({}, {"Text": "a"}, ["its parameter Is is given no value"]),
        (
            {"Parameters": {**DECLARED, "Is": {"Type": "String", "Default": "true"}}},
            {"Text": "a"},
            [],
        ),
    ],
)
def test_the_template_of_a_held_stack(
    change: dict[str, Any], given: dict[str, Any] | None, told: list[str]
) -> None:
    assert faults(held(change, given)) == [f"the template inside Held: {each}" for each in told]


def test_the_template_of_a_stack_that_tells_a_value() -> None:
    program = to_pulumi(read_text(TEMPLATE, "t"))
    inputs: Any = program.resources["StackId"].inputs
    body = {**inputs["templateBody"], "Output": {}}
    changed = replace(program.resources["StackId"], inputs={"templateBody": body})
    program = replace(program, resources={**program.resources, "StackId": changed})
    words = "Output: unknown section Output, did you mean Outputs?"
    assert faults(program) == [f"the template inside StackId: {words}"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"P": "a"}, []),
        ({}, ["its parameter P is given no value"]),
        (
            {"Q": "a", "D": "b"},
            ["it has no parameter Q, which is given", "its parameter P is given no value"],
        ),
    ],
)
def test_what_a_nested_stack_gives_its_template(given: dict[str, Any], told: list[str]) -> None:
    topics = {name: {"Type": "AWS::SNS::Topic"} for name in ("One", "Two")}
    parameters = {"P": {"Type": "String"}, "D": {"Type": "String", "Default": "a"}}
    inputs: Any = {"templateBody": {"Parameters": parameters, "Resources": topics}}
    inputs["parameters"] = given
    program = Program(name="p", resources={"Nested": Resource(type=STACK, inputs=inputs)})
    assert faults(program) == [f"the template inside Nested: {each}" for each in told]


def test_names_in_the_template_of_a_nested_stack() -> None:
    topics = {name: {"Type": "AWS::SNS::Topic"} for name in ("One", "Two")}
    topics["Two"]["Condition"] = "Nowhere"
    inputs: Any = {"templateBody": {"Resources": topics}}
    program = Program(name="p", resources={"Nested": Resource(type=STACK, inputs=inputs)})
    words = "Resources.Two.Condition: there is no condition Nowhere"
    assert faults(program) == [f"the template inside Nested: {words}"]
