"""Programs in C#: Microsoft's compiler has nothing to say of them, not even a warning.

Run by Microsoft's runtime, they register what is meant; `sdks/csharp` says what stands for Pulumi's
own library there.
"""

from __future__ import annotations

import importlib.metadata
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import converter
from converter.pulumi import LocalFile, Program, Resource
from converter.writers.pulumi_csharp import PROJECT, layout, literals, nodes

from .. import wire
from ..sdks import dotnet
from ..sdks.csharp_programs import Programs
from ..sdks.generating import tool
from ..test_evaluation import assert_registers, values
from ..typescript import programs
from .test_pulumi_go import parsed

HEAD = "using System.Collections.Generic;\nusing Pulumi;\nusing AwsNative = Pulumi.AwsNative;\n"
# Where a key is longer than a line, or nearly, CSharpier breaks other brackets
LONGER_THAN_A_LINE = ["34-in-awkward/Program.cs", "texts-in-hostile/Program.cs"]
FAULTS = {
    "x": "CS1002: ; expected",
    "_ = new AwsNative.S3.Buckets();": "CS0234: The type or namespace name 'Buckets'",
    'var a = new AwsNative.S3.BucketArgs { Name = "x" };': "does not contain a definition",
    "var a = new AwsNative.S3.BucketArgs { BucketName = 5 };": "CS0029: Cannot implicitly convert",
    'var b = new AwsNative.S3.Bucket("B"); '
    "var a = new AwsNative.S3.BucketArgs { BucketName = b.BucketName };": "warning CS8619",
    "string text = null;": "warning CS8600: Converting null literal",
}


@cache
def compiled() -> Programs:
    """All programs, to be compiled together."""
    return Programs(programs.written("csharp"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The projects of all programs, each in a folder of its own."""
    root = tmp_path_factory.mktemp("csharp")
    for name, files in programs.written("csharp").items():
        programs.write(files, root / name)
    return root


@pytest.fixture(scope="module")
def runner(folder: Path) -> Iterator[wire.Programs]:
    """Runs programs with the runtime of .NET."""
    tool("go")
    found = wire.Programs(compiled().runner(folder))
    yield found
    found.close()


@cache
def faulty() -> Programs:
    """A program for each fault."""
    project = {"Faulty.csproj": PROJECT}
    files = {text: {**project, "Program.cs": f"{HEAD}{text}\n"} for text in FAULTS}
    return Programs(files, "faulty")


@pytest.mark.parametrize("case", [*programs.TEMPLATES, "language", *programs.GROUPS])
def test_every_program_is_compiled_without_a_warning(case: str) -> None:
    tool("go")
    every = [each for each in programs.every("csharp").values() if case in (each.name, each.group)]
    assert every
    assert {each.name: compiled().complaints(each.name) for each in every} == {
        each.name: [] for each in every
    }


@pytest.mark.parametrize("case", [*programs.TEMPLATES, "language", *programs.GROUPS])
def test_programs_register_what_is_meant(case: str, folder: Path, runner: wire.Programs) -> None:
    found = [each for each in programs.every("csharp").values() if case in (each.name, each.group)]
    for each in found:
        for given in each.configs:
            config = values(each.program, given)
            assert_registers(runner, folder / each.name, each.program, config, parsed)


def test_the_formatter_leaves_every_file(folder: Path) -> None:
    dotnet.installed()  # there is a formatter where there is a runtime
    listed = importlib.metadata.files("rsharpier") or ()
    command = next(each.locate() for each in listed if each.name == "rsharpier")
    done = subprocess.run([command, "check", "."], cwd=folder, capture_output=True, text=True)
    found = re.findall(r"^Error \./(\S+) - Was not formatted", done.stdout + done.stderr, re.M)
    assert sorted(found) == LONGER_THAN_A_LINE


@pytest.mark.parametrize(("text", "fault"), FAULTS.items())
def test_what_is_wrong_is_found(text: str, fault: str) -> None:
    tool("go")
    assert any(fault in each for each in faulty().complaints(text))


def test_texts_are_written_as_they_are() -> None:
    assert literals.string('a"b\\c\n{\u2028') == '"a\\"b\\\\c\\n{\\u2028"'
    assert literals.interpolated([(False, "{a}"), (True, "x")]) == '$"{{a}}{x}"'
    raw = nodes.Raw([(False, 'echo "{{'), (True, "name"), (False, "\n")])
    assert layout.show(raw, "    ") == '$$$"""\n    echo "{{{{{name}}}\n\n    """'


def test_a_cast_to_a_union_that_is_longer_than_a_line_is_broken_as_csharpier_breaks_it() -> None:
    names = [f"AwsNative.SageMaker.Inputs.PipelineDefinition{each}PropertiesArgs" for each in "01"]
    made = nodes.Initializer(f"new {names[0]}", [nodes.Pair("PipelineDefinitionBody", '"{}"')])
    union = nodes.cast(f"InputUnion<{', '.join(names)}>", made)
    assert layout.statement("var a = ", nodes.Ternary("isLarge", union, "null"), "") == (
        "var a = isLarge\n"
        "    ? (InputUnion<\n"
        f"        {names[0]},\n"
        f"        {names[1]}\n"
        "    >)\n"
        f"        new {names[0]}\n"
        "        {\n"
        '            PipelineDefinitionBody = "{}",\n'
        "        }\n"
        "    : null;\n"
    )


@pytest.mark.parametrize(("language", "file"), [("csharp", "Program.cs"), ("java", "App.java")])
def test_a_file_where_a_text_belongs_stands_in_a_resource_without_types(
    language: str, file: str
) -> None:
    model = Resource(type="aws-native:sagemaker:Model", inputs={"modelName": LocalFile("a.txt")})
    files = converter.write(Program(name="files", resources={"M": model}), f"pulumi-{language}")
    (text,) = (text for path, text in files.items() if path.endswith(file))
    assert "MResourceArgs" in text
    assert "tring) new" not in text
    assert "tring)new" not in text
