"""What a policy that is a function says of retaining, in a program and back."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import converter
from converter.bridge import to_pulumi
from converter.errors import ConversionError
from converter.expansion import expand
from converter.migration import expanded_stack
from converter.pulumi import (
    AllOf,
    AnyOf,
    Choice,
    ConditionValue,
    ConfigValue,
    Equal,
    Lookup,
    Negation,
)
from converter.readers.source import Source
from converter.readers.template import read_text
from converter.records import replace
from converter.report import Report

DAY = {"Retain": "Retain", "Delete": "Delete", "Kept": "Retain", "Lost": "Delete"}
PROD, POLICY = ConditionValue("IsProd"), ConfigValue("Policy")
RETAINED = Choice("IsProd", True, False)
IN_CASES: dict[str, tuple[Any, Any]] = {
    "by a condition": ({"Fn::If": ["IsProd", "Retain", "Delete"]}, RETAINED),
    "by its contrary": (
        {"Fn::If": ["IsProd", {"Ref": "AWS::NoValue"}, "Retain"]},
        Choice("IsProd", False, True),
    ),
    "either way": ({"Fn::If": ["IsProd", "Retain", "RetainExceptOnCreate"]}, True),
    "in no way": ({"Fn::If": ["IsProd", "Snapshot", "Delete"]}, False),
    "by a parameter": (
        {"Ref": "Policy"},
        AnyOf((Equal(POLICY, "Retain"), Equal(POLICY, "RetainExceptOnCreate"))),
    ),
    "by one of some values": ({"Ref": "Known"}, Equal(ConfigValue("Known"), "Retain")),
    "by a map that has other columns": (
        {"Fn::FindInMap": ["Days", {"Ref": "Set"}, "Kept"]},
        Equal(Lookup("Days", ConfigValue("Set"), "Kept"), "Retain"),
    ),
    "by a map in which nothing is retained": (
        {"Fn::FindInMap": ["Days", {"Ref": "Set"}, "Lost"]},
        False,
    ),
    "by one of values that retain nothing": ({"Ref": "Never"}, False),
    "by a condition and a parameter": (
        {"Fn::If": ["IsProd", {"Ref": "Known"}, "Delete"]},
        AllOf((PROD, Equal(ConfigValue("Known"), "Retain"))),
    ),
    "by a parameter where no condition holds": (
        {"Fn::If": ["IsProd", "Retain", {"Ref": "Known"}]},
        AnyOf((PROD, AllOf((Negation(PROD), Equal(ConfigValue("Known"), "Retain"))))),
    ),
}


def stack_of(policy: Any, **further: Any) -> converter.Stack:
    """A stack with one topic of a policy."""
    topic = {"Type": "AWS::SNS::Topic", "DeletionPolicy": policy, **further}
    template = {
        "Transform": "AWS::LanguageExtensions",
        "Parameters": {
            "Stage": {"Type": "String"},
            "Policy": {"Type": "String"},
            "Known": {"Type": "String", "AllowedValues": ["Retain", "Delete"]},
            "Set": {"Type": "String", "Default": "Retain"},
            "Never": {"Type": "String", "AllowedValues": ["Snapshot", "Delete"]},
        },
        "Mappings": {"Days": {"1": DAY}},
        "Conditions": {"IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]}},
        "Resources": {"Topic": topic},
    }
    return read_text(json.dumps(template), "template.json")


@pytest.mark.parametrize(
    ("policy", "wanted"), [pytest.param(*each, id=name) for name, each in IN_CASES.items()]
)
def test_a_policy_is_an_option_and_comes_back(policy: Any, wanted: Any) -> None:
    stack = stack_of(policy)
    report = Report()
    program = converter.to_pulumi(stack, report=report)
    retained = program.resources["Topic"].options.retain_on_delete
    if isinstance(wanted, (bool, Choice)):
        assert retained == wanted
    else:
        assert retained == Choice("RetainTopic", True, False)
        assert program.conditions["RetainTopic"] == wanted
    assert converter.verify(stack, converter.to_cloudformation(program)) == []
    has_other_ends = any(word in json.dumps(policy) for word in ("Snapshot", "Except", "Never"))
    told = [finding.code for finding in report]
    assert ("deletion-policy" in told) is has_other_ends


@pytest.mark.parametrize(
    ("now", "policy"),
    [
        (True, "Retain"),
        (False, None),
        (Choice("IsProd", False, True), {"Fn::If": ["IsProd", "Delete", "Retain"]}),
    ],
)
def test_a_program_that_says_something_else_now_is_followed(now: Any, policy: Any) -> None:
    program = converter.to_pulumi(stack_of({"Fn::If": ["IsProd", "Retain", "Delete"]}))
    topic = program.resources["Topic"]
    changed = replace(topic, options=replace(topic.options, retain_on_delete=now))
    stack = converter.to_cloudformation(replace(program, resources={"Topic": changed}))
    template = json.loads(converter.write(stack, "json"))
    assert template["Resources"]["Topic"].get("DeletionPolicy") == policy


def test_a_key_that_is_a_number_is_a_key() -> None:
    stack = stack_of({"Fn::FindInMap": ["Days", 1, {"Ref": "Set"}]})
    found = expand(stack, source_dir=None, report=Report())
    retained = converter.to_pulumi(found).resources["Topic"].options.retain_on_delete
    assert retained == Choice("RetainTopic", True, False)


def test_what_only_declares_retains_in_any_case_and_says_so() -> None:
    report = Report()
    stack = stack_of({"Fn::If": ["IsProd", "Retain", "Delete"]})
    program = to_pulumi(stack, declarative=True, report=report)
    assert program.resources["Topic"].options.retain_on_delete is True
    assert "frozen-name" in [finding.code for finding in report]


def test_a_stack_that_holds_the_resource_has_the_transform() -> None:
    macro = {"Type": "AWS::CloudFormation::Macro", "Properties": {"Name": "x", "FunctionName": "f"}}
    stack = stack_of({"Ref": "Policy"}, **macro)
    program = converter.to_pulumi(stack)
    body = program.resources["Topic"].inputs["templateBody"]
    assert isinstance(body, dict)
    assert body["Transform"] == "AWS::LanguageExtensions"
    assert program.resources["Topic"].inputs["capabilities"]
    assert converter.verify(stack, converter.to_cloudformation(program)) == []


def test_a_value_that_is_given_decides_the_policy() -> None:
    stack, report = stack_of({"Ref": "Known"}), Report()
    given = {"Known": "Retain"}
    found = expand(stack, source_dir=None, report=report, parameters=given)
    assert found.resources["Topic"].deletion_policy == "Retain"
    assert "frozen-name" in [finding.code for finding in report]


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ({"Fn::Sub": "${AWS::Region}"}, "Fn::Sub cannot be carried here"),
        ({"Fn::ImportValue": "Policy"}, "a DeletionPolicy cannot use Fn::ImportValue"),
        ({"Fn::GetAtt": ["Topic", "TopicName"]}, "a DeletionPolicy cannot use the resource Topic"),
    ],
)
def test_what_no_parameter_decides_is_refused(policy: Any, words: str) -> None:
    with pytest.raises(ConversionError, match=re.escape(words)):
        converter.to_pulumi(expand(stack_of(policy), source_dir=None, report=Report()))


def test_a_template_without_the_transform_is_told() -> None:
    stack, report = stack_of({"Ref": "Known"}), Report()
    expand(replace(stack, transforms=()), source_dir=None, report=report)
    assert "needs-transform" in [finding.code for finding in report]


def test_migrating_a_template_without_the_transform_tells_it_and_adds_it(tmp_path: Path) -> None:
    template = tmp_path / "template.json"
    stack, report = replace(stack_of({"Ref": "Known"}), transforms=()), Report()
    template.write_text(str(converter.write(stack, "json")), encoding="utf-8")
    program = converter.to_pulumi(
        expanded_stack(Source(str(template), template.read_text("utf-8")), {}, report)
    )
    told = [(it.code, it.file, it.line) for it in report]
    assert ("needs-transform", str(template), _line_of(template, "DeletionPolicy")) in told
    assert converter.verify(stack, converter.to_cloudformation(program)) == []


def _line_of(file: Path, word: str) -> int:
    lines = file.read_text("utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if word in line)


ROW = {"Fn::FindInMap": ["Ends", {"Fn::If": ["IsProd", "prod", "dev"]}, "End"]}
SAME: dict[str, tuple[Any, Any]] = {
    "a key that is put together": (
        {"Fn::FindInMap": ["Ends", {"Ref": "Stage"}, "End"]},
        {"Fn::FindInMap": ["Ends", {"Fn::Sub": "${Stage}"}, "End"]},
    ),
    "a key by a condition": ({"Fn::If": ["IsProd", "Retain", "Delete"]}, ROW),
    "a row by the condition around it": (
        {"Fn::If": ["IsProd", "Retain", {"Ref": "Known"}]},
        {"Fn::If": ["IsProd", ROW, {"Ref": "Known"}]},
    ),
}


@pytest.mark.parametrize(
    ("one", "other"), [pytest.param(*each, id=name) for name, each in SAME.items()]
)
def test_policies_that_say_the_same_in_other_words_come_back_as_they_are(
    one: Any, other: Any
) -> None:
    topics = {
        name: {"Type": "AWS::SNS::Topic", "DeletionPolicy": it, "UpdateReplacePolicy": it}
        for name, it in (("One", one), ("Other", other))
    }
    template = json.loads(str(converter.write(stack_of("Delete"), "json")))
    ends = {"prod": {"End": "Retain"}, "dev": {"End": "Delete"}}
    stack = read_text(
        json.dumps({**template, "Mappings": {"Ends": ends}, "Resources": topics}), "x"
    )
    program = converter.to_pulumi(stack)
    simpler = replace(
        program,
        conditions={
            name: AnyOf((PROD, Equal(ConfigValue("Known"), "Retain")))
            if isinstance(said, AnyOf)
            else said
            for name, said in program.conditions.items()
        },
    )
    for each in (program, simpler):
        back = converter.to_cloudformation(each)
        assert back == stack
