"""A slice of the programs that `python -m tests.fuzz --decisions` tries."""

from __future__ import annotations

from collections import Counter

import pytest

from .decisions import SAME, Decided, judge_decided
from .inputs import SEED


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_templates_decide_as_random_programs_do(language: str) -> None:
    outcomes = Counter(judge_decided(Decided(number, SEED, language)) for number in range(12))
    assert outcomes[SAME] > 6
