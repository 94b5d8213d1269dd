"""What export delivers: a template that CloudFormation takes, and a word on all that is lost.

Each program is run and exported; what is compared is the template's text and the findings.
"""

from __future__ import annotations

import json
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
import yaml

import converter
from converter.errors import TemplateError, UnsupportedError
from converter.readers.template import read_text
from converter.report import Report

from .recorder.programs import line_of, write_project


def exported(folder: Path, source: str, *, project: str = "", **options: Any) -> tuple[str, Report]:
    """The template of a program, and the findings."""
    report = Report()
    write_project(folder, source, config=project, **options.pop("files", {}))
    text = converter.export(folder, report=report, timeout=60, **options)
    assert isinstance(text, str)
    return text, report


def told(report: Report) -> list[str]:
    """The findings as they are printed."""
    return [f"{finding.severity}: {finding.message}" for finding in report]


def same(text: str, expected: str) -> None:
    """Check a template's text; what is expected may be indented."""
    assert text == dedent(expected).lstrip("\n")


# --- names ----------------------------------------------------------


def test_outputs_that_become_the_same_name_stay_apart(tmp_path: Path) -> None:
    text, report = exported(
        tmp_path,
        """
        aws.sns.Topic("T")
        pulumi.export("my-name", "a")
        pulumi.export("my_name", "b")
        """,
    )
    assert "MyName:\n    Value: a" in text
    assert "MyName2:\n    Value: b" in text
    assert told(report) == [
        "note: the output 'my-name' is called MyName in the template",
        "note: the output 'my_name' is called MyName2 in the template",
    ]


def test_a_config_key_that_a_resource_is_called_too(tmp_path: Path) -> None:
    text, report = exported(
        tmp_path, 'aws.sns.Topic("topic", display_name=config.require("topic"))\n'
    )
    assert "DisplayName: !Ref topic2" in text
    assert told(report) == ["note: the config key 'topic' is called topic2 in the template"]


# --- options --------------------------------------------------------


def test_what_is_retained_is_retained_when_it_is_replaced(tmp_path: Path) -> None:
    text, _ = exported(
        tmp_path, 'aws.sns.Topic("T", opts=pulumi.ResourceOptions(retain_on_delete=True))\n'
    )
    same(
        text,
        """
        Resources:
          T:
            Type: AWS::SNS::Topic
            DeletionPolicy: Retain
            UpdateReplacePolicy: Retain
        """,
    )


# --- values ---------------------------------------------------------


def test_the_second_alternative_of_a_union(tmp_path: Path) -> None:
    text, report = exported(
        tmp_path,
        """
        aws.sagemaker.Pipeline(
            "P",
            pipeline_name="training",
            role_arn="arn",
            pipeline_definition=aws.sagemaker.PipelineDefinition1PropertiesArgs(
                pipeline_definition_s3_location=aws.sagemaker.PipelineS3LocationArgs(
                    bucket="b", key="k"
                ),
            ),
        )
        """,
    )
    assert "PipelineDefinitionS3Location:\n          Bucket: b\n          Key: k" in text
    assert not told(report)


def test_more_than_ten_parts_of_a_condition_are_nested(tmp_path: Path) -> None:
    names = [f"r{number}" for number in range(23)]
    text, _ = exported(
        tmp_path,
        f"""
        if config.require("region") in {names}:
            aws.sns.Topic("T")
        """,
    )
    assert text.count("!Or") == 4
    assert text.count("!Equals") == 23


# --- what stands beside the program --------------------------------


STAGES = """
Parameters:
  Env:
    AllowedValues: [dev, prod]
Rules:
  Known:
    Assertions: [{Assert: !Contains [[dev, prod], !Ref Env]}]
Resources:
  T:
    Metadata: {Owner: !Ref Env}
Outputs:
  O:
    Export:
      Name: !Sub ${Env}-${T.TopicName}
"""


def beside(folder: Path, fragment: str) -> None:
    (folder / "cloudformation.yaml").write_text(fragment)


