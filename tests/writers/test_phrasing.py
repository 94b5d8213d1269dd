"""Program text that reads as a person would write it, and comes back as it was."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import converter
from converter.pulumi import (
    Choice,
    ConfigKey,
    ConfigValue,
    Equal,
    Expression,
    Program,
    Resource,
)
from converter.readers.template import read_text
from converter.report import Report
from converter.writers.languages import LANGUAGES
from converter.writers.names import Names, snake_case

WORDS = """
EC2ImageId ec2_image_id · S3BucketName s3_bucket_name · AZ1SubnetId az1_subnet_id
IPv4Cidr ipv4_cidr · IPV6Cidr ipv6_cidr · K8sVersion k8s_version · DBName db_name
ECSClusterARN ecs_cluster_arn · X86Image x86_image · HTTP2Enabled http2_enabled
OAuth2ClientID oauth2_client_id · MLModelS3URI ml_model_s3_uri · Subnet1ID subnet1_id
subnetIDs subnet_ids · P95Latency p95_latency · EICprefix eic_prefix
VPCEndpointDNSName vpc_endpoint_dns_name · EBSKmsKeyId ebs_kms_key_id · DBInstance db_instance
TargetGroupARNs target_group_arns · MyVPC my_vpc · iam_role iam_role · 3Tier _3_tier
VPCIDs vpc_ids · ALBARN alb_arn · KMSKeyARNs kms_key_arns · AWSURL aws_url · MyUUIDs my_uuids
"""


@pytest.mark.parametrize(
    "pair", [each.split() for row in WORDS.split("\n") for each in row.split("·")]
)
def test_digits_and_acronyms_stay_with_their_word(pair: list[str]) -> None:
    if pair:
        assert snake_case(pair[0]) == pair[1]


def test_the_hash_of_a_cdk_logical_id_is_left_out() -> None:
    names = Names(())
    given = [names.give(each, "resource") for each in ("RoleA1B2C3D4", "RoleB1B2C3D4", "Q63C6E3AB")]
    assert given == ["role", "role_resource", "q"]
    assert names.give("SubnetDEADBEEF", "resource") == "subnet_deadbeef"  # a word, for all we know


TEMPLATE = """\
Parameters:
  Env: {Type: String}
  Key: {Type: String, NoEcho: true}
Conditions:
  Small: !Or [!Equals [!Ref Env, dev], !Equals [!Ref Env, test]]
  Large: !Not [!Or [!Equals [!Ref Env, dev], !Equals [!Ref Env, test]]]
  Prod: !Equals [prod, !Ref Env]
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  SubnetA:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      AvailabilityZone: !Select [0, !GetAZs ""]
      CidrBlock: !Select [0, !Cidr [10.0.0.0/16, 4, 8]]
  SubnetB:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref Vpc
      AvailabilityZone: !Select [1, !GetAZs ""]
      CidrBlock: !Select [1, !Cidr [10.0.0.0/16, 4, 8]]
  Topic:
    Type: AWS::SNS::Topic
    Condition: Small
    Properties: {DisplayName: !Join ["", [a, !If [Prod, !Ref Env, !Ref AWS::NoValue], b]]}
  Queue:
    Type: AWS::SQS::Queue
    DependsOn: Topic
    Properties: {QueueName: !If [Large, same, same]}
  Model:
    Type: AWS::SageMaker::Model
    Properties:
      ExecutionRoleArn: !Ref Env
      PrimaryContainer: {Image: image, Environment: {API_KEY: !Ref Key}}
  Endpoint:
    Type: AWS::SageMaker::Endpoint
    Properties: {EndpointConfigName: config}
"""
LINES = [
    'small = env in ("dev", "test")',
    'large = env not in ("dev", "test")',
    'prod = env == "prod"',
    "azs = aws_native.get_azs().azs",
    'subnets = aws_native.cidr(ip_block="10.0.0.0/16", count=4, cidr_bits=8).subnets',
    "availability_zone=azs[1],",
    "cidr_block=subnets[1],",
    'display_name="a" + (env if prod else "") + "b",',
    'queue_name="same",',
    "opts=pulumi.ResourceOptions(depends_on=[topic] if small else []),",
    'opts=pulumi.ResourceOptions(additional_secret_outputs=["primaryContainer"]),',
    'opts=pulumi.ResourceOptions(ignore_changes=["endpointName"]),',
]


def test_what_is_said_is_said_once_and_in_order(tmp_path: Path) -> None:
    stack = read_text(TEMPLATE, "t")
    files = converter.write(converter.to_pulumi(stack))
    lines = [line.strip() for line in files["__main__.py"].splitlines()]
    assert [line for line in LINES if line not in lines] == []
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = Report()
    again = converter.to_cloudformation(converter.record(tmp_path, report=report), report=report)
    assert [str(each) for each in converter.verify(stack, again)] == []
    assert [each.message for each in report] == []


LISTS = """\
Parameters:
  Block: {Type: String}
Conditions:
  IsHere: !Equals [!Ref "AWS::Region", eu-west-1]
