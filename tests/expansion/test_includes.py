"""AWS::Include: files beside the template."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from converter.errors import ConversionError, TemplateError, UnsupportedError
from converter.report import Report

from .expanding import codes, expanded, refused

TOPIC = "{Type: AWS::SNS::Topic}"
CALL = "{Name: AWS::Include, Parameters: {Location: %s}}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with parts of templates."""
    files = {
        "sections.yaml": f"Mappings: {{M: {{a: {{b: c}}}}}}\nResources: {{B: {TOPIC}}}",
        "resources.json": '{"B": {"Type": "AWS::SNS::Topic"}}',
        "properties.yaml": "TopicName: !Sub '${AWS::Region}-x'\nDisplayName: d",
        "list.yaml": "- {Key: a, Value: b}",
        "outer.yaml": f"Fn::Transform: {CALL % 'properties.yaml'}",
        "endless.yaml": f"Fn::Transform: {CALL % 'endless.yaml'}",
        "large.yaml": "a: " + "b" * 1_000_000,
    }
    inside = tmp_path / "inside"
    inside.mkdir()
    for name, text in files.items():
        (inside / name).write_text(text)
    (tmp_path / "outside.yaml").write_text("A: 1")
    return inside


def _topic(properties: str) -> str:
    return f"Resources: {{A: {{Type: AWS::SNS::Topic, Properties: {properties}}}}}"


def _include(name: str) -> str:
    return f"Fn::Transform: {CALL % name}"


PROPERTIES = {"TopicName": {"Fn::Sub": "${AWS::Region}-x"}, "DisplayName": "d"}

# (template, the resources after)
INCLUDES: list[tuple[str, Any]] = [
    (f"Transform: {CALL % 'sections.yaml'}\nResources: {{A: {TOPIC}}}", ["A", "B"]),
    (f"Resources: {{A: {TOPIC}}}\n{_include('sections.yaml')}", ["A", "B"]),
    (f"Resources: {{A: {TOPIC}, {_include('resources.json')}}}", ["A", "B"]),
    (_topic(f"{{{_include('properties.yaml')}}}"), PROPERTIES),
    (_topic(f"{{{_include('outer.yaml')}}}"), PROPERTIES),
    (_topic(f"{{E: f, {_include('properties.yaml')}}}"), {"E": "f", **PROPERTIES}),
    (_topic(f"{{Tags: {{{_include('list.yaml')}}}}}"), {"Tags": [{"Key": "a", "Value": "b"}]}),
]


@pytest.mark.parametrize(("template", "wanted"), INCLUDES)
def test_includes(folder: Path, template: str, wanted: Any) -> None:
    tree = expanded(template, folder)
    found = tree["Resources"]
    assert wanted == (list(found) if isinstance(wanted, list) else found["A"]["Properties"])
    assert "Transform" not in tree
    assert "Fn::Transform" not in str(tree)


def test_a_parameter_names_the_file(folder: Path) -> None:
    report = Report()
    text = f"Parameters: {{F: {{Type: String, Default: properties.yaml}}}}\n{_topic('{%s}')}"
    tree = expanded(text % _include("!Ref F"), folder, report)
    assert tree["Resources"]["A"]["Properties"] == PROPERTIES
    assert codes(report) == ["frozen-name", "expanded"]


def test_a_file_that_only_a_deployment_knows_stays_inside_its_resource(folder: Path) -> None:
    call = _include("!Sub '${AWS::AccountId}/x'")
    tree = expanded(_topic(f"{{{call}}}"), folder)
    assert "Fn::Transform" in tree["Resources"]["A"]["Properties"]


# (template, what is raised, words)
REFUSED: list[tuple[str, type[ConversionError], str]] = [
    (_topic(f"{{{_include('s3://bucket/x.yaml')}}}"), UnsupportedError, "download it beside"),
    (_topic(f"{{{_include('../outside.yaml')}}}"), UnsupportedError, "outside of the template"),
    (_topic(f"{{{_include('/etc/passwd')}}}"), UnsupportedError, "outside of the template"),
    (_topic(f"{{{_include('none.yaml')}}}"), UnsupportedError, "there is no file none.yaml"),
    (_topic(f"{{{_include('large.yaml')}}}"), UnsupportedError, "larger than"),
    (_topic(f"{{{_include('endless.yaml')}}}"), TemplateError, "nested more than"),
    (_topic(f"{{A: b, {_include('list.yaml')}}}"), TemplateError, "must be a mapping"),
    (_topic(f"{{DisplayName: b, {_include('properties.yaml')}}}"), TemplateError, "DisplayName is"),
    (f"Resources: {{B: {TOPIC}, {_include('resources.json')}}}", TemplateError, "B is in the temp"),
    (_topic("{Fn::Transform: {Name: AWS::Include}}"), TemplateError, "needs the parameter Loc"),
]


@pytest.mark.parametrize(("template", "error", "words"), REFUSED)
def test_refused(folder: Path, template: str, error: type[ConversionError], words: str) -> None:
    path, message = refused(template, error, folder)
    assert words in message
    assert path[-1] == "Fn::Transform"


def test_a_template_in_no_folder_includes_nothing() -> None:
    message = refused(_topic(f"{{{_include('properties.yaml')}}}"), UnsupportedError)[1]
    assert "in no folder" in message
