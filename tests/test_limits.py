"""Input that is small and stands for much, is of another shape than it should be, or has odd names:
all of it is refused in words, and soon.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import converter
from converter.errors import ConversionError, SourceError, TemplateError, UnsupportedError
from converter.intrinsics.substitution import LONGEST_SUB
from converter.recorder.project import read_project
from converter.report import Report

TOPIC = {"Type": "AWS::SNS::Topic"}


def template(folder: Path, resources: dict[str, Any]) -> str:
    path = folder / "template.json"
    path.write_text(json.dumps({"Resources": resources}), encoding="utf-8")
    return str(path)


def topic_named(folder: Path, name: Any) -> str:
    return template(folder, {"T": {**TOPIC, "Properties": {"DisplayName": name}}})


def test_includes_stand_for_so_much_all_together(tmp_path: Path) -> None:
    for depth in range(9):
        call = {"Name": "AWS::Include", "Parameters": {"Location": f"inc{depth + 1}.json"}}
        calls = {f"K{n}": {"Fn::Transform": call} for n in range(20)}
        (tmp_path / f"inc{depth}.json").write_text(json.dumps(calls))
    (tmp_path / "inc9.json").write_text("{}")
    call = {"Name": "AWS::Include", "Parameters": {"Location": "inc0.json"}}
    source = template(tmp_path, {"T": {**TOPIC, "Metadata": {"Fn::Transform": call}}})
    with pytest.raises(TemplateError, match=r"^its includes are more than 1000 files$"):
        converter.migrate(source)


def test_nested_templates_are_so_many(tmp_path: Path) -> None:
    nested = {"Type": "AWS::CloudFormation::Stack"}
    for n in range(1001):
        (tmp_path / f"n{n}.json").write_text(json.dumps({"Resources": {"T": TOPIC}}))
    stacks = {f"N{n}": {**nested, "Properties": {"TemplateURL": f"n{n}.json"}} for n in range(1001)}
    with pytest.raises(TemplateError, match=r"more than 1000 files$"):
        converter.migrate(template(tmp_path, stacks))


def test_sub_within_its_variables_stands_for_so_much(tmp_path: Path) -> None:
    value: Any = {"Ref": "AWS::Region"}
    for _ in range(24):
        value = {"Fn::Sub": ["${a}${a}", {"a": value}]}
    with pytest.raises(TemplateError, match=rf"^Fn::Sub stands for more than {LONGEST_SUB} char"):
        converter.migrate(topic_named(tmp_path, value))


@pytest.mark.parametrize("text", ["${" * 100_000, "${AWS::Region}" + "${" * 100_000])
def test_open_braces_are_text(tmp_path: Path, text: str) -> None:
    stack = converter.read(topic_named(tmp_path, {"Fn::Sub": text}))
    again = converter.to_cloudformation(converter.to_pulumi(stack))
    assert not converter.verify(stack, again)


def test_only_the_first_unknown_names_are_explained(tmp_path: Path) -> None:
    names = [{"Ref": f"Tt{n}"} for n in range(3000)]
    with pytest.raises(TemplateError) as caught:
        converter.read(topic_named(tmp_path, {"Fn::Join": ["", names]}))
    errors = caught.value.errors
    assert len(errors) == 3000
    assert errors[0].line == 1
    assert sum("did you mean" in each.message for each in errors) <= 10


@pytest.mark.parametrize("location", ["a\0b", "a" * 5000, "\ud800"])
def test_names_of_files_that_cannot_be(tmp_path: Path, location: str) -> None:
    call = {"Name": "AWS::Include", "Parameters": {"Location": location}}
    included = template(tmp_path, {"T": {**TOPIC, "Metadata": {"Fn::Transform": call}}})
    with pytest.raises((UnsupportedError, SourceError)):
        converter.migrate(included)
    properties = {"TemplateURL": location}
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": properties}
    report = Report()
    try:
        converter.migrate(template(tmp_path, {"N": nested}), report=report)
    except SourceError as error:
        assert "surrogate" in error.message  # noqa: PT017
    else:
        assert report.warnings


SHAPES = [
    ("Pulumi.yaml", "config: 5", "config: a mapping is expected, this is a number"),
    ("Pulumi.yaml", "config: [a]", "config: a mapping is expected, this is a list"),
    ("Pulumi.yaml", "main: {a: b}", "main: a text is expected, this is a mapping"),
    ("Pulumi.yaml", "description: [a]", "description: a text is expected, this is a list"),
    ("Pulumi.yaml", "config: {~: a}", "config: a key that is no text"),
    ("Pulumi.yaml", "config: {a: {default: !!binary aGk=}}", "config.a.default: what JSON can say"),
    ("Pulumi.yaml", "config: &a {b: *a}", "is nested too deeply"),
    ("Pulumi.yaml", "config: " + "[" * 300 + "]" * 300, "is nested too deeply"),
    ("Pulumi.yaml", f"config: {{a: {'9' * 5000}}}", "has a value in it that cannot be read"),
    ("Pulumi.dev.yaml", "config: 5", "config: a mapping is expected, this is a number"),
    ("Pulumi.dev.yaml", "- a", "a mapping is expected, this is a list"),
    ("cloudformation.yaml", "Resources: 5", "Resources must be a mapping"),
    ("cloudformation.yaml", "Transform: 5", "Transform must be a text"),
    ("cloudformation.yaml", "Outputs: {o: {Export: 5}}", "Export must be a mapping"),
    ("cloudformation.yaml", "Resources: {T: {Properties: 5}}", "Properties must be a mapping"),
]


@pytest.mark.parametrize(
    ("file", "text", "words"), SHAPES, ids=[f"{f} {t[:30]}" for f, t, _ in SHAPES]
)
def test_files_of_a_project_have_a_shape(tmp_path: Path, file: str, text: str, words: str) -> None:
    project = "name: demo\nruntime: python\n"
    (tmp_path / "Pulumi.yaml").write_text(project)
    (tmp_path / file).write_text((project if file == "Pulumi.yaml" else "") + f"{text}\n")
    (tmp_path / "__main__.py").write_text("import pulumi_aws_native as a\na.sns.Topic('T')\n")
    with pytest.raises(ConversionError) as caught:
        converter.record(tmp_path)
    error = caught.value
    assert error.file == str(tmp_path / file)
    said = f"{'.'.join(map(str, error.path))}: {error.message}"
    assert words in said


def test_values_of_config_are_texts_of_any_shape(tmp_path: Path) -> None:
    config = "config: {d: 2020-01-01, e: 2020-99-99, n: 5, b: true, l: &l [1, 2], m: *l}"
    (tmp_path / "Pulumi.yaml").write_text(f"name: demo\nruntime: python\n{config}\n")
    (tmp_path / "__main__.py").touch()
    values = read_project(tmp_path, "dev").values
    assert values["d"] == "2020-01-01"
    assert values["e"] == "2020-99-99"
    assert (values["n"], values["b"], values["l"], values["m"]) == ("5", "true", "[1, 2]", "[1, 2]")


STACK = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "S.template.json"}}
DAMAGED = [
    ('{"version": "36.0.0", "artifacts":', "manifest of the assembly is damaged: not valid JSON"),
    ('{"version": "36.0.0"}', "manifest of the assembly is damaged: it has no artifacts"),
    ("[]", "manifest of the assembly is damaged"),
    (json.dumps({"version": "1", "artifacts": []}), "a mapping is expected"),
    (json.dumps({"version": "1", "artifacts": {"S": 5}}), "a mapping is expected"),
    (
        json.dumps({"version": "1", "artifacts": {"S": {**STACK, "dependencies": 5}}}),
        "a list is expected",
    ),
    (
        json.dumps({"version": "1", "artifacts": {"S": {**STACK, "environment": "eu-west-1"}}}),
        "the environment of a stack is 'eu-west-1', not aws://ACCOUNT/REGION",
    ),
]


@pytest.mark.parametrize(
    ("name", "file"), [("cdk.out", "S.template.json"), ("out", "S.assets.json"), ("out", "cdk.out")]
)
def test_an_assembly_without_its_manifest_is_no_folder_of_templates(
    tmp_path: Path, name: str, file: str
) -> None:
    folder = tmp_path / name
    folder.mkdir()
    (folder / "S.template.json").write_text(json.dumps({"Resources": {"T": TOPIC}}))
    (folder / file).touch()
    with pytest.raises(SourceError, match=r"manifest of the assembly is damaged: it cannot be"):
        converter.migrate(folder)


@pytest.mark.parametrize(("manifest", "words"), DAMAGED, ids=[words for _, words in DAMAGED])
def test_a_damaged_assembly_is_no_folder_of_templates(
    tmp_path: Path, manifest: str, words: str
) -> None:
    folder = tmp_path / "cdk.out"
    folder.mkdir()
    (folder / "S.template.json").write_text(json.dumps({"Resources": {"T": TOPIC}}))
    (folder / "manifest.json").write_text(manifest)
    with pytest.raises(SourceError, match=words):
        converter.migrate(folder)
