"""The commands: what they write, what they say, and how they end."""

from __future__ import annotations

import gc
import io
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import converter
from converter import cli

from . import cases
from .commands import MODEL, Run, runner, tree, write

PROJECT = {"Pulumi.yaml": "name: program\nruntime: python\n"}


@pytest.fixture(autouse=True)
def _inside_an_empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(cli.DEBUG, raising=False)
    yield
    gc.unfreeze()  # a command does without for its process
    gc.enable()


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """What runs a command."""
    return runner(monkeypatch, capfd)


# What migrate writes


def test_the_folder_is_named_after_the_source(run: Run) -> None:
    write({"my model.yaml": MODEL})
    ended = run("cfn2pulumi", "migrate", "my model.yaml")
    assert ended.status == 0
    assert ended.out.startswith("wrote my-model/: Pulumi.yaml, ")
    assert {"Pulumi.yaml", "__main__.py", "requirements.txt"} <= tree("my-model").keys()
    assert "name: my-model\n" in Path("my-model/Pulumi.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("language", "command"),
    [
        ("typescript", "pulumi install, then pulumi up"),
        ("java", "pulumi package add aws-native@1.84.0, and what README.md says, then pulumi up"),
        ("yaml", "pulumi up"),
    ],
)
def test_what_to_run_next_is_said(language: str, command: str, run: Run) -> None:
    write({"model.yaml": MODEL})
    ended = run("cfn2pulumi", "migrate", "model.yaml", "-l", language, "-o", "made")
    assert ended.out.splitlines()[-1] == f"next, in made/: {command}"
    quiet = run("cfn2pulumi", "migrate", "model.yaml", "-o", "other", "-q")
    assert quiet.out == ""


PARAMETERS = """\
Parameters:
  Image: {Type: String, Description: "default: none"}
  Count: {Type: Number, Default: 1}
  'No': {Type: CommaDelimitedList}
  Password: {Type: String, NoEcho: true, Description: "Not\\nshort"}
Resources:
  Topic: {Type: AWS::SNS::Topic, Properties: {DisplayName: !Sub "${Image} ${Count} ${Password}"}}
"""


@pytest.mark.parametrize("language", ["python", "yaml"])
def test_what_has_to_be_set_first_is_said(language: str, run: Run) -> None:
    write({"model.yaml": PARAMETERS})
    ended = run("cfn2pulumi", "migrate", "model.yaml", "-l", language, "-o", "made")
    following, *commands = ended.out.splitlines()[1:]
    assert following.endswith("pulumi up; before that, these values of the config:")
    assert commands == [
        "  pulumi config set Image VALUE",
        "  pulumi config set No VALUE",
        "  pulumi config set --secret Password",
    ]


def assembly(*names: str) -> dict[str, str]:
    """The files of a cloud assembly with stacks of these names."""
    artifact = {
        "type": "aws:cloudformation:stack",
        "properties": {"templateFile": "template.json"},
    }
    manifest = {"version": "36.0.0", "artifacts": dict.fromkeys(names, artifact)}
    template = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
    return {
        "cdk.out/manifest.json": json.dumps(manifest),
        "cdk.out/template.json": json.dumps(template),
    }


def test_the_folder_of_an_app_s_only_stack_is_named_after_it(run: Run) -> None:
    write(assembly("Network"))
    assert run("cfn2pulumi", "migrate", "cdk.out").status == 0
    assert "name: Network\n" in Path("Network/Pulumi.yaml").read_text(encoding="utf-8")
    ended = run("cfn2pulumi", "migrate", "cdk.out")
    assert (ended.status, ended.err[:29]) == (2, "Network: error: is not empty;")
    assert run("cfn2pulumi", "migrate", "cdk.out", "-o", "mine").status == 0
    assert "name: Network\n" in Path("mine/Pulumi.yaml").read_text(encoding="utf-8")


def test_a_project_made_inside_of_an_app_is_replaced_by_the_next(run: Run) -> None:
    write(assembly("Network"))
    for _ in range(2):
        ended = run("cfn2pulumi", "migrate", "cdk.out", "-o", "cdk.out/made", "--force")
        assert (ended.status, ended.err) == (0, "")


