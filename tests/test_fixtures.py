"""Every fixture, there and back; the committed results are the expectations (`make fixtures`)."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

import converter
from converter.pulumi import Program
from converter.report import Report

from . import cases, checking

each_case = pytest.mark.parametrize("case", cases.CASES)


@cache
def recorded(case: str) -> tuple[Program, tuple[str, ...]]:
    """What the committed program of a case registers, and what recording it says."""
    report = Report()
    program = converter.record(cases.project(case), report=report)
    return program, tuple(cases.lines(report))


@pytest.mark.parametrize("language", ["python", *cases.LANGUAGES])
@each_case
def test_the_committed_project_is_what_migrate_writes(case: str, language: str) -> None:
    folder = cases.project(case, language)
    committed = {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.is_file()
    }
    written = cases.migrate(case, language=language)
    assert committed == written, "run `make fixtures` and look at the difference"


@each_case
def test_the_program_registers_what_was_meant(case: str) -> None:
    stack = converter.read(cases.template(case))
    meant = converter.to_cloudformation(converter.to_pulumi(stack, name=case))
    said = converter.to_cloudformation(recorded(case)[0])
    assert [str(each) for each in converter.verify(meant, said)] == []


@each_case
def test_crossing_and_coming_back_changes_nothing(case: str) -> None:
    stack = converter.read(cases.template(case))
    again = converter.to_cloudformation(converter.to_pulumi(stack, name=case))
    assert [str(each) for each in converter.verify(stack, again)] == []


@each_case
def test_the_exported_template_means_the_same(case: str) -> None:
    stack = converter.read(cases.template(case))
    again = converter.read(cases.exported(case))
    differences = [str(each) for each in converter.verify(stack, again)]
    assert differences == cases.accepted_differences(case)


@each_case
def test_the_committed_template_is_what_export_writes(case: str) -> None:
    text = converter.write(converter.to_cloudformation(recorded(case)[0]))
    committed = cases.exported(case).read_text(encoding="utf-8")
    assert committed == text, "run `make fixtures` and look at the difference"


@each_case
def test_what_is_said_is_expected(case: str) -> None:
    report = Report()
    cases.migrate(case, report)
    program, said = recorded(case)
    back = Report()
    converter.to_cloudformation(program, report=back)
    path = cases.findings(case)
    committed = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
    assert [*cases.lines(report), *said, *cases.lines(back)] == committed


def test_the_programs_are_formatted_and_clean() -> None:
    folders = [str(program.parent) for program in cases.programs()]
    ruff = [sys.executable, "-m", "ruff"]
    settings = ["--isolated", "--line-length", "88", "--config", f"src = {json.dumps(folders)}"]
    for command in (["format", "--check"], ["check"]):
        check = [*ruff, *command, *settings, *folders]
        done = subprocess.run(check, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_the_programs_pass_the_type_checker(tmp_path: Path) -> None:
    checking.write_programs(tmp_path)
    assert checking.pyrefly(tmp_path) == ""


def test_the_type_checker_finds_what_is_wrong(tmp_path: Path) -> None:
    wrong = """\
from pulumi_aws_native import sagemaker

model = sagemaker.Model("Model", execution_role_arn=3)
container = sagemaker.ModelContainerDefinitionArgs(imageUri="image")
print(sagemaker.ModelContainerDefinitionMode.NONE, model.arn)
"""
    (tmp_path / "__main__.py").write_text(wrong, encoding="utf-8")
    found = checking.pyrefly(tmp_path)
    for kind in ("no-matching-overload", "unexpected-keyword", "missing-attribute"):
        assert f"[{kind}]" in found


def test_cfn_lint_finds_nothing_new_in_the_exported_templates() -> None:
    paths = [str(path(case)) for case in cases.CASES for path in (cases.template, cases.exported)]
    done = subprocess.run(
        [Path(sys.executable).with_name("cfn-lint"), "--format", "json", *paths],
        capture_output=True,
        text=True,
        check=False,
    )
    matches = json.loads(done.stdout)
    errors = [each for each in matches if each["Level"] == "Error"]
    found = Counter((each["Filename"], each["Rule"]["Id"]) for each in errors)
    for case in cases.CASES:
        before, after = str(cases.template(case)), str(cases.exported(case))
        new = [rule for name, rule in found if name == after and not found[(before, rule)]]
        assert new == [], case
