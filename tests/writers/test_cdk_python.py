"""Stacks as CDK apps in Python: what is written."""

from __future__ import annotations

import ast
import textwrap

import pytest

import converter
from converter.readers.template import read_text
from converter.writers import cdk_python

from .. import cases

PREAMBLE = """
Parameters:
  Size: {Type: Number, Default: 2}
  Name: {Type: String}
  Subnets: {Type: 'List<AWS::EC2::Subnet::Id>'}
Mappings:
  Images: {eu-west-1: {account: '1'}}
Conditions:
  Big: !Not [!Equals [!Ref Size, 1]]
Resources:
  Bucket: {Type: AWS::S3::Bucket}
"""


def module_of(template: str) -> str:
    """The stack's module for a template."""
    files = cdk_python.write(read_text(textwrap.dedent(template), "template.yaml", check=False))
    return files["template_stack.py"]


def with_resource(kind: str, properties: str) -> str:
    """The preamble with a resource more, its properties in YAML's flow style."""
    return f"{PREAMBLE}  Tested: {{Type: '{kind}', Properties: {properties}}}\n"


def unspaced(code: str) -> str:
    """Code without the blanks and the commas that its layout adds."""
    return ast.unparse(ast.parse(textwrap.dedent(code)))


MODEL = "AWS::SageMaker::Model"
VALUES = [
    ("{ModelName: !Ref Name}", "model_name=name.value_as_string"),
    ("{ModelName: !Sub '${Name}-x'}", "model_name=Fn.sub('${Name}-x')"),
    ("{ModelName: !Join ['-', [a, !Ref Name]]}", "Fn.join('-', ['a', name.value_as_string])"),
    ("{ModelName: !GetAtt Bucket.Arn}", "model_name=bucket.attr_arn"),
    ("{ModelName: !Ref Bucket}", "model_name=bucket.ref"),
    ("{ModelName: !Ref AWS::Region}", "model_name=Aws.REGION"),
    ("{ModelName: !ImportValue shared}", "Fn.import_value('shared')"),
    ("{ModelName: !Base64 text}", "Fn.base64('text')"),
    ("{ModelName: !Select [0, !Split ['/', !Ref Name]]}", "Fn.select(0, Fn.split('/', "),
    ("{ModelName: !FindInMap [Images, !Ref 'AWS::Region', account]}", "images.find_in_map("),
    ("{ModelName: !If [Big, a, b]}", "Token.as_string(Fn.condition_if(big.logical_id, 'a', 'b'))"),
    ("{EnableNetworkIsolation: 'true'}", "enable_network_isolation=True"),
    ("{EnableNetworkIsolation: !If [Big, true, false]}", "=Fn.condition_if(big.logical_id, "),
    ("{EnableNetworkIsolation: !Ref Name}", "Token.as_any(name.value_as_string)"),
    ("{ModelName: 12}", "model_name='12'"),
    ("{VpcConfig: {Subnets: !Ref Subnets, SecurityGroupIds: [a]}}", "=subnets.value_as_list"),
    ("{PrimaryContainer: {Environment: {MY_KEY: a}}}", "environment={'MY_KEY': 'a'}"),
    ("{PrimaryContainer: {Image: a}}", "sagemaker.CfnModel.ContainerDefinitionProperty(image='a')"),
    ("{Tags: [{Key: a, Value: b}]}", "tags=[CfnTag(key='a', value='b')]"),
]


@pytest.mark.parametrize(("properties", "code"), VALUES)
def test_values_read_as_a_user_of_the_cdk_writes_them(properties: str, code: str) -> None:
    assert code in unspaced(module_of(with_resource(MODEL, properties)))


NUMBERS = [
    ("2", "min_size='2'"),
    ("{'Ref': 'Size'}", "min_size=size.value_as_string"),
]


@pytest.mark.parametrize(("value", "code"), NUMBERS)
def test_a_number_where_the_cdk_wants_a_text(value: str, code: str) -> None:
    group = f"{{MinSize: {value}, MaxSize: '3'}}"
    assert code in unspaced(module_of(with_resource("AWS::AutoScaling::AutoScalingGroup", group)))


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("'80'", "visibility_timeout=80"),
        ("!Ref Size", "visibility_timeout=size.value_as_number"),
        ("!Ref Name", "visibility_timeout=Token.as_number(name.value_as_string)"),
        ("'080'", "tested.add_property_override('VisibilityTimeout', '080')"),
    ],
)
def test_a_text_where_the_cdk_wants_a_number(value: str, code: str) -> None:
    properties = f"{{VisibilityTimeout: {value}}}"
    assert code in unspaced(module_of(with_resource("AWS::SQS::Queue", properties)))


OVERRIDES = [
    ("{Unknown: 1}", "tested.add_property_override('Unknown', 1)"),
    ("{PrimaryContainer: {Unknown: a}}", "override('PrimaryContainer.Unknown', 'a')"),
    ("{Containers: [{Unknown: a}]}", "override('Containers.0.Unknown', 'a')"),
    ("{Tags: [{Key: b, Value: '1'}, {Key: a, Value: '2'}]}", "override('Tags', [{'Key': 'b', "),
    ("{Tags: []}", "tested.add_property_override('Tags', [])"),
    ("{Tags: !If [Big, [], !Ref AWS::NoValue]}", "override('Tags', Fn.condition_if("),
]


@pytest.mark.parametrize(("properties", "code"), OVERRIDES)
def test_what_no_property_takes_is_an_override(properties: str, code: str) -> None:
    assert code in unspaced(module_of(with_resource(MODEL, properties)))


@pytest.mark.parametrize(
    ("propagated", "code"),
    [
        ("'false'", "propagate_at_launch=False"),
        ("!Ref Name", "tested.add_property_override('Tags', [{'Key': 'a', "),
        ("!If [Big, true, false]", "tested.add_property_override('Tags', [{'Key': 'a', "),
    ],
)
def test_a_tag_that_may_be_propagated_is_none_for_the_tag_manager(
    propagated: str, code: str
) -> None:
    """Which takes any function there for true."""
    tag = f"{{Key: a, Value: b, PropagateAtLaunch: {propagated}}}"
    group = f"{{MinSize: '1', MaxSize: '3', Tags: [{tag}]}}"
    assert code in unspaced(module_of(with_resource("AWS::AutoScaling::AutoScalingGroup", group)))


def test_the_template_gets_nothing_of_the_cdk() -> None:
    stack = converter.read(cases.template("single-container"))
    files = cdk_python.write(stack, "my_app.v2")
    assert sorted(files) == [
        ".gitignore",
        "app.py",
        "cdk.json",
        "my_app_v2_stack.py",
        "requirements.txt",
    ]
    assert '"my-app-v2"' in files["app.py"]
    assert "class MyAppV2Stack(Stack):" in files["my_app_v2_stack.py"]
    assert '"versionReporting": false' in files["cdk.json"]


@pytest.mark.parametrize(("name", "expected"), [("stack", "AppStack"), ("Net-stack", "NetStack")])
def test_the_class_has_a_name_of_its_own(name: str, expected: str) -> None:
    files = cdk_python.write(converter.read(cases.template("single-container")), name)
    assert f"{expected}(\n    app,\n" in files["app.py"]
