"""Resources without a name, of types whose names must be in lower case."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

import converter
from converter import catalog
from converter.bridge.names import name_patterns
from converter.pulumi import Program, Resource
from converter.report import Report

UNNAMED = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
  Repository:
    Type: AWS::ECR::Repository
  Topic:
    Type: AWS::SNS::Topic
"""
NAMED = """\
Parameters:
  Name: {Type: String}
Conditions:
  HasName: !Not [!Equals [!Ref Name, ""]]
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: %s
"""


def carried(text: str, tmp_path: Path, name: str = "stack") -> tuple[Program, list[str]]:
    """A template's program, and the messages about names."""
    path = tmp_path / "template.yaml"
    path.write_text(text, encoding="utf-8")
    report = Report()
    program = converter.to_pulumi(converter.read(path), name=name, report=report)
    return program, [each.message for each in report if each.code == "auto-name"]


def test_pulumi_yaml_names_exactly_these_types(tmp_path: Path) -> None:
    program, said = carried(UNNAMED, tmp_path, "My_Own.Stack")
    declared = yaml.safe_load(converter.write(program)["Pulumi.yaml"])["config"]
    pattern = {"pattern": "my-own-stack-${alphanum(12)}"}
    types = {"aws-native:s3:Bucket": pattern, "aws-native:ecr:Repository": pattern}
    assert declared == {
        "pulumi:autonaming": {"value": {"providers": {"aws-native": {"resources": types}}}}
    }
    assert len(said) == 2
    assert said[0].startswith("Bucket has no name of its own: Pulumi.yaml says how ")


def test_a_name_fits_however_long_the_projects_is(tmp_path: Path) -> None:
    program, _ = carried(UNNAMED, tmp_path, "A-" * 50)
    text = converter.write(program)["Pulumi.yaml"]
    assert f"pattern: {'a-' * 14}a-${{alphanum(12)}}\n" in text


@pytest.mark.parametrize(
    ("name", "is_told"),
    [
        ("bucket", False),
        ("!Ref Name", False),
        ("!If [HasName, !Ref Name, bucket]", False),
        ("!If [HasName, !Ref Name, !Ref AWS::NoValue]", True),
        ("!Ref AWS::NoValue", True),
    ],
)
def test_a_name_that_may_be_missing_is_none(name: str, is_told: bool, tmp_path: Path) -> None:
    program, said = carried(NAMED % name, tmp_path)
    assert bool(said) == is_told
    assert list(program.name_patterns) == (["aws-native:s3:Bucket"] if is_told else [])


def test_a_logical_id_in_lower_case_is_a_name(tmp_path: Path) -> None:
    program, said = carried(UNNAMED.replace("Bucket:", "bucket:"), tmp_path)
    assert list(program.name_patterns) == ["aws-native:ecr:Repository"]
    assert len(said) == 1


LONG = "TheRoleOfTheFunctionThatIsCalledForEachOfTheMessages0123ABCD"


@pytest.mark.parametrize(
    ("type_", "logical_id", "pattern"),
    [
        ("AWS::IAM::Role", "Role", None),
        ("AWS::IAM::Role", LONG, None),
        ("AWS::IAM::Role", f"{LONG}E123", "stack-${alphanum(12)}"),
        ("AWS::Lambda::Function", f"{LONG}E123", "stack-${alphanum(12)}"),
        ("AWS::ElasticLoadBalancingV2::TargetGroup", "TargetGroup", None),
        ("AWS::ElasticLoadBalancingV2::TargetGroup", LONG[:31], "stack-${alphanum(12)}"),
        ("AWS::S3::MultiRegionAccessPoint", "Point", "stack-${alphanum(12)}"),
        ("AWS::VpcLattice::Service", "Service", "stack-${alphanum(12)}"),
        ("AWS::Cassandra::Keyspace", "Keyspace", "stack${alphanum(12)}"),
        ("AWS::IoTAnalytics::Channel", "Channel", "stack${alphanum(12)}"),
        ("AWS::GameLift::Location", "Location", "custom-stack-${alphanum(12)}"),
    ],
)
def test_a_name_that_aws_would_not_take(type_: str, logical_id: str, pattern: str | None) -> None:
    described = catalog.resource_type(type_)
    assert described is not None
    program = Program(resources={logical_id: Resource(type=described.token)})
    found = name_patterns(program, "stack", "", Report())
    assert found == ({} if pattern is None else {described.token: pattern})


def test_what_a_component_is_called_counts() -> None:
    program = Program(resources={"Role": Resource(type="aws-native:iam:Role")})
    assert name_patterns(program, "stack", "Outer-Inner-", Report()) == {}
    assert list(name_patterns(program, "stack", f"{LONG}-", Report())) == ["aws-native:iam:Role"]


def test_the_way_back_gives_the_same_template(tmp_path: Path) -> None:
    stack = converter.read(_written(tmp_path / "template.yaml", UNNAMED))
    for name, text in converter.write(converter.to_pulumi(stack)).items():
        _written(tmp_path / "program" / name, text)
    report = Report()
    program = converter.record(tmp_path / "program", report=report)
    assert program.config == {}
    again = converter.to_cloudformation(program, report=report)
    assert converter.verify(stack, again) == []
    assert again.parameters == {}
    assert list(report) == []


def _written(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path
