"""Whether templates of random programs decide as these do, for all values of their config."""

from __future__ import annotations

import itertools
import json
import re
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

from converter import record
from converter.errors import ConversionError
from converter.evaluation import Environment, evaluate, plain
from converter.pulumi import Program
from converter.report import Report
from converter.scalars import allowed_texts
from converter.writers.pulumi_csharp import PROJECT

from .grammar import FUNCTIONS, VALUES, Grammar
from .judging import Fault

REFUSED, TOLD, SAME, FAILS = "refused", "told", "same", "fails by itself"
_MOST_REFUSALS = 12
_FILES = {
    "python": "__main__.py",
    "typescript": "index.ts",
    "go": "main.go",
    "java": "App.java",
    "csharp": "Program.cs",
}
_RUNTIMES = {"typescript": "nodejs", "csharp": "dotnet"}
_PROGRAMS = Path(__file__).parent / "programs"
_EXPORTS = {
    "python": "pulumi.export('{}', {})",
    "typescript": "export const {} = {};",
    "go": 'ctx.Export("{}", pulumi.String({}))',
    "java": 'ctx.export("{}", Output.of({}));',
    "csharp": 'outputs["{}"] = {};',
}
_BESIDE = {"go": ("functions.go",)}
_OF_JAVA = re.compile(r'(?<![\w."])([lm][01]|[tn]0)\b')
"""Variables, which are fields in Java: its lambdas take none that change."""
_HEADS = {
    "python": """\
import pulumi
from pulumi_aws_native import sns
config = pulumi.Config()
b = config.require("B")
c = config.require("C")
dd = config.require_bool("D")
cc = c == "y"
bc = b == "x"
sns.Topic("Topic")
""",
    "typescript": """\
import * as aws from "@pulumi/aws-native";
import * as pulumi from "@pulumi/pulumi";
const config = new pulumi.Config();
const b = config.require("B");
const c = config.require("C");
const dd = config.requireBoolean("D");
const cc = c === "y";
const bc = b === "x";
new aws.sns.Topic("Topic");
""",
}
Config = dict[str, str]


class Decided:
    """A random program in one language.

    Args:
        number, seed: which it is.
        language: one of `grammar.LANGUAGES`.
    """

    def __init__(self, number: int, seed: int, language: str) -> None:
        grammar = Grammar(Random(f"{seed}-{number}"), language)
        statements = [*grammar.beginnings()]
        statements += [grammar.statement() for _ in range(grammar.random.randrange(2, 7))]
        self.name, self.language = f"p{number}", language
        self.body = "".join(f"{it}\n" for it in statements)
        self.results = {f"R{place}": it for place, it in enumerate(grammar.results())}
        self._whole = (
            f"{_HEADS[language]}{FUNCTIONS[language]}BODY\nRESULTS\n"
            if language in _HEADS
            else (_PROGRAMS / _FILES[language]).read_text(encoding="utf-8")
        )

    def text(self) -> str:
        """The program."""
        export = _EXPORTS[self.language]
        results = "\n".join(export.format(*it) for it in self.results.items())
        text = self._whole
        for mark, lines in (("BODY", self.body), ("RESULTS", results)):
            if self.language == "java":
                lines = _OF_JAVA.sub(r"box.\1", lines)
            text = re.sub(rf"(?m)^.*\b{mark}\n", lambda _, own=lines: f"{own}\n", text)
        return text

    def files(self) -> dict[str, str]:
        """The files of its project."""
        runtime = _RUNTIMES.get(self.language, self.language)
        beside = {it: (_PROGRAMS / it).read_text("utf-8") for it in _BESIDE.get(self.language, ())}
        if self.language == "csharp":
            beside["Decided.csproj"] = PROJECT
        return {
            "Pulumi.yaml": f"name: decided\nruntime: {runtime}\n",
            _FILES[self.language]: self.text(),
            **beside,
        }

    def leave_out(self, line: int) -> bool:
        """Leave out the result in a line; whether there is one."""
        said = self.text().splitlines()[line - 1 : line]
        export = _EXPORTS[self.language]
        names = [name for name, it in self.results.items() if said == [export.format(name, it)]]
        for name in names:
            del self.results[name]
        return bool(names)


