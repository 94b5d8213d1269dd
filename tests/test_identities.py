"""Identifiers, names and attributes of deployed resources, type by type."""

from __future__ import annotations

from typing import Any

import pytest

from converter import catalog
from converter.adoption.identities import Identity
from converter.catalog import ResourceType
from converter.catalog.identifying import SEPARATOR
from converter.evaluation import UNKNOWN

from .deploying import PLACE, plausible_id
from .test_adoption import catalog_type

PREFIX = "us-east-1:123456789012"


def identity(name: str, physical_id: str | None, given: dict[str, Any], **told: Any) -> Identity:
    """What is known of a resource."""
    described = catalog_type(name)
    return Identity(described, physical_id, lambda it: given.get(it, UNKNOWN), told, PLACE)


MODEL = f"arn:aws:sagemaker:{PREFIX}:model/model-1abc"
SERVICE = f"arn:aws:ecs:{PREFIX}:service/main/api"
LISTENER = f"arn:aws:elasticloadbalancing:{PREFIX}:listener/app/a/1/2"

IDENTIFIERS: list[tuple[str, str | None, dict[str, Any], str | None]] = [
    # One part, which Ref returns.
    ("AWS::SageMaker::Model", MODEL, {}, MODEL),
    ("AWS::SageMaker::Domain", "d-1", {}, "d-1"),
    ("AWS::SageMaker::Pipeline", "train", {}, "train"),
    ("AWS::IAM::Role", "live-Role-1ABC", {"Path": "/a/"}, "live-Role-1ABC"),
    ("AWS::S3::Bucket", "bucket", {}, "bucket"),
    ("AWS::ElasticLoadBalancingV2::Listener", LISTENER, {}, LISTENER),
    ("AWS::EC2::VPC", "vpc-1", {}, "vpc-1"),
    # One part, and Ref returns something else.
    ("AWS::Events::Rule", "nightly", {}, f"arn:aws:events:{PREFIX}:rule/nightly"),
    (
        "AWS::Events::Rule",
        "orders|nightly",
        {"EventBusName": "orders"},
        f"arn:aws:events:{PREFIX}:rule/orders/nightly",
    ),
    (
        "AWS::Events::Rule",
        "nightly",
        {"EventBusName": "default"},
        f"arn:aws:events:{PREFIX}:rule/nightly",
    ),
    ("AWS::Batch::JobDefinition", f"arn:aws:batch:{PREFIX}:job-definition/train:7", {}, "train"),
    ("AWS::Cognito::IdentityPoolRoleAttachment", "live-1", {}, None),
    (
        "AWS::DeviceFarm::Project",
        f"arn:aws:devicefarm:{PREFIX}:project:1",
        {},
        f"arn:aws:devicefarm:{PREFIX}:project:1",
    ),
    # Several parts, all of them settable.
    (
        "AWS::ApiGateway::Method",
        "made-up",
        {"RestApiId": "api", "ResourceId": "r", "HttpMethod": "GET"},
        "api|r|GET",
    ),
    ("AWS::IAM::RolePolicy", None, {"PolicyName": "p", "RoleName": "r"}, "p|r"),
    (
        "AWS::SageMaker::UserProfile",
        "ann",
        {"UserProfileName": "ann", "DomainId": "d-1"},
        "ann|d-1",
    ),
    ("AWS::ApiGateway::Stage", "prod", {"RestApiId": "api", "StageName": "prod"}, "api|prod"),
    # Several parts, one of them only a deployment knows.
    ("AWS::ApiGateway::Resource", "r1", {"RestApiId": "api"}, "api|r1"),
    ("AWS::ApiGateway::Deployment", "d1", {"RestApiId": "api"}, "d1|api"),
    ("AWS::ApiGatewayV2::Route", "r1", {"ApiId": "api"}, "api|r1"),
    ("AWS::ApiGatewayV2::Authorizer", "a1", {"ApiId": "api"}, "a1|api"),
    ("AWS::Lambda::Permission", "live-1", {"FunctionName": "f"}, "f|live-1"),
    ("AWS::ECS::Service", SERVICE, {"Cluster": "main"}, f"{SERVICE}|main"),
    ("AWS::ECS::Service", SERVICE, {}, None),
    ("AWS::EC2::VPCCidrBlock", "vpc-cidr-1", {"VpcId": "vpc-1"}, "vpc-cidr-1|vpc-1"),
    (
        "AWS::AppSync::ApiKey",
        f"arn:aws:appsync:{PREFIX}:/v1/apis/api/apikeys/da2-1",
        {"ApiId": "api"},
        "api|da2-1",
    ),
    # Several parts, several of which only a deployment knows.
    ("AWS::DataZone::Project", "dzd-1|p1", {}, "dzd-1|p1"),
    ("AWS::DataZone::Project", "p1", {}, None),
    ("AWS::EC2::EIP", "1.2.3.4", {}, None),
    # A part that is one of several properties.
    (
        "AWS::EC2::Route",
        "rtb-1|pl-1",
        {"RouteTableId": "rtb-1", "DestinationPrefixListId": "pl-1"},
        "rtb-1|pl-1",
    ),
    (
        "AWS::EC2::Route",
        "live-Route-1ABC",
        {"RouteTableId": "rtb-1", "DestinationIpv6CidrBlock": "::/0"},
        "rtb-1|::/0",
    ),
    ("AWS::EC2::VPCGatewayAttachment", "made-up", {"VpcId": "v", "VpnGatewayId": "g"}, "VGW|v"),
    ("AWS::EC2::VPCGatewayAttachment", "IGW|v", {"VpcId": "v", "InternetGatewayId": "g"}, "IGW|v"),
    # The reference, where the physical ID is made up.
    ("AWS::SQS::QueueInlinePolicy", "live-Policy-1", {"Queue": "https://sqs/q"}, "https://sqs/q"),
]


