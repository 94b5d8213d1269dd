"""The rules of the bridge, one row each: a fragment of a template and what it is in a program."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from converter import (
    TemplateError,
    UnsupportedError,
    pulumi,
    to_cloudformation,
    to_pulumi,
    verify,
)
from converter.cloudformation import Output, Parameter, Resource, Stack
from converter.intrinsics import Ref, parse, render
from converter.pulumi import (
    ABSENT,
    AllOf,
    AnyOf,
    Attribute,
    Base64,
    Choice,
    Concat,
    ConditionValue,
    ConfigKey,
    ConfigValue,
    Convert,
    EnumMember,
    Equal,
    Export,
    Invoke,
    Join,
    Json,
    Length,
    Lookup,
    Negation,
    Object,
    Program,
    Select,
    Split,
    StackName,
)
from converter.report import Report

TOPIC, QUEUE, MODEL = "AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::SageMaker::Model"
ENDPOINT = "AWS::SageMaker::EndpointConfig"
STACK = "aws-native:cloudformation:Stack"

RESOURCES = {
    "Topic": TOPIC,
    "Service": "AWS::ECS::Service",
    "Address": "AWS::EC2::EIP",
    "Rule": "AWS::Events::Rule",
    "Model": MODEL,
    "Database": "AWS::RDS::DBInstance",
    "Resource": "AWS::ApiGateway::Resource",
    "Custom": "Custom::Thing",
    "Nested": "AWS::CloudFormation::Stack",
}
REQUIRED: dict[str, Any] = {
    "Resource": {"ParentId": "p", "PathPart": "p", "RestApiId": "r"},
    "Nested": {"TemplateURL": "u"},
}


GROUP = "AWS::AutoScaling::AutoScalingGroup"
SIZES = {"MinSize": "1", "MaxSize": "1"}


def notified(topic: Any) -> dict[str, Any]:
    """A property that is one text or a list of it."""
    return {"NotificationConfigurations": [{"TopicARN": topic}]}


def notifies(topics: Any) -> dict[str, Any]:
    token = "aws-native:autoscaling:AutoScalingGroupNotificationConfiguration"
    configurations = [Object(token, {"topicArn": topics})]
    return {"minSize": "1", "maxSize": "1", "notificationConfigurations": configurations}


def stack(type: str = TOPIC, properties: Any = None, **sections: Any) -> Stack:
    """A stack with something of everything to refer to, and the resource ``Thing``."""
    resources = {
        name: Resource(type=known, properties=parse(REQUIRED.get(name)))
        for name, known in RESOURCES.items()
    }
    return Stack(
        parameters={
            "Text": Parameter(),
            "Number": Parameter(type="Number"),
            "Items": Parameter(type="CommaDelimitedList"),
            "Subnets": Parameter(type="List<AWS::EC2::Subnet::Id>"),
            "Secret": Parameter(attributes={"NoEcho": True}),
        },
        mappings={"Table": {"a": {"b": "c"}}, "Sizes": {"a": {"b": 1}}},
        conditions={
            "Yes": parse({"Fn::Equals": [{"Ref": "Text"}, "yes"]}),  # type: ignore[dict-item]  # a condition
        },
        resources={**resources, "Thing": Resource(type=type, properties=parse(properties))},
        **sections,
    )


def crossed(made: Stack) -> tuple[Program, Report]:
    report = Report()
    return to_pulumi(made, report=report), report


def inputs(type: str, properties: Any) -> Any:
    return crossed(stack(type, properties))[0].resources["Thing"].inputs


def words(report: Report, code: str) -> list[str]:
    return [finding.message for finding in report if finding.code == code]


# --- references ----------------------------------------------------

REGION = Invoke("getRegion", "region")


@pytest.mark.parametrize(
    ("value", "node"),
    [
        ({"Ref": "Text"}, ConfigValue("Text")),
        ({"Ref": "AWS::Region"}, REGION),
        ({"Ref": "AWS::AccountId"}, Invoke("getAccountId", "accountId")),
        ({"Ref": "AWS::Partition"}, Invoke("getPartition", "partition")),
        ({"Ref": "AWS::URLSuffix"}, Invoke("getUrlSuffix", "urlSuffix")),
        ({"Ref": "AWS::StackName"}, StackName()),
        ({"Ref": "AWS::NoValue"}, ABSENT),
        # Ref is not always Pulumi's id
        ({"Ref": "Topic"}, Attribute("Topic", ("id",))),
        ({"Ref": "Service"}, Attribute("Service", ("serviceArn",))),
        ({"Ref": "Address"}, Attribute("Address", ("publicIp",))),
        ({"Ref": "Rule"}, Attribute("Rule", ("name",))),
        ({"Ref": "Model"}, Attribute("Model", ("id",))),
        ({"Ref": "Resource"}, Attribute("Resource", ("resourceId",))),
        ({"Ref": "Custom"}, Attribute("Custom", ("outputs", "Ref"))),
        ({"Fn::GetAtt": ["Custom", "Some.Value"]}, Attribute("Custom", ("outputs", "SomeValue"))),
        ({"Fn::GetAtt": ["Nested", "Outputs.Url"]}, Attribute("Nested", ("outputs", "Url"))),
        ({"Fn::GetAtt": "Model.ModelName"}, Attribute("Model", ("modelName",))),
        ({"Fn::GetAtt": "Service.ServiceArn"}, Attribute("Service", ("serviceArn",))),
        # Dots are steps
        (
            {"Fn::GetAtt": "Database.Endpoint.Address"},
            Attribute("Database", ("endpoint", "address")),
        ),
        (
            {"Fn::GetAtt": ["Database", "Endpoint.Port"]},
            Attribute("Database", ("endpoint", "port")),
        ),
    ],
)
def test_references(value: Any, node: Any) -> None:
    made = stack(outputs={"Out": Output(value=parse(value))})
    assert crossed(made)[0].exports["Out"].value == node


# --- functions -----------------------------------------------------


@pytest.mark.parametrize(
    ("value", "node"),
    [
        ({"Fn::Sub": "a-${Text}"}, Concat(("a-", ConfigValue("Text")))),
        ({"Fn::Sub": "${!Text}-${Text}"}, Concat(("${Text}-", ConfigValue("Text")))),
        ({"Fn::Sub": "${Topic.TopicName}!"}, Concat((Attribute("Topic", ("topicName",)), "!"))),
        ({"Fn::Sub": ["${A}!", {"A": {"Ref": "Text"}}]}, Concat((ConfigValue("Text"), "!"))),
        ({"Fn::Sub": "${Text}"}, ConfigValue("Text")),
        (
            {"Fn::Sub": ["${A}!", {"A": {"Fn::If": ["Yes", True, 5]}}]},
            Concat((Choice("Yes", "true", "5"), "!")),
        ),
        (
            {"Fn::Select": [{"Fn::If": ["Yes", "1", "0"]}, {"Ref": "Items"}]},
            Select(Choice("Yes", 1, 0), ConfigValue("Items")),
        ),
        ({"Fn::Join": ["-", ["a", {"Ref": "Text"}]]}, Concat(("a-", ConfigValue("Text")))),
        ({"Fn::Join": ["-", {"Ref": "Items"}]}, Join("-", ConfigValue("Items"))),
        ({"Fn::Join": ["-", [{"Ref": "Items"}]]}, Join("-", ConfigValue("Items"))),
        (
            {"Fn::Join": ["-", ["a", {"Fn::If": ["Yes", "b", {"Ref": "AWS::NoValue"}]}]]},
            Join("-", ["a", Choice("Yes", "b", ABSENT)]),
        ),
        # What is never there leaves no delimiter behind
        ({"Fn::Join": ["-", [{"Ref": "AWS::NoValue"}, {"Ref": "Text"}]]}, ConfigValue("Text")),
        ({"Fn::Split": [",", {"Ref": "Text"}]}, Split(",", ConfigValue("Text"))),
        ({"Fn::Select": ["1", {"Ref": "Items"}]}, Select(1, ConfigValue("Items"))),
        (
            {"Fn::Select": [{"Ref": "Number"}, ["a", "b"]]},
            Select(ConfigValue("Number"), ["a", "b"]),
        ),
        (
            {"Fn::Select": [{"Ref": "Text"}, ["a", "b"]]},
            Select(Convert("integer", ConfigValue("Text")), ["a", "b"]),
        ),
        ({"Fn::Base64": {"Ref": "Text"}}, Base64(ConfigValue("Text"))),
        ({"Fn::Length": {"Ref": "Items"}}, Length(ConfigValue("Items"))),
        ({"Fn::ToJsonString": {"camelKey": 1}}, Json({"camelKey": 1})),
        ({"Fn::GetAZs": ""}, Invoke("getAzs", "azs")),
        ({"Fn::GetAZs": {"Ref": "AWS::Region"}}, Invoke("getAzs", "azs")),
        ({"Fn::GetAZs": "eu-west-1"}, Invoke("getAzs", "azs", {"region": "eu-west-1"})),
        (
            {"Fn::Cidr": ["10.0.0.0/16", "4"]},
            Invoke("cidr", "subnets", {"ipBlock": "10.0.0.0/16", "count": 4, "cidrBits": 8}),
        ),
        (
            {"Fn::Cidr": ["10.0.0.0/16", 4, "8"]},
            Invoke("cidr", "subnets", {"ipBlock": "10.0.0.0/16", "count": 4, "cidrBits": 8}),
        ),
        ({"Fn::ImportValue": "name"}, Invoke("importValue", "value", {"name": "name"})),
        ({"Fn::FindInMap": ["Table", "a", "b"]}, Lookup("Table", "a", "b")),
        ({"Fn::FindInMap": ["Table", {"Ref": "AWS::Region"}, "b"]}, Lookup("Table", REGION, "b")),
        (
            {"Fn::FindInMap": ["Table", "a", "x", {"DefaultValue": "d"}]},
            Lookup("Table", "a", "x", "d", True),
        ),
        (
            {"Fn::FindInMap": ["Table", "a", "b", {"DefaultValue": 2}]},
            Lookup("Table", "a", "b", "2", True),
        ),
        ({"Fn::If": ["Yes", "a", {"Ref": "AWS::NoValue"}]}, Choice("Yes", "a", ABSENT)),
    ],
)
def test_functions(value: Any, node: Any) -> None:
    made = stack(outputs={"Out": Output(value=parse(value))})
    assert crossed(made)[0].exports["Out"].value == node


@pytest.mark.parametrize(
    "value",
    [
        {"Ref": "Items"},
        {"Fn::GetAZs": ""},
        {"Fn::GetAtt": ["Zone", "NameServers"]},
        {"Fn::If": ["Yes", {"Fn::GetAtt": ["Zone", "NameServers"]}, {"Ref": "Items"}]},
    ],
)
def test_an_output_that_is_a_list_is_joined(value: Any) -> None:
    made = stack("AWS::Route53::HostedZone", {"Name": "a.b"})
    zone = replace(made.resources["Thing"])
    made = replace(
        made,
        resources={**made.resources, "Zone": zone},
        outputs={"Out": Output(value=parse(value))},
    )
    program, report = crossed(made)
    assert words(report, "list-output")
    back = to_cloudformation(program)
    assert render(back.outputs["Out"].value) == {"Fn::Join": [",", value]}
    assert not verify(made, back)


def test_a_number_that_is_a_text_in_json_stays_one() -> None:
    length = {"Fn::Length": {"Ref": "Items"}}
    value = parse({"Fn::ToJsonString": {"text": {"Fn::Join": ["", [length]]}, "number": length}})
    program, _ = crossed(stack(outputs={"Out": Output(value=value)}))
    assert to_cloudformation(program).outputs["Out"].value == value


IS_A = {"Fn::Equals": [{"Ref": "Text"}, "a"]}


@pytest.mark.parametrize(
    ("condition", "node"),
    [
        ({"Fn::Equals": [{"Ref": "Text"}, "a"]}, Equal(ConfigValue("Text"), "a")),
        ({"Fn::Equals": [{"Ref": "Text"}, True]}, Equal(ConfigValue("Text"), "true")),
        ({"Fn::Equals": [{"Ref": "Text"}, 1.0]}, Equal(ConfigValue("Text"), "1.0")),
        ({"Fn::Not": [{"Condition": "Yes"}]}, Negation(ConditionValue("Yes"))),
        ({"Fn::And": [{"Condition": "Yes"}, "true"]}, AllOf((ConditionValue("Yes"), True))),
        ({"Fn::Or": ["false", {"Condition": "Yes"}]}, AnyOf((False, ConditionValue("Yes")))),
        ({"Condition": "Yes"}, ConditionValue("Yes")),
        ({"Fn::Equals": [IS_A, True]}, Equal(ConfigValue("Text"), "a")),
        ({"Fn::Equals": ["false", IS_A]}, Negation(Equal(ConfigValue("Text"), "a"))),
        ({"Fn::Equals": [IS_A, "True"]}, Equal(Equal(ConfigValue("Text"), "a"), "True")),
    ],
)
def test_conditions(condition: Any, node: Any) -> None:
    made = stack(outputs={"Out": Output(value="a", condition="Also")})
    made.conditions["Also"] = parse(condition, condition=True)  # type: ignore[assignment]  # a condition
    assert crossed(made)[0].conditions["Also"] == node


# --- properties ----------------------------------------------------


@pytest.mark.parametrize(
    ("type", "properties", "expected"),
    [
        # Keys of typed objects are renamed, acronyms lowered
        ("AWS::ECS::Service", {"EnableECSManagedTags": True}, {"enableEcsManagedTags": True}),
        # A resource's own Id is awsId
        ("AWS::MediaPackage::Channel", {"Id": "i"}, {"awsId": "i"}),
        (
            "AWS::S3::Bucket",
            {"LifecycleConfiguration": {"Rules": [{"Id": "i", "Status": "Enabled"}]}},
            {
                "lifecycleConfiguration": Object(
                    "aws-native:s3:BucketLifecycleConfiguration",
                    {
                        "rules": [
                            Object(
                                "aws-native:s3:BucketRule",
                                {
                                    "id": "i",
                                    "status": EnumMember(
                                        "aws-native:s3:BucketRuleStatus", "Enabled"
                                    ),
                                },
                            )
                        ]
                    },
                )
            },
        ),
        (
            "AWS::Config::ConfigRule",
            {"Source": {"Owner": "AWS", "SourceIdentifier": "i"}},
            {
                "source": Object(
                    "aws-native:configuration:ConfigRuleSource",
                    {"owner": "AWS", "sourceIdentifier": "i"},
                )
            },
        ),
        # Keys of maps and of JSON are the user's own
        (
            "AWS::Lambda::Function",
            {
                "Code": {"ZipFile": "x"},
                "Role": "r",
                "Environment": {"Variables": {"MY_KEY": "1", "camelKey": 2}},
            },
            {
                "code": Object("aws-native:lambda:FunctionCode", {"zipFile": "x"}),
                "role": "r",
                "environment": Object(
                    "aws-native:lambda:FunctionEnvironment",
                    {"variables": {"MY_KEY": "1", "camelKey": "2"}},
                ),
            },
        ),
        (
            "AWS::IAM::Role",
            {
                "AssumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [{"Sid": 1, "ok": True}],
                }
            },
            {
                "assumeRolePolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [{"Sid": 1, "ok": True}],
                }
            },
        ),
        (
            "AWS::Events::Rule",
            {"State": "ENABLED", "EventPattern": {"detail-type": [{"Ref": "Text"}]}},
            {
                "state": EnumMember("aws-native:events:RuleState", "ENABLED"),
                "eventPattern": {"detail-type": [ConfigValue("Text")]},
            },
        ),
        # Tags as a list, as a map, and of groups that scale
        (
            TOPIC,
            {"Tags": [{"Key": "a", "Value": 1}]},
            {"tags": [Object("aws-native:index:Tag", {"key": "a", "value": "1"})]},
        ),
        (
            "AWS::ApiGatewayV2::Api",
            {"Name": "n", "ProtocolType": "HTTP", "Tags": {"anyKey": "v"}},
            {"name": "n", "protocolType": "HTTP", "tags": {"anyKey": "v"}},
        ),
        (
            "AWS::AutoScaling::AutoScalingGroup",
            {
                "MaxSize": 1,
                "MinSize": "0",
                "Tags": [{"Key": "k", "Value": "v", "PropagateAtLaunch": "true"}],
            },
            {
                "maxSize": "1",
                "minSize": "0",
                "tags": [
                    Object(
                        "aws-native:autoscaling:AutoScalingGroupTagProperty",
                        {"key": "k", "value": "v", "propagateAtLaunch": True},
                    )
                ],
            },
        ),
        # Literals become what their place says
        (
            QUEUE,
            {"DelaySeconds": "80", "FifoQueue": "True"},
            {"delaySeconds": 80, "fifoQueue": True},
        ),
        (TOPIC, {"DisplayName": 12}, {"displayName": "12"}),
        (TOPIC, {"DisplayName": False}, {"displayName": "false"}),
        # Computed values are converted at their place
        (
            QUEUE,
            {"DelaySeconds": {"Ref": "Text"}},
            {"delaySeconds": Convert("integer", ConfigValue("Text"))},
        ),
        (
            QUEUE,
            {"FifoQueue": {"Ref": "Text"}},
            {"fifoQueue": Convert("boolean", ConfigValue("Text"))},
        ),
        (
            QUEUE,
            {"FifoQueue": {"Fn::Sub": "${Text}e"}},
            {"fifoQueue": Convert("boolean", Concat((ConfigValue("Text"), "e")))},
        ),
        # A number that is only ever a number is read as one
        (QUEUE, {"DelaySeconds": {"Ref": "Number"}}, {"delaySeconds": ConfigValue("Number")}),
        # A condition may choose whole properties
        (
            TOPIC,
            {"Fn::If": ["Yes", {"DisplayName": "a"}, {"TopicName": "b"}]},
            {"displayName": Choice("Yes", "a", ABSENT), "topicName": Choice("Yes", ABSENT, "b")},
        ),
        # A member of an enum; a text that is none; a value that is computed
        (
            "AWS::SSM::Parameter",
            {"Type": "String", "Value": "v", "Tier": {"Ref": "Text"}},
            {
                "type": EnumMember("aws-native:ssm:ParameterType", "String"),
                "value": "v",
                "tier": ConfigValue("Text"),
            },
        ),
        (
            "AWS::SageMaker::ModelPackage",
            {"SkipModelValidation": "None"},
            {
                "skipModelValidation": EnumMember(
                    "aws-native:sagemaker:ModelPackageSkipModelValidation", "None"
                )
            },
        ),
        # An item of a list may be absent
        (
            "AWS::SageMaker::Model",
            {"Containers": [{"Fn::If": ["Yes", {"Image": "i"}, {"Ref": "AWS::NoValue"}]}]},
            {
                "containers": [
                    Choice(
                        "Yes",
                        Object("aws-native:sagemaker:ModelContainerDefinition", {"image": "i"}),
                        ABSENT,
                    )
                ]
            },
        ),
        (
            "AWS::EC2::NetworkInterface",
            {"SubnetId": "s", "GroupSet": {"Ref": "Items"}},
            {"subnetId": "s", "groupSet": ConfigValue("Items")},
        ),
        (GROUP, {**SIZES, **notified({"Ref": "Text"})}, notifies([ConfigValue("Text")])),
        (GROUP, {**SIZES, **notified({"Ref": "Items"})}, notifies(ConfigValue("Items"))),
        (GROUP, {**SIZES, **notified(["a", "b"])}, notifies(["a", "b"])),
        (
            GROUP,
            {**SIZES, **notified({"Fn::If": ["Yes", "a", {"Ref": "Items"}]})},
            notifies(Choice("Yes", ["a"], ConfigValue("Items"))),
        ),
    ],
)
def test_properties(type: str, properties: Any, expected: Any) -> None:
    assert inputs(type, properties) == expected


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"DelaySeconds": "many"}, "an integer is expected here, this is 'many'"),
        ({"DelaySeconds": []}, "an integer is expected here, this is a list"),
        ({"FifoQueue": "yes"}, "true or false is expected here, this is 'yes'"),
        ({"Tags": "a"}, "a list is expected here, this is 'a'"),
        ({"Tags": [{"Key": {"a": "b"}, "Value": "v"}]}, "text is expected here, this is a map"),
        ({"Tags": {"Ref": "Text"}}, "a list is expected here, Ref gives text"),
        (
            {"QueueName": {"Fn::Join": ["", {"Ref": "Text"}]}},
            "a list is expected here, Ref gives text",
        ),
        (
            {"QueueName": {"Fn::Select": [0, {"Ref": "AWS::NoValue"}]}},
            "a list is expected here, and AWS::NoValue is none",
        ),
        (
            {"QueueName": {"Fn::ToJsonString": {"Ref": "AWS::NoValue"}}},
            "Fn::ToJsonString needs a value, and AWS::NoValue is none",
        ),
        (
            {"QueueName": {"Fn::Select": [{"Ref": "AWS::NoValue"}, ["a"]]}},
            "an integer is expected here, and AWS::NoValue is none",
        ),
        (
            {"QueueName": {"Fn::Select": [{"Fn::Base64": "0"}, {"Ref": "Items"}]}},
            "an integer is expected here, Fn::Base64 gives text",
        ),
        (
            {"QueueName": {"Fn::Select": [-1, ["a"]]}},
            "the index of Fn::Select must not be negative",
        ),
        (
            {"QueueName": {"Fn::Select": [1, ["a"]]}},
            "the index of Fn::Select is 1, its list has 1 items",
        ),
        (
            {"QueueName": {"Fn::Split": ["", "a"]}},
            "the delimiter of Fn::Split must be text that is not empty",
        ),
        (
            {"FifoQueue": {"Fn::Sub": "${Text}-x"}},
            "true or false is expected here, and this text is neither",
        ),
    ],
)
def test_values_that_cannot_be_what_their_place_says(properties: Any, message: str) -> None:
    with pytest.raises(TemplateError) as raised:
        to_pulumi(stack(QUEUE, properties))
    assert raised.value.message == message
    assert raised.value.path[:4] == ("Resources", "Thing", "Properties", next(iter(properties)))


@pytest.mark.parametrize(
    ("type", "properties", "path"),
    [
        ("AWS::Lambda::Function", {"Role": "r", "Code": "./src"}, ["Code"]),
        ("AWS::Lambda::LayerVersion", {"Content": "s3://bucket/layer.zip"}, ["Content"]),
        (
            "AWS::StepFunctions::StateMachine",
            {"RoleArn": "r", "DefinitionS3Location": {"Fn::If": ["Yes", "a.json", "b.json"]}},
            ["DefinitionS3Location", "Fn::If", 1],
        ),
    ],
)
def test_files_have_to_be_uploaded_first(type: str, properties: Any, path: list[Any]) -> None:
    with pytest.raises(TemplateError, match="aws cloudformation package") as raised:
        to_pulumi(stack(type, properties))
    assert list(raised.value.path) == ["Resources", "Thing", "Properties", *path]


@pytest.mark.parametrize(("url", "told"), [("./child.yaml", True), ("https://b/child.yaml", False)])
def test_files_that_are_named_by_text_are_told(url: str, told: bool) -> None:
    made = stack(
        "AWS::CloudFormation::StackSet",
        {"StackSetName": "n", "PermissionModel": "S", "TemplateURL": url},
    )
    program, report = crossed(made)
    assert program.resources["Thing"].inputs["templateUrl"] == url
    assert any("./child.yaml" in each for each in words(report, "needs-packaging")) == told


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        (["eu", "Count"], []),
        ([{"Ref": "Text"}, "Count"], []),
        (["eu", {"Ref": "Text"}], []),
        (["Text", "Count"], ["the mapping Sizes has no key 'Text'"]),
        (["eu", "Counts"], ["the mapping Sizes has no key 'Counts' in 'eu'"]),
        ([{"Ref": "Text"}, "Counts"], ["the mapping Sizes has no key 'Counts' in any entry"]),
        (["Text", "Count", {"DefaultValue": "1"}], []),
    ],
)
def test_keys_that_a_mapping_does_not_have_are_told(keys: list[Any], told: list[str]) -> None:
    made = stack(QUEUE, {"QueueName": {"Fn::FindInMap": ["Sizes", *keys]}})
    made.mappings["Sizes"] = {"eu": {"Count": "1"}, "us": {"Count": "2"}}
    _, report = crossed(made)
    assert [each.partition(":")[0] for each in words(report, "no-such-key")] == told


def test_nothing_cannot_be_compared() -> None:
    made = stack()
    made.conditions["No"] = parse({"Fn::Equals": [{"Ref": "AWS::NoValue"}, "a"]})  # type: ignore[assignment]  # a condition
    with pytest.raises(UnsupportedError) as raised:
        to_pulumi(made)
    assert raised.value.path == ("Conditions", "No")


def test_what_has_no_equivalent_is_refused() -> None:
    made = stack(outputs={"Out": Output(value=parse({"Fn::Transform": {"Name": "Macro"}}))})
    made.conditions["No"] = parse({"Fn::Equals": [{"Ref": "AWS::NotificationARNs"}, ""]})  # type: ignore[assignment]  # a condition
    with pytest.raises(UnsupportedError, match="AWS::NotificationARNs"):
        to_pulumi(made)


def test_an_output_without_a_value_is_told() -> None:
    nothing = {"Ref": "AWS::NoValue"}
    _, report = crossed(
        stack(
            outputs={
                "Out": Output(value=parse(nothing)),
                "May": Output(value=parse({"Fn::If": ["Yes", "a", nothing]})),
            }
        )
    )
    assert words(report, "empty-export") == [
        "the output Out has no value, which an export leaves out"
    ]


def test_a_number_that_pulumi_would_send_as_another_one_is_refused() -> None:
    policy = {"a": [{"b": 9007199254740993}]}
    with pytest.raises(UnsupportedError, match="9007199254740993 is no number") as raised:
        to_pulumi(stack(QUEUE, {"RedrivePolicy": policy}))
    place = ("Resources", "Thing", "Properties", "RedrivePolicy", "a", 0, "b")
    assert raised.value.path == place


def test_such_a_number_is_a_text_where_texts_are() -> None:
    made = stack(QUEUE, {"QueueName": 9007199254740993, "DelaySeconds": 2**60})
    made.outputs["Out"] = Output(value=9007199254740993)
    program = to_pulumi(made)
    assert program.resources["Thing"].inputs["queueName"] == "9007199254740993"
    assert program.exports["Out"].value == "9007199254740993"


# --- findings ------------------------------------------------------


def test_an_unknown_enum_value_is_told_with_a_near_miss() -> None:
    made = stack("AWS::SSM::Parameter", {"Type": "Strng", "Value": "v"})
    program, report = crossed(made)
    assert program.resources["Thing"].inputs["type"] == "Strng"
    (message,) = words(report, "unknown-enum-value")
    assert message.endswith("did you mean String?")


@pytest.mark.parametrize(
    "value",
    [
        {"Fn::FindInMap": ["Table", "a", "b"]},
        {"Fn::Select": [1, ["String", "c"]]},
        {"Fn::Join": ["-", [{"Ref": "AWS::NoValue"}, "c"]]},
    ],
)
def test_an_enum_value_that_literals_alone_decide_is_told(value: Any) -> None:
    _, report = crossed(stack("AWS::SSM::Parameter", {"Type": value, "Value": "v"}))
    assert words(report, "unknown-enum-value") == ["'c' is not among the values of ParameterType"]


@pytest.mark.parametrize(
    ("type", "properties", "message"),
    [
        (TOPIC, {"DisplayNam": "a"}, "did you mean DisplayName?"),
        (TOPIC, {"TopicArn": "a"}, "TopicArn of AWS::SNS::Topic is read-only"),
        (
            TOPIC,
            {"DisplayName": "a", "Fn::Transform": [{"Name": "M", "Parameters": {}}]},
            "Fn::Transform cannot be carried to Pulumi as it stands here",
        ),
        (
            TOPIC,
            {"Tags": [{"Key": "a", "Value": "b", "Fn::Transform": {"Name": "M"}}]},
            "Fn::Transform cannot be carried to Pulumi as it stands here",
        ),
        (TOPIC, {"Tags": [{"Key": "a"}]}, "has no Value, which the SDK asks for"),
        (
            TOPIC,
            {"Tags": [{"Key": {"Ref": "AWS::NoValue"}, "Value": "a"}]},
            "has no Key, which the SDK asks for",
        ),
        (
            "AWS::StepFunctions::StateMachine",
            {"RoleArn": {"Fn::If": ["Yes", "r", {"Ref": "AWS::NoValue"}]}},
            "need not have a RoleArn, which the SDK asks for",
        ),
        (
            "AWS::StepFunctions::StateMachine",
            {"RoleArn": "r", "Definition": {"StartAt": "A"}},
            "aws-native does not send Definition",
        ),
        ("AWS::IAM::Policy", {"PolicyName": "p", "PolicyDocument": {}}, "aws-native cannot create"),
        ("AWS::SNS::Topik", {}, "did you mean AWS::SNS::Topic?"),
        ("Custom::Thing", {"ServiceToken": "t"}, "the resource type Custom::Thing is not known"),
    ],
)
def test_what_aws_native_cannot_say_is_held(type: str, properties: Any, message: str) -> None:
    made = stack(type, properties)
    program, report = crossed(made)
    thing = program.resources["Thing"]
    assert thing.type == STACK
    assert message in next(text for text in words(report, "held") if "; Thing stays" in text)
    body = thing.inputs["templateBody"]
    assert isinstance(body, dict)
    entry = (
        {"Type": type, "Properties": properties} if properties else {"Type": type, "Properties": {}}
    )
    assert body["Resources"] == {"Thing": entry}
    assert to_cloudformation(program) == made


def test_the_default_of_a_whole_number_has_no_fraction_in_the_program() -> None:
    numbers = {
        name: Parameter(type="Number", attributes={"Default": 2.0})
        for name in ("Only", "Both", "Weight")
    }
    resources = {
        "Topic": Resource(type=TOPIC, properties={"DisplayName": Ref("Both")}),
        "First": Resource(type=QUEUE, properties={"DelaySeconds": Ref("Only")}),
        "Second": Resource(type=QUEUE, properties={"DelaySeconds": Ref("Both")}),
        "Third": Resource(type=TOPIC, properties={"DisplayName": Ref("Weight")}),
    }
    made = Stack(parameters=numbers, resources=resources)
    program, report = crossed(made)
    found = {name: (key.type, key.default) for name, key in program.config.items()}
    assert found == {"Only": ("integer", 2), "Both": ("string", "2"), "Weight": ("string", "2.0")}
    (said,) = words(report, "number-text")
    assert said.startswith("the default of Both is read as the whole number 2, also as a text")
    assert to_cloudformation(program) == made


def test_numbers_of_held_resources_are_as_cloudformation_prints_them() -> None:
    given = {"ServiceToken": "arn", "Whole": 1.0, "Half": 0.5, "Count": 2, "In": [{"More": 1e7}]}
    held = held_body("Custom::Thing", given)
    assert held == {**given, "Whole": "1.0", "In": [{"More": "1.0E7"}]}
    job = {"GlueVersion": 3.0, "MaxCapacity": 2.0, "Role": "{{resolve:ssm:/role}}"}
    assert held_body("AWS::Glue::Job", job) == {**job, "GlueVersion": "3.0"}


def held_body(type: str, properties: Any) -> Any:
    """The properties of a resource in the template of the stack that holds it."""
    program, _ = crossed(stack(type, properties))
    body: Any = program.resources["Thing"].inputs["templateBody"]
    return body["Resources"]["Thing"]["Properties"]


def test_what_a_held_resource_refers_to_are_parameters() -> None:
    properties = {
        "Arn": {"Ref": "Service"},
        "Text": {"Fn::Sub": "${Text}-${AWS::Region}"},
        "List": {"Ref": "Items"},
        "Secret": {"Ref": "Secret"},
        "Chosen": {"Fn::If": ["Yes", "a", "b"]},
    }
    thing = crossed(stack("Custom::Thing", properties))[0].resources["Thing"]
    assert thing.inputs["parameters"] == {
        "Service": Attribute("Service", ("serviceArn",)),
        "Text": ConfigValue("Text"),
        "Items": Join(",", ConfigValue("Items")),
        "Secret": ConfigValue("Secret"),
        "Yes": Convert("string", ConditionValue("Yes")),
    }
    body: Any = thing.inputs["templateBody"]
    assert body["Parameters"]["Secret"] == {"Type": "String", "NoEcho": True}
    assert body["Parameters"]["Items"] == {"Type": "CommaDelimitedList"}


GROUP = "AWS::SageMaker::ModelPackageGroup"
NAME = {"Fn::GetAtt": ["Group", "ModelPackageGroupName"]}


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"Name": NAME}, {"Name": "g"}),
        ({"Name": {"Fn::Sub": "x-${Group.ModelPackageGroupName}"}}, {"Name": "x-g"}),
        (
            {"Name": {"Fn::Sub": "x-${Group.ModelPackageGroupName}-${!Literal}"}},
            {"Name": "x-g-${Literal}"},
        ),
        ({"Name": {"Fn::Sub": "x-${!Literal}"}, "Other": NAME}, {"Other": "g"}),
    ],
)
def test_a_held_resource_waits_for_what_its_values_are_of(properties: Any, said: Any) -> None:
    source = Stack(
        resources={
            "Group": Resource(type=GROUP, properties={"ModelPackageGroupName": "g"}),
            "Thing": Resource(type="Custom::Thing", properties=parse(properties)),
        }
    )
    back = to_cloudformation(to_pulumi(source))
    assert back.resources["Thing"].depends_on == ("Group",)
    assert render(back.resources["Thing"].properties) == {**properties, **said}
    assert verify(source, back) == []


@pytest.mark.parametrize("type", ["Custom::Thing", TOPIC])
def test_a_resource_waits_for_what_a_value_told_by_a_stack_is_of(type: str) -> None:
    told = {"Resources": {"ToldHandle": {"Type": "AWS::CloudFormation::WaitConditionHandle"}}}
    told |= {"Parameters": {"P": {"Type": "String"}}, "Outputs": {"O": {"Value": {"Ref": "P"}}}}
    attribute = Attribute("Group", ("modelPackageGroupName",))
    value = Attribute("Told", ("outputs", "O"))
    held = {"Type": "Custom::Thing", "Properties": {"Name": {"Ref": "P"}}}
    body = {"Parameters": {"P": {"Type": "String"}}, "Resources": {"Thing": held}}
    thing = pulumi.Resource(type=STACK, inputs={"templateBody": body, "parameters": {"P": value}})
    if type == TOPIC:
        thing = pulumi.Resource(type="aws-native:sns:Topic", inputs={"displayName": value})
    group = {"modelPackageGroupName": "g"}
    given = {"P": attribute}
    resources = {
        "Group": pulumi.Resource(type="aws-native:sagemaker:ModelPackageGroup", inputs=group),
        "Told": pulumi.Resource(type=STACK, inputs={"templateBody": told, "parameters": given}),
        "Thing": thing,
    }
    found = to_cloudformation(Program(name="p", resources=resources)).resources
    assert found["Thing"].depends_on == ("Group",)
    assert [*found] == ["Group", "Thing"]


@pytest.mark.parametrize(
    ("given", "outside"),
    [
        (Convert("string", ConditionValue("Other")), {"Fn::If": ["Other", "a", "b"]}),
        (Choice("Other", "true", "false"), {"Fn::If": ["Other", "a", "b"]}),
        (Choice("Other", "false", "true"), {"Fn::If": ["Other", "b", "a"]}),
        ("true", "a"),
        ("false", "b"),
    ],
)
def test_a_condition_of_a_held_resource_is_what_the_program_gives_for_it(
    given: Any, outside: Any
) -> None:
    made = stack("Custom::Thing", {"Chosen": {"Fn::If": ["Yes", "a", "b"]}})
    program, _ = crossed(made)
    thing = program.resources["Thing"]
    inputs = {**thing.inputs, "parameters": {"Yes": given}}
    changed = replace(
        program,
        conditions={"Other": program.conditions["Yes"]},
        resources={**program.resources, "Thing": replace(thing, inputs=inputs)},
    )
    back = to_cloudformation(changed).resources["Thing"]
    assert render(back.properties) == {"Chosen": outside}


@pytest.mark.parametrize(
    ("value", "inside"),
    [
        (
            {"Fn::GetStackOutput": {"StackName": {"Ref": "Text"}, "OutputName": "o"}},
            {"Fn::GetStackOutput": {"StackName": {"Ref": "Text"}, "OutputName": "o"}},
        ),
        (
            {"Fn::FindInMap": [{"Ref": "Text"}, {"Fn::GetAtt": ["Model", "ModelName"]}, "b"]},
            {"Fn::FindInMap": [{"Ref": "Text"}, {"Ref": "ModelModelName"}, "b"]},
        ),
        (
            {"Fn::If": ["Yes", "a", {"Fn::FindInMap": [{"Ref": "Text"}, "a", "b"]}]},
            {"Fn::If": ["Yes", "a", {"Fn::FindInMap": [{"Ref": "Text"}, "a", "b"]}]},
        ),
    ],
)
def test_outputs_that_a_program_cannot_say_are_told_by_a_stack(value: Any, inside: Any) -> None:
    made = stack(outputs={"Topic": Output(value=parse(value), condition="Yes")})
    program, report = crossed(made)
    holder = program.resources["TopicHolder"]
    body: Any = holder.inputs["templateBody"]
    assert program.exports["Topic"].value == Attribute("TopicHolder", ("outputs", "Topic"))
    assert holder.condition == "Yes"
    assert body["Outputs"] == {"Topic": {"Value": inside}}
    assert any("; Topic is told by" in each for each in words(report, "held"))
    assert to_cloudformation(program) == made


def test_a_mapping_that_is_not_known_may_be_any() -> None:
    value = parse({"Fn::FindInMap": [{"Ref": "Text"}, "a", "b"]})
    program, _ = crossed(stack(TOPIC, {"DisplayName": value}))
    body: Any = program.resources["Thing"].inputs["templateBody"]
    assert body["Mappings"].keys() == {"Table", "Sizes"}


@pytest.mark.parametrize(
    ("value", "key"),
    [
        ({"Ref": "ModuleBucket"}, "ModuleBucket"),
        ({"Ref": "Module.Bucket"}, "Bucket"),
        ({"Fn::GetAtt": ["ModuleBucket", "Arn"]}, "ModuleBucketArn"),
        ({"Fn::GetAtt": ["Module", "Bucket.Arn"]}, "BucketArn"),
    ],
)
def test_what_is_in_a_module_is_an_output_of_the_stack_that_holds_it(value: Any, key: str) -> None:
    resources = {
        "Module": Resource(type="My::S3::Bucket::MODULE"),
        "Topic": Resource(type=TOPIC, properties={"DisplayName": parse(value)}),
        "Held": Resource(type="Custom::Thing", properties={"Of": [parse(value)]}),
    }
    made = Stack(resources=resources, outputs={"Out": Output(value=parse(value))})
    program, report = crossed(made)
    module = program.resources["Module"]
    body: Any = module.inputs["templateBody"]
    assert program.resources["Topic"].inputs["displayName"] == Attribute("Module", ("outputs", key))
    assert body["Outputs"] == {key: {"Value": value}}
    assert "CAPABILITY_AUTO_EXPAND" in str(module.inputs["capabilities"])
    assert "what the module My::S3::Bucket::MODULE holds" in words(report, "held")[0]
    assert to_cloudformation(program) == made


def test_a_resource_is_held_for_an_attribute_that_is_not_known() -> None:
    value = parse({"Fn::GetAtt": ["Thing", "Topicarn"]})
    made = stack(TOPIC, {"DisplayName": "d"}, outputs={"Out": Output(value=value)})
    program, report = crossed(made)
    assert program.resources["Thing"].type == STACK
    assert program.exports["Out"].value == Attribute("Thing", ("outputs", "Topicarn"))
    (finding,) = (it for it in report if "; Thing stays" in it.message)
    assert "no attribute 'Topicarn' that is known here; did you mean TopicArn?" in finding.message
    assert finding.path == ("Outputs", "Out", "Value")
    assert to_cloudformation(program) == made


SUBNETS = {"Fn::GetAtt": ["Custom", "Subnets"]}


@pytest.mark.parametrize(
    "value",
    [
        {"VpcConfig": {"Subnets": SUBNETS, "SecurityGroupIds": ["g"]}},
        {"VpcConfig": {"Subnets": {"Fn::If": ["Yes", SUBNETS, ["s"]]}, "SecurityGroupIds": ["g"]}},
        {"ModelName": {"Fn::Join": ["-", SUBNETS]}},
        {"ModelName": {"Fn::Select": [0, {"Fn::If": ["Yes", SUBNETS, {"Ref": "Subnets"}]}]}},
    ],
)
def test_what_a_custom_resource_answers_is_a_list_where_only_a_list_can_be(value: Any) -> None:
    made = stack(MODEL, {"ExecutionRoleArn": "r", **value})
    program, _ = crossed(made)
    body: Any = program.resources["Custom"].inputs["templateBody"]
    assert body["Outputs"] == {"Subnets": {"Value": {"Fn::Join": [",", SUBNETS]}}}
    assert str(Split(",", Attribute("Custom", ("outputs", "Subnets")))) in str(program.resources)
    assert to_cloudformation(program) == made


def test_a_list_that_is_told_as_text_is_that_text_where_it_is_joined() -> None:
    made = stack(TOPIC, {"DisplayName": {"Fn::Join": [",", SUBNETS]}})
    program, _ = crossed(made)
    found = program.resources["Thing"].inputs["displayName"]
    assert found == Attribute("Custom", ("outputs", "Subnets"))
    assert to_cloudformation(program) == made


def test_what_a_custom_resource_answers_may_be_asked_for_as_text_too() -> None:
    properties = {"ModelName": SUBNETS, "VpcConfig": {"Subnets": SUBNETS, "SecurityGroupIds": []}}
    made = stack(MODEL, properties)
    program, _ = crossed(made)
    body: Any = program.resources["Custom"].inputs["templateBody"]
    joined = {"Value": {"Fn::Join": [",", SUBNETS]}}
    assert body["Outputs"] == {"Subnets": {"Value": SUBNETS}, "Subnets2": joined}
    assert to_cloudformation(program) == made


# --- options and parameters ----------------------------------------


def test_a_variable_that_a_sub_does_not_use_is_waited_for() -> None:
    name = parse({"Fn::Sub": ["plain", {"A": {"Fn::GetAtt": ["Other", "TopicArn"]}}]})
    thing = Resource(type=TOPIC, properties={"DisplayName": name})
    made = Stack(resources={"Other": Resource(type=TOPIC), "Thing": thing})
    program, _ = crossed(made)
    assert program.resources["Thing"].inputs == {"displayName": "plain"}
    assert program.resources["Thing"].options.depends_on == ("Other",)
    assert not verify(made, to_cloudformation(program))


@pytest.mark.parametrize(
    ("policy", "retained", "warned"),
    [
        (None, False, False),
        ("Delete", False, False),
        ("Retain", True, False),
        ("RetainExceptOnCreate", True, True),
        ("Snapshot", False, True),
    ],
)
def test_deletion_policies(policy: str | None, retained: bool, warned: bool) -> None:
    made = Stack(resources={"Thing": Resource(type=TOPIC, deletion_policy=policy)})
    program, report = crossed(made)
    assert program.resources["Thing"].options.retain_on_delete is retained
    assert bool(words(report, "deletion-policy")) is warned
    assert to_cloudformation(program) == made


@pytest.mark.parametrize("name", ["CreationPolicy", "UpdatePolicy", "UpdateReplacePolicy"])
def test_attributes_without_an_option_are_kept_beside_the_program(name: str) -> None:
    made = Stack(resources={"Thing": Resource(type=TOPIC, attributes={name: {"a": 1}})})
    program, report = crossed(made)
    assert program.fragment["Resources"] == {"Thing": {name: {"a": 1}}}
    assert len(words(report, "no-option")) == 1


@pytest.mark.parametrize(
    ("type", "code"),
    [("AWS::EC2::Instance", "no-option"), ("Custom::Instance", "cfn-signal")],
)
def test_what_helper_scripts_no_longer_find_is_told(type: str, code: str) -> None:
    metadata = parse({"AWS::CloudFormation::Init": {"config": {"packages": {}}}})
    signals = parse({"ResourceSignal": {"Count": 1}})
    thing = Resource(type=type, attributes={"Metadata": metadata, "CreationPolicy": signals})
    program, report = crossed(Stack(resources={"Thing": thing}))
    path = ("Resources", "Thing", "Metadata", "AWS::CloudFormation::Init")
    assert [each.path for each in report if each.code == "cfn-init"] == [path]
    assert len(words(report, code)) == 1
    assert to_cloudformation(program).resources["Thing"] == thing


@pytest.mark.parametrize(("key", "kept"), [("a", True), ({"Ref": "Key"}, False)])
def test_a_mapping_asked_by_literals_alone_is_kept_beside_the_program(key: Any, kept: bool) -> None:
    asked = parse({"Fn::FindInMap": ["M", key, "size"]})
    thing = Resource(type=TOPIC, properties={"DisplayName": asked})
    mappings = {"M": {"a": {"size": "1"}}}
    given = {"Key": Parameter()}
    program, _ = crossed(Stack(parameters=given, mappings=mappings, resources={"Thing": thing}))
    assert program.tables == mappings
    assert program.fragment.get("Mappings", {}) == (mappings if kept else {})


PARAMETERS = [
    (Parameter(), ConfigKey(), {}),
    (Parameter(type="Number"), ConfigKey(), {"Type": "Number"}),
    (Parameter(type="CommaDelimitedList"), ConfigKey(type="list"), {"Type": "CommaDelimitedList"}),
    (
        Parameter(type="List<AWS::EC2::Subnet::Id>"),
        ConfigKey(type="list"),
        {"Type": "List<AWS::EC2::Subnet::Id>"},
    ),
    (
        Parameter(type="AWS::SSM::Parameter::Value<String>", attributes={"Default": "/name"}),
        ConfigKey(default="/name", lookup="getSsmParameterString"),
        {"Type": "AWS::SSM::Parameter::Value<String>"},
    ),
    (
        Parameter(type="AWS::SSM::Parameter::Value<List<String>>"),
        ConfigKey(type="list", lookup="getSsmParameterList"),
        {"Type": "AWS::SSM::Parameter::Value<List<String>>"},
    ),
    (Parameter(attributes={"NoEcho": True}), ConfigKey(secret=True), {}),
    (Parameter(attributes={"NoEcho": True, "Default": "s"}), ConfigKey(secret=True), {}),
    (
        Parameter(attributes={"Default": "d", "Description": "w", "AllowedValues": ["d"]}),
        ConfigKey(default="d", description="w"),
        {"AllowedValues": ["d"]},
    ),
    (Parameter(attributes={"Default": 80}), ConfigKey(default="80"), {}),
]


@pytest.mark.parametrize(("parameter", "key", "kept"), PARAMETERS)
def test_parameters(parameter: Parameter, key: ConfigKey, kept: Any) -> None:
    made = Stack(parameters={"P": parameter}, resources={"Thing": Resource(type=TOPIC)})
    program, _ = crossed(made)
    assert program.config == {"P": key}
    assert program.fragment.get("Parameters", {}).get("P", {}) == kept


@pytest.mark.parametrize(
    ("default", "allowed", "again"),
    [
        (7, [1, 7], 7),
        ("7", [1, 7], 7),
        (2.0, ["1", 2.0], 2.0),
        (True, ["x", True], True),
        (7, ["1", "7"], "7"),
        (5, [1, 7], "5"),
    ],
)
def test_a_default_comes_back_as_the_allowed_values_spell_it(
    default: Any, allowed: list[Any], again: Any
) -> None:
    """Linters tell a number from the text that it prints as."""
    attributes = {"Default": default, "AllowedValues": allowed}
    made = Stack(
        parameters={"P": Parameter(attributes=attributes)},
        resources={"Thing": Resource(type=TOPIC)},
    )
    found = to_cloudformation(crossed(made)[0]).parameters["P"].attributes["Default"]
    assert (found, type(found)) == (again, type(again))


def test_the_default_of_a_secret_is_told_but_not_carried() -> None:
    secret = Parameter(attributes={"NoEcho": True, "Default": "hunter2"})
    program, report = crossed(
        Stack(parameters={"P": secret}, resources={"Thing": Resource(type=TOPIC)})
    )
    assert "hunter2" not in repr(program) + repr(report)
    assert len(words(report, "secret-default")) == 1


def test_the_stack_id_is_that_of_a_stack_made_for_it() -> None:
    made = stack(outputs={"Out": Output(value=parse({"Ref": "AWS::StackId"}))})
    program, report = crossed(made)
    assert program.exports["Out"].value == Attribute("StackId", ("outputs", "StackId"))
    assert program.resources["StackId"].type == STACK
    assert len(words(report, "stack-id")) == 1
    assert to_cloudformation(program) == made


def test_a_condition_cannot_ask_for_the_stack_id() -> None:
    asked = parse({"Fn::Equals": [{"Fn::Sub": "${AWS::StackId}"}, "x"]})
    made = Stack(conditions={"C": asked}, resources={"Thing": Resource(type=TOPIC, condition="C")})
    with pytest.raises(UnsupportedError, match="AWS::StackId in a condition"):
        crossed(made)


@pytest.mark.parametrize("name", ["Handle", "OutHandle", "StackId"])
def test_handles_of_the_template_are_resources(name: str) -> None:
    made = stack(outputs={"Out": Output(value=parse({"Ref": "AWS::StackId"}))})
    made.resources[name] = Resource(type="AWS::CloudFormation::WaitConditionHandle")
    made.outputs[name] = Output(value=parse({"Ref": name}))
    assert to_cloudformation(crossed(made)[0]) == made


# --- the way back --------------------------------------------------


def test_composite_ids_are_joined() -> None:
    program, _ = crossed(stack("AWS::ECS::Service", {"Cluster": "c"}))
    program.exports["Out"] = Export(value=Attribute("Thing", ("id",)))
    value = to_cloudformation(program).outputs["Out"].value
    assert value == parse({"Fn::Join": ["|", [{"Ref": "Thing"}, "c"]]})


def test_an_attribute_that_fn_sub_cannot_name_is_joined() -> None:
    attribute = {"Fn::GetAtt": ["Custom", "/cdk/exports/a.b"]}
    made = stack(
        "Custom::Thing", {"ServiceToken": "t", "Name": {"Fn::Sub": ["${A}-", {"A": attribute}]}}
    )
    joined = parse({"Fn::Join": ["", ["a-", attribute]]})
    program, _ = crossed(replace(made, outputs={"Out": Output(value=joined)}))
    again = to_cloudformation(program)
    assert again.outputs["Out"].value == joined
    assert again.resources["Thing"] == made.resources["Thing"]


def test_names_become_legal_and_unique() -> None:
    topic = pulumi.Resource(type="aws-native:sns:Topic")
    program = Program(resources={"my-topic": topic, "MyTopic": topic, "my_topic": topic})
    report = Report()
    assert list(to_cloudformation(program, report=report).resources) == [
        "MyTopic2",
        "MyTopic",
        "MyTopic3",
    ]
    assert len(words(report, "renamed")) == 2


def test_what_only_a_condition_says_with_the_language_extensions_asks_for_them() -> None:
    program = Program(
        config={"Stage": ConfigKey()},
        conditions={"Is": Equal(Json([ConfigValue("Stage")]), '["dev"]')},
    )
    assert to_cloudformation(program).transforms == ("AWS::LanguageExtensions",)


def test_zones_of_no_region_are_those_of_the_stack() -> None:
    zones = Invoke("getAzs", "azs", {"region": None})
    found = to_cloudformation(Program(exports={"Zone": Export(value=Select(0, zones))}))
    assert found.outputs["Zone"].value == parse({"Fn::Select": [0, {"Fn::GetAZs": ""}]})


CUT = Split(",", ConfigValue("Names"))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (
            Choice("C", {"a": ConfigValue("Names")}, "none"),
            {"Fn::If": ["C", {"Fn::ToJsonString": {"a": {"Ref": "Names"}}}, "none"]},
        ),
        (Choice("C", ["a"], []), {"Fn::If": ["C", '["a"]', "[]"]}),
        (
            Choice("C", CUT, Choice("C", ["a"], [])),
            {
                "Fn::Join": [
                    ",",
                    {
                        "Fn::If": [
                            "C",
                            {"Fn::Split": [",", {"Ref": "Names"}]},
                            {"Fn::If": ["C", ["a"], []]},
                        ]
                    },
                ]
            },
        ),
    ],
)
def test_an_output_is_a_text_whatever_holds(value: Any, expected: Any) -> None:
    program = Program(
        config={"Names": ConfigKey(type="string")},
        conditions={"C": Equal(ConfigValue("Names"), "a")},
        exports={"O": Export(value=value)},
    )
    assert to_cloudformation(program).outputs["O"].value == parse(expected)


def test_a_list_that_is_joined_asks_for_no_transform() -> None:
    program = Program(
        config={"Names": ConfigKey(type="string")},
        conditions={"C": Equal(ConfigValue("Names"), "a")},
        exports={"O": Export(value=Choice("C", CUT, [ConfigValue("Names"), "b"]))},
    )
    found = to_cloudformation(program)
    assert found.transforms == ()
    listed = {"Fn::If": ["C", {"Fn::Split": [",", {"Ref": "Names"}]}, [{"Ref": "Names"}, "b"]]}
    assert found.outputs["O"].value == parse({"Fn::Join": [",", listed]})
