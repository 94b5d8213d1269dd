"""A provider that only tells its schema: the interpreter checks a program's types against it."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import grpc
from pulumi.runtime.proto import plugin_pb2, provider_pb2, provider_pb2_grpc


class Provider(provider_pb2_grpc.ResourceProviderServicer):
    """Tells a schema and a version."""

    def __init__(self, schema: str, version: str) -> None:
        self.schema, self.version = schema, version

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        return plugin_pb2.PluginInfo(version=self.version)

    def GetSchema(self, request: Any, context: Any) -> Any:
        return provider_pb2.GetSchemaResponse(schema=self.schema)


def main(schema: str, version: str) -> None:
    """Serve until the interpreter ends the process."""
    server = grpc.server(ThreadPoolExecutor(2))
    provider = Provider(Path(schema).read_text(encoding="utf-8"), version)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(provider, server)
    print(server.add_insecure_port("127.0.0.1:0"), flush=True)
    server.start()
    server.wait_for_termination()


if __name__ == "__main__":
    main(*sys.argv[1:])
