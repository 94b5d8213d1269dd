"""What only a deployment could answer becomes a parameter; what others provide is left out."""

from __future__ import annotations

from pathlib import Path

import pytest

import converter
from converter.errors import ProgramError, UnsupportedError
from converter.pulumi import ConfigValue, Invoke
from converter.report import Report

from .recorder.programs import line_of, run, write_project

FOREIGN = '''
class Bucket(pulumi.CustomResource):
    """As another provider's SDK declares it."""

    arn: pulumi.Output[str]
    size: pulumi.Output[int]
    zones: pulumi.Output[list[str]]

    def __init__(self, name, bucket=None, opts=None):
        props = {"bucket": bucket, "arn": None, "size": None, "zones": None}
        super().__init__("aws:s3/bucketV2:BucketV2", name, props, opts)
'''


def exported(folder: Path, source: str, **options: object) -> tuple[str, list[str]]:
    report = Report()
    write_project(folder, source)
    text = converter.export(folder, report=report, timeout=60, **options)  # type: ignore[arg-type]
    assert isinstance(text, str)
    name = str(folder / "__main__.py")
    assert all(finding.file == name for finding in report)
    return text, [f"{each.line}: {each.severity}: {each.message}" for each in report]


def test_look_ups_become_parameters(tmp_path: Path) -> None:
    text, told = exported(
        tmp_path,
        """
        key = aws.kms.get_key_output(key_id="k")
        plain = aws.kms.get_key(key_id="k")
        adopted = aws.sns.Topic.get("adopted", id="arn:aws:sns:eu-west-1:123456789012:t")
        aws.sqs.Queue("Q", kms_master_key_id=key.arn, delay_seconds=config.get_int("delay"))
        aws.sns.Topic("T", display_name=plain.arn, tags=[{"key": "k", "value": adopted.topic_name}])
        pulumi.export("rotated", key.enable_key_rotation)
        pulumi.export("known", adopted.topic_arn)
        """,
    )
    assert "KmsMasterKeyId: !Ref KeyArn" in text
    assert "DisplayName: !Ref KeyArn" in text
    assert "Value: !Ref AdoptedTopicName" in text
    assert "rotated:\n    Value: !Ref KeyEnableKeyRotation" in text
    assert "known:\n    Value: arn:aws:sns:eu-west-1:123456789012:t" in text
    first = line_of(1)
    assert told == [
        f"{first}: note: the parameter KeyArn asks for arn of aws-native:kms:getKey()",
        f"{first + 2}: note: the parameter AdoptedTopicName asks for topicName of adopted",
        f"{first}: note: the parameter KeyEnableKeyRotation asks for enableKeyRotation of "
        "aws-native:kms:getKey()",
    ]


def test_what_a_look_up_is_asked_by_is_known(tmp_path: Path) -> None:
    text, told = exported(
        tmp_path,
        """
        vpc = aws.ec2.get_vpc(vpc_id=config.require("vpc"))
        aws.ec2.Subnet("S", vpc_id=vpc.vpc_id, cidr_block=vpc.cidr_block)
        """,
    )
    assert "VpcId: !Ref vpc\n" in text
    assert "CidrBlock: !Ref VpcCidrBlock\n" in text
    assert len(told) == 1


