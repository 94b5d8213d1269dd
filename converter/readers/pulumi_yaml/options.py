"""Options of resources, as the program says them and as the engine hands them down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...errors import ProgramError
from ...providers import TYPE as PROVIDER
from ...pulumi import Options
from .parts import Named

if TYPE_CHECKING:
    from .values import Values

_LOST = (
    "aliases",
    "customTimeouts",
    "deleteBeforeReplace",
    "deletedWith",
    "import",
    "replaceOnChanges",
    "hideDiffs",
    "providers",
)
_KNOWN = frozenset(
    (
        *_LOST,
        "provider",
        "dependsOn",
        "retainOnDelete",
        "protect",
        "ignoreChanges",
        "additionalSecretOutputs",
        "parent",
        "version",
        "pluginDownloadURL",
    )
)


class OptionReader:
    """Reads the options of one program's resources.

    Args:
        values: the program's values.
        entries: the trees of all its resources, by their names.
        kept: whether a resource of some name is one of the template.
    """

    def __init__(
        self,
        values: Values,
        entries: Mapping[str, Mapping[str, Any]],
        kept: Callable[[str], bool],
    ) -> None:
        self._values, self._entries, self._kept = values, entries, kept
        self._default = next(
            (
                name
                for name, entry in entries.items()
                if entry["type"] == PROVIDER and entry.get("defaultProvider") is True
            ),
            "",
        )

    def read(self, options: Any) -> Options:
        """Options as the program says them.

        Raises:
            ProgramError: they say what is no option.
        """
        if not isinstance(options, dict):
            raise ProgramError("options are a map")
        for name in options:
            if name not in _KNOWN:
                raise ProgramError(f"there is no option {name}", path=(name,))
        parents = self._resources_in(options.get("parent"), "parent")
        return Options(
            depends_on=tuple(self._resources_in(options.get("dependsOn"), "dependsOn")),
            retain_on_delete=options.get("retainOnDelete") is True,
            protect=options.get("protect") is True,
            ignore_changes=tuple(_texts(options.get("ignoreChanges"))),
            secret_outputs=tuple(_texts(options.get("additionalSecretOutputs"))),
            parent=parents[0] if parents else None,
            other={name: options[name] for name in _LOST if name in options},
        )

    def inherited(self, name: str, options: Options) -> Options:
        """The options of a resource with what it has from those that it is in."""
        for parent in self._parents(name):
            own = self._entries[name].get("options") or {}
            above = self._entries[parent].get("options") or {}
            if "retainOnDelete" not in own and "retainOnDelete" in above:
                return replace(options, retain_on_delete=above["retainOnDelete"] is True)
        return options

    def provider(self, name: str) -> str:
        """The name of a resource's provider; empty where it is the one that needs no name.

        Raises:
            ProgramError: what is named is no provider.
        """
        own = self._named_provider(name) or self._default
        found = [own, *map(self._named_provider, self._parents(name))]
        return next((each for each in found if each), "")

    def _named_provider(self, name: str) -> str:
        options = self._entries[name].get("options")
        if not isinstance(options, dict) or options.get("provider") is None:
            return ""
        found = self._values.evaluated(options["provider"])
        if not isinstance(found, Named):
            raise ProgramError("provider names a provider: ${aws}", path=("provider",))
        return found.name

    def _parents(self, name: str) -> list[str]:
        """The resources that one is in, the innermost first."""
        found: list[str] = []
        while True:
            options = self._entries[name].get("options")
            parent = options.get("parent") if isinstance(options, dict) else None
            named = self._values.evaluated(parent) if parent is not None else None
            if not isinstance(named, Named) or named.name in found:
                return found
            name = named.name
            found.append(name)

    def _resources_in(self, value: Any, option: str) -> list[str]:
        if value is None:
            return []
        found = self._values.evaluated(value)
        items = found if isinstance(found, list) else [found]
        if not all(isinstance(item, Named) for item in items):
            raise ProgramError(f"{option} names resources: ${{Bucket}}", path=(option,))
        named = [item.name for item in items if isinstance(item, Named)]
        return [name for name in named if self._kept(name)]


def _texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
