"""The hooks for pre-commit say commands that exist, and do what they say."""

from __future__ import annotations

import re
import shlex
from typing import Any

import pytest
import yaml

from .. import cases
from ..commands import MODEL, Run, tree, write

HOOKS = {
    hook["id"]: hook
    for hook in yaml.safe_load((cases.ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
}


def ended(run: Run, hook: dict[str, Any], *arguments: str) -> int:
    """How a hook's command ends."""
    tool, *rest = shlex.split(hook["entry"])
    return run(tool, *rest, *arguments).status


def test_a_template_that_loses_something_is_stopped(run: Run) -> None:
    write({"a.yaml": MODEL, "b.yaml": MODEL, "lossy.yaml": MODEL + "      NoSuchThing: 1\n"})
    hook = HOOKS["cfn2pulumi-migrate"]
    before = tree()
    assert ended(run, hook, "a.yaml", "b.yaml") == 0
    assert ended(run, hook, "a.yaml", "lossy.yaml") == 1
    assert ended(run, hook, "lossy.yaml") == 1
    assert tree() == before


def test_a_program_that_says_something_else_is_stopped(run: Run) -> None:
    write({"a.yaml": MODEL, "b.yaml": MODEL.replace("image:1", "image:2")})
    run("cfn2pulumi", "migrate", "a.yaml", "-o", "p")
    hook = HOOKS["cfn2pulumi-verify"]
    assert ended(run, hook, "a.yaml", "p") == 0
    assert ended(run, hook, "b.yaml", "p") == 1


@pytest.mark.parametrize(
    ("path", "is_taken"),
    [
        ("template.yaml", True),
        ("app/template.yml", True),
        ("vpc.template", True),
        ("vpc.template.json", True),
        ("vpc.cfn.yaml", True),
        ("mytemplate.yaml", False),
        ("values.yaml", False),
        ("template.yaml.j2", False),
    ],
)
def test_which_files_are_taken_for_templates(path: str, is_taken: bool) -> None:
    assert bool(re.search(HOOKS["cfn2pulumi-migrate"]["files"], path)) is is_taken
