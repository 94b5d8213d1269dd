"""Generated programs are formatted and clean as they are written."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from converter import to_pulumi, write
from converter.cloudformation import Resource, Stack
from converter.intrinsics import Equals, If, Select, Split
from tests.nests import random_nest
from tests.stacks import AWKWARD_TEXTS, Maker, awkward_ids, creatable

MODULES = 300
NESTS = 60


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Programs of random stacks: deep, with long names and texts, choices and comments anywhere."""
    folder = tmp_path_factory.mktemp("modules")
    types = creatable()
    for seed in range(MODULES):
        random = Random(seed)
        maker = Maker(
            random,
            texts=AWKWARD_TEXTS,
            computed=random.choice((0.1, 0.4, 0.7)),
            more=random.choice((0.1, 0.3)),
        )
        stack = maker.stack(random.sample(types, 3), awkward_ids(random))
        last = Resource(type="AWS::SNS::Topic", depends_on=tuple(stack.resources))
        stack.resources["WaitsForAllOfThem"] = last
        text = write(to_pulumi(stack))["__main__.py"]
        (folder / f"module_{seed}.py").write_text(text, encoding="utf-8")
    for seed in range(NESTS):
        (folder / f"nest_{seed}").mkdir()
        for name, text in write(to_pulumi(random_nest(seed))).items():
            if name.endswith(".py"):
                (folder / f"nest_{seed}" / name).write_text(text, encoding="utf-8")
    return folder


def test_what_a_template_need_not_have_said_is_excused(tmp_path: Path) -> None:
    stack = Stack(
        conditions={"Never": Equals("true", "false")},
        resources={
            "Topic": Resource(
                type="AWS::SNS::Topic",
                properties={"DisplayName": If("Never", Select(1, Split(",", "a,b")), "text")},
            )
        },
    )
    path = tmp_path / "module.py"
    path.write_text(write(to_pulumi(stack))["__main__.py"], encoding="utf-8")
    assert ruff("check", path) == ""
    assert ruff("format", "--diff", "--line-length", "88", path) == ""
    mypy = [sys.executable, "-m", "mypy", "--strict", "--follow-imports=skip"]
    checked = subprocess.run([*mypy, path], capture_output=True, text=True, check=False)
    assert "comparison-overlap" not in checked.stdout


def ruff(*arguments: str | Path) -> str:
    command = [sys.executable, "-m", "ruff", *map(str, arguments), "--isolated"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout if done.returncode else ""


def test_the_formatter_changes_nothing(modules: Path) -> None:
    assert ruff("format", "--diff", "--line-length", "88", modules) == ""


def test_the_linter_finds_nothing(modules: Path) -> None:
    own = "lint.isort.known-first-party = ['child', 'a_long_name_*']"
    assert ruff("check", "--config", own, modules) == ""


def test_they_compile(modules: Path) -> None:
    for path in modules.rglob("*.py"):
        compile(path.read_text(encoding="utf-8"), path.name, "exec")
