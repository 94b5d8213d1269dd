"""Writing templates: what each value looks like, and that reading gives it back."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from converter.cloudformation import Output, Parameter, Resource, Stack
from converter.errors import UnsupportedError
from converter.intrinsics import (
    And,
    ConditionRef,
    Equals,
    ForEach,
    GetAtt,
    If,
    Not,
    Ref,
    Sub,
    Transform,
)
from converter.readers.template import read_raw, read_text
from converter.writers.template import write, write_raw

STACK = Stack(
    format_version="2010-09-09",
    description="A model",
    transforms=("AWS::LanguageExtensions",),
    metadata={"Note": "x"},
    parameters={"Env": Parameter(type="String", attributes={"Default": "012", "NoEcho": True})},
    rules={"R": {"Assertions": [{"Assert": Equals("a", Ref("Env"))}]}},
    mappings={"Accounts": {"012345678901": {"Size": 1, "Ok": ["a"]}}},
    conditions={
        "IsDev": Equals(Ref("Env"), "dev"),
        "IsProd": And((Not(ConditionRef("IsDev")), Not(Equals(Ref("AWS::Region"), "on")))),
    },
    resources={
        "Role": Resource(type="AWS::IAM::Role", attributes={"Metadata": {"a": "b"}}),
        "Model": Resource(
            type="AWS::SageMaker::Model",
            condition="IsProd",
            depends_on=("Role",),
            deletion_policy="Retain",
            properties={
                "ExecutionRoleArn": GetAtt("Role", "Arn"),
                "ModelName": If("IsDev", Sub("${Env}-model"), Ref("AWS::NoValue")),
                "Script": Sub("#!/bin/bash\n\techo $HOME \n"),
            },
        ),
    },
    outputs={
        "Name": Output(
            value=GetAtt("Model", "ModelName"),
            description="Its name",
            export_name=Sub("${Env}-name"),
            condition="IsProd",
        )
    },
    loops={"Resources": {"Fn::ForEach::B": ForEach("Name", ["a"], {"B${Name}": {"Type": "T"}})}},
)

YAML = """\
AWSTemplateFormatVersion: '2010-09-09'
Description: A model

Metadata:
  Note: x

Parameters:
  Env:
    Type: String
    Default: '012'
    NoEcho: true

Rules:
  R:
    Assertions:
      - Assert: !Equals [a, !Ref Env]

Mappings:
  Accounts:
    '012345678901':
      Size: 1
      Ok:
        - a

Conditions:
  IsDev: !Equals [!Ref Env, dev]
  IsProd: !And
    - !Not [!Condition IsDev]
    - !Not [!Equals [!Ref 'AWS::Region', 'on']]

Transform: AWS::LanguageExtensions

Resources:

  Role:
    Type: AWS::IAM::Role
    Metadata:
      a: b

  Model:
    Type: AWS::SageMaker::Model
    Condition: IsProd
    DependsOn: Role
    DeletionPolicy: Retain
    Properties:
      ExecutionRoleArn: !GetAtt Role.Arn
      ModelName: !If [IsDev, !Sub '${Env}-model', !Ref 'AWS::NoValue']
      Script: !Sub |
        #!/bin/bash
        \techo $HOME\x20

  Fn::ForEach::B:
    - Name
    - - a
    - B${Name}:
        Type: T

Outputs:
  Name:
    Description: Its name
    Condition: IsProd
    Value: !GetAtt Model.ModelName
    Export:
      Name: !Sub ${Env}-name
