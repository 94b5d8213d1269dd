"""What templates say in ways of their own comes back as they said it, in several languages."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

import converter
from converter.report import Report

from . import node
from .typescript.programs import write

LANGUAGES = ("python", "typescript", "yaml")
Back = Callable[..., str]


@pytest.fixture
def migrated(tmp_path: Path) -> Callable[..., tuple[Path, Report]]:
    """Writes the project of a template in a language; gives its folder, and what was told."""

    def write_it(template: str, language: str = "python") -> tuple[Path, Report]:
        report, source = Report(), tmp_path / "source" / "template.yaml"
        source.parent.mkdir(exist_ok=True)
        source.write_text(template, "utf-8")
        files = converter.migrate(source, language=language, project="it", report=report)
        folder = tmp_path / language
        shutil.rmtree(folder, ignore_errors=True)
        project = write(files, folder)
        if language == "typescript":
            packages = node.modules(Path(__file__).parent / "typescript" / "package.json")
            (project / "node_modules").symlink_to(packages)
        return project, report

    return write_it


@pytest.fixture
def back(migrated: Callable[..., tuple[Path, Report]], tmp_path: Path) -> Back:
    """Migrates a template and exports the program; gives the template that comes back."""

    def send(template: str, language: str) -> str:
        project, _ = migrated(template, language)
        exported = converter.export(project)
        assert isinstance(exported, str)
        again = tmp_path / "again.yaml"
        again.write_text(exported, "utf-8")
        source = converter.read(tmp_path / "source" / "template.yaml")
        assert [str(it) for it in converter.verify(source, converter.read(again))] == []
        return exported

    return send


OPEN_KEYS = """\
Parameters:
  Url:
    Type: String

Resources:
  Cluster:
    Type: AWS::EKS::Cluster
    Properties:
      ResourcesVpcConfig:
        SubnetIds:
          - subnet-1
          - subnet-2
      RoleArn: arn:aws:iam::123456789012:role/x

  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !Sub |
        {"Statement": [{"Condition": {"StringEquals": {"${Url}:aud": "sts.amazonaws.com"}}}]}

  Other:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument: !Sub '{"${Cluster.OpenIdConnectIssuerUrl}:aud":{"a":"b"}}'

  Rule:
    Type: AWS::Events::Rule
    Properties:
      EventPattern: !Sub '{"detail": {"${Url}": ["a"]}}'
"""


@pytest.mark.parametrize("language", LANGUAGES)
def test_json_with_a_key_that_only_the_deployment_knows_is_its_text(
    language: str, back: Back
) -> None:
    assert back(OPEN_KEYS, language).endswith(OPEN_KEYS)
