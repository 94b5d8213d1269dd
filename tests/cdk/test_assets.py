"""What stands at a path is uploaded by an app."""

from __future__ import annotations

from pathlib import Path

import pytest

import converter
from converter.readers.cdk.running import synthesize
from converter.readers.opening import open_source
from converter.readers.template import read, read_text

from .. import node
from ..cdk_apps import LANGUAGES, TIME_LIMIT

TEMPLATE = """
Parameters: {Name: {Type: String}}
Resources:
  Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {}}}
  Scorer:
    Type: AWS::Lambda::Function
    Properties:
      Code: src/app
      Handler: app.handler
      Role: !GetAtt Role.Arn
      Environment: {Variables: {NAME: !Ref Name}}
  Layer: {Type: AWS::Lambda::LayerVersion, Properties: {Content: s3://shared/layer.zip}}
  Machine:
    Type: AWS::StepFunctions::StateMachine
    Properties: {RoleArn: !GetAtt Role.Arn, DefinitionS3Location: machine.json}
"""


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_an_app_uploads_what_stands_at_a_path(language: str, tmp_path: Path) -> None:
    stack = read_text(TEMPLATE, "t", check=False)
    files = converter.write(stack, f"cdk-{language}", name="scoring")
    assert isinstance(files, dict)
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "src" / "app").mkdir(parents=True)
    (tmp_path / "src" / "app" / "app.py").write_text("def handler(*_): pass\n", encoding="utf-8")
    (tmp_path / "machine.json").write_text("{}", encoding="utf-8")
    if language == "typescript":
        (tmp_path / "node_modules").symlink_to(node.modules())
    synthesize(str(tmp_path), str(tmp_path / "cdk.out"), TIME_LIMIT)
    found = read(open_source(tmp_path / "cdk.out"), check=False).resources
    places = {
        "Code": found["Scorer"].properties["Code"],
        "DefinitionS3Location": found["Machine"].properties["DefinitionS3Location"],
    }
    assert [sorted(it) for it in places.values()] == [["S3Bucket", "S3Key"], ["Bucket", "Key"]]
    keys = {places["Code"]["S3Key"], places["DefinitionS3Location"]["Key"]}
    for key in keys:  # what is uploaded is in the assembly, under its hash
        assert list((tmp_path / "cdk.out").glob(f"asset.{Path(key).stem}*"))
    assert len(keys) == 2
    assert found["Layer"].properties == {"Content": "s3://shared/layer.zip"}
    assert found.keys() == stack.resources.keys()
