"""Pulumi's gRPC messages, loaded without importing the rest of the Pulumi SDK."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from ..errors import UnsupportedError

INSTALL = "pip install cfn2pulumi[export]"
_ALIAS = "_pulumi_protocol"


def load() -> Any:
    """Give the generated modules ``resource``, ``resource_grpc``, ``engine``, ``engine_grpc``,
    ``callback``, ``callback_grpc``.

    Importing ``pulumi.runtime.proto`` by its own name runs all of ``pulumi``; the generated modules
    refer to each other relatively, so a package of another name with the same folder will do.

    Raises:
        UnsupportedError: what they need is not installed.
    """
    # That the program has gone, with the functions that it serves, is nothing to tell.
    os.environ.setdefault("GRPC_VERBOSITY", "ERROR")
    if _ALIAS not in sys.modules:
        specification = importlib.util.find_spec("pulumi")
        if specification is None or specification.origin is None:
            raise UnsupportedError(f"a program is run with Pulumi's SDK: {INSTALL}")
        package = ModuleType(_ALIAS)
        package.__path__ = [str(Path(specification.origin).parent / "runtime" / "proto")]
        sys.modules[_ALIAS] = package
    return SimpleNamespace(
        resource=importlib.import_module(f"{_ALIAS}.resource_pb2"),
        resource_grpc=importlib.import_module(f"{_ALIAS}.resource_pb2_grpc"),
        callback=importlib.import_module(f"{_ALIAS}.callback_pb2"),
        callback_grpc=importlib.import_module(f"{_ALIAS}.callback_pb2_grpc"),
        engine=importlib.import_module(f"{_ALIAS}.engine_pb2"),
        engine_grpc=importlib.import_module(f"{_ALIAS}.engine_pb2_grpc"),
    )