def test_the_stacks_of_an_app_get_a_folder_each(run: Run) -> None:
    write(assembly("Network", "Service"))
    ended = run("cfn2pulumi", "migrate", "cdk.out", "-o", "projects")
    assert (ended.status, ended.err) == (0, "")
    assert [line.split(":")[0] for line in ended.out.splitlines()] == [
        f"wrote {os.path.join('projects', name, '')}" for name in ("Network", "Service")
    ]
    assert "__main__.py" in tree("projects/Service")
    assert run("cfn2pulumi", "migrate", "cdk.out").status == 0
    assert "__main__.py" in tree("Network")
    assert "# Network/__main__.py" in run("cfn2pulumi", "migrate", "cdk.out", "--stdout").out
    only = run("main", "convert", "cdk.out", "--to", "pulumi-python", "--stack", "Service")
    assert (only.status, only.err[:29]) == (2, "Service: error: is not empty;")


def test_nothing_is_written_where_one_of_the_folders_is_not_empty(run: Run) -> None:
    write({**assembly("Network", "Service"), "Service/mine.txt": "mine"})
    before = tree()
    assert run("cfn2pulumi", "migrate", "cdk.out").status == 2
    assert tree() == before


def test_several_stacks_have_no_one_name_and_no_one_template(run: Run) -> None:
    write(assembly("Network", "Service"))
    ended = run("cfn2pulumi", "migrate", "cdk.out", "--project", "p")
    assert (ended.status, ended.out) == (2, "")
    assert "are for a single stack" in ended.err
    ended = run("main", "convert", "cdk.out", "--to", "yaml")
    assert (ended.status, ended.out) == (2, "")
    assert "say --stack with one of Network, Service" in ended.err


def test_same_input_same_bytes(run: Run) -> None:
    source = str(cases.template("production-stack"))
    for folder in ("one", "two"):
        assert run("cfn2pulumi", "migrate", source, "-o", folder).status == 0
    assert tree("one") == tree("two")


def test_options_name_the_folder_and_the_project(run: Run) -> None:
    write({"t.yaml": MODEL})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "--output", "a/b", "--project", "p")
    assert ended.status == 0
    assert "name: p\n" in Path("a/b/Pulumi.yaml").read_text(encoding="utf-8")


def test_stdout_has_the_program_and_nothing_is_written(run: Run) -> None:
    write({"t.yaml": MODEL})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "--stdout")
    assert (ended.status, ended.err) == (0, "")
    compile(ended.out, "program", "exec")
    assert list(tree()) == ["t.yaml"]


@pytest.mark.parametrize(
    ("language", "first"),
    [
        ("typescript", 'import * as aws from "@pulumi/aws-native";'),
        ("go", "package main"),
        ("csharp", "using System.Collections.Generic;"),
        ("java", "package program;"),
        ("yaml", "name: t"),
    ],
)
def test_stdout_has_the_program_in_every_language(run: Run, language: str, first: str) -> None:
    write({"t.yaml": "Resources: {T: {Type: AWS::SNS::Topic}}"})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "--stdout", "-l", language)
    assert (ended.status, ended.err) == (0, "")
    assert ended.out.splitlines()[0] == first
    assert list(tree()) == ["t.yaml"]


def test_what_a_language_cannot_say_is_told_at_its_line(run: Run) -> None:
    template = """\
Parameters: {Sizes: {Type: CommaDelimitedList}}
Resources:
  Alarm:
    Type: AWS::CloudWatch::Alarm
    Properties:
      ComparisonOperator: GreaterThanThreshold
      EvaluationPeriods: 1
      Threshold: !Select [0, !Ref Sizes]
"""
    write({"t.yaml": template})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "-l", "yaml")
    assert ended.status == 1
    assert "t.yaml:3:3: error: Pulumi YAML cannot make a number of a text" in ended.err


def test_standard_input_is_a_source(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def given() -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(MODEL.encode())))

    given()
    assert "sagemaker.Model(" in run("cfn2pulumi", "migrate", "-", "--stdout").out
    given()
    assert run("cfn2pulumi", "migrate", "-", "--project", "piped").status == 0
    assert "__main__.py" in tree("piped")


