"""The run that this process is: settings, the events it reports, where the program stands."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from contextvars import ContextVar
from types import FrameType, TracebackType
from typing import Any, NoReturn, TextIO

from .tokens import Tokens

WAY_OUT = "fix the value with -c KEY=VALUE, or use --concrete"
AN_OUTPUT, A_RESULT = "an output of", "a provider function's result"
_LATE = (AN_OUTPUT, A_RESULT)
"""What messages call a value that no config gives."""

_LABELS = {
    "stack": "the stack's name",
    "organization": "the organization's name",
    "stack_output": f"{AN_OUTPUT} another stack",
}


class Untold(BaseException):
    """What is told to a person only cannot be told."""


Each = Callable[[Callable[[Any], Any]], Any]
Position = tuple["str | None", "int | None"]
Assumption = tuple[dict[str, Any], bool]
"""A condition's specification, and whether it is taken to hold."""


class Run:
    """What the modules of this package share about the run.

    Args:
        settings: what the parent process sent.
    """

    def __init__(self, settings: dict[str, Any]) -> None:
        self.settings = settings
        self.tokens = Tokens(settings["nonce"])
        self.symbolic = not settings["concrete"]
        self.directory = os.path.realpath(settings["directory"])
        self.nodes: dict[str, dict[str, Any]] = settings["nodes"]
        self.assumptions: ContextVar[tuple[Assumption, ...]] = ContextVar("assumptions", default=())
        self.branches: ContextVar[tuple[Assumption, ...]] = ContextVar("branches", default=())
        self.catching: ContextVar[frozenset[str]] = ContextVar("catching", default=frozenset())
        self.handed: ContextVar[Position] = ContextVar("handed", default=(None, None))
        self.telling = False
        self.guarding = False  # whether what cannot be said makes no difference
        self.as_written: set[str] = set()  # choices that stay where they are settled
        self.changed = 0  # how often something was changed for a branch only
        self.remembered: dict[Any, list[tuple[Any, tuple[Assumption, ...]]]] = {}
        self.comprehensions: ContextVar[tuple[int, ...]] = ContextVar("comprehensions", default=())
        self.conditions: dict[str, dict[str, Any]] = {}
        self.excluded: list[tuple[Assumption, ...]] = []  # what the program refuses, all of each
        self.condition_names: dict[str, str] = {}
        self.origins: dict[str, str] = {}
        self.places: dict[int, Position] = {}  # of the resources
        self.noted_names: frozenset[str] = frozenset(settings["names"].values())
        self.defaults: dict[str, str] = {}
        self.rows: dict[int, tuple[Any, ...]] = {}
        self.orders: dict[int, tuple[Any, list[tuple[Any, Any]]]] = {}  # a map, its keys' places
        self.starters: dict[int, Any] = {}  # lists and maps that entries began with, empty
        self.tables: dict[int, tuple[str, Any, Any]] = {}  # name, rows then, the table itself
        self.in_open_turn = False  # whether a loop's turn, just begun, hangs on a condition
        self.gone_through: dict[int, tuple[Any, tuple[Assumption, ...]]] = {}  # in a branch
        self.sources: dict[int, tuple[Any, list[Any]]] = {}  # an iterator, those it goes through
        self.remembers = False  # whether a known value was made that remembers its origin
        self.cells: dict[str, Each] = {}
        self.documents: dict[str, Any] = {}  # JSON as it is handed out, what it was made of
        self.asked: list[str] = []
        self.variables: set[str] = set()  # of the environment, which the program has set
        self._identities: dict[str, str] = {}
        self._events: TextIO = open(settings["events"], "a", encoding="utf-8", buffering=1)  # noqa: SIM115

    def report(self, event: str, **fields: Any) -> None:
        """Tell the parent process something."""
        self._events.write(json.dumps({"event": event, **fields}) + "\n")

    def node(self, kind: str, **specification: Any) -> str:
        """Give the placeholder for a value that is specified in this process."""
        key = json.dumps([kind, specification])
        identity = self._identities.get(key)
        if identity is None:
            identity = self._identities[key] = f"c{len(self._identities)}"
            self.nodes[identity] = specification
            self.report("node", id=identity, specification=specification)
        return self.tokens.write(kind, identity)

    def node_of(self, text: str, *kinds: str) -> dict[str, Any] | None:
        """Give the specification of the placeholder that a text is and nothing else, where it is
        of one of some kinds.
        """
        whole = self.tokens.read(text)
        node = self.nodes.get(whole[1]) if whole else None
        return node if node is not None and node["node"] in kinds else None

    def whole_choice(self, text: str) -> dict[str, Any] | None:
        """Give a choice's specification where a text is one choice and nothing else."""
        return self.node_of(text, "choice")

    def cells_of(self, text: str) -> Each | None:
        """Give what does something with each value that a table has for a text which is its cell
        and nothing else.
        """
        whole = self.tokens.read(text)
        return self.cells.get(whole[1]) if whole else None

    def allowed(self, text: str) -> frozenset[str]:
        """Give the texts to which the template keeps a value of the config; empty where it keeps
        it to none, or the text is something else.
        """
        node = self.node_of(text, "config")
        return frozenset(() if node is None else self.settings["allowed"].get(node["key"], ()))

    def may_be_empty(self, text: str) -> bool:
        """Tell whether a text can turn out to be empty."""
        whole = self.tokens.read(text)
        return whole is None or whole[1][0] == "c"

    def late_part(self, text: str) -> str | None:
        """Give the first part of a text that is known only after the deployment began."""
        for part in self.tokens.cut(text):
            if isinstance(part, str) or part[1][0] == "p":
                continue
            if part[1][0] in "ri" or self.nodes[part[1]]["node"] == "stack_output":
                return part[1]
            for operand in self.nodes[part[1]].values():
                for inner in operand if isinstance(operand, list) else [operand]:
                    late = self.late_part(inner) if isinstance(inner, str) else None
                    if late is not None:
                        return late
        return None

    def label(self, identity: str) -> str:
        """Name for a person what a placeholder stands for."""
        node = self.nodes.get(identity)
        if node is not None and node["node"] == "config":
            return f"the config value {node['key']}"
        if node is not None and node["node"] in _LABELS:
            return _LABELS[node["node"]]
        if identity[0] == "r":
            return f"{AN_OUTPUT} {self.origins.get(identity[1:].split('_')[0], 'a resource')}"
        if identity[0] in "pi":
            return A_RESULT
        late = self.late_part(self.tokens.write("string", identity))
        if late is not None and late != identity:
            return f"a value that is made of {self.label(late)}"
        return "a value that is made of config values"

    def told(self, text: str) -> str:
        """Give a text for a person, with names in the places of what is not known."""
        parts = self.tokens.cut(text)
        return "".join(
            part if isinstance(part, str) else f"<{self.short_label(part[1])}>" for part in parts
        )

    def short_label(self, identity: str) -> str:
        """Name what a placeholder stands for with as few words as do."""
        node = self.nodes.get(identity, {})
        return str(node.get("key") or {"stack": "stack name"}.get(node.get("node", ""), "value"))

    def refuse(self, message: str, place: Position | None = None) -> NoReturn:
        """End the program, naming the line of its own code that is being run, or another place.

        The process ends on the spot: an exception could be caught by the program, or leave others
        waiting for a value that never comes.

        Raises:
            Untold: the value is only told to a person, who need not know it, or guards against
                what the template does not check.
        """
        if self.telling or self.guarding:
            raise Untold
        file, line = place or self.position()
        if not any(words in message for words in _LATE):
            message += f"; {WAY_OUT}"
        self.report("error", message=message, file=file, line=line, lifting=True)
        leave(1)

    @contextlib.contextmanager
    def kept(self) -> Iterator[None]:
        """Stand at the same place again when something that was begun could not be told."""
        places: list[ContextVar[Any]] = [
            *(self.assumptions, self.branches, self.catching, self.comprehensions)
        ]
        before = [place.get() for place in places]
        try:
            yield
        except Untold:
            for place, value in zip(places, before, strict=True):
                place.set(value)
            raise

    def refuse_caught(self, what: str, *errors: str) -> None:
        """End the program where it catches one of the errors that what it does here may raise."""
        if {*errors, "Exception"} & self.catching.get():
            self.refuse(f"{what} may fail, which the program catches, and a template cannot")

    def warn(
        self,
        code: str,
        message: str,
        position: tuple[str | None, int | None] | None = None,
        unless: Assumption | None = None,
    ) -> None:
        """Report a finding that touches meaning, with the program's line: where it stands now, or
        stood before. It is none where what is assumed here implies something (``unless``).
        """
        if self.telling:
            return
        file, line = position or self.position()
        proof = {} if unless is None else {"unless": unless, "assumed": self.assumptions.get()}
        self.report("finding", code=code, message=message, file=file, line=line, **proof)

    def tell_stack_name(self, what: str) -> None:
        """Warn of what hangs on the stack's name."""
        words = f"{what} hangs on the stack's name; in a template, that is the name of the"
        self.warn("stack-name", f"{words} CloudFormation stack")

    def note(self, code: str, message: str) -> None:
        """Report a finding of less weight, with the program's line."""
        file, line = self.position()
        self.report("finding", code=code, message=message, severity="note", file=file, line=line)

    def again_with_optional(self, key: str) -> NoReturn:
        """End the process: the program is to be run again, with no default for a config key.

        It has several, or also asks whether the key is set.
        """
        self.report("again", optional=key)
        leave(1)

    def position(self) -> Position:
        """Give file and line of the innermost frame of the program's own code; where a package
        calls what is none of it, the place where the program handed that over.
        """
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            if self.is_own(frame.f_code.co_filename):
                return self.shown(frame.f_code.co_filename), frame.f_lineno
            frame = frame.f_back
        return self.handed.get()

    def position_of(self, error: BaseException) -> Position:
        """Give file and line of the program's innermost frame in an error's tracebacks, or where
        the program made what the SDK fails with.
        """
        found: Position = (None, None)
        seen: set[int] = set()
        cause: BaseException | None = error
        while cause is not None and id(cause) not in seen:
            seen.add(id(cause))
            found = getattr(cause, "_recording_place", found)
            trace: TracebackType | None = cause.__traceback__
            while trace is not None:
                if self.is_own(trace.tb_frame.f_code.co_filename):
                    found = self.shown(trace.tb_frame.f_code.co_filename), trace.tb_lineno
                trace = trace.tb_next
            cause = cause.__cause__ or cause.__context__
        return found

    @contextlib.contextmanager
    def of_resource(self, resource: Any) -> Iterator[None]:
        """Stand where the program made a resource, for what the SDK does with it later."""
        place = self.places.get(getattr(resource, "__dict__", {}).get("_recording_ordinal", -1))
        token = self.handed.set(place or self.handed.get())
        try:
            yield
        except Exception as error:
            if place is not None:
                error.__dict__.setdefault("_recording_place", place)
            raise
        finally:
            self.handed.reset(token)

    def is_own(self, filename: str) -> bool:
        """Tell whether a file is the program's own code, not an installed package."""
        if filename.startswith("<"):
            return False
        path = os.path.realpath(filename)
        if not path.startswith(self.directory + os.sep):
            return False
        parts = path[len(self.directory) :].split(os.sep)
        return "site-packages" not in parts and "dist-packages" not in parts

    def shown(self, filename: str) -> str:
        """Give a file's name as a person would write it, seen from where the command was given."""
        relative = os.path.relpath(os.path.realpath(filename), self.directory)
        return os.path.join(self.settings["shown_directory"], relative)


def leave(status: int) -> NoReturn:
    """End the process at once: nothing of the SDK is worth an orderly shutdown."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(status)


_current: list[Run] = []


def start(settings: dict[str, Any]) -> Run:
    """Begin the run of this process."""
    _current.append(Run(settings))
    return _current[0]


def current() -> Run:
    """Give the run of this process."""
    return _current[0]
