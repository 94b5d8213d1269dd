"""What ``sam package`` uploads: local files, for which places in S3 stand in."""

from __future__ import annotations

import json
import posixpath
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from ..errors import Path
from ..intrinsics import Tree
from ..report import Report

_REMOTE = ("s3://", "http://", "https://", "{{resolve:")


def package(tree: dict[str, Tree], report: Report) -> None:
    """Put a place in S3 where a serverless resource names a local file.

    Args:
        tree: the template; it is changed.
        report: is told of every file, its property and its resource.
    """
    shared = _globals(tree)
    for path, kind, properties in _packaged(tree):
        _package_named(kind, properties, path, report)
        if path[0] == "Resources":
            _package_unnamed(kind, properties, shared.get(kind, {}), path, report)


def application_url(identifier: str, version: str) -> str:
    """What stands for the template of an application of the Serverless Application Repository."""
    return _url(f"{identifier.rpartition('/')[2]}-{version}.yaml")


@cache
def _data() -> dict[str, Any]:
    text = files(__package__).joinpath("packaging.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def _globals(tree: dict[str, Tree]) -> dict[str, dict[str, Any]]:
    """The properties of ``Globals``, by the type of the resources they are for."""
    section = tree.get("Globals")
    entries = section.items() if isinstance(section, dict) else ()
    return {f"AWS::Serverless::{name}": it for name, it in entries if isinstance(it, dict)}


def _packaged(tree: dict[str, Tree]) -> Iterator[tuple[Path, str, dict[str, Any]]]:
    for kind, properties in _globals(tree).items():
        yield ("Globals", kind.rpartition(":")[2]), kind, properties
    resources = tree.get("Resources")
    for name, entry in resources.items() if isinstance(resources, dict) else ():
        if isinstance(entry, dict):
            kind = str(entry.get("Type"))
            if kind in _data()["defaults"]:
                entry.setdefault("Properties", {})
            given = entry.get("Properties")
            if isinstance(given, dict):
                yield ("Resources", name, "Properties"), kind, given


def _package_named(kind: str, properties: dict[str, Any], path: Path, report: Report) -> None:
    for group, place_of in (("files", _place), ("templates", _url)):
        for steps in _data()[group].get(kind, ()):
            for holder, here in _holders(properties, steps[:-1], path):
                _package_one(holder, steps[-1], (*here, steps[-1]), place_of, report)


def _package_unnamed(
    kind: str, properties: dict[str, Any], shared: dict[str, Any], path: Path, report: Report
) -> None:
    """Where nothing is named, the template's own folder is what is packaged, or an image built."""
    defaults = _data()["defaults"].get(kind)
    if defaults is None:
        return
    given = {**shared, **properties}
    image, file = defaults["images"], defaults["files"]
    if given.get(image["when"]) == image["is"]:
        name, absent, local = image["property"], (), "the image that is built for it"
        place = _data()["image"]
    else:
        name, absent, local = file["property"], file["instead"], "the template's folder"
        place = _place(str(path[1]))
    if given.keys().isdisjoint((name, *absent)):
        properties[name] = place
        _tell(name, local, place, path, report)


def _holders(holder: Any, steps: list[str], path: Path) -> Iterator[tuple[dict[str, Any], Path]]:
    if not isinstance(holder, dict):
        return
    if not steps:
        yield holder, path
        return
    names = list(holder) if steps[0] == "*" else [steps[0]]
    for name in names:
        yield from _holders(holder.get(name), steps[1:], (*path, name))


def _package_one(
    holder: dict[str, Any], name: str, path: Path, place_of: Callable[[str], str], report: Report
) -> None:
    local = holder.get(name)
    if isinstance(local, str) and not local.startswith(_REMOTE):
        holder[name] = place_of(local)
        _tell(name, local, holder[name], path, report)


def _place(local: str) -> str:
    return f"s3://{_data()['bucket']}/{_key(local)}"


def _url(local: str) -> str:
    return f"https://{_data()['bucket']}.s3.amazonaws.com/{_key(local)}"


def _key(local: str) -> str:
    steps = posixpath.normpath(local.replace("\\", "/")).split("/")
    return "/".join(step for step in steps if step not in ("", ".", "..")) or "code"


def _tell(name: str, local: str, place: str, path: Path, report: Report) -> None:
    words = f"{name}: {local} has to be uploaded; {place} stands for where"
    report.warn("needs-packaging", words, path)
