"""A stack that moto deployed is adopted by its name: moto's services know every identifier."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest
from moto import mock_aws

from converter.adoption import live

from . import cases
from .test_adoption import call, imported
from .test_moto import PARAMETERS

REGION = "us-east-1"
COMPLETED = live.Account.completed
SERVICES = ("single-container", "multi-model", "model-data-source", "gated-model")
# moto cannot scale what the production stage scales.
STAGE = {"production-stack": {"Stage": "dev"}}
CASES = (*SERVICES, "mappings-and-strings", "production-stack")


@pytest.fixture(autouse=True)
def _account(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    # moto has no Cloud Control
    monkeypatch.setattr(live.Account, "completed", lambda self, adoption, said, report: said)
    with mock_aws():
        yield


def deployed(case: str) -> str:
    """Deploy a fixture through moto's CloudFormation; give the stack's name."""
    client = boto3.client("cloudformation", region_name=REGION)
    client.create_stack(
        StackName="live",
        TemplateBody=cases.template(case).read_text(encoding="utf-8"),
        Parameters=[
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in {**PARAMETERS[case], **STAGE.get(case, {})}.items()
        ],
        Capabilities=["CAPABILITY_IAM"],
    )
    return "live"


def client(service: str) -> Any:
    """A client of one of moto's services."""
    return boto3.client(service, region_name=REGION)


KNOWN: dict[str, Callable[[], list[str]]] = {
    "sagemaker:Model": lambda: [
        it["ModelArn"] for it in client("sagemaker").list_models()["Models"]
    ],
    "sagemaker:EndpointConfig": lambda: [
        it["EndpointConfigArn"]
        for it in client("sagemaker").list_endpoint_configs()["EndpointConfigs"]
    ],
    "sagemaker:Endpoint": lambda: [
        it["EndpointArn"] for it in client("sagemaker").list_endpoints()["Endpoints"]
    ],
    "iam:Role": lambda: [it["RoleName"] for it in client("iam").list_roles()["Roles"]],
    "s3:Bucket": lambda: [it["Name"] for it in client("s3").list_buckets()["Buckets"]],
    "ec2:Vpc": lambda: [it["VpcId"] for it in client("ec2").describe_vpcs()["Vpcs"]],
    "ec2:Subnet": lambda: [it["SubnetId"] for it in client("ec2").describe_subnets()["Subnets"]],
    "ec2:RouteTable": lambda: [
        it["RouteTableId"] for it in client("ec2").describe_route_tables()["RouteTables"]
    ],
    # moto's CloudFormation says the table's ID there; AWS says the association's.
    "ec2:SubnetRouteTableAssociation": lambda: [
        it["RouteTableId"] for it in client("ec2").describe_route_tables()["RouteTables"]
    ],
    "ec2:VpcEndpoint": lambda: [
        it["VpcEndpointId"] for it in client("ec2").describe_vpc_endpoints()["VpcEndpoints"]
    ],
    "ec2:SecurityGroup": lambda: [
        it["GroupId"] for it in client("ec2").describe_security_groups()["SecurityGroups"]
    ],
}


@pytest.mark.parametrize("case", CASES)
def test_every_identifier_is_one_that_the_service_gives(case: str, tmp_path: Path) -> None:
    done = call("adopt", "--stack-name", deployed(case), "--output", str(tmp_path / "project"))
    assert done.status == 0, done.err
    entries = imported(tmp_path / "project")
    assert entries
    for name, entry in entries.items():
        known = KNOWN[entry["type"].partition(":")[2]]()
        assert entry["id"] in known, name


def test_the_source_may_be_given_and_the_stack_asked_for(tmp_path: Path) -> None:
    template = str(cases.template("single-container"))
    name = deployed("single-container")
    project = tmp_path / "project"
    done = call("adopt", template, "--stack-name", name, "--output", str(project))
    assert done.status == 0, done.err
    types = {each["type"] for each in imported(project).values()}
    assert types == {"aws-native:sagemaker:Model", "aws-native:iam:Role"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--stack-name", "nowhere"), "Stack with id nowhere does not exist"),
        (("--stack-name", "live", "--profile", "nobody"), "could not be found"),
    ],
)
def test_what_aws_refuses_is_one_clear_line(
    arguments: tuple[str, ...], words: str, tmp_path: Path
) -> None:
    project = tmp_path / "project"
    done = call("adopt", *arguments, "--output", str(project))
    assert done.status == 2
    assert len(done.err.splitlines()) == 1
    assert words in done.err
    assert not project.exists()


def test_without_credentials_it_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID")
    monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    done = call("adopt", "--stack-name", "live", "--output", str(tmp_path / "project"))
    assert done.status == 2
    assert done.err.count("\n") == 1
    assert "credentials" in done.err


class Control:
    """What Cloud Control would tell."""

    def __init__(self, properties: dict[str, Any], listed: list[str]) -> None:
        self.properties, self.listed = properties, listed

    def get_resource(self, **asked: str) -> dict[str, Any]:
        return {"ResourceDescription": {"Properties": json.dumps(self.properties)}}

    def get_paginator(self, name: str) -> Any:
        described = [{"Identifier": each} for each in self.listed]
        pages = [{"ResourceDescriptions": described}]
        return SimpleNamespace(paginate=lambda **asked: pages)


TEMPLATE = """\
Resources:
  Address: {Type: AWS::EC2::EIP, Properties: {Domain: vpc}}
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: all}
Outputs:
  Address: {Value: !GetAtt Address.AllocationId}
"""


def test_cloud_control_tells_what_is_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    client("cloudformation").create_stack(StackName="live", TemplateBody=TEMPLATE)
    (address,) = client("ec2").describe_addresses()["Addresses"]
    known = f"{address['PublicIp']}|{address['AllocationId']}"
    control = Control({"GroupName": "live-Group-1ABC"}, ["1.1.1.1|eipalloc-0", known])
    ordinary = live.Account._client
    monkeypatch.setattr(
        live.Account,
        "_client",
        lambda self, name: control if name == "cloudcontrol" else ordinary(self, name),
    )
    monkeypatch.setattr(live.Account, "completed", COMPLETED)
    done = call("adopt", "--stack-name", "live", "--output", str(tmp_path / "project"))
    assert done.status == 0, done.err
    entries = imported(tmp_path / "project")
    assert entries["Address"]["id"] == known  # and not the first that looks alike
    assert entries["Group"]["inputs"]["groupName"] == "live-Group-1ABC"
    assert "assumed" not in done.err


def test_nested_stacks_are_walked(tmp_path: Path) -> None:
    inner = "Resources: {Topic: {Type: AWS::SNS::Topic}}"
    client("s3").create_bucket(Bucket="templates")
    client("s3").put_object(Bucket="templates", Key="inner.yaml", Body=inner.encode())
    outer = {
        "Resources": {
            "Inner": {
                "Type": "AWS::CloudFormation::Stack",
                "Properties": {"TemplateURL": "https://templates.s3.amazonaws.com/inner.yaml"},
            }
        }
    }
    client("cloudformation").create_stack(StackName="live", TemplateBody=json.dumps(outer))
    done = call("adopt", "--stack-name", "live", "--output", str(tmp_path / "project"))
    assert done.status == 0, done.err
    entries = imported(tmp_path / "project")
    (topic,) = client("sns").list_topics()["Topics"]
    assert entries["Inner"]["component"]
    assert entries["Inner-Topic"]["parent"] == "Inner"
    assert entries["Inner-Topic"]["id"] == topic["TopicArn"]
