"""Runs Pulumi programs for `tests.wire`: a line of settings on standard input is a program.

Pulumi's SDK is loaded once; each program runs in a fork, and its exit status is printed.
"""

from __future__ import annotations

import asyncio
import json
import os
import runpy
import sys
import traceback
from typing import Any

import pulumi
import pulumi.runtime
import pulumi_aws_native


def run(settings: dict[str, Any]) -> None:
    """Run one program to its end."""
    os.chdir(settings["directory"])
    sys.path.insert(0, settings["directory"])
    pulumi.runtime.set_all_config(settings["config"], settings["secrets"])
    pulumi.runtime.configure(
        pulumi.runtime.Settings(
            monitor=settings["address"],
            engine=settings["address"],
            project=settings["project"],
            stack=settings["stack"],
            parallel=16,
            dry_run=False,
            organization="organization",
        )
    )

    async def program() -> None:
        await pulumi.runtime.run_in_stack(lambda: runpy.run_path("__main__.py") and None)

    asyncio.run(program())


def main() -> None:
    """Run a program for each line."""
    assert pulumi_aws_native
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            try:
                run(json.loads(line))
            except BaseException:
                traceback.print_exc()
                os._exit(1)
            os._exit(0)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
