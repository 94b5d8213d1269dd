"""Cloud assemblies: the folders that CDK apps synthesize into.

Rules: https://github.com/aws/aws-cdk-cli/tree/main/packages/%40aws-cdk/cloud-assembly-schema
"""

from __future__ import annotations

import functools
import json
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from ...cloudformation import TEMPLATE_URL
from ...errors import ConversionError, SourceError, UsageError
from ...report import Report
from ..source import read_file
from ..template import read_raw
from .assets import asset_paths, assets_told, local_names, nested_templates, parameters_told
from .deployment import tell_deployment

MANIFEST = "manifest.json"
_STACK = "aws:cloudformation:stack"
_NESTED_ASSEMBLY = "cdk:cloud-assembly"
_ASSETS = "cdk:asset-manifest"
_USUAL = "cdk.out"
_ENDING = ".assets.json"
_TELLING = (".template.json", _ENDING)
_MOST_STACKS = 2_000
_DEEPEST = 10


@dataclass(slots=True, kw_only=True)
class Synthesized:
    """A stack of an assembly.

    Args:
        id: the id of its artifact; of a nested stack, its name.
        names: what it may be called; the first is how messages call it.
        name: what CloudFormation calls it.
        template: its template.
        nested: the templates nested in it, by the paths that `local` names them by.
        local: its template, with these paths in the place of where they are published.
        findings: what there is to say of it before it is read.
        nested_findings: what there is to say of the nested templates, where they stay published.
        errors: why the app itself refuses it, with the paths of the constructs.
        dependencies: the ids of the artifacts that are deployed before.
        is_nested: whether it is nested in another, as a resource of that.
    """

    id: str
    names: tuple[str, ...]
    name: str
    template: dict[str, Any]
    nested: dict[str, dict[str, Any]] = field(default_factory=dict)
    local: dict[str, Any] = field(default_factory=dict)
    findings: Report = field(default_factory=Report)
    nested_findings: Report = field(default_factory=Report)
    errors: list[str] = field(default_factory=list)
    dependencies: tuple[str, ...] = ()
    is_nested: bool = False


def is_assembly(folder: str) -> bool:
    """Whether a folder is an assembly, be its manifest damaged or gone."""
    path = os.path.join(folder, MANIFEST)
    if not os.path.isfile(path):
        return _has_lost_manifest(folder)
    try:
        with open(path, encoding="utf-8") as file:
            manifest = json.load(file)
    except (OSError, ValueError, RecursionError):
        manifest = None
    if isinstance(manifest, dict) and {"version", "artifacts"} <= set(manifest):
        return True
    others = os.listdir(folder)
    return os.path.basename(os.path.abspath(folder)) == _USUAL or any(
        name == _USUAL or name.endswith(_TELLING) for name in others
    )


def _has_lost_manifest(folder: str) -> bool:
    """Whether a folder without a manifest has what else only the CDK writes."""
    if os.path.isfile(os.path.join(folder, _USUAL)):
        return True
    names = os.listdir(folder) if os.path.isdir(folder) else []
    is_usual = os.path.basename(os.path.abspath(folder)) == _USUAL
    endings = _TELLING if is_usual else _ENDING
    return any(name.endswith(endings) for name in names)


def find_stacks(folder: str, inside: str = "") -> list[Synthesized]:
    """Find the stacks of an assembly, those of its stages and those nested in others included.

    Args:
        folder: the assembly's folder.
        inside: the path below it of the stage that is looked at.

    Raises:
        SourceError: it cannot be read, or look-ups are missing from it.
    """
    if inside.count(os.sep) >= _DEEPEST:
        raise SourceError(
            f"has stages in it that are nested more than {_DEEPEST} deep", file=folder
        )
    manifest, artifacts = _read_manifest(folder, inside)
    _refuse_missing(manifest, folder)
    found: list[Synthesized] = []
    for id, artifact in artifacts.items():
        if artifact.get("type") == _STACK:
            found += islice(_stack(_Files(folder, inside), id, artifacts), _MOST_STACKS)
        elif artifact.get("type") == _NESTED_ASSEMBLY:
            stage = _Files(folder, inside).below(str(_property(artifact, "directoryName") or id))
            found += find_stacks(folder, stage)
        if len(found) >= _MOST_STACKS:
            raise SourceError(f"has more than {_MOST_STACKS} stacks in it", file=folder)
    return found


