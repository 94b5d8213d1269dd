"""Names that lead nowhere, nulls and circles."""

from __future__ import annotations

from typing import Any

import pytest

from converter.errors import TemplateError
from converter.readers.template import read_text
from converter.readers.validate import validate, validate_plain
from converter.report import Report

GOOD = """\
Parameters:
  Name: {Type: String}
Mappings:
  Sizes: {dev: {Size: 1}}
Conditions:
  IsDev: !Equals [!Ref Name, dev]
  IsProd: !Not [!Condition IsDev]
Resources:
  Key: {Type: AWS::KMS::Key}
  Bucket:
    Type: AWS::S3::Bucket
    Condition: IsProd
    DependsOn: Key
    Properties:
      BucketName: !Sub "${Name}-${AWS::Region}-${Own}-${Key.Arn}"
"""


def _errors(text: str) -> list[tuple[tuple[Any, ...], str]]:
    with pytest.raises(TemplateError) as caught:
        read_text(text, "t")
    assert caught.value is caught.value.errors[0]
    return [(error.path, error.message) for error in caught.value.errors]


def _with(line: str) -> str:
    return GOOD.replace("${Own}-", "") + f"      Here: {line}\n"


HERE = ("Resources", "Bucket", "Properties", "Here")

# (the property, where below it, words)
PROPERTIES: list[tuple[str, tuple[Any, ...], str]] = [
    ("!Ref Buckett", ("Ref",), "no parameter or resource Buckett, did you mean Bucket?"),
    ("!Ref AWS::Regoin", ("Ref",), "did you mean AWS::Region?"),
    ("[a, !GetAtt Kay.Arn]", (1, "Fn::GetAtt"), "there is no resource Kay, did you mean Key?"),
    ("!GetAtt Name.Arn", ("Fn::GetAtt",), "there is no resource Name"),
    ("!Sub '${Nmae}'", ("Fn::Sub",), "no parameter or resource Nmae, did you mean Name?"),
    ("!Sub ['${A}${Kay.Arn}', {A: b}]", ("Fn::Sub",), "there is no resource Kay"),
    ("!Sub '${a b}'", ("Fn::Sub",), "in Fn::Sub is no variable"),
    ("!If [isDev, a, b]", ("Fn::If",), "there is no condition isDev, did you mean IsDev?"),
    ("!FindInMap [Size, dev, Size]", ("Fn::FindInMap",), "no map Size, did you mean Sizes?"),
    ("null", (), "takes no null"),
    ("[a, {b: ~}]", (1, "b"), "takes no null"),
    ("!If [IsDev, a, null]", ("Fn::If", 2), "takes no null"),
    ("!Equals [a, b]", ("Fn::Equals",), "Fn::Equals stands in Conditions only"),
    (
        "!Sub ['${A}', {A: !Not [!Condition IsDev]}]",
        ("Fn::Sub", 1, "A", "Fn::Not"),
        "Fn::Not stands",
    ),
    ("{'Fn::GetAZs': null}", ("Fn::GetAZs",), "takes no null here: the own region is ''"),
]


def test_a_good_template_passes() -> None:
    read_text(_with("!If [IsDev, !Cidr [a, 1], !Ref AWS::NoValue]"), "t")
    read_text(_with("!FindInMap [No, a, b, {DefaultValue: c}]"), "t")
    read_text(_with("!Sub ['${A}', {A: b}]"), "t")


@pytest.mark.parametrize(("line", "place", "words"), PROPERTIES)
def test_a_property_that_leads_nowhere(line: str, place: tuple[Any, ...], words: str) -> None:
    ((path, message),) = _errors(_with(line))
    assert path == HERE + place
    assert words in message


