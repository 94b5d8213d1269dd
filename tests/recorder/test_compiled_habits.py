"""Habits of people who write Pulumi programs in Java and C#, and what a template makes of each.

`java_habits.txt` and `csharp_habits.txt` have a block for each, as `habits.txt` has: behind a line
``@ top`` is what stands beside the program's own lines, behind ``@ config`` what `Pulumi.yaml` says
of its config, behind ``@ NAME`` what is in another file. All blocks of a language are compiled
together, and one process runs them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pytest

from converter.writers.pulumi_csharp import PROJECT

from ..sdks import csharp_programs, java_programs, projects
from ..sdks.generating import tool
from .test_habits import blocks, outcome_at

JAVA = Path(__file__).parent / "java_habits.txt"
CSHARP = Path(__file__).parent / "csharp_habits.txt"
HEAD_IN_JAVA = """\
package app;

import com.google.gson.Gson;
import com.pulumi.Pulumi;
import com.pulumi.awsnative.AwsnativeFunctions;
import com.pulumi.awsnative.inputs.TagArgs;
import com.pulumi.awsnative.sns.Topic;
import com.pulumi.awsnative.sns.TopicArgs;
import com.pulumi.awsnative.sqs.Queue;
import com.pulumi.awsnative.sqs.QueueArgs;
import com.pulumi.core.Output;
import com.pulumi.resources.*;
import java.util.*;
import java.util.stream.*;

public class App {
    public static void main(String[] args) {
        Pulumi.run(ctx -> {
            var config = ctx.config();
"""
USINGS = {
    "System.Text.Json": "JsonSerializer",
    "System.Text.RegularExpressions": "Regex",
    "Pulumi": "",
    "Pulumi.AwsNative.Sns": "Topic",
    "Pulumi.AwsNative.Sqs": "Queue",
    "AwsNative = Pulumi.AwsNative": "AwsNative",
}
"""What a program in C# uses where it has a word."""
HEAD_IN_CSHARP = """\
return await Deployment.RunAsync(async () =>
{
    var config = new Config();
    var outputs = new Dictionary<string, object?>();
"""
PROJECT_FILE = PROJECT.replace("<Nullable>", "<ImplicitUsings>enable</ImplicitUsings><Nullable>")


def parts(block: str) -> tuple[str, dict[str, str]]:
    """The lines of a block, and what stands beside them, by its name."""
    main, *others = block.split("\n@ ")
    return main, dict(other.split("\n", 1) for other in others)


def in_java(block: str) -> str:
    """A block as a whole program."""
    main, beside = parts(block)
    return f"{HEAD_IN_JAVA}{main}\n        }});\n    }}\n{beside.get('top', '')}}}\n"


def in_csharp(block: str) -> str:
    """A block as a whole program."""
    main, beside = parts(block)
    used = [f"using {name};" for name, word in USINGS.items() if word in block]
    head = "\n".join([*used, "", HEAD_IN_CSHARP])
    return (
        f"{head}{main}\n    return await Task.FromResult(outputs);\n}});\n{beside.get('top', '')}"
    )


def files(block: str, runtime: str, program: Mapping[str, str]) -> dict[str, str]:
    """The files of a project."""
    beside = parts(block)[1]
    config = "".join(f"  {line}\n" for line in beside.get("config", "").splitlines())
    said = f"name: habit\nruntime: {runtime}\n" + (f"config:\n{config}" if config else "")
    others = {name: text for name, text in beside.items() if name not in ("top", "config")}
    return {"Pulumi.yaml": said, **others, **program}


def named(name: str) -> str:
    """A folder's name for a habit."""
    return re.sub(r"\W+", "-", name)


@cache
def java() -> java_programs.Programs:
    """The programs in Java."""
    found = {named(name): {"App.java": in_java(block)} for name, block, _ in blocks(JAVA)}
    return java_programs.Programs(found, "habits")


@cache
def csharp() -> csharp_programs.Programs:
    """The programs in C#."""
    found = {
        named(name): {"Program.cs": in_csharp(block), "App.csproj": PROJECT_FILE}
        for name, block, _ in blocks(CSHARP)
    }
    return csharp_programs.Programs(found, "habits")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home of Java that runs all programs in one process."""
    tool("mvn")
    with java().running(tmp_path_factory.mktemp("java")) as folder:
        yield folder


@pytest.mark.parametrize(
    ("name", "block", "expected"), [pytest.param(*it, id=it[0]) for it in blocks(JAVA)]
)
def test_a_habit_in_java_comes_back_as_a_template_or_is_refused(
    name: str,
    block: str,
    expected: str,
    home: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(home))
    own = files(block, "java", {"App.java": in_java(block)})
    classes, main = java().classes(), java().main(named(name))
    folder = projects.in_java(own, classes, main, tmp_path / named(name))
    assert outcome_at(folder, in_java(block)) == expected


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """What has programs in C# run by one process."""
    tool("go")
    with csharp().running(tmp_path_factory.mktemp("dotnet")) as found:
        yield found


@pytest.mark.parametrize(
    ("name", "block", "expected"), [pytest.param(*it, id=it[0]) for it in blocks(CSHARP)]
)
def test_a_habit_in_csharp_comes_back_as_a_template_or_is_refused(
    name: str, block: str, expected: str, script: str, tmp_path: Path
) -> None:
    own = files(block, "dotnet", {"Program.cs": in_csharp(block)})
    folder = projects.in_csharp(own, script, tmp_path / named(name))
    assert outcome_at(folder, in_csharp(block)) == expected
