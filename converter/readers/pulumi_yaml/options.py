"""Options of resources, as the program says them and as the engine hands them down."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ...errors import ProgramError
from ...providers import PROVIDERS
from ...providers import TYPE as PROVIDER
from ...pulumi import Options
from .parts import Named
from .spelling import LOST_OPTIONS

if TYPE_CHECKING:
    from .values import Values


class OptionReader:
    """Reads the options of one program's resources.

    Args:
        values: the program's values.
        entries: the trees of all its resources, by their names.
        kept: whether a resource of some name is one of the template.

    Attributes:
        default: the provider that is everyone's; empty where there is none.
    """

    def __init__(
        self,
        values: Values,
        entries: Mapping[str, Mapping[str, Any]],
        kept: Callable[[str], bool],
    ) -> None:
        self._values, self._entries, self._kept = values, entries, kept
        self.default = next(
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
        parents = self._resources_in(options.get("parent"), "parent")
        return Options(
            depends_on=tuple(self._resources_in(options.get("dependsOn"), "dependsOn")),
            retain_on_delete=_truth(options, "retainOnDelete"),
            protect=self._is_protected(options.get("protect")),
            ignore_changes=tuple(_texts(options.get("ignoreChanges"))),
            secret_outputs=tuple(_texts(options.get("additionalSecretOutputs"))),
            parent=parents[0] if parents else None,
            other={name: options[name] for name in LOST_OPTIONS if options.get(name)},
        )

    def inherited(self, name: str, options: Options) -> Options:
        """The options of a resource with what it has from those that it is in."""
        for parent in self._parents(name):
            own = self._entries[name].get("options") or {}
            above = self._entries[parent].get("options") or {}
            if "retainOnDelete" not in own and "retainOnDelete" in above:
                return replace(options, retain_on_delete=_truth(above, "retainOnDelete"))
        return options

    def provider(self, name: str) -> str:
        """The name of a resource's provider; empty where it is the one that needs no name.

        Raises:
            ProgramError: what is named is no provider.
        """
        own = self._named_provider(name) or self.default
        found = [own, *map(self._named_provider, self._parents(name))]
        return next((each for each in found if each), "")

    def _named_provider(self, name: str) -> str:
        options = self._entries[name].get("options")
        if not isinstance(options, dict) or options.get("provider") is None:
            return ""
        found = self._values.evaluated(options["provider"])
        if not isinstance(found, Named):
            raise ProgramError("provider names a provider: ${aws}", path=("provider",))
        if not self._entries[found.name]["type"].startswith(PROVIDERS):
            raise ProgramError(f"{found.name} is no provider", path=("provider",))
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

    def _is_protected(self, value: Any) -> bool:
        """Whether a resource is protected, be it for some values of the config only."""
        found = self._values.evaluated(value)
        if isinstance(found, (str, int, float, list, dict)) and not isinstance(found, bool):
            raise ProgramError("protect is true or false", path=("protect",))
        return found not in (None, False)

    def _resources_in(self, value: Any, option: str) -> list[str]:
        if value is None:
            return []
        found = self._values.evaluated(value)
        items = found if isinstance(found, list) else [found]
        if not all(isinstance(item, Named) for item in items):
            raise ProgramError(f"{option} names resources: ${{Bucket}}", path=(option,))
        named = [item.name for item in items if isinstance(item, Named)]
        return [name for name in named if self._kept(name)]


def _truth(options: Mapping[str, Any], name: str) -> bool:
    value = options.get(name)
    if value is not None and not isinstance(value, bool):
        raise ProgramError(f"{name} is true or false, without quotation marks", path=(name,))
    return value is True


def _texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
