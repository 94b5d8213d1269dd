"""Apps in Python: template → app → template → Pulumi → template."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

import converter
from converter.errors import ConversionError
from converter.report import Report

from .. import cases, language
from . import apps


@pytest.fixture(scope="module")
def synthesized(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of all apps, which have been run."""
    if find_spec("aws_cdk") is None:
        pytest.skip("aws-cdk-lib is not installed")
    folder = tmp_path_factory.mktemp("apps")
    apps.write(folder, "cdk-python")
    runner = Path(__file__).with_name("run_apps.py")
    subprocess.run([sys.executable, runner, folder], capture_output=True, check=True)
    return folder


@pytest.mark.parametrize("name", apps.stacks())
def test_an_app_synthesizes_to_its_template(name: str, synthesized: Path) -> None:
    assert apps.error(name, synthesized) is None
    assert apps.differences(name, synthesized) == []


def test_nothing_of_the_cdk_is_added(synthesized: Path) -> None:
    (made,) = (synthesized / "single-container" / "cdk.out").glob("*.template.json")
    written = converter.write(converter.read(cases.template("single-container")), "json")
    assert json.loads(made.read_text(encoding="utf-8")).keys() == json.loads(written).keys()


@pytest.mark.parametrize("case", cases.CASES)
def test_a_case_goes_on_to_pulumi_and_comes_back(
    case: str, synthesized: Path, tmp_path: Path
) -> None:
    back = _there_and_back(synthesized / case / "cdk.out", tmp_path)
    differences = converter.verify(converter.read(cases.template(case)), back)
    assert [str(each) for each in differences] == cases.accepted_differences(case)


@pytest.mark.parametrize("fixture", language.FIXTURES)
def test_a_line_of_the_language_goes_on_to_pulumi_and_comes_back(
    fixture: str, synthesized: Path, tmp_path: Path
) -> None:
    source = _source(fixture, synthesized / fixture / "cdk.out")
    if language.migrated(fixture).refusal is not None:
        with pytest.raises(ConversionError):
            _there_and_back(source, tmp_path)
        return
    back = _there_and_back(source, tmp_path)
    differences = converter.verify(language.deployed(fixture), back)
    accepted = language.committed(fixture).get("accepted-differences.txt", "").splitlines()
    assert [str(each) for each in differences] == accepted


def _source(fixture: str, assembly: Path) -> Path:
    """The assembly, or its template where that includes files, which lie beside it."""
    included = [it for it in (language.FOLDER / fixture).glob("*.yaml") if it.stem != "template"]
    for path in included:
        shutil.copy(path, assembly)
    return next(assembly.glob("*.template.json")) if included else assembly


def _there_and_back(source: Path, folder: Path) -> converter.cloudformation.Stack:
    """What comes back of a source that `migrate` makes a project of."""
    for name, text in converter.migrate(source, project="app", report=Report()).items():
        (folder / name).write_text(text, encoding="utf-8")
    return converter.to_cloudformation(converter.record(folder, nested=True))
