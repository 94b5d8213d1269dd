"""AWS::LanguageExtensions: before and after."""

from __future__ import annotations

import textwrap
from typing import Any

import pytest

from converter.errors import ConversionError, TemplateError, UnsupportedError
from converter.expansion import expand
from converter.readers.template import read_text
from converter.report import Report

from .expanding import codes, expanded, refused

TEMPLATE = """\
Transform: AWS::LanguageExtensions
Parameters:
  Env: {Type: String}
  Names: {Type: CommaDelimitedList, Default: "a, b-1"}
  Policy: {Type: String, Default: Retain}
  Secret: {Type: CommaDelimitedList, Default: "a", NoEcho: true}
  Stored: {Type: "AWS::SSM::Parameter::Value<List<String>>", Default: /names}
  Unknown: {Type: CommaDelimitedList}
Mappings:
  Zones:
    us: {List: [x, y], Policy: Delete}
  Sizes:
    A: {Size: 1}
Conditions:
  IsDev: !Equals [!Ref Env, dev]
  KeepsIt: !Equals [!Ref Policy, Retain]
Resources:
  Topic: {Type: AWS::SNS::Topic}
"""

# (resources, the resources that they are expanded to)
RESOURCES: list[tuple[str, str]] = [
    (
        """\
        Fn::ForEach::Queues:
          - Id
          - [A, B]
          - Queue${Id}:
              Type: AWS::SQS::Queue
              Properties: {QueueName: !Ref Id, Tags: [{Key: "${Id}", Value: !Sub "${Id}-${Env}"}]}
        """,
        """\
        QueueA:
          Type: AWS::SQS::Queue
          Properties: {QueueName: A, Tags: [{Key: A, Value: !Sub "A-${Env}"}]}
        QueueB:
          Type: AWS::SQS::Queue
          Properties: {QueueName: B, Tags: [{Key: B, Value: !Sub "B-${Env}"}]}
        """,
    ),
    (  # one loop in another, beside an entry of the outer one
        """\
        Fn::ForEach::Outer:
          - P
          - [A, B]
          - Topic${P}: {Type: AWS::SNS::Topic}
            Fn::ForEach::Inner:
              - Q
              - !FindInMap [Zones, us, List]
              - Queue${P}${Q}:
                  Type: AWS::SQS::Queue
                  DependsOn: Topic${P}
        """,
        """\
        TopicA: {Type: AWS::SNS::Topic}
        QueueAx: {Type: AWS::SQS::Queue, DependsOn: TopicA}
        QueueAy: {Type: AWS::SQS::Queue, DependsOn: TopicA}
        TopicB: {Type: AWS::SNS::Topic}
        QueueBx: {Type: AWS::SQS::Queue, DependsOn: TopicB}
        QueueBy: {Type: AWS::SQS::Queue, DependsOn: TopicB}
        """,
    ),
    (  # what is no letter or digit is left out of &{}
        """\
        Fn::ForEach::Queues:
          - Id
          - [a.fifo, !Ref AWS::NoValue]
          - Queue&{Id}: {Type: AWS::SQS::Queue, Properties: {QueueName: "${Id}"}}
        """,
        "Queueafifo: {Type: AWS::SQS::Queue, Properties: {QueueName: a.fifo}}",
    ),
    (  # inside of properties
        """\
        Queue:
          Type: AWS::SQS::Queue
          Properties:
            DelaySeconds: 1
            Fn::ForEach::Properties:
              - Name
              - [Fifo, Managed]
              - ${Name}Queue: !Sub "${Name}"
        """,
        """\
        Queue:
          Type: AWS::SQS::Queue
          Properties: {DelaySeconds: 1, FifoQueue: Fifo, ManagedQueue: Managed}
        """,
    ),
    (  # names made of the loop's variable
        """\
        Fn::ForEach::Queues:
          - Id
          - [A]
          - Queue${Id}: {Type: AWS::SQS::Queue}
            Topic${Id}:
              Type: AWS::SNS::Topic
              Condition: Is${Env}
              Properties:
                TopicName: !GetAtt [!Sub "Queue${Id}", !Sub "${Id}rn"]
                DisplayName: {Ref: {"Fn::Sub": "Queue${Id}"}}
                KmsMasterKeyId: !GetAtt "Queue${Id}.QueueName"
                Tags: !If [IsDev, "${Id}", !FindInMap [!Sub "M${S}", A, B, DefaultValue: "d${Id}"]]
        """.replace("Is${Env}", "IsDev").replace("${S}", "${Id}"),
        """\
        QueueA: {Type: AWS::SQS::Queue}
        TopicA:
          Type: AWS::SNS::Topic
          Condition: IsDev
          Properties:
            TopicName: !GetAtt [QueueA, Arn]
            DisplayName: !Ref QueueA
            KmsMasterKeyId: !GetAtt QueueA.QueueName
            Tags: !If [IsDev, A, dA]
        """,
    ),
    (  # a default that is there, that is not there, and that only a deployment chooses
        """\
        Fn::ForEach::Queues:
          - Id
          - [A, B]
          - Queue${Id}:
              Type: AWS::SQS::Queue
              Condition: !FindInMap [Sizes, !Ref Id, None, DefaultValue: !Ref AWS::NoValue]
              Properties:
                DelaySeconds: !FindInMap [Sizes, !Ref Id, Size, DefaultValue: 2]
                QueueName: !FindInMap [Sizes, !Ref Env, Size, DefaultValue: "${Id}"]
        """,
        """\
        QueueA:
          Type: AWS::SQS::Queue
          Properties:
            DelaySeconds: !FindInMap [Sizes, A, Size]
            QueueName: !FindInMap [Sizes, !Ref Env, Size, DefaultValue: A]
        QueueB:
          Type: AWS::SQS::Queue
          Properties:
            DelaySeconds: 2
            QueueName: !FindInMap [Sizes, !Ref Env, Size, DefaultValue: B]
        """,
    ),
    (  # own variables of a Fn::Sub go before the loop's; what a value brings is no variable
        """\
        Fn::ForEach::Queues:
          - Id
          - ["A${Env}"]
          - Queue&{Id}:
              Type: AWS::SQS::Queue
              Properties:
                QueueName: !Sub ["${Id}-${Env}", {Id: !Ref Id}]
                Other: !Sub "${Id}"
        """,
        """\
        QueueAEnv:
          Type: AWS::SQS::Queue
          Properties:
            QueueName: !Sub ["${Id}-${Env}", {Id: "A${Env}"}]
            Other: "A${Env}"
        """,
    ),
    (  # policies
        """\
        A: {Type: AWS::SNS::Topic, DeletionPolicy: !Ref Policy}
        B: {Type: AWS::SNS::Topic, UpdateReplacePolicy: !FindInMap [Zones, us, Policy]}
        C: {Type: AWS::SNS::Topic, DeletionPolicy: !If [KeepsIt, Retain, Delete]}
        D: {Type: AWS::SNS::Topic, DeletionPolicy: !If [IsDev, Retain, Delete]}
        """,
        """\
        A: {Type: AWS::SNS::Topic, DeletionPolicy: !Ref Policy}
        B: {Type: AWS::SNS::Topic, UpdateReplacePolicy: Delete}
        C: {Type: AWS::SNS::Topic, DeletionPolicy: !If [KeepsIt, Retain, Delete]}
        D: {Type: AWS::SNS::Topic, DeletionPolicy: !If [IsDev, Retain, Delete]}
        """,
    ),
    (  # what the bridge carries stays
        "A: {Type: AWS::SNS::Topic, Properties: {TopicName: {Fn::Length: [a, b]}}}",
        "A: {Type: AWS::SNS::Topic, Properties: {TopicName: {Fn::Length: [a, b]}}}",
    ),
]


