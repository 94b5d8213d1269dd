"""Programs that people wrote: the exported template says what they register, for every config."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from typing import Any

import cfnlint.api
import pytest

import converter
from converter.cloudformation import Stack
from converter.naming import pascal_case
from converter.readers.template import read_text

from . import cases, node, written
from .evaluation import Evaluator
from .sdks.generating import tool

FOLDER = cases.FOLDER / "programs"
PROGRAMS = [path.name for path in cases.written()]
INPUTS = [
    (name, number)
    for name in PROGRAMS
    for number in range(len(json.loads((FOLDER / name / "cases.json").read_text())))
]
REGION = "aws-native:region"
# A secret of the config is a parameter, and so is the name of an SSM parameter
ACCEPTED = {"W1011", "W2506"}


@pytest.fixture(scope="module")
def projects(tmp_path_factory: pytest.TempPathFactory) -> Iterator[written.Projects]:
    """The projects of all programs."""
    found = written.Projects(tmp_path_factory.mktemp("written"))
    yield found
    found.close()


def exported(name: str) -> str:
    """The template that is committed for a program."""
    return (FOLDER / name / "exported.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PROGRAMS)
def test_export_gives_the_committed_template(name: str, projects: written.Projects) -> None:
    assert converter.export(projects.project(FOLDER / name)) == exported(name)


@pytest.mark.parametrize("name", PROGRAMS)
def test_cloudformation_would_take_the_template(name: str) -> None:
    found = cfnlint.api.lint(exported(name), regions=["us-east-1"])
    assert [match for match in found if match.rule.id not in ACCEPTED] == []


@pytest.mark.parametrize(("name", "number"), INPUTS)
def test_template_and_program_say_the_same(
    name: str, number: int, projects: written.Projects
) -> None:
    config = json.loads((FOLDER / name / "cases.json").read_text())[number]
    project = projects.project(FOLDER / name)
    program = converter.record(project, config=config, concrete=True)
    registered = evaluated(converter.to_cloudformation(program), config)  # secrets are asked for
    assert converter.verify(registered, evaluated(template(name), config)) == []


def template(name: str) -> Stack:
    """The committed template as a stack."""
    return converter.read(FOLDER / name / "exported.yaml")


def evaluated(stack: Stack, config: dict[str, str]) -> Stack:
    """What a stack says for some config, in the stack that programs are recorded as."""
    tree: dict[str, Any] = json.loads(converter.write(stack, "json"))
    known = {"AWS::StackName": "dev"}
    if REGION in config:
        known |= {"AWS::Region": config[REGION], "AWS::Partition": "aws"}
    parameters = {pascal_case(key) if ":" in key else key: text for key, text in config.items()}
    found = Evaluator(tree, parameters, known).evaluated()
    return read_text(json.dumps(found), "evaluated.json", check=False)


# --- they are programs that compile ----------------------------------------------


def test_programs_in_typescript_pass_the_strict_compiler(projects: written.Projects) -> None:
    root = projects.root
    folders = [projects.project(folder) for folder in cases.written("nodejs")]
    settings = json.loads((FOLDER / "typescript-endpoint/tsconfig.json").read_text())
    settings["include"] = [f"{folder.name}/**/*.ts" for folder in folders]
    del settings["files"]
    (root / "tsconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    compiler = node.modules(written.MANIFEST) / "typescript-7" / "bin" / "tsc"
    command = ["node", str(compiler), "--noEmit", "--project", str(root)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600)
    assert done.stdout == ""


def test_programs_in_go_pass_vet() -> None:
    written.in_go().vet()
    files = [str(path) for path in FOLDER.glob("go-*/*.go")]
    done = subprocess.run([tool("gofmt"), "-l", *files], capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_programs_in_java_compile() -> None:
    tool("mvn")
    assert written.in_java().classes().is_dir()


@pytest.mark.parametrize("name", [path.name for path in cases.written("dotnet")])
def test_programs_in_csharp_are_compiled_without_a_warning(name: str) -> None:
    tool("go")
    assert written.in_csharp().complaints(name) == []