""".replace("Resources:\n\n", "Resources:\n")


def test_a_stack_is_written_as_a_person_would() -> None:
    assert write(STACK, "yaml") == YAML


@pytest.mark.parametrize("form", ["yaml", "json"])
def test_what_is_written_is_read_back(form: str) -> None:
    text = write(STACK, form)
    assert read_text(text, "t") == STACK
    assert write(read_text(text, "t"), form) == text


# (tree, YAML)
VALUES: list[tuple[Any, str]] = [
    ({"Ref": "AWS::Region"}, "!Ref AWS::Region"),
    ({"Ref": "on"}, "!Ref 'on'"),
    ({"Fn::GetAtt": ["A", "B.C"]}, "!GetAtt A.B.C"),
    ({"Fn::GetAtt": ["M.A", "B"]}, "\n  Fn::GetAtt:\n    - M.A\n    - B"),
    ({"Fn::GetAtt": ["A", {"Ref": "B"}]}, "\n  Fn::GetAtt:\n    - A\n    - !Ref B"),
    ({"Fn::GetAZs": ""}, "!GetAZs ''"),
    ({"Fn::GetAZs": {"Ref": "R"}}, "\n  Fn::GetAZs: !Ref R"),
    ({"Fn::Base64": {"Fn::Sub": "x"}}, "\n  Fn::Base64: !Sub x"),
    ({"Fn::Base64": "x"}, "!Base64 x"),
    ({"Fn::ImportValue": {"Fn::Sub": "x"}}, "\n  Fn::ImportValue: !Sub x"),
    ({"Fn::Select": [0, {"Fn::GetAZs": ""}]}, "!Select [0, !GetAZs '']"),
    (
        {"Fn::Select": [0, {"Fn::GetAZs": {"Ref": "R"}}]},
        "!Select\n  - 0\n  - Fn::GetAZs: !Ref R",
    ),
    ({"Fn::Join": ["", ["a", {"Ref": "B"}]]}, "!Join ['', [a, !Ref B]]"),
    (
        {"Fn::Join": ["", ["a" * 40, "b" * 40]]},
        f"!Join\n  - ''\n  - - {'a' * 40}\n    - {'b' * 40}",
    ),
    ({"Fn::Sub": ["${A}", {"A": 1}]}, "!Sub\n  - ${A}\n  - A: 1"),
    ({"Fn::Sub": "a\nb"}, "!Sub |-\n  a\n  b"),
    ({"Fn::If": ["C", {"a": "b"}, 1]}, "!If\n  - C\n  - a: b\n  - 1"),
    ({"Fn::Transform": {"Name": "M"}}, "\n  Fn::Transform:\n    Name: M"),
    ({"Fn::Contains": [["a"], "b"]}, "\n  Fn::Contains:\n    - - a\n    - b"),
    ({"Condition": "A"}, "\n  Condition: A"),
    ({"Fn::Not": [{"Condition": "A"}]}, "!Not [!Condition A]"),
    ({"Fn::Equals": [{"Condition": "A"}, "b"]}, "!Equals\n  - Condition: A\n  - b"),
    ([], "[]"),
    ({}, "{}"),
    ([[1], {"a": [2]}], "\n  - - 1\n  - a:\n      - 2"),
    (None, "null"),
    (True, "true"),
    (5.0, "5.0"),
    (1e16, "1.0e+16"),
    ("plain text", "plain text"),
    ("arn:aws:s3:::b/*", "arn:aws:s3:::b/*"),
    ("None", "None"),
    ("on", "'on'"),
    ("y", "'y'"),
    ("No", "'No'"),
    ("oN", "'oN'"),
    ("null", "'null'"),
    ("~", "'~'"),
    ("", "''"),
    ("80", "'80'"),
    ("012", "'012'"),
    ("089", "'089'"),
    ("0o17", "'0o17'"),
    ("0x1F", "'0x1F'"),
    ("22:22", "'22:22'"),
    ("1e3", "'1e3'"),
    ("1234E567", "'1234E567'"),
    ("-.5", "'-.5'"),
    (".inf", "'.inf'"),
    ("1_000", "'1_000'"),
    ("2010-09-09", "'2010-09-09'"),
    ("2012-10-17T00:00:00Z", "'2012-10-17T00:00:00Z'"),
    ("=", "'='"),
    ("<<", "'<<'"),
    ("10.0.0.0/16", "10.0.0.0/16"),
    ("1.2.3", "1.2.3"),
    ("*", "'*'"),
    ("a: b", "'a: b'"),
    ("a #b", "'a #b'"),
    ("trailing ", "'trailing '"),
    (" leading", "' leading'"),
    ("it's", "it's"),
    ("a\tb", '"a\\tb"'),
    ("a\x85b\u2028\ufeff", '"a\\Nb\\L\\uFEFF"'),
    ("a\x00", '"a\\0"'),
    ("é😀", "é😀"),
    ("a\nb", "|-\n  a\n  b"),
    ("a\n\n  b\n", "|\n  a\n\n    b\n"),
    ("a \n\tb\n", "|\n  a \n  \tb\n"),
    (" a\nb", "|2-\n   a\n  b"),
    ("\ta\nb\n", "|2\n  \ta\n  b\n"),
    ("a\n\n", '"a\\n\\n"'),
    ("a\r\nb", '"a\\r\\nb"'),
]


@pytest.mark.parametrize(("tree", "text"), VALUES)
def test_each_value_as_yaml(tree: Any, text: str) -> None:
    written = write_raw({"Here": tree}, "yaml")
    assert written == "Here:" + ("" if text[0] == "\n" else " ") + text.rstrip("\n") + "\n"
    assert read_raw(written, "t") == {"Here": tree}
    assert read_raw(write_raw({"Here": tree}, "json"), "t") == {"Here": tree}


LONG = "k" * 128

# (tree, YAML)
KEYS: list[tuple[dict[str, Any], str]] = [
    ({"a: b": 1}, "'a: b': 1\n"),
    ({"on": [1]}, "'on':\n  - 1\n"),
    ({"": 1}, "? ''\n: 1\n"),
    ({"a\nb": 1}, "? |-\n  a\n  b\n: 1\n"),
    ({LONG: {"a": 1, "b": []}}, f"? {LONG}\n: a: 1\n  b: []\n"),
    ({LONG: ["a", {"b": "c\nd"}]}, f"? {LONG}\n: - a\n  - b: |-\n      c\n      d\n"),
]


@pytest.mark.parametrize(("tree", "text"), KEYS)
def test_each_key_as_yaml(tree: dict[str, Any], text: str) -> None:
    assert write_raw(tree, "yaml") == text
    assert read_raw(text, "t") == tree


def test_json_is_plain() -> None:
    assert write_raw({"é": {"Ref": "A"}}, "json") == '{\n  "é": {\n    "Ref": "A"\n  }\n}\n'


def test_an_empty_tree() -> None:
    assert read_raw(write_raw({}, "yaml"), "t") == {}
    assert write_raw({}, "json") == "{}\n"


@pytest.mark.parametrize("form", ["yaml", "json"])
@pytest.mark.parametrize("value", ["\ud800", float("inf"), float("nan")])
def test_what_no_template_holds_is_not_written(value: Any, form: str) -> None:
    with pytest.raises(UnsupportedError):
        write_raw({"a": value}, form)


def test_a_part_of_a_template() -> None:
    text = "Resources:\n  A:\n    UpdateReplacePolicy: Retain\n  B:\n    Metadata: {x: y}\n"
    tree = read_raw(text, "cloudformation.yaml")
    assert read_raw(write_raw(tree, "yaml"), "t") == tree


def test_macros_among_keys() -> None:
    properties = {"Fn::Transform": Transform({"Name": "M"}), "a": "b"}
    stack = Stack(
        transforms=("M",),
        resources={"A": Resource(type="T", properties=properties)},
        transform_sections={"Globals": {"a": Ref("B")}},
        loops={"Mappings": {"Fn::Transform": Transform({"Name": "AWS::Include"})}},
    )
    for form in ("yaml", "json"):
        assert read_text(write(stack, form), "t") == stack


TEXTS = st.text() | st.text(" \t\n\r#:-'\"{}[]!&*|>%@`?,.~\x85\u2028\ufeff\x00aé😀", max_size=12)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
)


@given(TEXTS, TEXTS)
def test_any_text_survives(key: str, text: str) -> None:
    tree = {"Resources": {"A": {key: text, "z": [text, {key: [text]}]}, "B": text}}
    for form in ("yaml", "json"):
        written = write_raw(tree, form)
        assert read_raw(written, "t") == tree
        assert write_raw(read_raw(written, "t"), form) == written


@given(
    st.dictionaries(
        TEXTS,
        st.recursive(
            SCALARS | TEXTS | TEXTS.map(lambda text: {"Fn::Sub": text}),
            lambda values: (
                st.lists(values, max_size=3)
                | st.dictionaries(TEXTS, values, max_size=3)
                | st.lists(values, min_size=2, max_size=2).map(lambda it: {"Fn::Join": it})
                | st.lists(values, min_size=1, max_size=1).map(lambda it: {"Fn::Not": it})
            ),
            max_leaves=12,
        ),
        max_size=4,
    )
)
def test_any_tree_survives(tree: dict[str, Any]) -> None:
    for form in ("yaml", "json"):
        written = write_raw(tree, form)
        assert read_raw(written, "t") == tree
        assert write_raw(read_raw(written, "t"), form) == written


@given(st.text(max_size=6) | st.text("0123456789_-+.:eExobyYnN~tT ", max_size=10))
def test_other_readers_see_texts_too(text: str) -> None:
    written = write_raw({"a": text}, "yaml")
    assert yaml.load(written, Loader=yaml.CSafeLoader) == {"a": text}


@given(st.floats(allow_nan=False, allow_infinity=False) | st.integers())
def test_other_readers_see_numbers_too(number: float) -> None:
    assert yaml.load(write_raw({"a": number}, "yaml"), Loader=yaml.CSafeLoader) == {"a": number}
