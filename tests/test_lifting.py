"""Every example of what export can lift, and of what it cannot, is true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import converter
from converter.errors import ProgramError

from . import cases

PAGE = (cases.ROOT / "docs" / "lifting.md").read_text(encoding="utf-8")
HEAD = PAGE.split("```text\n", 1)[1].split("```", 1)[0]
EXAMPLE = re.compile(r"```py\n(.*?)```\n\n```(yaml|text)\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize(("program", "kind", "expected"), EXAMPLE.findall(PAGE))
def test_an_example_is_true(tmp_path: Path, program: str, kind: str, expected: str) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: example\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(HEAD + program)
    if kind == "yaml":
        assert expected in converter.export(tmp_path)
        return
    with pytest.raises(ProgramError) as caught:
        converter.export(tmp_path)
    error = caught.value
    place = f"{Path(error.file or '').name}:{error.line}"
    assert f"{place}: error: {error.message}\n" == expected


def test_there_is_an_example_for_each_paragraph() -> None:
    assert len(EXAMPLE.findall(PAGE)) == PAGE.count("```py\n") == 12
