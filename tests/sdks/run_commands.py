"""Runs Pulumi programs for `tests.wire`: a line of settings on standard input is a program.

Each is a command that takes its settings from the environment, as programs in Go and Java do; the
first argument is a file that says by which command each program is run, by its folder's name.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any


def environment(settings: dict[str, Any]) -> dict[str, str]:
    """What a program is told."""
    return {
        **os.environ,
        "PULUMI_MONITOR": settings["address"],
        "PULUMI_ENGINE": settings["address"],
        "PULUMI_PROJECT": settings["project"],
        "PULUMI_STACK": settings["stack"],
        "PULUMI_ORGANIZATION": settings["organization"],
        "PULUMI_CONFIG": json.dumps(settings["config"]),
        "PULUMI_CONFIG_SECRET_KEYS": json.dumps(settings["secrets"]),
        "PULUMI_DRY_RUN": str("preview" in settings).lower(),
        "PULUMI_PARALLEL": "16",
    }


def main(commands: dict[str, list[str]]) -> None:
    """Run a program for each line."""
    for line in sys.stdin:
        settings = json.loads(line)
        folder = settings["directory"]
        done = subprocess.run(
            commands[Path(folder).name],
            cwd=folder,
            env=environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=sys.stderr,
        )
        print(done.returncode, flush=True)


if __name__ == "__main__":
    main(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
