"""Programs in Pulumi YAML, as people write them, are read as Pulumi's engine takes them."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

import pytest

import converter
from converter.errors import ConversionError, UnsupportedError
from converter.report import Report

HEAD = "name: example\nruntime: yaml\n"


def saved(folder: Path, program: str, main: str = "") -> Path:
    """A project; the program stands in ``Pulumi.yaml``, or in a file of its own."""
    (folder / "Pulumi.yaml").write_text(HEAD + dedent(program), encoding="utf-8")
    if main:
        (folder / "Main.yaml").write_text(dedent(main), encoding="utf-8")
    return folder


GIVEN = {
    "the tags of a provider are added to those of its resources": (
        """\
        resources:
          aws:
            type: pulumi:providers:aws-native
            properties:
              defaultTags: {tags: {Team: data, Stage: "${pulumi.stack}"}}
          queue:
            type: aws-native:sqs:Queue
            properties: {tags: [{key: Team, value: web}]}
            options: {provider: "${aws}"}
          other: {type: aws-native:sqs:Queue}
        """,
        """\
          queue:
            Type: AWS::SQS::Queue
            Properties:
              Tags:
                - Key: Team
                  Value: web
                - Key: Stage
                  Value: !Ref AWS::StackName

          other:
            Type: AWS::SQS::Queue
        """,
    ),
    "so are those of the provider that is everyone's": (
        """\
        resources:
          aws:
            type: pulumi:providers:aws-native
            defaultProvider: true
            properties: {defaultTags: {tags: {Team: data}}}
          queue: {type: aws-native:sqs:Queue}
        """,
        """\
              Tags:
                - Key: Team
                  Value: data
        """,
    ),
    "what an existing resource is looked up by is known": (
        """\
        resources:
          topic:
            type: aws-native:sns:Topic
            get: {id: "arn:aws:sns:us-east-1:123456789012:alarms"}
          queue: {type: aws-native:sqs:Queue}
        outputs:
          id: ${topic.id}
          arn: ${topic.topicArn}
        """,
        """\
        Outputs:
          id:
            Value: arn:aws:sns:us-east-1:123456789012:alarms
          arn:
            Value: arn:aws:sns:us-east-1:123456789012:alarms
        """,
    ),
    "what else is asked of it is a parameter": (
        """\
        resources:
          topic:
            type: aws-native:sns:Topic
            get: {id: "arn:aws:sns:us-east-1:123456789012:alarms"}
          queue:
            type: aws-native:sqs:Queue
            properties: {queueName: "${topic.topicName}"}
            options: {dependsOn: ["${topic}"]}
        """,
        """\
        Parameters:
          TopicName:
            Type: String
            Description: topicName of topic

        Resources:
          queue:
            Type: AWS::SQS::Queue
            Properties:
              QueueName: !Ref TopicName
        """,
    ),
    "an item of a list of which others may be absent is the one that is there": (
        """\
        config: {Stage: {type: string}}
        variables:
          isProd:
            fn::invoke:
              function: std:lookup
              arguments: {map: {prod: "true"}, key: "${Stage}", default: "false"}
              return: result
          names:
            fn::invoke:
              function: std:lookup
              arguments:
                map: {"true": [a, b, c], "false": [a, c, d]}
                key: ${isProd}
              return: result
        resources:
          queue:
            type: aws-native:sqs:Queue
            properties: {queueName: {"fn::select": [1, "${names}"]}}
        outputs:
          last: ${names[2]}
        """,
        """\
        Resources:
          queue:
            Type: AWS::SQS::Queue
            Properties:
              QueueName: !If [IsProd, b, c]

        Outputs:
          last:
            Value: !If [IsProd, c, d]
        """,
    ),
    "an array of texts is a list": (
        """\
        config:
          zones: {type: array, items: {type: string}, default: [a, b]}
        resources:
          balancer:
            type: aws-native:elasticloadbalancingv2:LoadBalancer
            properties: {subnets: "${zones}", name: "${zones[0]}"}
        """,
        """\
        Parameters:
          zones:
            Type: CommaDelimitedList
            Default: a,b

        Resources:
          balancer:
            Type: AWS::ElasticLoadBalancingV2::LoadBalancer
            Properties:
              Subnets: !Ref zones
              Name: !Select [0, !Ref zones]
        """,
    ),
    "what is a number or a boolean in JSON stays one": (
        """\
        config:
          size: {type: integer}
          open: {type: boolean}
          who: {type: string}
        resources:
          topic:
            type: aws-native:sns:Topic
            properties:
              displayName: {fn::toJSON: {a: ["${size}", "${open}", 1, true], "b c": "${who}"}}
        """,
        """\
              DisplayName: !Sub '{"a":[${size},${open},1,true],"b c":"${who}"}'
        """,
    ),
    "a number of a table in JSON stays one": (
        """\
        config:
          env: {type: string}
        variables:
          sizes: {dev: {size: 1}, prod: {size: 2}}
          row:
            fn::invoke:
              function: std:lookup
              arguments: {map: "${sizes}", key: "${env}"}
              return: result
        resources:
          topic:
            type: aws-native:sns:Topic
            properties:
              topicName: {fn::toJSON: "${row.size}"}
              displayName: {fn::toJSON: {a: "${row.size}"}}
        """,
        """\
              TopicName: !FindInMap [Sizes, !Ref env, size]
              DisplayName: !Join ['', ['{"a":', !FindInMap [Sizes, !Ref env, size], '}']]
        """,
    ),
    "a condition in a text is true or false": (
        """\
        config: {stage: {type: string}}
        variables:
          isProd:
            fn::invoke:
              function: std:lookup
              arguments: {map: {prod: "true"}, key: "${stage}", default: "false"}
              return: result
        resources:
          topic:
            type: aws-native:sns:Topic
            properties: {displayName: "${isProd}", topicName: "prod-${isProd}"}
        """,
        """\
              DisplayName: !If [IsProd, 'true', 'false']
              TopicName: !Join ['', [prod-, !If [IsProd, 'true', 'false']]]
        """,
    ),
    "a secret that the program holds is a parameter": (
        """\
        resources:
          login:
            type: aws-native:secretsmanager:Secret
            properties: {secretString: {fn::secret: hunter2}}
        """,
        """\
        Parameters:
          LoginSecretString:
            Type: String
            NoEcho: true

        Resources:
          login:
            Type: AWS::SecretsManager::Secret
            Properties:
              SecretString: !Ref LoginSecretString
        """,
    ),
    "what is in a resource is retained as that is": (
        """\
        resources:
          topic:
            type: aws-native:sns:Topic
            options: {retainOnDelete: true}
          queue:
            type: aws-native:sqs:Queue
            options: {parent: "${topic}"}
          other:
            type: aws-native:sqs:Queue
            options: {parent: "${topic}", retainOnDelete: false}
        """,
        """\
          queue:
            Type: AWS::SQS::Queue
            DeletionPolicy: Retain
            UpdateReplacePolicy: Retain

          other:
            Type: AWS::SQS::Queue
        """,
    ),
    "a document given as text is a document": (
        """\
        resources:
          topic: {type: aws-native:sns:Topic}
          queue:
            type: aws-native:sqs:Queue
            properties:
              redriveAllowPolicy: '{"redrivePermission": "denyAll"}'
              redrivePolicy:
                fn::toJSON: {deadLetterTargetArn: "${topic.topicArn}"}
        """,
        """\
              RedriveAllowPolicy:
                redrivePermission: denyAll
              RedrivePolicy:
                deadLetterTargetArn: !GetAtt topic.TopicArn
        """,
    ),
    "of several kinds of maps the one is meant that has the keys": (
        """\
        config: {key: {type: string}}
        resources:
          pipeline:
            type: aws-native:sagemaker:Pipeline
            properties:
              roleArn: arn
              pipelineDefinition:
                pipelineDefinitionS3Location: {bucket: models, key: "${key}"}
        """,
        """\
              PipelineDefinition:
                PipelineDefinitionS3Location:
                  Bucket: models
                  Key: !Ref key
        """,
    ),
    "a text that others are put into is cut and joined": (
        """\
        config: {path: {type: string}}
        resources:
          topic: {type: aws-native:sns:Topic}
          queue:
            type: aws-native:sqs:Queue
            properties:
              queueName:
                fn::invoke:
                  function: std:replace
                  arguments: {text: "${path}", search: /, replace: "-"}
                  return: result
              tags:
                - key: topic
                  value:
                    fn::invoke:
                      function: std:index:replace
                      arguments: {text: "${topic.topicArn}", search: ":", replace: ""}
                      return: result
        """,
        """\
              QueueName: !Join ['-', !Split [/, !Ref path]]
              Tags:
                - Key: topic
                  Value: !Join ['', !Split [':', !GetAtt topic.TopicArn]]
        """,
    ),
}


@pytest.mark.parametrize("name", GIVEN)
def test_a_program_gives_its_template(name: str, tmp_path: Path) -> None:
    program, template = GIVEN[name]
    lines = [line.removeprefix(" " * 8) for line in template.splitlines()]
    assert "\n".join(lines).rstrip() in str(converter.export(saved(tmp_path, program)))


@pytest.mark.parametrize("section", ["config", "configuration"])
def test_config_that_the_program_declares_can_be_given(section: str, tmp_path: Path) -> None:
    main = f"""\
    {section}:
      name: {{type: string, default: jobs}}
      delay: {{type: integer, default: 5}}
    resources:
      queue:
        type: aws-native:sqs:Queue
        properties: {{queueName: "${{name}}", delaySeconds: "${{delay}}"}}
    """
    folder = saved(tmp_path, "", main)
    assert "Default: 5\n" in str(converter.export(folder))
    given = converter.export(folder, config={"name": "orders"}, concrete=True)
    assert "QueueName: orders\n" in given
    assert "DelaySeconds: 5\n" in given


def test_concrete_knows_the_stack_and_its_organization(tmp_path: Path) -> None:
    program = """\
    resources:
      topic:
        type: aws-native:sns:Topic
        properties: {displayName: "${pulumi.organization}-${pulumi.stack}"}
    """
    folder = saved(tmp_path, program)
    given = converter.export(folder, stack="acme/p/live", concrete=True)
    assert "DisplayName: acme-live\n" in str(given)
    with pytest.raises(UnsupportedError, match="-s ORGANIZATION/PROJECT/STACK"):
        converter.export(folder, concrete=True)


def test_another_region_is_another_template(tmp_path: Path) -> None:
    program = """\
    resources:
      west:
        type: pulumi:providers:aws-native
        properties: {region: us-west-2}
      queue: {type: aws-native:sqs:Queue}
      copy: {type: aws-native:sqs:Queue, options: {provider: "${west}"}}
    """
    with pytest.raises(UnsupportedError, match="us-west-2: copy"):
        converter.export(saved(tmp_path, program))


FOREIGN = """\
resources:
  name:
    type: random:RandomPet
  queue:
    type: aws-native:sqs:Queue
    properties: {queueName: "${name.id}"}
