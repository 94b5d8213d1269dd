"""Programs in Go, Java and C# that `migrate` writes come back as the templates that they were."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import converter
from converter.cloudformation import Stack
from converter.readers.template import read_text

from .. import language
from ..evaluation import Evaluator
from ..sdks.generating import tool
from ..sdks.projects import in_csharp, in_go, in_java
from ..test_evaluation import values
from ..typescript import programs
from ..writers import test_pulumi_csharp as csharp
from ..writers import test_pulumi_go as go
from ..writers import test_pulumi_java as java

GROUPS = [it for it in programs.GROUPS if it != "hostile"]
IN_GO = [it for it in (*programs.TEMPLATES, "language", *GROUPS) if it != "exported"]
IN_JAVA = (
    "conditions",
    "gated-model",
    "mappings-and-strings",
    "parameters",
    "vpc-network-isolation",
)
"""What Java holds of it: how its texts are read. What is found out by running is Go's to hold."""
BY_MEANING = {
    name: reason
    for line in Path(__file__).with_name("coming_back.txt").read_text("utf-8").splitlines()
    for name, reason in [line.split("  ", 1)]
}
"""The programs whose templates mean the same, but are not the same, each with the reason."""
IN_CSHARP = ("vpc-network-isolation",)
LEFT_OUT = {
    # It fails in most regions, and no template can say in which
    "waiting-in-nested",
    # Of what only the deployment knows, it makes a number, or fails
    "import-value-kinds-in-language",
}


def of(group: str, language: str) -> list[programs.Case]:
    """The programs of a group in a language."""
    every = programs.every(language).values()
    found = [it for it in every if group in (it.name, it.group) and it.name not in LEFT_OUT]
    assert found
    return found


def evaluated(stack: Stack, config: dict[str, str]) -> Stack:
    """What a stack says for some parameters."""
    tree: dict[str, Any] = json.loads(converter.write(stack, "json"))
    found = Evaluator(tree, config, {"AWS::StackName": "dev"}).evaluated()
    return read_text(json.dumps(found), "evaluated.json", check=False)


def meant(case: programs.Case) -> tuple[Stack, list[str]]:
    """The template that a program was written from, and the differences that are accepted of the
    program in Python.
    """
    line = case.name.removesuffix("-in-language")
    if line != case.name:
        accepted = language.committed(line).get("accepted-differences.txt", "")
        return language.deployed(line), accepted.splitlines()
    return converter.to_cloudformation(case.program), []


def assert_comes_back(case: programs.Case, folder: Path) -> None:
    """Hold the template of a project against the one that its program was written from."""
    template, accepted = meant(case)
    exported = converter.to_cloudformation(converter.record(folder, nested=True))
    differences = [str(it) for it in converter.verify(template, exported)]
    if case.name not in BY_MEANING:
        assert differences == accepted
        return
    assert differences != accepted, f"{case.name} comes back: nothing is to be accepted"
    for given in case.configs:
        config = values(case.program, given)
        assert converter.verify(evaluated(template, config), evaluated(exported, config)) == []


@pytest.mark.parametrize("group", IN_GO)
def test_go(group: str, tmp_path: Path) -> None:
    tool("go")
    for case in of(group, "go"):
        folder = in_go(case.files, go.compiled().command(case.name), tmp_path / case.name)
        assert_comes_back(case, folder)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of Java that runs all programs in one process."""
    tool("mvn")
    with java.compiled().running(tmp_path_factory.mktemp("java")) as folder:
        yield folder


@pytest.mark.parametrize("group", IN_JAVA)
def test_java(group: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(home))
    for case in of(group, "java"):
        classes, main = java.compiled().classes(), java.compiled().main(case.name)
        assert_comes_back(case, in_java(case.files, classes, main, tmp_path / case.name))


def test_java_by_its_own_command(tmp_path: Path) -> None:
    tool("mvn")
    (case,) = of("environment", "java")
    classes, main = java.compiled().classes(), java.compiled().main(case.name)
    assert_comes_back(case, in_java(case.files, classes, main, tmp_path))


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What has programs in C# run by one process."""
    tool("go")
    with csharp.compiled().running(tmp_path_factory.mktemp("dotnet")) as found:
        yield found


@pytest.mark.parametrize("name", IN_CSHARP)
def test_csharp(name: str, script: str, tmp_path: Path) -> None:
    case = programs.every("csharp")[name]
    assert_comes_back(case, in_csharp(case.files, script, tmp_path / name))
