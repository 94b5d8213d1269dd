"""`to_cloudformation(to_pulumi(stack)) == stack`.

`tests.stacks` says what a stack in the bridge's normal form is, and makes such stacks; the rows
further down say what becomes of everything else.
"""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter import catalog, to_cloudformation, to_pulumi
from converter.bridge.held import token
from converter.catalog import ResourceType
from converter.cloudformation import Parameter, Resource, Stack
from converter.intrinsics import GetAtt, If, Intrinsic, Join, Ref, Sub, Value, parse, render
from converter.pulumi import Program
from tests.stacks import AWKWARD_TEXTS, Maker, awkward_ids, creatable, plain_ids

ALL = creatable()
UNKNOWN = [name for name in catalog.type_names() if name not in {each.name for each in ALL}]
seeds = st.integers(0, 2**32)


def crossed(stack: Stack) -> tuple[Program, Stack]:
    program = to_pulumi(stack)
    return program, to_cloudformation(program)


def assert_comes_back(stack: Stack) -> Program:
    """Crossing there and back gives the same stack, its properties in the same order."""
    program, again = crossed(stack)
    extended = {*again.transforms} - {*stack.transforms}  # what its functions need, if it lacked it
    assert extended <= {"AWS::LanguageExtensions"}
    assert replace(again, transforms=stack.transforms) == stack
    assert repr(again.resources) == repr(stack.resources)  # 80 is not 80.0, and order counts
    return program


def cannot_be_sent(described: ResourceType) -> bool:
    """Whether a property that must be there is one that the provider sends wrong or not at all."""
    found = [described.properties, *(each.properties for each in described.object_types.values())]
    return any(
        prop.required and (prop.provider_drops or prop.provider_renames)
        for properties in found
        for prop in properties.values()
    )


# --- every resource type -------------------------------------------


@pytest.mark.parametrize("share", [1.0, 0.3, 0.0])
def test_every_type_with_values_of_every_kind(share: float) -> None:
    held = set()
    for seed, described in enumerate(ALL):
        maker = Maker(Random(seed), texts=AWKWARD_TEXTS, more=0.3)
        stack = Stack(resources={"Thing": maker.resource(described, share)})
        program = assert_comes_back(stack)
        if program.resources["Thing"].type != described.token:
            held.add(described.name)
    assert not [each.name for each in ALL if each.name in held and not cannot_be_sent(each)]


def test_every_type_with_functions_at_its_places() -> None:
    for seed, described in enumerate(ALL):
        random = Random(seed)
        maker = Maker(random, texts=AWKWARD_TEXTS, computed=0.4, more=0.5)
        assert_comes_back(maker.stack([described], plain_ids()))


@pytest.mark.parametrize("name", UNKNOWN)
def test_types_that_the_sdk_lacks(name: str) -> None:
    maker = Maker(Random(name), texts=AWKWARD_TEXTS, computed=0.3)
    stack = maker.stack([ALL[0], ALL[1]], plain_ids())
    described = catalog.resource_type(name)
    assert described is not None
    maker.here = None
    properties: dict[str, Value] = {
        "Any": maker.json(0),
        "Ref": maker.computed_text(0),
        "List": [maker.named()],
    }
    stack.resources["Held"] = Resource(type=name, properties=properties)
    assert assert_comes_back(stack).resources["Held"].type == token()


# --- functions, attributes and whole stacks ------------------------


@settings(max_examples=150)
@given(seeds, st.integers(1, 5), st.sampled_from([0.1, 0.4, 0.7]))
def test_whole_stacks(seed: int, count: int, computed: float) -> None:
    random = Random(seed)
    maker = Maker(random, texts=AWKWARD_TEXTS, computed=computed)
    assert_comes_back(maker.stack(random.sample(ALL, count), awkward_ids(random)))


HELD_TYPES = ("Custom::Thing", "AWS::CloudFormation::CustomResource", "AWS::No::Such", *UNKNOWN[:9])


@settings(max_examples=100)
@given(seeds, st.lists(st.sampled_from(HELD_TYPES), min_size=1, max_size=3))
def test_whole_stacks_with_resources_that_are_held(seed: int, names: list[str]) -> None:
    random = Random(seed)
    maker = Maker(random, texts=AWKWARD_TEXTS, computed=0.4)
    stack = maker.stack(random.sample(ALL, 2), plain_ids())
    for number, name in enumerate(names):
        maker.here = maker.condition() if maker.chance(0.5) else None
        held = Resource(
            type=name,
            properties={
                "ServiceToken": maker.computed_text(0),
                "Values": {maker.key(): maker.json(0), "Listed": maker.computed_list(0)},
                "Chosen": maker.choice(lambda: maker.text_or_function(0)),
            },
            condition=maker.here,
            deletion_policy=random.choice((None, "Retain", "Delete")),
            attributes={"Metadata": {"a": maker.text()}},
        )
        stack.resources[f"Held{number}"] = held
    stack.resources["Last"] = Resource(
        type="AWS::SNS::Topic",
        properties={"TopicName": GetAtt("Held0", "Some.Attribute"), "DisplayName": Ref("Held0")},
    )
    assert_comes_back(stack)


