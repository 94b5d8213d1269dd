"""From a project folder to the program that it registers."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..components import with_outputs
from ..errors import ProgramError
from ..naming import PACKAGE
from ..processes import Ended, Process
from ..provider_functions import FUNCTIONS, REGION_KEYS, known_results
from ..pulumi import Program
from ..report import Finding, Report
from ..scalars import allowed_texts
from .answers import Answers, Find
from .assembly import Assembly
from .configuration import check_fixed
from .deployment import Deployment
from .engine import Engine, Recording, unknown_request
from .events import Events, read_events
from .fallbacks import without_clear
from .launching import ending, finish, start_python
from .nesting import INSTANCE, Alone, Component, inside, outside
from .placeholders import Placeholders, new_nonce
from .placing import placed
from .project import ORGANIZATION, Project, own_regions, read_project
from .protocol import INSTALL
from .proving import unproven
from .settling import settle, with_defaults, without_idle
from .trials import Trial

if TYPE_CHECKING:
    from ..catalog import ResourceType

SYMBOLIC = ("python", "nodejs")
"""The runtimes of which a program runs with symbols in the place of config values."""
_LONGEST_WORDS = 400
_LONGEST_SOCKET = 100  # bytes of its path: no system takes much more
_SDK = "No module named 'pulumi_aws_native'"
_NO_ORGANIZATION = (
    f"the organization is '{ORGANIZATION}', as Pulumi calls it where there is none: "
    "-s ORGANIZATION/PROJECT/STACK says which it is"
)


def record(
    project_dir: str | Path,
    *,
    stack: str = "dev",
    config: Mapping[str, str] | None = None,
    concrete: bool = False,
    skip_foreign: bool = False,
    names: Any = None,
    fragment: Mapping[str, Any] | None = None,
    timeout: float = 300.0,
    report: Report | None = None,
    find: Find | None = None,
    components: Sequence[Component] = (),
) -> Program:
    """Run a Pulumi program and give what it registered.

    Args:
        project_dir: the folder of ``Pulumi.yaml``.
        stack: the stack's name; ``Pulumi.<stack>.yaml`` is read where there is one.
        config: values that are fixed for the run (``{"size": "3"}``); the result does not ask for
            them any more.
        concrete: whether all config has its real value, and only what a deployment makes is open.
        skip_foreign: whether resources of other providers are left out, and not refused.
        names: variable → the name of the condition or table that it holds, where the variable does
            not tell it.
        fragment: what stands beside the program, as a template says it; of it come names, and
            values worth trying, where the program cannot be run with symbols.
        timeout: how many seconds the program may take.
        report: where findings go.
        find: gives a resource type by its Pulumi token; the catalog does where it is left out.
        components: those that stand for nested stacks: they become components of the program;
            of any other, only the resources that it makes count.

    Raises:
        SourceError: there is no project, or its files cannot be read.
        ProgramError: the program failed, did not end, or does what a template cannot say.
        UnsupportedError: it is in another language, or has resources that a template cannot have.
    """
    project = replace(read_project(Path(project_dir).resolve(), stack), shown=str(project_dir))
    request = _Request(
        project,
        shown=str(project_dir),
        fixed=dict(config or {}),
        concrete=concrete,
        skip_foreign=skip_foreign,
        names=names,
        fragment=fragment or {},
        timeout=timeout,
        find=find,
        components=tuple(components),
    )
    report = Report() if report is None else report
    if project.runtime not in SYMBOLIC:
        return _record_in_runtime(request, report)
    program, _ = _record_one(request, report)
    if not components:
        return program
    alone = [_record_alone(request, component, report) for component in components]
    tokens = [component.token(program.name) for component in components]
    known = dict(zip(tokens, components, strict=True))
    outputs = {token: each.outputs for token, each in zip(tokens, alone, strict=True)}
    made = {
        token: outside(inside(known[token], each), known, outputs)
        for token, each in zip(tokens, alone, strict=True)
    }
    used = _used([program, *made.values()])
    program = outside(program, known, outputs)
    kept = {token: it for token, it in made.items() if token in used}
    return with_outputs(replace(program, components=kept))


def _record_in_runtime(request: _Request, report: Report) -> Program:
    """Run a program that is in another language than Python."""
    from .runtimes import Runs
    from .runtimes.concrete import concrete as run_concretely

    project = request.project
    components = {it.token(project.name): it for it in request.components}
    runs = Runs(
        project,
        request.find or _catalog_find,
        fixed=request.fixed,
        concrete=request.concrete,
        skip_foreign=request.skip_foreign,
        timeout=request.timeout,
        components=frozenset(components),
    )
    with runs:
        if not request.concrete:
            from .probing.finding import found_by_trying

            return found_by_trying(runs, project, request.fragment, report, components)
        given = {project.bare(key): value for key, value in request.fixed.items()}
        values = {**project.values, **given}
        trial = Trial(values, known_results(values, REGION_KEYS))
        program = run_concretely(runs, trial, report)
        return settle(without_clear(program, project, report))


def _used(programs: Iterable[Program]) -> set[str]:
    """The types of all resources."""
    return {resource.type for program in programs for resource in program.resources.values()}


@dataclass(frozen=True)
class _Request:
    """What is to be run, and how."""

    project: Project
    shown: str
    fixed: dict[str, str]
    concrete: bool
    skip_foreign: bool
    names: Any
    fragment: Mapping[str, Any]
    timeout: float
    find: Find | None
    components: tuple[Component, ...] = ()
    entry: Component | None = None
    instance: str = ""


def _record_alone(request: _Request, component: Component, report: Report) -> Alone:
    """Run a component alone, with symbols as its arguments."""
    request = replace(
        request,
        project=replace(request.project, config={}, values={}, description=None),
        fixed={},
        names=component.names,
        entry=component,
        instance=f"{INSTANCE}{new_nonce()}",
    )
    own = Report()
    program, events = _record_one(request, own)
    # A secret's default counts where the component is made, and is told there
    for finding in own:
        if finding.code != "secret-default":
            report.add(finding)
    read = {it.key: it.default for it in events.config}
    return Alone(program, request.instance, events.arguments, events.attributes, read)


def _record_one(request: _Request, report: Report) -> tuple[Program, Events]:
    project, entry = request.project, request.entry
    optional: list[str] = []
    while True:
        with (
            tempfile.TemporaryDirectory(prefix="pulumi-") as folder,
            _started(project) as process,
        ):
            recorder = _Recorder(
                project, request.fixed, request.concrete, Path(folder), request.find
            )
            recorder.settings["shown_directory"] = request.shown
            recorder.settings["optional"] = optional
            recorder.settings["names"] = _legal_names(request.names)
            recorder.settings["allowed"] = {} if entry is not None else _allowed(request.fragment)
            recorder.settings["components"] = {it.module: it.name for it in request.components}
            recorder.settings["entry"] = entry.module if entry is not None else None
            recorder.settings["instance"] = request.instance
            ended, events, recording = recorder.run(process, request.timeout)
        if events.optional is None:
            break
        optional.append(events.optional)
    tokens = frozenset(it.token(project.name) for it in request.components if it != entry)
    program = _assemble(
        recorder, ended, events, recording, tokens, report, skip_foreign=request.skip_foreign
    )
    return program, events


def _started(project: Project) -> Process:
    """Start what runs a program; it waits for its settings."""
    if project.runtime == "python":
        return start_python(project.interpreter, project.directory)
    from .runtimes import node

    return node.start(project)


def _main_file(project: Project) -> Path:
    """The file that a program begins with."""
    if project.runtime == "python":
        return project.main
    from .runtimes import node

    return node.main_file(project)


def _legal_names(names: Any) -> dict[str, str]:
    """Give the names that a person or a writer noted, without what cannot be one."""
    entries = names.items() if isinstance(names, dict) else ()
    return {
        variable: name
        for variable, name in entries
        if isinstance(variable, str) and isinstance(name, str) and name and name.isprintable()
    }


def _allowed(fragment: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give the texts to which a template keeps each parameter that it keeps to some."""
    parameters = fragment.get("Parameters", {})
    listed = {name: allowed_texts(entry) for name, entry in parameters.items()}
    return {name: texts for name, texts in listed.items() if texts is not None}


