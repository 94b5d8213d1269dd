"""Programs run by Pulumi's own SDK: what they register, as it stands on the wire.

An engine answers with what a deployment would know. Nothing of the recorder is between.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from converter.errors import Path as Steps
from converter.evaluation import Evaluation, mapped
from converter.recorder import wire
from converter.recorder.protocol import load

ROOT = Path(__file__).parent.parent
FEATURES = ("SECRETS", "RESOURCE_REFERENCES", "ALIAS_SPECS", "DELETED_WITH")
ANSWERS = {
    "getRegion": "region",
    "getAccountId": "accountId",
    "getPartition": "partition",
    "getUrlSuffix": "urlSuffix",
    "getAzs": "azs",
    "cidr": "subnets",
}


@dataclass
class Registered:
    """A resource as it was registered: what the engine was sent of it."""

    type: str
    inputs: dict[str, Any]
    parent: str | None
    depends_on: set[str]
    retain_on_delete: bool
    version: str


@dataclass
class Ran:
    """What a program told the engine."""

    resources: dict[str, Registered] = field(default_factory=dict)
    exports: dict[str, Any] = field(default_factory=dict)


def secret(value: Any) -> dict[str, Any]:
    """A secret as the engine is sent one."""
    return {wire.SIGNATURE: wire.SECRET, "value": value}


Answers = Callable[[str], tuple[str, dict[str, Any]]]
"""Gives what a deployment knows of a resource: its ID and its outputs, as they are on the wire."""


def answers_of(evaluation: Evaluation) -> Answers:
    """What a deployment knows by an evaluation: all that the program asks for."""
    asked = evaluation.asked()

    def answer(name: str) -> tuple[str, dict[str, Any]]:
        outputs: dict[str, Any] = {}
        for path in sorted(asked.get(name, ()), key=str):
            _put(outputs, path, wired(evaluation.outputs(name, path)))
        return str(evaluation.outputs(name, ("id",))), outputs

    return answer


def _put(outputs: dict[str, Any], path: Steps, value: Any) -> None:
    if path[0] == "outputs":
        outputs.setdefault("outputs", []).append({"outputKey": path[1], "outputValue": value})
    elif path != ("id",):
        here = outputs
        for step in path[:-1]:
            here = here.setdefault(str(step), {})
        here[str(path[-1])] = value


class _Engine:
    def __init__(
        self,
        answers: Answers,
        function: Callable[..., Any],
        stacks: Mapping[str, dict[str, str]],
    ) -> None:
        self.answers, self.function, self.stacks = answers, function, stacks
        self.ran = Ran()
        self.protocol = load()
        self.root = ""

    def features(self, request: Any) -> Any:
        messages = self.protocol.resource
        names = [f"RESOURCE_MONITOR_FEATURE_{name}" for name in FEATURES]
        numbers = [getattr(messages, name) for name in names]
        return messages.DeploymentInfo(supportedFeatures=numbers)

    def supports(self, request: Any) -> Any:
        is_known = request.id in ("secrets", "resourceReferences", "aliasSpecs", "deletedWith")
        return self.protocol.resource.SupportsFeatureResponse(hasSupport=is_known)

    def register(self, request: Any) -> Any:
        urn = f"urn:pulumi:stack::project::{request.type}::{request.name}"
        response = self.protocol.resource.RegisterResourceResponse(urn=urn, object=request.object)
        if request.type == "pulumi:pulumi:Stack":
            return response
        named = request.dependencies
        self.ran.resources[request.name] = Registered(
            request.type,
            wire.plain_struct(request.object),
            None if "pulumi:pulumi:Stack" in request.parent else request.parent.rpartition("::")[2],
            {each.rpartition("::")[2] for each in named},
            request.retainOnDelete,
            request.version,
        )
        if request.custom:
            response.id, outputs = self.answers(request.name)
            for key, value in outputs.items():
                _merge(response.object, key, value)
        return response

    def read(self, request: Any) -> Any:
        """Another stack: it has what the program asks it for."""
        stack = wire.plain_struct(request.properties)["name"]
        response = self.protocol.resource.ReadResourceResponse(urn=f"urn:{request.name}")
        response.properties["name"] = stack
        response.properties["outputs"] = self.stacks.get(stack, {})
        response.properties["secretOutputNames"] = []
        return response

    def invoke(self, request: Any) -> Any:
        function = request.tok.rpartition(":")[2]
        response = self.protocol.resource.ResourceInvokeResponse()
        result = self.function(function, wire.plain_struct(request.args))
        getattr(response, "return")[ANSWERS.get(function, "value")] = result
        return response

    def outputs(self, request: Any) -> None:
        if "pulumi:pulumi:Stack" in request.urn:
            self.ran.exports = wire.plain_struct(request.outputs)

    def get_root(self, request: Any) -> Any:
        return self.protocol.engine.GetRootResourceResponse(urn=self.root)

    def set_root(self, request: Any) -> Any:
        self.root = request.urn
        return self.protocol.engine.SetRootResourceResponse()

    def nothing(self, request: Any) -> None:
        return None

    def package(self, request: Any) -> Any:
        return self.protocol.resource.RegisterPackageResponse(ref=request.name)

    @contextmanager
    def served(self) -> Iterator[str]:
        """Serve on a free port of this machine."""
        import grpc

        server = grpc.server(ThreadPoolExecutor(16))
        calls = {
            ("resource_grpc", "ResourceMonitor"): {
                "GetDeploymentInfo": self.features,
                "SupportsFeature": self.supports,
                "RegisterResource": self.register,
                "ReadResource": self.read,
                "RegisterResourceOutputs": self.outputs,
                "Invoke": self.invoke,
                "RegisterPackage": self.package,
                "SignalAndWaitForShutdown": self.nothing,
            },
            ("engine_grpc", "Engine"): {
                "Log": self.nothing,
                "GetRootResource": self.get_root,
                "SetRootResource": self.set_root,
            },
        }
        for (module, service), methods in calls.items():
            loaded = getattr(self.protocol, module)
            servicer = getattr(loaded, f"{service}Servicer")()
            for name, method in methods.items():
                setattr(servicer, name, _handler(method))
            getattr(loaded, f"add_{service}Servicer_to_server")(servicer, server)
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            server.stop(None)


def _handler(method: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    from google.protobuf import empty_pb2

    def handle(request: Any, context: Any) -> Any:
        answer = method(request)
        return empty_pb2.Empty() if answer is None else answer

    return handle


def _merge(struct: Any, key: str, value: Any) -> None:
    given = wire.plain_struct(struct).get(key)
    if isinstance(given, dict) and isinstance(value, dict):
        value = {**value, **given}
    struct[key] = value


IN_PYTHON = (
    sys.executable,
    *("-W", "ignore", str(Path(__file__).with_name("wire_programs.py"))),
)
"""Runs programs in Python: for a line of settings the program's exit status."""


