"""How a program ends: what it logs, what fails in its threads, what it raises, in words."""

from __future__ import annotations

import importlib
import re
import threading
from typing import Any

from .run import Run, Untold
from .symbols import Text
from .telling import told


def install(run: Run) -> None:
    """Hear of the errors that do not end the program by themselves."""
    _hear_logged_errors(run)

    def tell_thread(failed: threading.ExceptHookArgs) -> None:
        if failed.exc_value is not None and failed.exc_type is not SystemExit:
            tell(run, failed.exc_value, "in a thread: ")

    threading.excepthook = tell_thread


def await_threads() -> None:
    """Wait for the threads that the program started, as Python does at its end."""
    end: Any = getattr(threading, "_shutdown", None)
    if end is not None:
        end()


def tell(run: Run, error: BaseException, before: str = "") -> None:
    """Report why the program stopped."""
    file, line = run.position_of(error)
    if isinstance(error, SyntaxError) and error.filename and run.is_own(error.filename):
        file, line = run.shown(error.filename), error.lineno
    words = readable(run, before + _words(error))
    if isinstance(error, SystemExit) and run.origins:
        words += f", after it made {readable(run, list(run.origins.values())[-1])}"
    run.report("error", message=words, file=file, line=line, lifting=False)


def readable(run: Run, text: str) -> str:
    """A text for a person: without the numbers of resources, with words for placeholders."""
    text = re.sub(f"~{run.tokens.nonce}~[0-9]+", "", text)
    parts = run.tokens.cut(text)
    return "".join(part if isinstance(part, str) else f"<{run.label(part[1])}>" for part in parts)


def _hear_logged_errors(run: Run) -> None:
    """Report an error that the program logs with its line; Pulumi's engine fails for it at the
    end.
    """
    logs: Any = importlib.import_module("pulumi.log")
    send = logs._log

    def hear(engine: Any, severity: int, message: str, *rest: Any) -> None:
        if severity == logs.engine_pb2.DEBUG:
            return  # nobody reads it, and each would be a call
        if severity == logs.engine_pb2.ERROR:
            file, line = run.position()
            words = f"the program logs an error: {readable(run, str(message))}"
            run.report("error", message=words, file=file, line=line, lifting=False)
        send(engine, severity, message, *rest)

    logs._log = hear


def _words(error: BaseException) -> str:
    """Give an error as the last line of its traceback would."""
    if isinstance(error, SyntaxError):
        return f"SyntaxError: {error.msg}"
    if isinstance(error, SystemExit):
        code = "" if error.code is None else str(error.code)
        return f"the program ended itself before it was done: sys.exit({code})"
    kind = type(error)
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__"):
        name = f"{kind.__module__}.{name}"
    of_key = isinstance(error, KeyError) and error.args and isinstance(error.args[0], Text)
    try:  # a symbol refuses to be more than its text
        said = str.__str__(error.args[0] if of_key else told(lambda: str(error))).strip()
    except (Exception, Untold):
        said = "it cannot be told"
    return f"{name}: {said}" if said else name
