"""What AWS's and Pulumi's commands print of deployed stacks."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import converter
from converter.adoption.adopting import Said, adopt
from converter.adoption.deployed import Printed, deployed_stack, described_stacks
from converter.adoption.import_file import SECRET as SECRET_VALUE
from converter.adoption.import_file import SIGNATURE
from converter.adoption.project import adopted_files
from converter.adoption.sources import stack_of_source
from converter.readers.opening import open_sources
from converter.readers.template import read_text
from converter.report import Report

from ..deploying import Deployment
from ..test_adoption import MIXED
from ..test_nested import PARENT, QUEUE
from .commands import OUTPUT, SECRET, Command, Files, write_files

_MIXED = {"template.yaml": MIXED.encode()}
_NESTED = {"template.yaml": PARENT.encode(), "queues/queue.yaml": QUEUE.encode()}
_PRINTED = ("stacks.json", "resources.json")


@cache
def deployments() -> Sequence[Command]:
    """Stacks to adopt: one with a secret, of which something stays, and one that nests another;
    and a project to give back, with its state.
    """
    given = ("--resources", "resources.json", "--stack", "stacks.json", "-o", OUTPUT)
    adopting = ("cfn2pulumi", "adopt", "template.yaml", *given)
    secret = ("-p", f"Password={SECRET}")
    private = ("import.json", "state.json")
    mixed, nested = _deployed(_MIXED), _deployed(_NESTED)
    template = ("template.yaml", *_PRINTED)
    project = _project(mixed)
    state = ("--state", "state.json", "-o", OUTPUT)
    return [
        Command((*adopting, *secret), mixed, _PRINTED, private),
        Command((*adopting, *secret, "--format", "state"), mixed, _PRINTED, private),
        Command((*adopting, "-l", "yaml"), mixed, template),
        Command((*adopting,), nested, template),
        Command(("pulumi2cfn", "adopt", "project", *state), project, ["state.json"]),
        Command(("pulumi2cfn", "adopt", "project", *state), project, [*project]),
    ]


def _deployed(templates: Files) -> Files:
    with tempfile.TemporaryDirectory() as folder:
        write_files(templates, Path(folder))
        (source,) = open_sources(Path(folder, "template.yaml"))
        stack = stack_of_source(source, {}, Report())
    deployment = Deployment(stack, parameters={"Stage": "prod"}, tags={"team": "models"})
    printed = {
        "stacks.json": deployment.stacks_text().encode(),
        "resources.json": deployment.described_text().encode(),
    }
    return {**templates, **printed}


def _project(files: Files) -> Files:
    """A project in YAML of a stack that was adopted, and its state."""
    stacks, resources = (Printed(file=name, document=json.loads(files[name])) for name in _PRINTED)
    adoption = adopt(
        read_text(files["template.yaml"].decode(), "template.yaml"),
        deployed_stack(described_stacks([stacks]), [(None, resources)]),
        project="live",
        said=Said(parameters={"Password": "password"}),
        declarative=True,
        report=Report(),
    )
    program = dict(converter.write(adoption.program, "pulumi-yaml"))
    texts = adopted_files(adoption, program, format="state").texts
    state = json.dumps(json.loads(texts["state.json"], object_hook=_encrypted), indent=1)
    found = {f"project/{name}": text.encode() for name, text in texts.items() if "/" not in name}
    del found["project/state.json"], found["project/ADOPTING.md"]
    return {**found, "state.json": state.encode()}


def _encrypted(entry: dict[str, Any]) -> dict[str, Any]:
    if entry.get(SIGNATURE) == SECRET_VALUE:
        return {SIGNATURE: SECRET_VALUE, "ciphertext": "v1:abc"}
    return entry