def test_a_folder_that_is_not_empty_is_refused_without_force(run: Run) -> None:
    write({"t.yaml": MODEL, "t/__main__.py": "mine\n", "t/notes.txt": "mine\n"})
    before = tree()
    ended = run("cfn2pulumi", "migrate", "t.yaml")
    assert ended.status == 2
    assert ended.err.startswith("t: error: is not empty; --force ")
    assert tree() == before


def test_force_replaces_only_the_files_of_the_project(run: Run) -> None:
    write({"t.yaml": MODEL, "t/__main__.py": "mine\n", "t/notes.txt": "mine\n"})
    write({"t/cloudformation.yaml": "Description: of an older template\n"})
    assert run("cfn2pulumi", "migrate", "t.yaml", "--force").status == 0
    assert Path("t/notes.txt").read_text(encoding="utf-8") == "mine\n"
    assert "sagemaker.Model(" in Path("t/__main__.py").read_text(encoding="utf-8")
    assert "older" not in str(tree("t").get("cloudformation.yaml"))


def test_an_empty_folder_is_filled(run: Run) -> None:
    write({"t.yaml": MODEL})
    Path("out").mkdir()
    assert run("cfn2pulumi", "migrate", "t.yaml", "-o", "out").status == 0
    assert "__main__.py" in tree("out")


def test_a_link_in_the_folder_is_replaced_and_not_followed(run: Run) -> None:
    write({"t.yaml": MODEL, "precious": "mine\n", "t/notes.txt": "mine\n"})
    Path("t/__main__.py").symlink_to("../precious")
    assert run("cfn2pulumi", "migrate", "t.yaml", "--force").status == 0
    assert Path("precious").read_text(encoding="utf-8") == "mine\n"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write")
def test_an_unwritable_place_is_one_line(run: Run) -> None:
    write({"t.yaml": MODEL, "closed/x": ""})
    Path("closed").chmod(0o500)
    ended = run("cfn2pulumi", "migrate", "t.yaml", "-o", "closed/out")
    assert ended == (2, "", "closed/out: error: cannot be written: Permission denied\n")


def test_a_file_stands_where_the_folder_should_go(run: Run) -> None:
    write({"t.yaml": MODEL, "t": "a file\n"})
    ended = run("cfn2pulumi", "migrate", "t.yaml")
    assert ended.status == 2
    assert ended.err.startswith("t: error: exists and is not a folder")


# What export writes


def test_export_prints_the_template_or_writes_it(run: Run) -> None:
    project = str(cases.project("single-container"))
    committed = cases.exported("single-container").read_text(encoding="utf-8")
    assert run("pulumi2cfn", "export", project) == (0, committed, "")
    write({"old.yaml": "old\n"})
    assert run("pulumi2cfn", "export", project, "-o", "old.yaml").status == 0
    assert Path("old.yaml").read_text(encoding="utf-8") == committed
    assert run("pulumi2cfn", "export", project, "-o", "new/").status == 0
    assert tree() == {name: committed.encode() for name in ("new/template.yaml", "old.yaml")}


def test_the_format_is_said_or_follows_from_the_file(run: Run) -> None:
    project = str(cases.project("single-container"))
    said = run("pulumi2cfn", "export", project, "--format", "json")
    assert "ChurnModel" in json.loads(said.out)["Resources"]
    assert run("pulumi2cfn", "export", project, "--output", "t.json").status == 0
    assert Path("t.json").read_text(encoding="utf-8") == said.out


def test_convert_goes_anywhere(run: Run) -> None:
    template = str(cases.template("single-container"))
    as_json = run("main", "convert", template, "--to", "json")
    assert "ChurnModel" in json.loads(as_json.out)["Resources"]
    ended = run("main", "convert", template, "--to", "pulumi-python", "-o", "out")
    assert ended.status == 0
    back = run("main", "convert", "out", "--to", "yaml", "-o", "back.yaml")
    assert back.status == 0
    assert converter.verify(converter.read(template), converter.read("back.yaml")) == []


# What is wrong with a source

