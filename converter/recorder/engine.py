"""A stand-in for Pulumi's engine: answers a program's calls and keeps what it registers."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any

from . import wire
from .answers import Answers
from .functions import FUNCTIONS, partition
from .placeholders import Placeholders
from .transforms import Transforms

_FEATURES = {
    "secrets": "SECRETS",
    "resourceReferences": "RESOURCE_REFERENCES",
    "outputValues": "OUTPUT_VALUES",
    "aliasSpecs": "ALIAS_SPECS",
    "deletedWith": "DELETED_WITH",
    "replaceWith": "REPLACE_WITH",
    "parameterization": "PARAMETERIZATION",
    "transforms": "TRANSFORMS",
    "invokeTransforms": "INVOKE_TRANSFORMS",
    "resourceHooks": "RESOURCE_HOOKS",
    "errorHooks": "ERROR_HOOKS",
}
_WORKERS = 64
_LARGEST = 400 * 1024 * 1024  # as Pulumi's own engine has it
_OPTIONS = [
    ("grpc.so_reuseport", 0),
    ("grpc.max_receive_message_length", _LARGEST),
    ("grpc.max_send_message_length", _LARGEST),
]


class NoAnswerError(Exception):
    """The program asks what only a deployment could answer."""


@dataclass(slots=True)
class Registration:
    """A resource as the program registered it, or (``existing``) asked to read it.

    Args:
        ordinal: its place in the order of construction.
        request: the ``RegisterResourceRequest``, or the ``ReadResourceRequest``.
        transformed: whether transforms of the program had their say after it was sent.
        more_dependencies: the URNs that they added to what it waits for.
    """

    ordinal: int
    type: str
    name: str
    urn: str
    request: Any
    existing: bool = False
    transformed: bool = False
    more_dependencies: tuple[str, ...] = ()


@dataclass(slots=True)
class Recording:
    """What a run of a program told the engine."""

    registrations: list[Registration] = field(default_factory=list)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


class Engine:
    """The gRPC services that a Pulumi program needs, on a socket of this machine.

    Args:
        protocol: the generated modules, as ``protocol.load`` gives them.
        address: where to listen (``unix:PATH``, or ``127.0.0.1:0``).
        placeholders: what answers are made of.
        answers: what a registration is answered with.
        known: provider functions' results that are real values (``{"region": "eu-west-1"}``).
        own_regions: the regions that are the stack's own, where a provider names them.
    """

    def __init__(
        self,
        protocol: Any,
        address: str,
        placeholders: Placeholders,
        answers: Answers,
        known: Mapping[str, str],
        own_regions: frozenset[str] = frozenset(),
    ) -> None:
        import grpc  # type: ignore[import-untyped]  # has no types

        self.recording = Recording()
        self._protocol, self._placeholders, self._answers = protocol, placeholders, answers
        self._known, self._own_regions = known, own_regions
        self._transforms = Transforms(protocol)
        self._lock = threading.Lock()
        self._root = ""
        self._server = grpc.server(ThreadPoolExecutor(_WORKERS), options=_OPTIONS)
        self._serve(protocol.resource_grpc, "ResourceMonitor", _MONITOR_CALLS)
        self._serve(protocol.engine_grpc, "Engine", _ENGINE_CALLS)
        port = self._server.add_insecure_port(address)
        self.address = address if address.startswith("unix:") else f"127.0.0.1:{port}"
        self._server.start()

    def stop(self) -> None:
        """Stop serving; calls still open are dropped."""
        self._server.stop(None)

    def _serve(self, module: Any, service: str, calls: Mapping[str, str]) -> None:
        servicer = getattr(module, f"{service}Servicer")()
        for call, method in calls.items():
            setattr(servicer, call, _handler(getattr(self, method)))
        getattr(module, f"add_{service}Servicer_to_server")(servicer, self._server)

    def _supports_feature(self, request: Any) -> Any:
        return self._protocol.resource.SupportsFeatureResponse(hasSupport=request.id in _FEATURES)

    def _deployment_info(self, _: Any) -> Any:
        messages = self._protocol.resource
        names = [f"RESOURCE_MONITOR_FEATURE_{name}" for name in _FEATURES.values()]
        numbers = [getattr(messages, name) for name in names if hasattr(messages, name)]
        return messages.DeploymentInfo(supportedFeatures=numbers)

    def _register(self, request: Any) -> Any:
        name, _ = self._placeholders.take_ordinal(request.name)
        before = set(request.dependencies)
        transformed = self._transforms.apply(request, name)
        registration = self._keep(request)
        registration.transformed = transformed
        registration.more_dependencies = tuple(sorted(set(request.dependencies) - before))
        self._transforms.note(registration.urn, request)
        answer = self._answers.to_registration(registration.ordinal, request)
        custom = bool(request.custom)
        identity = self._placeholders.attribute(registration.ordinal, ("id",)) if custom else ""
        return self._protocol.resource.RegisterResourceResponse(
            urn=registration.urn, id=identity, object=answer
        )

    def _read(self, request: Any) -> Any:
        registration = self._keep(request, existing=True)
        return self._protocol.resource.ReadResourceResponse(
            urn=registration.urn, properties=self._answers.to_reading(request)
        )

    def _keep(self, request: Any, *, existing: bool = False) -> Registration:
        name, ordinal = self._placeholders.take_ordinal(request.name)
        with self._lock:
            if ordinal is None:
                ordinal = len(self.recording.registrations)
            urn = self._placeholders.urn(request.type, name, ordinal)
            registration = Registration(ordinal, request.type, name, urn, request, existing)
            self.recording.registrations.append(registration)
        return registration

    def _register_outputs(self, request: Any) -> None:
        with self._lock:
            self.recording.outputs[request.urn] = wire.plain_struct(request.outputs)

    def _invoke(self, request: Any) -> Any:
        self._transforms.apply_to_invoke(request)
        results = FUNCTIONS.get(request.tok)
        if results is None:
            raise NoAnswerError(
                f"{request.tok} asks a provider, and no deployment is there to ask; give the value "
                "through config"
            )
        arguments = wire.plain_struct(request.args)
        response = self._protocol.resource.ResourceInvokeResponse()
        struct = getattr(response, "return")
        known = {**self._known, **self._told_by_provider(request.provider)}
        for name, (function, result, kind) in results.items():
            if kind == "string" and result in known:
                struct[name] = known[result]
                continue
            with self._lock:
                token = self._placeholders.invoke(function, result, arguments, kind)
            struct[name] = [token] if kind == "list" else token
        return response

    def _told_by_provider(self, reference: str) -> dict[str, str]:
        """Give the region that a provider names, and its partition, where it is another one."""
        urn = reference.rpartition("::")[0]
        if not urn:
            return {}
        with self._lock:
            made = next((it for it in self.recording.registrations if it.urn == urn), None)
        region = wire.plain_struct(made.request.object).get("region") if made is not None else None
        if not isinstance(region, str) or not region or region in self._own_regions:
            return {}
        if self._placeholders.tokens.occur_in(region):
            return {"region": region}
        return {"region": region, **partition(region)}

    def _add_transform(self, request: Any) -> None:
        self._transforms.add_for_stack(request)

    def _add_invoke_transform(self, request: Any) -> None:
        self._transforms.add_for_invokes(request)

    def _register_package(self, request: Any) -> Any:
        return self._protocol.resource.RegisterPackageResponse(ref=request.name)

    def _nothing(self, _: Any) -> None:
        return None

    def _log(self, request: Any) -> None:
        logged = {
            self._protocol.engine.WARNING: self.recording.warnings,
            self._protocol.engine.ERROR: self.recording.errors,
        }
        with self._lock:
            logged.get(request.severity, []).append(request.message)

    def _get_root(self, _: Any) -> Any:
        return self._protocol.engine.GetRootResourceResponse(urn=self._root)

    def _set_root(self, request: Any) -> Any:
        self._root = request.urn
        return self._protocol.engine.SetRootResourceResponse()

    def _require_version(self, _: Any) -> Any:
        return self._protocol.engine.RequirePulumiVersionResponse()


_MONITOR_CALLS = {
    "SupportsFeature": "_supports_feature",
    "GetDeploymentInfo": "_deployment_info",
    "RegisterResource": "_register",
    "ReadResource": "_read",
    "RegisterResourceOutputs": "_register_outputs",
    "Invoke": "_invoke",
    "RegisterPackage": "_register_package",
    "RegisterStackTransform": "_add_transform",
    "RegisterStackInvokeTransform": "_add_invoke_transform",
    "RegisterResourceHook": "_nothing",
    "RegisterErrorHook": "_nothing",
    "SignalAndWaitForShutdown": "_nothing",
}
_ENGINE_CALLS = {
    "Log": "_log",
    "GetRootResource": "_get_root",
    "SetRootResource": "_set_root",
    "RequirePulumiVersion": "_require_version",
}


def _handler(call: Callable[[Any], Any]) -> Callable[[Any, Any], Any]:
    """Make a method a gRPC handler: no answer is the empty message, errors go to the caller."""

    def handle(request: Any, context: Any) -> Any:
        import grpc
        from google.protobuf import empty_pb2  # type: ignore[import-untyped]  # has no types

        try:
            answer = call(request)
        except NoAnswerError as error:
            context.abort(grpc.StatusCode.NOT_FOUND, str(error.args[0]))
        except grpc.RpcError as error:  # a function of the program failed
            context.abort(error.code(), error.details())
        return empty_pb2.Empty() if answer is None else answer

    return handle
