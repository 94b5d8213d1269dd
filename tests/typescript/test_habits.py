"""Habits of people who write Pulumi programs in TypeScript, and what a template makes of each.

`habits.txt` has a block for each, as `tests/recorder/habits.txt` has for Python.
"""

from __future__ import annotations

from pathlib import Path

import pytest

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
