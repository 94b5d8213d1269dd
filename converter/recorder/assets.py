"""Files and folders that Pulumi uploads by itself."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import Path as DocumentPath
from ..errors import UnsupportedError
from ..pulumi import LocalFile
from . import wire

_WAY_OUT = "upload it beforehand and give its bucket and key"


def read_asset(value: Mapping[str, Any], directory: Path, path: DocumentPath) -> LocalFile | str:
    """Give an asset or archive of the wire: a path, or the text that it is.

    Args:
        value: the asset.
        directory: the program's folder, from which paths are seen.
        path: the place that it stands at.

    Raises:
        UnsupportedError: it comes from elsewhere, or from several folders.
    """
    if isinstance(text := value.get("text"), str):
        return text
    if isinstance(file := value.get("path"), str):
        return LocalFile(_seen_from(directory, file))
    if isinstance(value.get("assets"), dict):
        return _archive(value["assets"], directory, path)
    raise UnsupportedError(f"what Pulumi uploads from {value.get('uri')} is no file: {_WAY_OUT}")


def _archive(assets: Mapping[str, Any], directory: Path, path: DocumentPath) -> LocalFile:
    """An archive that is put together: the folder that has its files under the same names."""
    folders: dict[str, None] = {}
    files = dict(_files(assets, directory))
    for name, file in files.items():
        folder = _folder(name, file)
        if folder is not None:
            folders[folder] = None
    if not folders:
        raise UnsupportedError(
            f"no folder has the files of the archive under their names there: {_WAY_OUT}", path=path
        )
    folder = next(iter(folders))
    missing = [name for name in assets if _folder(name, files.get(name, "")) != folder]
    return LocalFile(folder, tuple(missing))


def _files(assets: Mapping[str, Any], directory: Path) -> Iterator[tuple[str, str]]:
    for name, asset in assets.items():
        file = asset.get("path") if wire.signature(asset) is not None else None
        if isinstance(file, str):
            yield name, _seen_from(directory, file)


def _folder(name: str, file: str) -> str | None:
    """The folder in which a file has a name; a whole folder may be the archive itself."""
    name = posixpath.normpath(name or ".")
    if not file:
        return None
    if name == ".":
        return file
    if file == name:
        return "."
    return file.removesuffix(f"/{name}") if file.endswith(f"/{name}") else None


def _seen_from(directory: Path, file: str) -> str:
    found = os.path.relpath(file, directory) if os.path.isabs(file) else os.path.normpath(file)
    return found.replace(os.sep, "/")
