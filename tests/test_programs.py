"""Programs that people wrote: the exported template says what they register, for every config."""

from __future__ import annotations

import json
from typing import Any

import cfnlint.api
import pytest

import converter
from converter.cloudformation import Stack
from converter.readers.template import read_text

from . import cases
from .evaluation import Evaluator

FOLDER = cases.FOLDER / "programs"
PROGRAMS = [path.name for path in cases.written("python", "yaml")]
INPUTS = [
    (name, number)
    for name in PROGRAMS
    for number in range(len(json.loads((FOLDER / name / "cases.json").read_text())))
]
# A secret of the config is a parameter, and so is the name of an SSM parameter
ACCEPTED = {"W1011", "W2506"}


def exported(name: str) -> str:
    """The template that is committed for a program."""
    return (FOLDER / name / "exported.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PROGRAMS)
def test_export_gives_the_committed_template(name: str) -> None:
    assert converter.export(FOLDER / name) == exported(name)


@pytest.mark.parametrize("name", PROGRAMS)
def test_cloudformation_would_take_the_template(name: str) -> None:
    found = cfnlint.api.lint(exported(name), regions=["us-east-1"])
    assert [match for match in found if match.rule.id not in ACCEPTED] == []


@pytest.mark.parametrize(("name", "number"), INPUTS)
def test_template_and_program_say_the_same(name: str, number: int) -> None:
    config = json.loads((FOLDER / name / "cases.json").read_text())[number]
    program = converter.record(FOLDER / name, config=config, concrete=True)
    registered = evaluated(converter.to_cloudformation(program), config)  # secrets are asked for
    assert converter.verify(registered, evaluated(template(name), config)) == []


def template(name: str) -> Stack:
    """The committed template as a stack."""
    return converter.read(FOLDER / name / "exported.yaml")


def evaluated(stack: Stack, parameters: dict[str, str]) -> Stack:
    """What a stack says for some parameters, in the stack that programs are recorded as."""
    tree: dict[str, Any] = json.loads(converter.write(stack, "json"))
    found = Evaluator(tree, parameters, {"AWS::StackName": "dev"}).evaluated()
    return read_text(json.dumps(found), "evaluated.json", check=False)
