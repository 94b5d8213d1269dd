"""Whether templates of random programs decide as these do, for all values of their config."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

from converter import record
from converter.errors import ConversionError
from converter.evaluation import Environment, Evaluation, evaluate, plain
from converter.pulumi import Program
from converter.report import Report
from converter.scalars import allowed_texts
from converter.writers.pulumi_csharp import PROJECT

from . import productions, scripts
from .grammar import Grammar
from .judging import Fault
from .running import Config, Outcome, outcomes
from .scripts import Scripts

REFUSED, TOLD, SAME, FAILS = "refused", "told", "same", "fails by itself"
_MOST_REFUSALS = 30
_SCRIPTS = ("python", "typescript")
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
_ERROR = re.compile(r"[A-Z]\w*(?:Error|Exception): ")
_BESIDE = {"go": ("functions.go",)}
_OF_JAVA = re.compile(r'(?<![\w."])([lm][01]|[tn]0)\b')
"""Variables, which are fields in Java: its lambdas take none that change."""


class Decided:
    """A random program in one language.

    Args:
        number, seed: which it is.
        language: one of `productions.LANGUAGES`.

    Attributes:
        name, kind: what it is called, and programs like it.
        results: what it exports, by name.
        whole: the program around its own statements.
    """

    def __init__(self, number: int, seed: int, language: str) -> None:
        kind = Scripts if language in _SCRIPTS else Grammar
        grammar = kind(Random(f"{seed}-{number}"), language)
        self.name, self.kind, self.language = f"p{number}", "decisions", language
        self._beginnings = [*grammar.beginnings()]
        many = grammar.random.randrange(2, 7)
        self._statements = [grammar.statement() for _ in range(many)]
        self.results = {f"R{place}": it for place, it in enumerate(grammar.results())}
        folder = scripts.FOLDER if language in _SCRIPTS else _PROGRAMS
        self.whole = (folder / _FILES[language]).read_text(encoding="utf-8")

    @property
    def body(self) -> str:
        """Its statements."""
        return "".join(f"{it}\n" for it in self._parts())

    def _parts(self) -> list[str]:
        return [*(said for said, _ in self._beginnings), *self._statements]

    def text(self) -> str:
        """The program."""
        export = _EXPORTS[self.language]
        results = "\n".join(export.format(*it) for it in self.results.items())
        text = self.whole
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
        """Leave out the result, or the statement, in a line; whether there is one."""
        said = self.text().splitlines()[line - 1 : line]
        export = _EXPORTS[self.language]
        names = [name for name, it in self.results.items() if said == [export.format(name, it)]]
        for name in names:
            del self.results[name]
        return bool(names) or self._leave_out_statement(line)

    def _leave_out_statement(self, line: int) -> bool:
        last = self.text().partition(self.body)[0].count("\n")
        for place, part in enumerate(self._parts()):
            first, last = last, last + part.count("\n") + 1
            if not first < line <= last:
                continue
            if place >= len(self._beginnings):
                del self._statements[place - len(self._beginnings)]
                return True
            said, smallest = self._beginnings[place]
            self._beginnings[place] = smallest, smallest
            return said != smallest
        return False


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
    configs = [*_configs(decided.language)]
    with TemporaryDirectory() as parent:
        found = _recorded(decided, lambda: write(decided, Path(parent)))
        if found is None:
            return REFUSED
        program, report, folder = found
        expected = outcomes(decided, configs, folder)
    is_told = any(it.severity == "warning" for it in report)
    for config, outcome in zip(configs, expected, strict=True):
        if outcome is None or (is_told and not _is_allowed(program, config)):
            continue
        values = {key: it for key, it in config.items() if it is not None}
        given = evaluate(program, config=values, environment=Environment(), outputs=_output)
        for what, wanted, said in _differences(decided, outcome, given):
            raise Fault(f"{what} is {wanted!r} for {config}, the template has {said!r}")
    if not any(expected):
        return FAILS
    return TOLD if is_told else SAME


def _output(name: str, path: Sequence[Any]) -> str:
    return f"{name}.{path[-1]}"


def _differences(
    decided: Decided, outcome: Outcome, given: Evaluation
) -> Iterator[tuple[str, Any, Any]]:
    """What is another thing for a program than for its template: what it is, and both."""
    said = {name: str(plain(value)) for name, value in given.exports.items()}
    for name, value in outcome.exports.items():
        if said.get(name) != str(value):
            yield decided.results[name], value, said.get(name)
    if outcome.resources is None:
        return
    resources = {
        name: {
            "type": it.type,
            "inputs": it.inputs,
            "depends": sorted(it.options.depends_on),
            "retain": bool(it.options.retain_on_delete),
        }
        for name, it in given.registrations.items()
        if name != "Topic"
    }
    for name in {**resources, **outcome.resources}:
        wanted, own = (_texts(it.get(name)) for it in (outcome.resources, resources))
        if wanted and own and {*own["depends"]} > {*wanted["depends"]}:
            own["depends"] = wanted["depends"]  # a template has all that may be
        if wanted != own:
            yield name, wanted, own


def _texts(value: Any) -> Any:
    """A value in which numbers are texts."""
    if isinstance(value, dict):
        return {key: _texts(it) for key, it in value.items()}
    if isinstance(value, list):
        return [_texts(it) for it in value]
    return value if value is None else str(plain(value))


def _is_allowed(program: Program, config: Config) -> bool:
    """Whether a program's parameters may have some values."""
    parameters = program.fragment.get("Parameters", {})
    allowed = {key: allowed_texts(parameters.get(key, {})) for key in config}
    return all(it is None or config[key] in it for key, it in allowed.items())


def _recorded(decided: Decided, write: Callable[[], Path]) -> tuple[Program, Report, Path] | None:
    """What a program registers, without the results that are refused, and its folder."""
    for _ in range(_MOST_REFUSALS):
        folder, report = write(), Report()
        try:
            return record(folder, report=report), report, folder
        except ConversionError as error:
            if decided.language not in _SCRIPTS:
                return None
            _check_refusal(decided, folder, error)
            if not isinstance(error.line, int) or not decided.leave_out(error.line):
                return None
    return None


def _check_refusal(decided: Decided, folder: Path, error: ConversionError) -> None:
    """Make a fault of a refusal that is told as an error of a program which has none."""
    is_error = _ERROR.match(error.message) is not None
    if is_error and all(outcomes(decided, [*_configs(decided.language)], folder)):
        raise Fault(f"it is said to fail in line {error.line}: {error.message}")
    if error.line is None:
        raise Fault(f"nobody is told the line of: {error.message}")


def _configs(language: str) -> Iterator[Config]:
    values = scripts.VALUES if language in _SCRIPTS else productions.VALUES
    for chosen in itertools.product(*values.values()):
        yield dict(zip(values, chosen, strict=True))