def _read_manifest(folder: str, inside: str) -> tuple[dict[str, Any], dict[str, dict[str, Any]]]:
    """The manifest of an assembly or stage, and its artifacts.

    Raises:
        SourceError: it is damaged.
    """
    path = os.path.join(folder, inside, MANIFEST)
    try:
        manifest = _Files(folder, inside).read(MANIFEST)
        if "artifacts" not in manifest:
            raise SourceError("it has no artifacts")
        artifacts = mapping(manifest["artifacts"]).items()
        return manifest, {id: mapping(it) for id, it in artifacts}
    except ConversionError as error:
        raise SourceError(
            f"the manifest of the assembly is damaged: {error.message}",
            file=path,
            line=error.line,
            column=error.column,
        ) from None


def chosen(stacks: list[Synthesized], name: str | None) -> list[Synthesized]:
    """Give the stack that is meant, or without a name all that are not nested in others.

    Raises:
        SourceError: there is no stack at all.
        UsageError: there is none of that name, or several are.
    """
    if not stacks:
        raise SourceError("the app has no stack")
    if name is None:
        return [stack for stack in stacks if not stack.is_nested]
    matching = [stack for stack in stacks if name in stack.names]
    if len(matching) == 1:
        return matching
    known = ", ".join(stack.names[0] for stack in matching or stacks)
    if matching:
        raise UsageError(f"there are several stacks {name!r} in the app: {known}")
    raise UsageError(f"there is no stack {name!r} in the app; there is {known}")


def mapping(value: Any) -> dict[str, Any]:
    """Give a mapping of a manifest; what is missing is an empty one.

    Raises:
        SourceError: it is something else.
    """
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise SourceError("a mapping is expected in the manifests of an assembly")
    return value


def listed(value: Any) -> list[Any]:
    """Give a list of a manifest; what is missing is an empty one.

    Raises:
        SourceError: it is something else.
    """
    if value is None:
        return []
    if not isinstance(value, list):
        raise SourceError("a list is expected in the manifests of an assembly")
    return value


@dataclass(slots=True, frozen=True)
class _Files:
    """The files of an assembly, or of one of its stages, by the paths that its manifests give.

    Args:
        folder: the whole assembly's folder.
        inside: the stage's path below it.
    """

    folder: str
    inside: str

    def read(self, name: str) -> dict[str, Any]:
        """Read a file.

        Raises:
            SourceError: it is no JSON, or not below the folder.
        """
        path = os.path.join(self.folder, self.below(name))
        return dict(read_raw(read_file(path), path))

    def below(self, name: str) -> str:
        """Give the path of something in the stage, seen from the whole assembly's folder.

        Raises:
            SourceError: it is not in there.
        """
        path = os.path.normpath(os.path.join(self.inside, name))
        steps, own = path.split(os.sep), self.inside.split(os.sep) if self.inside else []
        outside = os.path.isabs(path) or steps[0] in ("..", ".")
        if outside or steps[: len(own)] != own or len(steps) == len(own):
            raise SourceError(f"{name} is not inside the assembly", file=self.folder)
        return path


def _refuse_missing(manifest: dict[str, Any], folder: str) -> None:
    missing = listed(manifest.get("missing"))
    if not missing:
        return
    keys = ", ".join(str(mapping(entry).get("key")) for entry in missing)
    raise SourceError(
        f"the app looks up what only an account knows: {keys}; run `cdk synth` with credentials "
        "once, which writes cdk.context.json",
        file=folder if os.path.basename(folder) == "cdk.out" else None,
    )