BAD_TEMPLATES = {
    "empty": ("", 2, "bad.yaml"),
    "a list": ("- a\n- b\n", 2, "bad.yaml:1:1"),
    "no mapping": ("just text\n", 2, "bad.yaml:1:1"),
    "broken": ("Resources: {\n", 2, "bad.yaml:"),
    "no resources": ("Description: nothing\n", 1, "bad.yaml:1:1"),
    "wrong value type": (
        MODEL.replace("Image: image:1", "Image: [1]"),
        1,
        "bad.yaml:7:",
    ),
    "dangling reference": (
        MODEL.replace("image:1", "!Ref Imge") + "Parameters: {Image: {Type: String}}\n",
        1,
        "bad.yaml:7:",
    ),
    "circular dependency": (
        """\
        Resources:
          A: {Type: AWS::SNS::Topic, DependsOn: B}
          B: {Type: AWS::SNS::Topic, Properties: {TopicName: !GetAtt A.TopicName}}
        """,
        1,
        "bad.yaml:",
    ),
    "duplicate key": (MODEL + "  Model: {Type: AWS::SNS::Topic}\n", 1, "bad.yaml:8:"),
}


@pytest.mark.parametrize("name", BAD_TEMPLATES)
def test_a_bad_template_is_one_line(name: str, run: Run) -> None:
    text, status, place = BAD_TEMPLATES[name]
    write({"bad.yaml": text})
    ended = run("cfn2pulumi", "migrate", "bad.yaml")
    assert (ended.status, ended.out) == (status, ""), ended.err
    assert ended.err.count("\n") == 1, ended.err
    assert ended.err.startswith(place), ended.err
    assert ": error: " in ended.err
    assert list(tree()) == ["bad.yaml"]


def test_every_name_that_leads_nowhere_is_told(run: Run) -> None:
    write({"bad.yaml": MODEL.replace("image:1", "!Ref Imge").replace("arn:aws:iam", "!Ref Role #")})
    ended = run("cfn2pulumi", "migrate", "bad.yaml")
    assert ended.status == 1
    assert [line.split(":")[1] for line in ended.err.splitlines()] == ["5", "7"]


def test_the_name_that_was_meant_is_suggested(run: Run) -> None:
    write({"bad.yaml": BAD_TEMPLATES["dangling reference"][0]})
    assert "Image" in run("cfn2pulumi", "migrate", "bad.yaml").err.replace("Imge", "")


@pytest.mark.parametrize("source", ["missing.yaml", "binary.yaml"])
def test_an_unreadable_source_is_one_line(source: str, run: Run) -> None:
    Path("binary.yaml").write_bytes(b"Resources: \xff\xfe\xfa")
    ended = run("cfn2pulumi", "migrate", source, "-o", "out")
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.startswith(source)
    assert ended.err.count("\n") == 1
    assert not Path("out").exists()


@pytest.mark.parametrize(
    ("written", "instead", "meant"),
    [
        ("ExecutionRoleArn", "ExecutionRolArn", "ExecutionRoleArn"),
        ("Image: image:1", "Image: image:1\n        Mode: MultiModell", "MultiModel"),
    ],
)
def test_an_unknown_name_is_a_warning_and_strictly_a_failure(
    written: str, instead: str, meant: str, run: Run
) -> None:
    write({"t.yaml": MODEL.replace(written, instead)})
    lax = run("cfn2pulumi", "migrate", "t.yaml", "-o", "lax")
    assert lax.status == 0
    assert ": warning: " in lax.err
    assert lax.err.startswith("t.yaml:")
    assert meant in lax.err.replace("MultiModell", "")
    strict = run("cfn2pulumi", "migrate", "t.yaml", "-o", "strict", "--strict")
    assert strict.status == 1
    assert strict.err.splitlines()[:-1] == lax.err.splitlines()
    assert "--strict" in strict.err.splitlines()[-1]
    assert not Path("strict").exists()


# What is wrong with a program

