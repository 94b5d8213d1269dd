"""Deployed stacks that become programs: the state is what the programs register."""

from __future__ import annotations

import contextlib
import io
import json
import os
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent
from typing import Any

import jsonschema
import pytest
import yaml

import converter
from converter import catalog
from converter.adoption.adopting import Adoption, Said
from converter.adoption.adopting import adopt as adopt_stack
from converter.adoption.deployed import Printed, deployed_stack, described_stacks
from converter.adoption.import_file import INPUTS, SECRET, SIGNATURE
from converter.adoption.project import adopted_files
from converter.adoption.sources import stack_of_source
from converter.catalog import ResourceType
from converter.catalog.identifying import SEPARATOR
from converter.cli import cfn2pulumi
from converter.cloudformation import Stack
from converter.evaluation import UNKNOWN
from converter.migration import programs_of
from converter.readers.opening import open_sources
from converter.report import Report

from . import cases, language, wire
from .commands import Ended
from .deploying import ACCOUNT, REGION, Deployment
from .test_evaluation import function_result, programs
from .test_nested import PARENT, QUEUE, write

__all__ = ["programs"]

IMPORT_FILE = {
    "type": "object",
    "additionalProperties": False,
    "required": ["resources"],
    "properties": {
        "nameTable": {"type": "object", "additionalProperties": {"type": "string"}},
        "resources": {
            "type": "array",
            "items": {
                "type": "object",
                "additionalProperties": False,
                "required": ["type", "name"],
                "properties": {
                    "type": {"type": "string", "pattern": "^[^:]+:[^:]+:[^:]+$"},
                    "name": {"type": "string", "minLength": 1},
                    "logicalName": {"type": "string"},
                    "id": {"type": "string", "minLength": 1},
                    "parent": {"type": "string"},
                    "provider": {"type": "string"},
                    "version": {"type": "string", "pattern": r"^\d+\.\d+\.\d+$"},
                    "component": {"const": True},
                    "inputs": {"type": "object"},
                    "outputs": {"type": "object"},
                },
                "if": {"required": ["component"]},
                "then": {"not": {"anyOf": [{"required": ["id"]}, {"required": ["outputs"]}]}},
                "else": {"required": ["id", "version", "inputs", "outputs"]},
            },
        },
    },
}
"""https://github.com/pulumi/pulumi/blob/master/pkg/cmd/pulumi/operations/import.go"""


def deploy(folder: Path, stack: Stack, **named: Any) -> Deployment:
    """Put what AWS's commands print of a deployed stack into a folder."""
    deployment = Deployment(stack, **named)
    (folder / "stacks.json").write_text(deployment.stacks_text(), encoding="utf-8")
    (folder / "resources.json").write_text(deployment.described_text(), encoding="utf-8")
    return deployment


def call(*arguments: str, tool: Callable[[], int] = cfn2pulumi) -> Ended:
    """Run a command in this process."""
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setattr(sys, "argv", [tool.__name__, *arguments])
        status = tool()
    return Ended(status, out.getvalue(), err.getvalue())


def adopt(folder: Path, template: Path, *options: str) -> Path:
    """Adopt what `deploy` left in a folder; give the folder of the project."""
    project = folder / "project"
    done = call(
        "adopt",
        str(template),
        "--resources",
        str(folder / "resources.json"),
        "--stack",
        str(folder / "stacks.json"),
        "--output",
        str(project),
        *options,
    )
    assert done.status == 0, done.err
    return project


