"""Transforms: functions of the program that the engine lets change what is registered.

They run as with Pulumi's own engine: a resource's own first, then those of the resources around it
from the inside outwards, the stack's last.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from typing import Any

from . import marshalling
from .protocol import sent
from .serving import SIZES, RefusedError

_SAME = (
    *("version", "provider", "pluginChecksums", "providers", "ignoreChanges", "replaceOnChanges"),
    *("aliases", "customTimeouts", "retainOnDelete", "deletedWith", "additionalSecretOutputs"),
    *("protect", "replace_with", "replacement_trigger", "hooks"),
)
"""Options that a registration has under the same name, letter case aside."""
_OTHER = {
    "depends_on": "dependencies",
    "delete_before_replace": "deleteBeforeReplace",
    "import": "importId",
    "hide_diff": "hideDiffs",
    "plugin_download_url": "pluginDownloadURL",
}


class Transforms:
    """The transforms of one run.

    Args:
        protocol: the generated modules, as ``protocol.load`` gives them.
        waiting: entered while a function of the program runs.
    """

    def __init__(self, protocol: Any, waiting: Callable[[], AbstractContextManager[None]]) -> None:
        self._protocol, self._waiting = protocol, waiting
        self._stack: list[Any] = []
        self._invokes: list[Any] = []
        self._own: dict[str, list[Any]] = {}
        self._parents: dict[str, str] = {}
        self._channels: dict[str, Any] = {}
        self._lock = threading.Lock()

    def close(self) -> None:
        """Let go of the program's functions."""
        with self._lock:
            for channel in self._channels.values():
                channel.close()

    def add_for_stack(self, callback: Any) -> None:
        """Note a transform of all resources."""
        self._stack.append(_with_target(callback))

    def add_for_invokes(self, callback: Any) -> None:
        """Note a transform of all calls of provider functions."""
        self._invokes.append(_with_target(callback))

    def note(self, urn: str, request: Any) -> None:
        """Note a resource's own transforms, which are for those inside of it, too."""
        self._own[urn] = list(request.transforms)
        self._parents[urn] = request.parent

    def apply(self, request: Any, name: str) -> bool:
        """Let the transforms change a registration.

        Args:
            request: the ``RegisterResourceRequest``.
            name: the resource's name as the program gave it.

        Returns:
            Whether there were any.
        """
        callbacks = [*request.transforms, *self._around(request.parent), *self._stack]
        messages = self._protocol.resource
        if callbacks:
            needed = request.propertyDependencies if request.transforms else {}
            urns = {key: list(it.urns) for key, it in needed.items()}
            request.object.CopyFrom(marshalling.as_outputs(request.object, urns))
            aliases = (self._protocol.alias.Alias(urn=it) for it in request.aliasURNs)
            request.aliases.extend(aliases)
            del request.aliasURNs[:]
        for callback in callbacks:
            asked = messages.TransformRequest(
                type=request.type,
                name=name,
                custom=request.custom,
                parent=request.parent,
                properties=request.object,
                options=_options_of(messages.TransformResourceOptions(), request),
            )
            answer = messages.TransformResponse.FromString(self._call(callback, asked))
            if answer.HasField("properties"):
                request.object.CopyFrom(answer.properties)
            if answer.HasField("options"):
                _take_options(request, answer.options)
        return bool(callbacks)

    def apply_to_invoke(self, request: Any) -> None:
        """Let the transforms change a call of a provider function."""
        messages = self._protocol.resource
        for callback in self._invokes:
            options = messages.TransformInvokeOptions(
                provider=request.provider,
                version=request.version,
                plugin_download_url=request.pluginDownloadURL,
            )
            asked = messages.TransformInvokeRequest(
                token=request.tok, args=request.args, options=options
            )
            answer = messages.TransformInvokeResponse.FromString(self._call(callback, asked))
            if answer.HasField("args"):
                request.args.CopyFrom(answer.args)
            if answer.HasField("options"):
                request.provider = answer.options.provider

    def _around(self, parent: str) -> Iterable[Any]:
        while parent:
            yield from self._own.get(parent, ())
            parent = self._parents.get(parent, "")

    def _call(self, callback: Any, asked: Any) -> bytes:
        request = self._protocol.callback.CallbackInvokeRequest(
            token=callback.token, request=asked.SerializeToString()
        )
        stub = self._protocol.callback_grpc.CallbacksStub(self._channel(callback.target))
        with self._waiting():
            answer: bytes = stub.Invoke(request).response
        return answer

    def _channel(self, target: str) -> Any:
        import grpc  # type: ignore[import-untyped]  # has no types

        with self._lock:
            if target not in self._channels:
                self._channels[target] = grpc.insecure_channel(target, options=SIZES)
            return self._channels[target]


def _with_target(callback: Any) -> Any:
    if not callback.target:
        raise RefusedError("target must be specified", "UNKNOWN")
    return callback


def _snake(name: str) -> str:
    return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in name)


def _pairs() -> Iterable[tuple[str, str]]:
    """Each option's name in a transform's message, and in a registration."""
    yield from ((_snake(name), name) for name in _SAME)
    yield from _OTHER.items()


def _options_of(options: Any, request: Any) -> Any:
    for option, field in _pairs():
        _copy(request, field, options, option)
    if request.deleteBeforeReplaceDefined or request.deleteBeforeReplace:
        options.delete_before_replace = request.deleteBeforeReplace
    return options


def _take_options(request: Any, options: Any) -> None:
    for option, field in _pairs():
        if field in request.DESCRIPTOR.fields_by_name:
            request.ClearField(field)
        _copy(options, option, request, field)
    request.deleteBeforeReplaceDefined = options.HasField("delete_before_replace")


def _copy(source: Any, name: str, target: Any, other: str) -> None:
    """Copy a field that is set from one message to another."""
    value = sent(source, name)
    if value is None or other not in target.DESCRIPTOR.fields_by_name:
        return
    copy: Callable[[Any], Any] | None = getattr(getattr(target, other), "MergeFrom", None)
    if copy is not None:
        copy(value)
    else:
        setattr(target, other, value)
