"""Loading the program's own modules through the instrumenter."""

from __future__ import annotations

import builtins
import importlib.util
import sys
import types
from collections.abc import Sequence
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from typing import Any

from . import component, operations
from .forms import RUNTIME
from .instrument import instrument
from .run import Run, current


class Loader(SourceFileLoader):
    """Loads a module from its source, never from compiled files of another time."""

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> Any:  # type: ignore[override]
        """Give the instrumented code."""
        return instrument(importlib.util.decode_source(data), str(path))

    def exec_module(self, module: types.ModuleType) -> None:
        """Run the module; a component in it may be stood in for."""
        super().exec_module(module)
        component.stand_in(current(), module)

    def path_stats(self, path: Any) -> Any:
        """Say that there is nothing to compare compiled files with."""
        raise OSError(path)

    def set_data(self, path: Any, data: Any, *, _mode: int = 0o666) -> None:
        """Write no compiled files."""


class Finder:
    """Finds the program's own modules, before Python's own finders do."""

    def __init__(self, run: Run) -> None:
        self._run = run

    def find_spec(
        self, name: str, path: Sequence[str] | None = None, target: Any = None
    ) -> ModuleSpec | None:
        """Give a module's specification where it is the program's own."""
        specification = PathFinder.find_spec(name, path, target)
        if specification is None or not isinstance(specification.loader, SourceFileLoader):
            return None
        if specification.origin is None or not self._run.is_own(specification.origin):
            return None
        specification.loader = Loader(name, specification.origin)
        return specification


def install(run: Run) -> None:
    """Instrument every module of the program that is imported from here on."""
    setattr(builtins, RUNTIME, operations)
    sys.meta_path.insert(0, Finder(run))


def run_main(path: str) -> None:
    """Run the program's main file as ``__main__``."""
    code = instrument(importlib.util.decode_source(Path(path).read_bytes()), path)
    module = types.ModuleType("__main__")
    module.__file__ = path
    module.__dict__["__cached__"] = None
    sys.modules["__main__"] = module
    exec(code, module.__dict__)
