"""Habits of people who write Pulumi programs in TypeScript, and what a template makes of each.

`habits.txt` has a block for each, as `tests/recorder/habits.txt` has for Python.
"""

from __future__ import annotations

from pathlib import Path

import pytest

import converter
from converter.report import Report

from .. import node
from ..recorder.test_habits import blocks, outcome

TABLE = Path(__file__).parent / "habits.txt"
HEAD = """\
import * as aws from "@pulumi/aws-native";
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
const env = config.require("env");
"""


@pytest.mark.parametrize(
    ("program", "expected"), [pytest.param(*each[1:], id=each[0]) for each in blocks(TABLE)]
)
def test_a_habit_comes_back_as_a_template_or_is_refused(
    program: str, expected: str, tmp_path: Path
) -> None:
    (tmp_path / "node_modules").symlink_to(node.modules(Path(__file__).parent / "package.json"))
    assert outcome(tmp_path, "nodejs", "index.ts", HEAD, program) == expected


@pytest.mark.parametrize(
    "kept", ["filter(Boolean)", "map(it => it.trim()).filter(it => it !== '')"]
)
def test_empty_items_that_are_left_out_are_told_with_their_key(kept: str, tmp_path: Path) -> None:
    (tmp_path / "node_modules").symlink_to(node.modules(Path(__file__).parent / "package.json"))
    (tmp_path / "Pulumi.yaml").write_text("name: habit\nruntime: nodejs\n", encoding="utf-8")
    names = f'config.require("names").split(",").{kept}'
    program = f'{HEAD}new aws.sqs.Queue("Q", {{ queueName: {names}.join("-") }});\n'
    (tmp_path / "index.ts").write_text(program, encoding="utf-8")
    report = Report()
    converter.export(tmp_path, report=report)
    (told,) = [it.message for it in report if it.code == "empty-items"]
    assert "(a,,b) of the config value names out" in told
