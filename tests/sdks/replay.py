"""A stand-in for ``dotnet``: it replays a conversation, as the SDK for .NET has it with an engine.

``dotnet build`` says what a file named ``build`` has said, if there is one; ``dotnet run`` and
``dotnet APP.dll`` read the conversation from ``conversation.json`` beside the program: the
resources in the order in which they are registered, with ``{"$": [name, property]}`` for an output
of one that came before, and the stack's outputs.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, resource_pb2, resource_pb2_grpc

_NEEDED = ("MONITOR", "ENGINE", "PROJECT", "STACK", "PWD", "DRY_RUN", "QUERY_MODE", "PARALLEL")


def main(arguments: list[str]) -> int:
    """Do what a command line asks for."""
    if arguments[:1] == ["build"]:
        said = Path("build")
        print(said.read_text(encoding="utf-8") if said.is_file() else "", end="")
        return int(said.is_file())
    if arguments[:2] != ["run", "--no-build"] and not arguments[0].endswith(".dll"):
        return 2
    told = {name: os.environ[f"PULUMI_{name}"] for name in _NEEDED}
    return _Conversation(told).held(json.loads(Path("conversation.json").read_text()))


class _Conversation:
    def __init__(self, told: dict[str, str]) -> None:
        self._told = told
        self._config = json.loads(os.environ["PULUMI_CONFIG"])
        channel = grpc.insecure_channel(told["MONITOR"])
        self._monitor = resource_pb2_grpc.ResourceMonitorStub(channel)
        self._engine = engine_pb2_grpc.EngineStub(grpc.insecure_channel(told["ENGINE"]))
        self._made: dict[str, Any] = {}

    def held(self, conversation: dict[str, Any]) -> int:
        """Hold a conversation to its end."""
        self._monitor.SupportsFeature(resource_pb2.SupportsFeatureRequest(id="secrets"))
        self._monitor.GetDeploymentInfo(empty_pb2.Empty())
        name = f"{self._told['PROJECT']}-{self._told['STACK']}"
        stack = self._registered("pulumi:pulumi:Stack", name, {}, custom=False, parent="")
        self._engine.SetRootResource(engine_pb2.SetRootResourceRequest(urn=stack))
        for type_, each, inputs in conversation["resources"]:
            self._registered(type_, each, inputs, custom=True, parent=stack)
        if "error" in conversation:
            failed = (
                f"Running program '{os.getcwd()}/bin/App.dll' failed with an unhandled exception:"
            )
            words = f"{failed}\n{conversation['error']}"
            request = engine_pb2.LogRequest(severity=engine_pb2.ERROR, message=words)
            self._engine.Log(request)
            return 32
        outputs = resource_pb2.RegisterResourceOutputsRequest(urn=stack)
        outputs.outputs.update(self._filled(conversation["outputs"])[0])
        self._monitor.RegisterResourceOutputs(outputs)
        self._monitor.SignalAndWaitForShutdown(empty_pb2.Empty())
        return 0

    def _registered(
        self, type_: str, name: str, inputs: dict[str, Any], *, custom: bool, parent: str
    ) -> str:
        request = resource_pb2.RegisterResourceRequest(
            type=type_,
            name=name,
            custom=custom,
            parent=parent,
            acceptSecrets=True,
            acceptResources=True,
        )
        for key, value in inputs.items():
            filled, needed = self._filled(value)
            request.object[key] = filled
            request.propertyDependencies[key].urns.extend(needed)
            request.dependencies.extend(needed)
        answer = self._made[name] = self._monitor.RegisterResource(request)
        urn: str = answer.urn
        return urn

    def _filled(self, value: Any) -> tuple[Any, list[str]]:
        """A value with outputs and config in it, and the URNs of what it came from."""
        if isinstance(value, dict) and set(value) == {"$"}:
            name, output = value["$"]
            made = self._made[name]
            return (made.id if output == "id" else made.object[output]), [made.urn]
        if isinstance(value, dict) and set(value) == {"config"}:
            return self._config[f"{self._told['PROJECT']}:{value['config']}"], []
        if isinstance(value, dict):
            parts = {key: self._filled(inner) for key, inner in value.items()}
            return {k: it for k, (it, _) in parts.items()}, [
                u for _, n in parts.values() for u in n
            ]
        if isinstance(value, list):
            items = [self._filled(inner) for inner in value]
            return [it for it, _ in items], [urn for _, needed in items for urn in needed]
        return value, []


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