def imported(project: Path) -> dict[str, dict[str, Any]]:
    """The entries of the import file, by name."""
    document = json.loads((project / "import.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, IMPORT_FILE)
    names = [each["name"] for each in document["resources"]]
    assert len(set(names)) == len(names)
    return {each["name"]: each for each in document["resources"]}


def on_the_wire(value: Any) -> Any:
    """A value of a file as the engine sends it: a secret has its value in the place of a text."""
    if isinstance(value, list):
        return [on_the_wire(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get(SIGNATURE) == SECRET:
        return wire.secret(json.loads(value["plaintext"]))
    return {key: on_the_wire(item) for key, item in value.items()}


def config_of(project: Path) -> dict[str, str]:
    """The values of the only stack, without the provider's."""
    (path,) = [it for it in project.glob("Pulumi.*.yaml") if it.name != "Pulumi.yaml"]
    config = yaml.safe_load(path.read_text(encoding="utf-8"))["config"]
    return {
        key.partition(":")[2]: value
        for key, value in config.items()
        if not key.startswith("aws-native:")
    }


def without_names(entry: Mapping[str, Any], registered: Mapping[str, Any]) -> dict[str, Any]:
    """The inputs of an entry without the name that the provider would make up."""
    described = catalog.by_token(entry["type"])
    assert described is not None
    auto = described.auto_name
    wire_name = described.properties[auto.property].pulumi if auto is not None else None
    return {
        key: value
        for key, value in entry["inputs"].items()
        if key != wire_name or key in registered
    }


def assert_nothing_would_change(
    project: Path, runner: wire.Programs, secrets: Mapping[str, str] | None = None
) -> None:
    """Run the program where every resource has the outputs of the import file: it must register
    the inputs of that file, and nothing else.
    """
    entries = imported(project)

    def answers(name: str) -> tuple[str, dict[str, Any]]:
        outputs = {k: v for k, v in entries[name]["outputs"].items() if k != INPUTS}
        found: dict[str, Any] = on_the_wire(outputs)
        return entries[name]["id"], found

    config = {**config_of(project), **(secrets or {})}
    ran = runner.run(project, answers, stack="live", config=config, function=function_result)
    assert sorted(ran.resources) == sorted(entries)
    for name, entry in entries.items():
        there = ran.resources[name]
        assert there.type == entry["type"]
        assert there.parent == entry.get("parent")
        if "component" in entry:
            continue
        assert there.version in (entry["version"], "")  # the engine takes the default one then
        assert there.inputs == on_the_wire(without_names(entry, there.inputs)), name
        assert_has_shape(entry)


def assert_has_shape(entry: Mapping[str, Any]) -> None:
    """The identifier has as many parts as its type's, and the outputs hold what is needed."""
    described = catalog.by_token(entry["type"])
    assert described is not None
    names = described.primary_identifier
    parts = entry["id"].split(SEPARATOR) if len(names) > 1 else [entry["id"]]
    assert len(parts) == len(names)
    assert all(parts)
    for name, part in zip(names, parts, strict=True):
        assert part.startswith("arn:") or not name.endswith("Arn")
    held = entry["outputs"][INPUTS]
    assert held[SIGNATURE] == SECRET
    clear = json.loads(held["plaintext"])
    assert set(clear) == set(entry["inputs"]) <= set(entry["outputs"])
    if described.auto_name is not None:
        assert described.properties[described.auto_name.property].pulumi in entry["inputs"]


@pytest.mark.parametrize("case", cases.CASES)
def test_an_adopted_fixture_would_not_change(
    case: str, tmp_path: Path, programs: wire.Programs
) -> None:
    template = cases.template(case)
    stack = converter.read(template)
    secrets = {key: f"secret {key}" for key, it in stack.parameters.items() if it.no_echo}
    deploy(tmp_path, stack)
    options = [it for key, text in secrets.items() for it in ("-p", f"{key}={text}")]
    project = adopt(tmp_path, template, *options)
    assert_nothing_would_change(project, programs, secrets)


class Exports(dict[str, str]):
    """Everything is exported by some other stack."""

    def get(self, name: str, default: Any = None) -> Any:
        return function_result("importValue", {"name": name})


def everything_said(adoption: Adoption, said: Said) -> Said:
    """What a person would have to say of a stack of which not everything is known."""
    identifiers = {
        name: SEPARATOR.join(f"part{n}" for n in range(len(catalog_type(kind).primary_identifier)))
        for name, kind in adoption.nameless.items()
    }
    values = {
        each.name: {name: f"said {name}" for name in each.missing}
        for each in adoption.entries
        if each.missing
    }
    known = {name: {**values.get(name, {}), **each} for name, each in said.values.items()}
    return Said(
        parameters=said.parameters,
        identifiers={**identifiers, **said.identifiers},
        values={**values, **known},
        exports=Exports(),
    )


def catalog_type(name: str) -> ResourceType:
    """A type that is known."""
    found = catalog.resource_type(name)
    assert found is not None
    return found


PARAMETERS = {
    "find-in-map": {"Stage": "dev"},
    "find-in-map-function": {"Stage": "dev"},
    "select-index-parameter": {"Index": "1"},
}
# What a module holds is seen in a deployed stack only.
ADOPTABLE = [
    it for it in language.FIXTURES if language.migrated(it).refusal is None and it != "module"
]
# A third of them, and all in which something stays, is nested or becomes something else: the rest
# differs in the template's words alone.
CHOSEN = [
    it
    for number, it in enumerate(ADOPTABLE)
    if number % 3 == 0 or it.startswith(("type-", "transform-", "pseudo-stack", "output-told"))
]


@pytest.mark.parametrize("fixture", CHOSEN)
def test_an_adopted_stack_of_any_language_would_not_change(
    fixture: str, tmp_path: Path, programs: wire.Programs
) -> None:
    stack = language.deployed(fixture)
    secrets = {key: f"secret {key}" for key, it in stack.parameters.items() if it.no_echo}
    deployment = Deployment(stack, parameters={**secrets, **PARAMETERS.get(fixture, {})})
    deployed = deployed_stack(
        described_stacks([Printed(file="s", document=json.loads(deployment.stacks_text()))]),
        [(None, Printed(file="r", document=json.loads(deployment.described_text())))],
    )
    said = Said(parameters=secrets, exports=Exports())
    for _ in range(3):
        adoption = adopt_stack(stack, deployed, project=fixture, said=said, report=Report())
        said = everything_said(adoption, said)
    files = adopted_files(adoption, dict(converter.write(adoption.program)), format="import")
    write(tmp_path, files.texts)
    asked = {key: "said" for key, it in adoption.config.items() if it is UNKNOWN}
    assert_nothing_would_change(tmp_path, programs, {**asked, **secrets})


# --- what stays, what is asked for, what is told -----------------------------

MIXED = """\
Parameters:
  Stage: {Type: String, Default: dev}
  Password: {Type: String, NoEcho: true}
Resources:
  Group:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: all, VpcId: vpc-1}
  Role:
    Type: AWS::IAM::Role
    Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17'}, Path: /service/}
  Custom:
    Type: Custom::Seed
    Properties: {ServiceToken: !GetAtt Role.Arn, Password: !Ref Password}
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      DBInstanceClass: db.t3.micro
      MasterUserPassword: !Ref Password
      VPCSecurityGroups: [!GetAtt Group.GroupId]
  Setting:
    Type: AWS::SSM::Parameter
    Properties:
      Type: String
      Value: !Sub "${Custom.Token} ${Custom} ${AWS::StackId}"
Outputs:
  Token: {Value: !GetAtt Custom.Token, Export: {Name: token}}
"""


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A stack of which something stays, deployed."""
    write(tmp_path, {"template.yaml": MIXED})
    deployment = deploy(tmp_path, converter.read(tmp_path / "template.yaml"))
    document = json.loads(deployment.stacks_text())
    document["Stacks"][0]["Outputs"] = [
        {"OutputKey": "Token", "OutputValue": "t0", "ExportName": "token"}
    ]
    document["Stacks"][0]["EnableTerminationProtection"] = True
    (tmp_path / "stacks.json").write_text(json.dumps(document), encoding="utf-8")
    return tmp_path


def test_what_the_program_cannot_have_stays_and_is_config(
    mixed: Path, programs: wire.Programs
) -> None:
    project = adopt(mixed, mixed / "template.yaml", "-p", "Password=hunter2")
    assert "Custom" not in imported(project)
    config = config_of(project)
    assert config["CustomToken"] == "t0"  # an output of the stack tells it
    assert config["StackId"].startswith("arn:aws:cloudformation:")
    assert_nothing_would_change(project, programs, {"Password": "hunter2"})
    remaining = converter.read(project / "handover" / "remaining" / "template.yaml")
    assert list(remaining.resources) == ["Custom"]
    assert remaining.parameters["RoleArn"].default == (
        f"arn:aws:iam::{ACCOUNT}:role/service/{imported(project)['Role']['id']}"
    )


def test_secrets_are_marked_and_in_no_file_that_others_may_read(mixed: Path) -> None:
    project = adopt(mixed, mixed / "template.yaml", "-p", "Password=hunter2")
    holding = [
        path
        for path in project.rglob("*")
        if path.is_file() and "hunter2" in path.read_text(encoding="utf-8")
    ]
    assert holding == [project / "import.json"]
    assert stat.S_IMODE(os.stat(holding[0]).st_mode) == 0o600
    password = imported(project)["Database"]["inputs"]["masterUserPassword"]
    assert password == {SIGNATURE: SECRET, "plaintext": '"hunter2"'}
    guide = (project / "ADOPTING.md").read_text(encoding="utf-8")
    assert "pulumi config set --secret Password" in guide


def test_a_secret_that_nobody_said_is_left_out_and_told(mixed: Path) -> None:
    project = adopt(mixed, mixed / "template.yaml")
    assert "masterUserPassword" not in imported(project)["Database"]["inputs"]
    guide = (project / "ADOPTING.md").read_text(encoding="utf-8")
    assert "`Database`: `masterUserPassword` hangs on what is not known" in guide


def test_the_guide_says_what_blocks_and_what_to_do(mixed: Path) -> None:
    project = adopt(mixed, mixed / "template.yaml", "-p", "Password=hunter2")
    guide = (project / "ADOPTING.md").read_text(encoding="utf-8")
    commands = [line for line in guide.splitlines() if line.startswith(("aws ", "pulumi "))]
    wanted = (
        "aws cloudformation detect-stack-drift --stack-name live",
        "pulumi stack init live",
        "pulumi config set --secret Password",
        "pulumi import --file import.json --protect=false --generate-code=false --yes",
        "pulumi preview --expect-no-changes --diff",
        "pulumi refresh --preview-only",
        "aws cloudformation create-change-set --stack-name live --change-set-name retain",
        "aws cloudformation create-change-set --stack-name live --change-set-name remain",
    )
    places = [next(n for n, it in enumerate(commands) if it.startswith(each)) for each in wanted]
    assert places == sorted(places)
    assert "`Custom` (Custom::Seed)" in guide
    assert "aws cloudformation list-imports --export-name token --region us-east-1" in guide
    assert "`Group`: its `GroupName` is not known for sure" in guide
    retained = converter.read(project / "handover" / "retained" / "template.yaml")
    assert {it.deletion_policy for it in retained.resources.values()} == {"Retain"}


def test_what_is_said_goes_before_what_is_known(mixed: Path) -> None:
    said = ("--resource", "Group=sg-77", "--value", "Group.GroupName=mine", "-p", "Password=x")
    project = adopt(mixed, mixed / "template.yaml", *said)
    entries = imported(project)
    assert entries["Group"]["id"] == "sg-77"
    assert entries["Group"]["inputs"]["groupName"] == "mine"
    assert entries["Database"]["inputs"]["vpcSecurityGroups"] == ["sg-77"]
    guide = (project / "ADOPTING.md").read_text(encoding="utf-8")
    assert "its `GroupName`" not in guide


def test_default_tags_stand_in_the_state_as_the_provider_adds_them(tmp_path: Path) -> None:
    text = """\
    Resources:
      Topic: {Type: AWS::SNS::Topic, Properties: {Tags: [{Key: b, Value: own}]}}
      Setting:
        Type: AWS::SSM::Parameter
        Properties: {Type: String, Value: v, Tags: {b: own}}
      Route: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: v, InternetGatewayId: i}}
      Fleet:
        Type: AWS::AutoScaling::AutoScalingGroup
        Properties:
          MinSize: '1'
          MaxSize: '1'
          Tags: [{Key: c, Value: own, PropagateAtLaunch: true}]
    """
    write(tmp_path, {"template.yaml": dedent(text)})
    deploy(
        tmp_path,
        converter.read(tmp_path / "template.yaml"),
        tags={"b": "2", "a": "1", "aws:cloudformation:x": "y"},
    )
    project = adopt(tmp_path, tmp_path / "template.yaml")
    entries = imported(project)
    assert entries["Topic"]["inputs"]["tags"] == [
        {"key": "b", "value": "own"},
        {"key": "a", "value": "1"},
    ]
    assert entries["Setting"]["inputs"]["tags"] == {"a": "1", "b": "own"}
    assert "tags" not in entries["Route"]["inputs"]
    assert entries["Fleet"]["inputs"]["tags"] == [
        {"key": "c", "value": "own", "propagateAtLaunch": True},
        {"key": "a", "value": "1"},
        {"key": "b", "value": "2"},
    ]
    (path,) = project.glob("Pulumi.live.yaml")
    config = yaml.safe_load(path.read_text(encoding="utf-8"))["config"]
    assert config["aws-native:defaultTags"] == {"tags": {"b": "2", "a": "1"}}


def test_nested_stacks_are_components(tmp_path: Path, programs: wire.Programs) -> None:
    write(tmp_path, {"main.yaml": PARENT, "queues/queue.yaml": QUEUE})
    (program,) = programs_of(open_sources(tmp_path / "main.yaml"), report=Report()).values()
    assert program.components
    stack = stack_of_source(open_sources(tmp_path / "main.yaml")[0], {}, Report())
    deployment = deploy(tmp_path, stack, parameters={"Stage": "prod"})
    project = adopt(tmp_path, tmp_path / "main.yaml")
    entries = imported(project)
    assert entries["Jobs"] == {
        "type": "main:queue_stack:QueueStack",
        "name": "Jobs",
        "component": True,
    }
    assert entries["Jobs-Queue"]["parent"] == "Jobs"
    rows = {row["LogicalResourceId"]: row for row in deployment.nested["Jobs"].rows}
    assert entries["Jobs-Queue"]["id"] == rows["Queue"]["PhysicalResourceId"]
    nested = deployment.nested["Jobs"].name  # has a random end, which Pulumi does not know
    assert {"key": "stack", "value": nested} in entries["Jobs-Queue"]["inputs"]["tags"]
    assert config_of(project)["JobsStackName"] == nested
    assert_nothing_would_change(project, programs)
    handed = project / "handover" / "retained" / "queues" / "queue.yaml"
    assert "DeletionPolicy: Retain" in handed.read_text(encoding="utf-8")


def test_a_nested_stack_that_nobody_described_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path, {"main.yaml": PARENT, "queues/queue.yaml": QUEUE})
    stack = stack_of_source(open_sources(tmp_path / "main.yaml")[0], {}, Report())
    deployment = deploy(tmp_path, stack)
    outermost = json.dumps({"Stacks": deployment.described()[:1]})
    write(tmp_path, {"resources.json": deployment.list_text(), "stacks.json": outermost})
    printed = (str(tmp_path / "resources.json"), "--stack", str(tmp_path / "stacks.json"))
    done = call("adopt", str(tmp_path / "main.yaml"), "--resources", *printed)
    assert done.status == 2
    assert "the nested stack Jobs are not there: give --resources Jobs=FILE" in done.err


def test_what_is_told_of_a_resource_has_its_line(tmp_path: Path) -> None:
    task = "{Type: Custom::Task, Properties: {ServiceToken: a}}"
    outer = f"Resources:\n  Own: {task}\n  Inner:\n    Type: AWS::CloudFormation::Stack\n"
    outer += "    Properties: {TemplateURL: in.yaml}\n"
    write(tmp_path, {"main.yaml": outer, "in.yaml": f"Resources:\n  Task: {task}\n"})
    source = str(tmp_path / "main.yaml")
    stack = stack_of_source(open_sources(tmp_path / "main.yaml")[0], {}, Report())
    deployment = deploy(tmp_path, stack)
    printed = {
        "resources.json": deployment.list_text(),
        "inner.json": deployment.nested["Inner"].list_text(),
        "stacks.json": json.dumps({"Stacks": deployment.described()}),
    }
    write(tmp_path, printed)
    lists, inner, stacks = (str(tmp_path / name) for name in printed)
    files = ("--resources", lists, "--resources", f"Inner={inner}", "--stack", stacks)
    done = call("adopt", source, *files, "-o", str(tmp_path / "out"))
    for line in (2, 3):
        assert f"main.yaml:{line}:3: warning: the resource type Custom::Task" in done.err


def test_lists_of_nested_stacks_are_told_apart_by_their_names(tmp_path: Path) -> None:
    write(tmp_path, {"main.yaml": PARENT, "queues/queue.yaml": QUEUE})
    stack = stack_of_source(open_sources(tmp_path / "main.yaml")[0], {}, Report())
    deployment = deploy(tmp_path, stack)
    write(
        tmp_path,
        {
            "resources.json": deployment.list_text(),
            "jobs.json": deployment.nested["Jobs"].list_text(),
        },
    )
    project = adopt(
        tmp_path, tmp_path / "main.yaml", "--resources", f"Jobs={tmp_path / 'jobs.json'}"
    )
    assert "Jobs-Queue" in imported(project)


def test_a_checkpoint_has_the_same_resources(mixed: Path) -> None:
    project = adopt(mixed, mixed / "template.yaml", "--format", "state", "-p", "Password=hunter2")
    document = json.loads((project / "state.json").read_text(encoding="utf-8"))
    resources = document["deployment"]["resources"]
    root, provider = resources[:2]
    assert root["urn"] == "urn:pulumi:live::template::pulumi:pulumi:Stack::template-live"
    assert provider["inputs"]["region"] == REGION
    urns = {each["urn"] for each in resources}
    for each in resources[2:]:
        assert each["provider"] == f"{provider['urn']}::{provider['id']}"
        assert each["parent"] in urns
    assert stat.S_IMODE(os.stat(project / "state.json").st_mode) == 0o600


def test_a_stack_of_which_only_metadata_stays_is_deleted(tmp_path: Path) -> None:
    text = """\
    Resources:
      Topic: {Type: AWS::SNS::Topic}
      CDKMetadata: {Type: AWS::CDK::Metadata, Properties: {Analytics: v2}}
    """
    write(tmp_path, {"template.yaml": dedent(text)})
    deploy(tmp_path, converter.read(tmp_path / "template.yaml"))
    project = adopt(tmp_path, tmp_path / "template.yaml")
    guide = (project / "ADOPTING.md").read_text(encoding="utf-8")
    assert "aws cloudformation delete-stack --stack-name live" in guide
    assert not (project / "handover" / "remaining").exists()


def test_the_list_says_which_of_several_stacks_is_meant(mixed: Path) -> None:
    document = json.loads((mixed / "stacks.json").read_text(encoding="utf-8"))
    other = Deployment(Stack(), "other").described()
    (mixed / "stacks.json").write_text(json.dumps({"Stacks": [*other, *document["Stacks"]]}))
    assert "Role" in imported(adopt(mixed, mixed / "template.yaml"))


def test_what_other_stacks_export_is_known_where_they_are_described(tmp_path: Path) -> None:
    text = """\
    Resources:
      Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !ImportValue shared}}
    """
    write(tmp_path, {"template.yaml": dedent(text)})
    deployment = deploy(tmp_path, converter.read(tmp_path / "template.yaml"))
    output = {"OutputKey": "Shared", "OutputValue": "told", "ExportName": "shared"}
    other = {**Deployment(Stack(), "other").described()[0], "Outputs": [output]}
    stacks = json.dumps({"Stacks": [other, *deployment.described()]})
    write(tmp_path, {"stacks.json": stacks, "resources.json": deployment.list_text()})
    entries = imported(adopt(tmp_path, tmp_path / "template.yaml"))
    assert entries["Topic"]["inputs"]["displayName"] == "told"
