"""Writing the catalog's data: one file per service, one line per resource type or nested object."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ...naming import go, module_name
from ..cdk_types import CDK_TYPES
from ..codec import encode_object, encode_resource
from ..spelling import GO_RENAMES
from ..types import ResourceType
from .cdk import read_cdk
from .cdk_places import exceptions


def encode(resources: Sequence[ResourceType]) -> dict[str, str]:
    """Give the content of every data file by its name."""
    services: dict[str, list[ResourceType]] = {}
    for resource in sorted(resources, key=lambda resource: resource.name):
        services.setdefault(module_name(resource.name), []).append(resource)
    files = {f"{service}.json": _lines(_service(found)) for service, found in services.items()}
    index = {service: [r.name for r in found] for service, found in sorted(services.items())}
    # The underscore keeps them apart from services, whose names are letters and digits.
    return files | {
        "_index.json": _lines(index),
        "_cdk_modules.json": _lines(_modules(services)),
        CDK_TYPES: _lines(exceptions(resources, read_cdk())),
        GO_RENAMES: _lines(_go_renames(resources)),
    }


def _modules(services: Mapping[str, list[ResourceType]]) -> dict[str, list[str]]:
    """Give the services of each CDK module that is not called after its only service."""
    modules: dict[str, set[str]] = {}
    for service, resources in services.items():
        for resource in resources:
            if resource.cdk_module and resource.cdk_module != f"aws_{service}":
                modules.setdefault(resource.cdk_module, set()).add(service)
    return {module: sorted(found) for module, found in sorted(modules.items())}


def _go_renames(resources: Iterable[ResourceType]) -> dict[str, list[str]]:
    """Give the names of each module's Go package that are not the schema's."""
    classes: dict[str, set[str]] = {}
    types: dict[str, set[tuple[str, bool]]] = {}
    for resource in resources:
        if resource.creatable:
            _, module, name = resource.token.split(":")
            classes.setdefault(module, set()).add(name)
        for found in resource.object_types.values():
            if found.pulumi:
                _, module, name = found.pulumi.split(":")
                types.setdefault(module, set()).add((name, False))
        for enum in resource.enums.values():
            types.setdefault(enum.module, set()).add((enum.name, True))
    renames = {
        module: [
            renamed for _, renamed in go.renames(sorted(classes.get(module, ())), sorted(found))
        ]
        for module, found in sorted(types.items())
    }
    return {module: names for module, names in renames.items() if names}


def _service(resources: Iterable[ResourceType]) -> dict[str, Any]:
    lines: dict[str, Any] = {}
    for resource in resources:
        lines[resource.name] = encode_resource(resource)
        for name, found in sorted(resource.object_types.items()):
            lines[f"{resource.name}.{name}"] = encode_object(found, resource)
    return lines


def _lines(entries: Mapping[str, Any]) -> str:
    written = (
        f"{json.dumps(key)}:{json.dumps(entry, separators=(',', ':'), ensure_ascii=False)}"
        for key, entry in entries.items()
    )
    return "{\n" + ",\n".join(written) + "\n}\n"
