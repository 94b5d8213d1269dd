"""References to resources that a condition may leave out."""

from __future__ import annotations

from pathlib import Path

import pytest

import converter
from converter.errors import ProgramError
from converter.readers.template import read_text
from converter.report import Report

TEMPLATE = """\
Parameters:
  Env: {Type: String, AllowedValues: [dev, prod]}
  Size: {Type: String}
Conditions:
  Prod: !Equals [!Ref Env, prod]
  Dev: !Equals [!Ref Env, dev]
  Large: !Equals [!Ref Size, large]
  Both: !And [!Condition Prod, !Condition Large]
  Either: !Or [!Condition Prod, !Condition Large]
  NotDev: !Not [!Condition Dev]
Resources:
  Topic: {Type: AWS::SNS::Topic, Condition: Prod}
  Queue:
    Type: AWS::SQS::Queue
%s"""


def said_of(lines: str) -> list[str]:
    """What a report warns of, where a queue is said by some lines."""
    text = TEMPLATE % "".join(f"    {line}\n" for line in lines.splitlines())
    report = Report()
    program = converter.to_pulumi(read_text(text, "t"), report=report)
    said = [it.message for it in report if it.code == "unguarded-reference"]
    assert [it.message for it in program.refusals] == said
    return said


GUARDED = [
    "Condition: Prod\nProperties: {QueueName: !Ref Topic}",
    "Condition: Both\nProperties: {QueueName: !Ref Topic}",
    "Condition: NotDev\nProperties: {QueueName: !GetAtt Topic.TopicName}",
    "Properties: {QueueName: !If [Prod, !Ref Topic, x]}",
    "Properties: {QueueName: !If [Dev, x, !Sub '${Topic}']}",
    "Properties: {QueueName: !If [Large, !If [Prod, !Ref Topic, x], y]}",
    "Properties: !If [Both, {QueueName: !Ref Topic}, !Ref AWS::NoValue]",
    "Properties: {QueueName: !Sub ['${Topic}', {Topic: x}]}",
    "DependsOn: Topic",
]
UNGUARDED = [
    "Properties: {QueueName: !Ref Topic}",
    "Condition: Dev\nProperties: {QueueName: !Ref Topic}",
    "Condition: Either\nProperties: {QueueName: !Ref Topic}",
    "Properties: {QueueName: !If [Prod, x, !Ref Topic]}",
    "Properties: {QueueName: !If [Large, !Sub 'a-${Topic.TopicName}', y]}",
]


@pytest.mark.parametrize("lines", GUARDED)
def test_a_reference_behind_a_condition_that_is_enough(lines: str) -> None:
    assert said_of(lines) == []


@pytest.mark.parametrize("lines", UNGUARDED)
def test_a_reference_to_what_may_not_be_there(lines: str) -> None:
    assert said_of(lines) == ["Queue refers to Topic, which is there only where Prod holds"]


def test_the_place_is_the_references() -> None:
    report = Report()
    text = TEMPLATE % "    Properties:\n      Tags: [{Key: a, Value: !If [Large, !Ref Topic, b]}]\n"
    converter.to_pulumi(read_text(text, "t"), report=report)
    (path,) = [it.path for it in report if it.code == "unguarded-reference"]
    inside = ("Properties", "Tags", 0, "Value", "Fn::If", 1, "Ref")
    assert path == ("Resources", "Queue", *inside)


def test_an_output_refers_to_it_as_well() -> None:
    report = Report()
    text = f"{TEMPLATE % ''}Outputs:\n  O: {{Value: !Ref Topic}}\n"
    converter.to_pulumi(read_text(text, "t"), report=report)
    (said,) = [it.message for it in report if it.code == "unguarded-reference"]
    assert said == "the output O refers to Topic, which is there only where Prod holds"


@pytest.mark.parametrize(("env", "fails"), [("prod", False), ("dev", True)])
def test_the_program_fails_in_words(env: str, fails: bool, tmp_path: Path) -> None:
    text = TEMPLATE % "    Properties: {QueueName: !Ref Topic}\n"
    program = converter.to_pulumi(read_text(text, "t"))
    for name, written in converter.write(program).items():
        (tmp_path / name).write_text(written, encoding="utf-8")
    config = {"Env": env, "Size": "large"}
    if not fails:
        assert set(converter.record(tmp_path, config=config).resources) == {"Topic", "Queue"}
        return
    with pytest.raises(ProgramError, match="Queue refers to Topic, which is there only where Prod"):
        converter.record(tmp_path, config=config)


@pytest.mark.parametrize(
    ("target", "file", "refusal"),
    [
        ("pulumi-python", "__main__.py", "if not prod:\n    raise ValueError("),
        ("pulumi-typescript", "index.ts", "if (!prod) {\n  throw new Error("),
        ("pulumi-go", "main.go", "if !prod {\n\t\t\treturn errors.New("),
        ("pulumi-csharp", "Program.cs", "if (!prod)\n    {\n        throw new System.Invalid"),
    ],
)
def test_every_language_refuses_it(target: str, file: str, refusal: str) -> None:
    text = TEMPLATE % "    Properties: {QueueName: !Ref Topic}\n"
    program = converter.to_pulumi(read_text(text, "t"))
    assert refusal in converter.write(program, target)[file]
