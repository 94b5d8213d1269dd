"""Programs in Java: they compile, and register what is meant, run by Pulumi's own SDK."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from .. import wire
from ..sdks.generating import tool
from ..sdks.java_formatting import misplaced
from ..sdks.java_programs import Programs
from ..test_evaluation import assert_registers, values
from ..typescript import programs
from .test_pulumi_go import parsed


@cache
def compiled() -> Programs:
    """All programs, to be compiled together."""
    return Programs({name: case.files for name, case in programs.every("java").items()})


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The projects of all programs, each in a folder of its own."""
    root = tmp_path_factory.mktemp("java")
    for name, case in programs.every("java").items():
        programs.write(case.files, root / name)
    return root


@pytest.fixture(scope="module")
def runner(folder: Path) -> Iterator[wire.Programs]:
    """Runs programs with Pulumi's SDK."""
    tool("mvn")
    found = wire.Programs(compiled().runner(folder))
    yield found
    found.close()


def test_every_program_compiles() -> None:
    tool("mvn")
    assert compiled().classes().is_dir()


def test_the_formatter_leaves_every_file(folder: Path) -> None:
    tool("mvn")
    assert misplaced(folder) == []


@pytest.mark.parametrize("case", [*programs.TEMPLATES, "language", *programs.GROUPS])
def test_programs_register_what_is_meant(case: str, folder: Path, runner: wire.Programs) -> None:
    tool("mvn")
    found = [each for each in programs.every("java").values() if case in (each.name, each.group)]
    assert found
    for each in found:
        for given in each.configs:
            config = values(each.program, given)
            assert_registers(runner, folder / each.name, each.program, config, parsed)
