"""Programs in Pulumi YAML run by Pulumi's own interpreter, with no engine and no provider.

The interpreter is built once from its Go module. It asks providers for their schemas, which answer
with what the catalog says. What a program registers is answered as `writers.running` answers, so
that both can be compared.
"""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime.proto import (
    engine_pb2,
    engine_pb2_grpc,
    language_pb2,
    language_pb2_grpc,
    resource_pb2,
    resource_pb2_grpc,
)

from converter import catalog
from converter.catalog import Property, ResourceType
from converter.pulumi import Program

from ..keeping import digest, kept
from ..sdks.schema import schema
from ..writers.running import function_result, known, stack_output
from .provider import served

INTERPRETER = "github.com/pulumi/pulumi-yaml/cmd/pulumi-language-yaml"
VERSION = "v1.25.0"
STACK, PROJECT, ORGANIZATION = "stack", "project", "organization"
_PROVIDERS = {"aws-native": "1.84.0", "std": "2.2.0"}
_ANY = {"$ref": "pulumi.json#/Any"}
_PROVIDER = {"inputProperties": {"region": {"type": "string"}, "defaultTags": _ANY}}
_STANDARD = {
    "name": "std",
    "version": _PROVIDERS["std"],
    "functions": {
        "std:index:lookup": {
            "inputs": {
                "properties": {
                    "map": {"type": "object", "additionalProperties": _ANY},
                    "key": {"type": "string"},
                    "default": _ANY,
                },
                "required": ["map", "key"],
            },
            "outputs": {"properties": {"result": _ANY}, "required": ["result"]},
        },
        "std:index:parseint": {
            "inputs": {
                "properties": {"input": {"type": "string"}, "base": {"type": "integer"}},
                "required": ["input"],
            },
            "outputs": {"properties": {"result": {"type": "integer"}}, "required": ["result"]},
        },
        "std:index:replace": {
            "inputs": {
                "properties": {key: {"type": "string"} for key in ("text", "search", "replace")},
                "required": ["text", "search", "replace"],
            },
            "outputs": {"properties": {"result": {"type": "string"}}, "required": ["result"]},
        },
        "std:index:trim": {
            "inputs": {
                "properties": {key: {"type": "string"} for key in ("input", "cutset")},
                "required": ["input", "cutset"],
            },
            "outputs": {"properties": {"result": {"type": "string"}}, "required": ["result"]},
        },
    },
}


class RefusedError(Exception):
    """The interpreter refused a program; its own words."""


def interpreter() -> Path:
    """The interpreter's executable."""

    def make(folder: Path) -> None:
        subprocess.run(
            ["go", "install", f"{INTERPRETER}@{VERSION}"],
            env={**os.environ, "GOBIN": str(folder), "GOFLAGS": "-p=1"},
            check=True,
            capture_output=True,
        )

    return kept("pulumi-yaml", digest(VERSION), make) / INTERPRETER.rpartition("/")[2]


class _Monitor(resource_pb2_grpc.ResourceMonitorServicer):
    """Answers what a program registers and asks."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.registered: dict[str, Any] = {}
        self.outputs: dict[str, Any] = {}

    def SupportsFeature(self, request: Any, context: Any) -> Any:
        return resource_pb2.SupportsFeatureResponse(hasSupport=True)

    def RegisterPackage(self, request: Any, context: Any) -> Any:
        return resource_pb2.RegisterPackageResponse(ref=request.name)

    def SignalAndWaitForShutdown(self, request: Any, context: Any) -> Any:
        return empty_pb2.Empty()

    def RegisterResource(self, request: Any, context: Any) -> Any:
        urn = f"urn:pulumi:{STACK}::{PROJECT}::{request.type}::{request.name}"
        answer = struct_pb2.Struct()
        answer.CopyFrom(request.object)
        if request.custom and not request.type.startswith("pulumi:providers:"):
            self.registered[request.name] = request
            for name, value in self._answers(request.name, request.type).items():
                answer[name] = value
        return resource_pb2.RegisterResourceResponse(
            urn=urn, id=known(request.name, ("id",), "string"), object=answer
        )

    def ReadResource(self, request: Any, context: Any) -> Any:
        answer = struct_pb2.Struct()
        described = catalog.by_token(request.type)
        if described is not None:
            (identifier,) = described.primary_identifier
            answer[str(described.properties[identifier].pulumi)] = request.id
            return resource_pb2.ReadResourceResponse(urn=request.name, properties=answer)
        answer["name"] = request.name
        stack = json_format.MessageToDict(request.properties)["name"]
        answer["outputs"] = {
            output: stack_output(stack, output) for output in _outputs_asked(self.program)
        }
        return resource_pb2.ReadResourceResponse(urn=request.name, properties=answer)

    def RegisterResourceOutputs(self, request: Any, context: Any) -> Any:
        self.outputs.update(plain(json_format.MessageToDict(request.outputs)))
        return empty_pb2.Empty()

    def Invoke(self, request: Any, context: Any) -> Any:
        arguments = plain(json_format.MessageToDict(request.args))
        response = resource_pb2.ResourceInvokeResponse()
        result = getattr(response, "return")
        for name, value in _results(request.tok, arguments).items():
            result[name] = value
        return response

    def _answers(self, name: str, token: str) -> dict[str, Any]:
        """What a deployment would know of a resource."""
        described = catalog.by_token(token)
        assert described is not None
        found = {
            wire: _answer(described, name, (wire,), prop, frozenset())
            for wire, prop in described.by_pulumi.items()
        }
        body = self.program.resources[name].inputs.get("templateBody")
        if isinstance(body, dict):
            keys = body.get("Outputs", {})
            assert isinstance(keys, dict)
            told = [known(name, ("outputs", key), "string") for key in keys]
            found["outputs"] = [{"outputKey": "any", "outputValue": "\n".join(told)}]
        return {wire: value for wire, value in found.items() if value is not None}


def _answer(
    described: ResourceType,
    name: str,
    path: tuple[str, ...],
    prop: Property,
    within: frozenset[str],
) -> Any:
    kind = prop.type.kind
    if kind != "object":
        return known(name, path, kind)
    named = described.object_types.get(prop.type.name or "")
    if named is None or named.name in within:
        return None
    return {
        wire: _answer(described, name, (*path, wire), inner, within | {named.name})
        for wire, inner in named.by_pulumi.items()
    }


def _outputs_asked(program: Program) -> list[str]:
    from converter.pulumi import StackOutput, walk

    values = [resource.inputs for resource in program.resources.values()]
    values += [export.value for export in program.exports.values()]
    return [node.output for node in walk(values) if isinstance(node, StackOutput)]


def _results(token: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
    package, _, function = token.partition(":")
    function = function.rpartition(":")[2]
    if package == "aws-native":
        result = {
            "getAzs": "azs",
            "cidr": "subnets",
            "getSsmParameterString": "value",
            "getSsmParameterList": "value",
            "importValue": "value",
        }.get(function, function.removeprefix("get")[:1].lower() + function[4:])
        return {result: function_result(function, arguments)}
    if function == "parseint":
        return {"result": int(arguments["input"])}
    if function == "replace":
        return {"result": arguments["text"].replace(arguments["search"], arguments["replace"])}
    if function == "trim":
        return {"result": arguments["input"].strip(arguments["cutset"])}
    assert isinstance(arguments["key"], str), arguments
    found = arguments["map"].get(arguments["key"], arguments.get("default"))
    return {} if found is None else {"result": found}


def plain(value: Any) -> Any:
    """A value of the wire, without what marks secrets; whole numbers as integers."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        if "4dabf18193072939515e22adb298388d" in value:
            return plain(value.get("value"))
        return {key: plain(item) for key, item in value.items() if item is not None}
    return int(value) if isinstance(value, float) and value.is_integer() else value


