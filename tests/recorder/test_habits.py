"""Habits of people who write Pulumi programs in Python, and what a template makes of each.

`habits.txt` has a block for each: what it is, the lines of the program behind those that all have
(behind a line that begins with ``@ ``, those of another file), and behind the arrow what is in the
template, or the error and its line.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import converter
from converter.report import Report

TABLE = Path(__file__).parent / "habits.txt"
HEAD = """\
import collections
import contextlib
import copy
import dataclasses
import enum
import functools
import hashlib
import itertools
import json
import os
import re
import string
import pulumi
from pulumi_aws_native import sns, sqs
config = pulumi.Config()
env = config.require("env")
"""


def blocks(table: Path) -> list[tuple[str, str, str]]:
    """What each habit is called, its program and what is to come of it."""
    found = []
    for block in table.read_text(encoding="utf-8").split("\n# ")[1:]:
        name, _, rest = block.partition("\n")
        program, _, outcome = rest.partition("\n=>\n")
        found.append((name.strip(), program + "\n", outcome.strip()))
    return found


def outcome(folder: Path, runtime: str, file: str, head: str, program: str) -> str:
    """What comes of a program: a line for each thing in the template, or the error."""
    (folder / "Pulumi.yaml").write_text(f"name: habit\nruntime: {runtime}\n", encoding="utf-8")
    main, *others = program.split("\n@ ")
    (folder / file).write_text(f"{head}{main}\n", encoding="utf-8")
    for other in others:
        name, _, text = other.partition("\n")
        (folder / name).write_text(text, encoding="utf-8")

    def failed(error: converter.ConversionError) -> str:
        line = None if error.line is None else error.line - head.count("\n")
        return f"error: {line}: {error.message.partition('; fix the value')[0]}"

    return came_of(folder, failed)


def outcome_at(folder: Path, text: str) -> str:
    """What comes of a program that stands in a folder; of an error, its line as it is in a text."""

    def failed(error: converter.ConversionError) -> str:
        line = "" if error.line is None else text.splitlines()[error.line - 1].strip()
        return f"error: {line}: {error.message.partition('; ')[0]}"

    return came_of(folder, failed)


def came_of(folder: Path, failed: Callable[[converter.ConversionError], str]) -> str:
    """What comes of the program in a folder; ``failed`` says it of an error."""
    report = Report()
    try:
        template = converter.export(folder, format="json", report=report)
    except converter.ConversionError as error:
        return failed(error)
    assert isinstance(template, str)
    lines = [*told(json.loads(template)), *(f"{it.severity}: {it.code}" for it in report)]
    return "\n".join(dict.fromkeys(lines))


def told(template: dict[str, Any]) -> Iterator[str]:
    """A line for each thing that a template says, but for what all say."""
    for key, parameter in template.get("Parameters", {}).items():
        if key != "env":
            yield f"{key}: {json.dumps(parameter)}"
    for section in ("Mappings", "Conditions"):
        for key, value in template.get(section, {}).items():
            yield f"{key}: {json.dumps(value)}"
    for key, resource in template["Resources"].items():
        properties = resource.pop("Properties", {})
        resource.pop("Type")
        yield f"{key}: {json.dumps(resource)}"
        for name, value in properties.items():
            yield f"{key}.{name}: {json.dumps(value)}"
    for key, output in template.get("Outputs", {}).items():
        yield f"output {key}: {json.dumps(output)}"


@pytest.mark.parametrize(
    ("program", "expected"), [pytest.param(*each[1:], id=each[0]) for each in blocks(TABLE)]
)
def test_a_habit_comes_back_as_a_template_or_is_refused(
    program: str, expected: str, tmp_path: Path
) -> None:
    assert outcome(tmp_path, "python", "__main__.py", HEAD, program) == expected