"""


def test_resources_of_other_providers_can_be_left_out(tmp_path: Path) -> None:
    saved(tmp_path, FOREIGN)
    with pytest.raises(UnsupportedError, match=re.escape("name (random:RandomPet); --skip")) as no:
        converter.export(tmp_path)
    assert no.value.line == 4
    report = Report()
    assert "!Ref NameId" in converter.export(tmp_path, skip_foreign=True, report=report)
    assert {finding.code for finding in report.findings} == {"foreign"}


def test_what_only_a_deployment_knows_is_refused_where_all_is_fixed(tmp_path: Path) -> None:
    program = GIVEN["what else is asked of it is a parameter"][0]
    with pytest.raises(UnsupportedError, match="topicName of topic is known to a deployment"):
        converter.export(saved(tmp_path, program), concrete=True)


def test_what_is_lost_is_told_at_its_line(tmp_path: Path) -> None:
    program = """\
    resources:
      queue:
        type: aws-native:sqs:Queue
        options: {protect: true}
    outputs:
      name: {"fn::secret": "${queue.queueName}"}
    """
    report = Report()
    converter.export(saved(tmp_path, program), report=report)
    found = [(finding.code, Path(finding.file or "").name, finding.line) for finding in report]
    assert found == [("no-attribute", "Pulumi.yaml", 4), ("secret-output", "Pulumi.yaml", 8)]


REFUSED = {
    "config: {it: {type: object}}": ("${it.size}", "it holds a map or a list of other things"),
    "config: {it: {type: array, items: {type: integer}}}": ("${it[0]}", "of other things"),
    "config: {it: {type: array, items: {type: string}}}": ("a-${it}", "it is a list, and no part"),
    "config: {it: {type: array, items: {type: string}, default: ['a,b']}}": ("x", "without commas"),
}


@pytest.mark.parametrize("config", REFUSED)
def test_config_that_no_parameter_holds_is_refused(config: str, tmp_path: Path) -> None:
    value, words = REFUSED[config]
    topic = f'{{type: "aws-native:sns:Topic", properties: {{topicName: "{value}"}}}}'
    folder = saved(tmp_path, f"{config}\nresources: {{topic: {topic}}}\n")
    with pytest.raises(ConversionError, match=words):
        converter.export(folder)
