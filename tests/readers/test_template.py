"""Reading templates: what each spelling means, what is refused and where."""

from __future__ import annotations

import json
import math
import os
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from converter import to_pulumi
from converter.cloudformation import Output, Parameter, Resource
from converter.errors import ConversionError, SourceError, TemplateError
from converter.intrinsics import (
    Base64,
    Equals,
    ForEach,
    GetAtt,
    If,
    Not,
    Ref,
    Sub,
    Transform,
)
from converter.readers import yaml_events
from converter.readers.outline import json_outline, marked_outline
from converter.readers.source import Source, decode, read_file
from converter.readers.template import read, read_raw, read_text
from converter.readers.yaml_tree import YamlTree
from converter.report import Report
from converter.scalars import NumberError, read_plain
from converter.sections import tree_of

MINIMAL = "Resources:\n  A:\n    Type: AWS::S3::Bucket\n"

TEMPLATE = """\
AWSTemplateFormatVersion: 2010-09-09
Description: A model
Transform: AWS::LanguageExtensions
Metadata:
  Note: {Ref: verbatim}
Parameters:
  Env:
    Type: String
    Default: dev
    NoEcho: true
Mappings:
  Accounts:
    012345678901: {Size: 1}
    123456789012: {Size: 2}
Conditions:
  Prod: !Not [!Equals [!Ref Env, dev]]
Resources:
  Model:
    Type: AWS::SageMaker::Model
    Condition: Prod
    DependsOn: Role
    DeletionPolicy: Retain
    UpdateReplacePolicy: Delete
    Properties:
      ExecutionRoleArn: !GetAtt Role.Arn
      ModelName: !If [Prod, !Sub "${Env}-model", !Ref AWS::NoValue]
  Role:
    Type: AWS::IAM::Role
Outputs:
  Name:
    Description: Its name
    Value: !GetAtt [Model, ModelName]
    Export:
      Name: {"Fn::Sub": "${Env}-name"}
"""


def test_a_template_becomes_a_stack() -> None:
    stack = read_text(TEMPLATE, "model.yaml")
    assert stack.format_version == "2010-09-09"
    assert stack.transforms == ("AWS::LanguageExtensions",)
    assert stack.metadata == {"Note": {"Ref": "verbatim"}}
    assert stack.parameters == {
        "Env": Parameter(type="String", attributes={"Default": "dev", "NoEcho": True})
    }
    assert stack.mappings == {
        "Accounts": {"012345678901": {"Size": 1}, "123456789012": {"Size": 2}}
    }
    assert stack.conditions == {"Prod": Not(Equals(Ref("Env"), "dev"))}
    assert stack.resources["Model"] == Resource(
        type="AWS::SageMaker::Model",
        condition="Prod",
        depends_on=("Role",),
        deletion_policy="Retain",
        attributes={"UpdateReplacePolicy": "Delete"},
        properties={
            "ExecutionRoleArn": GetAtt("Role", "Arn"),
            "ModelName": If("Prod", Sub("${Env}-model"), Ref("AWS::NoValue")),
        },
    )
    assert stack.resources["Role"] == Resource(type="AWS::IAM::Role")
    assert stack.outputs == {
        "Name": Output(
            value=GetAtt("Model", "ModelName"),
            description="Its name",
            export_name=Sub("${Env}-name"),
        )
    }


# (YAML, value)
SHORT_FORMS: list[tuple[str, Any]] = [
    ("!Ref A", {"Ref": "A"}),
    ("!Condition A", {"Condition": "A"}),
    ("!GetAtt A.B.C", {"Fn::GetAtt": ["A", "B.C"]}),
    ("!GetAtt [A, B]", {"Fn::GetAtt": ["A", "B"]}),
    ("!GetAtt [A, !Ref B]", {"Fn::GetAtt": ["A", {"Ref": "B"}]}),
    ("!Sub '${A}'", {"Fn::Sub": "${A}"}),
    ("!Sub 012", {"Fn::Sub": "012"}),
    ("!Sub ['${A}', {A: !Ref B}]", {"Fn::Sub": ["${A}", {"A": {"Ref": "B"}}]}),
    ("!GetAZs ''", {"Fn::GetAZs": ""}),
    ("!Join ['', [a, !Ref B]]", {"Fn::Join": ["", ["a", {"Ref": "B"}]]}),
    ("!Base64 {'Fn::Sub': x}", {"Fn::Base64": {"Fn::Sub": "x"}}),
    ("!Transform {Name: M}", {"Fn::Transform": {"Name": "M"}}),
    ("!Contains [[a], b]", {"Fn::Contains": [["a"], "b"]}),
    ("{'Fn::Select': [0, !GetAZs us-east-1]}", {"Fn::Select": [0, {"Fn::GetAZs": "us-east-1"}]}),
]


