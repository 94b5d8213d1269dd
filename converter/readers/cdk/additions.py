"""What the CDK adds to templates for its own use."""

from __future__ import annotations

from typing import Any

_PATH = "aws:cdk:path"
_METADATA = "CDKMetadata"
_DATA = frozenset({"Analytics", "Modules"})
_AVAILABLE = "CDKMetadataAvailable"
_BOOTSTRAP = "BootstrapVersion"
_CHECK = "CheckBootstrapVersion"
_BOOTSTRAP_NAME = "/cdk-bootstrap/"


def without_additions(template: dict[str, Any]) -> dict[str, Any]:
    """Give a template without what the CDK adds: the paths of constructs, its metadata resource,
    and the check of the bootstrap stack's version.
    """
    resources = dict(_mapping(template.get("Resources")))
    if _DATA & _mapping(_part(resources.get(_METADATA), "Properties")).keys():
        del resources[_METADATA]
    changed = {
        **template,
        "Resources": {name: _without_path(it) for name, it in resources.items()},
    }
    _remove(changed, "Rules", _CHECK)
    default = _mapping(_part(template.get("Parameters"), _BOOTSTRAP)).get("Default")
    if str(default).startswith(_BOOTSTRAP_NAME) and not _mentions(changed, _BOOTSTRAP):
        _remove(changed, "Parameters", _BOOTSTRAP)
    added = _mapping(template.get("Resources")).keys() - resources.keys()
    if added and not _mentions({**changed, "Conditions": {}}, _AVAILABLE):
        _remove(changed, "Conditions", _AVAILABLE)
    return changed


def additions(template: dict[str, Any]) -> list[str]:
    """Name what `without_additions` leaves out of a template."""
    left = without_additions(template)
    gone = [
        name
        for section in ("Resources", "Parameters", "Rules", "Conditions")
        for name in _mapping(template.get(section))
        if name not in _mapping(left.get(section))
    ]
    resources = _mapping(template.get("Resources"))
    has_paths = any(_PATH in _mapping(_part(it, "Metadata")) for it in resources.values())
    return [*gone, *([_PATH] if has_paths else [])]


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _part(mapping: Any, name: str) -> Any:
    return mapping.get(name) if isinstance(mapping, dict) else None


def _without_path(resource: Any) -> Any:
    metadata = _part(resource, "Metadata")
    if not isinstance(metadata, dict) or _PATH not in metadata:
        return resource
    rest = {name: it for name, it in metadata.items() if name != _PATH}
    kept = {name: it for name, it in resource.items() if name != "Metadata"}
    return {**kept, "Metadata": rest} if rest else kept


def _remove(template: dict[str, Any], section: str, name: str) -> None:
    entries = template.get(section)
    if not isinstance(entries, dict) or name not in entries:
        return
    rest = {key: it for key, it in entries.items() if key != name}
    template[section] = rest
    if not rest:
        del template[section]


def _mentions(value: Any, name: str) -> bool:
    """Whether a text somewhere in the values names an entry."""
    if isinstance(value, dict):
        return any(_mentions(item, name) for item in value.values())
    if isinstance(value, list):
        return any(_mentions(item, name) for item in value)
    return isinstance(value, str) and (value == name or f"${{{name}}}" in value)
