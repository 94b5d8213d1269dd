"""Deployed stacks that become programs: the state is what the programs register."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from collections.abc import Mapping
from pathlib import Path
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
from converter.catalog import ResourceType
from converter.catalog.identifying import SEPARATOR
from converter.cli import cfn2pulumi
from converter.cloudformation import Stack
from converter.evaluation import UNKNOWN
from converter.report import Report

from . import cases, language, wire
from .commands import Ended
from .deploying import Deployment
from .test_evaluation import function_result, programs
from .test_nested import write

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


def call(*arguments: str) -> Ended:
    """Run `cfn2pulumi`."""
    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.setattr(sys, "argv", ["cfn2pulumi", *arguments])
        status = cfn2pulumi()
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


@pytest.mark.parametrize("case", [it for it in cases.CASES if it != "every-property"])
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


@pytest.mark.parametrize("fixture", ADOPTABLE)
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