def _with(resources: str) -> str:
    return TEMPLATE + textwrap.indent(textwrap.dedent(resources), "  ")


def _resources(text: str) -> Any:
    return expanded(text)["Resources"]


@pytest.mark.parametrize(("before", "after"), RESOURCES)
def test_resources(before: str, after: str) -> None:
    found = _resources(_with(before))
    wanted = _resources(_with(after))
    assert found == wanted
    assert list(found) == list(wanted)


def test_conditions_and_outputs() -> None:
    text = TEMPLATE + textwrap.dedent("""\
        Outputs:
          Fn::ForEach::Outputs:
            - Name
            - [TopicName, TopicArn]
            - Topic${Name}: {Value: !GetAtt [Topic, !Ref Name], Condition: "Is${Name}"}
        """)
    loop = "  Fn::ForEach::Is: [N, [TopicName, TopicArn], {'Is${N}': !Equals [!Ref Env, '${N}']}]\n"
    found = expanded(text.replace("Resources:\n", f"{loop}Resources:\n"))
    assert found["Conditions"]["IsTopicArn"] == {"Fn::Equals": [{"Ref": "Env"}, "TopicArn"]}
    assert list(found["Outputs"]) == ["TopicTopicName", "TopicTopicArn"]
    assert found["Outputs"]["TopicTopicArn"] == {
        "Condition": "IsTopicArn",
        "Value": {"Fn::GetAtt": ["Topic", "TopicArn"]},
    }