def judge_decided(decided: Decided, write: Callable[[Decided, Path], Path]) -> str:
    """Hold a program against what comes of it.

    Args:
        decided: the program.
        write: writes it as a project, in a folder of a folder.

    Returns:
        What became of it.

    Raises:
        Fault: the template says something else than the program does, and nothing tells.
    """
    configs = [*_configs()]
    with TemporaryDirectory() as parent:
        found = _recorded(decided, lambda: write(decided, Path(parent)))
        if found is None:
            return REFUSED
        program, report, folder = found
        try:
            expected = _OUTCOMES.get(decided.language, _in_a_run)(decided, configs, folder)
        except (Exception, subprocess.CalledProcessError):
            return FAILS
    is_told = any(it.severity == "warning" for it in report)
    for config, outcome in zip(configs, expected, strict=True):
        said = evaluate(program, config=config, environment=Environment()).exports
        shown = {name: str(plain(value)) for name, value in said.items()}
        for name, value in outcome.items():
            if shown.get(name) == value:
                continue
            if is_told and not _is_allowed(program, config):
                continue
            raise Fault(
                f"{decided.results[name]} is {value!r} for {config}, the template has "
                f"{shown.get(name)!r}"
            )
    return TOLD if is_told else SAME


def _is_allowed(program: Program, config: Config) -> bool:
    """Whether a program's parameters may have some values."""
    parameters = program.fragment.get("Parameters", {})
    allowed = {key: allowed_texts(parameters.get(key, {})) for key in config}
    return all(it is None or config[key] in it for key, it in allowed.items())


def write_decided(decided: Decided, parent: Path) -> Path:
    """Write a program as a project, in a folder that has its name.

    Returns:
        The folder.
    """
    folder = parent / decided.name
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in decided.files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def _recorded(decided: Decided, write: Callable[[], Path]) -> tuple[Program, Report, Path] | None:
    """What a program registers, without the results that are refused, and its folder."""
    for _ in range(_MOST_REFUSALS):
        folder, report = write(), Report()
        try:
            return record(folder, report=report), report, folder
        except ConversionError as error:
            is_compiled = decided.language not in _OUTCOMES
            if is_compiled or not isinstance(error.line, int) or not decided.leave_out(error.line):
                return None
    return None


def _configs() -> Iterator[Config]:
    for values in itertools.product(*VALUES.values()):
        yield dict(zip(VALUES, values, strict=True))


def _in_python(decided: Decided, configs: Sequence[Config], _: Path) -> list[dict[str, str]]:
    found = []
    for config in configs:
        b, c, is_dd = config["B"], config["C"], config["D"] == "true"
        names = {"b": b, "c": c, "dd": is_dd, "cc": c == "y", "bc": b == "x"}
        exec(FUNCTIONS["python"] + decided.body, names)
        found.append({name: eval(text, names) for name, text in decided.results.items()})
    return found


def _in_node(decided: Decided, configs: Sequence[Config], _: Path) -> list[dict[str, str]]:
    entries = ", ".join(f"{name}: {text}" for name, text in decided.results.items())
    script = (
        f"const configs = {json.dumps(configs)};"
        "const run = ({ B: b, C: c, D }) => { const dd = D === 'true', "
        f"cc = c === 'y', bc = b === 'x';\n{FUNCTIONS['typescript']}{decided.body}"
        f"return {{ {entries} }}; }};console.log(JSON.stringify(configs.map(run)));"
    )
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    outcomes: list[dict[str, str]] = json.loads(done.stdout)
    return outcomes


def _in_a_run(_: Decided, configs: Sequence[Config], folder: Path) -> list[dict[str, str]]:
    """What a program that is compiled registers with these values."""
    runs = (record(folder, config=config, concrete=True) for config in configs)
    return [{name: str(it.value) for name, it in run.exports.items()} for run in runs]


_OUTCOMES: dict[str, Callable[[Decided, Sequence[Config], Path], list[dict[str, str]]]] = {
    "python": _in_python,
    "typescript": _in_node,
}
