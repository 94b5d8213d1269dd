"""Components of programs in Go and Java come back as nested templates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import converter
from converter.errors import ProgramError
from converter.pulumi import Program
from converter.readers.template import read_text
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

HAND = {
    "Pulumi.yaml": """\
name: hand
runtime: go
config:
  stage: {type: string, default: dev}
""",
    "main.go": """\
package main

import (
	"github.com/pulumi/pulumi-aws-native/sdk/go/aws/sns"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		stage := config.Require(ctx, "stage")
		topic, err := sns.NewTopic(ctx, "Topic", nil)
		if err != nil {
			return err
		}
		given := &WorkerArgs{Stage: stage, TopicArn: topic.TopicArn, Delay: 5}
		jobs, err := NewWorker(ctx, "Jobs", given)
		if err != nil {
			return err
		}
		given = &WorkerArgs{Stage: "prod", TopicArn: jobs.QueueArn, Delay: 5}
		_, err = NewWorker(ctx, "Mails", given)
		return err
	})
}
""",
    "worker.go": """\
package main

import (
	"github.com/pulumi/pulumi-aws-native/sdk/go/aws/sqs"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
)

type WorkerArgs struct {
	Stage    string
	TopicArn pulumi.StringInput
	Delay    int
}

type Worker struct {
	pulumi.ResourceState
	QueueArn pulumi.StringOutput
}

func NewWorker(
	ctx *pulumi.Context, name string, args *WorkerArgs, opts ...pulumi.ResourceOption,
) (*Worker, error) {
	worker := &Worker{}
	given := pulumi.Map{
		"stage":    pulumi.String(args.Stage),
		"topicArn": args.TopicArn,
		"delay":    pulumi.Int(args.Delay),
	}
	err := ctx.RegisterComponentResourceV2("hand:worker:Worker", name, given, worker, opts...)
	if err != nil {
		return nil, err
	}
	inside := pulumi.Parent(worker)
	queue, err := sqs.NewQueue(ctx, name+"-queue", &sqs.QueueArgs{
		QueueName:    pulumi.Sprintf("for-%s", args.TopicArn),
		DelaySeconds: pulumi.Int(args.Delay),
	}, inside)
	if err != nil {
		return nil, err
	}
	if args.Stage == "prod" {
		_, err = sqs.NewQueue(ctx, name+"-dead", &sqs.QueueArgs{QueueName: OWN}, inside)
		if err != nil {
			return nil, err
		}
	}
	worker.QueueArn = queue.Arn
	return worker, ctx.RegisterResourceOutputs(worker, pulumi.Map{"queueArn": queue.Arn})
}
""",
    "worker.cloudformation.yaml": "Metadata: {'Pulumi::Component': {Class: Worker}}\n",
}
"""A program as a person writes it, who noted that one of its components is a nested template."""
HAND_TEMPLATES = {
    "template.yaml": """\
Parameters: {stage: {Type: String, Default: dev}}
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Jobs:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: worker.yaml
      Parameters: {Stage: !Ref stage, TopicArn: !GetAtt Topic.TopicArn, Delay: 5}
  Mails:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: worker.yaml
      Parameters: {Stage: prod, TopicArn: !GetAtt Jobs.Outputs.queueArn, Delay: 5}
""",
    "worker.yaml": """\
Parameters: {Stage: {Type: String}, TopicArn: {Type: String}, Delay: {Type: Number}}
Conditions: {StageIsProd: !Equals [!Ref Stage, prod]}
Resources:
  queue:
    Type: AWS::SQS::Queue
    Properties: {QueueName: !Sub 'for-${TopicArn}', DelaySeconds: !Ref Delay}
  dead: {Type: AWS::SQS::Queue, Condition: StageIsProd, Properties: {QueueName: dead}}
Outputs: {queueArn: {Value: !GetAtt queue.Arn}}
""",
}


def by_hand(own: str) -> dict[str, str]:
    """The program, with what one of its queues is called."""
    return {name: text.replace("OWN", own) for name, text in HAND.items()}


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
    files["hand"] = by_hand('pulumi.String("dead")')
    files["reads"] = by_hand('pulumi.String(ctx.Stack() + "-dead")')
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


def test_a_component_that_a_person_wrote(written: dict[str, Program], tmp_path: Path) -> None:
    folder = in_go(written, "hand", tmp_path / "project")
    report = Report()
    back = converter.export(folder, nested=True, report=report)
    assert isinstance(back, dict)
    write(back, tmp_path / "back")
    for name, text in HAND_TEMPLATES.items():
        left = read_text(text, name, check=False)
        assert converter.verify(left, read_text(back[name], name, check=False)) == []


def test_a_component_that_uses_what_it_is_not_given(
    written: dict[str, Program], tmp_path: Path
) -> None:
    folder = in_go(written, "reads", tmp_path)
    report = Report()
    back = converter.export(folder, nested=True, report=report)
    assert "MailsDead:" in (back if isinstance(back, str) else back["template.yaml"])
    (said,) = (each.message for each in report if each.code == "nested-stack")
    assert said == (
        "the resources of Jobs, Mails are the template's own: Worker cannot be told apart from the "
        "program that makes it, it uses the name of the stack that it is in"
    )
