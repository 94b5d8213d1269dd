"""One run of a prepared program behind the stand-in for the engine: a trial in, a program out."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from ...errors import Path, ProgramError
from ...processes import Ended, TimeOverError
from ...provider_functions import REGION_KEYS
from ...pulumi import Program
from ...report import Report
from .. import protocol
from ..answers import Answers, Find
from ..assembly import ROOT, Assembly
from ..configuration import check_fixed
from ..deployment import Deployment
from ..engine import Engine, Recording, unknown_request
from ..events import ConfigRead, Construction, Events
from ..launching import ending
from ..placeholders import Placeholders, Specification
from ..placing import placed
from ..project import Project, own_regions
from ..shaping import Shape
from ..sources import texts
from ..trials import Open, Trial
from .named import Names, Told
from .order import Place, Spelled, ordered_outputs, ranks
from .starting import Fault, Prepared, Settings

_LONGEST_WORDS = 400
_LEAST_SECONDS, _TIMES_LONGER = 10.0, 20
_KEY = re.compile(r"config\w* (?:variable|value|key)? ?['\"`]([\w.:-]+)['\"`]", re.IGNORECASE)


_STACK, _ORGANIZATION = "s0", "s1"
STACK, ORGANIZATION = "pulumi:stack", "pulumi:organization"
"""The names of the stack and the organization, among what a program is told."""


class TooLongError(ProgramError):
    """The program did not end in time."""


class Pace:
    """How long a run may take: where others went well, not much longer than these.

    Args:
        timeout: the seconds that any run may take.
    """

    def __init__(self, timeout: float) -> None:
        self._timeout, self._longest = timeout, 0.0

    @property
    def seconds(self) -> float:
        """The seconds that the next run may take."""
        if not self._longest:
            return self._timeout
        return min(self._timeout, max(_LEAST_SECONDS, _TIMES_LONGER * self._longest))

    def went(self, seconds: float) -> None:
        """Take in how long a run took that ended."""
        self._longest = max(self._longest, seconds)


@dataclass(frozen=True)
class Terms:
    """What is the same for all runs of a program.

    Args:
        project: the project.
        prepared: its program.
        spelled: where its files spell out what.
        secret: the config keys that its text reads as secrets.
        find, fixed, concrete, skip_foreign, components: as for `runs.Runs`.
        pace: how long each run may take.
    """

    project: Project
    prepared: Prepared
    spelled: Spelled
    find: Find
    fixed: Mapping[str, str]
    concrete: bool
    skip_foreign: bool
    pace: Pace
    components: frozenset[str] = frozenset()
    secret: frozenset[str] = frozenset()


class Trying:
    """One run.

    Args:
        terms: what is the same for all runs.
        trial: what the program is run with.
        shape: how it is given texts that are not known.
        names: those of the first run; None where names are what they are.

    Attributes:
        kinds: the kinds of what only a deployment knows; see `Assembly.kinds`.
        own_secrets: the texts of the program's own secrets; see `Assembly.own_secrets`.
    """

    kinds: Mapping[Path, str]
    own_secrets: Mapping[str, str]

    def __init__(self, terms: Terms, trial: Trial, shape: Shape, names: Names | None) -> None:
        self._names = names
        self._terms, self._prepared = terms, terms.prepared
        self._project = terms.project
        self._placeholders = Placeholders(plain=True, shape=shape)
        self._nodes: dict[str, Specification] = {}
        fixed = {self._project.bare(key): text for key, text in terms.fixed.items()}
        given = {**trial.config, **fixed}
        self._fixed = set(given if terms.concrete else fixed)
        self._values = {key: self._text(key, value) for key, value in given.items()}
        self._known = trial.known
        self._stack = terms.project.stack if terms.concrete else self._open_stack()
        organization = None if terms.concrete else self._open_name(_ORGANIZATION, "organization")
        self._organization = organization or terms.project.organization

    @property
    def asks_where(self) -> bool:
        """Whether the program asked for its region or account and was not told."""
        return self._placeholders.asks_where

    def _text(self, key: str, value: str | Open) -> str:
        """The text of a config value; of one that stays open, a placeholder."""
        if isinstance(value, str):
            return self._project.sealing.given(value, self._placeholders)
        identity = f"c{len(self._nodes)}"
        self._nodes[identity] = {"node": "config", "key": key}
        token = self._placeholders.tokens.write("string", identity)
        return self._placeholders.shaping.written(token)

    def _told(self) -> Told:
        """What the program was told, as names are made of it."""
        keys = {it: node.get("key", f"pulumi:{node['node']}") for it, node in self._nodes.items()}
        own = {STACK: self._project.stack, ORGANIZATION: self._project.organization}
        values = {**self._project.values, **own}

        def fill(raw: str, texts: Mapping[str, str]) -> str:
            filled = {identity: texts[key] for identity, key in keys.items()}
            return self._placeholders.filled(raw, filled)

        known = {key: it for key, it in self._values.items() if key not in keys.values()}
        if "stack" in self._known:
            known[STACK] = self._known["stack"]
        return Told(known, {key: values.get(key) or key for key in keys.values()}, fill)

    def _open_stack(self) -> str:
        """The stack's name, which nobody knows: it is that of the CloudFormation stack."""
        named = self._known.get("stack")
        if named is not None:
            return named
        return self._open_name(_STACK, "stack")

    def _open_name(self, identity: str, node: str) -> str:
        """A placeholder for the name of something that nobody knows."""
        self._nodes[identity] = {"node": node}
        token = self._placeholders.tokens.write("string", identity)
        return self._placeholders.shaping.written(token)

    def program(self, report: Report) -> Program:
        """Run it and give what it registers; ``report`` takes the findings.

        Raises:
            ProgramError: it failed, or registers what a template cannot say.
            UnsupportedError: it has resources that a template cannot have.
        """
        ended, recording = self._run()
        if self._names is not None:
            self._names.rename(self._told(), recording.registrations)
        events = self._events(recording)
        own = Report()
        assembly = Assembly(
            self._project,
            recording,
            events,
            self._placeholders,
            self._terms.find,
            own,
            values=self._values,
            concrete=self._terms.concrete,
            kept_components=self._terms.components,
            skip_foreign=self._terms.skip_foreign,
        )
        if ended.status != 0 or recording.errors or events.outputs is None:
            assembly.check()
            raise self._failure(ended, recording)
        check_fixed(self._project, self._terms.fixed, events.config)
        recording.tell(report, self._placeholders)
        with placed(assembly, own, report):
            program = assembly.instances(assembly.program())
        self.kinds, self.own_secrets = assembly.kinds(), assembly.own_secrets()
        if self._names is not None:
            self._names.note(self._told(), recording.registrations)
        return program

    def _run(self) -> tuple[Ended, Recording]:
        project = self._project
        config = {project.full(key): text for key, text in self._values.items()}
        secrets = [project.full(key) for key, entry in project.config.items() if entry.secret]
        deployment = Deployment(
            project.name,
            self._stack,
            self._organization,
            config=config,
            secrets=secrets,
            directory=project.directory,
            shown=project.shown,
            preview=True,
        )
        engine = Engine(
            protocol.load(),
            "127.0.0.1:0",
            self._placeholders,
            Answers(self._terms.find, self._placeholders, project.directory),
            self._known,
            own_regions(project),
            deployment,
        )
        settings = Settings(
            engine.address,
            project.name,
            self._stack,
            deployment.organization,
            project.directory,
            config,
            secrets,
        )
        seconds, begun = self._terms.pace.seconds, time.monotonic()
        try:
            with self._prepared.start(settings) as process:
                # What it waits for where its SDK failed may never come: Java's waits all the same
                ended = process.finish(seconds, is_failing=lambda: bool(engine.recording.errors))
            if not engine.recording.errors:
                self._terms.pace.went(time.monotonic() - begun)
            return ended, engine.recording
        except TimeOverError:
            words = f"the program did not end within {seconds:g} seconds"
            raise TooLongError(words) from None
        finally:
            engine.stop()

    def _events(self, recording: Recording) -> Events:
        """What nobody reports of a program in another process: it is read off the recording."""
        spelled = self._terms.spelled
        roots = [entry.urn for entry in recording.registrations if entry.type == ROOT]
        outputs = recording.outputs.get(roots[0]) if roots else None
        events = Events(
            nodes=dict(self._nodes),
            config=[self._reading(key) for key in self._values if key not in REGION_KEYS],
            order=ranks(
                recording.registrations, spelled, os.path.realpath(self._project.directory)
            ),
            outputs=None if outputs is None else ordered_outputs(outputs, spelled),
            exports=dict(self._places(outputs or {})),
            ended=outputs is not None,
        )
        for entry in recording.registrations:
            place = spelled.place(entry.name) if entry.line is None else (entry.file, entry.line)
            file, line = place or (None, None)
            events.constructions[entry.ordinal] = Construction(
                entry.ordinal, entry.name, file=file, line=line
            )
        return events

    def _places(self, names: Iterable[str]) -> Iterator[tuple[str, Place]]:
        for name in names:
            place = self._terms.spelled.place(name)
            if place is not None:
                yield name, place

    def _reading(self, key: str) -> ConfigRead:
        declared = self._project.config.get(key)
        file, line = self._terms.spelled.place(key) or (None, None)
        return ConfigRead(
            key,
            declared.type if declared is not None else "string",
            default=None,
            secret=key in self._terms.secret or (declared is not None and declared.secret),
            fixed=key in self._fixed,
            file=file,
            line=line,
        )

    def _failure(self, ended: Ended, recording: Recording) -> ProgramError:
        """Say why the program did not run to its end."""
        if recording.unknown:
            return ProgramError(unknown_request(recording.unknown[0]))
        said = "\n".join([*recording.errors, ended.stderr, ended.stdout])
        fault = self._prepared.explain(said) or Fault(_last_words(ended, recording))
        refused = (place for words, place in recording.refused if words in said)
        file, line = next(refused, None) or self._place(fault)
        labels = {
            identity: f"<the config value {node['key']}>"
            if "key" in node
            else f"<the {node['node']}'s name>"
            for identity, node in self._nodes.items()
        }
        words = self._placeholders.told(fault.message, labels)
        return ProgramError(words[:_LONGEST_WORDS], file=file, line=line)

    def _place(self, fault: Fault) -> tuple[str | None, int | None]:
        """The innermost of the program's own lines where it failed."""
        own = {os.path.realpath(path) for path, _ in texts(self._project.folder)}
        for file, line in fault.frames:
            path = os.path.realpath(os.path.join(self._prepared.folder, file))
            found = [it for it in own if it == path or it.endswith(f"{os.sep}{file}")]
            if len(found) == 1:
                return self._project.shown_file(found[0]), line
        key = _KEY.search(fault.message)
        place = self._terms.spelled.place(self._project.bare(key[1])) if key is not None else None
        return place or (None, None)


def _last_words(ended: Ended, recording: Recording) -> str:
    if recording.errors:
        return f"the program logs an error: {recording.errors[0].strip()}"
    said = (ended.stderr.strip() or ended.stdout.strip()).splitlines()[-1:]
    words = f"; the last that it said: {said[0]}" if said else ""
    return f"the program ended before it was done, {ending(ended.status)}{words}"
