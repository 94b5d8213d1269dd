"""AWS's translator of serverless templates without AWS's SDK, whose import takes a third of its time.

The translator is given all that it would ask AWS for; the SDK is only named in its annotations.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any

_ONLY_NAMED = {"boto3": "Session", "botocore.client": "BaseClient", "botocore.config": "Config"}


@contextmanager
def without_network() -> Iterator[None]:
    """Import modules of the translator with stand-ins for what is not imported yet of the SDK."""
    stand_ins = {
        name: _stand_in(name, only) for name, only in _ONLY_NAMED.items() if name not in sys.modules
    }
    sys.modules.update(stand_ins)
    try:
        yield
    finally:
        for name in stand_ins:
            del sys.modules[name]


def _stand_in(name: str, only: str) -> ModuleType:
    """A module that has one class to be named, and imports the real one for anything else."""

    def imported(attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return getattr(import_module(name), attribute)

    module = ModuleType(name)
    module.__dict__.update({only: object, "__getattr__": imported})
    return module