MODEL = Resource(type="AWS::SageMaker::Model", properties={"ExecutionRoleArn": "arn"})


@pytest.mark.parametrize(
    "properties",
    [
        {"Fn::If": ["A", {"Name": "x", "Text": "y"}, {"Name": "z"}]},
        {"Fn::If": ["A", {"Name": "x"}, {"Ref": "AWS::NoValue"}]},
        {"Fn::If": ["A", {}, {"Name": "x"}]},
        {"Fn::If": ["A", {"Fn::If": ["B", {"Name": "x"}, {"Text": "y"}]}, {"Name": "z"}]},
        {"Fn::If": ["A", {"Name": {"Fn::If": ["B", "x", "y"]}}, {"Name": "z"}]},
        {"Fn::If": ["A", {"Name": {"Fn::If": ["A", "x", "y"]}}, {"Name": "z"}]},
        {"Name": {"Fn::If": ["A", "x", {"Fn::If": ["B", "y", {"Ref": "AWS::NoValue"}]}]}},
    ],
)
@pytest.mark.parametrize("type", ["AWS::SNS::Topic", "Custom::Thing"])
def test_properties_as_a_whole(type: str, properties: Any) -> None:
    names = {"Name": "TopicName", "Text": "DisplayName"}

    def named(tree: Any) -> Any:
        if isinstance(tree, dict):
            return {names.get(key, key): named(value) for key, value in tree.items()}
        return [named(item) for item in tree] if isinstance(tree, list) else tree

    conditions = parse({"A": {"Fn::Equals": ["a", "b"]}, "B": {"Fn::Equals": ["a", "b"]}})
    assert isinstance(conditions, dict)
    resource = Resource(type=type, properties=parse(named(properties)))
    assert_comes_back(Stack(conditions=conditions, resources={"A": resource}))  # type: ignore[arg-type]  # conditions


@pytest.mark.parametrize(
    "stack",
    [
        Stack(resources={"A": Resource(type="AWS::SNS::Topic", condition=None)}),
        Stack(metadata={"AWS::CloudFormation::Interface": {"a": [1]}}, resources={"A": MODEL}),
        Stack(rules={"R": {"Assertions": [{"Assert": True}]}}, resources={"A": MODEL}),
        Stack(transforms=("AWS::LanguageExtensions",), resources={"A": MODEL}),
        Stack(description="d", format_version="2010-09-09", resources={"A": MODEL}),
        Stack(resources={"A": MODEL, "B": Resource(type="AWS::SNS::Topic", depends_on=("A",))}),
    ],
)
def test_sections_and_attributes(stack: Stack) -> None:
    assert_comes_back(stack)


# --- what is brought into the normal form --------------------------


def place(type: str, *steps: str, value: Value) -> Stack:
    """A stack with a value at one place of a resource, and things to refer to."""
    properties: Value = value
    for step in reversed(steps):
        properties = {step: properties}
    return Stack(
        parameters={
            "Text": Parameter(),
            "Items": Parameter(type="CommaDelimitedList"),
            "Secret": Parameter(attributes={"NoEcho": True}),
        },
        mappings={"Table": {"a": {"b": "c"}}},
        conditions={"Yes": parse({"Fn::Equals": [{"Ref": "Text"}, "yes"]})},  # type: ignore[dict-item]  # a condition
        resources={
            "Topic": Resource(type="AWS::SNS::Topic"),
            "Service": Resource(type="AWS::ECS::Service"),
            "A": Resource(type=type, properties=properties),
        },
    )


