"""Programs in Go, Java and C# that `migrate` writes come back as the templates that they were."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import converter
from converter.cloudformation import Stack
from converter.readers.template import read_text

from ..evaluation import Evaluator
from ..sdks.generating import tool
from ..sdks.projects import in_csharp, in_go, in_java
from ..test_evaluation import values
from ..typescript import programs
from ..writers import test_pulumi_csharp as csharp
from ..writers import test_pulumi_go as go
from ..writers import test_pulumi_java as java

BY_MEANING = frozenset(
    line.split("  ")[0]
    for line in Path(__file__).with_name("coming_back.txt").read_text("utf-8").splitlines()
)
"""The programs whose templates mean the same, but are not the same, each with the reason."""
IN_JAVA = ("environment", "vpc-network-isolation", "type-nested-stack-local-in-language")
IN_CSHARP = ("conditions", "vpc-network-isolation")


def evaluated(stack: Stack, config: dict[str, str]) -> Stack:
    """What a stack says for some parameters."""
    tree: dict[str, Any] = json.loads(converter.write(stack, "json"))
    found = Evaluator(tree, config, {"AWS::StackName": "dev"}).evaluated()
    return read_text(json.dumps(found), "evaluated.json", check=False)


def assert_comes_back(case: programs.Case, folder: Path) -> None:
    """Hold the template of a project against the one that its program was written from."""
    template = converter.to_cloudformation(case.program)
    exported = converter.to_cloudformation(converter.record(folder, nested=True))
    if case.name not in BY_MEANING:
        assert converter.verify(template, exported) == []
        return
    for given in case.configs:
        config = values(case.program, given)
        assert converter.verify(evaluated(template, config), evaluated(exported, config)) == []


@pytest.mark.parametrize("group", [*programs.TEMPLATES, "language"])
def test_go(group: str, tmp_path: Path) -> None:
    tool("go")
    found = [each for each in programs.every("go").values() if group in (each.name, each.group)]
    assert found
    for case in found:
        folder = in_go(case.files, go.compiled().command(case.name), tmp_path / case.name)
        assert_comes_back(case, folder)


@pytest.mark.parametrize("name", IN_JAVA)
def test_java(name: str, tmp_path: Path) -> None:
    tool("mvn")
    case = programs.every("java")[name]
    classes, main = java.compiled().classes(), java.compiled().command(name)[-1]
    assert_comes_back(case, in_java(case.files, classes, main, tmp_path))


@pytest.mark.parametrize("name", IN_CSHARP)
def test_csharp(name: str, tmp_path: Path) -> None:
    tool("go")
    case = programs.every("csharp")[name]
    library = csharp.compiled().library(name)
    assert_comes_back(case, in_csharp(case.files, library, tmp_path))
