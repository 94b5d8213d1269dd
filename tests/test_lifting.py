"""Every example of what export can lift, and of what it cannot, is true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

import converter
from converter.errors import ProgramError

from . import cases, node

PAGE = (cases.ROOT / "docs" / "lifting.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```(py|ts)\n(.*?)```\n\n```(yaml|text)\n(.*?)```", re.DOTALL)
HEADS = re.findall(r"```text\n(import .*?)```", PAGE, re.DOTALL)


@dataclass(frozen=True)
class Language:
    """What the examples of a language stand in."""

    runtime: str
    file: str
    head: str


LANGUAGES = {
    "py": Language("python", "__main__.py", HEADS[0]),
    "ts": Language("nodejs", "index.ts", HEADS[1]),
}


@pytest.mark.parametrize(("kind", "program", "form", "expected"), EXAMPLE.findall(PAGE))
def test_an_example_is_true(
    tmp_path: Path, kind: str, program: str, form: str, expected: str
) -> None:
    language = LANGUAGES[kind]
    if kind == "ts":
        modules = node.modules(Path(__file__).parent / "typescript" / "package.json")
        (tmp_path / "node_modules").symlink_to(modules)
    (tmp_path / "Pulumi.yaml").write_text(f"name: example\nruntime: {language.runtime}\n")
    (tmp_path / language.file).write_text(language.head + program)
    if form == "yaml":
        assert expected in converter.export(tmp_path)
        return
    with pytest.raises(ProgramError) as caught:
        converter.export(tmp_path)
    error = caught.value
    place = f"{Path(error.file or '').name}:{error.line}"
    assert f"{place}: error: {error.message}\n" == expected


def test_there_is_an_example_for_each_paragraph() -> None:
    kinds = [kind for kind, *_ in EXAMPLE.findall(PAGE)]
    assert kinds.count("py") == PAGE.count("```py\n") == 12
    assert kinds.count("ts") == PAGE.count("```ts\n") == 8
