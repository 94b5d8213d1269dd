"""Programs in Go: they compile, stand as gofmt leaves them, and register what is meant, run by
Pulumi's own SDK.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from converter import to_pulumi
from converter.readers.template import read_text
from converter.writers.languages import write

from .. import wire
from ..nests import nest
from ..sdks.generating import tool
from ..sdks.go_programs import Programs
from ..stacks import AWKWARD_TEXTS
from ..test_evaluation import assert_registers, values
from ..typescript import programs
from .test_pulumi_python import stack_with

RUNNER = Path(__file__).parents[1] / "sdks" / "run_commands.py"


HOSTILE = {f"hostile-{number}": text for number, text in enumerate(AWKWARD_TEXTS)}


@cache
def every() -> dict[str, programs.Case]:
    """Each program, by its name: those of the fixtures, and one for each awkward text."""
    found = dict(programs.every("go"))
    for name, text in HOSTILE.items():
        program = to_pulumi(stack_with(text, "k" if text == "another key" else "another key"))
        config = {"Text": text, "Choice": text, "Items": f"{text}, b"}
        found[name] = programs.Case(name, program, write(program, "go"), (config,))
    return found


@cache
def compiled() -> Programs:
    """All programs, to be compiled together."""
    return Programs({name: case.files for name, case in programs.every("go").items()})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The projects of all programs, each in a folder of its own."""
    root = tmp_path_factory.mktemp("go")
    for name, case in every().items():
        programs.write(case.files, root / name)
    return root


@pytest.fixture(scope="module")
def runner(folder: Path) -> Iterator[wire.Programs]:
    """Runs programs with Pulumi's SDK."""
    tool("go")
    commands = {name: compiled().command(name) for name in programs.every("go")}
    table = folder / "commands.json"
    table.write_text(json.dumps(commands), encoding="utf-8")
    found = wire.Programs([sys.executable, str(RUNNER), str(table)])
    yield found
    found.close()


def test_every_program_passes_vet() -> None:
    tool("go")
    compiled().vet()


def test_gofmt_leaves_every_program_as_it_is(folder: Path) -> None:
    done = subprocess.run([tool("gofmt"), "-l", "."], cwd=folder, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("", "")


def test_an_index_stands_beside_its_list_however_long_that_is_called() -> None:
    name = "AddressesOfTheNetwork" * 5
    template = (
        f"Parameters: {{{name}: {{Type: CommaDelimitedList}}}}\n"
        "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n"
        f"    Properties: {{TopicName: !Select [1, !Ref {name}]}}\n"
    )
    files = write(to_pulumi(read_text(template, "template.yaml")), "go")
    done = subprocess.run(
        [tool("gofmt")], input=files["main.go"], capture_output=True, text=True, check=True
    )
    assert done.stdout == files["main.go"]


def parsed(value: Any) -> Any:
    """A value in which JSON texts are what they say: Go's have sorted keys and other escapes."""
    if isinstance(value, dict):
        return {key: parsed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [parsed(item) for item in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return ("JSON", json.dumps(json.loads(value), sort_keys=True))
        except ValueError:
            return value
    return value


@pytest.mark.parametrize("case", [*programs.TEMPLATES, "language", *programs.GROUPS])
def test_every_program_registers_what_is_meant(
    case: str, folder: Path, runner: wire.Programs
) -> None:
    found = [each for each in programs.every("go").values() if case in (each.name, each.group)]
    assert found
    for each in found:
        for given in each.configs:
            config = values(each.program, given)
            assert_registers(runner, folder / each.name, each.program, config, parsed)


def test_an_argument_of_a_component_is_not_named_like_its_stack_name() -> None:
    outer = """\
        Resources:
          Inner:
            Type: AWS::CloudFormation::Stack
            Properties: {TemplateURL: inner.yaml, Parameters: {StackName: a}}
    """
    inner = """\
        Parameters: {StackName: {Type: 'AWS::SSM::Parameter::Value<String>'}}
        Resources:
          Queue:
            Type: AWS::SQS::Queue
            Properties: {QueueName: !Sub "${AWS::StackName}-${StackName}"}
    """
    text = write(to_pulumi(nest(outer, inner=inner)), "go")["inner.go"]
    assert "\tstackNameConfig, err := aws.GetSsmParameterString(" in text
    assert '\tstackName := fmt.Sprintf("%s-%s", ctx.Stack(), name)\n' in text
