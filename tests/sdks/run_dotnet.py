"""Runs Pulumi programs in C# for `tests.wire`: a line of settings on standard input is a program.

The runtime of .NET is loaded once. The first argument is a file that says where it, the libraries
and the compiled programs are.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from . import csharp_programs, dotnet
from .bridge import bridge
from .run_commands import environment


class Host:
    """The runtime, in this process.

    Args:
        folder: where it is.
        libraries: the folder of the libraries that programs refer to.
    """

    def __init__(self, folder: Path, libraries: Path) -> None:
        dotnet.load(folder)
        self._system: Any = importlib.import_module("System")
        reflection: Any = importlib.import_module("System.Reflection")
        self._load = reflection.Assembly.LoadFrom
        for name in csharp_programs.LIBRARIES:
            self._load(str(libraries / f"{name}.dll"))
        # What a program prints must not stand between the statuses.
        self._system.Console.SetOut(self._system.Console.Error)

    def run(self, library: str, told: Mapping[str, str]) -> int:
        """Run a program, and give its exit status.

        Args:
            library: the file that it is compiled to.
            told: what it finds in its environment.
        """
        variables = self._system.Environment
        with bridge(told["PULUMI_MONITOR"], told["PULUMI_ENGINE"]) as path:
            for name, value in {**told, "PULUMI_BRIDGE": path}.items():
                variables.SetEnvironmentVariable(name, value)
            try:
                entry = self._load(library).EntryPoint
                arguments = [self._system.Array[self._system.String]([])]
                parameters = self._system.Array[self._system.Object](arguments)
                return int(entry.Invoke(None, parameters) or 0)
            except Exception as failure:
                print(failure, file=sys.stderr)
                return 1


def main(told: Mapping[str, Any]) -> None:
    """Run a program for each line."""
    host = Host(Path(told["runtime"]), Path(told["libraries"]))
    for line in sys.stdin:
        settings = json.loads(line)
        library = told["programs"][Path(settings["directory"]).name]
        print(host.run(library, environment(settings)), flush=True)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