PROGRAMS = {
    "raises": ("import pulumi\n\nboom = {}['x']\n", 1, "__main__.py:3"),
    "syntax": ("import (\n", 1, "__main__.py:1"),
    "another provider": (
        """\
        import pulumi
        class Bucket(pulumi.CustomResource):
            pass
        Bucket("aws:s3/bucket:Bucket", "b", {})
        """,
        1,
        "aws:s3/bucket:Bucket",
    ),
    "hangs": ("import time\ntime.sleep(600)\n", 1, "within 2 seconds"),
}


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_bad_program_is_one_line(name: str, run: Run) -> None:
    program, status, said = PROGRAMS[name]
    write({**{f"p/{path}": text for path, text in PROJECT.items()}, "p/__main__.py": program})
    timeout = ("--timeout", "2") if name == "hangs" else ()
    ended = run("pulumi2cfn", "export", "p", "-o", "out.yaml", *timeout)
    assert (ended.status, ended.out) == (status, ""), ended.err
    assert ended.err.count("\n") == 1, ended.err
    assert ended.err.startswith("p"), ended.err
    assert ": error: " in ended.err
    assert said in ended.err
    assert not Path("out.yaml").exists()


def test_a_folder_without_a_project_is_one_line(run: Run) -> None:
    ended = run("pulumi2cfn", "export", ".")
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "Pulumi.yaml" in ended.err


@pytest.mark.parametrize(
    ("folder", "said"),
    [("missing", "there is no folder"), ("t.yaml", "is a file: name the folder")],
)
def test_what_is_no_folder_is_told(folder: str, said: str, run: Run) -> None:
    Path("t.yaml").write_text("", encoding="utf-8")
    ended = run("pulumi2cfn", "export", folder)
    assert (ended.status, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert said in ended.err


# What is wrong with the command itself


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ("cfn2pulumi migarte t.yaml", "did you mean migrate?"),
        ("cfn2pulumi t.yaml", "did you mean cfn2pulumi migrate t.yaml?"),
        ("cfn2pulumi migrate", "Missing argument 'SOURCE...'"),
        ("cfn2pulumi migrate t.yaml --forc", "--force"),
        ("cfn2pulumi migrate t.yaml -l rust", "there is no language 'rust' yet; there is python"),
        ("cfn2pulumi migrate t.yaml -l pyton", "did you mean python?"),
        ("cfn2pulumi migrate t.yaml --project a/b", "a project's name has"),
        ("cfn2pulumi migrate t.yaml --stdout -o x", "exclude each other"),
        ("cfn2pulumi migrate -", "standard input has no name"),
        ("pulumi2cfn export -f toml", "there is no format 'toml' yet"),
        ("pulumi2cfn export -c novalue", "--config wants KEY=VALUE"),
        ("cfn2pulumi migrate t.yaml -p novalue", "--parameter wants KEY=VALUE"),
        ("cfn2pulumi migrate t.yaml u.yaml -p A=b", "are for a single source"),
        ("main convert t.yaml --to yaml -p A=b", "--parameter is for a template that becomes"),
        ("main convert t.yaml --to ymal", "did you mean yaml?"),
        ("cfn2pulumi migrate t.yaml --output=", "'--output': a path is wanted"),
        ("cfn2pulumi migrate t.yaml --report=", "'--report': a path is wanted"),
        ("cfn2pulumi migrate t.yaml --stack X", "only a CDK app has stacks to choose from"),
        ("cfn2pulumi verify t.yaml p --stack X", "only a CDK app has stacks to choose from"),
        ("pulumi2cfn export --timeout inf", "'--timeout'"),
        ("pulumi2cfn export --timeout nan", "'--timeout'"),
        ("pulumi2cfn export --timeout 0", "'--timeout'"),
        ("pulumi2cfn export -s a/b/c/dev", "a stack's name has letters"),
    ],
)
def test_wrong_usage_is_one_line(command: str, said: str, run: Run) -> None:
    write({"t.yaml": MODEL})
    ended = run(*command.split())
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert ": error: " in ended.err
    assert said in ended.err
    assert list(tree()) == ["t.yaml"]


def test_version_and_help(run: Run) -> None:
    assert run("cfn2pulumi", "--version") == (0, f"cfn2pulumi {converter.__version__}\n", "")
    assert run("pulumi2cfn", "--version") == (0, f"pulumi2cfn {converter.__version__}\n", "")
    assert "--strict" in run("cfn2pulumi", "migrate", "--help").out
    assert "--concrete" in run("pulumi2cfn", "export", "-h").out


