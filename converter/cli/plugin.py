"""`pulumi-converter-cloudformation`: the plugin that `pulumi convert` and `pulumi import` start.

It serves pulumirpc.Converter: https://github.com/pulumi/pulumi/blob/master/proto/pulumi/converter.proto
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from .. import PROGRAM, PROGRAM_TARGETS
from ..errors import ConversionError, UnsupportedError, UsageError, all_of
from ..report import WARNING, Finding, Report

if TYPE_CHECKING:
    from ..adoption.entries import Entry

LANGUAGES = tuple(name.removeprefix(PROGRAM) for name in PROGRAM_TARGETS)
TEMPLATES = ("template.yaml", "template.yml", "template.json", "cdk.json", "cdk.out")
LANGUAGE = "--language"
_SPELLINGS = {"nodejs": "typescript", "dotnet": "csharp", "c#": "csharp", "golang": "go"}


def main() -> int:
    """Serve until Pulumi ends the process; give the exit status."""
    import grpc  # type: ignore[import-untyped]  # has no types

    from ..recorder.protocol import load
    from .messages import say, usage_line

    try:
        protocol = load(("converter", "codegen.hcl"))
    except ConversionError as error:
        say(usage_line("pulumi-converter-cloudformation", error.message))
        return error.exit_status
    ended = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ended.set())
    server = grpc.server(ThreadPoolExecutor(4), options=[("grpc.max_send_message_length", -1)])
    servicer = protocol.converter_grpc.ConverterServicer()
    plugin = Plugin(protocol)
    servicer.ConvertState = plugin.convert_state
    servicer.ConvertProgram = plugin.convert_program
    protocol.converter_grpc.add_ConverterServicer_to_server(servicer, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print(port, flush=True)
    ended.wait()
    server.stop(None)
    return 0


class Plugin:
    """What the plugin answers.

    Args:
        protocol: the modules ``converter`` and ``codegen.hcl``, as ``protocol.load`` gives them.
    """

    def __init__(self, protocol: Any) -> None:
        self._messages = protocol.converter
        self._hcl = getattr(protocol, "codegen.hcl")

    def convert_state(self, request: Any, context: Any) -> Any:
        """Give the entries that `cfn2pulumi adopt` writes to its import file.

        The arguments are that command's, or the path of such a file.
        """
        report, response = Report(), self._messages.ConvertStateResponse()

        def convert() -> None:
            for entry, version in _entries(list(request.args), report):
                response.resources.append(self._resource(entry, version))

        response.diagnostics.extend(self._told(report, convert))
        return response

    def _resource(self, entry: Entry, version: str) -> Any:
        from google.protobuf import struct_pb2  # type: ignore[import-untyped]  # has no types

        resource = self._messages.ResourceImport(
            type=entry.type, name=entry.name, parent=entry.parent or ""
        )
        if entry.id is None:
            resource.is_component = True
            return resource
        resource.id, resource.version = entry.id, version
        for field, values in (("inputs", _inputs(entry)), ("outputs", _outputs(entry))):
            struct = struct_pb2.Struct()
            struct.update(values)
            getattr(resource, field).CopyFrom(struct)
        return resource

    def convert_program(self, request: Any, context: Any) -> Any:
        """Write the program that `cfn2pulumi migrate` writes.

        Pulumi prints the empty program that is left for it, and copies our files over that.
        """
        report, response = Report(), self._messages.ConvertProgramResponse()

        def convert() -> None:
            files = _program(request.source_directory, list(request.args), report)
            for name, text in files.items():
                path = os.path.join(request.target_directory, name)
                os.makedirs(os.path.dirname(path), exist_ok=True)
                with open(path, "w", encoding="utf-8", newline="\n") as file:
                    file.write(text)

        response.diagnostics.extend(self._told(report, convert))
        return response

    # --- what is told ----------------------------------------------

    def _told(self, report: Report, convert: Callable[[], None]) -> list[Any]:
        errors: list[Any] = []
        try:
            convert()
        except ConversionError as error:
            errors = [self._error(each) for each in all_of(error)]
        except OSError as error:
            errors = [self._error(UsageError(f"cannot be written: {error.strerror}"))]
        return [*(self._diagnostic(finding) for finding in report), *errors]

    def _diagnostic(self, finding: Finding) -> Any:
        return self._hcl.Diagnostic(
            severity=self._hcl.DIAG_WARNING,
            summary=finding.message,
            detail="" if finding.severity == WARNING else finding.severity,
            subject=self._place(finding.file, finding.line, finding.column),
        )

    def _error(self, error: ConversionError) -> Any:
        return self._hcl.Diagnostic(
            severity=self._hcl.DIAG_ERROR,
            summary=error.message,
            subject=self._place(error.file, error.line, error.column),
        )

    def _place(self, file: str | None, line: int | None, column: int | None) -> Any:
        if file is None:
            return None
        start = self._hcl.Pos(line=line or 1, column=column or 1)
        return self._hcl.Range(filename=file, start=start, end=start)


def _entries(arguments: list[str], report: Report) -> list[tuple[Entry, str]]:
    """The entries that the arguments ask for, each with its provider's version."""
    from .adopting import adopted, asked_for

    if not arguments:
        raise UsageError("say what to import: an import.json, or what cfn2pulumi adopt takes")
    if len(arguments) == 1 and arguments[0].endswith(".json"):
        from ..adoption.deployed import read_json
        from ..adoption.import_file import read_entries

        return read_entries(arguments[0], read_json(arguments[0]))
    adoption = adopted(asked_for(**_options(arguments)), report)
    return [(entry, adoption.version) for entry in adoption.entries]


