"""Providers: where a resource is deployed to, and the tags that it gets by itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any

from .errors import Path
from .naming import PACKAGE
from .pulumi import ABSENT, Choice, Elsewhere, Expression, Invoke, Object
from .report import Report

if TYPE_CHECKING:
    from .catalog import ResourceType

PROVIDERS = "pulumi:providers:"
TYPE = f"{PROVIDERS}{PACKAGE}"
_ACCOUNT = ("accessKey", "assumeRole", "profile", "roleArn")
"""The settings that say in whose name, and so in which account, a provider works."""
_ROLES = ("assumeRole", "roleArn")
_LOST = ("allowedAccountIds", "endpoints", "envVarMappings", "forbiddenAccountIds", "ignoreTags")


class Providers:
    """The providers of one program.

    Args:
        given: the settings of each, by what resources name it by.
        names: what the program calls each.
        config: the values of the project's config; the default provider's settings are among them.
        own_regions: the regions that the stack's own may be said by.
        value: makes a value of the program of a setting, or of a part of it.
        plain: gives a setting, or a text that is the JSON of one, without the mark of a secret.
    """

    def __init__(
        self,
        given: Mapping[str, Mapping[str, Any]],
        *,
        names: Mapping[str, str],
        config: Mapping[str, str],
        own_regions: Collection[str],
        value: Callable[[Any, Path], Expression],
        plain: Callable[[Any], Any],
    ) -> None:
        self._given, self._names, self._config = given, names, config
        self._own_regions, self._value, self._plain = own_regions, value, plain
        self._accounts: dict[str, str] = {}

    def elsewhere(self, provider: str) -> Elsewhere | None:
        """Where a provider's resources are deployed to; None where that is where the stack is."""
        given = self._given.get(provider)
        if given is None:
            return None
        region = self._value(given.get("region"), ("providers", "region"))
        region = None if self._is_own(region) else region
        account = self._account(provider, given)
        return Elsewhere(region, account) if region is not None or account else None

    def _account(self, provider: str, given: Mapping[str, Any]) -> str:
        settings = {
            name: self._setting(given[name])
            for name in _ACCOUNT
            if given.get(name) and self._setting(given[name]) != self._default(name)
        }
        if not settings:
            return ""
        words = f"{', '.join(settings)} of {self._names[provider]}"
        return self._accounts.setdefault(json.dumps(settings, sort_keys=True), words)

    def tell_lost(self, report: Report) -> None:
        """Say which settings of providers have no place in a template."""
        default = {name: self._default(name) for name in (*_LOST, *_ROLES)}
        every = [(f"the provider {self._names[it]}", given) for it, given in self._given.items()]
        for words, given in (*every, ("the default provider", default)):
            lost = [name for name in _LOST if given.get(name)]
            if lost:
                lost_words = f"{', '.join(lost)} of {words}"
                report.warn("provider-setting", f"{lost_words}: a template has no place for it")
        for role in (name for name in _ROLES if default[name]):
            words = f"the stack is to be deployed with {role} of the default provider"
            report.note("provider-role", f"{words}: a template does not say it")

    def with_tags(
        self,
        provider: str,
        described: ResourceType | None,
        inputs: dict[str, Expression],
        report: Report,
        path: Path,
    ) -> dict[str, Expression]:
        """The inputs of a resource with the tags that its provider adds, where it has one.

        As `MergeDefaultTags` of pulumi-aws-native: a tag of the resource's own goes before. Where a
        tag must say more than a key and a value, AWS refuses what the provider adds, and the
        template goes without.
        """
        place = _tag_place(described)
        tags = self._default_tags(provider) if place is not None else {}
        if described is None or place is None or not tags:
            return inputs
        if lacking := _lacking(described):
            words = (
                f"a tag of {described.name} must have {', '.join(lacking)}, which defaultTags do "
                "not say: they are left out here, and Pulumi fails on them"
            )
            report.warn("default-tags", words, path)
            return inputs
        wire_name, item = place
        given = inputs.get(wire_name, ABSENT)
        return {**inputs, wire_name: _merged(given, tags, item)}

    def _default_tags(self, provider: str) -> dict[str, Expression]:
        given = self._given.get(provider)
        settings = self._default("defaultTags") if given is None else given.get("defaultTags")
        settings = self._setting(settings)
        tags = settings.get("tags") if isinstance(settings, dict) else None
        if not isinstance(tags, dict):
            return {}
        path = ("providers", "defaultTags")
        return {key: self._value(tags[key], (*path, key)) for key in sorted(tags)}

    def _setting(self, value: Any) -> Any:
        """A setting as it was before it became JSON."""
        value = self._plain(value)
        if isinstance(value, str) and value[:1] in ("{", "["):
            try:
                return json.loads(value)
            except ValueError:
                return value
        return value

    def _default(self, name: str) -> Any:
        return self._setting(self._config.get(f"{PACKAGE}:{name}"))

    def _is_own(self, region: Expression) -> bool:
        own = self._own_regions
        return region in (None, "", Invoke("getRegion", "region")) or region in own


def _tag_place(described: ResourceType | None) -> tuple[str, str | None] | None:
    """The wire name of a type's tags, and the type of one of them; None for a map's entries.

    The provider adds nothing to tags of another form.
    """
    tags = described.properties.get(described.tag_property or "") if described else None
    if described is None or tags is None or tags.pulumi is None:
        return None
    items = tags.type.items
    if tags.type.kind == "map":
        return tags.pulumi, None
    if tags.type.kind != "list" or items is None or items.name is None:
        return None
    tag = described.object_types[items.name]
    return (tags.pulumi, tag.pulumi) if {"key", "value"} <= set(tag.by_pulumi) else None


def _lacking(described: ResourceType) -> list[str]:
    """What a tag of a type must have beyond its key and its value."""
    items = described.properties[described.tag_property or ""].type.items
    fields = described.object_types[items.name].properties if items and items.name else {}
    known = {"Key", "Value"}
    return [name for name, field in fields.items() if field.required and name not in known]


def _merged(given: Expression, tags: Mapping[str, Expression], item: str | None) -> Expression:
    if isinstance(given, Choice):
        sides = (_merged(side, tags, item) for side in (given.then, given.otherwise))
        return Choice(given.condition, *sides)
    if given is ABSENT or given is None:
        given = {} if item is None else []
    if isinstance(given, dict):
        return {**given, **{key: value for key, value in tags.items() if key not in given}}
    if not isinstance(given, list) or item is None:
        return given
    more = [
        _unless_given(given, key, Object(item, {"key": key, "value": value}))
        for key, value in tags.items()
    ]
    return [*given, *(tag for tag in more if tag is not ABSENT)]


def _unless_given(items: list[Expression], key: str, tag: Expression) -> Expression:
    """A tag for the case that no item has its key."""
    for item in items:
        tag = _unless(item, key, tag)
    return tag


def _unless(item: Expression, key: str, tag: Expression) -> Expression:
    if isinstance(item, Choice):
        then, otherwise = _unless(item.then, key, tag), _unless(item.otherwise, key, tag)
        return then if then == otherwise else Choice(item.condition, then, otherwise)
    if isinstance(item, Object) and item.fields.get("key") == key:
        return ABSENT
    return tag
