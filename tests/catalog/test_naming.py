"""The spelling rules, by examples of each oddity."""

from __future__ import annotations

import pytest

from converter import naming


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