def test_the_package_runs_as_a_module() -> None:
    command = [sys.executable, "-m", "converter", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout == f"converter {converter.__version__}\n"


# Reports and faults


def test_the_report_has_every_finding(run: Run) -> None:
    write({"t.yaml": MODEL.replace("ExecutionRoleArn", "ExecutionRolArn")})
    assert run("cfn2pulumi", "migrate", "t.yaml", "--report", "r.json").status == 0
    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert (report["source"], report["target"]) == ("t.yaml", "pulumi-python")
    assert (report["exit_status"], report["errors"]) == (0, [])
    assert "t/__main__.py" in report["files"]
    finding = report["findings"][0]
    assert finding["severity"] == "warning"
    assert finding["path"][:2] == ["Resources", "Model"]
    assert finding["file"] == "t.yaml"
    assert finding["line"] > 1


def test_the_report_of_a_failure_says_the_error(run: Run) -> None:
    ended = run("cfn2pulumi", "migrate", "missing.yaml", "--report", "r.json")
    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert report["exit_status"] == ended.status == 2
    assert [error["code"] for error in report["errors"]] == ["SourceError"]
    assert report["files"] == []


def test_a_fault_of_ours_is_told_without_a_traceback(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object, **_options: object) -> None:
        raise KeyError("unexpected")

    monkeypatch.setattr("converter.bridge.to_pulumi", fail)
    write({"t.yaml": MODEL})
    ended = run("cfn2pulumi", "migrate", "t.yaml")
    assert (ended.status, ended.out, ended.err.count("\n")) == (1, "", 1)
    assert "internal fault: KeyError: 'unexpected'" in ended.err
    assert "report" in ended.err
    assert "Traceback" in run("cfn2pulumi", "migrate", "t.yaml", "--debug").err


def test_nothing_is_left_behind_where_writing_fails(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_paths: object) -> None:
        raise OSError(28, "No space left on device")

    write({"t.yaml": MODEL})
    monkeypatch.setattr(os, "replace", refuse)
    ended = run("cfn2pulumi", "migrate", "t.yaml")
    assert ended == (2, "", "t: error: cannot be written: No space left on device\n")
    ended = run("main", "convert", "t.yaml", "--to", "json", "-o", "t.json")
    assert ended == (2, "", "t.json: error: cannot be written: No space left on device\n")
    assert list(tree()) == ["t.yaml"]
    assert [path.name for path in Path().iterdir()] == ["t.yaml"]


def test_whoever_stops_reading_is_no_error() -> None:
    template = str(cases.template("production-stack"))
    command = f"{sys.executable} -m converter convert {template} --to yaml"
    script = f"{command} | head -1; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


# What explain prints


def test_explain_prints_plain_text_to_a_pipe(run: Run) -> None:
    ended = run("cfn2pulumi", "explain", "AWS::SageMaker::Model.PrimaryContainer.ImageConfig")
    assert (ended.status, ended.err) == (0, "")
    lines = [line.split() for line in ended.out.splitlines()]
    assert lines[0] == ["AWS::SageMaker::Model.PrimaryContainer.ImageConfig"]
    mode = ["RepositoryAccessMode", "repositoryAccessMode", "repository_access_mode"]
    assert [*mode, "string", "required,", "create-only"] in lines
    assert "CloudFormation, Go, C#  Pulumi, TypeScript, Java, CDK  Python  " in ended.out
    assert "\x1b" not in ended.out


def test_explain_prints_the_languages_that_are_asked_for(run: Run) -> None:
    ended = run("cfn2pulumi", "explain", "AWS::Lambda::Version", "-l", "csharp", "-l", "go")
    assert "CloudFormation, Go            C#  " in ended.out
    assert "VersionValue" in ended.out
    assert "Python" not in ended.out
    ended = run("cfn2pulumi", "explain", "AWS::Lambda::Version", "-l", "golang")
    assert (ended.status, ended.out) == (2, "")
    assert "there is no language 'golang' yet; there is yaml, python, typescript, go, " in ended.err


def test_explain_prints_tables_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    ended = run("cfn2pulumi", "explain", "AWS::SageMaker::Model")
    assert ended.status == 0
    assert "enable_network_isolation" in ended.out
    assert "\u2500\u2500" in ended.out


def test_explain_prints_json_for_scripts(run: Run) -> None:
    ended = run("cfn2pulumi", "explain", "--json", "AWS::SageMaker::Model")
    found = json.loads(ended.out)
    assert (ended.status, found["type"]) == (0, "AWS::SageMaker::Model")
    assert run("cfn2pulumi", "explain", "--json", "AWS::SageMaker::Model").out == ended.out


def test_explain_says_what_was_probably_meant(run: Run) -> None:
    ended = run("cfn2pulumi", "explain", "AWS::SageMaker::Modle")
    assert (ended.status, ended.out) == (2, "")
    assert "did you mean AWS::SageMaker::Model?" in ended.err


LOOP = """\
Transform: AWS::LanguageExtensions
Parameters:
  Names: {Type: CommaDelimitedList, Default: One}
Resources:
  Fn::ForEach::Queues:
    - Name
    - !Ref Names
    - Queue${Name}: {Type: AWS::SQS::Queue}
"""


@pytest.mark.parametrize(
    "command",
    ["cfn2pulumi migrate t.yaml --stdout", "main convert t.yaml --to pulumi-python -o p"],
)
def test_a_parameter_that_a_transform_depends_on(command: str, run: Run) -> None:
    write({"t.yaml": LOOP})
    ended = run(*command.split(), "-p", "Names=Two,Three")
    assert ended.status == 0
    program = ended.out if "--stdout" in command else Path("p/__main__.py").read_text()
    assert [f'"Queue{name}"' in program for name in ("One", "Two", "Three")] == [False, True, True]
    assert "frozen" not in ended.err
    assert "Names = 'Two,Three'" in ended.err


def test_a_parameter_that_is_none(run: Run) -> None:
    write({"t.yaml": LOOP})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "-p", "names=Two")
    assert ended.status == 2
    said = "t.yaml:2:1: error: the template has no parameter 'names'; did you mean Names?\n"
    assert ended.err == said
    assert list(tree()) == ["t.yaml"]


