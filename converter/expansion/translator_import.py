"""AWS's translator of serverless templates without half of the time that its import takes.

That is for AWS's SDK, which it only names in annotations here: it is given all that it would ask
AWS for; and for a library that checks a file which it brings itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType
from typing import Any


def _checked(file: object, schema: object) -> None:
    """Check nothing."""


_INSTEAD: dict[str, dict[str, Any]] = {
    "boto3": {"Session": object},
    "botocore.client": {"BaseClient": object},
    "botocore.config": {"Config": object},
    "jsonschema": {"validate": _checked},
    "jsonschema.exceptions": {"ValidationError": ValueError},
}


@contextmanager
def with_stand_ins() -> Iterator[None]:
    """Import modules of the translator with stand-ins for those that are not imported yet."""
    missing = [name for name in _INSTEAD if name not in sys.modules]
    sys.modules.update({name: _stand_in(name, _INSTEAD[name]) for name in missing})
    try:
        yield
    finally:
        for name in missing:
            del sys.modules[name]


def _stand_in(name: str, known: Mapping[str, Any]) -> ModuleType:
    """A module with a few names, which asks the real one for any other."""

    def imported(attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        return getattr(import_module(name), attribute)

    module = ModuleType(name)
    module.__dict__.update({**known, "__getattr__": imported})
    return module
