"""Apps in Python satisfy the language's formatter, linter and type checker."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from .. import checking


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the modules of all apps, each app's under a name of its own."""
    folder = tmp_path_factory.mktemp("modules")
    checking.write_apps(folder)
    return folder


@pytest.mark.parametrize("command", [["format", "--check"], ["check", "--select", "E4,E7,E9,F,I"]])
def test_ruff_has_nothing_to_say(command: list[str], modules: Path) -> None:
    ruff = [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length", "88"]
    assert checking.said([*ruff, "--no-cache", "."], modules) == ""


def test_the_type_checker_has_nothing_to_say(modules: Path) -> None:
    if find_spec("aws_cdk") is None:
        pytest.skip("aws-cdk-lib is not installed")
    assert checking.pyrefly(modules) == ""


def test_the_type_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    wrong = """\
import aws_cdk as cdk
from aws_cdk import aws_sagemaker as sagemaker

stack = cdk.Stack(cdk.App(), "Stack")
sagemaker.CfnModel(stack, "A", execution_role_arn=3)
sagemaker.CfnModel(stack, "B", executionRoleArn="role")
"""
    (tmp_path / "app.py").write_text(wrong, encoding="utf-8")
    found = checking.pyrefly(tmp_path)
    assert "[bad-argument-type]" in found
    assert "[unexpected-keyword]" in found
