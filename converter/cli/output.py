"""Writing files and folders: whole or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress

from ..errors import SourceError, UsageError
from .messages import with_escapes
from .sparing import spare_project

STANDARD_OUTPUT = "-"
_STANDARD_OUTPUT = "standard output"
# Written by migrate for some templates only: an older one would speak for a template that is gone.
LEFT_OVER = ("cloudformation.yaml",)


def check_folder(folder: str, *, force: bool) -> None:
    """Refuse a folder that must not be written to.

    Raises:
        UsageError: it is a file, or it is not empty and ``force`` was not said.
    """
    if not os.path.lexists(folder):
        return
    if not os.path.isdir(folder):
        raise UsageError("exists and is not a folder; name another with --output", file=folder)
    if not force and os.listdir(folder):
        raise UsageError(
            "is not empty; --force replaces the files of the project and keeps all others",
            file=folder,
        )


def check_files(folder: str, files: Iterable[str], *, force: bool) -> None:
    """Refuse a folder that the files cannot all be written to.

    Raises:
        UsageError: see `check_folder`; or something else is where a file or its folder goes.
    """
    check_folder(folder, force=force)
    is_there = os.path.lexists(folder)
    for name in files:
        if os.path.basename(name) != name:
            _check_inside(os.path.realpath(folder), name)
        if not is_there:
            continue
        target = os.path.join(folder, name)
        if os.path.isdir(target):
            raise UsageError("is a folder, and a file of the project goes there", file=target)
        parent = os.path.dirname(target)
        while len(parent) > len(folder):
            if os.path.lexists(parent) and not os.path.isdir(parent):
                raise UsageError("is a file, and a folder of the project goes there", file=parent)
            parent = os.path.dirname(parent)


def write_folder(
    folder: str,
    files: Mapping[str, str],
    *,
    force: bool,
    private: Collection[str] = (),
) -> list[str]:
    """Write files into a folder, which is made where it is missing.

    Args:
        folder: the folder's path.
        files: the text of each file, by its path inside the folder.
        force: whether files that are there may be replaced.
        private: the files that nobody else may read.

    Returns:
        The paths that were written.

    Raises:
        UsageError: see `check_files`.
        SourceError: the file system refuses.
    """
    check_files(folder, files, force=force)
    real = os.path.realpath(folder)
    with _file_system(folder), _scratch_folder(real) as scratch:
        for name, text in files.items():
            path = os.path.join(scratch, name)
            if os.path.basename(name) != name:
                os.makedirs(os.path.dirname(path), exist_ok=True)
            _write(path, text, private=name in private)
        if os.path.isdir(real) and os.listdir(real):
            _move_files(scratch, real, files)
        else:
            os.replace(scratch, real)
    return [os.path.join(folder, name) for name in files]


def write_file(path: str, text: str) -> list[str]:
    """Write one file, replacing what is there; ``-`` and ``/dev/stdout`` are standard output.

    Returns:
        The paths that were written.

    Raises:
        SourceError: the file system refuses.
        UsageError: it has the settings of a Pulumi project.
    """
    if path in (STANDARD_OUTPUT, "/dev/stdout"):
        print_text(text)
        return []
    spare_project(path)
    with _file_system(path):
        if os.path.exists(path) and not os.path.isfile(path):
            _write(path, text)  # a device or a pipe cannot be replaced, and must not be
            return [path]
        real = os.path.realpath(path)
        os.makedirs(os.path.dirname(real), exist_ok=True)
        scratch = _beside(real)
        try:
            _write(scratch, text)
            os.replace(scratch, real)
        except BaseException:
            _remove(scratch)
            raise
    return [path]


def print_text(text: str) -> None:
    """Print on standard output, in UTF-8 wherever it leads.

    Raises:
        SourceError: it is closed, or full.
    """
    if sys.stdout is None:
        raise SourceError("cannot be written: it is closed", file=_STANDARD_OUTPUT)
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode(errors="surrogateescape"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        give_up_output()
        raise SourceError(f"cannot be written: {error.strerror}", file=_STANDARD_OUTPUT) from None


def tell_written(text: str) -> None:
    """Say on standard output what was written."""
    tell_line(f"wrote {text}")


def tell_line(text: str) -> None:
    """Say a line on standard output beside the result; where that is closed, nobody listens."""
    if sys.stdout is not None:
        print_text(f"{with_escapes(text)}\n")


def give_up_output() -> None:
    """Drop what is yet to be printed: it would fail again when the process ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _check_inside(real: str, name: str) -> None:
    parent = os.path.realpath(os.path.dirname(os.path.join(real, name)))
    if os.path.isabs(name) or os.path.commonpath([real, parent]) != real:
        raise UsageError(f"{name} would be written outside of the folder", file=real)


@contextmanager
def _scratch_folder(beside: str) -> Iterator[str]:
    scratch = _beside(beside)
    os.makedirs(scratch)
    try:
        yield scratch
    finally:
        _remove(scratch)


def _beside(path: str) -> str:
    """A path next to ``path``, so that a rename from there is one step, for this process alone."""
    folder, name = os.path.split(path)
    return os.path.join(folder, f".{name}.{os.getpid()}.tmp")


def _remove(path: str) -> None:
    if os.path.isdir(path) and not os.path.islink(path):
        with suppress(OSError):
            for entry in os.listdir(path):
                _remove(os.path.join(path, entry))
            os.rmdir(path)
    elif os.path.lexists(path):
        os.unlink(path)


def _move_files(scratch: str, folder: str, files: Mapping[str, str]) -> None:
    """Replace all files of a folder, or none: what was there waits in ``scratch``."""
    replaced = os.path.join(scratch, ".replaced")
    old = [name for name in (*files, *LEFT_OVER) if os.path.lexists(os.path.join(folder, name))]
    moved: list[tuple[str, str]] = []
    try:
        for name in dict.fromkeys(old):
            _move(os.path.join(folder, name), os.path.join(replaced, name), moved)
        for name in files:
            _move(os.path.join(scratch, name), os.path.join(folder, name), moved)
    except BaseException:
        for source, target in reversed(moved):
            os.replace(target, source)
        raise


def _move(source: str, target: str, moved: list[tuple[str, str]]) -> None:
    os.makedirs(os.path.dirname(target), exist_ok=True)
    os.replace(source, target)
    moved.append((source, target))


def _write(path: str, text: str, *, private: bool = False) -> None:
    opener = _open_private if private else None
    # A name of a file that is no UTF-8 is told with an escape.
    with open(
        path, "w", encoding="utf-8", errors="backslashreplace", newline="\n", opener=opener
    ) as file:
        file.write(text)


def _open_private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def _file_system(path: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SourceError(f"cannot be written: {error.strerror}", file=path) from None
