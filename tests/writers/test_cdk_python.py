"""Stacks as CDK apps in Python: what is written, and that it synthesizes to the same template."""

from __future__ import annotations

import ast
import runpy
import subprocess
import sys
import textwrap
from functools import partial
from pathlib import Path

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


AWKWARD = {
    "options": """
        Conditions: {Never: !Equals [a, b]}
        Resources:
          Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: '{}'}}
          Group:
            Type: AWS::AutoScaling::AutoScalingGroup
            Condition: Never
            DependsOn: Role
            DeletionPolicy: RetainExceptOnCreate
            UpdateReplacePolicy: Snapshot
            Metadata: {Note: {lower: !Ref Role}}
            CreationPolicy: {ResourceSignal: {Count: '1', Timeout: PT5M}}
            UpdatePolicy: {AutoScalingRollingUpdate: {MinInstancesInService: 1}}
            Properties: {MinSize: '1', MaxSize: 1}
          Other:
            Type: AWS::AutoScaling::AutoScalingGroup
            UpdatePolicy: {AutoScalingReplacingUpdate: {WillReplace: !If [Never, true, false]}}
            Properties: {MinSize: '1', MaxSize: '1'}
        """,
    "functions": """
        Parameters: {Names: {Type: CommaDelimitedList}, Cidr: {Type: String}}
        Mappings: {Sizes: {a: {first: [1, 2]}}}
        Conditions:
          One: !Equals [!Ref Cidr, x]
          Both: !And [{Condition: Late}, !Not [{Condition: One}], {Condition: Any}]
          Any: !Or [{Condition: One}, !Equals [a, a]]
          Late: !Equals [!Select [0, !Ref Names], x]
        Resources:
          Queue:
            Type: AWS::SQS::Queue
            Properties:
              QueueName: !Select ['0', [a, b]]
              DelaySeconds: !FindInMap [Sizes, a, first]
              Tags: [{Key: cidr, Value: !Select [1, !Cidr [!Ref Cidr, 4, 8]]}]
          Topic:
            Type: AWS::SNS::Topic
            Properties:
              DisplayName: !Join ['', !Split [',', 'a,b']]
              TopicName: !Sub ['${Name}-${!Kept}', {Name: !Join [',', !Ref Names]}]
          Whole: {Type: AWS::SNS::Topic, Properties: !If [Both, {TopicName: a}, !Ref AWS::NoValue]}
          Custom: {Type: 'Custom::Thing', Properties: {ServiceToken: a, camelKey: true}}
        Outputs:
          Queue: {Value: !GetAtt Queue.Arn, Export: {Name: !Sub '${AWS::StackName}-q'}}
          Zone: {Value: !Select [0, !GetAZs ''], Condition: Both}
          Custom: {Value: !GetAtt Custom.Some.Attribute, Description: 5}
        """,
    "empty": """
        Metadata: {Empty: {}, Nested: {Inner: {}, Items: [{}, []]}}
        Conditions:
          Never: !Equals [a, '']
          Same: !Condition Never
        Resources:
          Bucket:
            Type: AWS::S3::Bucket
            Metadata: {Nested: {Inner: {}}}
            Properties:
              LifecycleConfiguration: {Rules: []}
              NotificationConfiguration: {}
              PublicAccessBlockConfiguration: {Unknown: {}}
          Model:
            Type: AWS::SageMaker::Model
            Condition: Same
            Properties: {VpcConfig: {}, Tags: [], ModelName: !If [Never, {}, '']}
          Containers:
            Type: AWS::SageMaker::Model
            Properties: {Containers: [{Environment: {}, Unknown: [{}]}, {}], Tags: []}
          Custom: {Type: 'Custom::Thing', Properties: {ServiceToken: '', Nested: {Inner: {}}}}
          Group:
            Type: AWS::AutoScaling::AutoScalingGroup
            CreationPolicy: {}
            UpdatePolicy: {AutoScalingRollingUpdate: {SuspendProcesses: []}}
            Properties: {MinSize: '1', MaxSize: '1'}
        """,
    "javascript": """
        Metadata: {Nothing: {Inner: null}, Large: 12345678901234567890}
        Resources:
          Model:
            Type: AWS::SageMaker::Model
            Properties:
              PrimaryContainer: {Environment: {constructor: a, toString: b}}
              VpcConfig: {Subnets: [a], SecurityGroupIds: [b], constructor: c}
          Same:
            Type: AWS::SageMaker::Model
            DependsOn: Prototype
            Properties: {ModelName: !GetAtt Prototype.ModelName}
          Prototype:
            Type: AWS::SageMaker::Model
            Properties: {PrimaryContainer: {Environment: {__proto__: a, Large: 9007199254740993}}}
          Empty: {Type: AWS::SNS::Topic, Metadata: {Nothing: null}}
        """,
    "additions": """
        Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
        Globals: {Function: {Runtime: python3.12}}
        Parameters: {Name: {Type: String, MinLength: '01'}}
        Mappings: {Images: {a: {eu-west-1: x}}}
        Rules:
          Named: {Assertions: [{Assert: !Equals [!Ref Name, a]}]}
          Said:
            Assertions:
              - {Assert: {'Fn::Contains': [[a, b], !Ref Name]}, AssertDescription: a or b}
        Resources:
          Topic: {Type: AWS::SNS::Topic, Properties: {TopicName: !FindInMap [Images, a, eu-west-1]}}
          Fn::ForEach::Queues: [Each, [A, B], {'Queue${Each}': {Type: AWS::SQS::Queue}}]
        """,
}


def all_stacks() -> dict[str, converter.cloudformation.Stack]:
    """Every fixture and the awkward templates above, by name."""
    stacks = {case: converter.read(cases.template(case)) for case in cases.CASES}
    texts = {name: textwrap.dedent(text) for name, text in AWKWARD.items()}
    return stacks | {name: read_text(it, name, check=False) for name, it in texts.items()}


@pytest.fixture(scope="module")
def apps(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all apps."""
    folder = tmp_path_factory.mktemp("apps")
    for name, stack in all_stacks().items():
        (folder / name).mkdir()
        for file, text in cdk_python.write(stack, name).items():
            (folder / name / file).write_text(text, encoding="utf-8")
    return folder


def test_every_app_synthesizes_to_the_same_template(
    apps: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CDK_VALIDATION", "false")
    cdk = pytest.importorskip("aws_cdk")
    app = cdk.App
    monkeypatch.setattr(sys, "path", list(sys.path))
    for name, stack in all_stacks().items():
        output = apps / name / "cdk.out"
        monkeypatch.setattr(cdk, "App", partial(app, outdir=str(output)))
        sys.path.insert(0, str(apps / name))
        runpy.run_path(str(apps / name / "app.py"))
        (made,) = output.glob("*.template.json")
        again = read_text(made.read_text(encoding="utf-8"), name, check=False)
        assert [str(each) for each in converter.verify(stack, again)] == [], name
        assert (again.loops, again.transform_sections) == (stack.loops, stack.transform_sections)


def test_the_apps_are_formatted_and_clean(apps: Path) -> None:
    modules = [str(path) for path in apps.glob("*/*_stack.py")]
    for command in (
        ["format", "--check", str(apps)],
        ["check", "--select", "E4,E7,E9,F,I", *modules],
    ):
        check = [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length", "88"]
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


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
