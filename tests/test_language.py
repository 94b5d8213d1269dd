"""The template language, line by line; `docs/conformance.md` is made of these fixtures."""

from __future__ import annotations

import pytest

from . import language
from .language_lines import SECTIONS

STALE = "run `make fixtures` and look at the difference"


@pytest.mark.parametrize("fixture", language.FIXTURES)
def test_there_and_back(fixture: str) -> None:
    assert language.expectations(fixture) == language.committed(fixture), STALE


def test_every_fixture_is_a_line_of_the_table() -> None:
    listed = [fixture for lines in SECTIONS.values() for _, fixture, _ in lines]
    assert sorted(listed) == language.FIXTURES


def test_the_table_is_up_to_date() -> None:
    assert language.TABLE.read_text(encoding="utf-8") == language.table(), STALE


def test_the_table_says_what_is_not_said_by_the_tool() -> None:
    for lines in SECTIONS.values():
        for _, fixture, words in lines:
            kind, reason = language.kind_of(fixture)
            assert bool(words) == (reason is None), f"{fixture} is {kind}"
            assert not words.startswith("kept") or language.kept(fixture), fixture
