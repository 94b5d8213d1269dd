"""Whether a template that comes back means what it meant, for some values of its parameters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import converter
from converter.cloudformation import Stack
from converter.errors import ConversionError
from converter.expansion import expand
from converter.pulumi import Program
from converter.readers.template import read_text
from converter.readers.validate import validate
from converter.report import Report

from ..evaluation import Evaluator
from ..sdks.generating import used
from . import compiled
from .compiling import Write
from .judging import (
    BACK_REFUSED,
    REFUSED,
    SAME,
    SECONDS_TO_RUN,
    TOLD,
    Fault,
    faultless,
    recorded,
    speaks_of,
)
from .valid import VALUES, Tree, valid

SAME_MEANING = "the same meaning"
_REGIONS = ("us-east-1", "eu-west-1", "ap-south-1")
_TRIED = 30
_SECONDS = 600  # what is compiled is run many times
_KNOWN = {"AWS::StackName": "dev", "AWS::AccountId": "123456789012", "AWS::Partition": "aws"}


def valid_of(number: int, seed: int, language: str | None = None) -> Tree:
    """The template of a number; of types that the tests know to be in the language's SDK."""
    known = None if language in (None, "python") else used()
    return valid(Random(f"valid:{seed}:{number}"), known)


class Carried:
    """The program of a random template, in one language.

    Args:
        number, seed: which template it is.
        language: the language; None where nobody writes it.

    Attributes:
        name, kind: what it is called, and programs like it.
        report: what was found on the way.
        meant: the template.
        program: what it became; None where it is refused.
    """

    def __init__(self, number: int, seed: int, language: str | None = None) -> None:
        self.name, self.kind, self.language = f"v{number}", "valid", language or ""
        self.report = Report()
        self.program: Program | None = None
        self._files: dict[str, str] = {}
        with suppress(ConversionError):
            text = json.dumps(valid_of(number, seed, language))
            read = read_text(text, "input", report=self.report, check=False)
            self.meant = expand(read, source_dir=None, report=self.report)
            if self.meant is read:
                validate(read, self.report)
            program = converter.to_pulumi(self.meant, name=self.name, report=self.report)
            if language:
                self._files = converter.write(program, f"pulumi-{language}")
            self.program = program

    @property
    def is_compiled(self) -> bool:
        """Whether its language is compiled."""
        return self.language in compiled.LANGUAGES

    def files(self) -> dict[str, str]:
        """The files of its project; none where it is refused."""
        return self._files


def judge_valid(carried: Carried, write: Write | None = None) -> str:
    """Hold a template against what comes back of its program.

    Args:
        carried: the template and its program.
        write: writes it as a project that can be run; it is not run without.

    Returns:
        How it went: it was refused, came back, or means the same for all values that were tried.

    Raises:
        Fault: it means something else, a program fails, or an error of the tool itself.
    """
    with faultless(_SECONDS if carried.is_compiled else SECONDS_TO_RUN):
        return _judge(carried, write)


def _judge(carried: Carried, write: Write | None) -> str:
    report, program = carried.report, carried.program
    if program is None:
        return REFUSED
    try:
        if write is not None:
            program = _recorded(carried, write)
        back = converter.to_cloudformation(program, report=report)
    except ConversionError:
        return BACK_REFUSED
    if not converter.verify(carried.meant, back):
        return SAME
    if not back.parameters.keys() <= carried.meant.parameters.keys():
        if not report.warnings:
            raise Fault("a parameter is added, which nothing tells")
        return TOLD  # what stands beside a secret is one
    told = report.warnings
    for given, difference in _differences(carried.meant, back, Random(carried.name)):
        if any(it.path[:1] == ("config",) or speaks_of(it, difference.path) for it in told):
            return TOLD
        raise Fault(f"{difference} for {given}")
    return SAME_MEANING


def _recorded(carried: Carried, write: Write) -> Program:
    with TemporaryDirectory() as parent:
        return recorded(write(carried, Path(parent)), carried.report)


def _differences(one: Stack, other: Stack, random: Random) -> Iterator[tuple[Any, Any]]:
    trees = [json.loads(str(converter.write(each, "json"))) for each in (one, other)]
    for _ in range(_TRIED):
        given = {key: random.choice(values) for key, values in VALUES.items()}
        region = random.choice(_REGIONS)
        try:
            first, second = (_evaluated(tree, given, region) for tree in trees)
        except IndexError:  # a list has no such item, which CloudFormation refuses
            continue
        for difference in converter.verify(first, second):
            if "DependsOn" not in difference.path:  # what a branch waits for that never is
                yield {**given, "AWS::Region": region}, difference


def _evaluated(tree: Tree, given: Mapping[str, str], region: str) -> Stack:
    known = {**_KNOWN, "AWS::Region": region}
    values = {key: it for key, it in given.items() if key in tree.get("Parameters", {})}
    found = Evaluator(tree, values, known).evaluated()
    for section in ("Resources", "Outputs"):
        for entry in found.get(section, {}).values():
            entry.pop("Condition", None)
    zones = json.dumps({"Fn::GetAZs": region}), json.dumps({"Fn::GetAZs": ""})
    return read_text(json.dumps(found).replace(*zones), "evaluated", check=False)
