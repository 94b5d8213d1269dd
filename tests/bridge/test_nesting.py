"""Nested stacks: components there and back, what stays a stack, and what is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter import to_cloudformation, to_pulumi
from converter.cloudformation import Stack
from converter.errors import TemplateError
from converter.pulumi import Attribute, ConfigKey, Program
from converter.report import Report
from tests.nests import nest, random_nest

QUEUE = """
Parameters:
  Name: {Type: String}
  Size: {Type: Number, Default: 3}
  Items: {Type: CommaDelimitedList, Default: "a,b"}
  Secret: {Type: String, NoEcho: true, Default: ""}
Conditions:
  Named: !Not [!Equals [!Ref Name, ""]]
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !If [Named, !Ref Name, !Ref AWS::NoValue]
      DelaySeconds: !Ref Size
      Tags: [{Key: item, Value: !Select [1, !Ref Items]}, {Key: secret, Value: !Ref Secret}]
Outputs:
  Url: {Value: !Ref Queue}
  Arn: {Condition: Named, Value: !GetAtt Queue.Arn, Export: {Name: arn}}
"""
FREE = QUEUE.replace("!If [Named, !Ref Name, !Ref AWS::NoValue]", "!Ref Name").replace(
    "Condition: Named, ", ""
)


def parent(*parameters: str, rest: str = "", properties: str = "") -> str:
    """A template that nests `queue.yaml` once."""
    given = "".join(f"        {each}\n" for each in parameters)
    return (
        "Parameters:\n  Env: {Type: String}\n  Many: {Type: CommaDelimitedList}\n"
        "  Hidden: {Type: String, NoEcho: true}\n"
        "Conditions:\n  Prod: !Equals [!Ref Env, prod]\n"
        "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n  Nested:\n"
        "    Type: AWS::CloudFormation::Stack\n"
        f"    Properties:\n      TemplateURL: ./queue.yaml\n{properties}"
        + (f"      Parameters:\n{given}" if given else "")
        + rest
    )


def crossed(stack: Stack) -> tuple[Program, Report]:
    """The program of a stack that comes back as it was."""
    report = Report()
    program = to_pulumi(stack, report=report)
    assert without_transforms(to_cloudformation(program)) == without_transforms(stack)
    return program, report


def without_transforms(stack: Stack) -> Stack:
    """A stack without the language that its functions need, which comes back with them."""
    templates = {path: without_transforms(each) for path, each in stack.templates.items()}
    return replace(stack, transforms=(), templates=templates)


def component(program: Program) -> Program:
    (only,) = program.components.values()
    return only


@pytest.mark.parametrize(
    "stack",
    [
        nest(parent("Name: !Ref Env", 'Items: !Join [",", !Ref Many]'), queue=QUEUE),
        nest(parent("Name: !If [Prod, x, !Ref Env]", "Size: '4'", 'Items: "1,2"'), queue=QUEUE),
        nest(parent("Name: x", "Items: !If [Prod, '1', !Ref Env]"), queue=QUEUE),
        nest(parent("Name: !Ref Topic", "Items: !Sub '${Topic},x'"), queue=FREE),
        nest(
            parent("Name: x", "Secret: !Ref Hidden", "Items: !GetAtt Topic.TopicName"), queue=FREE
        ),
        nest(
            parent(
                "Name: x",
                properties="      Tags: [{Key: a, Value: !Ref Env}]\n      TimeoutInMinutes: 3\n",
                rest="Outputs: {Url: {Value: !Sub '${Nested.Outputs.Url}/x'}}",
            ),
            queue=QUEUE,
        ),
        nest(
            parent(
                "Name: x",
                rest="    Condition: Prod\n    DependsOn: Topic\n    DeletionPolicy: Retain\n"
                "    Metadata: {a: b}\n"
                "Outputs: {Arn: {Condition: Prod, Value: !GetAtt Nested.Outputs.Arn}}",
            ),
            queue=QUEUE,
        ),
        nest(
            parent("Name: x"),
            queue="Parameters: {Name: {Type: String}}\nResources:\n  Inner:\n"
            "    Type: AWS::CloudFormation::Stack\n"
            "    Properties: {TemplateURL: inner.yaml, Parameters: {Name: !Ref Name}}\n",
            inner=QUEUE,
        ),
    ],
)
def test_there_and_back(stack: Stack) -> None:
    program, _ = crossed(stack)
    assert program.components


@settings(max_examples=40)
@given(st.integers(0, 2**32))
def test_random_stacks_there_and_back(seed: int) -> None:
    stack = random_nest(seed)
    program, _ = crossed(stack)
    assert len(program.components) == 1


def test_arguments_are_plain_where_they_can_be() -> None:
    stack = nest(parent("Name: x", "Items: !Ref Topic", "Size: !Ref Env"), queue=QUEUE)
    config = component(crossed(stack)[0]).config
    assert {key: declared.output for key, declared in config.items()} == {
        "Name": False,
        "Size": False,
        "Items": True,
        "Secret": False,
    }
    assert config["Size"] == ConfigKey(type="integer", default=3)


def test_export_names_are_kept_beside_the_component() -> None:
    _, report = crossed(nest(parent("Name: x"), queue=QUEUE))
    (said,) = (each.message for each in report if each.code == "export-name")
    assert said.endswith("which is kept in queue_stack.cloudformation.yaml")


def test_lists_are_lists() -> None:
    stack = nest(parent("Name: x", "Items: !Sub '${Topic},x'"), queue=QUEUE)
    given = crossed(stack)[0].resources["Nested"].inputs["Items"]
    assert given == [Attribute("Topic", ("id",)), "x"]


def test_two_instances_are_one_component() -> None:
    second = "  Second:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n"
    second += (
        "      TemplateURL: queue.yaml\n      Parameters: {Name: !GetAtt Nested.Outputs.Url}\n"
    )
    program, _ = crossed(nest(parent("Name: x", rest=second), queue=FREE))
    assert component(program).config["Name"].output


# What stays a CloudFormation stack, and why
KEPT = [
    (parent("Name: !Ref Topic"), "the condition Named of queue.yaml asks for Name"),
    (parent("Name: !Ref Hidden"), "the condition Named of queue.yaml asks for Name"),
    (parent("Name: x", rest="Outputs: {Id: {Value: !Ref Nested}}"), "its Ref is asked for"),
    (parent("Name: !If [Prod, x, !Ref AWS::NoValue]"), "a value under a condition only"),
]


@pytest.mark.parametrize(("text", "words"), KEPT)
def test_what_stays_a_stack(text: str, words: str) -> None:
    program, report = crossed_without_templates(nest(text, queue=QUEUE))
    assert not program.components
    (said,) = (each.message for each in report if each.code == "nested-stack")
    assert words in said
    assert "Nested stays a CloudFormation stack" in said


def crossed_without_templates(stack: Stack) -> tuple[Program, Report]:
    report = Report()
    return to_pulumi(stack, report=report), report


def test_a_default_that_is_secret_is_not_written() -> None:
    secret = QUEUE.replace('NoEcho: true, Default: ""', "NoEcho: true, Default: hunter2")
    program, report = crossed_without_templates(nest(parent("Name: x"), queue=secret))
    assert not program.components
    assert "secret default of Secret" in " ".join(each.message for each in report)
    assert "hunter2" not in repr(program)


def test_what_cannot_be_carried_stays_a_stack() -> None:
    broken = (
        "Conditions: {Told: !Equals [!Select [0, !Ref AWS::NotificationARNs], x]}\n"
        "Resources: {Queue: {Type: AWS::SQS::Queue, Condition: Told}}\n"
    )
    program, report = crossed_without_templates(nest(parent(), queue=broken))
    assert not program.components
    (said,) = (each.message for each in report if each.code == "nested-stack")
    assert said.startswith("queue.yaml: Conditions.Told: Pulumi has no equivalent")


def test_a_template_that_is_not_there() -> None:
    program, report = crossed_without_templates(nest(parent("Name: x")))
    assert not program.components
    assert "./queue.yaml is no template in this one's folder" in next(iter(report)).message


REFUSED = [
    (nest(parent("Nmae: x"), queue=QUEUE), "no parameter 'Nmae'; did you mean Name?"),
    (nest(parent(), queue=QUEUE), "wants a value for its parameter Name"),
    (
        nest(
            parent("Name: x", rest="Outputs: {A: {Value: !GetAtt Nested.Outputs.Urls}}"),
            queue=QUEUE,
        ),
        "has no output 'Urls'; did you mean Url?",
    ),
    (nest(parent(), queue=parent()), "nested in itself: queue.yaml → queue.yaml"),
    (
        nest(parent(), queue=parent().replace("queue", "other"), other=parent()),
        "nested in itself: queue.yaml → other.yaml → queue.yaml",
    ),
]


@pytest.mark.parametrize(("stack", "words"), REFUSED)
def test_what_is_refused(stack: Stack, words: str) -> None:
    with pytest.raises(TemplateError) as raised:
        to_pulumi(stack)
    assert words in raised.value.message
