"""From a project whose program can only be run as it is to the program with all that it decides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from ... import decisions
from ...components import with_outputs
from ...errors import Path, ProgramError
from ...provider_functions import REGION_KEYS, known_results
from ...pulumi import ConfigKey, ConfigValue, Program, walk
from ...report import Finding, Report
from ...rewriting import rewritten
from .. import moments
from ..fallbacks import without_clear
from ..lexing import Spoken, spoken
from ..nesting import Component
from ..project import Project
from ..reading import Read, required_in
from ..settling import settle, with_defaults
from ..sources import data_words, loads, texts
from ..trials import Trial
from .choosing import objects_of, subjects_of
from .nesting import nested
from .observing import Hints
from .probing import Probe
from .reducing import without_truth
from .subjects import Subject

if TYPE_CHECKING:
    from ..runtimes import Runs


def found_by_trying(
    runs: Runs,
    project: Project,
    fragment: Mapping[str, Any],
    report: Report,
    components: Mapping[str, Component] | None = None,
) -> Program:
    """Give a project's program with its conditions, choices and tables.

    Args:
        runs: runs the program.
        project: the project's files.
        fragment: what stands beside the program, as a template says it.
        report: takes the findings.
        components: those that stand for nested stacks, by their types' tokens.

    Raises:
        SourceError: a tool chain or what the program requires is missing.
        ProgramError: the program fails, or does what a template cannot say.
        UnsupportedError: it has resources that a template cannot have.
    """
    found = [(project.shown_file(str(path)), text) for path, text in texts(project.folder)]
    for finding in moments.findings(found):
        report.add(finding)
    files = [text for _, text in found]
    said, whole = spoken(files), "\n".join(files)
    if any(map(loads, files)):
        said.loose.update(dict.fromkeys(data_words(project.folder)))
    _tell_unclear(said, found, report)
    hints = _hints(fragment, (components or {}).values())
    hints.together = list(said.together)
    fixed = {project.bare(key): value for key, value in runs.fixed.items()}

    def subjects_now() -> list[Subject]:
        found = subjects_of(project, said, hints, _section(fragment, "Parameters"), whole)
        return [it for it in found if it.name not in fixed]

    known = known_results(fixed, [key for key in REGION_KEYS if key in fixed])
    always = {key: value for key, value in project.values.items() if ":" in key}
    objects = objects_of(project, said)
    for key in objects:
        if key in project.values and key not in fixed:
            always[key] = project.values[key]
            words = f"{key} is no parameter: the template holds what its value, an object, gave"
            report.note("fixed-config", words)
    for key in said.reads:
        if ":" in project.bare(key) and key not in REGION_KEYS:
            words = f"{key} is no parameter: the template holds what its value gave"
            report.note("fixed-config", words)
    reports: list[Report] = []

    def run(trial: Trial) -> Program:
        own = Report()
        program = runs.run(Trial({**always, **trial.config}, {**known, **trial.known}), report=own)
        reports.append(own)
        return program

    def look(trial: Trial, program: Program) -> None:
        runs.look(Trial({**always, **trial.config}, {**known, **trial.known}), program)

    while True:
        subjects = subjects_now()
        probing = Probe(run, {it.identity: it for it in subjects}, hints, files, report)
        try:
            program = probing.looked_at(look)
        except ProgramError as error:
            missing = required_in(error.message)
            if missing is None or project.bare(missing) in {*fixed, *(it.name for it in subjects)}:
                raise
            said.reads[project.bare(missing)] = Read("string", optional=False, secret=False)
        else:
            if not _required(said, project, probing):
                break
    if components:
        program = nested(probing.seen, program, components, report)
    program = rewritten(program, without_truth)
    for finding in (*reports[0], *_of_secrets(reports, _used(program))):
        report.add(finding)
    optional = {it.name: it.type for it in subjects if it.optional}
    program = with_defaults(program, optional)
    config = _config(program, optional, project)
    config = {key: it for key, it in config.items() if key not in objects}
    sure = {project.bare(key) for key, it in said.reads.items() if it.sure}
    idle = [it.name for it in subjects if it.name in sure and it.name not in _asked_for(program)]
    _tell_idle(idle, program, config, report)
    program = without_clear(replace(program, config=config), project, report)
    return with_outputs(settle(program))


def _required(said: Spoken, project: Project, probing: Probe) -> list[str]:
    """The keys that have to be set though a program may catch that they are not: it fails. From now
    on they are required.
    """
    found = [
        key
        for key, read in said.reads.items()
        if read.caught and read.optional and probing.trying.is_at_fault(project.bare(key), "")
    ]
    for key in found:
        said.reads[key].optional = False
    return found


def _of_secrets(reports: list[Report], used: set[str]) -> list[Finding]:
    """What runs beside the first one told of the program's own secrets, for which config keys were
    made that are used.
    """
    own = {it.message: it for each in reports[1:] for it in each if it.code == "secret-literal"}
    known = {it.message for it in reports[0]}
    return [
        it
        for words, it in own.items()
        if words not in known and any(f" {key} asks for it" in words for key in used)
    ]


def _tell_unclear(said: Spoken, files: list[tuple[str, str]], report: Report) -> None:
    """Say where config is read by a key that was not found in the program's text."""
    for number, line in said.unclear:
        words = (
            "which config key is read here was not found in the program's text: where no file of "
            "the project sets it, it is no parameter"
        )
        report.add(Finding(code="unclear-config", message=words, file=files[number][0], line=line))


