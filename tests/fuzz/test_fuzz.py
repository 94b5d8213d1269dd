"""A slice of what `python -m tests.fuzz` tries, and what it found before."""

from __future__ import annotations

from pathlib import Path

import pytest

from .inputs import corpus, input_of
from .judging import BACK_REFUSED, REFUSED, SAME, TOLD, judge

OUTCOMES = {REFUSED, BACK_REFUSED, TOLD, SAME}


@pytest.mark.parametrize("path", corpus(), ids=lambda path: path.name)
def test_what_was_found_is_mended(path: Path) -> None:
    assert judge(path.read_bytes()) in OUTCOMES


def test_a_slice_of_the_inputs() -> None:
    outcomes = {judge(input_of(number)) for number in range(300)}
    assert outcomes <= OUTCOMES
    assert SAME in outcomes


def test_an_input_is_the_same_each_time() -> None:
    assert [input_of(number) for number in range(20)] == [input_of(number) for number in range(20)]


@pytest.mark.parametrize("number", [17, 29])
def test_a_program_of_a_mutated_template_runs(number: int) -> None:
    assert judge(input_of(number), run=True) in OUTCOMES
