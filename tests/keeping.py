"""What tests have made once for all runs: kept in `.cache`, named after what it was made of."""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from . import cases

CACHE = cases.ROOT / ".cache"


def digest(*parts: str | bytes) -> str:
    """A short name for some content."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(part.encode() if isinstance(part, str) else part)
        whole.update(b"\0")
    return whole.hexdigest()[:16]


def kept(name: str, content: str, make: Callable[[Path], None]) -> Path:
    """The folder of this name that was made of this content.

    Where there is none, `make` fills one. Another process that makes the same is waited for; one
    made of other content is removed.
    """
    folder = CACHE / f"{name}-{content}"
    if folder.is_dir():
        return folder
    CACHE.mkdir(exist_ok=True)
    with _alone(name):
        if not folder.is_dir():
            for old in CACHE.glob(f"{name}-{'?' * len(content)}"):
                shutil.rmtree(old, ignore_errors=True)
            _make(folder, make)
    return folder


@contextmanager
def _alone(name: str) -> Iterator[None]:
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _make(folder: Path, make: Callable[[Path], None]) -> None:
    scratch = Path(tempfile.mkdtemp(dir=CACHE))
    try:
        make(scratch)
        scratch.rename(folder)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