def _property(artifact: dict[str, Any], name: str) -> Any:
    return mapping(artifact.get("properties")).get(name)


def _stack(files: _Files, id: str, artifacts: dict[str, dict[str, Any]]) -> Iterator[Synthesized]:
    artifact = artifacts[id]
    file = str(_property(artifact, "templateFile"))
    name = str(_property(artifact, "stackName") or id)
    names = tuple(dict.fromkeys((str(artifact.get("displayName") or id), id, name)))
    template = files.read(file)
    findings, nested_findings = Report(), Report()
    for message in _said(files, artifact, "aws:cdk:warning"):
        findings.note("cdk-warning", message)
    tell_deployment(artifact, mapping(artifact.get("properties")), findings)
    for message in parameters_told(template):
        findings.warn("cdk-assets", message)
    nested: dict[str, dict[str, Any]] = {}
    paths: dict[str, str] = {}
    dependencies = tuple(map(str, listed(artifact.get("dependencies"))))
    for needed in dependencies:
        if artifacts.get(needed, {}).get("type") == _ASSETS:
            manifest = str(_property(artifacts[needed], "file"))
            published = files.read(manifest)
            templates = nested_templates(published)
            told = functools.partial(assets_told, files.below(manifest), published)
            for message in told(leaving_out=(file, *templates.values())):
                findings.warn("cdk-assets", message)
            others = set(asset_paths(published)) - set(templates.values())
            for message in told(leaving_out=tuple(others)):
                nested_findings.warn("cdk-assets", message)
            nested |= {asset: files.read(path) for asset, path in templates.items()}
            paths |= local_names(templates)
    yield Synthesized(
        id=id,
        names=names,
        name=name,
        template=template,
        nested={paths[asset]: _localized(inner, paths) for asset, inner in nested.items()},
        local=_localized(template, paths),
        findings=findings,
        nested_findings=nested_findings,
        errors=list(_said(files, artifact, "aws:cdk:error")),
        dependencies=dependencies,
    )
    yield from _nested(names[0], template, nested)


def _said(files: _Files, artifact: dict[str, Any], kind: str) -> Iterator[str]:
    """What an app noted about constructs of a stack; newer ones do in a file of its own."""
    apart = artifact.get("additionalMetadataFile")
    noted = {
        **mapping(artifact.get("metadata")),
        **(files.read(apart) if isinstance(apart, str) else {}),
    }
    for path, entries in noted.items():
        for entry in entries if isinstance(entries, list) else ():
            if mapping(entry).get("type") == kind:
                yield f"{path.strip('/')}: {entry.get('data')}"


def _localized(template: dict[str, Any], paths: dict[str, str]) -> dict[str, Any]:
    """A template with the paths of nested ones in the place of where they are published."""
    resources = {
        logical_id: _local(resource, paths)
        for logical_id, resource in mapping(template.get("Resources")).items()
    }
    return {**template, "Resources": resources}


def _local(resource: Any, paths: dict[str, str]) -> Any:
    properties = resource.get("Properties") if isinstance(resource, dict) else None
    if not isinstance(properties, dict) or TEMPLATE_URL not in properties:
        return resource
    written = json.dumps(properties[TEMPLATE_URL])
    for asset, path in paths.items():
        if f"{asset}.json" in written:
            return {**resource, "Properties": {**properties, TEMPLATE_URL: path}}
    return resource


def _nested(
    parent: str, template: dict[str, Any], templates: dict[str, dict[str, Any]]
) -> Iterator[Synthesized]:
    """The stacks nested in a stack: resources that name a template among its assets."""
    for logical_id, resource in mapping(template.get("Resources")).items():
        written = json.dumps(resource)
        for id, inner in templates.items():
            if f"{id}.json" in written:
                name = f"{parent}/{logical_id}"
                yield Synthesized(
                    id=name,
                    names=(name,),
                    name=name.replace("/", "-"),
                    template=inner,
                    is_nested=True,
                )
                rest = {other: it for other, it in templates.items() if other != id}
                yield from _nested(name, inner, rest)
