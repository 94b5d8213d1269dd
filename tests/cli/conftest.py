"""Commands run in an empty folder of their own."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from converter import cli

from ..commands import Ended, Run


@pytest.fixture(autouse=True)
def _inside_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(cli.DEBUG, raising=False)
    yield
    gc.unfreeze()  # a command does without for its process
    gc.enable()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """Run `cfn2pulumi`, `pulumi2cfn` or `python -m converter`."""

    def run_command(tool: str, *arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", [tool, *arguments])
        capfd.readouterr()
        status = getattr(cli, tool)()
        sys.stdout.flush()
        return Ended(status, *capfd.readouterr())

    return run_command
