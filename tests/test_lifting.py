"""Every example of what export can lift, and of what it cannot, is true."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

import converter
from converter.errors import ProgramError

from . import cases, node
from .sdks import projects
from .sdks.generating import tool
from .sdks.go_programs import Programs

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
    assert kinds.count("py") == PAGE.count("```py\n") == 19
    assert kinds.count("ts") == PAGE.count("```ts\n") == 9


# --- Go: the examples are compiled together --------------------------------------

GO_EXAMPLES = re.findall(r"```go\n(.*?)```\n\n```(yaml|text)\n(.*?)```", PAGE, re.DOTALL)
GO_HEAD = re.findall(r"```text\n(cfg := .*?)```", PAGE, re.DOTALL)[0]
GO_PROJECT = """\
name: example
runtime: go
config:
  env: {type: string}
  size: {type: integer, default: 3}
"""
GO_PACKAGES = ("fmt", "strings")
SDK = "github.com/pulumi/pulumi-aws-native/sdk/go/aws"


def in_go(example: str) -> str:
    """An example as a whole program."""
    body = "".join(f"\t\t{line}\n" if line else "\n" for line in (GO_HEAD + example).splitlines())
    imports = [it for it in GO_PACKAGES if f"{it}." in example]
    imports += [f"{SDK}/{it}" for it in ("sns", "sqs") if f"{it}." in example]
    imports += [f"github.com/pulumi/pulumi/sdk/v3/go/pulumi{it}" for it in ("", "/config")]
    lines = "".join(f'\t"{it}"\n' for it in imports)
    return (
        f"package main\n\nimport (\n{lines})\n\nfunc main() {{\n"
        f"\tpulumi.Run(func(ctx *pulumi.Context) error {{\n\t\tvar err error\n{body}"
        "\t\treturn err\n\t})\n}\n"
    )


@cache
def compiled() -> Programs:
    """The examples in Go."""
    return Programs(
        {f"example{n}": {"main.go": in_go(it[0])} for n, it in enumerate(GO_EXAMPLES)}, "lifting"
    )


@pytest.mark.parametrize("number", range(len(GO_EXAMPLES)))
def test_an_example_in_go_is_true(tmp_path: Path, number: int) -> None:
    tool("go")
    program, form, expected = GO_EXAMPLES[number]
    lines = GO_PROJECT.splitlines(keepends=True)
    files = {"Pulumi.yaml": "".join(it for it in lines if "size" not in it or "size" in program)}
    projects.in_go(
        {**files, "main.go": in_go(program)}, compiled().command(f"example{number}"), tmp_path
    )
    if form == "yaml":
        assert expected in converter.export(tmp_path)
        return
    with pytest.raises(ProgramError) as caught:
        converter.export(tmp_path)
    error = caught.value
    place = f"{Path(error.file or '').name}:{error.line}"
    assert f"{place}: error: {error.message}\n" == expected