def test_what_only_the_classic_provider_tells(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        who = pulumi.runtime.invoke("aws:index/getCallerIdentity:getCallerIdentity", {}).value
        aws.sns.Topic("T", display_name=who["arn"], topic_name=who["accountId"])
        """,
    )
    assert program.resources["T"].inputs == {
        "displayName": ConfigValue("CallerIdentityArn"),
        "topicName": Invoke("getAccountId", "accountId"),
    }


def test_a_look_up_has_what_the_resource_has(tmp_path: Path) -> None:
    source = """
        found = aws.sns.get_topic(topic_arn="arn:aws:sns:eu-west-1:123456789012:t")
        aws.sqs.Queue("Q", queue_name=found.{name})
    """
    text, _ = exported(tmp_path, source.format(name="topic_name"))
    assert "QueueName: !Ref TopicName" in text
    with pytest.raises(ProgramError, match="object has no attribute 'nickname'") as caught:
        exported(tmp_path, source.format(name="nickname"))
    assert caught.value.line == line_of(2)


def test_conditions_may_ask_for_what_is_looked_up(tmp_path: Path) -> None:
    text, _ = exported(
        tmp_path,
        """
        if aws.kms.get_key(key_id="k").description == "main":
            aws.sns.Topic("T")
        """,
    )
    assert "!Equals [!Ref KeyDescription, main]" in text


def test_outputs_of_other_stacks_that_are_no_text(tmp_path: Path) -> None:
    text, told = exported(
        tmp_path,
        """
        network = pulumi.StackReference("acme/network/prod")
        settings = {"subnets": network.get_output("subnets"), "security_group_ids": []}
        aws.lambda_.Function(
            "F",
            role=network.outputs["roles"]["lambda"],
            code={"zip_file": "pass"},
            vpc_config={"subnet_ids": network.get_output("subnets"), "security_group_ids": []},
        )
        """,
    )
    assert "subnets:\n    Type: CommaDelimitedList" in text.replace("Subnets", "subnets")
    assert "Role: !Ref RolesLambda" in text
    assert [each.split(": ", 2)[2] for each in told] == [
        "the parameter RolesLambda asks for roles.lambda of another stack",
        "the parameter Subnets asks for subnets of another stack",
    ]


def test_all_look_ups_are_refused_where_every_value_is_fixed(tmp_path: Path) -> None:
    write_project(
        tmp_path,
        """
        first = aws.kms.get_key_output(key_id="k")
        second = aws.sns.Topic.get("second", id="arn")
        aws.sns.Topic("T", display_name=first.arn, topic_name=second.topic_name)
        """,
    )
    with pytest.raises(UnsupportedError, match="is known to a deployment only") as caught:
        converter.export(tmp_path, concrete=True, timeout=60)
    assert [each.line for each in caught.value.errors] == [line_of(1), line_of(2)]


def test_what_other_providers_have_is_refused_with_the_way_out(tmp_path: Path) -> None:
    write_project(tmp_path, FOREIGN + '\nBucket("logs")\naws.sns.Topic("T")\n')
    with pytest.raises(UnsupportedError, match=r"logs \(aws:s3/.*--skip-foreign exports") as caught:
        converter.export(tmp_path, timeout=60)
    assert caught.value.line == line_of(10)


def test_a_dynamic_provider_is_left_out(tmp_path: Path) -> None:
    text, told = exported(
        tmp_path,
        """
from pulumi.dynamic import CreateResult, Resource, ResourceProvider
env = pulumi.Config().require("env")
class Answering(ResourceProvider):
    def create(self, props):
        return CreateResult("id", {"answer": f"{env}-{aws.__name__}"})
class Answer(Resource):
    answer: pulumi.Output[str]
    def __init__(self, name):
        super().__init__(Answering(), name, {"answer": None})
aws.sns.Topic("T", display_name=Answer("a").answer)
""",
        skip_foreign=True,
    )
    assert "DisplayName: !Ref Answer" in text
    assert "a (pulumi-python:dynamic:Resource) is left out" in told[0]


def test_what_other_providers_have_is_left_out(tmp_path: Path) -> None:
    text, told = exported(
        tmp_path,
        FOREIGN
        + """
logs = Bucket("logs", bucket="my-logs")
aws.sqs.Queue("Q", queue_name=logs.arn, delay_seconds=logs.size)
aws.sns.Topic("T", display_name=logs.bucket, opts=pulumi.ResourceOptions(depends_on=[logs]))
pulumi.export("zone", logs.zones[0])
pulumi.export("id", logs.id)
""",
        skip_foreign=True,
    )
    assert "QueueName: !Ref LogsArn" in text
    assert "DelaySeconds: !Ref LogsSize" in text
    assert "LogsSize:\n    Type: Number" in text
    assert "DisplayName: my-logs" in text
    assert "!Select [0, !Ref LogsZones]" in text
    assert "id:\n    Value: !Ref LogsId" in text
    place = f"{line_of(10)}: warning: "
    named = "logs (aws:s3/bucketV2:BucketV2)"
    assert told[0] == f"{place}{named} is left out; CloudFormation's type is AWS::S3::Bucket"
    assert told[1:3] == [
        f"{place}the parameter LogsSize asks for size of {named}",
        f"{place}the parameter LogsArn asks for arn of {named}",
    ]
