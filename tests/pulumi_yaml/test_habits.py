"""Habits of people who write programs in Pulumi YAML, and what a template makes of each.

`habits.txt` has a block for each, as that of Python has: what stands in `Pulumi.yaml` behind the
project's name, behind ``@ NAME`` what is in another file, and behind the arrow what comes of it.
Pulumi's own interpreter registers what such a program means; ``@ interpreter`` says why it does
not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import converter
from converter import catalog
from converter.providers import Providers
from converter.pulumi import ConfigKey
from converter.recorder.project import read_project

from ..recorder.test_habits import blocks, came_of
from ..writers.running import PSEUDOS
from .interpreter import Interpreter
from .test_running import meant, read, told

TABLE = Path(__file__).parent / "habits.txt"
HABITS = [pytest.param(program, expected, id=name) for name, program, expected in blocks(TABLE)]
APART = "\n@ "


def saved(program: str, folder: Path) -> Path:
    """A project with a habit's files."""
    main, *others = f"\n{program}".rstrip("\n").split(APART)
    files = {"Pulumi.yaml": f"name: habit\nruntime: yaml\n{main}\n"}
    files |= {name: f"{text}\n" for name, _, text in (it.partition("\n") for it in others)}
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def failed(error: converter.ConversionError) -> str:
    """An error with the line that it names."""
    lines = Path(str(error.file)).read_text("utf-8").splitlines() if error.line else []
    return f"error: {lines[error.line - 1].strip() if error.line else ''}: {error.message}"


@pytest.mark.parametrize(("program", "expected"), HABITS)
def test_a_habit_comes_back_as_a_template_or_is_refused(
    program: str, expected: str, tmp_path: Path
) -> None:
    assert came_of(saved(program, tmp_path), failed) == expected


RUNNING = [
    pytest.param(program, id=name)
    for name, program, expected in blocks(TABLE)
    if not expected.startswith("error:") and f"{APART}interpreter" not in program
]


@pytest.fixture(scope="module")
def interpreter() -> Iterator[Interpreter]:
    """One that knows the types of all habits."""
    tokens = sorted(set(re.findall(r"\baws-native:\w+(?:/\w+)?:\w+", TABLE.read_text("utf-8"))))
    found = {it.token: it for token in tokens if (it := catalog.by_token(token)) is not None}
    with Interpreter([*found.values()]) as made:
        yield made


def known_text(declared: ConfigKey) -> str:
    """A value of a config key."""
    given = {"integer": "7", "number": "7", "boolean": "true"}
    return str(declared.default or given.get(declared.type, "given"))


@pytest.mark.parametrize("program", RUNNING)
def test_the_interpreter_registers_what_a_habit_means(
    program: str, interpreter: Interpreter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Tags that a provider adds by itself are added after a registration
    monkeypatch.setattr(Providers, "with_tags", lambda self, provider, type, inputs, *_: inputs)
    monkeypatch.setitem(PSEUDOS, "getRegion", "us-east-1")
    folder = saved(program, tmp_path)
    project, recorded = read_project(folder, "dev"), converter.record(folder)
    known = {key: known_text(declared) for key, declared in recorded.config.items()}
    config = {
        key: json.dumps(text.split(",")) if recorded.config[key].type == "list" else text
        for key, text in known.items()
    }
    registered, outputs = interpreter.run(
        project.folder, recorded, config | project.values, project="habit", strict=False
    )
    resources, exports = meant(recorded, known)
    assert {name: read(told(it)) for name, it in registered.items()} == read(resources)
    assert read(outputs) == read(exports)


def test_a_file_that_is_uploaded_is_refused_in_go(tmp_path: Path) -> None:
    (program,) = (it for name, it, _ in blocks(TABLE) if name == "code of a function")
    recorded = converter.record(saved(program, tmp_path))
    with pytest.raises(converter.UnsupportedError, match="Go takes no file here"):
        converter.write(recorded, "pulumi-go")
