"""A gRPC server that takes what Pulumi's own engine takes: long messages, many pings, calls in any
number, and calls that wait for what the program itself does meanwhile.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import Any

_LARGEST = 400 * 1024 * 1024
SIZES = [("grpc.max_receive_message_length", _LARGEST), ("grpc.max_send_message_length", _LARGEST)]
_OPTIONS = [
    ("grpc.so_reuseport", 0),
    # A program that compiles while it is connected pings more often than gRPC allows by itself.
    ("grpc.http2.max_ping_strikes", 0),
    ("grpc.http2.min_ping_interval_without_data_ms", 1),
    ("grpc.keepalive_permit_without_calls", 1),
    *SIZES,
]
_WORKERS = 64

Call = Callable[[Any], Any]
"""Answers a request; None is the empty message."""


class RefusedError(Exception):
    """A request that is answered with an error.

    Args:
        code: the name of gRPC's status.
        words: what is told to the program.
    """

    def __init__(self, words: str, code: str = "NOT_FOUND") -> None:
        super().__init__(words)
        self.code = code


class Workers(Executor):
    """Threads for calls. One that waits for the program does not count, so that what the program
    asks meanwhile is answered.

    Args:
        most: how many calls are worked on at once.
    """

    def __init__(self, most: int = _WORKERS) -> None:
        self._most = most
        self._calls: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._threads = self._idle = 0
        self._ended = False

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have a call worked on by the next thread that is free."""
        future: Future[Any] = Future()

        def work() -> None:
            try:
                future.set_result(fn(*args, **kwargs))
            except BaseException as error:
                future.set_exception(error)

        with self._changed:
            self._calls.append(work)
            self._call_one()
        return future

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """While the calling thread waits for the program, another one may work."""
        with self._changed:
            self._most += 1
            self._call_one()
        try:
            yield
        finally:
            with self._changed:
                self._most -= 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Let the threads end that have nothing to do."""
        with self._changed:
            self._ended = True
            self._changed.notify_all()

    def _call_one(self) -> None:
        if not self._calls:
            return
        if self._idle:
            self._idle -= 1
            self._changed.notify()
        elif self._threads < self._most:
            self._threads += 1
            threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        while (work := self._next()) is not None:
            work()

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            while not self._calls or self._threads > self._most:
                if self._ended or self._threads > self._most:
                    self._threads -= 1
                    return None
                self._idle += 1
                self._changed.wait()
            return self._calls.popleft()


class Server:
    """Serves calls on a socket of this machine.

    Args:
        address: where to listen (``unix:PATH``, or ``127.0.0.1:0``).
        services: each service's descriptor with what answers its methods.
        unknown: told the name of each other method that is called; what it raises is answered.

    Attributes:
        address: where it listens.
        workers: the threads that answer.
    """

    def __init__(
        self,
        address: str,
        services: Sequence[tuple[Any, Mapping[str, Call]]],
        unknown: Callable[[str], None],
    ) -> None:
        import grpc  # type: ignore[import-untyped]  # has no types

        self.workers = Workers()
        self._server = grpc.server(self.workers, options=_OPTIONS)
        self._server.add_generic_rpc_handlers((_Methods(services, unknown),))
        port = self._server.add_insecure_port(address)
        self.address = address if address.startswith("unix:") else f"127.0.0.1:{port}"
        self._server.start()

    def stop(self) -> None:
        """Stop serving; calls still open are dropped."""
        self._server.stop(None)
        self.workers.shutdown()


class _Methods:
    """Finds what answers a method, as gRPC asks for it."""

    def __init__(
        self, services: Sequence[tuple[Any, Mapping[str, Call]]], unknown: Callable[[str], None]
    ) -> None:
        self._unknown = unknown
        self._handlers: dict[str, Any] = {}
        for service, calls in services:
            for name, call in calls.items():
                method = service.methods_by_name.get(name)
                if method is not None:
                    self._handlers[f"/{service.full_name}/{name}"] = _handler(call, method)

    def service(self, details: Any) -> Any:
        """Give the handler of a method; one that is not known has one, too."""
        import grpc

        known = self._handlers.get(details.method)
        if known is not None:
            return known
        name = details.method.rpartition("/")[2]
        return grpc.unary_unary_rpc_method_handler(_answered(lambda _: self._unknown(name)))


def _handler(call: Call, method: Any) -> Any:
    import grpc
    from google.protobuf import message_factory  # type: ignore[import-untyped]  # has no types

    return grpc.unary_unary_rpc_method_handler(
        _answered(call),
        request_deserializer=message_factory.GetMessageClass(method.input_type).FromString,
        response_serializer=lambda message: message.SerializeToString(),
    )


def _answered(call: Call) -> Callable[[Any, Any], Any]:
    """Make a call a gRPC handler: its errors go to who asks."""

    def handle(request: Any, context: Any) -> Any:
        import grpc
        from google.protobuf import empty_pb2

        try:
            answer = call(request)
        except RefusedError as error:
            context.abort(grpc.StatusCode[error.code], str(error))
        except grpc.RpcError as error:  # a function of the program failed
            context.abort(error.code(), error.details())
        return empty_pb2.Empty() if answer is None else answer

    return handle
