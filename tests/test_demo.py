"""`make demo` shows what it promises."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import demo


@pytest.fixture(autouse=True)
def _where_it_was() -> Iterator[None]:
    before = os.getcwd()
    yield
    os.chdir(before)
    gc.unfreeze()  # a command does without for its process
    gc.enable()


def test_the_demo(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(demo, "FOLDER", tmp_path)
    assert demo.main() == 0
    said = capfd.readouterr()
    assert "mean the same" in said.out
    assert 'the template has "10.20.0.0/20", the program "10.99.0.0/20"' in said.err
    assert (tmp_path / "report.html").is_file()


def test_the_demo_needs_no_more_than_its_environment_has() -> None:
    text = Path(demo.__file__).read_text(encoding="utf-8")
    assert "pytest" not in text
    assert "import cfn_flip" not in text
