"""What a resource has from the one that it is in, as Pulumi's engine hands it down."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .protocol import sent


@dataclass(frozen=True, slots=True)
class _Parent:
    deleted_with: str
    protect: bool | None
    retain: bool | None
    provider: str
    providers: Mapping[str, str]


class Inheritance:
    """The options of registered resources that those inside of them have, too."""

    def __init__(self) -> None:
        self._parents: dict[str, _Parent] = {}
        self._lock = threading.Lock()

    def inherit(self, request: Any) -> frozenset[str]:
        """Set the options of a registration that are its parent's where it has none of its own.

        Returns:
            Those of ``protect`` and ``retainOnDelete`` that were handed down.
        """
        parent = self._parents.get(request.parent)
        own = {name for name in ("protect", "retainOnDelete") if request.HasField(name)}
        if parent is not None:
            request.deletedWith = request.deletedWith or parent.deleted_with
            if not request.HasField("protect") and parent.protect is not None:
                request.protect = parent.protect
            if not request.HasField("retainOnDelete") and parent.retain is not None:
                request.retainOnDelete = parent.retain
            package = request.type.partition(":")[0]
            if not request.provider and (
                not (request.custom or request.remote)
                or f"::pulumi:providers:{package}::" in parent.provider
            ):
                request.provider = parent.provider
        if request.custom or request.remote:
            self.provide(request, request.type, request.providers)
        given = {name for name in ("protect", "retainOnDelete") if request.HasField(name)}
        return frozenset(given - own)

    def provide(self, request: Any, token: str, own: Mapping[str, str] | None = None) -> None:
        """Give a request the provider of its package that it names, or its parent does."""
        parent = self._parents.get(sent(request, "parent") or "")
        package = token.partition(":")[0]
        for providers in (own, parent.providers if parent is not None else None):
            if not request.provider and providers and package in providers:
                request.provider = providers[package]

    def share_providers(self, request: Any) -> None:
        """Give a component the providers of the component that it is in."""
        parent = self._parents.get(request.parent)
        if parent is not None and not request.custom:
            for package, provider in parent.providers.items():
                if package not in request.providers:
                    request.providers[package] = provider

    def note(self, urn: str, request: Any) -> None:
        """Note the options of a registered resource."""
        noted = _Parent(
            request.deletedWith,
            request.protect if request.HasField("protect") else None,
            request.retainOnDelete if request.HasField("retainOnDelete") else None,
            request.provider,
            dict(request.providers) if not request.custom else {},
        )
        with self._lock:
            self._parents[urn] = noted