class _Engine(engine_pb2_grpc.EngineServicer):
    def __init__(self) -> None:
        self.errors: list[str] = []
        self.warnings: list[str] = []

    def Log(self, request: Any, context: Any) -> Any:
        if request.severity == engine_pb2.ERROR:
            self.errors.append(request.message)
        if request.severity == engine_pb2.WARNING:
            self.warnings.append(request.message)
        return empty_pb2.Empty()

    def GetRootResource(self, request: Any, context: Any) -> Any:
        return engine_pb2.GetRootResourceResponse()

    def SetRootResource(self, request: Any, context: Any) -> Any:
        return engine_pb2.SetRootResourceResponse()


class Interpreter(ExitStack):
    """An interpreter that runs one program after the other, until it is closed.

    It finds its providers in this process, by the variable that Pulumi has for debugging one.

    Args:
        resources: the resource types that the programs may have.
    """

    def __init__(self, resources: list[ResourceType]) -> None:
        super().__init__()
        native = {**schema(resources), "provider": _PROVIDER}
        ports = [
            f"{package}:{self.enter_context(served(json.dumps(spec), _PROVIDERS[package]))}"
            for package, spec in (("aws-native", native), ("std", _STANDARD))
        ]
        self._environment = {**os.environ, "PULUMI_DEBUG_PROVIDERS": ",".join(ports)}

    def run(
        self,
        folder: Path,
        program: Program,
        config: Mapping[str, str],
        *,
        project: str = PROJECT,
        strict: bool = True,
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """Run the program in a folder; ``strict`` refuses one that is warned of.

        Returns:
            What it registers, by name, and its outputs.

        Raises:
            RefusedError: it is refused, or warned of.
        """
        monitor, engine = _Monitor(program), _Engine()
        with _served(monitor, engine) as address, self._started(address) as host:
            answer = host.Run(_request(folder, address, config, project))
        warned = engine.warnings if strict else []
        if answer.error or answer.bail or engine.errors or warned:
            raise RefusedError([answer.error, *engine.errors, *engine.warnings])
        return monitor.registered, monitor.outputs

    @contextmanager
    def _started(self, address: str) -> Iterator[Any]:
        process = subprocess.Popen(
            [interpreter(), address],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self._environment,
            text=True,
        )
        assert process.stdout is not None
        try:
            port = process.stdout.readline().strip()
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield language_pb2_grpc.LanguageRuntimeStub(channel)
        finally:
            process.kill()
            process.wait()
            process.stdout.close()


@contextmanager
def _served(monitor: _Monitor, engine: _Engine) -> Iterator[str]:
    server = grpc.server(ThreadPoolExecutor(16))
    resource_pb2_grpc.add_ResourceMonitorServicer_to_server(monitor, server)
    engine_pb2_grpc.add_EngineServicer_to_server(engine, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        yield f"127.0.0.1:{port}"
    finally:
        server.stop(None).wait()


def _request(folder: Path, address: str, config: Mapping[str, str], project: str) -> Any:
    texts = {key if ":" in key else f"{project}:{key}": text for key, text in config.items()}
    values = struct_pb2.Struct()
    for key, text in texts.items():
        try:
            values[key] = json.loads(text)
        except ValueError:
            values[key] = text
    return language_pb2.RunRequest(
        project=project,
        stack=STACK,
        organization=ORGANIZATION,
        pwd=str(folder),
        program=".",
        config=texts,
        configPropertyMap=values,
        monitor_address=address,
        loader_target=address,
        info=language_pb2.ProgramInfo(
            root_directory=str(folder), program_directory=str(folder), entry_point="."
        ),
    )
