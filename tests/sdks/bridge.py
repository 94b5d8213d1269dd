"""The other end of `csharp/Bridge.cs`: lines of JSON become Pulumi's calls of the engine."""

from __future__ import annotations

import json
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import grpc
from google.protobuf import json_format, message_factory
from pulumi.runtime.proto import engine_pb2, engine_pb2_grpc, resource_pb2, resource_pb2_grpc

Call = Callable[[dict[str, Any]], dict[str, Any]]


@contextmanager
def bridge(monitor: str, engine: str) -> Iterator[str]:
    """Answer programs, with what an engine says.

    Args:
        monitor, engine: the engine's addresses.

    Yields:
        The path of the socket that programs connect to.
    """
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as server:
        path = str(Path(folder, "bridge"))
        server.bind(path)
        server.listen()
        with grpc.insecure_channel(monitor) as one, grpc.insecure_channel(engine) as other:
            calls = dict(_calls(one, other))
            threading.Thread(target=_accept, args=(server, calls), daemon=True).start()
            yield path


def _calls(monitor: grpc.Channel, engine: grpc.Channel) -> Iterator[tuple[str, Call]]:
    """What calls each method of the engine, by its name."""
    stub: Any
    for stub, module, name in (
        (engine_pb2_grpc.EngineStub(engine), engine_pb2, "Engine"),
        (resource_pb2_grpc.ResourceMonitorStub(monitor), resource_pb2, "ResourceMonitor"),
    ):
        for method in module.DESCRIPTOR.services_by_name[name].methods:
            message = message_factory.GetMessageClass(method.input_type)
            yield method.name, _call(getattr(stub, method.name), message)


def _call(method: Any, message: Any) -> Call:
    def call(request: dict[str, Any]) -> dict[str, Any]:
        answer = method(json_format.ParseDict(request, message()))
        return json_format.MessageToDict(answer)

    return call


def _accept(server: socket.socket, calls: dict[str, Call]) -> None:
    while True:
        try:
            connection, _ = server.accept()
        except OSError:  # it was closed: nobody is answered any more
            return
        threading.Thread(target=_answer_all, args=(connection, calls), daemon=True).start()


def _answer_all(connection: socket.socket, calls: dict[str, Call]) -> None:
    turn = threading.Lock()
    with (
        connection,
        connection.makefile("r", encoding="utf-8") as requests,
        connection.makefile("w", encoding="utf-8") as answers,
        ThreadPoolExecutor(16) as workers,
    ):
        for line in requests:
            workers.submit(_answer, json.loads(line), calls, answers, turn)


def _answer(line: dict[str, Any], calls: dict[str, Call], answers: IO[str], turn: Any) -> None:
    answer: dict[str, Any] = {"id": line["id"]}
    try:
        answer["answer"] = calls[line["method"]](line["request"])
    except grpc.RpcError as error:
        answer["error"] = error.details()  # type: ignore[attr-defined]
    except Exception as error:
        answer["error"] = repr(error)
    with turn:
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
