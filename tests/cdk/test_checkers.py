"""Apps in Python satisfy the language's formatter, linter and type checker."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from . import apps


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the modules of all apps, each app's under a name of its own."""
    folder = tmp_path_factory.mktemp("modules")
    for name, files in apps.files("cdk-python").items():
        for file, text in files.items():
            if file == "app.py":
                (folder / f"app_{name.replace('-', '_')}.py").write_text(text, encoding="utf-8")
            elif file.endswith(".py"):
                (folder / file).write_text(text, encoding="utf-8")
    return folder


@pytest.mark.parametrize("command", [["format", "--check"], ["check", "--select", "E4,E7,E9,F,I"]])
def test_ruff_has_nothing_to_say(command: list[str], modules: Path) -> None:
    ruff = ["ruff", *command, "--isolated", "--line-length", "88", "--no-cache"]
    assert _said(ruff, modules) == ""


def test_mypy_has_nothing_to_say(modules: Path, pytestconfig: pytest.Config) -> None:
    if find_spec("aws_cdk") is None:
        pytest.skip("aws-cdk-lib is not installed")
    assert pytestconfig.cache is not None
    # Reading the CDK takes a minute or two, which is done once
    cache = pytestconfig.cache.mkdir("cdk-mypy")
    mypy = [
        "mypy",
        "--strict",
        "--config-file",
        "",
        "--no-error-summary",
        "--cache-dir",
        str(cache),
    ]
    assert _said(mypy, modules) == ""


def _said(command: list[str], folder: Path) -> str:
    """What a checker says of the modules in a folder; nothing where it is content."""
    done = subprocess.run(
        [sys.executable, "-m", *command, "."],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.stdout + done.stderr if done.returncode else ""
