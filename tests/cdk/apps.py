"""The apps of all fixtures and of some awkward templates."""

from __future__ import annotations

import textwrap
from functools import cache
from pathlib import Path

import converter
from converter.cloudformation import Stack
from converter.readers.template import read_text

from .. import cases, language

AWKWARD = {
    "options": """
        Description: |
          A description of several lines, which is long enough to be written as such
          by every language, over as many lines as it has.
        Conditions: {Never: !Equals [a, b]}
        Resources:
          ATopicWhoseLogicalIdIsAsLongAsSomeAre:
            Type: AWS::ServiceCatalog::PortfolioProductAssociation
            DeletionPolicy: Retain
            UpdateReplacePolicy: Retain
            Properties: {PortfolioId: a, ProductId: b}
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
          Pool:
            Type: AWS::Cognito::UserPool
            DeletionPolicy: [Retain]
            Properties: {UserPoolTags: [{Key: a, Value: b}]}
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
          Launch:
            Type: AWS::EC2::LaunchTemplate
            Properties:
              LaunchTemplateData:
                TagSpecifications:
                  - {Tags: !If [One, [{Key: a, Value: b}], !Ref AWS::NoValue]}
                  - {Tags: [!If [One, {Key: a, Value: b}, {Key: c, Value: d}]]}
                  - {Tags: [{Key: a, Value: !Ref Cidr}]}
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
          Empty: {Type: AWS::SNS::Topic, DependsOn: Same, Metadata: {Nothing: null}}
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


@cache
def stacks() -> dict[str, Stack]:
    """Every fixture and the awkward templates above, by name."""
    paths = [*map(cases.template, cases.CASES), *map(language.template, language.FIXTURES)]
    texts = {path.parent.name: path.read_text(encoding="utf-8") for path in paths}
    texts |= {f"awkward-{name}": textwrap.dedent(text) for name, text in AWKWARD.items()}
    return {name: read_text(text, name, check=False) for name, text in texts.items()}


def files(target: str) -> dict[str, dict[str, str]]:
    """The files of each app, by the app's name."""
    return {name: converter.write(stack, target, name=name) for name, stack in stacks().items()}


def write(folder: Path, target: str) -> None:
    """Write all apps, each into a folder of its name."""
    for name, written in files(target).items():
        for file, text in written.items():
            path = folder / name / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")


def error(name: str, folder: Path) -> str | None:
    """What an app failed of when it was run; None where it did not."""
    path = folder / name / "error.txt"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def differences(name: str, folder: Path) -> list[str]:
    """How the template that an app has left in its `cdk.out` differs from its own."""
    stack = stacks()[name]
    (made,) = (folder / name / "cdk.out").glob("*.template.json")
    again = read_text(made.read_text(encoding="utf-8"), name, check=False)
    assert (again.loops, again.transform_sections) == (stack.loops, stack.transform_sections)
    return [str(each) for each in converter.verify(stack, again)]