TOPIC = "AWS::SNS::Topic"
QUEUE = "AWS::SQS::Queue"
NORMALISED = [
    (TOPIC, "DisplayName", {"Fn::Join": ["-", ["a", {"Ref": "Text"}]]}, {"Fn::Sub": "a-${Text}"}),
    (TOPIC, "DisplayName", {"Fn::Join": ["-", ["a", "b"]]}, "a-b"),
    (TOPIC, "DisplayName", {"Fn::Join": ["", ["a"]]}, "a"),
    (TOPIC, "DisplayName", {"Fn::Join": [",", []]}, ""),
    (TOPIC, "DisplayName", {"Fn::Sub": "plain"}, "plain"),
    (TOPIC, "DisplayName", {"Fn::Sub": "${!Text}"}, "${Text}"),
    (TOPIC, "DisplayName", {"Fn::Sub": "${Text}"}, {"Ref": "Text"}),
    (TOPIC, "DisplayName", {"Fn::Sub": ["${A}-${Text}", {"A": "x"}]}, {"Fn::Sub": "x-${Text}"}),
    (
        TOPIC,
        "DisplayName",
        {"Fn::Sub": ["${A}-x", {"A": {"Ref": "Text"}}]},
        {"Fn::Sub": "${Text}-x"},
    ),
    (
        TOPIC,
        "DisplayName",
        {"Fn::Sub": ["${A}-x", {"A": {"Fn::Select": [0, {"Ref": "Items"}]}}]},
        {"Fn::Join": ["", [{"Fn::Select": [0, {"Ref": "Items"}]}, "-x"]]},
    ),
    (
        TOPIC,
        "DisplayName",
        {"Fn::Sub": "${Topic.TopicName}"},
        {"Fn::GetAtt": ["Topic", "TopicName"]},
    ),
    (TOPIC, "DisplayName", {"Fn::GetAtt": ["Service", "ServiceArn"]}, {"Ref": "Service"}),
    (TOPIC, "DisplayName", 80, "80"),
    (TOPIC, "DisplayName", True, "true"),
    (TOPIC, "DisplayName", 1.0, "1.0"),
    (TOPIC, "FifoTopic", "true", True),
    (TOPIC, "FifoTopic", "False", False),
    (QUEUE, "DelaySeconds", "80", 80),
    (QUEUE, "DelaySeconds", 80.0, 80),
    (QUEUE, "DelaySeconds", {"Fn::If": ["Yes", "1", 2]}, {"Fn::If": ["Yes", 1, 2]}),
    (
        TOPIC,
        "DisplayName",
        {"Fn::Select": ["1", {"Ref": "Items"}]},
        {"Fn::Select": [1, {"Ref": "Items"}]},
    ),
]


@pytest.mark.parametrize(("type", "name", "given", "normal"), NORMALISED)
def test_normal_form(type: str, name: str, given: Any, normal: Any) -> None:
    _, again = crossed(place(type, name, value=parse(given)))
    properties = again.resources["A"].properties
    assert isinstance(properties, dict)
    assert repr(render(properties[name])) == repr(normal)


@pytest.mark.parametrize(("type", "name", "given", "normal"), NORMALISED)
def test_the_normal_form_is_one(type: str, name: str, given: Any, normal: Any) -> None:
    assert_comes_back(place(type, name, value=parse(normal)))


@given(st.integers(-(2**53), 2**53))
def test_integers_may_be_written_as_text(number: int) -> None:
    _, again = crossed(place(QUEUE, "DelaySeconds", value=str(number)))
    assert again == place(QUEUE, "DelaySeconds", value=number)


@given(st.one_of(st.integers(), st.booleans(), st.text(st.characters(exclude_categories=["Cs"]))))
def test_text_may_be_written_as_anything(value: int | bool | str) -> None:
    _, again = crossed(place(TOPIC, "DisplayName", value=value))
    text = str(value).lower() if isinstance(value, bool) else str(value)
    assert again == place(TOPIC, "DisplayName", value=text)


plain_parts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="$")),
    st.builds(Ref, st.sampled_from(["Text", "Topic", "AWS::Region"])),
    st.just(GetAtt("Topic", "TopicName")),
)


def spelled(parts: list[Any]) -> Any:
    """The parts as the bridge writes them."""
    merged: list[Any] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    if not merged:
        return ""
    if len(merged) == 1:
        return merged[0]
    return Sub("".join(part if isinstance(part, str) else f"${{{_name(part)}}}" for part in merged))


def _name(part: Intrinsic) -> str:
    return part.name if isinstance(part, Ref) else "Topic.TopicName"


@given(
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="$")), st.lists(plain_parts)
)
def test_joins_of_known_items_are_substitutions(delimiter: str, items: list[Any]) -> None:
    _, again = crossed(place(TOPIC, "DisplayName", value=Join(delimiter, items)))
    between = [part for item in items for part in (delimiter, item)][1:]
    assert again == place(TOPIC, "DisplayName", value=spelled(between))


@given(plain_parts, plain_parts)
def test_choices_stay_where_they_are(then: Any, otherwise: Any) -> None:
    assert_comes_back(place(TOPIC, "DisplayName", value=If("Yes", then, otherwise)))