def _hints(fragment: Mapping[str, Any], components: Iterable[Component]) -> Hints:
    """The names to look for; conditions of components are about what these are given."""
    metadata = _section(fragment, "Metadata")
    conditions, own = decisions.read(metadata)
    tables: dict[str, Any] = {}
    for component in components:
        for name, table in decisions.read(_section(component.fragment, "Metadata"))[1].items():
            tables[name if tables.get(name, table) == table else f"{component.name}{name}"] = table
    return Hints(conditions, {**tables, **own}, decisions.asked_at(metadata))


def _tell_idle(
    keys: Iterable[str], program: Program, config: Collection[str], report: Report
) -> None:
    """Say of which keys the program reads the values, and nothing was found that hangs on them."""
    for key in keys:
        left = "the template has no parameter for it"
        words = (
            f"nothing was found that hangs on the config value {key}, whatever text it was: "
            f"{'no resource and no output uses its parameter' if key in config else left}"
        )
        path: Path = ("config", key)
        file, line = program.places.get(path, (None, None))
        report.add(
            Finding(
                code="idle-config",
                message=words,
                severity="note",
                path=path,
                file=file,
                line=line,
            )
        )


def _config(
    program: Program, optional: Mapping[str, str], project: Project
) -> dict[str, ConfigKey]:
    """The config, without what is no parameter; what may not be set is a text.

    What reads like a key in the source may be one of any map: something has to hang on it.
    """
    used = _asked_for(program)
    found = {}
    for key, declared in program.config.items():
        guessed = key in optional and key not in project.config
        if ":" in key or (guessed and key not in used):
            continue
        kind = declared.type
        if key in optional:
            kind = "string" if declared.default == "" else optional[key]
        found[key] = replace(declared, type=kind)
    return found


def _asked_for(program: Program) -> set[str]:
    """The config keys that the program's values hang on, or whose parameters are kept to some."""
    return _used(program) | {*program.fragment.get("Parameters", {})}


def _used(program: Program) -> set[str]:
    """The config keys that the program's values hang on."""
    values = (*program.values(), *program.conditions.values())
    nodes = (node for value in values for node in walk(value))
    return {node.key for node in nodes if isinstance(node, ConfigValue)}


def _section(fragment: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = fragment.get(name)
    return found if isinstance(found, dict) else {}
