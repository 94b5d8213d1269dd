"""Whether templates of random programs decide as these do, for all values of their config."""

from __future__ import annotations

import itertools
import json
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from converter import record
from converter.errors import ConversionError
from converter.evaluation import Environment, evaluate, plain
from converter.pulumi import Program
from converter.report import Report

from .. import node
from .grammar import FUNCTIONS, VALUES, Grammar
from .judging import Fault

REFUSED, TOLD, SAME, FAILS = "refused", "told", "same", "fails by itself"
_MOST_REFUSALS = 12
_FILES = {"python": "__main__.py", "typescript": "index.ts"}
_RUNTIMES = {"python": "python", "typescript": "nodejs"}
_PACKAGES = Path(__file__).parent.parent / "typescript" / "package.json"
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
Config = dict[str, Any]


class Decided:
    """A random program in one language.

    Args:
        number, seed: which it is.
        language: ``python`` or ``typescript``.
    """

    def __init__(self, number: int, seed: int, language: str) -> None:
        grammar = Grammar(Random(f"{seed}-{number}"))
        statements = [*grammar.beginnings()]
        statements += [grammar.statement() for _ in range(grammar.random.randrange(2, 7))]
        results = [*grammar.results()]
        self.language = language
        self.body = FUNCTIONS[language] + "".join(f"{it[language]}\n" for it in statements)
        self.results = {f"R{place}": it[language] for place, it in enumerate(results)}

    def text(self) -> str:
        """The program."""
        export = {"python": "pulumi.export({!r}, {})", "typescript": "export const {} = {};"}
        lines = (export[self.language].format(*it) for it in self.results.items())
        return _HEADS[self.language] + self.body + "".join(f"{line}\n" for line in lines)

    def leave_out(self, line: int) -> bool:
        """Leave out the result in a line; whether there is one."""
        before = (_HEADS[self.language] + self.body).count("\n")
        names = [*self.results]
        if not before < line <= before + len(names):
            return False
        del self.results[names[line - before - 1]]
        return True


def judge_decided(decided: Decided) -> str:
    """Hold a program against what comes of it.

    Returns:
        What became of it.

    Raises:
        Fault: the template says something else than the program does, and nothing tells.
    """
    with TemporaryDirectory() as folder:
        found = _recorded(decided, Path(folder))
    if found is None:
        return REFUSED
    program, report = found
    configs = [*_configs()]
    try:
        expected = _OUTCOMES[decided.language](decided, configs)
    except (Exception, subprocess.CalledProcessError):
        return FAILS
    for config, outcome in zip(configs, expected, strict=True):
        said = evaluate(program, config=config, environment=Environment()).exports
        shown = {name: str(plain(value)) for name, value in said.items()}
        for name, value in outcome.items():
            if shown.get(name) != value and any(it.severity == "warning" for it in report):
                return TOLD
            if shown.get(name) != value:
                raise Fault(
                    f"{decided.results[name]} is {value!r} for {config}, the template has "
                    f"{shown.get(name)!r}"
                )
    return SAME


def write_decided(decided: Decided, folder: Path) -> None:
    """Write a program as a project."""
    folder.mkdir(parents=True, exist_ok=True)
    runtime = _RUNTIMES[decided.language]
    (folder / "Pulumi.yaml").write_text(f"name: decided\nruntime: {runtime}\n", encoding="utf-8")
    (folder / _FILES[decided.language]).write_text(decided.text(), encoding="utf-8")


def _recorded(decided: Decided, folder: Path) -> tuple[Program, Report] | None:
    """What a program registers, without the results that are refused."""
    if decided.language == "typescript":
        (folder / "node_modules").symlink_to(node.modules(_PACKAGES))
    for _ in range(_MOST_REFUSALS):
        write_decided(decided, folder)
        report = Report()
        try:
            return record(folder, report=report), report
        except ConversionError as error:
            if not (isinstance(error.line, int) and decided.leave_out(error.line)):
                return None
    return None


def _configs() -> Iterator[Config]:
    for b, c, d in itertools.product(*VALUES.values()):
        yield {"B": b, "C": c, "D": d == "true"}


def _in_python(decided: Decided, configs: Sequence[Config]) -> list[dict[str, str]]:
    found = []
    for config in configs:
        b, c = config["B"], config["C"]
        names = {"b": b, "c": c, "dd": config["D"], "cc": c == "y", "bc": b == "x"}
        exec(decided.body, names)
        found.append({name: eval(text, names) for name, text in decided.results.items()})
    return found


def _in_node(decided: Decided, configs: Sequence[Config]) -> list[dict[str, str]]:
    entries = ", ".join(f"{name}: {text}" for name, text in decided.results.items())
    script = (
        f"const configs = {json.dumps(configs)};"
        "const run = ({ B: b, C: c, D: dd }) => {"
        f"const cc = c === 'y', bc = b === 'x';\n{decided.body}return {{ {entries} }}; }};"
        "console.log(JSON.stringify(configs.map(run)));"
    )
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    outcomes: list[dict[str, str]] = json.loads(done.stdout)
    return outcomes


_OUTCOMES: dict[str, Callable[[Decided, Sequence[Config]], list[dict[str, str]]]] = {
    "python": _in_python,
    "typescript": _in_node,
}
