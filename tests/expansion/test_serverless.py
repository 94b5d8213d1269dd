"""Serverless templates, as AWS's translator expands them."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from converter.errors import TemplateError, UnsupportedError
from converter.expansion import serverless
from converter.report import Report

from .expanding import codes, expanded, refused

pytest.importorskip("samtranslator", reason="needs the extra sam")

HEAD = "Transform: AWS::Serverless-2016-10-31\n"
FUNCTION = "Type: AWS::Serverless::Function, Properties: {Handler: a.b, Runtime: python3.12, %s}"
INLINE = "InlineCode: pass"


def _function(properties: str, head: str = HEAD) -> str:
    return f"{head}Resources: {{F: {{{FUNCTION % properties}}}}}"


def test_what_is_wrong_with_the_globals_is_told_of_them() -> None:
    text = f"{HEAD}Globals: {{Function: {{Runtim: a}}}}\nResources: {{F: {{{FUNCTION % INLINE}}}}}"
    with pytest.raises(TemplateError, match="'Runtim' is not a supported property") as raised:
        expanded(text)
    assert raised.value.path == ("Globals",)


def test_a_function_with_events_and_globals() -> None:
    text = """\
Transform: AWS::Serverless-2016-10-31
Globals: {Function: {Runtime: python3.12, Timeout: 7}}
Parameters:
  Stage: {Type: String, Default: dev}
Resources:
  Bucket: {Type: AWS::S3::Bucket}
  F:
    Type: AWS::Serverless::Function
    Properties:
      Handler: a.b
      InlineCode: pass
      Environment: {Variables: {STAGE: !Ref Stage, REGION: !Ref AWS::Region}}
      Events:
        Get: {Type: Api, Properties: {Path: /a, Method: get}}
  Table: {Type: AWS::Serverless::SimpleTable}
Outputs:
  Url: {Value: !Sub "https://${ServerlessRestApi}.execute-api.${AWS::Region}.amazonaws.com/Prod"}
