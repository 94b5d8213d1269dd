"""Looking up types and places in them."""

from __future__ import annotations

import json
import re

import pytest

from converter import UsageError, catalog
from converter.catalog.explaining import explain


def named(entries: list[dict[str, object]], name: str) -> dict[str, object]:
    """The entry of that name."""
    return next(entry for entry in entries if entry["name"] == name)


GO = "github.com/pulumi/pulumi-aws-native/sdk/go/aws"


def spelled(entry: dict[str, object]) -> list[object]:
    """How Pulumi's languages but Python spell an entry."""
    return [entry[language] for language in ("typescript", "go", "csharp", "java")]


def test_a_type_has_every_spelling_and_a_way_to_pulumi() -> None:
    found = explain("AWS::SageMaker::Model")
    assert found["pulumi"] == "aws-native:sagemaker:Model"
    assert found["python"] == "pulumi_aws_native.sagemaker.Model"
    assert spelled(found) == [
        "@pulumi/aws-native.sagemaker.Model",
        f"{GO}/sagemaker.Model",
        "Pulumi.AwsNative.SageMaker.Model",
        "com.pulumi.awsnative.sagemaker.Model",
    ]
    assert found["cdk"] == "aws_sagemaker.CfnModel"
    assert found["carried"]["how"] == "native"


def test_a_property_has_its_spellings_and_rules() -> None:
    properties = explain("AWS::SageMaker::Model")["properties"]
    assert named(properties, "ExecutionRoleArn") == {
        "name": "ExecutionRoleArn",
        "pulumi": "executionRoleArn",
        "python": "execution_role_arn",
        "typescript": "executionRoleArn",
        "go": "ExecutionRoleArn",
        "csharp": "ExecutionRoleArn",
        "java": "executionRoleArn",
        "cdk": "executionRoleArn",
        "cdk_python": "execution_role_arn",
        "type": "string",
        "required": False,
        "create_only": True,
        "write_only": False,
        "read_only": False,
        "enum": None,
    }
    assert named(properties, "Containers")["type"] == "list of ContainerDefinition"
    assert named(properties, "ModelArn")["read_only"]


@pytest.mark.parametrize(
    "path", ["Containers.ImageConfig", "Containers.0.ImageConfig", "containers.*.image_config"]
)
def test_paths_go_through_lists_in_any_spelling(path: str) -> None:
    found = explain(f"AWS::SageMaker::Model.{path}")
    assert found["path"] == ["Containers", "ImageConfig"]
    mode = named(found["properties"], "RepositoryAccessMode")
    assert mode["required"]
    assert mode["create_only"]
    assert isinstance(mode["enum"], list)
    assert mode["enum"][1] == {
        "value": "Vpc",
        "python": "ModelImageConfigRepositoryAccessMode.VPC",
        "typescript": "ModelImageConfigRepositoryAccessMode.Vpc",
        "go": "ModelImageConfigRepositoryAccessModeVpc",
        "csharp": "ModelImageConfigRepositoryAccessMode.Vpc",
        "java": "ModelImageConfigRepositoryAccessMode.Vpc",
    }


def test_an_object_has_a_class_of_its_own() -> None:
    found = explain("AWS::IAM::Role.Policies")["objects"][0]
    assert spelled(found) == [
        "@pulumi/aws-native.types.input.iam.RolePolicyArgs",
        f"{GO}/iam.RolePolicyTypeArgs",
        "Pulumi.AwsNative.Iam.Inputs.RolePolicyArgs",
        "com.pulumi.awsnative.iam.inputs.RolePolicyArgs",
    ]
    tag = explain("AWS::SageMaker::Model.Tags")["objects"][0]
    assert spelled(tag) == [
        "@pulumi/aws-native.types.input.TagArgs",
        f"{GO}.TagArgs",
        "Pulumi.AwsNative.Inputs.TagArgs",
        "com.pulumi.awsnative.inputs.TagArgs",
    ]


def test_only_the_languages_that_are_asked_for() -> None:
    found = explain("AWS::SageMaker::Model", ["go", "cdk"])
    assert {"go", "cdk", "type"} <= set(found)
    assert not {"python", "pulumi", "csharp"} & set(found)
    assert "python" not in found["properties"][0]
    assert found["ref"]["go"] == "ID()"


@pytest.mark.parametrize(
    "name",
    ["aws-native:sagemaker:Model", "aws_sagemaker.CfnModel", "aws-cdk-lib.aws_sagemaker.CfnModel"],
)
def test_a_type_may_be_given_in_any_spelling(name: str) -> None:
    assert explain(name) == explain("AWS::SageMaker::Model")
    assert explain(f"{name}.VpcConfig") == explain("AWS::SageMaker::Model.VpcConfig")


@pytest.mark.parametrize(
    ("name", "gives", "python"),
    [
        ("AWS::SageMaker::Model", "ModelArn", "id"),
        ("AWS::ECS::Service", "ServiceArn", "service_arn"),
        ("AWS::Events::Rule", "Name", "name"),
        ("AWS::IAM::Policy", "Id", None),
    ],
)
def test_what_ref_gives(name: str, gives: str, python: str | None) -> None:
    found = explain(name)["ref"]
    assert (found["gives"], found["python"]) == (gives, python)


def test_what_get_att_gives() -> None:
    found = named(explain("AWS::RDS::DBInstance")["attributes"], "Endpoint.Address")
    assert (found["pulumi"], found["python"]) == ("endpoint.address", "endpoint.address")


@pytest.mark.parametrize(
    ("name", "how", "words"),
    [
        ("AWS::SQS::QueuePolicy", "equivalent", "as one AWS::SQS::QueueInlinePolicy for each "),
        (
            "AWS::EC2::NetworkInterfacePermission",
            "held",
            "in a CloudFormation stack that the program holds",
        ),
        ("AWS::Serverless::Function", "expanded", "Transform AWS::Serverless-2016-10-31"),
    ],
)
def test_how_a_type_is_carried_that_the_provider_lacks(name: str, how: str, words: str) -> None:
    found = explain(name)
    assert found["pulumi"] is None
    assert found["carried"]["how"] == how
    assert found["carried"]["words"].startswith(words)


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("AWS::SageMaker::Modle", "did you mean AWS::SageMaker::Model?"),
        ("Model", "there is AWS::ApiGateway::Model, AWS::ApiGatewayV2::Model, AWS::Sage"),
        ("AWS::SageMaker::Model.VpcConfg", "did you mean VpcConfig?"),
        ("AWS::SageMaker::Model.VpcConfig.X", "there is SecurityGroupIds, Subnets"),
        ("AWS::SageMaker::Model.ModelName.X", "has no property 'X', nor any other"),
        ("", "there is no resource type ''"),
    ],
)
def test_what_is_not_there(wanted: str, words: str) -> None:
    with pytest.raises(UsageError, match=re.escape(words)):
        explain(wanted)


def test_every_type_can_be_looked_up() -> None:
    for name in catalog.type_names():
        found = explain(name)
        json.dumps(found)
        for entry in found["properties"]:
            explain(f"{name}.{entry['name']}")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("AWS::SageMaker::Model", "the physical ID"),
        ("AWS::IAM::RolePolicy", "PolicyName, RoleName as the program says"),
        ("AWS::Lambda::Permission", "FunctionName as the program says; Id is the physical ID"),
        ("AWS::ECS::Service", "Cluster as the program says; ServiceArn from the physical ID"),
        ("AWS::EC2::EIP", "PublicIp from the physical ID; AllocationId from AWS"),
        (
            "AWS::EC2::VPCGatewayAttachment",
            "VpcId as the program says; AttachmentType by InternetGatewayId or VpnGatewayId",
        ),
        ("AWS::Batch::JobDefinition", "a part of the physical ID"),
        (
            "AWS::Cognito::IdentityPoolRoleAttachment",
            "only AWS tells it: Ref gives something else",
        ),
    ],
)
def test_how_an_identifier_is_made_is_told(name: str, words: str) -> None:
    assert explain(name)["id"]["from"] == words


def test_what_cloud_control_cannot_read_is_told() -> None:
    assert not explain("AWS::CodeBuild::Project")["id"]["readable"]
