"""Runs the program: connects the SDK to the engine, tells the parent how it ended."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from . import run as runs

_PARALLEL = 16
_OLDEST = (3, 250)
"""The first release of the SDK whose inner parts are as this package takes them."""


def main() -> None:
    """Run the program that the settings on standard input name; the process ends here."""
    with contextlib.suppress(ImportError):
        import pulumi  # noqa: F401 - imported while the parent makes its engine ready
    line = sys.stdin.readline()
    if not line:
        os._exit(1)
    run = runs.start(json.loads(line))
    try:
        _record(run)
    except BaseException as error:
        from .ending import tell

        tell(run, error)
        runs.leave(1)
    run.report("end")
    runs.leave(0)


def _record(run: runs.Run) -> None:
    settings = run.settings
    try:
        import pulumi.runtime
    except ImportError:
        raise ImportError(
            f"the Pulumi SDK is not installed for {sys.executable}; install the program's "
            "requirements first"
        ) from None
    _check_version()
    from . import caching, component, configuration, ending, importing, sdk

    main_file = settings["main"]
    sys.argv = [main_file]
    sys.path[0] = os.path.dirname(main_file)
    os.environ.update(settings["environment"])
    pulumi.runtime.set_all_config(settings["config"], settings["secrets"])
    pulumi.runtime.configure(
        pulumi.runtime.Settings(
            monitor=settings["address"],
            engine=settings["address"],
            project=settings["project"],
            stack=settings["stack"],
            parallel=_PARALLEL,
            dry_run=False,
            organization=settings["organization"],
        )
    )
    ending.install(run)
    sdk.install(run)
    configuration.install(run)
    caching.install(run)
    importing.install(run)

    def start() -> None:
        if settings["entry"] is None:
            importing.run_main(main_file)
        else:
            component.run_alone(run)

    async def program() -> None:
        # As Pulumi does: a transform that asks the engine needs a thread, its resource has one.
        executor = ThreadPoolExecutor(_PARALLEL * 4)
        asyncio.get_running_loop().set_default_executor(executor)
        await pulumi.runtime.run_in_stack(start)

    asyncio.run(program())
    ending.await_threads()


def _check_version() -> None:
    from pulumi._version import version

    if (version.major, version.minor) < _OLDEST and version.major > 0:  # 0: built from its sources
        raise ImportError(
            f"the program's Pulumi SDK is {version}, and export needs "
            f"{'.'.join(map(str, _OLDEST))} or later: pip install -U pulumi"
        )