def test_a_key_that_is_renamed_in_the_program_is_renamed_beside_it(tmp_path: Path) -> None:
    beside(tmp_path, STAGES)
    text, report = exported(
        tmp_path,
        """
        stage = config.require("Stage")
        pulumi.export("O", aws.sns.Topic("T", display_name=stage).id)
        """,
    )
    assert "Stage:\n    Type: String\n    AllowedValues:" in text
    assert "Owner: !Ref Stage" in text
    assert "Name: !Sub ${Stage}-${T.TopicName}" in text
    assert "Env" not in text
    (finding,) = report
    assert (finding.severity, finding.code, finding.line) == ("warning", "renamed-key", 3)
    assert finding.file == str(tmp_path / "cloudformation.yaml")


@pytest.mark.parametrize(
    ("kept", "place"),
    [
        ("Resources:\n  T:\n    UpdatePolicy: {A: [1, !Sub '${Env}-a']}\n", (3, 27)),
        ("Resources:\n  Gone:\n    Metadata: {A: b}\n", (2, 3)),
        ("Outputs:\n  Gone:\n    Description: b\n", (2, 3)),
    ],
)
def test_what_only_stands_beside_the_program_is_told_at_its_place_there(
    tmp_path: Path, kept: str, place: tuple[int, int]
) -> None:
    beside(tmp_path, kept)
    text = 'aws.sns.Topic("T", display_name=config.require("Stage"))'
    _, (finding,) = exported(tmp_path, text)
    assert finding.file == str(tmp_path / "cloudformation.yaml")
    assert (finding.line, finding.column) == place


def test_a_name_that_is_gone_is_an_error_at_its_place(tmp_path: Path) -> None:
    """Two keys are new: which of them is meant is not plain."""
    beside(tmp_path, STAGES)
    with pytest.raises(TemplateError) as caught:
        exported(
            tmp_path,
            """
            names = config.require("Stage") + config.require("Team")
            pulumi.export("O", aws.sns.Topic("T", display_name=names).id)
            """,
        )
    places = [(each.line, each.message) for each in caught.value.errors]
    assert places == [
        (10, "there is no parameter or resource Env"),
        (14, "there is no parameter or resource Env"),
    ]
    assert caught.value.file == str(tmp_path / "cloudformation.yaml")


@pytest.mark.parametrize(
    ("fragment", "line", "words"),
    [
        ("Outputs: {O: {Export: {Name: !Ref Gone}}}", 1, "no parameter or resource Gone"),
        ("Outputs: {O: {Export: {Name: !GetAtt T.Gone}}}", 1, "T has no attribute Gone"),
        ("Conditions:\n  C: !Equals [!Ref Gone, a]", 2, "no parameter or resource Gone"),
        ("Conditions:\n  C: !And [!Equals [a, a]]", 2, "And"),
        ("Resources: {T: {UpdatePolicy: !If [Gone, a, b]}}", 1, "there is no condition Gone"),
    ],
)
def test_what_cloudformation_would_refuse_is_not_delivered(
    fragment: str, line: int, words: str, tmp_path: Path
) -> None:
    beside(tmp_path, fragment)
    with pytest.raises(TemplateError, match=words) as caught:
        exported(tmp_path, 'pulumi.export("O", aws.sns.Topic("T").id)\n')
    assert caught.value.line == line
    assert caught.value.file == str(tmp_path / "cloudformation.yaml")


def test_attributes_of_what_is_held_are_what_the_template_asked_for(tmp_path: Path) -> None:
    stack = read_text(
        """
        Resources:
          Queue: {Type: AWS::SQS::Queue}
          Custom:
            Type: AWS::CloudFormation::CustomResource
            Properties: {ServiceToken: token}
        Outputs:
          Newer: {Value: !GetAtt Queue.NewerThanTheCatalog}
          Any: {Value: !Sub "${Custom.Anything}"}
        """,
        "t",
    )
    for name, text in converter.write(converter.to_pulumi(stack)).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    again = converter.export(tmp_path)
    assert converter.verify(stack, read_text(str(again), "t")) == []


def test_a_program_without_resources(tmp_path: Path) -> None:
    with pytest.raises(TemplateError, match="at least one resource"):
        exported(tmp_path, 'pulumi.export("a", "b")\n')


def test_a_null_in_a_document_is_told_at_the_resource(tmp_path: Path) -> None:
    document = '{"Version": null, "Id": "i"}'
    with pytest.raises(TemplateError, match="no null in Resources") as caught:
        exported(tmp_path, f"\naws.iam.Role('R', assume_role_policy_document='{document}')\n")
    assert caught.value.line == line_of(1)


