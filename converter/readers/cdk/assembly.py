"""Cloud assemblies: the folders that CDK apps synthesize into.

Rules: https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from ...errors import SourceError, UsageError
from ..template import read_file, read_raw

MANIFEST = "manifest.json"
_STACK = "aws:cloudformation:stack"
_NESTED_ASSEMBLY = "cdk:cloud-assembly"
_ASSETS = "cdk:asset-manifest"
_NESTED_TEMPLATE = ".nested.template.json"


@dataclass(slots=True, kw_only=True)
class Synthesized:
    """A stack of an assembly.

    Args:
        names: what it may be called; the first is how messages call it.
        template: its template.
        assets: how the assets that it needs get published, in sentences.
        is_nested: whether it is nested in another, as a resource of that.
    """

    names: tuple[str, ...]
    template: dict[str, Any]
    assets: list[str] = field(default_factory=list)
    is_nested: bool = False


def is_manifest(path: str) -> bool:
    """Whether a file is the manifest of an assembly."""
    try:
        with open(path, encoding="utf-8") as file:
            manifest = json.load(file)
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and {"version", "artifacts"} <= set(manifest)


def find_stacks(folder: str) -> list[Synthesized]:
    """Find the stacks of an assembly, those of its stages and those nested in others included.

    Raises:
        SourceError: it cannot be read, or look-ups are missing from it.
    """
    manifest = _read_json(os.path.join(folder, MANIFEST))
    _refuse_missing(manifest, folder)
    artifacts: dict[str, Any] = manifest.get("artifacts") or {}
    found: list[Synthesized] = []
    for id, artifact in artifacts.items():
        properties = artifact.get("properties") or {}
        if artifact.get("type") == _STACK:
            found += _stack(folder, id, artifact, artifacts)
        elif artifact.get("type") == _NESTED_ASSEMBLY:
            found += find_stacks(os.path.join(folder, properties.get("directoryName", id)))
    return found


def chosen(stacks: list[Synthesized], name: str | None) -> Synthesized:
    """Give the stack that is meant.

    Raises:
        SourceError: there is no stack at all.
        UsageError: several are there and none was said, or there is none of that name.
    """
    if not stacks:
        raise SourceError("the app has no stack")
    own = [stack for stack in stacks if not stack.is_nested]
    if name is None and len(own) == 1:
        return own[0]
    matching = [stack for stack in stacks if name in stack.names]
    if len(matching) == 1:
        return matching[0]
    known = ", ".join(stack.names[0] for stack in (own if name is None else stacks))
    if name is None:
        raise UsageError(f"the app has {len(own)} stacks: say --stack with one of {known}")
    raise UsageError(f"there is no stack {name!r} in the app; there is {known}")


def _refuse_missing(manifest: dict[str, Any], folder: str) -> None:
    missing = manifest.get("missing") or []
    if not missing:
        return
    keys = ", ".join(str(entry.get("key")) for entry in missing)
    raise SourceError(
        f"the app looks up what only an account knows: {keys}; run `cdk synth` with credentials "
        "once, which writes cdk.context.json",
        file=folder if os.path.basename(folder) == "cdk.out" else None,
    )


def _stack(
    folder: str, id: str, artifact: dict[str, Any], artifacts: dict[str, Any]
) -> Iterator[Synthesized]:
    properties = artifact.get("properties") or {}
    file = str(properties.get("templateFile"))
    names = (artifact.get("displayName"), id, properties.get("stackName"))
    own = tuple(dict.fromkeys(str(name) for name in names if name))
    template = _read_json(os.path.join(folder, file))
    assets: list[str] = []
    nested: dict[str, dict[str, Any]] = {}
    for needed in artifact.get("dependencies") or []:
        if artifacts.get(needed, {}).get("type") == _ASSETS:
            name = str(artifacts[needed]["properties"]["file"])
            published = _read_json(os.path.join(folder, name))
            assets += _assets(name, published, file)
            nested |= _nested_templates(folder, published)
    yield Synthesized(names=own, template=template, assets=[*assets, *_parameters(template)])
    yield from _nested(own[0], template, nested)


def _nested_templates(folder: str, assets: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The templates of nested stacks, by the name that they are published under."""
    paths = {
        id: (asset.get("source") or {}).get("path")
        for id, asset in (assets.get("files") or {}).items()
    }
    return {
        id: _read_json(os.path.join(folder, path))
        for id, path in paths.items()
        if isinstance(path, str) and path.endswith(_NESTED_TEMPLATE)
    }


def _nested(
    parent: str, template: dict[str, Any], templates: dict[str, dict[str, Any]]
) -> Iterator[Synthesized]:
    """The stacks nested in a stack: resources that name a template among its assets."""
    for logical_id, resource in (template.get("Resources") or {}).items():
        written = json.dumps(resource)
        for id, inner in templates.items():
            if f"{id}.json" in written:
                name = f"{parent}/{logical_id}"
                yield Synthesized(names=(name,), template=inner, is_nested=True)
                rest = {other: it for other, it in templates.items() if other != id}
                yield from _nested(name, inner, rest)


def _assets(file: str, assets: dict[str, Any], template: str) -> Iterator[str]:
    names = list(_asset_names(assets, template))
    if names:
        yield (
            f"{_counted(len(names))} must be published before the stack is deployed: "
            f"{', '.join(names)}; `npx cdk-assets publish --path {os.path.join('cdk.out', file)}` "
            "does so after `cdk synth`"
        )


def _asset_names(assets: dict[str, Any], template: str) -> Iterable[str]:
    for kind in ("files", "dockerImages"):
        for id, asset in (assets.get(kind) or {}).items():
            source = asset.get("source") or {}
            path = source.get("path") or source.get("directory")
            if path != template:
                yield str(asset.get("displayName") or path or id)


def _parameters(template: dict[str, Any]) -> Iterator[str]:
    """What the assets of older apps are told by."""
    names = [name for name in template.get("Parameters") or {} if name.startswith("AssetParameter")]
    if names:
        yield f"the parameters {', '.join(names)} say where assets were published by `cdk deploy`"


def _counted(number: int) -> str:
    return "1 asset" if number == 1 else f"{number} assets"


def _read_json(path: str) -> dict[str, Any]:
    return dict(read_raw(read_file(path), path))
