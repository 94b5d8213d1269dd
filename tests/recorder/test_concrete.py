"""Programs in Go and Java with every value fixed: what is recorded is what they register."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import converter
from converter.errors import ProgramError
from converter.evaluation import Evaluation

from ..sdks.generating import tool
from ..sdks.projects import in_go, in_java
from ..test_evaluation import REGION, evaluated, values
from ..typescript import programs
from ..wire import wired
from ..writers import test_pulumi_go as go
from ..writers import test_pulumi_java as java

IN_JAVA = ("conditions", "parameters", "production-stack")
BY_SSM = "waiting-in-nested"
"""Its program decides by what a parameter of SSM's holds."""
BY_NUMBER = "import-value-kinds-in-language"
"""Its program makes numbers of what other stacks export, or fails."""


def registered(found: Evaluation) -> dict[str, Any]:
    """What a program registers, without components, whose resources are there."""
    made = {name: it for name, it in found.registrations.items() if not it.component}
    retained = {name for name, it in made.items() if it.options.retain_on_delete}
    return go.parsed(
        {
            "resources": {name: [it.type, wired(it.inputs)] for name, it in made.items()},
            "retained": {
                name for name in retained if "-" not in name
            },  # in a component it is that's
            "outputs": wired(found.exports),
        }
    )


def assert_records(case: programs.Case, folder: Path) -> None:
    """Hold what is recorded of a project against what its program registers, for each config."""
    for given in case.configs:
        config = values(case.program, given)
        program = converter.record(
            folder, stack="live", config={**config, "aws-native:region": REGION}, concrete=True
        )
        assert registered(evaluated(program, config)) == registered(evaluated(case.program, config))


# Names that are cut to a length are refused: what was known of them is not seen any more
@pytest.mark.parametrize(
    "group", [*programs.TEMPLATES, "language", *(it for it in programs.GROUPS if it != "hostile")]
)
def test_go(group: str, tmp_path: Path) -> None:
    tool("go")
    cases = programs.every("go").values()
    found = [
        it for it in cases if group in (it.name, it.group) and it.name not in (BY_SSM, BY_NUMBER)
    ]
    assert found
    for case in found:
        folder = in_go(case.files, go.compiled().command(case.name), tmp_path / case.name)
        assert_records(case, folder)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of Java that runs all programs in one process."""
    tool("mvn")
    with java.compiled().running(tmp_path_factory.mktemp("java")) as folder:
        yield folder


@pytest.mark.parametrize("name", IN_JAVA)
def test_java(name: str, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JAVA_HOME", str(home))
    case = programs.every("java")[name]
    classes, main = java.compiled().classes(), java.compiled().main(name)
    assert_records(case, in_java(case.files, classes, main, tmp_path / name))


def test_what_hangs_on_a_region_that_is_not_known_is_refused(tmp_path: Path) -> None:
    tool("go")
    case = programs.every("go")["conditions"]
    folder = in_go(case.files, go.compiled().command(case.name), tmp_path)
    with pytest.raises(ProgramError, match="give its region with -c aws-native:region=REGION"):
        converter.export(folder, concrete=True)


def test_what_hangs_on_what_ssm_holds_is_refused(tmp_path: Path) -> None:
    tool("go")
    case = programs.every("go")[BY_SSM]
    folder = in_go(case.files, go.compiled().command(case.name), tmp_path)
    config = {**values(case.program, case.configs[0]), "aws-native:region": REGION}
    with pytest.raises(ProgramError, match="that only the deployment knows"):
        converter.record(folder, config=config, concrete=True)