# --- what Pulumi supplies -------------------------------------------


def test_names_that_cloudformation_requires(tmp_path: Path) -> None:
    text, report = exported(
        tmp_path,
        """
        group = aws.sagemaker.ModelPackageGroup("Group")
        aws.xray.Group("Traces", group_name=config.get("name"))
        pulumi.export("name", group.model_package_group_name)
        """,
    )
    assert "ModelPackageGroupName: !Sub ${AWS::StackName}-Group" in text
    assert "name:\n    Value: !Sub ${AWS::StackName}-Group" in text
    assert told(report)[:1] == [
        "note: Group is called after the stack, because CloudFormation makes up no name for an "
        "AWS::SageMaker::ModelPackageGroup; the stack's name may have 57 characters"
    ]
    assert "GroupName: !If [HasName, !Ref name, !Sub '${AWS::StackName}-Traces']" in text
    assert next(iter(report)).line == line_of(1)


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        ('aws.xray.Group("Thing")', "GroupName: !Sub ${AWS::StackName}-Thing"),
        ('aws.sagemaker.Project("A" * 30)', "ProjectName: !Sub ${AWS::StackName}-AAAAAAAAAAAA37b9"),
        (
            'aws.bedrockagentcore.BrowserProfile("Thing")',
            "Name: !Join ['', [!Join ['', !Split ['-', !Ref 'AWS::StackName']], Thing]]",
        ),
        ('aws.synthetics.Group("Thing")', "Name: !Ref ThingName"),
    ],
)
def test_a_name_that_is_made_up_is_legal(made: str, expected: str, tmp_path: Path) -> None:
    text, report = exported(tmp_path, made)
    assert expected in text
    assert [finding.code for finding in report] == ["auto-name"]


PROVIDER = """
region = pulumi.Config("aws-native").require("region")
own = aws.Provider("own", region=region, default_tags={"tags": {"team": "risk", "app": "x"}})
own = pulumi.ResourceOptions(provider=own)
mine = {"key": "app", "value": "y"}
"""


@pytest.mark.parametrize(
    ("made", "tags"),
    [
        ('aws.sns.Topic("T", opts=own)', "[{app: x}, {team: risk}]"),
        ('aws.sns.Topic("T", tags=[mine], opts=own)', "[{app: y}, {team: risk}]"),
        ('aws.ssm.Parameter("T", type="String", value="v", opts=own)', "{app: x, team: risk}"),
        ('aws.route53.HostedZone("T", name="a.b", opts=own)', "[{app: x}, {team: risk}]"),
        ('aws.sns.Topic("T")', "[{cost: ml}]"),
        ('aws.sns.TopicPolicy("T", topics=[], policy_document={}, opts=own)', "null"),
    ],
)
def test_tags_that_providers_add(made: str, tags: str, tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").write_text(
        "config:\n  aws-native:region: eu-west-1\n  aws-native:defaultTags: {tags: {cost: ml}}\n"
    )
    text, report = exported(tmp_path, PROVIDER + made)
    properties = yaml.safe_load(text)["Resources"]["T"].get("Properties", {})
    found = next((value for name, value in properties.items() if name.endswith("Tags")), None)
    if isinstance(found, list):
        found = [{tag["Key"]: tag["Value"]} for tag in found]
    assert found == yaml.safe_load(tags)
    assert not told(report)