class Programs:
    """Runs programs; Pulumi's SDK is loaded once.

    Args:
        command: what runs them.
    """

    def __init__(self, command: Sequence[str] = IN_PYTHON) -> None:
        self._said = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the process
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._said,
            text=True,
        )

    def run(
        self,
        directory: Path,
        answers: Answers,
        *,
        stack: str,
        config: Mapping[str, str],
        function: Callable[[str, Mapping[str, Any]], Any],
        stacks: Mapping[str, dict[str, str]] | None = None,
    ) -> Ran:
        """Run the program in a folder.

        Args:
            directory: the folder.
            answers: says what a deployment knows of each resource.
            stack, config: as whom it runs, and with what.
            function: gives the result of each function of the provider.
            stacks: the outputs of other stacks, as far as they are asked for.
        """
        engine = _Engine(answers, function, stacks or {})
        project = yaml.safe_load((directory / "Pulumi.yaml").read_text(encoding="utf-8"))
        name, declared = project["name"], project.get("config", {})
        values = {
            key: str(entry["default"])
            for key, entry in declared.items()
            if isinstance(entry, dict) and "default" in entry
        }
        secrets = [key for key, entry in declared.items() if entry.get("secret")]
        with engine.served() as address:
            settings = {
                "address": address,
                "directory": str(directory),
                "project": name,
                "stack": stack,
                "organization": "organization",
                "config": {f"{name}:{key}": text for key, text in {**values, **config}.items()},
                "secrets": [f"{name}:{key}" for key in secrets],
            }
            assert self._process.stdin is not None
            assert self._process.stdout is not None
            self._process.stdin.write(json.dumps(settings) + "\n")
            self._process.stdin.flush()
            status = self._process.stdout.readline().strip()
        assert status == "0", self.failure()
        return engine.ran

    def failure(self) -> str:
        """What the programs said that failed."""
        self._said.seek(0)
        return self._said.read()

    def close(self) -> None:
        """End the process."""
        self._process.communicate()
        self._said.close()


def wired(value: Any) -> Any:
    """A value of an evaluation as it stands on the wire."""
    return mapped(value, secret)
