"""`pulumi-converter-cloudformation`, started and asked as Pulumi does it."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest

import converter
from converter.recorder import wire
from converter.recorder.protocol import load

from . import cases
from .test_adoption import MIXED, adopt, deploy, imported, on_the_wire
from .test_nested import write

PROTOCOL = load(("converter", "codegen.hcl"))
HCL = getattr(PROTOCOL, "codegen.hcl")


@pytest.fixture(scope="module")
def stub() -> Iterator[Any]:
    """A client of the started plugin."""
    plugin = subprocess.Popen(
        [sys.executable, "-m", "converter.cli.plugin", "127.0.0.1:1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert plugin.stdout is not None
    port = int(plugin.stdout.readline())
    with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
        yield PROTOCOL.converter_grpc.ConverterStub(channel)
    plugin.send_signal(signal.SIGINT)
    assert plugin.communicate(timeout=30)[1] == ""
    assert plugin.returncode == 0


def state(stub: Any, *arguments: str) -> Any:
    """What `pulumi import --from cloudformation` gets."""
    return stub.ConvertState(PROTOCOL.converter.ConvertStateRequest(args=arguments))


def program(stub: Any, source: Path, target: Path, *arguments: str) -> Any:
    """What `pulumi convert --from cloudformation` gets."""
    request = PROTOCOL.converter.ConvertProgramRequest(
        source_directory=str(source), target_directory=str(target), args=arguments
    )
    return stub.ConvertProgram(request)


def errors(response: Any) -> list[str]:
    """The errors of an answer."""
    told = [it for it in response.diagnostics if it.severity == HCL.DIAG_ERROR]
    return [each.summary for each in told]


def test_a_stack_gives_the_same_entries_as_the_import_file(tmp_path: Path, stub: Any) -> None:
    template = tmp_path / "template.yaml"
    write(tmp_path, {"template.yaml": MIXED})
    deploy(tmp_path, converter.read(template))
    said = ("-p", "Password=hunter2", "--value", "Custom.Token=t0")
    project = adopt(tmp_path, template, *said)
    files = (
        "--resources",
        str(tmp_path / "resources.json"),
        "--stack",
        str(tmp_path / "stacks.json"),
    )
    for arguments in ((str(template), *files, *said), (str(project / "import.json"),)):
        response = state(stub, *arguments)
        assert errors(response) == []
        entries = imported(project)
        assert [each.name for each in response.resources] == list(entries)
        for each in response.resources:
            entry = entries[each.name]
            assert (each.type, each.id, each.version) == (entry["type"], entry["id"], "1.84.0")
            assert wire.plain_struct(each.inputs) == on_the_wire(entry["inputs"])
            assert wire.plain_struct(each.outputs) == on_the_wire(entry["outputs"])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "say what to import"),
        (("missing.json",), "cannot be read"),
        (("template.yaml",), "say which stack"),
        (("--wrong",), "No such option"),
    ],
)
def test_a_wrong_request_is_an_error_that_says_why(
    arguments: tuple[str, ...], words: str, stub: Any
) -> None:
    (error,) = errors(state(stub, *arguments))
    assert words in error


def test_a_program_is_ours_with_an_empty_one_in_pulumis_language(tmp_path: Path, stub: Any) -> None:
    source = cases.template("single-container").parent
    response = program(stub, source, tmp_path, "--language", "python")
    assert errors(response) == []
    assert (tmp_path / "main.pp").read_text() == ""
    written = converter.migrate(cases.template("single-container"))
    for name, text in written.items():
        assert (tmp_path / name).read_text(encoding="utf-8") == text


def test_findings_have_their_places(tmp_path: Path, stub: Any) -> None:
    write(tmp_path, {"in/template.yaml": MIXED, "out/.keep": ""})
    response = program(stub, tmp_path / "in", tmp_path / "out", "--language=python")
    places = [each.subject for each in response.diagnostics]
    assert all(it.filename.endswith("template.yaml") and it.start.line > 1 for it in places)
    assert {each.severity for each in response.diagnostics} == {HCL.DIAG_WARNING}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "which language?"),
        (("--language", "cobol"), "programs in cobol cannot be written"),
        (("--language", "python", "a.yaml", "b.yaml"), "one template is converted"),
        (("--language", "python", "none.yaml"), "No such file"),
    ],
)
def test_what_cannot_be_converted_is_told(
    arguments: tuple[str, ...], words: str, tmp_path: Path, stub: Any
) -> None:
    (error,) = errors(program(stub, tmp_path, tmp_path / "out", *arguments))
    assert words in error
    assert not (tmp_path / "out").exists()


def test_an_import_file_of_another_kind_is_told(tmp_path: Path, stub: Any) -> None:
    file = tmp_path / "other.json"
    file.write_text(json.dumps({"Resources": {}}), encoding="utf-8")
    (error,) = errors(state(stub, str(file)))
    assert "is not an import file" in error