def test_a_default_that_cloudformation_does_not_take_is_told(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {demo:delay: five}\n")
    source = 'aws.sqs.Queue("Q", delay_seconds=pulumi.Config().require_int("delay"))'
    _, report = exported(tmp_path, source)
    assert [finding.code for finding in report] == ["default"]


def test_settings_of_the_default_provider_are_told(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").write_text(
        "config:\n  aws-native:assumeRole: {roleArn: a}\n  aws-native:ignoreTags: {keys: [x]}\n"
        "  pulumi:autonaming: {pattern: x}\n"
    )
    _, report = exported(tmp_path, 'aws.sns.Topic("T")')
    codes = [finding.code for finding in report]
    assert codes == ["autonaming", "provider-setting", "provider-role"]


def test_tags_that_would_lack_something_are_left_out_and_told(tmp_path: Path) -> None:
    made = 'aws.autoscaling.AutoScalingGroup("T", min_size="1", max_size="1", opts=own)'
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {aws-native:region: eu-west-1}\n")
    text, report = exported(tmp_path, PROVIDER + made)
    assert "Tags" not in text
    (words,) = [it.message for it in report if it.code == "default-tags"]
    assert words.startswith("a tag of AWS::AutoScaling::AutoScalingGroup must have Propagate")


def test_a_tag_that_a_condition_gives_goes_before(tmp_path: Path) -> None:
    source = 'aws.sns.Topic("T", tags=[mine] if config.require("own") == "yes" else [], opts=own)'
    text, _ = exported(tmp_path, PROVIDER + source, format="json")
    tags = json.loads(text)["Resources"]["T"]["Properties"]["Tags"]["Fn::If"]
    then, otherwise = ([tag["Key"] for tag in side] for side in tags[1:])
    assert then == otherwise == ["app", "team"]


REGIONS = """
for region in ["eu-west-1", "us-east-1"]:
    there = aws.Provider(region, region=region)
    there = pulumi.ResourceOptions(provider=there)
    bucket = aws.s3.Bucket(f"data-{region}", bucket_name=config.get("name"), opts=there)
    pulumi.export(f"bucket-{region}", bucket.arn)
"""


def test_a_template_for_each_region(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {aws-native:region: eu-west-1}\n")
    write_project(tmp_path, REGIONS)
    report = Report()
    files = converter.export(tmp_path, nested=True, timeout=60, report=report)
    assert isinstance(files, dict)
    assert list(files) == ["template.yaml", "template-us-east-1.yaml"]
    assert "DataUsEast1:" in files["template-us-east-1.yaml"]
    assert "BucketUsEast1:\n    Value: !GetAtt DataUsEast1.Arn" in files["template-us-east-1.yaml"]
    assert "HasName" in files["template-us-east-1.yaml"]
    assert "UsEast1" not in files["template.yaml"]
    assert "note: template-us-east-1 is to be deployed to us-east-1" in told(report)


def test_several_regions_are_refused_where_one_template_is_asked_for(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedError, match="eu-west-1: data-eu-west-1; us-east-1") as caught:
        exported(tmp_path, REGIONS)
    assert caught.value.line == line_of(4)


def test_what_needs_a_resource_of_another_region_is_refused(tmp_path: Path) -> None:
    source = """
        there = aws.Provider("there", region="us-east-1")
        topic = aws.sns.Topic("T", opts=pulumi.ResourceOptions(provider=there))
        aws.sns.Topic("Other", display_name=topic.topic_name)
    """
    write_project(tmp_path, source)
    with pytest.raises(UnsupportedError, match="Other needs T, which is in another place"):
        converter.export(tmp_path, nested=True, timeout=60)


def test_an_account_of_its_own_is_another_place(tmp_path: Path) -> None:
    source = """
        role = {"role_arn": "arn:aws:iam::123456789012:role/r"}
        there = aws.Provider("there", region="eu-west-1", assume_role=role)
        aws.sns.Topic("T", opts=pulumi.ResourceOptions(provider=there))
        aws.sns.Topic("Other")
    """
    (tmp_path / "Pulumi.dev.yaml").write_text("config: {aws-native:region: eu-west-1}\n")
    with pytest.raises(UnsupportedError, match=r"\(assumeRole of there: T; "):
        exported(tmp_path, source)


def test_functions_of_a_provider_of_another_region(tmp_path: Path) -> None:
    text, report = exported(
        tmp_path,
        """
        there = aws.Provider("there", region="cn-north-1")
        options = pulumi.InvokeOptions(provider=there)
        region = aws.get_region(opts=options).region
        partition = aws.get_partition(opts=options).partition
        aws.sns.Topic("T", display_name=f"{region}/{partition}/{aws.get_region().region}")
        """,
    )
    assert "DisplayName: !Sub cn-north-1/aws-cn/${AWS::Region}" in text
    assert not told(report)


# --- types that hold CloudFormation's own ---------------------------


def test_what_the_emulator_of_custom_resources_emulates(tmp_path: Path) -> None:
    text, report = exported(
        tmp_path,
        """
        image = aws.cloudformation.CustomResourceEmulator(
            "Image",
            bucket_name="b",
            bucket_key_prefix="p",
            service_token="arn",
            stack_id="s",
            resource_type="Custom::Image",
            custom_resource_properties={"Region": config.require("region"), "camelCase": 1},
        )
        pulumi.export("image", image.data["ImageId"])
        pulumi.export("physical", image.physical_resource_id)
        """,
    )
    same(
        text,
        """
        Parameters:
          region:
            Type: String

        Resources:
          Image:
            Type: Custom::Image
            Properties:
              ServiceToken: arn
              Region: !Ref region
              camelCase: 1

        Outputs:
          image:
            Value: !GetAtt Image.ImageId
          physical:
            Value: !Ref Image
        """,
    )
    words = "note: CloudFormation has no use for bucketKeyPrefix, bucketName, stackId of Image"
    assert told(report) == [words]


def test_an_extension_resource_is_what_it_holds(tmp_path: Path) -> None:
    text, report = exported(
        tmp_path,
        """
        group = aws.ExtensionResource(
            "Group", type="AWS::Logs::LogGroup", properties={"RetentionInDays": 7}
        )
        pulumi.export("arn", group.outputs["Arn"])
        pulumi.export("name", group.id)
        """,
    )
    assert "Type: AWS::Logs::LogGroup\n    Properties:\n      RetentionInDays: 7" in text
    assert "Value: !GetAtt Group.Arn" in text
    assert "Value: !Ref Group" in text
    assert not told(report)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [("RetentionInDays", "Value: 7"), ("Nowhere", None)],
)
def test_outputs_of_an_extension_resource_are_those_of_what_it_holds(
    asked: str, expected: str | None, tmp_path: Path
) -> None:
    source = f"""
        group = aws.ExtensionResource(
            "Group", type="AWS::Logs::LogGroup", properties={{"RetentionInDays": 7}}
        )
        pulumi.export("asked", group.outputs["{asked}"])
        """
    if expected is not None:
        assert expected in exported(tmp_path, source)[0]
        return
    with pytest.raises(UnsupportedError, match=r"no attribute for outputs.Nowhere of Group"):
        exported(tmp_path, source)


INLINE = """
body = {"Resources": {"Q": {"Type": "AWS::SQS::Queue"}}}
aws.cloudformation.Stack("Queues", stack_name="queues", template_body=json.dumps(body))
"""


def test_a_template_inside_is_a_file_of_its_own(tmp_path: Path) -> None:
    write_project(tmp_path, INLINE)
    report = Report()
    files = converter.export(tmp_path, nested=True, timeout=60, report=report)
    assert isinstance(files, dict)
    assert "TemplateURL: Queues.yaml" in files["template.yaml"]
    assert "TemplateBody" not in files["template.yaml"]
    assert files["Queues.yaml"] == "Resources:\n  Q:\n    Type: AWS::SQS::Queue\n"
    words = "warning: a nested stack has no StackName in a template: Queues loses it"
    assert told(report) == [words]


def test_a_nested_stack_keeps_what_nobody_knows(tmp_path: Path) -> None:
    source = """\
        Resources:
          Inner:
            Type: AWS::CloudFormation::Stack
            Properties:
              ProductName: example
              TemplateURL: https://example.com/inner.yaml
    """
    template = tmp_path / "template.yaml"
    template.write_text(dedent(source), encoding="utf-8")
    for name, text in converter.migrate(template).items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    report = Report()
    back = converter.export(tmp_path, timeout=60, report=report)
    assert converter.verify(converter.read(template), read_text(str(back), "t")) == []
    assert not told(report)


def test_a_template_inside_is_refused_where_there_is_one_file(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedError, match="Queues has a template of its own inside") as caught:
        exported(tmp_path, INLINE)
    assert caught.value.line == line_of(2)


def test_a_template_inside_that_asks_for_what_is_outside(tmp_path: Path) -> None:
    source = """
        topic = aws.sns.Topic("T")
        body = {"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Metadata": topic.topic_arn}}}
        aws.cloudformation.Stack("Queues", template_body=body)
    """
    write_project(tmp_path, source)
    with pytest.raises(UnsupportedError, match="as a parameter of the nested stack"):
        converter.export(tmp_path, nested=True, timeout=60)


# --- documents, attributes and order --------------------------------


def test_json_text_for_a_document_is_the_document(tmp_path: Path) -> None:
    text, _ = exported(
        tmp_path,
        """
        topic = aws.sns.Topic("T")
        document = topic.topic_arn.apply(lambda arn: json.dumps({"Resource": arn, "n": 1}))
        aws.iam.Role("R", assume_role_policy_document=json.dumps({"Version": "2012-10-17"}))
        aws.iam.RolePolicy("P", policy_name="p", role_name="r", policy_document=document)
        """,
    )
    assert "AssumeRolePolicyDocument:\n        Version: '2012-10-17'\n" in text
    assert "PolicyDocument:\n        Resource: !GetAtt T.TopicArn\n        'n': 1\n" in text


def test_attributes_that_are_inputs_too(tmp_path: Path) -> None:
    """Of a list, of an object that has more than was given, and of a literal."""
    text, _ = exported(
        tmp_path,
        """
        balancer = aws.elasticloadbalancingv2.LoadBalancer("Balancer", security_groups=["sg-1"])
        database = aws.rds.DbCluster("Db", master_user_secret={"kms_key_id": "key"})
        queue = aws.sqs.Queue("Queue", delay_seconds=5)
        pulumi.export("groups", pulumi.Output.all(*[balancer.security_groups]))
        pulumi.export("secret", database.master_user_secret.secret_arn)
        aws.sqs.Queue("Other", delay_seconds=queue.delay_seconds)
        """,
    )
    assert "!GetAtt Balancer.SecurityGroups" in text
    assert "Value: !GetAtt Db.MasterUserSecret.SecretArn" in text
    assert "DependsOn: Queue\n    Properties:\n      DelaySeconds: 5\n" in text


def test_what_a_value_came_from_is_made_first(tmp_path: Path) -> None:
    text, _ = exported(
        tmp_path,
        """
        topic = aws.sns.Topic("T", display_name="d")
        ready = topic.topic_arn.apply(lambda _: "ready")
        aws.sqs.Queue("Q", queue_name=ready)
        """,
    )
    assert "DependsOn: T\n    Properties:\n      QueueName: ready\n" in text


# --- secrets --------------------------------------------------------


SECRET = "hunter2-and-more"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (f'pulumi.Output.secret("{SECRET}")', "Value: !Ref PValue"),
        (f'pulumi.Output.secret("{SECRET}").apply(lambda it: f"x{{it}}")', "Value: !Ref PValue"),
        ('config.require_secret("token")', "Value: !Ref token"),
        ('config.require("token")', "Value: !Ref token"),
        ('"a:" + config.require("token")', "Value: !Sub a:${token}"),
        ('config.require_secret("token").apply(lambda it: f"a:{it}")', "Value: !Sub a:${token}"),
        (
            'pulumi.Output.all(config.require("env"), pulumi.Output.secret("longer"))'
            ".apply(lambda it: it[0] + it[1])",
            "Value: !Sub ${env}${PValue}",
        ),
    ],
)
@pytest.mark.parametrize("options", [{}, {"config": {"token": SECRET}}])
def test_a_secret_never_stands_in_clear(
    value: str, expected: str, options: dict[str, Any], tmp_path: Path
) -> None:
    """Neither one of the program's own, nor one that an option or a stack's file gives."""
    (tmp_path / "Pulumi.dev.yaml").write_text(f"config: {{demo:token: {SECRET}}}\n")
    project = "config: {token: {type: string, secret: true}}\n"
    source = f'aws.ssm.Parameter("P", type="String", value={value})\n'
    text, report = exported(tmp_path, source, project=project, **options)
    assert expected in text
    assert SECRET not in text
    assert "NoEcho: true" in text
    assert any(finding.code.startswith("secret-") for finding in report)