@pytest.mark.parametrize(("name", "physical_id", "given", "wanted"), IDENTIFIERS)
def test_identifiers(
    name: str, physical_id: str | None, given: dict[str, Any], wanted: str | None
) -> None:
    assert identity(name, physical_id, given).identifier() == wanted


VALUES: list[tuple[str, str, dict[str, Any], str, Any]] = [
    ("AWS::IAM::Role", "r", {}, "Arn", "arn:aws:iam::123456789012:role/r"),
    ("AWS::IAM::Role", "r", {"Path": "/a/b/"}, "Arn", "arn:aws:iam::123456789012:role/a/b/r"),
    ("AWS::SageMaker::Model", MODEL, {}, "ModelName", "model-1abc"),
    ("AWS::S3::Bucket", "b", {}, "RegionalDomainName", "b.s3.us-east-1.amazonaws.com"),
    ("AWS::Logs::LogGroup", "/aws/a", {}, "Arn", f"arn:aws:logs:{PREFIX}:log-group:/aws/a:*"),
    ("AWS::SQS::Queue", "https://sqs.us-east-1.amazonaws.com/123456789012/q", {}, "QueueName", "q"),
    (
        "AWS::SQS::Queue",
        "https://sqs.us-east-1.amazonaws.com/123456789012/q",
        {},
        "Arn",
        f"arn:aws:sqs:{PREFIX}:q",
    ),
    ("AWS::SNS::Topic", f"arn:aws:sns:{PREFIX}:t", {}, "TopicName", "t"),
    (
        "AWS::SecretsManager::Secret",
        f"arn:aws:secretsmanager:{PREFIX}:secret:live/db-x-AbCdEf",
        {},
        "Name",
        "live/db-x",
    ),
    (
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        f"arn:aws:elasticloadbalancing:{PREFIX}:loadbalancer/app/main/5",
        {},
        "LoadBalancerFullName",
        "app/main/5",
    ),
    (
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        f"arn:aws:elasticloadbalancing:{PREFIX}:targetgroup/tg/5",
        {},
        "TargetGroupFullName",
        "targetgroup/tg/5",
    ),
    ("AWS::ECS::Service", SERVICE, {}, "Name", "api"),
    ("AWS::EC2::SecurityGroup", "sg-1", {}, "GroupId", "sg-1"),
    ("AWS::EC2::Instance", "i-1", {}, "PrivateIp", UNKNOWN),
    (
        "AWS::Lambda::Version",
        f"arn:aws:lambda:{PREFIX}:function:f:3",
        {"FunctionName": "f"},
        "Version",
        "3",
    ),
]