Resources:
  Network: {Type: AWS::EC2::VPC, Properties: {CidrBlock: !Ref Block}}
  A:
    Type: AWS::EC2::Subnet
    Properties: &a
      VpcId: !Ref Network
      AvailabilityZone: !Select [0, !GetAZs ""]
      CidrBlock: !Select [0, !Cidr [!GetAtt Network.CidrBlock, 4, 8]]
  B: {Type: AWS::EC2::Subnet, Condition: IsHere, Properties: *a}
  C:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Network, CidrBlock: !Select [1, !Cidr [!Ref Block, 4, 8]]}
  D:
    Type: AWS::EC2::Subnet
    Properties: {VpcId: !Ref Network, CidrBlock: !Select [2, !Cidr [!Ref Block, 4, 8]]}
"""


@pytest.mark.parametrize(
    ("language", "file", "asked"),
    [
        ("python", "__main__.py", ("get_azs", "cidr", "cidr_output")),
        ("typescript", "index.ts", ("getAzs", "cidr", "cidrOutput")),
        ("go", "main.go", ("GetAzs", "Cidr", "CidrOutput")),
        ("csharp", "Program.cs", ("GetAzs.InvokeAsync", "Cidr.InvokeAsync", "Cidr.Invoke")),
        ("java", "src/main/java/program/App.java", ("getAzsPlain", "cidrPlain", "cidr")),
    ],
)
def test_a_list_that_several_ask_for_is_made_once(
    language: str, file: str, asked: tuple[str, ...]
) -> None:
    program = converter.to_pulumi(read_text(LISTS, "t"))
    text = converter.write(program, f"pulumi-{language}")[file]
    assert [len(re.findall(rf"\b{each}\(", text)) for each in asked] == [1, 1, 1]


def test_an_entry_is_short_only_where_a_variable_is_called_like_the_key() -> None:
    template = """
        Parameters: {size: {Type: Number}}
        Resources:
          A:
            Type: AWS::IAM::ManagedPolicy
            Properties:
              PolicyDocument: {"a-b": "a-b", "1": "1", "true": true, "size": !Ref size, "x": x}
    """
    written = converter.write(converter.to_pulumi(read_text(template, "t")), "pulumi-typescript")
    for entry in ('"a-b": "a-b"', '"1": "1"', "true: true", 'x: "x"'):
        assert entry in written["index.ts"]
    assert re.search(r"\bsize,", written["index.ts"])


HIDDEN = "x\u202ey\u200bz\u2066w"


@pytest.mark.parametrize(
    ("target", "file", "escaped"),
    [
        ("pulumi-python", "__main__.py", r"x\u202ey\u200bz\u2066w"),
        ("pulumi-typescript", "index.ts", r"x\u202ey\u200bz\u2066w"),
        ("pulumi-yaml", "Pulumi.yaml", r"x\u202Ey\u200Bz\u2066w"),
    ],
)
def test_what_nobody_sees_is_escaped(target: str, file: str, escaped: str) -> None:
    text = f'Resources:\n  A: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: "{HIDDEN}"}}}}\n'
    program = converter.to_pulumi(read_text(text, "t"))
    written = converter.write(program, target)[file]
    assert escaped in written
    assert HIDDEN not in written


@pytest.mark.parametrize("format", ["yaml", "json"])
def test_a_template_shows_what_it_says(format: str) -> None:
    text = f'Resources:\n  A: {{Type: AWS::SNS::Topic, Properties: {{DisplayName: "{HIDDEN}"}}}}\n'
    stack = read_text(text, "t")
    written = converter.write(stack, format)
    assert written.isascii()
    assert read_text(written, "t") == stack


@pytest.mark.parametrize("language", [name for name, it in LANGUAGES.items() if not it.declarative])
def test_one_is_no_true(language: str) -> None:
    def written(then: Expression, otherwise: Expression) -> dict[str, str]:
        inputs = {"redrivePolicy": {"a": Choice("C", then, otherwise)}}
        queue = Resource(type="aws-native:sqs:Queue", inputs=inputs)
        program = Program(
            config={"env": ConfigKey()},
            conditions={"C": Equal(ConfigValue("env"), "prod")},
            resources={"Queue": queue},
        )
        files = converter.write(program, f"pulumi-{language}")
        assert isinstance(files, dict)
        return files

    assert written(1, 0) != written(True, False)
    assert written(0, 1) != written(False, True)
    assert written([1], [True]) != written([1], [1])


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("go", 'lookUp(rows, row, "Names").([]string)[0]'),
        ("java", 'Functions.texts(Functions.lookUp(ROWS, row, "Names")).get(0)'),
        ("csharp", '((ImmutableArray<string>)rows[row]["Names"])[0]'),
    ],
)
def test_an_item_is_taken_of_a_cell_whose_column_has_texts_too(language: str, said: str) -> None:
    template = """\
Parameters: {Row: {Type: String}}
Mappings:
  Rows:
    one: {Names: first}
    two: {Names: [second, third]}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties: {DisplayName: !Select [0, !FindInMap [Rows, !Ref Row, Names]]}
"""
    program = converter.to_pulumi(read_text(template, "template.yaml"))
    assert said in "".join(converter.write(program, f"pulumi-{language}").values())
