"""Defaults that CloudFormation does not take are told."""

from __future__ import annotations

from typing import Any

import pytest

from converter import to_pulumi
from converter.bridge.defaults import fault_of
from converter.cloudformation import Parameter, Resource, Stack
from converter.report import Report


def parameter(kind: str, **attributes: Any) -> Parameter:
    return Parameter(type=kind, attributes=attributes)


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        (parameter("String", Default="c", AllowedValues=["a", "b"]), "none of its AllowedValues"),
        (parameter("String", Default="", AllowedValues=["a"]), "none of its AllowedValues"),
        (parameter("Number", Default=5, AllowedValues=[1, 2]), "none of its AllowedValues"),
        (parameter("Number", Default="x"), "no number"),
        (parameter("List<Number>", Default="1, x"), "no number"),
        (parameter("Number", Default=5, MaxValue="3"), "more than its MaxValue"),
        (parameter("Number", Default="-1", MinValue=0), "less than its MinValue"),
        (parameter("String", Default="abc", MaxLength=2), "longer than its MaxLength"),
        (parameter("String", Default="", MinLength=1), "shorter than its MinLength"),
        (
            parameter("CommaDelimitedList", Default="a,z", AllowedValues=["a", "b"]),
            "none of its AllowedValues",
        ),
    ],
)
def test_what_is_refused_is_told(given: Parameter, fault: str) -> None:
    assert fault_of(given) == fault
    report = Report()
    stack = Stack(
        parameters={"Size": given},
        resources={"Topic": Resource(type="AWS::SNS::Topic")},
    )
    to_pulumi(stack, report=report)
    (told,) = (it for it in report.warnings if it.code == "default")
    assert told.path == ("Parameters", "Size", "Default")
    assert fault in told.message


@pytest.mark.parametrize(
    "given",
    [
        parameter("String"),
        parameter("String", Default="", AllowedValues=["", "a"]),
        parameter("String", Default=True, AllowedValues=[True, False]),
        parameter("String", Default="true", AllowedValues=[True, False]),
        parameter("Number", Default=2.0, AllowedValues=[1, 2]),
        parameter("Number", Default="3", MinValue=3, MaxValue=3),
        parameter("String", Default="12345", MaxValue=3),
        parameter("CommaDelimitedList", Default="a, b", AllowedValues=["a", "b"]),
        parameter("CommaDelimitedList", Default="", AllowedValues=["a", "b"]),
        parameter("AWS::SSM::Parameter::Value<String>", Default="/a", AllowedValues=["b"]),
        parameter("String", Default="c", AllowedValues=["a"], NoEcho=True),
    ],
)
def test_what_is_taken_is_not(given: Parameter) -> None:
    assert fault_of(given) is None
