"""Programs in C#: they parse, and say nothing that the SDK does not have or take."""

from __future__ import annotations

import pytest

from converter.writers.pulumi_csharp import literals

from ..sdks import csharp_programs
from ..sdks.generating import tool
from ..stacks import AWKWARD_TEXTS
from ..typescript import programs


@pytest.mark.parametrize("case", [*programs.TEMPLATES, "language", *programs.GROUPS])
def test_every_program_names_what_the_sdk_has_in_its_types(case: str) -> None:
    tool("go")
    every = [each for each in programs.every("csharp").values() if case in (each.name, each.group)]
    assert every
    for program in every:
        sources = {file: text for file, text in program.files.items() if file.endswith(".cs")}
        for file, text in sources.items():
            others = [each for each in sources.values() if each is not text]
            found = [*csharp_programs.faults(text, *others)]
            assert (program.name, file, found) == (program.name, file, [])


FAULTS = {
    "x": "this is no C#",
    "var x = new AwsNative.S3.Buckets();": "there is no AwsNative.S3.Buckets",
    'var x = new AwsNative.S3.BucketArgs { Name = "x" };': "has no Name",
    "var x = new AwsNative.S3.BucketArgs { BucketName = 5 };": "BucketName is Input<string>?",
    "var x = AwsNative.S3.BucketVersioningConfigurationStatus.On;": "there is no AwsNative.S3",
    'var b = new AwsNative.S3.Bucket("B"); var x = b.Name;': "S3.Bucket has no Name",
    "var x = y;": "there is no y",
    "{ var x = 1; var x = 2; }": "x is declared twice",
    "{ var x = y; var y = 2; }": "y is used before it is declared",
    "{ var y = 1; var x = y > 1 ? 1 : null; }": "its type cannot be told",
    'var x = new List<string> { "a" };': "List needs using System.Collections.Generic",
    'var y = "a"; var x = y.Select(each => each);': "Select needs using System.Linq",
    'var b = new AwsNative.S3.Bucket("B"); '
    "var x = new AwsNative.S3.BucketArgs { BucketName = b.BucketName };": "BucketName is",
}


@pytest.mark.parametrize(("text", "fault"), FAULTS.items())
def test_what_is_wrong_is_found(text: str, fault: str) -> None:
    tool("go")
    assert any(fault in each for each in csharp_programs.faults(text))


def test_every_awkward_text_is_what_a_literal_says() -> None:
    program = programs.every("csharp")[programs.HOSTILE].files["Program.cs"]
    assert [text for text in AWKWARD_TEXTS if text not in csharp_programs.texts(program)] == []


def test_texts_are_written_as_they_are() -> None:
    assert literals.string('a"b\\c\n{\u2028') == '"a\\"b\\\\c\\n{\\u2028"'
    assert literals.interpolated([(False, "{a}"), (True, "x")]) == '$"{{a}}{x}"'
    raw = literals.raw([(False, 'echo "{{'), (True, "name"), (False, "\n")], "    ")
    assert raw == '$$$"""\n    echo "{{{{{name}}}\n\n    """'