def test_secrets_stay_out_where_everything_else_is_fixed(tmp_path: Path) -> None:
    project = "config: {token: {type: string, secret: true}, env: dev}\n"
    source = """
        value = config.require_secret("token").apply(lambda it: config.require("env") + it)
        aws.ssm.Parameter("P", type="String", value=value)
        """
    text, report = exported(
        tmp_path, source, project=project, concrete=True, config={"token": SECRET}
    )
    assert SECRET not in text
    words = "it stays a parameter, and the template does not hold its value"
    assert f"warning: token is a secret: {words}" in told(report)


def test_parts_of_a_document_that_is_secret(tmp_path: Path) -> None:
    text, _ = exported(
        tmp_path,
        """
        role = aws.iam.Role("R", assume_role_policy_document={})
        policy = pulumi.Output.secret({"a": ["x"], "n": 5, "role": role.arn})
        aws.iam.RolePolicy("P", policy_name="p", role_name="r", policy_document=policy)
        """,
    )
    assert "a:\n          - !Ref PPolicyDocumentA0" in text
    assert "!Ref PPolicyDocumentN" in text
    assert "role: !GetAtt R.Arn" in text


def test_an_output_of_a_secret_is_told(tmp_path: Path) -> None:
    _, report = exported(
        tmp_path,
        """
        aws.sns.Topic("T")
        pulumi.export("token", config.require_secret("token"))
        """,
    )
    words = "CloudFormation shows the values of outputs, and this one is a secret"
    assert told(report) == [f"warning: {words}"]


