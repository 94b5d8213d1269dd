"""Running the commands as a person does: in a folder, with what they print and how they end."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest

from converter import cli

MODEL = """\
Resources:
  Model:
    Type: AWS::SageMaker::Model
    Properties:
      ExecutionRoleArn: arn:aws:iam::123456789012:role/inference
      PrimaryContainer:
        Image: image:1
"""


class Ended(NamedTuple):
    """How a command ended."""

    status: int
    out: str
    err: str


Run = Callable[..., Ended]


def runner(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """What runs `cfn2pulumi`, `pulumi2cfn` or `python -m converter` (``main``)."""

    def run_command(tool: str, *arguments: str) -> Ended:
        monkeypatch.setattr(sys, "argv", [tool, *arguments])
        capfd.readouterr()
        status = getattr(cli, tool)()
        sys.stdout.flush()
        return Ended(status, *capfd.readouterr())

    return run_command


def write(files: dict[str, str]) -> None:
    """Write files into the current folder."""
    for name, text in files.items():
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(dedent(text), encoding="utf-8")


def tree(folder: str = ".") -> dict[str, bytes]:
    """Every file of a folder."""
    paths = sorted(path for path in Path(folder).rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}
