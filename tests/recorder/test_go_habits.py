"""Habits of people who write Pulumi programs in Go, and what a template makes of each.

`go_habits.txt` has a block for each, as `habits.txt` has: behind a line ``@ top`` is what stands
beside the function, behind ``@ NAME`` what is in another file of the project. All of them are
compiled into one program.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

from ..sdks import projects
from ..sdks.generating import tool
from ..sdks.go_programs import Programs
from .test_habits import blocks, outcome_at

TABLE = Path(__file__).parent / "go_habits.txt"
SDK = "github.com/pulumi/pulumi-aws-native/sdk/go/aws"
PULUMI = "github.com/pulumi/pulumi/sdk/v3/go/pulumi"
PACKAGES = {
    **{name: name for name in ("bytes", "errors", "fmt", "os", "regexp", "slices", "strconv")},
    **{name: name for name in ("strings", "time")},
    "template": "text/template",
    "json": "encoding/json",
    "rand": "math/rand",
    "aws": SDK,
    **{name: f"{SDK}/{name}" for name in ("ec2", "lambda", "s3", "sagemaker", "sns", "sqs", "ssm")},
    "config": f"{PULUMI}/config",
    "pulumi": PULUMI,
}
TEXT = re.compile(r'"(?:\\.|[^"\\\n])*"')


def program(block: str) -> tuple[str, dict[str, str]]:
    """A block as a whole program, and its other files."""
    main, *others = block.split("\n@ ")
    parts = dict(other.split("\n", 1) for other in others)
    top = parts.pop("top", "")
    code = TEXT.sub('""', f"{main}\n{top}")
    used = ["config", *(it for it in PACKAGES if re.search(rf'(?<![\w."]){it}\.', code))]
    imports = "".join(f'\t"{PACKAGES[it]}"\n' for it in dict.fromkeys([*used, "pulumi"]))
    body = "".join(f"\t\t{line}\n" for line in main.strip().splitlines())
    text = (
        f"package main\n\nimport (\n{imports})\n\n{top}\nfunc main() {{\n"
        "\tpulumi.Run(func(ctx *pulumi.Context) error {\n"
        '\t\tcfg := config.New(ctx, "")\n\t\tvar err error\n'
        f"{body}\t\t_ = cfg\n\t\treturn err\n\t}})\n}}\n"
    )
    return text, parts


@cache
def compiled() -> Programs:
    """All programs; those with something beside their function are packages of their own."""
    found: dict[str, Mapping[str, str]] = {}
    for name, block, _ in blocks(TABLE):
        beside = {"beside.go": "package main\n"} if "\n@ top\n" in block else {}
        found[name] = {"main.go": program(block)[0], **beside}
    return Programs(found, "habits")


@pytest.mark.parametrize(
    ("name", "block", "expected"), [pytest.param(*it, id=it[0]) for it in blocks(TABLE)]
)
def test_a_habit_in_go_comes_back_as_a_template_or_is_refused(
    name: str, block: str, expected: str, tmp_path: Path
) -> None:
    tool("go")
    text, others = program(block)
    files = {"Pulumi.yaml": "name: habit\nruntime: go\n", **others, "main.go": text}
    projects.in_go(files, compiled().command(name), tmp_path)
    assert outcome_at(tmp_path, text) == expected