# (what is changed, into what, path, words)
ELSEWHERE: list[tuple[str, str, tuple[Any, ...], str]] = [
    ("DependsOn: Key", "DependsOn: Kay", ("Resources", "Bucket", "DependsOn"), "resource Kay"),
    ("n: IsProd", "n: IsPord", ("Resources", "Bucket", "Condition"), "condition IsPord"),
    (
        "!Condition IsDev",
        "!Condition IsDef",
        ("Conditions", "IsProd", "Fn::Not", 0, "Condition"),
        "no condition IsDef, did you mean IsDev?",
    ),
    (
        "!Equals [!Ref Name",
        "!Equals [!Ref Key",
        ("Conditions", "IsDev", "Fn::Equals", 0, "Ref"),
        "a condition cannot use the resource Key",
    ),
    (
        "!Equals [!Ref Name, dev]",
        "!Not [!Condition IsProd]",
        ("Conditions", "IsDev"),
        "circular dependency: condition IsDev → IsProd → IsDev",
    ),
    (
        "{Type: AWS::KMS::Key}",
        "{Type: AWS::KMS::Key, Properties: {A: !GetAtt Bucket.Arn}}",
        ("Resources", "Key"),
        "circular dependency: resource Key → Bucket → Key",
    ),
    (
        "{Type: AWS::KMS::Key}",
        "{Type: AWS::KMS::Key, DependsOn: Key}",
        ("Resources", "Key"),
        "circular dependency: resource Key → Key",
    ),
    (
        "Resources:",
        "Outputs: {O: {Value: !Ref Q, Export: {Name: !Ref Name}}}\nResources:",
        ("Outputs", "O", "Value", "Ref"),
        "no parameter or resource Q",
    ),
    (
        "Resources:",
        "Mappings: {M: {a: {b: c}}}\nOutputs: {O: {Value: !FindInMap [M, !Ref Key, b]}}\n"
        "Resources:",
        ("Outputs", "O", "Value", "Fn::FindInMap"),
        "a key of Fn::FindInMap cannot use the resource Key",
    ),
    (
        "Resources:",
        "Mappings: {M: {a: {b: [[c]]}}}\nResources:",
        ("Mappings", "M", "a", "b"),
        "a mapping has texts, and lists of them",
    ),
    (
        "Resources:",
        "Mappings: {M: {a: {b: c}, d: {}}}\nResources:",
        ("Mappings", "M", "d"),
        "a row of a mapping has an entry at least",
    ),
    (
        "Resources:",
        "Outputs: {O: {Value: a, Condition: Q}}\nResources:",
        ("Outputs", "O", "Condition"),
        "no condition Q",
    ),
    (
        "Resources:",
        "Resources:\n  Name: {Type: AWS::SNS::Topic}",
        ("Resources", "Name"),
        "Name is a parameter, too",
    ),
]


@pytest.mark.parametrize(("old", "new", "path", "words"), ELSEWHERE)
def test_a_name_elsewhere(old: str, new: str, path: tuple[Any, ...], words: str) -> None:
    text = _with("a").replace(old, new, 1)
    assert text != _with("a")
    found = _errors(text)
    assert [at for at, message in found if words in message] == [path]


def test_problems_have_their_places() -> None:
    text = _with("[!Ref A,\n        !Ref B]")
    with pytest.raises(TemplateError) as caught:
        read_text(text, "t.yaml")
    last = text.count("\n")
    places = [(it.file, it.line, it.column) for it in caught.value.errors]
    assert places == [("t.yaml", last - 1, 14), ("t.yaml", last, 9)]


def test_a_stack_may_be_read_unchecked() -> None:
    stack = read_text(_with("!Ref Nowhere"), "t", check=False)
    with pytest.raises(TemplateError, match="Nowhere"):
        validate(stack)


def test_every_problem_is_told() -> None:
    found = _errors(_with("[!Ref A, !Ref B, !GetAtt C.D]"))
    assert [path for path, _ in found] == [
        (*HERE, 0, "Ref"),
        (*HERE, 1, "Ref"),
        (*HERE, 2, "Fn::GetAtt"),
    ]


@pytest.mark.parametrize("text", ["Resources: {}", "Parameters: {P: {Type: String}}"])
def test_a_template_without_resources(text: str) -> None:
    ((path, message),) = _errors(text)
    assert (path, message) == (("Resources",), "a template needs at least one resource")


def test_what_a_transform_may_add_is_no_error() -> None:
    report = Report()
    text = "Transform: AWS::Serverless-2016-10-31\n" + _with("!Ref Generated")
    read_text(text, "t", report=report)
    assert [(it.code, it.path) for it in report] == [("unchecked-name", (*HERE, "Ref"))]
    with pytest.raises(TemplateError):
        read_text("Transform: AWS::LanguageExtensions\n" + _with("!Ref Nowhere"), "t")


def test_what_is_in_a_module_may_be_there() -> None:
    text = _with("[!Ref ModBucket, !Ref Mod.Bucket, !GetAtt ModBucket.Arn, !Sub '${ModBucket}']")
    module = "Resources:\n  Mod: {Type: 'My::S3::Bucket::MODULE'}"
    read_text(text.replace("Resources:", module), "t")
    assert len(_errors(text)) == 3


def test_long_chains_are_no_burden() -> None:
    count = 3000
    lines = [f"  R{n}: {{Type: T, DependsOn: R{n + 1}}}" for n in range(count)]
    read_text("\n".join(["Resources:", *lines, f"  R{count}: {{Type: T}}"]), "t")


@pytest.mark.parametrize(
    "line",
    [
        "!FindInMap [Sizes, a, b, {DefaultValue: c}]",
        "{'Fn::ToJsonString': {a: b}}",
        "{Ref: !Sub Key}",
        "[{a: {'Fn::Transform': {Name: Own}}}]",
    ],
)
def test_a_stack_that_needs_a_transform_is_not_checked_without(line: str) -> None:
    text = GOOD.replace("Name: {Type: String}", "Nothing: {Type: String}") + f"      Here: {line}\n"
    assert validate_plain(read_text(text, "t", check=False)) is False


def test_a_plain_stack_is_checked() -> None:
    assert validate_plain(read_text(_with("!Ref Name"), "t", check=False))
    with pytest.raises(TemplateError, match="there is no parameter or resource"):
        validate_plain(read_text(GOOD, "t", check=False))