@pytest.mark.parametrize(("text", "tree"), SHORT_FORMS)
def test_short_tags_are_long_forms(text: str, tree: Any) -> None:
    assert read_raw(f"a: {text}", "t") == {"a": tree}


# (YAML, value)
SCALARS: list[tuple[str, Any]] = [
    ("true", True),
    ("Yes", True),
    ("on", True),
    ("OFF", False),
    ("y", "y"),
    ("None", "None"),
    ("nULL", "nULL"),
    ("''", ""),
    ("'true'", "true"),
    ("! true", True),
    ("80", 80),
    ("-1", -1),
    ("+1_000", 1000),
    ("0x1F", 31),
    ("0b101", 5),
    ("0x", "0x"),
    ("012", 10),
    ("089", "089"),
    ("0o17", "0o17"),
    ("22:22", 1342),
    ("1:2:3.5", 3723.5),
    ("5.00", 5.0),
    (".5", 0.5),
    ("-.5", "-.5"),
    ("1e3", "1e3"),
    ("1.5e+3", 1500.0),
    ("2010-09-09", "2010-09-09"),
    ("2012-10-17T00:00:00Z", "2012-10-17T00:00:00Z"),
    ("1.2.3", "1.2.3"),
    ("=", "="),
    ("!!str 012", "012"),
    ("!!int '12'", 12),
    ("!!float 1", 1),
    ("!!bool 'no'", False),
    ("!!seq [1]", [1]),
    ("!!map {a: b}", {"a": "b"}),
    ('"\\u00e9\\U0001F600"', "é😀"),
    ("|\n  a\n   b\n", "a\n b\n"),
    (">-\n a\n b\n", "a b"),
]


@pytest.mark.parametrize(("text", "value"), SCALARS)
def test_scalars_are_read_as_cloudformation_does(text: str, value: Any) -> None:
    read = read_raw(f"a: {text}", "t")["a"]
    assert read == value
    assert type(read) is type(value)


class _Yaml11(yaml.SafeLoader):
    """PyYAML's reading, dates left alone."""

    yaml_implicit_resolvers = {  # noqa: RUF012 - as its base declares it
        first: [(tag, pattern) for tag, pattern in rows if not tag.endswith("timestamp")]
        for first, rows in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }


