"""Programs of others: what is kept of their output, and that nothing is left of them."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from converter.errors import SourceError
from converter.processes import KEPT, Ended, Process, TimeOverError, at_once

LONG = 60.0


def started(code: str, folder: Path, *, listens: bool = False) -> Process:
    command = [sys.executable, "-c", code]
    return Process(command, folder=folder, environment=dict(os.environ), listens=listens)


def finished(code: str, folder: Path, given: str | None = None) -> Ended:
    with started(code, folder, listens=given is not None) as process:
        return process.finish(LONG, given)


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or ") Z " not in stat.read_text()


def wait_until_gone(pid: int) -> None:
    until = time.monotonic() + LONG
    while is_running(pid):
        assert time.monotonic() < until
        time.sleep(0.01)


def test_status_and_output_are_told(tmp_path: Path) -> None:
    code = "import os, sys; print(os.getcwd()); print('x', file=sys.stderr); sys.exit(3)"
    assert finished(code, tmp_path) == Ended(3, f"{os.path.realpath(tmp_path)}\n", "x\n")


def test_what_is_given_can_be_read(tmp_path: Path) -> None:
    text = "é" * 100_000
    assert finished("print(len(input().encode()))", tmp_path, text + "\n").stdout == "200000\n"


def test_a_program_need_not_read_what_it_is_given(tmp_path: Path) -> None:
    assert finished("", tmp_path, "x" * 1_000_000).status == 0


def test_of_much_output_the_end_is_kept(tmp_path: Path) -> None:
    code = "for n in range(200): print('x' * 10_000)\nprint('the end')"
    kept = finished(code, tmp_path).stdout
    assert len(kept) == KEPT
    assert kept.endswith("the end\n")


def test_a_signal_is_a_negative_status(tmp_path: Path) -> None:
    assert finished("import os; os.kill(os.getpid(), 9)", tmp_path).status == -9


def test_what_cannot_be_started_is_told(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"^cannot start /none: No such file or directory$"):
        Process(["/none"], folder=tmp_path, environment={})


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_a_helper_that_is_left_running_is_ended_and_not_waited_for(tmp_path: Path) -> None:
    code = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid)"
    wait_until_gone(int(finished(code, tmp_path).stdout))


@pytest.mark.skipif(os.name != "posix", reason="process groups")
def test_a_daemon_that_holds_the_output_is_not_waited_for(tmp_path: Path) -> None:
    code = """
import subprocess
print(subprocess.Popen(["sleep", "600"], start_new_session=True).pid)
"""
    daemon = int(finished(code, tmp_path).stdout)
    assert is_running(daemon)
    os.kill(daemon, 9)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="Linux tells of descendants")
@pytest.mark.parametrize("session", [False, True])
def test_a_program_that_takes_too_long_is_ended_with_all_it_started(
    tmp_path: Path, session: bool
) -> None:
    code = f"""
import subprocess, time
print(subprocess.Popen(["sleep", "600"], start_new_session={session}).pid, flush=True)
open("started", "w").close()
time.sleep(600)
"""
    with started(code, tmp_path) as process:
        until = time.monotonic() + LONG
        while not (tmp_path / "started").exists():
            assert time.monotonic() < until
            time.sleep(0.01)
        with pytest.raises(TimeOverError):
            process.finish(0)
    wait_until_gone(int(process.finish(LONG).stdout))


def test_one_that_is_known_to_have_failed_is_not_waited_for(tmp_path: Path) -> None:
    code = "import time; print('no queue', flush=True); time.sleep(600)"
    begun = time.monotonic()
    with started(code, tmp_path) as process:
        ended = process.finish(LONG, is_failing=lambda: True)
    assert (ended.status, ended.stdout) == (-signal.SIGKILL, "no queue\n")
    assert time.monotonic() - begun < LONG / 2


def test_one_that_is_known_to_have_failed_may_say_why(tmp_path: Path) -> None:
    code = "import time; time.sleep(0.3); print('no queue'); raise SystemExit(1)"
    with started(code, tmp_path) as process:
        assert process.finish(LONG, is_failing=lambda: True) == Ended(1, "no queue\n", "")


def test_one_that_does_not_fail_has_its_time(tmp_path: Path) -> None:
    process = started("import time; time.sleep(600)", tmp_path)
    with process, pytest.raises(TimeOverError):
        process.finish(0.3, is_failing=lambda: False)
    assert not process.is_running


def test_what_threads_run_is_ended_with_what_waits_for_it(tmp_path: Path) -> None:
    """As a signal does: it is an exception where the main thread waits."""
    code = "import os, pathlib, time; pathlib.Path(str(os.getpid())).touch(); time.sleep(1000)"
    failed: list[str] = []

    def run(_: int) -> None:
        try:
            finished(code, tmp_path)
            started("", tmp_path)
        except SourceError as error:
            failed.append(error.message)

    def interrupted() -> None:
        with at_once(2) as pool:
            pool.map(run, range(4))
            while len(list(tmp_path.iterdir())) < 2:
                time.sleep(0.01)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert failed == ["the program was ended"] * 2  # the others never began
    for path in tmp_path.iterdir():
        wait_until_gone(int(path.name))