class _Recorder:
    """One run: the engine, the settings of the child process, and what came of it."""

    def __init__(
        self,
        project: Project,
        fixed: dict[str, str],
        concrete: bool,
        folder: Path,
        find: Find | None,
    ) -> None:
        self.project, self.fixed, self.concrete = project, fixed, concrete
        self.folder = folder
        self.placeholders = Placeholders()
        self.find = find or _catalog_find
        self.settings = self._settings()

    def run(self, process: Process, timeout: float) -> tuple[Ended, Events, Recording]:
        """Serve the started program until it ends."""
        from . import protocol

        socket = self.folder / "engine"
        is_short = len(os.fsencode(socket)) <= _LONGEST_SOCKET
        address = f"unix:{socket}" if os.name == "posix" and is_short else "127.0.0.1:0"
        answers = Answers(self.find, self.placeholders, self.project.directory)
        known = self._known_results()
        own = own_regions(self.project)
        engine = Engine(
            protocol.load(), address, self.placeholders, answers, known, own, self._deployment()
        )
        try:
            self.settings["address"] = engine.address
            ended = finish(process, self.settings, timeout)
        finally:
            engine.stop()
        return ended, read_events(Path(self.settings["events"])), engine.recording

    def _deployment(self) -> Deployment:
        settings = self.settings
        return Deployment(
            settings["project"],
            settings["stack"],
            settings["organization"],
            config=settings["config"],
            secrets=settings["secrets"],
            directory=self.project.directory,
            shown=settings["shown_directory"],
        )

    def values(self) -> dict[str, str]:
        """Give the text of each config key that has a value in the run."""
        project = self.project
        given = {project.bare(key): value for key, value in self.fixed.items()}
        values = {**project.values, **given}
        return {key: project.sealing.given(it, self.placeholders) for key, it in values.items()}

    def _settings(self) -> dict[str, Any]:
        project = self.project
        given = {project.bare(key): value for key, value in self.fixed.items()}
        values = self.values()
        secrets = [project.full(key) for key, entry in project.config.items() if entry.secret]
        return {
            "nonce": self.placeholders.tokens.nonce,
            "concrete": self.concrete,
            "directory": str(project.directory),
            "main": str(_main_file(project)),
            "project": project.name,
            "stack": project.stack,
            "organization": project.organization,
            "no_organization": _NO_ORGANIZATION if project.organization == ORGANIZATION else "",
            "events": str(self.folder / "events"),
            "config": {project.full(key): value for key, value in values.items()},
            "nodes": dict(self.placeholders.specifications),
            "types": {project.full(key): entry.type for key, entry in project.config.items()},
            "declared": [project.full(key) for key in project.config],
            "fixed": [project.full(key) for key in given],
            "region_keys": REGION_KEYS,
            "functions": list(FUNCTIONS),
            "package": PACKAGE,
            "arrays": [
                project.full(key) for key, held in project.structures.items() if held == "texts"
            ],
            "secrets": secrets,
            "environment": {"PULUMI_PROJECT": project.name, "PULUMI_STACK": project.stack},
        }

    def _known_results(self) -> dict[str, str]:
        """Give the results of provider functions that are real values in this run."""
        keys = REGION_KEYS if self.concrete else [k for k in REGION_KEYS if k in self.fixed]
        return known_results(self.settings["config"], keys)


