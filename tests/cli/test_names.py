"""Names that do not exist are errors, with the one that was probably meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..commands import MODEL, Run, write

PROGRAM = """\
import pulumi
from pulumi_aws_native import sns

config = pulumi.Config()
sns.Topic("Topic", topic_name=config.require("TopicName"), display_name=config.get("Display"))
"""
PROJECT = {
    "Pulumi.yaml": "name: program\nruntime: python\nconfig: {TopicName: {type: string}}\n",
    "Pulumi.prod.yaml": "config: {program:TopicName: prod}\n",
    "Pulumi.test.yaml": "config: {program:TopicName: test}\n",
    "__main__.py": PROGRAM,
}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("-c", "TopicNme=x"), "the program has no config key 'TopicNme'; did you mean TopicName?"),
        (("-c", "Displya=x"), "the program has no config key 'Displya'; did you mean Display?"),
        (("-c", "Unheard=x"), "the program has no config key 'Unheard'"),
        (
            ("-c", "aws-natve:region=x"),
            "the program has no config key 'aws-natve:region'; did you mean aws-native:region?",
        ),
        (("-s", "prdo"), "the project has no Pulumi.prdo.yaml; did you mean prod?"),
        (("-s", "other"), "the project has no Pulumi.other.yaml; there is prod, test"),
    ],
    ids=lambda value: value[1] if isinstance(value, tuple) else "",
)
def test_export_knows_its_config_and_its_stacks(
    run: Run, arguments: tuple[str, ...], words: str
) -> None:
    write(PROJECT)
    ended = run("pulumi2cfn", "export", ".", *arguments)
    assert (ended.status, ended.out, ended.err) == (2, "", f".: error: {words}\n")


def test_a_stack_without_config_is_told(run: Run) -> None:
    write({"Pulumi.yaml": PROJECT["Pulumi.yaml"], "__main__.py": PROGRAM})
    ended = run("pulumi2cfn", "export", ".", "-s", "prod")
    words = "the project has no Pulumi.prod.yaml: the stack has no config of its own"
    assert (ended.status, ended.err) == (0, f".: note: {words}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        ("-c", "TopicName=x"),
        ("-c", "program:TopicName=x"),
        ("-c", "Display=x"),
        ("-c", "aws-native:region=eu-west-1"),
        ("-s", "prod"),
        ("-s", "dev"),
    ],
    ids=" ".join,
)
def test_names_that_exist_are_taken(run: Run, arguments: tuple[str, ...]) -> None:
    write(PROJECT)
    assert run("pulumi2cfn", "export", ".", *arguments).status == 0


def test_migrate_knows_the_template_s_parameters(run: Run) -> None:
    write({"t.yaml": f"Parameters: {{Stage: {{Type: String}}}}\n{MODEL}"})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "-p", "Stge=x")
    assert ended.status == 2
    assert ended.err.endswith("the template has no parameter 'Stge'; did you mean Stage?\n")


FIXED = """\
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Owner: {Type: String}
  Zones: {Type: CommaDelimitedList}
Rules:
  Known: {Assertions: [{Assert: !Not [!Equals [!Ref Stage, test]]}]}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !Sub "${Stage}-${Owner}"}}
Outputs:
  Arn: {Value: !Ref Topic, Export: {Name: !Sub "${Stage}-topic"}}
  Zones: {Value: !Join [",", !Ref Zones], Export: {Name: !Sub ["${Stage}-${it}", {it: !Ref Owner}]}}
"""


@pytest.mark.parametrize("language", ["python", "yaml"])
def test_what_stands_beside_the_program_says_a_value_that_is_fixed(run: Run, language: str) -> None:
    write({"t.yaml": FIXED})
    run("cfn2pulumi", "migrate", "t.yaml", "-l", language, "-o", "p")
    ended = run("pulumi2cfn", "export", "p", "-c", "Stage=prod", "-c", "Zones=a,b")
    assert ended.status == 0
    assert "warning:" not in ended.err
    assert "Stage" not in ended.out
    assert "Zones:" not in ended.out.partition("Outputs:")[0]
    assert "AllowedValues" not in ended.out
    assert "!Not [!Equals [prod, test]]" in ended.out
    assert "Name: !Sub prod-topic" in ended.out
    assert "prod-${it}" in ended.out


def test_a_secret_is_not_decided_and_its_value_not_shown(run: Run) -> None:
    secret = "Parameters: {Key: {Type: String, NoEcho: true}}\n"
    topic = "Resources: {Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Ref Key}}}\n"
    write({"t.yaml": secret + topic})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "-l", "yaml", "-o", "p", "-p", "Key=hunter2")
    assert "Key is a secret: it stays a value of the config" in ended.err
    assert "hunter2" not in ended.err + ended.out
    assert "${Key}" in Path("p/Pulumi.yaml").read_text(encoding="utf-8")