@given(st.text("0123456789_-+.:eExbaf", max_size=8) | st.sampled_from(["yes", "On", "nO", "~"]))
def test_plain_scalars_agree_with_yaml_1_1(text: str) -> None:
    node = yaml.ScalarNode("tag:yaml.org,2002:str", text)
    tag = _Yaml11("").resolve(yaml.ScalarNode, text, (True, False))
    try:
        expected = _Yaml11("").construct_object(yaml.ScalarNode(tag, node.value))
    except ValueError:
        return
    if expected in (math.inf, -math.inf):  # as of 1.e+999
        with pytest.raises(NumberError):
            read_plain(text)
    else:
        assert read_plain(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        MINIMAL,
        "\ufeff" + MINIMAL,
        MINIMAL.replace("\n", "\r\n"),
        "%YAML 1.1\n---\n" + MINIMAL + "...\n",
        "{Resources: {A: {Type: 'AWS::S3::Bucket'}}}",
        "\n\t{\n\t'Resources': {'A': {'Type': 'AWS::S3::Bucket'}}\n\t}".replace("'", '"'),
        '{"Resources": {"A": {"Type": "AWS::S3::Bucket"}},}',
        "Parameters:\nOutputs:\n" + MINIMAL + "    Properties:\n",
    ],
)
def test_a_template_may_be_written_in_many_ways(text: str) -> None:
    assert read_text(text, "t").resources == {"A": Resource(type="AWS::S3::Bucket")}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_whatever_it_is_called(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "stack.template"
    file.write_bytes(MINIMAL.replace("A:", "A:  # é\n   ").encode(encoding))
    assert list(read(file).resources) == ["A"]
    assert read(Source("x", MINIMAL)).resources == read(file).resources
    assert read("no-such-file", text=MINIMAL).resources == read(file).resources


def test_a_file_that_is_none(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent", "a\0b"):
        with pytest.raises(SourceError, match="it cannot be read"):
            read(path)
    with pytest.raises(SourceError, match="no UTF-8") as caught:
        decode(b"a: b\nc: \xff", "t")
    assert (caught.value.line, caught.value.column) == (2, 4)


# (text, line, column, words)
REFUSED: list[tuple[str, int, int, str]] = [
    ("", 1, 1, "it is empty"),
    ("# only this", 1, 1, "it is empty"),
    ("hello", 1, 1, "it is a text"),
    ("[]", 1, 1, "it is a list"),
    ("a: [", 2, 1, "not valid YAML"),
    ("a: b: c", 1, 5, "not valid YAML: mapping values"),
    ("a:\n\tb: c", 2, 1, "cannot start any token"),
    ("a: \x07", 1, 4, "U+0007"),
    ('a: "\\ud800"', 1, 7, "Unicode"),
    ("a: b\n---\nc: d", 2, 1, "one YAML document"),
    ("Resources:\n  A: 1\n  A: 2", 3, 3, "the key 'A' stands here twice"),
    ("a: " + "1" * 400, 1, 4, "larger than any number"),
    ("a: *b", 1, 4, "no anchor 'b'"),
    ("a: &a [x, *a]", 1, 11, "inside of what it stands for"),
    ("a: &a {b: c}\nd:\n  <<: *a", 3, 3, "merge key"),
    ("null: 1", 1, 1, "this one is null"),
    ("a: {~: 1}", 1, 5, "this one is null"),
    ("? [a]\n: b", 1, 3, "this one is a list"),
    ("? {a: b}\n: c", 1, 3, "this one is a mapping"),
    ("a: &a b\n*a : c", 2, 1, "this one is an alias"),
    ("a: [!ImportValue Fn::Sub: b]", 1, 5, "!ImportValue for a part of the key 'Fn::Sub'"),
    ("a: {!Reff b: c}", 1, 5, "unknown function !Reff, did you mean !Ref?"),
    ("a: !Reff b", 1, 4, "unknown function !Reff, did you mean !Ref?"),
    ("a: !!binary aGk=", 1, 4, "the tag !!binary"),
    ("a: !!python/object:os.system x", 1, 4, "the tag !!python/object"),
    ("a: !!set {b}", 1, 4, "the tag !!set"),
    ("a: !!int b", 1, 4, "'b' is not of the type !!int"),
    ("a: .inf", 1, 4, "not a number that JSON has"),
    ("a: " + "1" * 5000, 1, 4, "too long"),
    ("[" * 100_000, 1, 201, "more than 200 levels"),
    ("- " * 100_000, 1, 401, "more than 200 levels"),
    ('{"a":' * 100_000, 1, 1001, "more than 200 levels"),
    ("[" * 300 + "]" * 300, 1, 201, "more than 200 levels"),
    ("{'a':" * 100_000, 1, 1001, "more than 200 levels"),
    ('{"Outputs": {"a": 1,\n "a": 2}}', 2, 2, "the key 'a' stands here twice"),
    ('{"a": ' + "1" * 400 + "}", 1, 7, "is no number"),
    ('{"a" 1}', 1, 6, "not valid JSON: Expecting ':'"),
    ('{\n"a": [1, 2\n}', 3, 1, "not valid JSON"),
    ('{"a": NaN}', 1, 7, "NaN is no number"),
    ('{"a": 1e999}', 1, 7, "1e999 is no number"),
    ('{"a": "\\ud800"}', 1, 8, "half a surrogate pair"),
]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"), REFUSED, ids=[row[0][:20] for row in REFUSED]
)
def test_what_no_template_says_is_refused(text: str, line: int, column: int, words: str) -> None:
    for reader in (read_raw, read_text):
        with pytest.raises(ConversionError) as caught:
            reader(text, "t.yaml")
        error = caught.value
        assert words in error.message
        assert (error.file, error.line, error.column) == ("t.yaml", line, column)


REPEATED = [
    "Resources:\n  A:\n    Type: T\n    Properties:\n      P: {x: 1}\n      Q: 1\n      P: 2\n",
    '{"Resources": {"A": {"Type": "T", "Properties":\n\n\n{\n"P": {"x": 1}, "Q": 1,\n\n"P": 2}}}}',
]


@pytest.mark.parametrize("text", REPEATED, ids=["yaml", "json"])
def test_of_a_repeated_key_the_last_one_counts(text: str) -> None:
    report = Report()
    stack = read_text(text, "t", report=report)
    assert stack.resources["A"].properties == {"P": 2, "Q": 1}
    (said,) = report
    assert said.severity == "warning"
    assert said.message.startswith("the key 'P' stands in line 5, too")
    assert said.path == ("Resources", "A", "Properties", "P")


ENDED = """\
Resources:
  # of A
  A:
    Type: T
    # what ends A
    # also
  # of B
  B:
    Type: T
    Properties:
      List:
        - one
        # - another
      # of Last
      Last: x
      # after it
  C:
      # deeper than C's own, and of Type
    Type: T
"""


def test_a_comment_is_never_a_remark_on_what_follows_a_block() -> None:
    comments = read_text(ENDED, "t").comments
    assert comments == {
        ("Resources", "A"): "of A",
        ("Resources", "B"): "of B",
        ("Resources", "B", "Properties", "Last"): "of Last",
        ("Resources", "C", "Type"): "deeper than C's own, and of Type",
    }


@pytest.mark.parametrize(
    ("said", "text"), [("true", "true"), ("1.0", "1.0"), ("2010-09-09", "2010-09-09"), ("''", "")]
)
def test_a_description_is_what_cloudformation_prints(said: str, text: str) -> None:
    described = f"Description: {said}\nParameters:\n  P: {{Type: String, Description: {said}}}\n"
    stack = read_text(f"{described}{MINIMAL}", "t")
    assert stack.description == text
    program = to_pulumi(stack)
    assert (program.description, program.config["P"].description) == (text, text)


DEPLOYED_BY_THE_CDK = """\
Parameters:
  BootstrapVersion:
    Type: AWS::SSM::Parameter::Value<String>
    Default: /cdk-bootstrap/hnb659fds/version
Conditions:
  CDKMetadataAvailable: !Equals [!Ref AWS::Region, eu-west-1]
Rules:
  CheckBootstrapVersion: {Assertions: []}
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Metadata: {aws:cdk:path: App/Queue}
  CDKMetadata:
    Type: AWS::CDK::Metadata
    Condition: CDKMetadataAvailable
    Properties: {Analytics: v2:deflate64:H4s}
"""


def test_what_the_cdk_adds_to_a_deployed_template_is_left_out() -> None:
    report = Report()
    stack = read_text(DEPLOYED_BY_THE_CDK, "t", report=report)
    assert tree_of(stack) == {"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}}
    (said,) = report
    assert said.severity == "note"
    assert said.message.endswith(
        ": CDKMetadata, BootstrapVersion, CheckBootstrapVersion, CDKMetadataAvailable, aws:cdk:path"
    )


def _resource(line: str) -> str:
    return f"{MINIMAL}    {line}\n"


# (text, line, column, words)
MISSHAPEN: list[tuple[str, int, int, str]] = [
    (f"{MINIMAL}Mappings:\n  M: {{top: !Ref P}}", 5, 7, "Ref cannot stand here"),
    ("Resorces: {}", 1, 1, "unknown section Resorces, did you mean Resources?"),
    ("Globals: {}\n" + MINIMAL, 1, 1, "unknown section Globals"),
    ("AWSTemplateFormatVersion: 2011-01-01", 1, 1, "2010-09-09"),
    ("Description: [a]", 1, 1, "Description must be a text"),
    ("Resources: []", 1, 1, "Resources must be a mapping"),
    ("Resources:\n  A: b", 2, 3, "must be a mapping"),
    ("Resources:\n  A:", 2, 3, "must be a mapping"),
    (f"Resources:\n  {'a' * 256}: {{Type: T}}", 2, 3, "a logical ID has at most 255 characters"),
    ("Resources:\n  my-bucket: {Type: T}", 2, 3, "'my-bucket' has more than letters and digits"),
    ("Resources:\n  A: {}", 2, 3, "needs a Type"),
    ("Resources:\n  A: {Type: [T]}", 2, 7, "needs a Type"),
    (_resource("Propertes: {}"), 4, 5, "attribute Propertes, did you mean Properties?"),
    (_resource("Properties: [a]"), 4, 5, "Properties must be a mapping"),
    (_resource("DependsOn: {a: b}"), 4, 5, "DependsOn is a logical ID"),
    (_resource("DependsOn: [[a]]"), 4, 5, "DependsOn is a logical ID"),
    (_resource("Condition: [a]"), 4, 5, "Condition must be a text"),
    (_resource("Properties: {X: {'Fn::Jion': []}}"), 4, 22, "did you mean Fn::Join?"),
    (_resource("Properties:\n      X: !Join [a]"), 5, 10, "Fn::Join takes"),
    (_resource("Properties: {X: {'Fn::Sub': a, b: c}}"), 4, 22, "must be the only key"),
    (_resource("IgnoreGlobals: '*'"), 4, 5, "unknown resource attribute IgnoreGlobals"),
    (_resource("DeletionPolicy: retain"), 4, 5, "not 'retain', did you mean Retain?"),
    (_resource("DeletionPolicy: [Retain]"), 4, 5, "Retain, RetainExceptOnCreate or Snapshot, not"),
    (_resource("UpdateReplacePolicy: RetainExceptOnCreate"), 4, 5, "Delete, Retain or Snapshot"),
    ("Parameters:\n  P: {}", 2, 3, "a parameter needs a Type"),
    ("Parameters:\n  P: {Type: Strin}", 2, 7, "no parameter type Strin, did you mean String?"),
    ("Parameters:\n  P: {Type: List<Text>}", 2, 7, "there is no parameter type List<Text>"),
    ("Parameters:\n  P: {Type: String, Defualt: a}", 2, 21, "did you mean Default?"),
    ("Parameters:\n  P: {Type: String, Default: !Ref A}", 2, 21, "Default of a parameter must be"),
    ("Parameters:\n  P: {Type: String, Default: null}", 2, 21, "Default of a parameter must be"),
    ("Parameters:\n  P: {Type: String, AllowedValues: a}", 2, 21, "must be a list"),
    ("Parameters:\n  P: {Type: String, AllowedValues: [[a]]}", 2, 21, "list of texts"),
    ("Mappings:\n  M: {a: b}", 2, 7, "holds mappings"),
    ("Mappings:\n  M: {a: {b: null}}", 2, 11, "a map holds"),
    ("Mappings:\n  M: {a: {b: {c: d}}}", 2, 11, "a map holds"),
    ("Conditions:\n  C: {a: b}", 2, 3, "a condition is a function"),
    ("Conditions:\n  C: true", 2, 3, "must be a mapping"),
    ("Outputs:\n  O: {Description: a}", 2, 3, "needs a Value"),
    ("Outputs:\n  O: {Value: a, Exports: b}", 2, 17, "did you mean Export?"),
    ("Outputs:\n  O: {Value: a, Export: b}", 2, 17, "Export is a mapping with a Name"),
    ("Transform: [1]", 1, 1, "a Transform is a name"),
    ('{"Resources":\n{"A": {"Type": 1}}}', 2, 8, "needs a Type"),
]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"), MISSHAPEN, ids=[row[0][-40:] for row in MISSHAPEN]
)
def test_the_shape_of_a_template_is_checked(text: str, line: int, column: int, words: str) -> None:
    with pytest.raises(TemplateError) as caught:
        read_text(text, "t.yaml")
    error = caught.value
    assert words in error.message
    assert (error.file, error.line, error.column) == ("t.yaml", line, column)


def test_a_size_is_too_much() -> None:
    with pytest.raises(SourceError, match="longer than"):
        read_raw(" " * 50_000_001, "t")


@pytest.mark.parametrize("size", [0, 1 << 16, (1 << 16) + 1, 200_000])
def test_a_file_is_read_whole(size: int, tmp_path: Path) -> None:
    (tmp_path / "t").write_text("x" * size)
    assert read_file(tmp_path / "t") == "x" * size


@pytest.mark.skipif(not os.path.exists("/dev/zero"), reason="a file without an end")
def test_a_file_without_an_end_is_too_much() -> None:
    with pytest.raises(SourceError, match="longer than"):
        read_file("/dev/zero")


def test_aliases_are_written_out_and_said() -> None:
    report = Report()
    tree = read_raw("a: &x [1, 2]\nb: *x\nc: [*x]", "t", report=report)
    assert tree == {"a": [1, 2], "b": [1, 2], "c": [[1, 2]]}
    assert [(it.code, it.path) for it in report] == [
        ("yaml-alias", ("b",)),
        ("yaml-alias", ("c", 0)),
    ]


def test_aliases_cannot_blow_up() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    for n in range(1, 10):
        lines.append(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]")
    with pytest.raises(SourceError, match="its aliases stand for more than"):
        read_raw("\n".join(lines), "t")


def test_numbers_in_old_notations_are_said() -> None:
    report = Report()
    read_raw("a: 012\nb: [22:22]\nc: '012'\nd: 0\ne: 0x1f\n033: x\nf: -7", "t", report=report)
    assert [(it.code, it.path) for it in report] == [
        ("octal-number", ("a",)),
        ("sexagesimal-number", ("b", 0)),
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("08", "8.0"),
        ("012345678901", "1.2345678901E10"),
        ("1e3", "1000.0"),
        ("12e34567", "Infinity"),
        ("-1.5e3", "-1500.0"),
    ],
)
def test_texts_that_cloudformation_takes_for_numbers_are_said(text: str, number: str) -> None:
    report = Report()
    assert read_raw(f"a: {text}", "t", report=report) == {"a": text}
    words = f"{text} without quotes is the number {number} to CloudFormation: put quotes around it"
    assert [(it.code, it.message) for it in report] == [("text-read-as-number", words)]


