"""A slice of the commands that `python -m tests.fuzz` tries, and what it found before."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from .assemblies import assemblies
from .commands import CONVERTED, Commands, command_of, judge_command, kept_command
from .deployments import deployments
from .inputs import SEED
from .judging import REFUSED
from .settings import exported, settings

CORPUS = Path(__file__).parent / "corpus_of_commands"
OUTCOMES = {REFUSED, CONVERTED}


@pytest.mark.parametrize(
    ("commands", "number"), [(assemblies, 60), (deployments, 60), (settings, 15)]
)
def test_a_slice_of_the_commands(commands: Commands, number: int) -> None:
    undamaged = {judge_command(command) for command in commands() if commands is not settings}
    assert undamaged <= {CONVERTED}
    assert {judge_command(command_of(commands, each, SEED)) for each in range(number)} == OUTCOMES


@pytest.mark.parametrize("folder", sorted(CORPUS.iterdir()), ids=lambda folder: folder.name)
def test_what_was_found_in_commands_is_mended(folder: Path) -> None:
    assert judge_command(kept_command(folder)) in OUTCOMES


def pom(main: str, properties: str = "") -> str:
    """A project of Maven that starts a class."""
    named = f"<exec.mainClass>{main}</exec.mainClass>"
    return f"<project><properties>{properties}{named}</properties></project>"


_LONG = "x" * 5_000
_DOUBLED = "".join(f"<a{n}>${{a{n + 1}}}${{a{n + 1}}}</a{n}>" for n in range(40))
TOOL_CHAINS = [
    ("java", {"p/pom.xml": "<project/>", "bin/mvn": "#!/bin/sh\n"}),
    ("java", {"p/pom.xml": pom(_LONG)}),
    ("java", {"p/pom.xml": pom("${a0}", _DOUBLED)}),
    ("java-jar", {"p/target/program.jar": "", "said": "unhandled exception: x\nCaused by: \n"}),
    ("dotnet", {"p/bin/program.dll": "", "said": "Unhandled exception:\n ---> \n"}),
    ("go-built", {"said": "program failed: \n\n"}),
    ("nodejs", {"p/node_modules/x": "", "p/package.json": '{"main": "/"}'}),
    ("nodejs", {"p/node_modules/x": "", "p/package.json": f'{{"main": "{_LONG}"}}'}),
    ("nodejs", {"p/Pulumi.yaml": "name: p\nruntime: {name: nodejs, options: {nodeargs: \"'\"}}\n"}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "files"), TOOL_CHAINS)
def test_tool_chains_may_say_anything(kind: str, files: dict[str, str]) -> None:
    command = exported(kind, status=0)
    said = {name: text.encode() for name, text in files.items()}
    assert judge_command(replace(command, files={**command.files, **said})) == REFUSED
