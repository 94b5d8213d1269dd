"""Runs of a prepared program behind the stand-in for the engine: a trial in, a program out."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from ...errors import ProgramError
from ...processes import Ended, TimeOverError
from ...pulumi import Program
from ...report import Report
from .. import protocol
from ..answers import Answers, Find
from ..assembly import ROOT, Assembly
from ..configuration import check_fixed
from ..deployment import Deployment
from ..engine import Engine, Recording, unknown_request
from ..events import ConfigRead, Construction, Events
from ..functions import REGION_KEYS
from ..launching import ending
from ..placeholders import Placeholders, Specification
from ..placing import placed
from ..project import Project, own_regions
from ..sources import texts
from ..trials import Open, Trial
from .order import Spelled, ordered_outputs, ranks
from .preparing import prepare
from .starting import Fault, Prepared, Settings

_LONGEST_WORDS = 400
_KEY = re.compile(r"config\w* (?:variable|value|key)? ?['\"`]([\w.:-]+)['\"`]", re.IGNORECASE)


@dataclass
class Runs:
    """The runs of one program. Leaving its ``with`` removes what was built for them.

    Args:
        project: the project, in a language that `prepare` knows.
        find: gives a resource type by its Pulumi token.
        fixed: values that are fixed for all runs: the result does not ask for them.
        concrete: whether a trial's values are fixed, too.
        skip_foreign: whether resources of other providers are left out, not refused.
        timeout: the seconds that building may take, and each run.
    """

    project: Project
    find: Find
    fixed: Mapping[str, str] = field(default_factory=dict)
    concrete: bool = False
    skip_foreign: bool = False
    timeout: float = 300.0

    def __enter__(self) -> Runs:
        self._folder = tempfile.TemporaryDirectory(prefix="pulumi-")
        return self

    def __exit__(self, *_: object) -> None:
        self._folder.cleanup()

    @cached_property
    def _prepared(self) -> Prepared:
        return prepare(self.project, Path(self._folder.name), self.timeout)

    @cached_property
    def _spelled(self) -> Spelled:
        return Spelled(
            (self.project.shown_file(str(path)), text) for path, text in texts(self.project.folder)
        )

    def run(self, trial: Trial, report: Report | None = None) -> Program:
        """Run the program.

        Args:
            trial: what it is run with.
            report: takes the findings.

        Raises:
            SourceError: a tool chain or what the program requires is missing.
            ProgramError: it does not compile, failed, did not end in time, or registers what a
                template cannot say.
            UnsupportedError: it has resources that a template cannot have.
        """
        return _Trying(self, self._prepared, trial).program(report or Report())


class _Trying:
    """One run."""

    def __init__(self, runs: Runs, prepared: Prepared, trial: Trial) -> None:
        self._runs, self._prepared = runs, prepared
        self._project = runs.project
        self._placeholders = Placeholders(plain=True)
        self._nodes: dict[str, Specification] = {}
        fixed = {self._project.bare(key): text for key, text in runs.fixed.items()}
        given = {**trial.config, **fixed}
        self._fixed = set(given if runs.concrete else fixed)
        self._values = {key: self._text(key, value) for key, value in given.items()}
        self._known = trial.known

    def _text(self, key: str, value: str | Open) -> str:
        """The text of a config value; of one that stays open, a placeholder."""
        if isinstance(value, str):
            return value
        identity = f"c{len(self._nodes)}"
        self._nodes[identity] = {"node": "config", "key": key}
        return self._placeholders.tokens.write("string", identity)

    def program(self, report: Report) -> Program:
        """Run it and give what it registers."""
        ended, recording = self._run()
        events = self._events(recording)
        own = Report()
        assembly = Assembly(
            self._project,
            recording,
            events,
            self._placeholders,
            self._runs.find,
            own,
            values=self._values,
            concrete=self._runs.concrete,
            skip_foreign=self._runs.skip_foreign,
        )
        if ended.status != 0 or recording.errors or events.outputs is None:
            assembly.check()
            raise self._failure(ended, recording)
        check_fixed(self._project, self._runs.fixed, events.config)
        recording.tell(report, self._placeholders.tokens)
        with placed(assembly, own, report):
            return assembly.program()

    def _run(self) -> tuple[Ended, Recording]:
        project = self._project
        config = {project.full(key): text for key, text in self._values.items()}
        secrets = [project.full(key) for key, entry in project.config.items() if entry.secret]
        deployment = Deployment(
            project.name,
            project.stack,
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
            Answers(self._runs.find, self._placeholders, project.directory),
            self._known,
            own_regions(project),
            deployment,
        )
        settings = Settings(
            engine.address,
            project.name,
            project.stack,
            deployment.organization,
            project.directory,
            config,
            secrets,
        )
        try:
            with self._prepared.start(settings) as process:
                return process.finish(self._runs.timeout), engine.recording
        except TimeOverError:
            words = f"the program did not end within {self._runs.timeout:g} seconds"
            raise ProgramError(words) from None
        finally:
            engine.stop()

    def _events(self, recording: Recording) -> Events:
        """What nobody reports of a program in another process: it is read off the recording."""
        spelled = self._runs._spelled
        roots = [entry.urn for entry in recording.registrations if entry.type == ROOT]
        outputs = recording.outputs.get(roots[0]) if roots else None
        events = Events(
            nodes=dict(self._nodes),
            config=[self._reading(key) for key in self._values if key not in REGION_KEYS],
            order=ranks(
                recording.registrations, spelled, os.path.realpath(self._project.directory)
            ),
            outputs=None if outputs is None else ordered_outputs(outputs, spelled),
            ended=outputs is not None,
        )
        for entry in recording.registrations:
            place = spelled.place(entry.name) if entry.line is None else (entry.file, entry.line)
            file, line = place or (None, None)
            events.constructions[entry.ordinal] = Construction(
                entry.ordinal, entry.name, file=file, line=line
            )
        return events

    def _reading(self, key: str) -> ConfigRead:
        declared = self._project.config.get(key)
        file, line = self._runs._spelled.place(key) or (None, None)
        return ConfigRead(
            key,
            declared.type if declared is not None else "string",
            default=None,
            secret=declared is not None and declared.secret,
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
        file, line = self._place(fault)
        labels = {
            identity: f"<the config value {node['key']}>" for identity, node in self._nodes.items()
        }
        words = self._placeholders.tokens.fill(fault.message, labels)
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
        place = self._runs._spelled.place(self._project.bare(key[1])) if key is not None else None
        return place or (None, None)


def _last_words(ended: Ended, recording: Recording) -> str:
    if recording.errors:
        return f"the program logs an error: {recording.errors[0].strip()}"
    said = (ended.stderr.strip() or ended.stdout.strip()).splitlines()[-1:]
    words = f"; the last that it said: {said[0]}" if said else ""
    return f"the program ended before it was done, {ending(ended.status)}{words}"
