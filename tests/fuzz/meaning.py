"""Whether a template that comes back means what it meant, for some values of its parameters."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import converter
from converter.cloudformation import Stack
from converter.errors import ConversionError
from converter.expansion import expand
from converter.readers.template import read_text
from converter.readers.validate import validate
from converter.report import Report

from ..evaluation import Evaluator
from .judging import REFUSED, SAME, SECONDS_TO_RUN, TOLD, Fault, faultless, ran
from .valid import VALUES, Tree, valid

SAME_MEANING = "the same meaning"
_REGIONS = ("us-east-1", "eu-west-1", "ap-south-1")
_TRIED = 30
_KNOWN = {"AWS::StackName": "dev", "AWS::AccountId": "123456789012", "AWS::Partition": "aws"}


def valid_of(number: int, seed: int) -> Tree:
    """The template of a number."""
    return valid(Random(f"valid:{seed}:{number}"))


def judge_valid(number: int, seed: int, *, run: str | None = None) -> str:
    """Hold a template against what comes back of its program.

    Args:
        number, seed: which it is.
        run: the language, ``python`` or ``typescript``, in which its program is run; it is read
            from what it is written from without it.

    Returns:
        How it went: it was refused, came back, or means the same for all values that were tried.

    Raises:
        Fault: it means something else, a program fails, or an error of the tool itself.
    """
    with faultless(SECONDS_TO_RUN):
        return _judge(valid_of(number, seed), Random(number), run)


def _judge(tree: Tree, random: Random, run: str | None) -> str:
    report = Report()
    try:
        stack = read_text(json.dumps(tree), "input", report=report, check=False)
        expanded = expand(stack, source_dir=None, report=report)
        if expanded is stack:
            validate(stack, report)
        program = converter.to_pulumi(expanded, report=report)
        if run:
            program = ran(program, run, report)
        back = converter.to_cloudformation(program, report=report)
    except ConversionError:
        return REFUSED
    if not converter.verify(expanded, back):
        return SAME
    if not back.parameters.keys() <= expanded.parameters.keys():
        if not report.warnings:
            raise Fault("a parameter is added, which nothing tells")
        return TOLD  # what stands beside a secret is one
    for given, difference in _differences(expanded, back, random):
        raise Fault(f"{difference} for {given}")
    return SAME_MEANING


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
