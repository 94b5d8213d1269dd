"""Ownership there and back: adopted from a deployed stack, then imported into one again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto import mock_aws

import converter
from converter.adoption.import_file import SECRET, SIGNATURE
from converter.cli import pulumi2cfn

from . import cases
from .test_adoption import MIXED, adopt, call, config_of, deploy
from .test_nested import write

ROUND = ("single-container", "multi-model", "vpc-network-isolation", "production-stack")


def state_of(project: Path, stack: str = "live") -> dict[str, Any]:
    """What ``pulumi stack export`` prints once the import file was imported."""
    adopted = json.loads((project / "state.json").read_text(encoding="utf-8"))
    manifest = {"time": "2026-11-28T09:00:00Z", "magic": "", "version": "v3.260.0"}
    deployment = {**adopted["deployment"], "manifest": manifest}
    text = json.dumps({"version": 3, "deployment": deployment})
    tree = json.loads(text, object_hook=_encrypted)
    assert isinstance(tree, dict)
    return tree


def _encrypted(entry: dict[str, Any]) -> dict[str, Any]:
    if entry.get(SIGNATURE) == SECRET:
        return {SIGNATURE: SECRET, "ciphertext": "v1:abc"}
    return entry


def give_back(project: Path, state: Any, *options: str) -> Path:
    """Give a project's resources back; the folder that was written."""
    file = project.parent / "export.json"
    file.write_text(json.dumps(state), encoding="utf-8")
    folder = project.parent / "back"
    done = call(
        "adopt",
        str(project),
        "--state",
        str(file),
        "--output",
        str(folder),
        *options,
        tool=pulumi2cfn,
    )
    assert done.status == 0, done.err
    return folder


@pytest.mark.parametrize("case", ROUND)
def test_ownership_goes_there_and_back(case: str, tmp_path: Path) -> None:
    template = cases.template(case)
    original = converter.read(template)
    deploy(tmp_path, original)
    project = adopt(tmp_path, template, "--format", "state")
    folder = give_back(project, state_of(project))
    whole = converter.read(folder / "template.yaml")
    assert [str(each) for each in converter.verify(original, whole)] == []
    entries = json.loads((folder / "resources-to-import.json").read_text(encoding="utf-8"))
    ids = {each["LogicalResourceId"]: each["ResourceIdentifier"] for each in entries}
    states = {
        each["urn"].rpartition("::")[2]: each["id"]
        for each in state_of(project)["deployment"]["resources"][2:]
    }
    assert {name: "|".join(parts.values()) for name, parts in ids.items()} == states
    mapping = json.loads((folder / "resource-mapping.json").read_text(encoding="utf-8"))
    assert mapping == ids
    imported_stack = converter.read(folder / "import.yaml")
    assert imported_stack.outputs == {}
    assert set(imported_stack.resources) == set(ids)
    assert {it.deletion_policy for it in imported_stack.resources.values()} == {"Retain"}
    guide = (folder / "ADOPTING.md").read_text(encoding="utf-8")
    assert guide.count("pulumi state delete") == len(states)


def test_what_cannot_be_imported_is_left_to_the_update(tmp_path: Path) -> None:
    text = """\
Resources:
  Topic: {Type: AWS::SNS::Topic}
  Policy:
    Type: AWS::SNS::TopicPolicy
    Properties: {Topics: [!Ref Topic], PolicyDocument: {Version: '2012-10-17'}}
  Setting:
    Type: AWS::SSM::Parameter
    DependsOn: Policy
    Properties: {Type: String, Value: !GetAtt Policy.Id}
Outputs:
  Topic: {Value: !Ref Topic}
"""
    write(tmp_path, {"template.yaml": text})
    deploy(tmp_path, converter.read(tmp_path / "template.yaml"))
    project = adopt(tmp_path, tmp_path / "template.yaml", "--format", "state")
    folder = give_back(project, state_of(project))
    importing = converter.read(folder / "import.yaml")
    assert list(importing.resources) == ["Topic", "Setting"]
    assert importing.resources["Setting"].depends_on == ()
    assert importing.parameters["PolicyId"].default is not None
    whole = converter.read(folder / "template.yaml")
    assert list(whole.resources) == ["Topic", "Policy", "Setting"]
    assert "AWS::SNS::TopicPolicy" in (folder / "ADOPTING.md").read_text(encoding="utf-8")


def test_motos_change_set_takes_the_import(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    template = cases.template("single-container")
    deploy(tmp_path, converter.read(template))
    project = adopt(tmp_path, template, "--format", "state")
    folder = give_back(project, state_of(project))
    with mock_aws():
        client = boto3.client("cloudformation", region_name="us-east-1")
        client.create_change_set(
            StackName="back",
            ChangeSetName="import",
            ChangeSetType="IMPORT",
            TemplateBody=(folder / "import.yaml").read_text(encoding="utf-8"),
            ResourcesToImport=json.loads((folder / "resources-to-import.json").read_text()),
            Parameters=json.loads((folder / "parameters.json").read_text()),
            Capabilities=["CAPABILITY_IAM"],
        )
        found = client.describe_change_set(StackName="back", ChangeSetName="import")
    assert found["ChangeSetName"] == "import"


def test_secrets_of_the_state_are_in_no_file(tmp_path: Path) -> None:
    write(tmp_path, {"template.yaml": MIXED})
    deploy(tmp_path, converter.read(tmp_path / "template.yaml"))
    options = ("--format", "state", "-p", "Password=hunter2", "--value", "Custom.Token=t0")
    project = adopt(tmp_path, tmp_path / "template.yaml", *options)
    assert "Database" not in config_of(project)
    folder = give_back(project, state_of(project))
    texts = [path.read_text(encoding="utf-8") for path in folder.iterdir()]
    assert not any("hunter2" in text for text in texts)
    assert "ParameterKey=Password,ParameterValue=..." in (folder / "ADOPTING.md").read_text()


BAD: list[tuple[Callable[[Any], Any], str]] = [
    (lambda state: [], "is not what pulumi stack export prints"),
    (lambda state: {"deployment": {}}, "is not what pulumi stack export prints"),
    (
        lambda state: json.loads(json.dumps(state).replace("::template::", "::other::")),
        "the state is of the project other",
    ),
    (
        lambda state: {
            "deployment": {**state["deployment"], "pending_operations": [{"type": "creating"}]}
        },
        "operations that did not end",
    ),
    (
        lambda state: {"deployment": {"resources": state["deployment"]["resources"][:2]}},
        "has none of the program's resources",
    ),
]


@pytest.mark.parametrize(("change", "words"), BAD)
def test_bad_input_is_one_clear_line_and_nothing_is_written(
    change: Callable[[Any], Any], words: str, tmp_path: Path
) -> None:
    deploy(tmp_path, converter.read(cases.template("single-container")))
    project = adopt(tmp_path, cases.template("single-container"), "--format", "state")
    file = tmp_path / "export.json"
    file.write_text(json.dumps(change(state_of(project))), encoding="utf-8")
    options = ("--state", str(file), "--output", str(tmp_path / "back"), "-q")
    done = call("adopt", str(project), *options, tool=pulumi2cfn)
    errors = [line for line in done.err.splitlines() if ": error: " in line]
    assert done.status in (1, 2)
    assert len(errors) == 1
    assert words in errors[0]
    assert not (tmp_path / "back").exists()
