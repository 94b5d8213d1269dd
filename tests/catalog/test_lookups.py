"""What the catalog answers, by resources that a person would recognize."""

from __future__ import annotations

from difflib import get_close_matches

import pytest

from converter import catalog
from converter.catalog import AutoName, Ref, ResourceType, Type

STRING = Type("string")


def known(name: str) -> ResourceType:
    found = catalog.resource_type(name)
    assert found is not None
    return found


def test_a_model_in_three_spellings() -> None:
    model = known("AWS::SageMaker::Model")
    assert (model.token, model.creatable) == ("aws-native:sagemaker:Model", True)
    assert (model.python_module, model.python_class) == ("sagemaker", "Model")
    assert (model.cdk_module, model.cdk_class) == ("aws_sagemaker", "CfnModel")
    found = model.properties["PrimaryContainer"]
    assert (found.pulumi, found.python, found.cdk) == (
        "primaryContainer",
        "primary_container",
        "primaryContainer",
    )
    assert found.type == Type("object", name="ContainerDefinition")
    assert model.by_pulumi["primaryContainer"] is found
    assert model.by_cdk["primaryContainer"] is found


def test_a_nested_object() -> None:
    container = known("AWS::SageMaker::Model").object_types["ContainerDefinition"]
    assert container.pulumi == "aws-native:sagemaker:ModelContainerDefinition"
    assert container.python_class == "ModelContainerDefinitionArgs"
    assert container.cdk == "CfnModel.ContainerDefinitionProperty"
    assert container.properties["Environment"].type == Type("json")
    assert container.properties["Mode"].type == Type("string", enum="ModelContainerDefinitionMode")


def test_an_enum() -> None:
    mode = known("AWS::SageMaker::Model").enums["ModelContainerDefinitionMode"]
    assert mode.members == {"SingleModel": "SINGLE_MODEL", "MultiModel": "MULTI_MODEL"}
    assert mode.pulumi == "aws-native:sagemaker:ModelContainerDefinitionMode"
    assert mode.schema_member("MultiModel") == "MultiModel"


def test_tags_are_a_list_or_a_map_as_the_type_has_it() -> None:
    model = known("AWS::SageMaker::Model")
    tag = model.object_types["Tag"]
    assert model.properties["Tags"].type == Type("list", Type("object", name="Tag"))
    assert (tag.python_module, tag.python_class, tag.cdk) == ("", "TagArgs", "CfnTag")
    assert tag.pulumi == "aws-native:index:Tag"
    assert known("AWS::Glue::Job").properties["Tags"].type.kind == "json"
    assert known("AWS::SSM::Parameter").properties["Tags"].type == Type("map", STRING)


def test_a_nested_input_with_the_name_of_the_arguments() -> None:
    group = known("AWS::NetworkFirewall::RuleGroup")
    assert group.properties["Capacity"].required
    assert group.object_types["RuleGroup"].python_class == "RuleGroupArgs"
    assert "RulesSource" in group.object_types["RuleGroup"].properties


@pytest.mark.parametrize(
    ("name", "ref"),
    [
        ("AWS::SageMaker::Model", Ref("id", "ModelArn")),
        ("AWS::S3::Bucket", Ref("id", "BucketName")),
        ("AWS::EC2::SecurityGroup", Ref("id", "Id")),
        ("AWS::IAM::Role", Ref("id", "RoleName")),
        ("AWS::EC2::Route", Ref("id")),
        ("AWS::ECS::Service", Ref("property", "ServiceArn")),
        ("AWS::EC2::EIP", Ref("property", "PublicIp")),
        ("AWS::Events::Rule", Ref("property", "Name")),
        ("AWS::ApiGateway::Stage", Ref("property", "StageName")),
        ("AWS::Glue::Table", Ref("property", "Name")),
        ("AWS::ElasticBeanstalk::ApplicationVersion", Ref("property", "Id")),
        ("AWS::SES::ReceiptRule", Ref("property", "RuleName")),
        ("AWS::Connect::ContactFlow", Ref("id", "ContactFlowArn")),
        ("AWS::ACMPCA::Certificate", Ref("unsupported")),
    ],
)
def test_ref(name: str, ref: Ref) -> None:
    assert known(name).ref == ref


@pytest.mark.parametrize(
    ("name", "path", "pulumi", "python"),
    [
        ("AWS::SageMaker::Model", "ModelName", ("modelName",), ("model_name",)),
        ("AWS::RDS::DBInstance", "Endpoint.Address", ("endpoint", "address"), None),
        ("AWS::CodeBuild::Fleet", "FleetServiceRole", ("fleetServiceRole",), None),
        ("AWS::ApiGateway::RestApi", "RootResourceId", ("rootResourceId",), ("root_resource_id",)),
        # Properties will do as well, and indices of lists are kept in neither spelling.
        ("AWS::SageMaker::Model", "Containers.0.Image", ("containers", "image"), None),
    ],
)
def test_attributes(
    name: str, path: str, pulumi: tuple[str, ...], python: tuple[str, ...] | None
) -> None:
    found = known(name).attribute(path)
    assert found is not None
    assert found.pulumi == pulumi
    assert found.python == (python or found.python)