# --- files ----------------------------------------------------------


@pytest.mark.parametrize(
    ("asset", "path", "missing"),
    [
        ('pulumi.FileArchive("./app")', "app", ""),
        ('pulumi.FileArchive(os.path.join(os.getcwd(), "app"))', "app", ""),
        ('pulumi.FileAsset("build/app.zip")', "build/app.zip", ""),
        ('pulumi.AssetArchive({".": pulumi.FileArchive("app")})', "app", ""),
        ('pulumi.AssetArchive({"a.py": pulumi.FileAsset("app/a.py")})', "app", ""),
        (
            'pulumi.AssetArchive({"a.py": pulumi.FileAsset("app/a.py"), '
            '"x.txt": pulumi.StringAsset("x")})',
            "app",
            "x.txt",
        ),
    ],
)
def test_code_is_a_path_that_has_to_be_packaged(
    asset: str, path: str, missing: str, tmp_path: Path
) -> None:
    text, report = exported(
        tmp_path,
        f"""
        import os
        code = {{"zip_file": {asset}}}
        aws.lambda_.Function("F", role="r", runtime="python3.12", handler="a.b", code=code)
        """,
    )
    assert f"Code: {path}\n" in text
    assert [each.code for each in report] == ["needs-packaging", *(["archive"] if missing else [])]
    assert missing in told(report)[-1]


