"""The assets of a stack (code, images, templates), and how they get to where it looks for them."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

_NESTED_TEMPLATE = ".nested.template.json"
_HASH = re.compile(r"[0-9A-F]{8}(?=\.nested\.template\.json$)")
_PARAMETER = "AssetParameter"


def assets_told(
    file: str, manifest: dict[str, Any], *, leaving_out: Collection[Any]
) -> Iterator[str]:
    """Say how assets get published.

    Args:
        file: the path of their manifest in the assembly.
        manifest: the manifest.
        leaving_out: the paths of those that are not spoken of.
    """
    names = [name for name, path in _names(manifest) if path not in leaving_out]
    if names:
        yield (
            f"{_counted(len(names))} must be published before the stack is deployed: "
            f"{', '.join(names)}; `npx cdk-assets publish --path {os.path.join('cdk.out', file)}` "
            "does so after `cdk synth`"
        )


def parameters_told(template: dict[str, Any]) -> Iterator[str]:
    """Say what the assets of older apps are told by."""
    parameters = template.get("Parameters")
    known = parameters if isinstance(parameters, dict) else ()
    names = [name for name in known if name.startswith(_PARAMETER)]
    if names:
        yield f"the parameters {', '.join(names)} say where assets were published by `cdk deploy`"


def nested_templates(manifest: dict[str, Any]) -> dict[str, str]:
    """The files of the templates of nested stacks, by the name that they are published under."""
    return {
        id: path
        for id, asset in _entries(manifest, "files")
        if isinstance(path := _source(asset).get("path"), str) and path.endswith(_NESTED_TEMPLATE)
    }


def asset_paths(manifest: dict[str, Any]) -> list[Any]:
    """Where assets are in the assembly."""
    return [path for _, path in _names(manifest)]


def local_names(templates: dict[str, str]) -> dict[str, str]:
    """The files of nested templates by shorter names, without the hash that the CDK puts there:
    asset → name.
    """
    plain = {asset: _HASH.sub("", path) for asset, path in templates.items()}
    names = list(plain.values())
    return {
        asset: name if names.count(name) == 1 else templates[asset] for asset, name in plain.items()
    }


def _names(manifest: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """What assets are called, with their paths."""
    for kind in ("files", "dockerImages"):
        for id, asset in _entries(manifest, kind):
            path = _source(asset).get("path") or _source(asset).get("directory")
            name = asset.get("displayName") if isinstance(asset, dict) else None
            yield str(name or path or id), path if isinstance(path, str) else None


def _entries(manifest: dict[str, Any], kind: str) -> Iterable[tuple[str, Any]]:
    entries = manifest.get(kind)
    return entries.items() if isinstance(entries, dict) else ()


def _source(asset: Any) -> dict[str, Any]:
    source = asset.get("source") if isinstance(asset, dict) else None
    return source if isinstance(source, dict) else {}


def _counted(number: int) -> str:
    return "1 asset" if number == 1 else f"{number} assets"
