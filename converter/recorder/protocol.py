"""Pulumi's gRPC messages, loaded without importing the rest of the Pulumi SDK."""

from __future__ import annotations

import importlib
import importlib.util
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

from ..errors import UnsupportedError

INSTALL = "pip install cfn2pulumi[export]"
_ALIAS = "_pulumi_protocol"


NAMES = ("resource", "callback", "engine", "alias")


def load(names: Sequence[str] = NAMES) -> Any:
    """Give the generated modules ``resource``, ``resource_grpc``, ``engine``, ``engine_grpc``,
    ``callback``, ``callback_grpc``, ``alias``, or those of ``names``.

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
    modules = SimpleNamespace()
    for name in names:
        setattr(modules, name, importlib.import_module(f"{_ALIAS}.{name}_pb2"))
        grpc = importlib.import_module(f"{_ALIAS}.{name}_pb2_grpc")
        setattr(modules, f"{name}_grpc", grpc)
    return modules


def sent(message: Any, name: str) -> Any:
    """Give a field's value; None where it is not set, or where the release of the messages that is
    installed has no such field.
    """
    return next((value for field, value in message.ListFields() if field.name == name), None)


def unheard(message: Any) -> list[int]:
    """Give the numbers of the fields that were sent, and that no installed message has."""
    from google.protobuf.unknown_fields import (  # type: ignore[import-untyped]  # has no types
        UnknownFieldSet,
    )

    return sorted({field.field_number for field in UnknownFieldSet(message)})


def answer_of(module: Any, service: str, method: str) -> Any:
    """Give an empty answer of a service's method."""
    from google.protobuf import message_factory  # type: ignore[import-untyped]  # has no types

    found = module.DESCRIPTOR.services_by_name[service].methods_by_name[method].output_type
    return message_factory.GetMessageClass(found)()