def test_code_of_text_stands_in_the_template(tmp_path: Path) -> None:
    text, report = exported(
        tmp_path,
        """
        code = {"zip_file": pulumi.StringAsset("pass")}
        aws.lambda_.Function("F", role="r", runtime="python3.12", handler="a.b", code=code)
        """,
    )
    assert "ZipFile: pass" in text
    assert not told(report)


def test_a_file_where_no_path_may_stand_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedError, match="has no place for a file here"):
        exported(
            tmp_path,
            'aws.sns.Topic("T", data_protection_policy={"a": pulumi.FileAsset("x.json")})\n',
        )


def test_what_cloudformation_asks_for_inside_of_a_property(tmp_path: Path) -> None:
    words = "VpcConfig of AWS::SageMaker::Model has no SecurityGroupIds, which it must have"
    with pytest.raises(TemplateError, match=words) as caught:
        exported(
            tmp_path,
            """
            aws.sagemaker.Model("M", execution_role_arn="r", vpc_config={"subnets": []})
            """,
        )
    assert caught.value.line == line_of(1)


@pytest.mark.parametrize("given", ["the command", "the stack"])
def test_a_parameter_that_was_fixed_is_not_missed_beside_the_program(
    given: str, tmp_path: Path
) -> None:
    beside(tmp_path, "Parameters: {Size: {MinValue: 1}, Gone: {MinValue: 1}}\n")
    if given == "the stack":
        (tmp_path / "Pulumi.dev.yaml").write_text("config: {'demo:Size': 5}\n")
    text, report = exported(
        tmp_path,
        'aws.sqs.Queue("Q", delay_seconds=config.require_int("Size"))',
        config={"Size": "5"} if given == "the command" else {},
        concrete=True,
    )
    assert "DelaySeconds: 5" in text
    assert [it.path[-1] for it in report if it.code == "fragment-unused"] == ["Gone"]