def _options(arguments: list[str]) -> dict[str, Any]:
    """What arguments of `cfn2pulumi adopt` say."""
    import click

    from .adopting import adopt_command

    try:
        return adopt_command.make_context("cfn2pulumi adopt", arguments).params
    except click.ClickException as error:
        raise UsageError(error.format_message()) from None


def _inputs(entry: Entry) -> dict[str, Any]:
    from ..adoption.import_file import SECRET, SIGNATURE
    from ..evaluation import mapped

    found: dict[str, Any] = mapped(entry.inputs, lambda held: {SIGNATURE: SECRET, "value": held})
    return found


def _outputs(entry: Entry) -> dict[str, Any]:
    from ..adoption.import_file import INPUTS, SECRET, SIGNATURE
    from ..evaluation import mapped, plain

    def secret(value: Any) -> dict[str, Any]:
        return {SIGNATURE: SECRET, "value": value}

    return {**mapped(entry.outputs, secret), INPUTS: secret(plain(entry.inputs))}


def _program(folder: str, arguments: list[str], report: Report) -> dict[str, str]:
    """The files of the program, and an empty one in Pulumi's own language."""
    from .. import migrate
    from .arguments import open_template

    language, rest = _language(arguments)
    if len(rest) > 1:
        raise UsageError(f"one template is converted, these are {len(rest)}: {' '.join(rest)}")
    source = os.path.join(folder, rest[0] if rest else _only_template(folder))
    files = migrate(open_template(source), language=language, report=report)
    return {"main.pp": "", **files}


def _only_template(folder: str) -> str:
    found = [name for name in TEMPLATES if os.path.exists(os.path.join(folder, name))]
    if len(found) != 1:
        words = "has several of" if found else "has none of"
        names = ", ".join(found or TEMPLATES)
        raise UsageError(f"{words} {names}: say which, behind --", file=folder)
    return "." if found[0].startswith("cdk.") else found[0]


def _language(arguments: list[str]) -> tuple[str, list[str]]:
    """The language that is asked for, and the arguments without it.

    Pulumi does not tell its plugins: it is in the arguments, or in those of Pulumi itself.
    """
    own, rest = _option(arguments)
    asked = own or _option(_parent_arguments())[0]
    if asked is None:
        raise UsageError(
            f"which language? Pulumi does not tell its converters: say it behind --, as {LANGUAGE} "
            "python"
        )
    language = _SPELLINGS.get(asked, asked)
    if language not in LANGUAGES:
        raise UnsupportedError(
            f"programs in {asked} cannot be written yet; there is {', '.join(LANGUAGES)}"
        )
    return language, rest


def _option(arguments: Sequence[str]) -> tuple[str | None, list[str]]:
    found: str | None = None
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        each = waiting.pop(0)
        if each == LANGUAGE and waiting:
            found = waiting.pop(0)
        elif each.startswith(f"{LANGUAGE}="):
            found = each.partition("=")[2]
        else:
            rest.append(each)
    return found, rest


def _parent_arguments() -> list[str]:
    """The arguments of the process that started this one; none where they cannot be seen."""
    parent = os.getppid()
    try:
        with open(f"/proc/{parent}/cmdline", encoding="utf-8", errors="replace") as file:
            return file.read().split("\0")
    except OSError:
        pass
    try:
        shown = subprocess.run(
            ["ps", "-o", "args=", "-p", str(parent)], capture_output=True, text=True, check=False
        )
    except OSError:
        return []
    return shown.stdout.split()


if __name__ == "__main__":
    sys.exit(main())
