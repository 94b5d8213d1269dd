"""A slice of what `python -m tests.fuzz` tries, and what it found before."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from .compiling import writing
from .inputs import SEED, corpus, input_of, misplaced_of
from .judging import BACK_REFUSED, REFUSED, SAME, TOLD, judge
from .meaning import SAME_MEANING, Carried, judge_valid
from .projects import PROJECTS, judge_project, project_in, project_of

OUTCOMES = {REFUSED, BACK_REFUSED, TOLD, SAME}


@pytest.mark.parametrize("path", corpus(), ids=lambda path: path.name)
def test_what_was_found_is_mended(path: Path) -> None:
    assert judge(path.read_bytes()) in OUTCOMES


def test_a_slice_of_the_inputs() -> None:
    outcomes = {judge(input_of(number)) for number in range(300)}
    assert outcomes <= OUTCOMES
    assert SAME in outcomes


def test_functions_in_odd_places() -> None:
    assert {judge(misplaced_of(number)) for number in range(100)} <= OUTCOMES


def test_templates_as_people_write_them() -> None:
    outcomes = Counter(judge_valid(Carried(number, SEED)) for number in range(150))
    assert outcomes[SAME] + outcomes[SAME_MEANING] > 140


@pytest.mark.parametrize("number", range(4))
def test_a_program_of_a_template_as_people_write_it_runs(number: int) -> None:
    carried = Carried(number, SEED, "python")
    with writing([carried]) as write:
        assert judge_valid(carried, write) in {SAME, SAME_MEANING}


def test_an_input_is_the_same_each_time() -> None:
    assert [input_of(number) for number in range(20)] == [input_of(number) for number in range(20)]


@pytest.mark.parametrize("number", [17, 29])
def test_a_program_of_a_mutated_template_runs(number: int) -> None:
    assert judge(input_of(number), run="python") in OUTCOMES


@pytest.mark.parametrize("folder", sorted(PROJECTS.iterdir()), ids=lambda folder: folder.name)
def test_what_was_found_in_projects_is_mended(folder: Path) -> None:
    assert judge_project(project_in(folder)) in OUTCOMES


def test_a_slice_of_the_projects() -> None:
    outcomes = {judge_project(project_of(number)) for number in range(100)}
    assert outcomes == {BACK_REFUSED, SAME}
