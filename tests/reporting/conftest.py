"""Reports of templates in a folder of their own, and the browser that pages are looked at in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from converter import cli

from ..browser import Page, browser, executable
from ..commands import Run, runner

Reported = Callable[..., Path]


@pytest.fixture
def reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Reported:
    """Write a template, migrate it with a page as its report, and give where the page is."""
    monkeypatch.chdir(tmp_path)

    def report(template: str, *arguments: str, name: str = "template.yaml") -> Path:
        Path(name).write_text(template, encoding="utf-8")
        command = ["cfn2pulumi", "migrate", name, "-o", "out", "--report", "report.html"]
        monkeypatch.setattr("sys.argv", [*command, *arguments])
        cli.cfn2pulumi()
        return tmp_path / "report.html"

    return report


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """What runs a command."""
    return runner(monkeypatch, capfd)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page in a real browser.

    `make test` installs it where that is possible; elsewhere these tests say that they were not
    run. Continuous integration has to have it.
    """
    if executable() is None and not os.environ.get("CI"):
        pytest.skip("there is no Chromium: apt-get install chromium")
    with browser() as opened:
        yield opened
