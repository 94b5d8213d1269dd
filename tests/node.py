"""The npm packages that apps and programs in TypeScript need, installed once for all runs."""

from __future__ import annotations

import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

from . import cases
from .keeping import digest, kept

MANIFEST = cases.FOLDER / "cdk" / "package.json"


@cache
def modules(manifest: Path = MANIFEST) -> Path:
    """The folder ``node_modules`` of a ``package.json``, which npm fills where it is not there yet.
    Without npm the test is skipped.
    """
    npm = shutil.which("npm")

    def install(folder: Path) -> None:
        if npm is None:
            pytest.skip("npm is missing")
        shutil.copy(manifest, folder)
        command = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
        subprocess.run(command, cwd=folder, check=True, timeout=600)

    return (
        kept(f"npm-{manifest.parent.name}", digest(manifest.read_bytes()), install) / "node_modules"
    )