def test_an_attribute_that_is_none() -> None:
    assert known("AWS::SageMaker::Model").attribute("ModelNam") is None
    assert known("AWS::SageMaker::Model").attribute("ModelName.Length") is None


def test_flags() -> None:
    model = known("AWS::SageMaker::Model")
    assert model.is_create_only("PrimaryContainer", "Image")
    assert not model.is_create_only("Tags")
    instance = known("AWS::RDS::DBInstance")
    assert instance.is_read_only("Endpoint", "Address")
    assert instance.is_write_only("MasterUserPassword")
    assert not instance.is_write_only()


def test_a_name_that_the_provider_misspells() -> None:
    compute = known("AWS::CodeBuild::Fleet").object_types["ComputeConfiguration"]
    assert compute.properties["vCpu"].provider_renames
    assert not compute.properties["instanceType"].type.enum


def test_contents_that_the_provider_drops() -> None:
    definition = known("AWS::StepFunctions::StateMachine").properties["Definition"]
    assert definition.provider_drops
    assert definition.type == Type("json")


def test_a_place_of_which_the_schema_says_more() -> None:
    policy = known("AWS::SQS::Queue").properties["RedrivePolicy"]
    assert policy.type == Type("json")
    assert policy.schema_type is not None
    assert policy.schema_type.kind == "object"


def test_names_that_must_be_in_lower_case() -> None:
    assert known("AWS::S3::Bucket").lower_case_name
    assert not known("AWS::SageMaker::Model").lower_case_name


def test_names_that_the_provider_makes_up() -> None:
    group = known("AWS::SageMaker::ModelPackageGroup").auto_name
    pattern = "^[a-zA-Z0-9](-*[a-zA-Z0-9])*$"
    assert group == AutoName("ModelPackageGroupName", True, 1, 63, pattern)
    bucket = known("AWS::S3::Bucket").auto_name
    assert bucket is not None
    assert (bucket.property, bucket.required) == ("BucketName", False)
    assert known("AWS::EC2::VPC").auto_name is None


@pytest.mark.parametrize(
    ("name", "tags"),
    [
        ("AWS::SNS::Topic", "Tags"),
        ("AWS::Route53::HostedZone", "HostedZoneTags"),
        ("AWS::IAM::RolePolicy", None),
    ],
)
def test_the_property_that_holds_tags(name: str, tags: str | None) -> None:
    assert known(name).tag_property == tags


def test_a_type_without_a_class() -> None:
    policy = known("AWS::IAM::Policy")
    assert not policy.creatable
    assert policy.python_class is None
    found = policy.properties["PolicyDocument"]
    assert (found.pulumi, found.cdk, found.required) == (None, "policyDocument", True)


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("aws-native:sagemaker:Model", "AWS::SageMaker::Model"),
        ("aws-native:lambda:Function", "AWS::Lambda::Function"),
        ("aws-native:configuration:ConfigRule", "AWS::Config::ConfigRule"),
        ("aws-native:mediaconnect:FlowOutput", "AWS::MediaConnect::FlowOutput"),
    ],
)
def test_by_token(token: str, name: str) -> None:
    found = catalog.by_token(token)
    assert found is not None
    assert found.name == name


@pytest.mark.parametrize("token", ["aws:s3:Bucket", "aws-native:iam:Policy", "pulumi:pulumi:Stack"])
def test_a_token_of_no_class(token: str) -> None:
    assert catalog.by_token(token) is None


def test_by_cdk_class() -> None:
    assert catalog.by_cdk_class("aws_ec2", "CfnVPC") is known("AWS::EC2::VPC")
    qualified = "aws-cdk-lib.aws_sagemaker.CfnModel"
    assert catalog.by_cdk_class(qualified) is known("AWS::SageMaker::Model")
    assert catalog.by_cdk_class("aws_cdk.aws_sam.CfnFunction") is known("AWS::Serverless::Function")
    assert catalog.by_cdk_class("aws_ec2", "CfnNothing") is None


@pytest.mark.parametrize("name", ["AWS::Nowhere::Thing", "AWS::EC2::Thing", "EC2", "Custom::Thing"])
def test_a_name_of_no_type(name: str) -> None:
    assert catalog.resource_type(name) is None


def test_near_misses() -> None:
    assert catalog.near("AWS::S3::Buket", catalog.type_names()) == "AWS::S3::Bucket"
    properties = known("AWS::SageMaker::Model").properties
    assert catalog.near("primarycontainer", properties) == "PrimaryContainer"
    assert catalog.near("Xyz", properties) is None


@pytest.mark.parametrize("name", ["AWS::Lamda::Fuction", "AWS::EC2::Subnett", "AWS::X::Y", "Abc"])
def test_a_near_miss_is_the_one_that_the_standard_library_finds(name: str) -> None:
    lower = {it.lower(): it for it in catalog.type_names()}
    close = get_close_matches(name.lower(), lower, 1, 0.75)
    assert catalog.near(name, catalog.type_names()) == next(map(lower.get, close), None)