@pytest.mark.parametrize("text", ["'08'", "2010-09-09", "12e", "e12", "1.2.3", "10.0.0.0/16", "1f"])
def test_texts_are_texts(text: str) -> None:
    report = Report()
    assert read_raw(f"a: {text}", "t", report=report) == {"a": text.strip("'")}
    assert not [*report]


def test_keys_are_their_text() -> None:
    text = "123456789012: a\n012: b\ntrue: c\n1.10: d\n'~': e\n\"<<\": f\n<<x: g\n"
    assert list(read_raw(text, "t")) == ["123456789012", "012", "true", "1.10", "~", "<<", "<<x"]


def test_loops_and_macros_stand_aside() -> None:
    stack = read_text(
        "Transform: [AWS::LanguageExtensions, Count]\n"
        "Globals: {Function: {Timeout: 3}}\n"
        "Mappings:\n"
        "  Fn::Transform: {Name: AWS::Include}\n"
        "  M: {Fn::Transform: {Name: AWS::Include}}\n"
        "Resources:\n"
        "  Fn::ForEach::Buckets:\n"
        "    - Name\n"
        "    - [a, b]\n"
        "    - Bucket${Name}: {Type: AWS::S3::Bucket}\n"
        "  A:\n"
        "    Type: AWS::S3::Bucket\n"
        "    Count: 3\n"
        "    Properties:\n"
        "      Fn::Transform: {Name: M}\n"
        "      BucketName: b\n",
        "t",
    )
    include = Transform({"Name": "AWS::Include"})
    assert stack.loops == {
        "Mappings": {"Fn::Transform": include, "M": include},
        "Resources": {
            "Fn::ForEach::Buckets": ForEach(
                "Name", ["a", "b"], {"Bucket${Name}": {"Type": "AWS::S3::Bucket"}}
            )
        },
    }
    assert stack.transform_sections == {"Globals": {"Function": {"Timeout": 3}}}
    assert stack.resources["A"].attributes == {"Count": 3}
    assert stack.resources["A"].properties == {
        "Fn::Transform": Transform({"Name": "M"}),
        "BucketName": "b",
    }


