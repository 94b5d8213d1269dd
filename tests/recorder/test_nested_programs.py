"""Components of programs in Go and Java come back as nested templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import converter
from converter.errors import ProgramError
from converter.pulumi import Program
from converter.report import Report
from tests.sdks import projects
from tests.sdks.generating import tool
from tests.sdks.go_programs import Programs as GoPrograms
from tests.typescript.programs import OUTSIDE, WAITING, ZONES, _of, write

TREE = {
    "main.yaml": """\
Parameters:
  Env: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Size: {Type: Number, Default: 3}
  Key: {Type: String, NoEcho: true}
Conditions: {Prod: !Equals [!Ref Env, prod]}
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Middle:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: middle.yaml
      Parameters:
        Stage: !Ref Env
        Size: !If [Prod, !Ref Size, 1]
        Name: !Sub '${Env}-${Topic.TopicName}'
        Key: !Ref Key
        Fixed: fixed-name
  Late:
    Type: AWS::SQS::Queue
    DependsOn: Middle
    Properties:
      QueueName: !Sub 'x-${Middle.Outputs.Label}'
      Tags: [{Key: arn, Value: !GetAtt Middle.Outputs.Arn}]
Outputs: {Label: {Value: !GetAtt Middle.Outputs.Label}}
""",
    "middle.yaml": """\
Parameters:
  Stage: {Type: String}
  Size: {Type: Number}
  Name: {Type: String}
  Key: {Type: String, NoEcho: true}
  Fixed: {Type: String}
Resources:
  One:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: leaf.yaml
      Parameters: {Stage: !Ref Stage, Label: !Sub 'one-${Name}'}
  Two:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: leaf.yaml
      Parameters: {Stage: prod, Label: !GetAtt One.Outputs.Arn}
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: !Ref Size
      QueueName: !Ref Fixed
      Tags:
        - {Key: key, Value: !Ref Key}
        - {Key: stack, Value: !Ref 'AWS::StackName'}
        - {Key: path, Value: !Sub 'arn:${AWS::Partition}:${Name}/x'}
Outputs:
  Label: {Value: !Sub 'l-${Queue.QueueName}'}
  Arn: {Value: !GetAtt Two.Outputs.Arn}
""",
    "leaf.yaml": """\
Parameters:
  Stage: {Type: String, AllowedValues: [dev, prod]}
  Label: {Type: String}
Mappings: {Delays: {dev: {seconds: 10}, prod: {seconds: 20}}}
Conditions: {IsProd: !Equals [!Ref Stage, prod]}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Label}}
  Queue:
    Type: AWS::SQS::Queue
    DependsOn: Topic
    Properties:
      DelaySeconds: !FindInMap [Delays, !Ref Stage, seconds]
      FifoQueue: !If [IsProd, true, !Ref 'AWS::NoValue']
Outputs: {Arn: {Value: !GetAtt Queue.Arn}}
""",
}
"""Templates that nest others twice over: given what is known late, what is decided, literals, a
secret and a name that is made of the stack's.
"""
WAITS = {
    "main.yaml": OUTSIDE.replace("Jobs.Outputs.Arn", "Jobs.Outputs.Url"),
    "waiting.yaml": WAITING.replace("[!Equals [!Ref Image, none]]", "[{Condition: Here}]"),
    "zones.yaml": ZONES,
}
"""Nested templates that ask for the region, the zones and a value of SSM's."""

LOOKS = {**WAITS, "waiting.yaml": WAITING}
"""One of them decides by that value."""


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Program]:
    """The program of each tree of templates."""
    found = {}
    for name, templates in {"tree": TREE, "waits": WAITS, "looks": LOOKS}.items():
        folder = write(templates, tmp_path_factory.mktemp(name))
        ((_, found[name]),) = _of(folder / "main.yaml")
    return found


def in_go(written: dict[str, Program], name: str, folder: Path) -> Path:
    """The project of a program in Go."""
    tool("go")
    files: dict[str, Any] = {key: converter.write(it, "pulumi-go") for key, it in written.items()}
    return projects.in_go(files[name], GoPrograms(files, "nested").command(name), folder)


@pytest.mark.parametrize("name", ["tree", "waits"])
def test_templates_nested_in_go_come_back(
    written: dict[str, Program], name: str, tmp_path: Path
) -> None:
    folder = in_go(written, name, tmp_path)
    report = Report()
    back = converter.to_cloudformation(converter.record(folder, nested=True, report=report))
    assert converter.verify(converter.to_cloudformation(written[name]), back) == []
    assert not len(report)


def test_a_component_that_decides_by_what_a_deployment_knows(
    written: dict[str, Program], tmp_path: Path
) -> None:
    folder = in_go(written, "looks", tmp_path)
    with pytest.raises(ProgramError, match="hangs on what is in a text that only the deployment"):
        converter.record(folder, nested=True)
