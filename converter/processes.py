"""Programs of others: started, listened to, limited in time, and ended with all that they started.

Whatever the language, a program is a command line, a folder and an environment.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, Union

from .errors import SourceError
from .records import dataclass

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Command = Union[str, list[str]]
"""A command line: its words, or a line for the shell."""

KEPT = 64 * 1024  # how much of a stream is kept: its end
_CHUNK = 64 * 1024
_PATIENCE = 0.5  # seconds for what a daemon, which is left alone, may still hold open
_GLANCE = 0.2  # seconds after which is asked again whether a program is failing
_LAST_WORDS = 1.0  # seconds that one which is failing has to say why, and to end


class TimeOverError(Exception):
    """A program did not end in the time that it had; it is ended."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended.

    Args:
        status: its exit status; of a signal the negative number, as Python has it.
        stdout, stderr: the last of what it printed.
    """

    status: int
    stdout: str
    stderr: str


class Process:
    """A started program. Leaving its ``with`` ends it, and everything that it started.

    Args:
        command: how it is started.
        folder: its working directory.
        environment: its variables.
        listens: whether it is given something on its standard input.

    Raises:
        SourceError: it cannot be started.
    """

    def __init__(
        self,
        command: Command,
        *,
        folder: str | os.PathLike[str],
        environment: Mapping[str, str],
        listens: bool = False,
    ) -> None:
        try:
            self._process = subprocess.Popen(
                command,
                shell=isinstance(command, str),
                cwd=folder,
                env=environment,
                stdin=subprocess.PIPE if listens else subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                start_new_session=True,
            )
        except (OSError, ValueError) as error:
            name = command if isinstance(command, str) else command[0]
            words = getattr(error, "strerror", None) or str(error)
            raise SourceError(f"cannot start {name}: {words}") from error
        self._streams = [_Tail(self._process.stdout), _Tail(self._process.stderr)]
        self._has_ended = threading.Event()
        self._ending, self._is_done = threading.Lock(), False
        _in_background(self._wait)
        group: _Group | None = getattr(_thread, "group", None)
        if group is not None:
            group.add(self)

    @property
    def is_running(self) -> bool:
        """Whether it was not seen to end."""
        return not self._is_done

    def __enter__(self) -> Process:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def finish(
        self,
        timeout: float,
        given: str | None = None,
        is_failing: Callable[[], bool] | None = None,
    ) -> Ended:
        """Wait for the end; what the program started and left running is ended with it.

        Args:
            timeout: the seconds that it has.
            given: what it reads on its standard input, where it listens.
            is_failing: tells whether it is known to have failed, whatever it does yet: if so, it
                is ended where it does not end by itself.

        Raises:
            TimeOverError: the time was over.
        """
        if given is not None:
            _in_background(lambda: self._give(given))
        if not self._ends_within(timeout, is_failing):
            raise TimeOverError
        self.end()
        stdout, stderr = (stream.text() for stream in self._streams)
        return Ended(self._process.returncode, stdout, stderr)

    def _ends_within(self, timeout: float, is_failing: Callable[[], bool] | None) -> bool:
        """Wait for the end; tell whether there is nothing more to wait for."""
        if is_failing is None:
            return self._has_ended.wait(timeout)
        over = time.monotonic() + timeout
        while (left := over - time.monotonic()) > 0:
            if self._has_ended.wait(min(left, _GLANCE)):
                return True
            if is_failing():
                self._has_ended.wait(_LAST_WORDS)
                return True
        return False

    def end(self) -> None:
        """End the program, and everything that it started."""
        with self._ending:
            if not self._is_done:
                _kill(self._process.pid)
                self._process.wait()
                self._is_done = True

    def _wait(self) -> None:
        """Wait for the end, but leave the process id taken: its group is yet to be ended."""
        if hasattr(os, "waitid"):
            with contextlib.suppress(ChildProcessError):
                os.waitid(os.P_PID, self._process.pid, os.WEXITED | os.WNOWAIT)
        else:
            self._process.wait()
        self._has_ended.set()

    def _give(self, text: str) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError), self._process.stdin as stdin:
            stdin.write(text.encode())


@contextlib.contextmanager
def at_once(number: int) -> Iterator[ThreadPoolExecutor]:
    """Give threads that run programs. Whatever is raised inside ends the programs, too: nobody
    waits for them, and what a thread starts from then on is a SourceError.

    Args:
        number: how many threads.
    """
    from concurrent.futures import ThreadPoolExecutor

    group = _Group()
    with ThreadPoolExecutor(number, initializer=group.join) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            group.end()
            raise


class _Group:
    """The programs that some threads run."""

    def __init__(self) -> None:
        self._lock, self._is_over = threading.Lock(), False
        self._running: list[Process] = []

    def join(self) -> None:
        """Take in what this thread starts from now on."""
        _thread.group = self

    def add(self, process: Process) -> None:
        """Take in a program.

        Raises:
            SourceError: the others were ended, and so is this one.
        """
        with self._lock:
            self._running = [each for each in self._running if each.is_running]
            self._running.append(process)
            is_over = self._is_over
        if is_over:
            process.end()
            raise SourceError("the program was ended")

    def end(self) -> None:
        """End the programs."""
        with self._lock:
            self._is_over = True
        for process in self._running:
            process.end()


_thread = threading.local()


class _Tail:
    """The last of what comes out of a stream, which is read to its end."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        assert stream is not None
        self._stream = stream
        self._kept = b""
        self._reader = _in_background(self._read)

    def text(self) -> str:
        self._reader.join(_PATIENCE)
        return self._kept.decode(errors="replace")

    def _read(self) -> None:
        with self._stream:
            for chunk in iter(lambda: os.read(self._stream.fileno(), _CHUNK), b""):
                self._kept = (self._kept + chunk)[-KEPT:]


def _in_background(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _kill(pid: int) -> None:
    """Kill the leader of a process group, the group, and what descends from the leader outside."""
    outside = list(_descendants(pid))
    if not hasattr(os, "killpg"):
        _signal(os.kill, pid, signal.SIGTERM)
        return
    _signal(os.killpg, pid, signal.SIGKILL)
    for each in outside:
        _signal(os.kill, each, signal.SIGKILL)


def _signal(send: Callable[[int, Any], None], pid: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        send(pid, number)


def _descendants(pid: int) -> Iterator[int]:
    """The processes below one, where the system has files that tell (Linux)."""
    with contextlib.suppress(OSError):
        for task in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{task}/children", encoding="ascii") as file:
                for child in file.read().split():
                    yield int(child)
                    yield from _descendants(int(child))
