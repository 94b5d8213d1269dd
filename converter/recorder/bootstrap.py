"""The script that the recorded program's interpreter is started with.

It loads the folder ``child`` beside it as a package of a name of its own, so that neither this
project's modules nor those of the recorded program come into each other's way.
"""

import importlib
import importlib.util
import sys
from pathlib import Path

_NAME = "_pulumi_recording"


def load() -> None:
    """Make the folder ``child`` importable as ``_pulumi_recording``."""
    folder = Path(__file__).resolve().parent / "child"
    specification = importlib.util.spec_from_file_location(
        _NAME, folder / "__init__.py", submodule_search_locations=[str(folder)]
    )
    if specification is None or specification.loader is None:
        raise ImportError(f"cannot load {folder}")
    package = importlib.util.module_from_spec(specification)
    sys.modules[_NAME] = package
    specification.loader.exec_module(package)


if __name__ == "__main__":
    load()
    importlib.import_module(f"{_NAME}.main").main()
