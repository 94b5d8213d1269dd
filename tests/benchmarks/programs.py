"""Programs: written in each language, and exported."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import converter
from converter.errors import ConversionError
from converter.migration import programs_of
from converter.pulumi import Choice, ConfigKey, ConfigValue, Equal, Program, Resource
from converter.readers.opening import open_sources
from converter.recorder.probing import Subject, probe
from converter.recorder.trials import Trial
from converter.report import Report
from converter.writers.languages import LANGUAGES

from .. import node, wire
from ..probing.oracle import oracle
from ..typescript.programs import write
from .measuring import Action, Ratio, command, compare
from .templates import models

TOOLS = Path(sys.executable).parent
TYPESCRIPT = Path(__file__).parent.parent / "typescript"


def languages(paths: Sequence[Path]) -> Iterator[Ratio]:
    """Turning templates into programs in each language against doing so in Python: all that a
    migration does, and the writer's part of it alone.
    """
    found = {path: each for path in paths if (each := _programs(path)) is not None}
    programs = list(found.values())
    for language in LANGUAGES:
        if language != "python":
            yield compare(
                f"migrated to {language} / to Python",
                _migrating(found, language),
                _migrating(found, "python"),
                limit=1.3,
                repeats=8,
            )
            yield compare(
                f"written in {language} / in Python, the writer alone",
                _writing(programs, language),
                _writing(programs, "python"),
                limit=1.3,
                repeats=20,
            )


def _programs(path: Path) -> dict[bool, Program] | None:
    """What a template becomes in languages that only declare, and in others; None where one of them
    cannot say it.
    """
    found = {}
    try:
        for declarative in (False, True):
            sources = open_sources(path)
            made = programs_of(sources, declarative=declarative, report=Report())
            (found[declarative],) = made.values()
        for language, known in LANGUAGES.items():
            converter.write(found[known.declarative], f"pulumi-{language}")
    except ConversionError:
        return None
    return found


def _migrating(paths: Iterable[Path], language: str) -> Action:
    def migrate() -> None:
        for path in paths:
            converter.migrate(path, language=language)

    return migrate


def _writing(programs: Sequence[dict[bool, Program]], language: str) -> Action:
    declarative = LANGUAGES[language].declarative

    def write() -> None:
        for each in programs:
            converter.write(each[declarative], f"pulumi-{language}")

    return write


def recording(project: Path) -> Ratio:
    """The export command against the bare run of the same program under the recorder."""
    export = command(str(TOOLS / "pulumi2cfn"), "export", str(project))
    bare = f"from converter.recorder import record; record({str(project)!r})"
    alone = command(sys.executable, "-c", bare)
    return compare("pulumi2cfn export / recording alone", export, alone, limit=1.3, repeats=5)


def long_programs(scratch: Path) -> Ratio:
    """The export command on a program of 3,000 resources against one of 300."""
    exports = [_exporting(scratch / str(count), count) for count in (3000, 300)]
    return compare("pulumi2cfn export of 3,000 resources / of 300", *exports, limit=12, repeats=1)


def _exporting(project: Path, count: int) -> Action:
    template = project.with_suffix(".json")
    template.write_text(models(count), encoding="utf-8")
    project.mkdir()
    for name, text in converter.migrate(template).items():
        (project / name).write_text(text, encoding="utf-8")
    return command(str(TOOLS / "pulumi2cfn"), "export", str(project), "--timeout", "600")


def twenty_conditions(scratch: Path) -> Ratio:
    """Recording a program in TypeScript with twenty conditions against running it as it is."""
    modules = node.modules(TYPESCRIPT / "package.json")
    project = scratch / "conditions"
    project.mkdir()
    (project / "node_modules").symlink_to(modules)
    write(
        {"Pulumi.yaml": "name: conditions\nruntime: nodejs\n", "index.ts": _deciding(20)}, project
    )
    bare = ["node", str(TYPESCRIPT / "run_programs.cjs"), str(modules)]
    config = {f"key{number}": "a" for number in range(20)}

    def run_as_it_is() -> None:
        programs = wire.Programs(bare)
        programs.run(
            project,
            lambda name: (name, {}),
            stack="dev",
            config=config,
            function=lambda *_: "",
        )
        programs.close()

    record = f"from converter.recorder import record; record({str(project)!r})"
    name = "recording 20 conditions in TypeScript / running them"
    return compare(name, command(sys.executable, "-c", record), run_as_it_is, limit=1.5, repeats=5)


def _deciding(count: int) -> str:
    """A program with so many conditions."""
    lines = [
        'import * as aws from "@pulumi/aws-native";',
        'import * as pulumi from "@pulumi/pulumi";',
        "const config = new pulumi.Config();",
    ]
    for number in range(count):
        lines += [
            f'const is{number} = config.require("key{number}") === "a";',
            f'new aws.sqs.Queue("Q{number}", {{ delaySeconds: is{number} ? 1 : 2 }});',
        ]
    return "\n".join(lines)


def ten_conditions() -> Ratio:
    """How often a program with ten independent conditions is run that can only be run as it is."""
    keys = [f"key{number}" for number in range(10)]
    program = Program(
        config={key: ConfigKey() for key in keys},
        conditions={key: Equal(ConfigValue(key), "prod") for key in keys},
        resources={
            key: Resource(type="aws-native:sqs:Queue", inputs={"delaySeconds": Choice(key, 1, 2)})
            for key in keys
        },
    )
    run = oracle(program)
    trials: list[Trial] = []

    def counted(trial: Trial) -> Program:
        trials.append(trial)
        return run(trial)

    sources = [f'if cfg.Require("{key}") == "prod" {{ delay = 1 }}' for key in keys]
    subjects = [Subject(name=key, values=("prod",), default="dev") for key in keys]
    probe(counted, subjects, sources=sources)
    return Ratio("runs of a program with ten conditions", len(trials), 14, "")
