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
from .run import Assumption, Run, current


class Loader(SourceFileLoader):
    """Loads a module from its source, never from compiled files of another time."""

    def source_to_code(self, data: Any, path: Any, *, _optimize: int = -1) -> Any:  # type: ignore[override]
        """Give the instrumented code."""
        return instrument(importlib.util.decode_source(data), str(path))

    def exec_module(self, module: types.ModuleType) -> None:
        """Run the module, which others may import, too; a component in it may be stood in for."""
        run = current()
        branches, before = run.branches.get(), _done(run)
        assumptions = run.assumptions.set(())
        try:
            super().exec_module(module)
        finally:
            run.assumptions.reset(assumptions)
        component.stand_in(run, module)
        if branches and _done(run) != before:
            _tied[module.__name__] = branches
            builtins.__import__ = _import_checked

    def path_stats(self, path: Any) -> Any:
        """Say that there is nothing to compare compiled files with."""
        raise OSError(path)

    def set_data(self, path: Any, data: Any, *, _mode: int = 0o666) -> None:
        """Write no compiled files."""


def _done(run: Run) -> tuple[int, int]:
    """Give what is more when a module made resources, or changed something in a branch."""
    return len(run.origins), run.changed


_tied: dict[str, tuple[Assumption, ...]] = {}
"""The modules of which a branch has what they do."""
_import = builtins.__import__


def _import_checked(name: str, *rest: Any, **named: Any) -> Any:
    """Import; refuse what another branch ran."""
    before = set(sys.modules)
    module = _import(name, *rest, **named)
    whole = [getattr(module, "__name__", name), name]
    whole += [f"{whole[0]}.{each}" for each in (rest[2] if len(rest) > 2 else None) or ()]
    here = current().branches.get()
    for each in whole:
        if each in before and each in _tied and here[: len(_tied[each])] != _tied[each]:
            current().refuse(
                f"the module {each} is imported in a branch that hangs on a condition, and "
                "elsewhere: import it before"
            )
    return module


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
