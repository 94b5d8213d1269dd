"""CDK apps that people wrote, there and back; the committed projects are the expectations
(`make fixtures`).
"""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

import converter
from converter.report import Report

from . import cdk_apps

BOTH = [(app, language) for app in cdk_apps.APPS for language in cdk_apps.LANGUAGES]
Assemblies = dict[tuple[str, str], Path]


@pytest.fixture(scope="module")
def assemblies() -> Assemblies:
    """What apps have synthesized to: each is run once."""
    return {}


def assembly(
    app: str, language: str, assemblies: Assemblies, factory: pytest.TempPathFactory
) -> Path:
    """What an app synthesizes to."""
    if (app, language) not in assemblies:
        scratch = factory.mktemp("app")
        assemblies[app, language] = cdk_apps.assembly(app, language, scratch)
    return assemblies[app, language]


@pytest.mark.parametrize(("app", "language"), BOTH)
def test_an_app_becomes_the_committed_projects(
    app: str, language: str, assemblies: Assemblies, tmp_path_factory: pytest.TempPathFactory
) -> None:
    synthesized = assembly(app, language, assemblies, tmp_path_factory)
    report = Report()
    made = cdk_apps.migrate(synthesized, report)
    assert made == cdk_apps.committed(app), "run `make fixtures` and look at the difference"
    said = cdk_apps.findings(app).read_text(encoding="utf-8").splitlines()
    assert cdk_apps.lines(report, synthesized) == said


@pytest.mark.parametrize(("app", "stack"), cdk_apps.STACKS)
def test_a_project_gives_the_synthesized_template_again(
    app: str, stack: str, assemblies: Assemblies, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = cdk_apps.exported(app, stack)
    committed = {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
    assert cdk_apps.export(app, stack) == committed, "run `make fixtures`"
    synthesized = assembly(app, "python", assemblies, tmp_path_factory)
    original = cdk_apps.original(synthesized, stack)
    assert committed.keys() == {"template.yaml", *original.templates}
    for path, each in {"template.yaml": original, **original.templates}.items():
        again = converter.read(folder / path)
        assert [str(it) for it in converter.verify(replace(each, templates={}), again)] == []


def test_the_apps_in_python_are_formatted_and_clean() -> None:
    apps = [str(path) for path in cdk_apps.FOLDER.glob("*/python/*.py")]
    for command in (["format", "--check"], ["check"]):
        check = [sys.executable, "-m", "ruff", *command, "--isolated", "--line-length", "88", *apps]
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
