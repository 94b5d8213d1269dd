"""A slice of the programs that `python -m tests.fuzz --decisions` tries."""

from __future__ import annotations

from collections import Counter

import pytest

from ..sdks.generating import tool
from .compiling import writing
from .decisions import SAME, TOLD, Decided, judge_decided
from .inputs import SEED
from .productions import LANGUAGES

_TOOLS = {"go": "go", "java": "mvn", "csharp": "go"}
_MANY = {"python": 8, "typescript": 5}  # others are run a hundred times each: one of them


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_templates_decide_as_random_programs_do(language: str) -> None:
    if language in _TOOLS:
        tool(_TOOLS[language])
    programs = [Decided(number, SEED, language) for number in range(_MANY.get(language, 1))]
    with writing(programs) as write:
        outcomes = Counter(judge_decided(it, write) for it in programs)
    assert outcomes[SAME] + outcomes[TOLD] > len(programs) // 2
