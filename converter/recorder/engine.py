"""A stand-in for Pulumi's engine: answers a program's calls and keeps what it registers."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

from ..provider_functions import FUNCTIONS, UNTOLD, partition
from ..report import Report
from . import marshalling, wire
from .answers import Answers
from .deployment import Deployment, Place, is_feature
from .events import Asked
from .inheritance import Inheritance
from .placeholders import Placeholders, counted
from .protocol import answer_of, sent, unheard
from .serving import RefusedError, Server
from .transforms import Transforms

_GET_RESOURCE = "pulumi:pulumi:getResource"


@dataclass(slots=True)
class Registration:
    """A resource as the program registered it, or (``existing``) asked to read it.

    Args:
        ordinal: its place in the order of construction.
        request: the ``RegisterResourceRequest``, or the ``ReadResourceRequest``.
        transformed: whether transforms of the program had their say after it was sent.
        more_dependencies: the URNs that they added to what it waits for.
        handed_down: the options that it has from what it is in.
        file, line: where the program asks for it, as far as its SDK tells.
    """

    ordinal: int
    type: str
    name: str
    urn: str
    request: Any
    existing: bool = False
    transformed: bool = False
    more_dependencies: tuple[str, ...] = ()
    handed_down: frozenset[str] = frozenset()
    file: str | None = None
    line: int | None = None


@dataclass(slots=True)
class Recording:
    """What a run of a program told the engine.

    Args:
        unknown: the names of the requests that the engine does not know.
        unheard: the numbers of the fields that no installed message has.
        refused: what was told to the program instead of an answer, and where it asked.
        asked: the look-ups that only a deployment could answer, by their numbers.
    """

    registrations: list[Registration] = field(default_factory=list)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    unheard: set[int] = field(default_factory=set)
    refused: list[tuple[str, Place]] = field(default_factory=list)
    asked: dict[int, Asked] = field(default_factory=dict)

    def tell(self, report: Report, placeholders: Placeholders) -> None:
        """Say what a program did beside what it registered; ``placeholders`` are the run's."""
        for name in dict.fromkeys(self.unknown):
            report.warn("unknown-request", f"{unknown_request(name)}; it went on without")
        if self.unheard:
            numbers = ", ".join(map(str, sorted(self.unheard)))
            report.warn(
                "unknown-request",
                "the program's SDK is newer than Pulumi's messages that export knows, and sent "
                f"fields that it does not (numbers {numbers}): pip install -U pulumi",
            )
        for message in self.warnings:
            report.note("program-warning", f"the program warns: {placeholders.filled(message, {})}")


