"""Every program that is written in a language for the tests."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

import converter
from converter.cloudformation import Stack
from converter.errors import ConversionError
from converter.migration import programs_of
from converter.pulumi import Program
from converter.readers.opening import open_sources
from converter.report import Report

from .. import cases, language
from ..stacks import AWKWARD_TEXTS
from ..test_nested import PARENT, QUEUE
from ..writers.test_pulumi_python import stack_with

TEMPLATES = cases.CASES
APPS = sorted(cases.FOLDER.glob("cdk/*/*/pulumi-python"))
GROUPS = (*sorted({path.parts[-3] for path in APPS}), "programs", "exported", "nested", "hostile")

HOSTILE = "texts-in-hostile"
HASH = "461395642ffecef3301ff221afd36138a460c6199216ff10f789189c21f72e70"
VERSION = f"AssetParameters{HASH}S3VersionKey75813C46"
WAITING = """\
Parameters:
  Stage: {Type: String, Default: dev}
  Image: {Type: 'AWS::SSM::Parameter::Value<String>', Default: /image}
  Password: {Type: String, NoEcho: true}
Conditions:
  Here: !Equals [!Ref AWS::Region, us-east-1]
  There: !Not [!Equals [!Ref Image, none]]
  Both: !And [{Condition: Here}, !Equals [!Ref Stage, dev], !Equals [!Ref Stage, prod]]
Mappings:
  Sizes: {dev: {count: 1}, prod: {count: 2, more: 3}}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: !FindInMap [Sizes, !Ref Stage, count]
      QueueName: !If [Here, here, !Ref AWS::NoValue]
      Tags: [{Key: image, Value: !Ref Image}, {Key: password, Value: !Ref Password}]
  Other: {Type: AWS::SQS::Queue, Condition: There, DependsOn: Queue}
Outputs:
  Url: {Value: !Ref Queue}
  Arn: {Value: !GetAtt Queue.Arn, Condition: Here}
  Other: {Value: !GetAtt Other.Arn, Condition: There}
"""
OUTSIDE = """\
Parameters: {Stage: {Type: String, Default: dev}, Password: {Type: String, NoEcho: true}}
Resources:
  Jobs:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: waiting.yaml
      Parameters: {Stage: !Ref Stage, Password: !Ref Password}
  Zones:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: zones.yaml
      Parameters: {Zones: !Join [',', !GetAZs ''], Url: !GetAtt Jobs.Outputs.Url}
  Topic:
    Type: AWS::SNS::Topic
    DependsOn: Jobs
    Properties: {TopicName: !GetAtt Jobs.Outputs.Arn}
Outputs:
  Url: {Value: !GetAtt Jobs.Outputs.Url}
  1st: {Value: !Ref Topic}