COMMENTED = """\
# the file

Parameters:
  # What it
  #  is called
  Name: {Type: String}  # shown
Resources:  # all
  A:
    Type: AWS::S3::Bucket
    Properties:
      # not a comment: it is apart

      BucketName: "a # b"  # real
      Tags:
        # the first
        - Key: a#b
          Value: x # y
        - Key: c  # key
          Value: |
            # text
            echo  # more
      Policy: !Sub
        # sub
        - "#{x}"
        - {a: 1}  # map
      #
      Other: 'it''s # this'
"""


def test_comments_go_to_what_they_stand_at() -> None:
    stack = read_text(COMMENTED, "t")
    properties = ("Resources", "A", "Properties")
    assert stack.comments == {
        ("Parameters", "Name"): "What it\n is called\nshown",
        ("Resources",): "all",
        (*properties, "BucketName"): "real",
        (*properties, "Tags", 0): "the first",
        (*properties, "Tags", 0, "Value"): "y",
        (*properties, "Tags", 1, "Key"): "key",
        (*properties, "Policy", "Fn::Sub", 0): "sub",
        (*properties, "Policy", "Fn::Sub", 1): "map",
    }
    assert read_text(COMMENTED.replace("\n", "\r\n"), "t").comments == stack.comments


@pytest.mark.parametrize("text", [TEMPLATE, json.dumps(read_raw(TEMPLATE, "t"), indent="\t")])
def test_a_source_knows_its_places(text: str) -> None:
    source = Source("t", text)
    lines = text.splitlines()

    def check(tree: Any, path: tuple[Any, ...]) -> None:
        line, column = source.locate(path)
        rest = lines[line - 1][column - 1 :]
        if path and isinstance(path[-1], str) and not path[-1].startswith(("Fn::", "Ref")):
            assert re.match(rf"[\"']?{re.escape(path[-1])}[\"']?:", rest)
        for step, value in (
            tree.items()
            if isinstance(tree, dict)
            else enumerate(tree)
            if isinstance(tree, list)
            else ()
        ):
            check(value, (*path, step))

    check(read_raw(text, "t"), ())
    assert source.locate(("Resources", "Nowhere", 1)) == source.locate(("Resources",))
    assert Source("t", "").locate(("a",)) == (1, 1)