class Engine:
    """The gRPC services that a Pulumi program needs, on a socket of this machine.

    Args:
        protocol: the generated modules, as ``protocol.load`` gives them.
        address: where to listen (``unix:PATH``, or ``127.0.0.1:0``).
        placeholders: what answers are made of.
        answers: what a registration is answered with.
        known: provider functions' results that are real values (``{"region": "eu-west-1"}``).
        own_regions: the regions that are the stack's own, where a provider names them.
        deployment: what the program may ask of its deployment.
    """

    def __init__(
        self,
        protocol: Any,
        address: str,
        placeholders: Placeholders,
        answers: Answers,
        known: Mapping[str, str],
        own_regions: frozenset[str] = frozenset(),
        deployment: Deployment | None = None,
    ) -> None:
        self.recording = Recording()
        self._protocol, self._placeholders, self._answers = protocol, placeholders, answers
        self._known, self._own_regions = known, own_regions
        self._deployment = deployment or Deployment()
        self._inheritance = Inheritance()
        self._lock = threading.Lock()
        self._root = ""
        self._states: dict[str, tuple[str, Any]] = {}
        self._packages: dict[str, Any] = {}
        self._streams: dict[tuple[int, int], int] = {}
        services = [
            (module.DESCRIPTOR.services_by_name[name], self._calls(methods))
            for module, name, methods in (
                (protocol.resource, "ResourceMonitor", _MONITOR_CALLS),
                (protocol.engine, "Engine", _ENGINE_CALLS),
            )
        ]
        self._server = Server(address, services, self._refuse_unknown)
        self._transforms = Transforms(protocol, self._server.workers.waiting)
        self.address = self._server.address

    def stop(self) -> None:
        """Stop serving; calls still open are dropped."""
        self._server.stop()
        self._transforms.close()

    def _calls(self, methods: Mapping[str, str]) -> dict[str, Any]:
        return {call: getattr(self, method) for call, method in methods.items()}

    def _refuse_unknown(self, name: str) -> NoReturn:
        with self._lock:
            self.recording.unknown.append(name)
        raise RefusedError(unknown_request(name), "UNIMPLEMENTED")

    def _supports_feature(self, request: Any) -> Any:
        return self._protocol.resource.SupportsFeatureResponse(hasSupport=is_feature(request.id))

    def _deployment_info(self, _: Any) -> Any:
        return self._deployment.information(self._protocol.resource)

    def _register(self, request: Any) -> Any:
        self._check_package(request)
        name, _ = self._placeholders.take_ordinal(request.name)
        handed_down = self._inheritance.inherit(request)
        before = set(request.dependencies)
        transformed = self._transforms.apply(request, name)
        self._inheritance.share_providers(request)
        _note_outputs(request)
        registration = self._keep(request)
        registration.transformed, registration.handed_down = transformed, handed_down
        registration.more_dependencies = tuple(sorted(set(request.dependencies) - before))
        self._inheritance.note(registration.urn, request)
        self._transforms.note(registration.urn, request)
        answer = self._answers.to_registration(registration.ordinal, request)
        custom = bool(request.custom)
        identity = self._placeholders.attribute(registration.ordinal, ("id",)) if custom else ""
        self._states[registration.urn] = (identity, answer)
        return self._protocol.resource.RegisterResourceResponse(
            urn=registration.urn,
            id=self._placeholders.shaping.written(identity),
            object=self._written(_accepted(answer, request)),
        )

    def _read(self, request: Any) -> Any:
        self._check_package(request)
        registration = self._keep(request, existing=True)
        answer = self._answers.to_reading(registration.ordinal, request)
        self._states[registration.urn] = (request.id, answer)
        return self._protocol.resource.ReadResourceResponse(
            urn=registration.urn, properties=self._written(_accepted(answer, request))
        )

    def _check_package(self, request: Any) -> None:
        reference = sent(request, "packageRef")
        if reference and reference not in self._packages:
            words = f"unknown provider package '{reference}'"
            raise RefusedError(words, "UNKNOWN")

    def _keep(self, request: Any, *, existing: bool = False) -> Registration:
        name, ordinal = self._placeholders.take_ordinal(request.name)
        place = self._deployment.place(request)
        with self._lock:
            if ordinal is None:
                ordinal = len(self.recording.registrations)
            urn = self._placeholders.urn(request.type, name, ordinal)
            registration = Registration(ordinal, request.type, name, urn, request, existing)
            registration.file, registration.line = place
            self.recording.unheard.update(unheard(request))
            self.recording.registrations.append(registration)
        return registration

    def _register_outputs(self, request: Any) -> None:
        with self._lock:
            self.recording.outputs[request.urn] = wire.plain_struct(request.outputs)

    def _invoke(self, request: Any) -> Any:
        self._check_package(request)
        self._inheritance.provide(request, request.tok)
        self._transforms.apply_to_invoke(request)
        if request.tok == _GET_RESOURCE:
            return self._registered(request.args["urn"])
        results = FUNCTIONS.get(request.tok)
        if results is None:
            return self._looked_up(request)
        shaping = self._placeholders.shaping
        arguments = wire.mapped(wire.plain_struct(request.args), self._placeholders.read)
        response, struct = self._result()
        known = {**self._known, **self._told_by_provider(request.provider)}
        for name, (function, result, kind) in results.items():
            if kind == "string" and result in known:
                struct[name] = known[result]
                continue
            with self._lock:
                token = self._placeholders.invoke(function, result, arguments, kind)
            held = self._placeholders.held(token, kind, counted(arguments))
            struct[name] = wire.mapped(held, shaping.written)
        untold = UNTOLD.get(request.tok, ())
        number = self._ask(request) if untold else 0
        for name in untold:
            struct[name] = shaping.written(self._placeholders.asked(number, (name,), "string"))
        return response

    def _looked_up(self, request: Any) -> Any:
        """What a look-up gives that only a deployment could answer: it is asked for by parameters.

        Raises:
            RefusedError: nobody knows what it gives.
        """
        number = self._ask(request)
        found = self._answers.to_look_up(number, request)
        if found is None:
            self._refuse(
                request,
                f"{request.tok} asks a provider, and no deployment is there to ask; give the value "
                "through config",
            )
        response, struct = self._result()
        struct.CopyFrom(self._written(found))
        return response

    def _ask(self, request: Any) -> int:
        """Note a look-up, and give its number; a child process counts upwards from 0."""
        arguments = wire.mapped(wire.plain_struct(request.args), self._placeholders.read)
        place = self._deployment.place(request)
        with self._lock:
            number = -1 - len(self.recording.asked)
            self.recording.asked[number] = Asked(number, request.tok, arguments, *place)
        return number

    def _result(self) -> tuple[Any, Any]:
        """The message that a call is answered with, whatever its name, and what it returns."""
        response = answer_of(self._protocol.resource, "ResourceMonitor", "Invoke")
        return response, getattr(response, "return")

    def _registered(self, urn: str) -> Any:
        """What a reference to a resource leads to."""
        if urn not in self._states:
            raise RefusedError(f"unknown resource {urn}")
        identity, state = self._states[urn]
        response, struct = self._result()
        struct.update({"urn": urn, "id": self._placeholders.shaping.written(identity)})
        struct["state"] = {}
        accepted = marshalling.accepted(state, secrets=True, resources=True)
        struct["state"].CopyFrom(self._written(accepted))
        return response

    def _written(self, answer: Any) -> Any:
        """An answer with its placeholders as the program is given them."""
        shaping = self._placeholders.shaping
        return answer if shaping.is_plain else marshalling.changed(answer, shaping.written)

    def _call(self, request: Any) -> NoReturn:
        self._refuse(
            request,
            f"{request.tok} calls a method of a resource, which only a deployment could answer; "
            "give the value through config",
        )

    def _exists(self, request: Any) -> NoReturn:
        self._refuse(
            request,
            f"whether there is a resource {request.id} ({request.type}) is what only a deployment "
            "could tell; give it through config",
        )

    def _refuse(self, request: Any, words: str) -> NoReturn:
        place = self._deployment.place(request)
        if place[1] is not None:
            with self._lock:
                self.recording.refused.append((words, place))
        raise RefusedError(words)

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
        """Packages are told apart by all that is said of them; the same one has the same name."""
        text = request.SerializeToString(deterministic=True)
        with self._lock:
            known = (ref for ref, it in self._packages.items() if it == text)
            ref = next(known, f"package-{len(self._packages)}")
            self._packages[ref] = text
        return self._protocol.resource.RegisterPackageResponse(ref=ref)

    def _nothing(self, _: Any) -> None:
        return None

    def _log(self, request: Any) -> None:
        """Keep warnings and errors; one that comes in pieces is one message."""
        logged = {
            self._protocol.engine.WARNING: self.recording.warnings,
            self._protocol.engine.ERROR: self.recording.errors,
        }
        messages = logged.get(request.severity)
        if messages is None:
            return
        with self._lock:
            stream = (request.severity, request.streamId)
            if request.streamId and stream in self._streams:
                messages[self._streams[stream]] += request.message
                return
            self._streams[stream] = len(messages)
            messages.append(request.message)

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
    "Call": "_call",
    "ExistsResource": "_exists",
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
    "StartDebugging": "_nothing",
    "RequirePulumiVersion": "_require_version",
}


def unknown_request(name: str) -> str:
    """What to say of a request that the engine does not know."""
    return f"the program asks the engine for {name}, which export does not know"


def _accepted(answer: Any, request: Any) -> Any:
    return marshalling.accepted(
        answer, secrets=request.acceptSecrets, resources=request.acceptResources
    )


def _note_outputs(request: Any) -> None:
    """Note the resources that outputs inside of inputs come from, as those of their properties."""
    for key, urns in marshalling.of_properties(request.object).items():
        known = request.propertyDependencies[key].urns
        known.extend(sorted(urns.difference(known)))
