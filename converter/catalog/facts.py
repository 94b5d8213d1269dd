"""Facts that the bridge asks for, from the patches; read when a stack needs them."""

from __future__ import annotations

import json
import os
from functools import cache
from typing import Any

from ..naming import PACKAGE
from .loading import read_text


@cache
def _bridging() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(read_text(os.path.dirname(__file__), "bridging.json"))
    return found


def nested_stack() -> str:
    """Give the resource type of a stack inside a stack."""
    return str(_bridging()["nested_stack"])


def stack_handle() -> str:
    """Give a resource type that costs nothing and does nothing, for a stack that only tells its
    own values.
    """
    return str(_bridging()["stack_handle"])


def init_metadata() -> str:
    """Give the key of a resource's metadata that the script `cfn-init` asks CloudFormation for."""
    return str(_bridging()["init_metadata"])


def longest_name(resource_type: str) -> int:
    """Give how long a name may be where the schema does not say it; 0 where nothing does."""
    by_type: dict[str, int] = _bridging()["longest_names"]
    return by_type.get(resource_type, 0)


def unsettled(resource_type: str) -> list[str]:
    """Give the properties that cannot be changed and that AWS says by itself, beyond those of which
    the schema says both.
    """
    by_type: dict[str, list[str]] = _bridging()["unsettled"]
    return by_type.get(resource_type, [])


def capabilities(resource_type: str) -> list[str]:
    """Give the capabilities that a stack needs to create a resource of this type."""
    by_service: dict[str, list[str]] = _bridging()["capabilities"]
    return by_service.get(resource_type.rpartition("::")[0], [])


def local_files(resource_type: str) -> list[str]:
    """Give the properties, dotted, in which a path stands until `aws cloudformation package` has
    uploaded what is there.
    """
    by_type: dict[str, list[str]] = _bridging()["local_files"]
    return by_type.get(resource_type, [])


def macro_of(resource_type: str) -> str | None:
    """Give the transform that makes other resources of a type; None where there is none."""
    macros: dict[str, str] = _bridging()["macros"]
    return macros.get(resource_type.rpartition("::")[0])


def equivalent(resource_type: str) -> dict[str, Any] | None:
    """Give the exact equivalent of a type that the SDK lacks; None where there is none.

    It has `targets` (properties that list targets: for each the `type` of a resource that does the
    same for one of them, and the `property` that names it there), `properties` (the rest, named
    alike in all types) and the `reason`.
    """
    found: dict[str, Any] | None = _bridging()["equivalents"].get(resource_type)
    return found


def stand_in(token: str) -> dict[str, Any] | None:
    """Give what a class of the SDK that holds a resource of another type says it with; None for
    any other class.

    It has `type`, `properties` (inputs), `further` (input → property), `outputs` and `ref`
    (outputs), and `unused` (inputs that CloudFormation has no use for).
    """
    if not token.startswith(f"{PACKAGE}:"):
        return None
    found: dict[str, Any] | None = _bridging()["stand_ins"].get(token)
    return found


def nested_stack_properties() -> list[str]:
    """Give the properties that a stack inside a stack has in a template."""
    return list(_bridging()["nested_stack_properties"])