@pytest.mark.parametrize(("name", "physical_id", "given", "value", "wanted"), VALUES)
def test_values_that_follow_from_others(
    name: str, physical_id: str, given: dict[str, Any], value: str, wanted: Any
) -> None:
    assert identity(name, physical_id, given).value(value) == wanted


def test_what_was_said_goes_first() -> None:
    role = identity("AWS::IAM::Role", "r", {}, RoleName="said")
    assert role.value("RoleName") == "said"
    assert role.value("Arn") == "arn:aws:iam::123456789012:role/said"


# --- every type ---------------------------------------------------------------

ASKED = {
    # The schemas do not say an identifier.
    *("AWS::CloudWatch::AccessProfile", "AWS::CloudWatch::DomainForOrganization"),
    *("AWS::CloudWatch::OmniDashboard", "AWS::DataSync::StorageSystem", "AWS::IoT::OTAUpdate"),
    *("AWS::EC2::TransitGatewayAttachmentNatConfiguration", "AWS::IoTFleetHub::Application"),
    *("AWS::NetworkMonitor::Probe", "AWS::NimbleStudio::LaunchProfile"),
    *("AWS::NimbleStudio::StreamingImage", "AWS::NimbleStudio::StudioComponent"),
    *("AWS::OpsWorksCM::Server", "AWS::Route53Resolver::FirewallConfig"),
    "AWS::SecurityAgent::PrivateConnection",
    # Ref gives something else.
    *("AWS::AutoScalingPlans::ScalingPlan", "AWS::Cognito::IdentityPoolRoleAttachment"),
    *("AWS::EC2::EIP", "AWS::IoTEvents::AlarmModel"),
}
"""Creatable types with identifiers that neither a template nor the list of resources tells."""


def required(described: ResourceType) -> dict[str, str]:
    """A text for each property that has to be given."""
    return {name: sample(name) for name, it in described.properties.items() if it.required}


def sample(name: str) -> str:
    """A text for a property."""
    return f"arn:aws:service:::{name}" if name.endswith("Arn") else f"a-{name}"


def identifier_of(described: ResourceType) -> str | None:
    """The identifier of a resource that was deployed with what is required."""
    given = required(described)
    names = described.primary_identifier
    unknown = [it for it in names if described.is_read_only(*it.split("."))]
    known = {name: given.get(name, sample(name)) for name in names if name not in unknown}
    if len(unknown) > 1 and described.ref.kind == "id":
        physical = SEPARATOR.join(known.get(name, sample(name)) for name in names)
    else:
        physical = plausible_id(described, "live-Resource-1ABC", given)
    identity = Identity(
        described,
        physical,
        lambda name: {**given, **known}.get(name, UNKNOWN),
        {},
        PLACE,
    )
    return identity.identifier()


def test_every_type_has_an_identifier_or_asks_for_it(capsys: pytest.CaptureFixture[str]) -> None:
    asked, told = set(), 0
    for name in catalog.type_names():
        described = catalog_type(name)
        if described.creatable:
            identifier = identifier_of(described)
            if identifier is None:
                asked.add(name)
                continue
            told += 1
            number = len(described.primary_identifier)
            assert number == 1 or len(identifier.split(SEPARATOR)) == number, name
    with capsys.disabled():
        print(f"\n{told} types have an identifier, {len(asked)} are asked for")
    assert asked == ASKED