LOOP = "Fn::ForEach::L: [X, %s, {'Q&{X}': {Type: AWS::SQS::Queue}}]\n"


def test_a_parameter_freezes_a_loop() -> None:
    report = Report()
    found = expanded(_with(LOOP % "!Ref Names"), report=report)
    assert list(found["Resources"]) == ["Topic", "Qa", "Qb1"]
    assert codes(report) == ["frozen-loop", "expanded"]
    assert "Transform" not in found


def test_a_value_goes_before_the_default() -> None:
    text = _with(LOOP % "!Ref Unknown")
    assert list(expanded(text, parameters={"Unknown": "c,d"})["Resources"]) == ["Topic", "Qc", "Qd"]


def test_a_computed_name_freezes_its_parameter() -> None:
    report = Report()
    text = _with(
        "A: {Type: AWS::SNS::Topic, Properties: {TopicName: !GetAtt [Topic, !Ref Policy]}}"
    )
    assert "Retain" in str(expanded(text, report=report))
    assert codes(report) == ["frozen-name", "expanded"]


def test_the_transform_stays_where_its_functions_do() -> None:
    text = _with("A: {Type: AWS::SNS::Topic, Properties: {TopicName: {Fn::ToJsonString: {a: 1}}}}")
    assert expanded(text)["Transform"] == "AWS::LanguageExtensions"


def test_comments_move_with_their_entries() -> None:
    text = _with("# queues\n" + LOOP % "[A, B]")
    stack = read_text(text, "t", check=False)
    found = expand(stack, source_dir=None, report=Report()).comments
    assert found == {("Resources", "QA"): "queues"}


def test_a_template_without_transforms_is_left_alone() -> None:
    stack = read_text("Resources: {A: {Type: AWS::SNS::Topic}}", "t")
    assert expand(stack, source_dir=None, report=Report()) is stack


