"""The file that ``pulumi import --file`` reads, and the checkpoint for ``pulumi stack import``.

https://www.pulumi.com/docs/iac/adopting-pulumi/import/
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from ..errors import SourceError
from ..evaluation import SecretValue, mapped, plain
from ..naming import PACKAGE
from .adopting import Adoption
from .entries import Entry

SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
INPUTS = "__inputs"
"""The output in which aws-native keeps what a program registered."""
STACK_TYPE = "pulumi:pulumi:Stack"
_NO_TIME = "0001-01-01T00:00:00Z"


def secret(value: Any) -> dict[str, str]:
    """A secret as these files hold one: in the clear, and marked."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return {SIGNATURE: SECRET, "plaintext": text}


def written_inputs(entry: Entry) -> dict[str, Any]:
    """The inputs of a resource, secrets marked."""
    found: dict[str, Any] = mapped(entry.inputs, secret)
    return found


def written_outputs(entry: Entry) -> dict[str, Any]:
    """The outputs of a resource, secrets marked."""
    return {**mapped(entry.outputs, secret), INPUTS: secret(plain(entry.inputs))}


def import_file(adoption: Adoption) -> str:
    """Write the import file of an adopted stack."""
    resources = [_imported(entry, adoption.version) for entry in adoption.entries]
    return _text({"resources": resources})


def _imported(entry: Entry, version: str) -> dict[str, Any]:
    parent = {"parent": entry.parent} if entry.parent else {}
    if entry.id is None:
        return {"type": entry.type, "name": entry.name, "component": True, **parent}
    return {
        "type": entry.type,
        "name": entry.name,
        "id": entry.id,
        **parent,
        "version": version,
        "inputs": written_inputs(entry),
        "outputs": written_outputs(entry),
    }


def read_entries(file: str, document: Any) -> list[tuple[Entry, str]]:
    """Read an import file that `import_file` wrote: the entries, each with its provider's version.

    Raises:
        SourceError: it is something else.
    """
    resources = document.get("resources") if isinstance(document, dict) else None
    if not isinstance(resources, list) or not all(map(_is_entry, resources)):
        raise SourceError("is not an import file that cfn2pulumi adopt wrote", file=file)
    return [(_entry(each), str(each.get("version", ""))) for each in resources]


def _is_entry(entry: Any) -> bool:
    return isinstance(entry, dict) and all(
        isinstance(entry.get(it), str) for it in ("type", "name")
    )


def _entry(resource: dict[str, Any]) -> Entry:
    outputs = {key: it for key, it in resource.get("outputs", {}).items() if key != INPUTS}
    return Entry(
        name=resource["name"],
        type=resource["type"],
        id=resource.get("id"),
        parent=resource.get("parent"),
        inputs=_opened(resource.get("inputs", {})),
        outputs=_opened(outputs),
    )


def _opened(value: Any) -> Any:
    if isinstance(value, list):
        return [_opened(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value.get(SIGNATURE) == SECRET and isinstance(value.get("plaintext"), str):
        return SecretValue(json.loads(value["plaintext"]))
    return {key: _opened(item) for key, item in value.items()}


def checkpoint(adoption: Adoption, stack: str) -> str:
    """Write the checkpoint of an adopted stack, for a Pulumi stack of a name that is empty."""
    project = adoption.program.name
    urns = _urns(adoption.entries, stack, project)
    root = f"urn:pulumi:{stack}::{project}::{STACK_TYPE}::{project}-{stack}"
    name = f"default_{adoption.version.replace('.', '_')}"
    provider = f"urn:pulumi:{stack}::{project}::pulumi:providers:{PACKAGE}::{name}"
    identity = str(uuid5(NAMESPACE_URL, provider))
    inputs = {"region": adoption.deployed.region, "version": adoption.version}
    if adoption.deployed.tags:
        inputs["defaultTags"] = json.dumps({"tags": adoption.deployed.tags}, separators=(",", ":"))
    resources: list[dict[str, Any]] = [
        {"urn": root, "custom": False, "type": STACK_TYPE},
        {
            "urn": provider,
            "custom": True,
            "id": identity,
            "type": f"pulumi:providers:{PACKAGE}",
            "inputs": inputs,
            "outputs": inputs,
        },
    ]
    for entry in adoption.entries:
        parent = urns[entry.parent] if entry.parent else root
        resources.append(_kept(entry, urns[entry.name], parent, f"{provider}::{identity}"))
    manifest = {"time": _NO_TIME, "magic": "", "version": ""}
    return _text({"version": 3, "deployment": {"manifest": manifest, "resources": resources}})


def _kept(entry: Entry, urn: str, parent: str, provider: str) -> dict[str, Any]:
    if entry.id is None:
        return {"urn": urn, "custom": False, "type": entry.type, "parent": parent}
    return {
        "urn": urn,
        "custom": True,
        "id": entry.id,
        "type": entry.type,
        "inputs": written_inputs(entry),
        "outputs": written_outputs(entry),
        "parent": parent,
        "provider": provider,
    }


def _urns(entries: list[Entry], stack: str, project: str) -> dict[str, str]:
    types: dict[str, str] = {}
    urns: dict[str, str] = {}
    for entry in entries:
        outer = f"{types[entry.parent]}$" if entry.parent else ""
        types[entry.name] = outer + entry.type
        urns[entry.name] = f"urn:pulumi:{stack}::{project}::{types[entry.name]}::{entry.name}"
    return urns


def _text(document: Mapping[str, Any]) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
