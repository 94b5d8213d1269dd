"""What templates say in ways of their own comes back as they said it, in several languages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import converter
from converter.readers.template import read_text
from converter.report import Report

from . import node
from .typescript.programs import write

LANGUAGES = ("python", "typescript", "yaml")
Back = Callable[..., str]


@pytest.fixture
def migrated(tmp_path: Path) -> Callable[..., tuple[Path, Report]]:
    """Writes the project of a template in a language; gives its folder, and what was told."""

    def write_it(template: str, language: str = "python") -> tuple[Path, Report]:
        report, source = Report(), tmp_path / "source" / "template.yaml"
        source.parent.mkdir(exist_ok=True)
        source.write_text(template, "utf-8")
        files = converter.migrate(source, language=language, project="it", report=report)
        folder = tmp_path / language
        shutil.rmtree(folder, ignore_errors=True)
        project = write(files, folder)
        if language == "typescript":
            packages = node.modules(Path(__file__).parent / "typescript" / "package.json")
            (project / "node_modules").symlink_to(packages)
        return project, report

    return write_it


@pytest.fixture
def back(migrated: Callable[..., tuple[Path, Report]], tmp_path: Path) -> Back:
    """Migrates a template and exports the program; gives the template that comes back."""

    def send(template: str, language: str) -> str:
        project, _ = migrated(template, language)
        exported = converter.export(project)
        assert isinstance(exported, str)
        again = tmp_path / "again.yaml"
        again.write_text(exported, "utf-8")
        source = converter.read(tmp_path / "source" / "template.yaml")
        assert [str(it) for it in converter.verify(source, converter.read(again))] == []
        return exported

    return send


OPEN_KEYS = """\
Parameters:
  Url:
    Type: String

Resources:
  Cluster:
    Type: AWS::EKS::Cluster
    Properties:
      ResourcesVpcConfig:
        SubnetIds:
          - subnet-1
          - subnet-2
      RoleArn: arn:aws:iam::123456789012:role/x

  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !Sub |
        {"Statement": [{"Condition": {"StringEquals": {"${Url}:aud": "sts.amazonaws.com"}}}]}

  Other:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !Sub '{"${Cluster.OpenIdConnectIssuerUrl}:aud":{"a":"b"}}'

  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: !Sub '{"detail": {"${Url}": ["a"]}}'
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_with_a_key_that_only_the_deployment_knows_is_its_text(
    language: str, back: Back
) -> None:
    assert back(OPEN_KEYS, language).endswith(OPEN_KEYS)


LISTS = """\
Parameters:
  Names:
    Type: CommaDelimitedList
    Default: a, b
  Ports:
    Type: List<Number>
    Default: 1, 2

Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Select [1, !Ref Names]
      TopicName: !Join ['-', !Ref Ports]
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_blanks_in_the_default_of_a_list_come_back(language: str, back: Back) -> None:
    assert back(LISTS, language).endswith(LISTS)


def test_yaml_that_keeps_blanks_has_none_in_the_default_of_a_list(
    migrated: Callable[..., tuple[Path, Report]],
) -> None:
    project, report = migrated(LISTS, "yaml")
    text = (project / "Pulumi.yaml").read_text("utf-8")
    assert "default: a,b\n" in text
    assert "default: 1,2\n" in text
    assert [it.message for it in report if it.code == "list-blanks"] == [
        "Pulumi YAML keeps blanks around the items of Names, Ports, which CloudFormation takes "
        "off: give their values without"
    ]
    (project / "Pulumi.yaml").write_text(text.replace("default: a,b\n", "default: a,c\n"), "utf-8")
    assert "Default: a,c\n" in str(converter.export(project))


DYNAMIC = """\
Parameters:
  Stage:
    Type: String

Conditions:
  IsProd: !Equals [!Ref Stage, prod]

Resources:
  Topic:
    Type: AWS::SNS::Topic

Outputs:
  Image:
    Value: '{{resolve:ssm:/a/b}}'
  Url:
    Condition: IsProd
    Value: !Sub https://{{resolve:ssm:/${Stage}/host:1}}/${Topic.TopicName}
  Topic:
    Value: !Ref Topic
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_dynamic_reference_in_an_output_is_told_by_a_stack(
    language: str, back: Back, migrated: Callable[..., tuple[Path, Report]]
) -> None:
    exported = read_text(back(DYNAMIC, language), "again.yaml")
    assert exported.outputs == read_text(DYNAMIC, "template.yaml").outputs
    _, report = migrated(DYNAMIC, language)
    assert [it.path for it in report if it.code == "held"] == [
        ("Outputs", "Image", "Value"),
        ("Outputs", "Url", "Value"),
    ]


WORDS = """\
Parameters:
  Ask:
    Type: String
    AllowedValues: [yes, no, 'on', true]
    Default: yes
Conditions:
  IsAsked: !Equals [!Ref Ask, Yes]
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      FifoQueue: yes
      QueueName: true
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: NO
      TopicName: !If [IsAsked, off, 'off']
      Tags:
        - Key: enabled
          Value: on
Outputs:
  Found:
    Value: no
"""


def test_words_without_quotes_where_text_belongs_are_told(
    migrated: Callable[..., tuple[Path, Report]],
) -> None:
    _, report = migrated(WORDS)
    found = {it.path: it.message for it in report if it.code == "word-as-text"}
    properties = ("Resources", "Topic", "Properties")
    assert set(found) == {
        ("Parameters", "Ask", "AllowedValues", 0),
        ("Parameters", "Ask", "AllowedValues", 1),
        ("Parameters", "Ask", "Default"),
        ("Conditions", "IsAsked", "Fn::Equals", 1),
        (*properties, "DisplayName"),
        (*properties, "TopicName", "Fn::If", 1),
        (*properties, "Tags", 0, "Value"),
        ("Outputs", "Found", "Value"),
    }
    assert found[(*properties, "DisplayName")] == (
        "the word NO without quotes stands where text belongs and becomes 'false'; put quotes "
        "around it"
    )


NUMBERS = """\
Parameters:
  'N':
    Type: Number

Conditions:
  IsBig: !Equals [!Ref 'N', '9']

Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      DelaySeconds: !If [IsBig, !Sub '1${N}', 5]
      MaximumMessageSize: !Sub ${N}000
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_number_of_a_text_put_together_is_that_text(language: str, back: Back) -> None:
    assert back(NUMBERS, language).endswith(NUMBERS)
