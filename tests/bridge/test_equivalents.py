"""Policies with several targets: a resource for each of them, and one policy again."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter import to_cloudformation, to_pulumi
from converter.cloudformation import Output, Parameter, Resource, Stack
from converter.intrinsics import Equals, GetAtt, If, Ref, Value, parse
from converter.pulumi import PARTS, Attribute, Export, Program
from converter.report import Report

POLICY = "AWS::IAM::Policy"
QUEUE_POLICY = "AWS::SQS::QueuePolicy"
TOPIC = "AWS::SNS::Topic"
HELD = "aws-native:cloudformation:Stack"
ROLE_POLICY = "aws-native:iam:RolePolicy"
USER_POLICY = "aws-native:iam:UserPolicy"
GROUP_POLICY = "aws-native:iam:GroupPolicy"
INLINE_POLICY = "aws-native:sqs:QueueInlinePolicy"


def policy(**targets: Value) -> Resource:
    return Resource(type=POLICY, properties={"PolicyName": "p", "PolicyDocument": {}, **targets})


def stack(thing: Resource, **others: Resource) -> Stack:
    return Stack(
        parameters={"Name": Parameter(), "Names": Parameter(type="CommaDelimitedList")},
        conditions={"On": Equals(Ref("Name"), "on")},
        resources={
            "Queue": Resource(type="AWS::SQS::Queue"),
            "User": Resource(type="AWS::IAM::User"),
            "Thing": thing,
            **others,
        },
    )


def types(program: Program) -> dict[str, str]:
    return {
        name: resource.type
        for name, resource in program.resources.items()
        if name.startswith("Thing")
    }


@pytest.mark.parametrize(
    ("resource", "expected"),
    [
        (policy(Roles=["r"]), {"Thing": ROLE_POLICY}),
        (policy(Users=["u"]), {"Thing": USER_POLICY}),
        (policy(Groups=["g"]), {"Thing": GROUP_POLICY}),
        (policy(Roles=["r", "the-sec_ond"]), {"Thing": ROLE_POLICY, "ThingTheSecOnd": ROLE_POLICY}),
        (
            policy(Roles=[GetAtt("User", "Arn"), Ref("Name")], Users=[Ref("User")]),
            {"Thing": ROLE_POLICY, "ThingName": ROLE_POLICY, "ThingUser": USER_POLICY},
        ),
        (
            policy(Groups=["g", Ref("Name"), If("On", "a", "b"), parse({"Fn::Sub": "${Name}-x"})]),
            {"Thing": GROUP_POLICY, "ThingName": GROUP_POLICY}
            | {"Thing3": GROUP_POLICY, "Thing4": GROUP_POLICY},
        ),
        (
            Resource(
                type=QUEUE_POLICY,
                properties={"PolicyDocument": {}, "Queues": ["q", GetAtt("Queue", "QueueUrl")]},
            ),
            {"Thing": INLINE_POLICY, "ThingQueue": INLINE_POLICY},
        ),
    ],
)
def test_a_resource_for_each_target(resource: Resource, expected: dict[str, str]) -> None:
    made = stack(resource)
    program = to_pulumi(made)
    assert types(program) == expected
    assert to_cloudformation(program) == made


@pytest.mark.parametrize(
    "targets",
    [
        {},
        {"Roles": []},
        {"Roles": Ref("Names")},
        {"Roles": [Ref("Names")]},
        {"Roles": [If("On", "a", Ref("AWS::NoValue"))]},
        {"Roles": ["a", If("On", "a", Ref("Names"))]},
        {"Roles": If("On", ["a"], ["b"])},
        {"Roles": ["a", "a"]},
        {"Roles": ["a"], "Unknown": "b"},
    ],
)
def test_targets_that_are_not_known_one_by_one_are_held(targets: dict[str, Value]) -> None:
    made = stack(policy(**targets))
    program = to_pulumi(made)
    assert types(program) == {"Thing": HELD}
    assert to_cloudformation(program) == made


@pytest.mark.parametrize("value", [Ref("Thing"), GetAtt("Thing", "Id")])
@pytest.mark.parametrize("place", ["resource", "output"])
def test_a_policy_whose_value_is_asked_for_is_held(value: Value, place: str) -> None:
    made = stack(policy(Roles=["r", "s"]))
    if place == "output":
        made = replace(made, outputs={"Value": Output(value=value)})
    else:
        topic = Resource(type=TOPIC, properties={"TopicName": value})
        made = stack(policy(Roles=["r", "s"]), Topic=topic)
    program = to_pulumi(made)
    assert types(program) == {"Thing": HELD}
    assert to_cloudformation(program) == made


def test_what_depends_on_a_policy_depends_on_all_its_parts() -> None:
    made = stack(
        policy(Roles=["r", "s"]),
        Topic=Resource(type=TOPIC, depends_on=("Queue", "Thing", "User")),
        Held=Resource(type="Custom::Held", depends_on=("Thing",)),
    )
    program = to_pulumi(made)
    assert program.resources["Topic"].options.depends_on == ("Queue", "Thing", "ThingS", "User")
    assert program.resources["Held"].options.depends_on == ("Thing", "ThingS")
    assert to_cloudformation(program) == made


def test_parts_have_the_attributes_of_the_whole() -> None:
    whole = replace(
        policy(Roles=["r", "s"]),
        condition="On",
        depends_on=("Queue",),
        deletion_policy="Retain",
        attributes={"Metadata": {"kept": "once"}},
    )
    made = stack(whole)
    program = to_pulumi(made)
    for name in ("Thing", "ThingS"):
        part = program.resources[name]
        assert part.condition == "On"
        assert part.options.depends_on == ("Queue",)
        assert part.options.retain_on_delete
    assert program.fragment["Metadata"] == {PARTS: {"Thing": ["ThingS"]}}
    assert to_cloudformation(program) == made


def test_names_are_not_taken_twice() -> None:
    others = {
        name: Resource(type=TOPIC) for name in ("ThingB2", "ThingUser", "ThingName2", "ThingB")
    }
    made = stack(policy(Users=["a", Ref("User"), Ref("Name"), "b", "B", "-"]), **others)
    program = to_pulumi(made)
    assert program.fragment["Metadata"][PARTS] == {
        "Thing": ["ThingUser2", "ThingName", "ThingB4", "ThingB5", "Thing6"],
    }
    assert to_cloudformation(program) == made


def edited(**changes: Any) -> Program:
    """A program whose second part was changed by hand."""
    program = to_pulumi(stack(policy(Roles=["r", "s", "t"])))
    part = program.resources["ThingS"]
    changed = replace(part, inputs={**part.inputs, **changes})
    return replace(program, resources={**program.resources, "ThingS": changed})


def test_a_part_that_was_changed_alone_is_a_resource_of_its_own() -> None:
    back = to_cloudformation(edited(policyDocument={"Version": "2012-10-17"})).resources
    assert back["Thing"].properties == {
        "PolicyName": "p",
        "PolicyDocument": {},
        "Roles": ["r", "t"],
    }
    assert back["ThingS"].type == "AWS::IAM::RolePolicy"
    assert "ThingT" not in back


def test_a_target_may_be_changed() -> None:
    back = to_cloudformation(edited(roleName="other")).resources["Thing"]
    assert back == policy(Roles=["r", "other", "t"])


def test_a_part_that_was_taken_away_is_no_target() -> None:
    program = edited()
    left = {name: each for name, each in program.resources.items() if name != "ThingS"}
    back = to_cloudformation(replace(program, resources=left)).resources["Thing"]
    assert back == policy(Roles=["r", "t"])


def test_without_its_first_part_nothing_is_put_together() -> None:
    program = edited()
    left = {name: each for name, each in program.resources.items() if name != "Thing"}
    report = Report()
    back = to_cloudformation(replace(program, resources=left), report=report).resources
    assert {back[name].type for name in ("ThingS", "ThingT")} == {"AWS::IAM::RolePolicy"}
    assert [finding.code for finding in report] == ["fragment-unused"]


def test_a_part_whose_attributes_are_read_stays() -> None:
    program = edited()
    exports = {"Id": Export(value=Attribute("ThingT", ("id",)))}
    back = to_cloudformation(replace(program, exports=exports))
    assert back.resources["Thing"] == policy(Roles=["r", "s"])
    assert back.outputs["Id"].value == Ref("ThingT")


@pytest.mark.parametrize(
    "parts",
    [None, [], "ThingS", {"Thing": "ThingS"}, {"Thing": [1, {}, "Thing", "Nobody", "Queue"]}],
)
def test_a_fragment_that_says_nonsense_of_parts_is_not_followed(parts: Any) -> None:
    program = edited()
    fragment = {**program.fragment, "Metadata": {PARTS: parts}}
    back = to_cloudformation(replace(program, fragment=fragment)).resources
    assert back["Thing"] == policy(Roles=["r"])
    assert back["ThingS"].type == "AWS::IAM::RolePolicy"


ITEMS = st.one_of(
    st.sampled_from(["a", "b", "Thing", "2", "https://q"]),
    st.sampled_from([Ref("Name"), Ref("User"), Ref("Queue"), GetAtt("User", "Arn")]),
    st.sampled_from([If("On", "a", "b"), If("On", Ref("User"), "c")]),
)
LISTS = st.lists(ITEMS, min_size=1, max_size=5)
POLICIES = st.dictionaries(st.sampled_from(["Roles", "Users", "Groups"]), LISTS, max_size=3)
NAMES = st.sampled_from(["ThingA", "Thing2", "ThingUser", "ThingQueue2", "Th"])


@given(POLICIES, st.dictionaries(NAMES, POLICIES, max_size=4))
def test_policies_come_back(first: dict[str, Any], others: dict[str, dict[str, Any]]) -> None:
    further = {name: policy(**targets) for name, targets in others.items()}
    last = Resource(type=TOPIC, depends_on=("Thing", *further))
    made = stack(policy(**first), **further, Last=last)
    program = to_pulumi(made)
    assert to_cloudformation(program) == made
    depended = set(program.resources["Last"].options.depends_on)
    assert depended == program.resources.keys() - {"Queue", "User", "Last"}
