"""Commands on folders that nobody wrote: refused in words, or carried out inside of the output."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from unittest import mock

from converter import cli
from converter.errors import ConversionError
from converter.readers.source import decode
from converter.readers.template import read_raw

from .damage import damaged
from .judging import REFUSED, Fault, faultless
from .structure import mutated

Files = dict[str, bytes]
SECRET = "hunter2-of-the-fuzzer"
CONVERTED = "converted"
OUTPUT = "out"
TOOLS = "bin/"
"""Where commands are that others call."""
_PLACE = "a/b"  # so that what climbs out of the folder is still seen
_SECONDS = 60
_SHOWN = 600  # of what a command printed: the end, where a fault of the tool was
_DAMAGED = 3  # one of so many is damaged in its bytes


@dataclass(frozen=True, slots=True)
class Command:
    """A command, and the files of the folder that it is given in.

    Args:
        arguments: the command line; what it writes goes into `OUTPUT`.
        files: the files, by their paths.
        open_to_damage: those that are changed.
        private: the files of the output that may hold the secret.
        variables: what else its environment says.
    """

    arguments: Sequence[str]
    files: Mapping[str, bytes]
    open_to_damage: Sequence[str]
    private: Sequence[str] = ()
    variables: Mapping[str, str] = field(default_factory=dict)


Commands = Callable[[], Sequence[Command]]
"""Gives what is damaged."""


def command_of(commands: Commands, number: int, seed: int) -> Command:
    """The command of a number: one of them, with one or two of its files damaged."""
    random = Random(f"{commands.__module__}:{seed}:{number}")
    command = random.choice(commands())
    files = dict(command.files)
    for name in random.choices(command.open_to_damage, k=random.choice((1, 1, 1, 2))):
        files[name] = _changed(name, files[name], random, in_bytes=number % _DAMAGED == 0)
    return Command(
        command.arguments, files, command.open_to_damage, command.private, command.variables
    )


def _changed(name: str, data: bytes, random: Random, *, in_bytes: bool) -> bytes:
    if not in_bytes:
        with contextlib.suppress(ConversionError):
            tree = read_raw(decode(data, name), name)
            return mutated(tree, random).encode(errors="surrogatepass")
    return damaged(data, random)


def judge_command(command: Command) -> str:
    """Judge one command: it is refused in words, or carried out, and touches nothing else.

    Raises:
        Fault: an error of the tool itself, a refusal without words, a file changed or made outside
            of the output, or a secret told.
    """
    with faultless(_SECONDS), tempfile.TemporaryDirectory() as folder:
        place = Path(folder, _PLACE)
        write_files(command.files, place)
        before = read_files(Path(folder))
        status, told = _run(command, place)
        after = read_files(Path(folder))
        output = f"{_PLACE}/{OUTPUT}/"
        written = {name: data for name, data in after.items() if name.startswith(output)}
        if {name: after[name] for name in after.keys() - written.keys()} != before:
            raise Fault("it changed a file outside of its output")
        if status not in (0, 1, 2) or "internal fault" in told:
            raise Fault(f"status {status}: {told[-_SHOWN:]}")
        if status and (written or ": error: " not in told):
            raise Fault(f"status {status} without an error, or with what it wrote: {told}")
        told += "".join(
            data.decode(errors="replace")
            for name, data in written.items()
            if name.removeprefix(output) not in command.private
        )
        if SECRET in told:
            raise Fault("it told the secret")
    return REFUSED if status else CONVERTED


def write_files(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files below a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        if name.startswith(TOOLS):
            (folder / name).chmod(0o755)


def read_files(folder: Path) -> Files:
    """The files below a folder."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def keep_command(command: Command, folder: Path) -> None:
    """Write a command and its files, to be tried again."""
    write_files(command.files, folder / "files")
    kept = {
        "arguments": [*command.arguments],
        "private": [*command.private],
        "variables": {**command.variables},
    }
    (folder / "command.json").write_text(json.dumps(kept, indent=2) + "\n", encoding="utf-8")


def kept_command(folder: Path) -> Command:
    """A command that was kept."""
    kept = json.loads((folder / "command.json").read_text(encoding="utf-8"))
    files = read_files(folder / "files")
    return Command(kept["arguments"], files, [*files], kept["private"], kept["variables"])


def _run(command: Command, place: Path) -> tuple[int, str]:
    """Run a command in this process; its exit status, and what it printed."""
    told = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", errors="backslashreplace")
    variables = {key: it.format(here=place) for key, it in command.variables.items()}
    variables[cli.DEBUG] = "1"
    tool, *arguments = command.arguments
    with (
        _inside(place),
        mock.patch.dict(os.environ, variables),
        mock.patch.object(sys, "argv", [tool, *arguments]),
        contextlib.redirect_stdout(told),
        contextlib.redirect_stderr(told),
    ):
        status = getattr(cli, tool)()
        told.flush()
    return status, told.buffer.getvalue().decode("utf-8", "replace")


@contextlib.contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
