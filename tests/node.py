"""The npm packages that apps and programs in TypeScript need, installed once for all runs."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest

from . import cases

MANIFEST = cases.FOLDER / "cdk" / "package.json"
CACHE = cases.ROOT / ".cache"


@cache
def modules(manifest: Path = MANIFEST) -> Path:
    """The folder ``node_modules`` of a ``package.json``. Where it is not there yet, npm fills it,
    in a folder of its own until it is whole: another process may be at it, too. Without npm the
    test is skipped.
    """
    version = hashlib.sha256(manifest.read_bytes()).hexdigest()[:12]
    folder = CACHE / f"node-{version}"
    if not folder.is_dir():
        _install(manifest, folder)
    return folder / "node_modules"


def _install(manifest: Path, folder: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is missing")
    folder.parent.mkdir(exist_ok=True)
    scratch = Path(tempfile.mkdtemp(dir=folder.parent))
    try:
        shutil.copy(manifest, scratch)
        command = [npm, "install", "--no-audit", "--no-fund", "--no-package-lock", "--silent"]
        subprocess.run(command, cwd=scratch, check=True, timeout=600)
        with suppress(OSError):  # another process was faster
            scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
