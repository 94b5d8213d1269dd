"""What stands for the command ``dotnet``: it builds projects and runs programs, with what npm has.

``build`` compiles the project of the folder that it is called in; ``run --no-build`` and the name
of a library run a program. Anything else is no command that Pulumi's programs are run by.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path

from .. import cases
from . import csharp_programs, dotnet, roslyn
from .run_dotnet import Host

_BUILT = Path("bin", "App.dll")
_UNKNOWN = 2


def install(folder: Path) -> Path:
    """Put it into a folder as a command, and give its path."""
    command = folder / "dotnet"
    found = f"{shlex.quote(sys.executable)} -m {__name__}"
    path = shlex.quote(str(cases.ROOT))
    command.write_text(f'#!/bin/sh\nPYTHONPATH={path} exec {found} "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    return command


def main(arguments: Sequence[str]) -> int:
    """Do what a command line asks for."""
    if arguments[:1] == ["build"]:
        return _build()
    if arguments[:2] == ["run", "--no-build"]:
        return _run(_BUILT)
    if arguments and arguments[0].endswith(".dll"):
        return _run(Path(arguments[0]))
    return _UNKNOWN


def _build() -> int:
    here = Path.cwd()
    found = [path for path in here.iterdir() if path.suffix in (".cs", ".csproj")]
    files = {str(path): path.read_text(encoding="utf-8") for path in found}
    references = csharp_programs.beside(here / _BUILT.parent)
    program = roslyn.program("App", files, here / _BUILT, references)
    (complaints,) = roslyn.compiled([program]).values()
    print("\n".join(complaints))
    return int(any(": error " in each for each in complaints))


def _run(library: Path) -> int:
    found = library.resolve()
    return Host(dotnet.installed(), found.parent).run(str(found), os.environ)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
