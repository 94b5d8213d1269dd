"""What `cfn2pulumi adopt` says of input that is none: one clear line, and nothing is written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .test_adoption import call, mixed

__all__ = ["mixed"]


def changed(document: str, change: Callable[[Any], None]) -> str:
    """A document of JSON with something changed."""
    tree = json.loads(document)
    change(tree)
    return json.dumps(tree)


def of_stack(**changes: Any) -> Callable[[Any], None]:
    """Change the first stack."""
    return lambda tree: tree["Stacks"][0].update(changes)


def of_row(number: int, **changes: Any) -> Callable[[Any], None]:
    """Change one row."""
    return lambda tree: tree["StackResources"][number].update(changes)


def hide(tree: Any, name: str) -> None:
    """Hide a parameter's value, as AWS does with those of secrets."""
    for each in tree["Stacks"][0]["Parameters"]:
        if each["ParameterKey"] == name:
            each["ParameterValue"] = "****"


BAD: list[tuple[str, Callable[[str], str], str]] = [
    (
        "stacks.json",
        lambda text: changed(
            text, of_stack(Parameters=[{"ParameterKey": "Other", "ParameterValue": "x"}])
        ),
        "a parameter Other that the template lacks",
    ),
    ("stacks.json", lambda text: text[:-20], "is not whole JSON"),
    ("stacks.json", lambda text: '{"Stacks": []}', "the stack files describe none"),
    ("stacks.json", lambda text: "[]", "is not what aws cloudformation describe-stacks prints"),
    (
        "stacks.json",
        lambda text: changed(text, of_stack(StackStatus="UPDATE_IN_PROGRESS")),
        "UPDATE_IN_PROGRESS",
    ),
    ("resources.json", lambda text: text[:40], "is not whole JSON"),
    (
        "resources.json",
        lambda text: changed(text, lambda tree: tree.update(NextToken="more")),
        "the list goes on",
    ),
    (
        "stacks.json",
        lambda text: changed(text, of_stack(ParentId={})),
        "a ParentId that is no text",
    ),
    ("resources.json", lambda text: changed(text, of_row(0, StackId=[])), "a StackId that is no"),
    (
        "resources.json",
        lambda text: changed(text, of_row(0, ResourceStatus="UPDATE_FAILED")),
        "Group (AWS::EC2::SecurityGroup) is UPDATE_FAILED",
    ),
    (
        "resources.json",
        lambda text: changed(text, of_row(0, ResourceStatus="DELETE_COMPLETE")),
        "the template has Group, which the stack live does not list",
    ),
    (
        "resources.json",
        lambda text: changed(text, lambda tree: tree["StackResources"].pop(1)),
        "the template has Role, which the stack live does not list",
    ),
    (
        "resources.json",
        lambda text: changed(text, of_row(0, LogicalResourceId="Other")),
        "has Other (AWS::EC2::SecurityGroup), which the template lacks",
    ),
    (
        "resources.json",
        lambda text: changed(
            text,
            lambda tree: tree["StackResources"].append(
                tree["StackResources"][0] | {"PhysicalResourceId": "sg-2"}
            ),
        ),
        "has Group twice: as ",
    ),
    (
        "stacks.json",
        lambda text: changed(text, lambda tree: hide(tree, "Stage")),
        "hides its parameter Stage, which has no NoEcho in the template",
    ),
    (
        "resources.json",
        lambda text: changed(text, of_row(0, ResourceType="AWS::SNS::Topic")),
        "Group is a AWS::EC2::SecurityGroup in the template, in the stack a AWS::SNS::Topic",
    ),
    (
        "resources.json",
        lambda text: changed(text, lambda tree: tree.update(StackResources=[{}] * 100)),
        "prints the first 100 resources only",
    ),
    (
        "resources.json",
        lambda text: changed(
            text, of_row(0, DriftInformation={"StackResourceDriftStatus": "DELETED"})
        ),
        "was deleted outside of the stack",
    ),
]


@pytest.mark.parametrize(("file", "change", "words"), BAD)
def test_bad_input_is_one_clear_line_and_nothing_is_written(
    file: str, change: Callable[[str], str], words: str, mixed: Path
) -> None:
    path = mixed / file
    path.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    options = ("--resources", str(mixed / "resources.json"), "--stack", str(mixed / "stacks.json"))
    project = mixed / "project"
    done = call("adopt", str(mixed / "template.yaml"), *options, "--output", str(project), "-q")
    errors = [line for line in done.err.splitlines() if ": error: " in line]
    assert done.status == 2
    assert len(errors) == 1
    assert words in errors[0]
    assert not project.exists()


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--resource", "Grop=sg-1"), "did you mean Group?"),
        (("--value", "Group=x"), "--value wants LOGICAL.NAME=VALUE"),
        (("-p", "Pasword=x"), "did you mean Password?"),
        (("-p", "Stage=x"), "was deployed with 'dev' for Stage"),
        (("--language", "cobol"), "cobol"),
        (("--format", "tar"), "tar"),
    ],
)
def test_a_wrong_option_is_told(options: tuple[str, ...], words: str, mixed: Path) -> None:
    files = ("--resources", str(mixed / "resources.json"), "--stack", str(mixed / "stacks.json"))
    done = call("adopt", str(mixed / "template.yaml"), *files, *options, "-o", str(mixed / "out"))
    assert done.status == 2
    assert words in done.err
    assert not (mixed / "out").exists()