"""
    report = Report()
    tree = expanded(text, report=report)
    found = tree["Resources"]
    assert list(found)[:4] == ["Bucket", "F", "FGetPermissionProd", "FRole"]
    function = found["F"]["Properties"]
    assert function["Timeout"] == 7
    assert function["Environment"]["Variables"] == {
        "STAGE": {"Ref": "Stage"},
        "REGION": {"Ref": "AWS::Region"},
    }
    assert found["Table"]["Type"] == "AWS::DynamoDB::Table"
    assert found["ServerlessRestApi"]["Type"] == "AWS::ApiGateway::RestApi"
    assert tree["Parameters"] == {"Stage": {"Type": "String", "Default": "dev"}}
    assert "Globals" not in tree
    assert "Transform" not in tree
    assert "us-east-1" not in str(tree)
    assert codes(report) == ["expanded"]


# (properties of a function, the property that has to be uploaded, where it stands for)
PACKAGED: list[tuple[str, str, Any]] = [
    ("CodeUri: ./src/a", "CodeUri: ./src/a", ("replace-with-your-bucket", "src/a")),
    ("MemorySize: 128", "CodeUri: the template's folder", ("replace-with-your-bucket", "F")),
]


@pytest.mark.parametrize(("properties", "words", "place"), PACKAGED)
def test_local_files_have_to_be_packaged(properties: str, words: str, place: Any) -> None:
    report = Report()
    code = expanded(_function(properties), report=report)["Resources"]["F"]["Properties"]["Code"]
    assert (code["S3Bucket"], code["S3Key"]) == place
    assert codes(report) == ["needs-packaging", "expanded"]
    assert report.warnings[0].message.startswith(words)
    assert report.warnings[0].path[:3] == ("Resources", "F", "Properties")


def test_files_in_s3_are_where_they_are() -> None:
    report = Report()
    tree = expanded(_function("CodeUri: s3://bucket/key.zip"), report=report)
    assert tree["Resources"]["F"]["Properties"]["Code"] == {
        "S3Bucket": "bucket",
        "S3Key": "key.zip",
    }
    assert codes(report) == ["expanded"]


def test_images_have_to_be_built() -> None:
    report = Report()
    text = f"{HEAD}Resources: {{F: {{Type: AWS::Serverless::Function, Properties: %s}}}}"
    tree = expanded(text % "{PackageType: Image}", report=report)
    assert tree["Resources"]["F"]["Properties"]["Code"] == {"ImageUri": "replace-with-your-image"}
    assert codes(report) == ["needs-packaging", "expanded"]


@pytest.mark.parametrize("region", ["us-east-1", "nowhere-1"])
def test_applications_of_the_repository_have_to_be_fetched(
    region: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", region)
    report = Report()
    location = (
        "{ApplicationId: 'arn:aws:serverlessrepo:x:1:applications/app', SemanticVersion: 1.0.0}"
    )
    app = f"{{Type: AWS::Serverless::Application, Properties: {{Location: {location}}}}}"
    tree = expanded(f"{HEAD}Resources: {{App: {app}}}", report=report)
    assert tree["Resources"]["App"]["Type"] == "AWS::CloudFormation::Stack"
    assert codes(report) == ["needs-packaging", "expanded"]
    assert report.warnings[0].path == ("Resources", "App")


ALIAS = f"{INLINE}, AutoPublishAlias: !Ref Alias"


def test_a_parameter_that_decides_is_frozen() -> None:
    report = Report()
    declared = "{Alias: {Type: String, Default: live}, B: {Type: String, Default: b}}"
    head = f"{HEAD}Parameters: {declared}\n"
    tree = expanded(_function(ALIAS, head), report=report)
    assert "FAliaslive" in tree["Resources"]
    assert codes(report) == ["frozen-parameter", "expanded"]
    assert report.warnings[0].path == ("Parameters", "Alias")


def test_a_parameter_without_a_value_that_decides_is_named() -> None:
    head = f"{HEAD}Parameters: {{Alias: {{Type: String}}}}\n"
    message = refused(_function(ALIAS, head), TemplateError)[1]
    assert "(Alias): give it a Default" in message


def test_serverless_resources_need_the_transform() -> None:
    path, message = refused(_function(INLINE, head=""), TemplateError)
    assert "needs 'Transform: AWS::Serverless-2016-10-31'" in message
    assert path == ("Resources", "F", "Type")


def test_every_fault_is_an_error() -> None:
    functions = f"F: {{{FUNCTION % 'CodeUri: {Bucket: b}'}}}, G: {{{FUNCTION % 'Nope: 1'}}}"
    text = f"{HEAD}Resources: {{{functions}}}"
    with pytest.raises(TemplateError) as caught:
        expanded(text)
    assert [error.path for error in caught.value.errors] == [("Resources", "F"), ("Resources", "G")]


def test_loops_come_first() -> None:
    text = f"""\
Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]
Resources:
  Fn::ForEach::Functions:
    - Name
    - [A, B]
    - F${{Name}}: {{{FUNCTION % INLINE}}}
"""
    assert list(expanded(text)["Resources"]) == ["FA", "FARole", "FB", "FBRole"]


def test_the_translator_may_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "samtranslator.parser.parser", None)
    monkeypatch.delitem(sys.modules, "converter.expansion.translator", raising=False)
    monkeypatch.delattr("converter.expansion.translator", raising=False)
    path, message = refused(_function(INLINE), UnsupportedError)
    assert "pip install cfn2pulumi[sam]" in message
    assert path == ("Transform",)


PREFERENCES = """\
Transform: AWS::Serverless-2016-10-31
Globals:
  Function:
    AutoPublishAlias: live
    DeploymentPreference: {Type: Linear10PercentEvery1Minute, PassthroughCondition: true}
Conditions: {A: !Equals [a, b], B: !Equals [a, c], C: !Equals [a, d]}
Resources:
"""


def test_the_same_template_gives_the_same_stack() -> None:
    functions = [f"  F{name}: {{Condition: {name}, {FUNCTION % INLINE}}}\n" for name in "ABC"]
    text = PREFERENCES + "".join(functions)
    code = f"from tests.expansion.expanding import expanded\nprint(expanded({text!r}))"
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in range(3)
    }
    assert len(outputs) == 1
    assert "Fn::Or" in outputs.pop()


def test_the_region_is_put_back() -> None:
    from samtranslator.translator.arn_generator import ArnGenerator

    expanded(_function(INLINE))
    assert ArnGenerator.BOTO_SESSION_REGION_NAME is None
    assert serverless.PSEUDO_PARAMETERS["AWS::Region"] == serverless.REGION