def test_a_parameter_that_no_transform_depends_on(run: Run) -> None:
    write({"t.yaml": "Parameters: {Name: {Type: String}}\n" + MODEL})
    ended = run("cfn2pulumi", "migrate", "t.yaml", "--stdout", "-p", "Name=x")
    assert ended.status == 0
    assert "no transform depends on Name" in ended.err


def test_nested_templates_go_to_a_folder(run: Run) -> None:
    nested = MODEL.replace("Model:", "Inner:")
    stack = "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml}}"
    write({"t.yaml": f"Resources: {{Nested: {stack}}}\n", "inner.yaml": nested})
    assert run("cfn2pulumi", "migrate", "t.yaml", "-o", "p").status == 0
    ended = run("pulumi2cfn", "export", "p", "-o", "back/")
    assert (ended.status, ended.err) == (0, "")
    assert ended.out == "wrote back/: template.yaml, inner.yaml\n"
    ended = run("pulumi2cfn", "export", "p")
    assert "NestedInner:" in ended.out
    assert "warning: the resources of Nested are put into the template itself" in ended.err


def test_nested_templates_stay_in_their_folder(run: Run) -> None:
    stack = "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml}}"
    write({"t.yaml": f"Resources: {{Nested: {stack}}}\n", "inner.yaml": MODEL})
    run("cfn2pulumi", "migrate", "t.yaml", "-o", "p")
    fragment = Path("p/cloudformation.yaml")
    fragment.write_text(fragment.read_text().replace("inner.yaml", "../outside.yaml"))
    ended = run("pulumi2cfn", "export", "p", "-o", "back/")
    assert ended.status == 2
    assert "outside of the folder" in ended.err
    assert not Path("outside.yaml").exists()


def test_an_app_has_no_place_for_a_local_template(run: Run) -> None:
    stack = "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: inner.yaml}}"
    write({"t.yaml": f"Resources:\n  Nested: {stack}\n", "inner.yaml": MODEL})
    ended = run("main", "convert", "t.yaml", "--to", "cdk-python", "-o", "app")
    assert ended.status == 0
    assert "t.yaml:2:59: warning: TemplateURL of Nested is still the path" in ended.err
    assert 'template_url="inner.yaml"' in Path("app/t_stack.py").read_text()
