"""Runs Pulumi programs in C#: a line of settings is a program, and is answered by its exit status.

Lines come by standard input, or by a port of this machine: with the argument ``listen`` it is
printed. The runtime of .NET is loaded once. The first argument is a file that says where it, the
libraries and the compiled programs are.
"""

from __future__ import annotations

import importlib
import json
import socket
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO

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


def main(told: Mapping[str, Any], listen: bool) -> None:
    """Run a program for each line."""
    host = Host(Path(told["runtime"]), Path(told["libraries"]))

    def serve(lines: Iterable[str], answers: TextIO) -> None:
        for line in lines:
            settings = json.loads(line)
            library = told["programs"][Path(settings["directory"]).name]
            print(host.run(library, environment(settings)), file=answers, flush=True)

    if not listen:
        serve(sys.stdin, sys.stdout)
        return
    with socket.create_server(("127.0.0.1", 0)) as server:
        print(server.getsockname()[1], flush=True)
        while True:
            client, _ = server.accept()
            with client, client.makefile("r") as lines, client.makefile("w") as answers:
                serve(lines, answers)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")), "listen" in sys.argv[2:])