@pytest.mark.parametrize("text", [TEMPLATE, COMMENTED, *(f"a: {text}" for text, _ in SHORT_FORMS)])
def test_what_was_read_need_not_be_read_again_for_its_places(text: str) -> None:
    read = YamlTree(text, "t")
    for outline, known in (
        (marked_outline(read.tree, read.marks), Source("t", text)),
        (json_outline(found := json.dumps(read.tree, indent=1)), Source("t", found)),
    ):
        assert dict(outline.places()) == known.places()
        assert all(outline.locate(path) == place for path, place in known.places().items())
        assert outline.locate(("Resources", "no", 1)) == known.locate(("Resources", "no", 1))


def test_a_place_in_what_cannot_be_read() -> None:
    with pytest.raises(SourceError):
        Source("t", "a: [").locate(("a",))


@pytest.mark.parametrize("text", [TEMPLATE, COMMENTED, *(f"a: {text}" for text, _ in SHORT_FORMS)])
def test_without_libyaml_the_same_is_read(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    fast = YamlTree(text, "t", range(100))
    monkeypatch.setattr(yaml_events, "event_parser", yaml_events.PythonParser)
    slow = YamlTree(text, "t", range(100))
    assert (slow.tree, slow.entries, slow.surprises) == (fast.tree, fast.entries, fast.surprises)
    with pytest.raises(SourceError) as caught:
        read_raw("a: \x07", "t")
    assert (caught.value.line, caught.value.column) == (1, 4)


@given(st.text() | st.text("{}[]:,- \n\"'!&*a#|>?%@`1.~<\t\r\\", max_size=40))
def test_any_text_is_read_or_refused_at_a_place(text: str) -> None:
    faults = []
    for reader in (read_raw, read_text):
        try:
            reader(text, "t")
        except ConversionError as error:
            faults.append(error)
    assert all(error.line for error in faults)


def test_base64_of_a_short_form() -> None:
    stack = read_text(_resource("Properties:\n      U:\n        Fn::Base64: !Sub x"), "t")
    assert stack.resources["A"].properties == {"U": Base64(Sub("x"))}


def test_no_side_of_a_choice_is_a_map_where_an_output_is_a_text() -> None:
    conditions = "Conditions: {C: !Equals [!Ref AWS::Region, a]}\n"
    outputs = "Outputs: {O: {Value: !If [C, a, !If [C, {b: c}, d]]}}\n"
    with pytest.raises(TemplateError, match="the value of an output is a text"):
        read_text(f"{MINIMAL}{conditions}{outputs}", "t")