"""
ZONES = """\
Parameters: {Zones: {Type: CommaDelimitedList}, Url: {Type: String}}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties: {QueueName: !Select [0, !Ref Zones], Tags: [{Key: url, Value: !Ref Url}]}
"""
OPTIONAL = """\
Parameters:
  Subnets: {Type: String, Default: ''}
  Encrypted: {Type: String, Default: 'True'}
  Template: {Type: String, Default: https://example.com/template.yaml}
Conditions:
  HasSubnets: !Not [!Equals [!Ref Subnets, '']]
Resources:
  Model:
    Type: AWS::SageMaker::Model
    Properties:
      ExecutionRoleArn: arn:aws:iam::123456789012:role/model
      EnableNetworkIsolation: !If [HasSubnets, !Ref Encrypted, !Ref AWS::NoValue]
      Containers: !If [HasSubnets, [{Image: image}], !Ref AWS::NoValue]
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: {Version: '2012-10-17'}
      ManagedPolicyArns: !If [HasSubnets, !Split [',', !Ref Subnets], !Ref AWS::NoValue]
  Stack:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: !Ref Template
      Parameters:
        OneThatStandsOnALineOfItsOwnWithWhatItIsGiven: !Sub '${Subnets}-${Template}-${Encrypted}'
        Other: !If [HasSubnets, !Ref Subnets, !Ref AWS::NoValue]
"""
NUMBERS = """\
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
Conditions:
  Prod: !Equals [!Ref Stage, prod]
Mappings:
  Limits: {dev: {Most: 3}, prod: {Most: 4}}
Resources:
  Queue: {Type: AWS::SQS::Queue, Properties: {DelaySeconds: 3}}
  Half:
    Type: AWS::CloudWatch::Alarm
    Properties:
      ComparisonOperator: LessThanThreshold
      EvaluationPeriods: !If [Prod, 1, 2]
      Threshold: !If [Prod, 1, 0.5]
  Most:
    Type: AWS::CloudWatch::Alarm
    Properties:
      ComparisonOperator: LessThanThreshold
      EvaluationPeriods: !FindInMap [Limits, !Ref Stage, Most]
      Threshold: !If [Prod, !FindInMap [Limits, !Ref Stage, Most], 0.5]
  Delay:
    Type: AWS::CloudWatch::Alarm
    Properties:
      ComparisonOperator: LessThanThreshold
      EvaluationPeriods: !GetAtt Queue.DelaySeconds
      Threshold: !If [Prod, !GetAtt Queue.DelaySeconds, 0.5]
Outputs:
  Half: {Value: !If [Prod, 1, 0.5]}
"""
NESTED = {
    "numbers": {"main.yaml": NUMBERS},
    "optional": {"main.yaml": OPTIONAL},
    "nested": {"main.yaml": PARENT, "queues/queue.yaml": QUEUE},
    "waiting": {"main.yaml": OUTSIDE, "waiting.yaml": WAITING, "zones.yaml": ZONES},
}

# They have options that no writer says: aliases, timeouts, `deletedWith`
WITH_OPTIONS = {"yaml-database", "yaml-jobs"}

# What a program of a fixture has to be given for its look-ups and conversions to succeed
CONFIG: dict[str, tuple[dict[str, str], ...]] = {
    "parameters": ({"Password": "hunter2"},),
    "production-stack": ({}, {"Stage": "prod"}),
    "conditions": ({}, {"Stage": "prod"}),
    "find-in-map": ({"Stage": "dev"}, {"Stage": "prod"}),
    "find-in-map-function": ({"Stage": "dev"},),
    "select-index-parameter": ({"Index": "1"},),
    "select-kinds": ({}, {"Count": "4", "At": "0"}),
    "Legacy": ({VERSION: "prefix||version"},),
    "nested": ({"Stage": "dev"}, {"Stage": "prod"}),
    "numbers": ({"Stage": "dev"}, {"Stage": "prod"}),
    "optional": ({}, {"Subnets": "a,b"}),
    "waiting": (
        {"Stage": "dev", "Password": "hunter2"},
        {"Stage": "prod", "Password": "hunter2"},
    ),
    "network": ({"environment": "prod"}, {"environment": "dev"}),
    "scripts": ({"port": "80"},),
    "settings-module": ({"environment": "prod"},),
    "yaml-workers": ({}, {"environment": "prod"}),
    "two-files": ({"encrypted": "true"}, {"encrypted": "false"}),
}


@dataclass(frozen=True)
class Case:
    """A program.

    Args:
        name: what it is called.
        program: the program.
        files: the files that it is written to.
        configs: the config that it is run with, one after the other.
    """

    name: str
    program: Program
    files: Mapping[str, str]
    configs: tuple[dict[str, str], ...] = field(default=({},))

    @property
    def group(self) -> str:
        """What it is one of: ``language``, ``programs``, or a CDK app."""
        return self.name.rpartition("-in-")[2]


@cache
def lines_that_decide() -> list[str]:
    """The lines of the template language that are written as programs with something to decide:
    what others register is held elsewhere, and becomes a template as it does from all languages.
    """
    return [
        line
        for line in language.FIXTURES
        if any(it.config or it.conditions or it.tables for _, it in _of(language.template(line)))
    ]


@cache
def every(language: str = "typescript") -> dict[str, Case]:
    """Each program in a language, by its name."""
    found = {}
    for name, program in _programs():
        files = converter.write(program, f"pulumi-{language}")
        assert isinstance(files, dict)
        configs = CONFIG.get(name.rpartition("-in-")[0] or name, ({},))
        if name == HOSTILE:
            configs = (hostile_config(),)
        found[name] = Case(name, program, files, configs)
    return found


def written(language: str) -> dict[str, Mapping[str, str]]:
    """The files of each program in a language, by its name."""
    return {name: case.files for name, case in every(language).items()}


@cache
def _programs() -> list[tuple[str, Program]]:
    """Each program, by its name: those of other languages are run once for all."""
    return list(_made())


def _made() -> Iterator[tuple[str, Program]]:
    for case in cases.CASES:
        yield case, converter.to_pulumi(converter.read(cases.template(case)), name=case)
    for line in language.FIXTURES:
        for _, program in _of(language.template(line)):
            yield f"{line}-in-language", program
    for path in APPS:
        yield f"{path.parts[-2]}-in-{path.parts[-3]}", converter.record(path, nested=True)
    for path in cases.written("python", "yaml"):
        if path.name not in WITH_OPTIONS:
            yield f"{path.name}-in-programs", converter.record(path, nested=True)
    for path in cases.written("python"):
        for _, program in _of(path / "exported.yaml"):
            yield f"{path.name}-in-exported", program

    for name, templates in NESTED.items():
        with tempfile.TemporaryDirectory() as scratch:
            for _, program in _of(write(templates, Path(scratch)) / "main.yaml"):
                yield f"{name}-in-nested", program
    yield HOSTILE, converter.to_pulumi(hostile())
    for number, text in enumerate(AWKWARD_TEXTS):
        stack = stack_with(text, "another key" if text != "another key" else "k")
        yield f"{number}-in-awkward", converter.to_pulumi(stack)


def hostile() -> Stack:
    """A stack that has every awkward text wherever a template can hold text of the user's own."""
    stacks = [
        stack_with(text, "another key" if text != "another key" else "k", str(number))
        for number, text in enumerate(AWKWARD_TEXTS)
    ]
    sections = ("parameters", "mappings", "conditions", "resources", "outputs", "comments")
    merged = {
        it: {k: v for each in stacks for k, v in getattr(each, it).items()} for it in sections
    }
    return replace(stacks[0], **merged)


def hostile_config() -> dict[str, str]:
    """The texts as values of its config. What is a blank is not the same everywhere, so that lists
    hold none.
    """
    found = {}
    for number, text in enumerate(AWKWARD_TEXTS):
        found |= {f"Text{number}": text, f"Choice{number}": text}
        found[f"Items{number}"] = f"{text}, b" if text.isprintable() else "a, b"
    return found


def _of(template: Path) -> Iterator[tuple[str, Program]]:
    """The program of a template, where it is not refused."""
    try:
        yield from programs_of(open_sources(template), report=Report()).items()
    except ConversionError:
        return


def write(files: Mapping[str, str], folder: Path) -> Path:
    """Write the files of a program into a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder
