"""The spelling rules, by examples of each oddity."""

from __future__ import annotations

import pytest

from converter import naming
from converter.naming import csharp, go, java, typescript


@pytest.mark.parametrize(
    ("cloudformation", "pulumi", "python"),
    [
        ("ModelName", "modelName", "model_name"),
        ("S3DataType", "s3DataType", "s3_data_type"),
        ("EnableECSManagedTags", "enableEcsManagedTags", "enable_ecs_managed_tags"),
        ("TargetGroupARNs", "targetGroupArns", "target_group_arns"),
        ("SSEKMSKeyId", "ssekmsKeyId", "ssekms_key_id"),
        ("KMSKeyARNs", "kmsKeyArns", "kms_key_arns"),
        ("EnableDns64", "enableDns64", "enable_dns64"),
        ("VolumeSizeInGB", "volumeSizeInGb", "volume_size_in_gb"),
        ("Lambda", "lambda", "lambda_"),
        ("vCpu", "vCpu", "v_cpu"),
        ("Id", "id", "id"),
    ],
)
def test_properties(cloudformation: str, pulumi: str, python: str) -> None:
    assert naming.pulumi_name(cloudformation) == pulumi
    assert naming.python_name(pulumi) == python


def test_a_resource_keeps_id_for_itself() -> None:
    assert naming.resource_property_name("Id") == "awsId"
    assert naming.resource_property_name("ApiId") == "apiId"


@pytest.mark.parametrize(
    ("resource_type", "token", "module"),
    [
        ("AWS::SageMaker::Model", "aws-native:sagemaker:Model", "sagemaker"),
        ("AWS::Lambda::Function", "aws-native:lambda:Function", "lambda_"),
        ("AWS::Config::ConfigRule", "aws-native:configuration:ConfigRule", "configuration"),
        ("AWS::EC2::VPC", "aws-native:ec2:Vpc", "ec2"),
        ("AWS::RDS::DBInstance", "aws-native:rds:DbInstance", "rds"),
        (
            "AWS::MediaConnect::RouterOutput",
            "aws-native:mediaconnect:RouterOutputResource",
            "mediaconnect",
        ),
    ],
)
def test_tokens(resource_type: str, token: str, module: str) -> None:
    assert naming.token(resource_type) == token
    assert naming.python_module(naming.module_name(resource_type)) == module


@pytest.mark.parametrize(
    ("value", "schema", "python"),
    [
        ("MultiModel", "MultiModel", "MULTI_MODEL"),
        ("ml.m5.large", "MlM5Large", "ML_M5_LARGE"),
        ("SCREAMING_CASE", "ScreamingCase", "SCREAMING_CASE"),
        ("LAMBDA", "Lambda", "LAMBDA_"),
        ("INPUT", "InputType", "INPUT_TYPE"),
        ("", "Empty", "EMPTY"),
        ("*", "Asterisk", "ASTERISK"),
        ("7", "Seven", "SEVEN"),
    ],
)
def test_enum_members(value: str, schema: str, python: str) -> None:
    assert naming.enum_member_name(value) == schema
    assert naming.python_enum_member(value, "SomeEnum") == python


@pytest.mark.parametrize(
    ("jsii", "python"),
    [
        ("containerHostname", "container_hostname"),
        ("s3DataType", "s3_data_type"),
        ("attrArn", "attr_arn"),
        ("lambda", "lambda_"),
    ],
)
def test_cdk_names_in_python(jsii: str, python: str) -> None:
    assert naming.cdk_python_name(jsii) == python


@pytest.mark.parametrize(
    ("value", "typescript_key", "go_constant", "csharp_member", "java_constant"),
    [
        ("MultiModel", "MultiModel", "ModeMultiModel", "MultiModel", "MultiModel"),
        ("1080p", "Mode_1080p", "Mode_1080p", "Mode_1080p", "_1080p"),
        ("EQUALS", "Equals", "ModeEquals", "EqualsValue", "Equals"),
    ],
)
def test_enum_members_in_the_other_languages(
    value: str, typescript_key: str, go_constant: str, csharp_member: str, java_constant: str
) -> None:
    assert typescript.enum_member(value, "Mode") == typescript_key
    assert go.enum_member(value, "Mode") == go_constant
    assert csharp.enum_member(value, "Mode") == csharp_member
    assert java.enum_member(value) == java_constant


def test_what_a_language_has_taken_already_gets_something_behind_it() -> None:
    assert go.property_name("elementType") == "ElementType_"
    assert csharp.property_name("Version", "version", "Version") == "VersionValue"
    assert csharp.property_name("Arn", "arn", "Version") == "Arn"
    assert java.property_name("default") == "default_"
    assert java.property_name("notify") == "notify_"


def test_names_that_clash_in_one_package_of_go() -> None:
    types = [("RolePolicy", False), ("RoleState", True), ("RoleTag", False)]
    assert dict(go.renames(["Role", "RolePolicy"], types)) == {
        "RolePolicy": "RolePolicyType",
        "RoleState": "RoleStateEnum",
    }


def test_modules() -> None:
    assert typescript.module("sagemaker", "types", "input") == (
        "@pulumi/aws-native.types.input.sagemaker"
    )
    assert go.module("index") == "github.com/pulumi/pulumi-aws-native/sdk/go/aws"
    assert csharp.namespace("AWS::WAFv2::WebACL") == "Pulumi.AwsNative.WaFv2"
    assert csharp.namespace("AWS::Config::ConfigRule") == "Pulumi.AwsNative.Configuration"
    assert java.package("sagemaker", "inputs") == "com.pulumi.awsnative.sagemaker.inputs"
