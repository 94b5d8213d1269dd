"""Macros: which stay, which are refused."""

from __future__ import annotations

from typing import Any

import pytest

from converter.errors import UnsupportedError
from converter.expansion import expand
from converter.report import Report
from converter.sections import stack_of

from .expanding import codes, expanded, refused

TOPIC = "{Type: AWS::SNS::Topic}"

# (template, where, words)
REFUSED: list[tuple[str, tuple[Any, ...], str]] = [
    (f"Transform: Mine\nResources: {{A: {TOPIC}}}", ("Transform",), "the macro Mine"),
    (
        f"Transform: [{{Name: Mine, Parameters: {{A: b}}}}]\nResources: {{A: {TOPIC}}}",
        ("Transform",),
        "the macro Mine",
    ),
    (
        f"Transform: AWS::SecretsManager-2024-09-16\nResources: {{A: {TOPIC}}}",
        ("Transform",),
        "rotate secrets",
    ),
    (f"Transform: AWS::ServiceCatalog\nResources: {{A: {TOPIC}}}", ("Transform",), "provisioned"),
    (
        f"Resources: {{A: {TOPIC}, Fn::Transform: {{Name: Mine}}}}",
        ("Resources", "Fn::Transform"),
        "the macro Mine",
    ),
    (
        "Resources: {A: {Type: AWS::SNS::Topic, Fn::Transform: {Name: Mine}}}",
        ("Resources", "A", "Fn::Transform"),
        "the macro Mine",
    ),
    (f"Resources: {{A: {TOPIC}}}\nFn::Transform: {{Name: Mine}}", ("Transform",), "Mine"),
]


@pytest.mark.parametrize(("template", "path", "words"), REFUSED)
def test_refused(template: str, path: tuple[Any, ...], words: str) -> None:
    found, message = refused(template, UnsupportedError)
    assert words in message
    assert found == path


def test_a_macro_inside_of_properties_stays() -> None:
    call = {"Fn::Transform": {"Name": "Mine", "Parameters": {"A": "b"}}}
    text = f"Resources: {{A: {{Type: AWS::SNS::Topic, Properties: {{TopicName: {call}}}}}}}"
    report = Report()
    assert expanded(text, report=report)["Resources"]["A"]["Properties"]["TopicName"] == call
    assert codes(report) == []


def test_what_is_about_updates_alone_is_kept_and_told() -> None:
    report = Report()
    text = f"Transform: AWS::CodeDeployBlueGreen\nResources: {{A: {TOPIC}}}"
    assert expanded(text, report=report)["Transform"] == "AWS::CodeDeployBlueGreen"
    assert codes(report) == ["no-blue-green"]


@pytest.mark.parametrize(
    "names",
    [["AWS::Serverless-2016-10-31"], ["AWS::LanguageExtensions", "AWS::Serverless-2016-10-31"]],
)
def test_transforms_that_have_nothing_to_do_stay(names: list[str]) -> None:
    tree: Any = {"Transform": names, "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    report = Report()
    stack = expand(stack_of(tree), source_dir=None, report=report)
    assert stack.transforms == tuple(names)
    assert list(report) == []
