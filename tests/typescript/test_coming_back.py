"""Programs in TypeScript come back: a template, migrated and exported again, means the same."""

from __future__ import annotations

import functools
from pathlib import Path

import pytest

import converter
from converter.report import Report

from .. import cases, language, node
from . import programs

FOLDER = Path(__file__).parent
# The SDK's types want what CloudFormation has a default for
WANTED = {
    "cidr-two-arguments": [
        'Resources.Subnet.Properties.CidrBlock: {"Fn::Select": ["0", {"Fn::Cidr": '
        '["10.0.0.0/16", "4"]}]} became {"Fn::Select": ["0", {"Fn::Cidr": '
        '["10.0.0.0/16", "4", "8"]}]}'
    ]
}


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for projects, with the npm packages that they need."""
    folder = tmp_path_factory.mktemp("typescript")
    (folder / "node_modules").symlink_to(node.modules(FOLDER / "package.json"))
    return folder


@pytest.mark.parametrize("case", cases.CASES)
def test_every_case_comes_back(case: str, root: Path) -> None:
    files = cases.migrate(case, language="typescript")
    project = programs.write(files, root / case)
    back = converter.to_cloudformation(converter.record(project))
    meant = converter.read(cases.template(case))
    assert [str(each) for each in converter.verify(meant, back)] == []


@pytest.mark.parametrize("line", programs.lines_that_decide())
def test_every_line_of_the_language_that_decides_comes_back(line: str, root: Path) -> None:
    project = programs.write(programs.every()[f"{line}-in-language"].files, root / line)
    report = Report()
    back = converter.to_cloudformation(converter.record(project, nested=True, report=report))
    differences = [str(each) for each in converter.verify(language.deployed(line), back)]
    assert differences == WANTED.get(line, accepted(line))


@functools.cache
def accepted(line: str) -> list[str]:
    """How the program in Python differs from the template, which is accepted."""
    text = language.committed(line).get("accepted-differences.txt", "")
    return text.splitlines()
