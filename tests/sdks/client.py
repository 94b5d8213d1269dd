"""A stand-in for ``java`` and ``dotnet``: a process that is already there runs the program.

The first argument is the port on which that listens; all others, those of ``java``, are left alone:
the program is told by the folder that it is run in.
"""

import json
import os
import socket
import sys


def main() -> int:
    """Run a program and give its exit status."""
    told = {
        name: os.environ[f"PULUMI_{name}"]
        for name in ("MONITOR", "PROJECT", "STACK", "ORGANIZATION")
    }
    settings = {
        "address": told["MONITOR"],
        "directory": os.getcwd(),
        "project": told["PROJECT"],
        "stack": told["STACK"],
        "organization": told["ORGANIZATION"],
        "preview": True,
        "config": json.loads(os.environ["PULUMI_CONFIG"]),
        "secrets": json.loads(os.environ["PULUMI_CONFIG_SECRET_KEYS"]),
    }
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as runner:
        runner.sendall(f"{json.dumps(settings)}\n".encode())
        return int(runner.makefile().readline())


if __name__ == "__main__":
    sys.exit(main())