def _catalog_find(token: str) -> ResourceType | None:
    from .. import catalog

    return catalog.by_token(token) if token.startswith(f"{PACKAGE}:") else None


def _assemble(
    recorder: _Recorder,
    ended: Ended,
    events: Events,
    recording: Recording,
    components: frozenset[str],
    report: Report,
    *,
    skip_foreign: bool,
) -> Program:
    own = Report()
    assembly = Assembly(
        recorder.project,
        recording,
        events,
        recorder.placeholders,
        recorder.find,
        own,
        components,
        recorder.values(),
        concrete=recorder.concrete,
        skip_foreign=skip_foreign,
    )
    if events.error is not None or recording.errors or not events.ended:
        if not (events.error or {}).get("lifting"):
            assembly.check()
        raise _failure(ended, events, recording, recorder.project.interpreter)
    check_fixed(recorder.project, recorder.fixed, events.config)
    for finding in events.findings:
        if "unless" not in finding:
            report.add(Finding(**finding))
    recording.tell(report, recorder.placeholders)
    optional = [read.key for read in events.config if read.optional]
    with placed(assembly, own, report):
        found = assembly.program()
        for unguarded in unproven(events.findings, assembly.condition, found, recorder.settings):
            report.add(unguarded)
        if same := assembly.same():
            from .merging import merged

            found = merged(found, same, own)
        found = without_idle(found, events.derived)
        found = without_clear(with_defaults(found, optional), recorder.project, own)
        return settle(found)


def _failure(ended: Ended, events: Events, recording: Recording, interpreter: str) -> ProgramError:
    """Say why a program did not run to its end."""
    if events.error is not None:
        words = events.error["message"]
        if recording.unknown:
            words = unknown_request(recording.unknown[0])
        if words.startswith(ModuleNotFoundError.__name__):
            words += _advice(words, interpreter)
        return ProgramError(words, file=events.error["file"], line=events.error["line"])
    if recording.unknown:
        return ProgramError(unknown_request(recording.unknown[0]))
    if recording.errors:
        return ProgramError(f"the program logs an error: {recording.errors[0]}")
    last = max(events.constructions.values(), key=lambda it: it.ordinal, default=None)
    reached = f", after it made {last.name}" if last is not None else ""
    said = (ended.stderr.strip() or ended.stdout.strip()).splitlines()[-1:]
    return ProgramError(
        f"the program ended before it was done, {ending(ended.status)}{reached}"
        + (f"; the last that it said: {said[0][:_LONGEST_WORDS]}" if said else ""),
        file=last.file if last is not None else None,
        line=last.line if last is not None else None,
    )


def _advice(words: str, interpreter: str) -> str:
    """What helps a program that lacks a package."""
    if _SDK in words and interpreter == sys.executable:
        return f"; {INSTALL}"
    return "; are the program's requirements installed?"