# (resources, what is raised, where, words)
REFUSED: list[tuple[str, type[ConversionError], tuple[Any, ...], str]] = [
    (LOOP % "!Ref Unknown", TemplateError, ("Fn::ForEach::L", 1), "give the parameter a Default"),
    (LOOP % "!Ref Secret", UnsupportedError, ("Fn::ForEach::L", 1), "secret"),
    (LOOP % "!Ref Stored", UnsupportedError, ("Fn::ForEach::L", 1), "SSM"),
    (LOOP % "!GetAtt Topic.Arn", UnsupportedError, ("Fn::ForEach::L", 1), "Fn::GetAtt"),
    (
        LOOP % "!FindInMap [Zones, !Ref AWS::Region, List]",
        UnsupportedError,
        ("Fn::ForEach::L", 1),
        "AWS::Region, which only a deployment knows",
    ),
    (LOOP % "text", TemplateError, ("Fn::ForEach::L", 1), "must be a list"),
    (LOOP % "[a, a]", TemplateError, ("Fn::ForEach::L", 2, "Q&{X}"), "Resources has Qa twice"),
    (LOOP.replace("[X", "[Env") % "[a]", TemplateError, ("Fn::ForEach::L", 0), "a parameter"),
    (LOOP.replace("::L", "::Topic") % "[a]", TemplateError, ("Fn::ForEach::Topic",), "a resource"),
    (
        "Fn::ForEach::L: [X, [a], {'Fn::ForEach::M': [X, [b], {'${X}': {}}]}]",
        TemplateError,
        ("Fn::ForEach::L", 2, "Fn::ForEach::M", 0),
        "has the identifier X already",
    ),
    (
        "Fn::ForEach::L: [X, [a-b], {'${X}': {Type: AWS::SNS::Topic}}]",
        TemplateError,
        ("Fn::ForEach::L", 2, "${X}"),
        "no logical ID",
    ),
    (
        "Fn::ForEach::L: [X, [a], {'${X}': {Type: T, Properties: {A: !Ref 'N${X}'}}}]",
        TemplateError,
        ("Fn::ForEach::L", 2, "${X}", "Properties", "A", "Ref"),
        "there is no parameter or resource Na",
    ),
    (
        "A: {Type: AWS::SNS::Topic, Properties: {B: !GetAtt [Topic, !Ref AWS::Region]}}",
        UnsupportedError,
        ("A", "Properties", "B", "Fn::GetAtt", 1),
        "a name in Fn::GetAtt depends on AWS::Region",
    ),
    (
        "A: {Type: AWS::SNS::Topic, Properties: {B: {Fn::Sub: {Fn::Transform: {Fn::Sub: x}}}}}",
        TemplateError,
        ("A", "Properties", "B", "Fn::Sub"),
        "Fn::Sub takes text",
    ),
]


@pytest.mark.parametrize(("resources", "error", "path", "words"), REFUSED)
def test_refused(
    resources: str, error: type[ConversionError], path: tuple[Any, ...], words: str
) -> None:
    found, message = refused(_with(resources), error)
    assert words in message
    assert found == ("Resources", *path)


def test_a_loop_needs_the_transform() -> None:
    text = _with(LOOP % "[A]").replace("Transform: AWS::LanguageExtensions\n", "")
    path, message = refused(text, TemplateError)
    assert message.startswith("Fn::ForEach needs 'Transform: AWS::LanguageExtensions'")
    assert path == ("Resources", "Fn::ForEach::L")


def test_a_loop_cannot_stand_elsewhere() -> None:
    text = _with("").replace("Mappings:\n", "Mappings:\n  Fn::ForEach::M: [X, [a], {}]\n")
    path, message = refused(text, TemplateError)
    assert message == "Fn::ForEach cannot stand in Mappings"
    assert path == ("Mappings", "Fn::ForEach::M")


def test_other_extensions_without_the_transform_are_told() -> None:
    report = Report()
    text = "Resources: {A: {Type: AWS::SNS::Topic, Properties: {B: {Fn::Length: [a]}}}}"
    expanded(text, report=report)
    assert codes(report) == ["needs-transform"]


def test_loops_that_never_end_are_refused() -> None:
    items = str(list(range(30)))
    body = "{Type: AWS::SNS::Topic}"
    key = "T" + "".join(f"${{X{depth}}}x" for depth in range(4))
    text = f"{{'{key}': {body}}}"
    for depth in range(4):
        text = f"{{'Fn::ForEach::L{depth}': [X{depth}, {items}, {text}]}}"
    message = refused(f"Transform: AWS::LanguageExtensions\nResources: {text}", UnsupportedError)[1]
    assert "rounds" in message
