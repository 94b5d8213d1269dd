"""`migrate` with several sources, or a folder of them."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from converter.cli import batch
from converter.cli.sources import Template, find_templates, project_names

from . import cases
from .commands import MODEL, Run, tree, write
from .test_cli import PROJECT, _inside_an_empty_folder, run

__all__ = ["_inside_an_empty_folder", "run"]

NAMED_BUCKET = """\
Resources:
  Bucket:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: bucket
"""
FOLDER = {"t/one.yaml": MODEL, "t/net/two.yml": NAMED_BUCKET, "t/net/three.template": MODEL}


def folders(below: str = ".") -> list[str]:
    """The folders that have a project in them."""
    return sorted(str(path.parent.relative_to(below)) for path in Path(below).rglob("Pulumi.yaml"))


def test_every_template_of_a_folder_gets_a_project(run: Run) -> None:
    write(FOLDER)
    ended = run("cfn2pulumi", "migrate", "t", "-o", "out")
    assert ended.status == 0
    assert folders("out") == ["net-three", "net-two", "one"]
    assert "name: net-two\n" in Path("out/net-two/Pulumi.yaml").read_text(encoding="utf-8")
    assert ended.err.splitlines()[-1] == "3 files: 3 done"
    assert f"{'t/one.yaml':<20}  done  out/one/" in ended.err


def test_several_sources_go_below_the_current_folder(run: Run) -> None:
    write(FOLDER)
    assert run("cfn2pulumi", "migrate", "t/one.yaml", "t/net/two.yml", "t/one.yaml").status == 0
    assert folders() == ["one", "two"]


def test_a_program_is_what_a_single_source_gives(run: Run) -> None:
    source = str(cases.template("production-stack"))
    write({"t/other.yaml": MODEL})
    assert run("cfn2pulumi", "migrate", source, "-o", "single", "--project", "template").status == 0
    assert run("cfn2pulumi", "migrate", source, "t/other.yaml", "-o", "many").status in (0, 1)
    assert tree("single") == tree("many/template")


def test_a_bad_template_stops_nothing_else(run: Run) -> None:
    write({**FOLDER, "t/bad.yaml": "Resources:\n  A: [\n", "t/net/none.yaml": "Resources: {}\n"})
    ended = run("cfn2pulumi", "migrate", "t", "-o", "out")
    assert ended.status == 1
    assert folders("out") == ["net-three", "net-two", "one"]
    assert "t/bad.yaml:3:1: error: " in ended.err
    assert ended.err.splitlines()[-1] == "5 files: 3 done, 2 refused"


def test_a_fault_of_the_tool_stops_nothing_else(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(FOLDER)
    convert = batch.migrate_reviewed

    def faulty(*sources: object, **options: object) -> dict[str, dict[str, str]]:
        if options["project"] == "one":
            raise KeyError("oops")
        return convert(*sources, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(batch, "migrate_reviewed", faulty)
    ended = run("cfn2pulumi", "migrate", "t", "-o", "out")
    assert ended.status == 1
    assert "t/one.yaml: error: internal fault: KeyError: 'oops'" in ended.err
    assert folders("out") == ["net-three", "net-two"]


def test_several_processes_do_what_one_does(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    serverless = cases.FOLDER / "language" / "transform-serverless" / "template.yaml"
    write({**FOLDER, "t/sam.yaml": serverless.read_text(encoding="utf-8")})
    write({"t/bad.yaml": "Resources:\n  A: [\n", "t/empty.yaml": "", "t/none.json": "{}"})
    write({f"t/more/{number}.yaml": MODEL for number in range(20)})
    monkeypatch.setattr(batch, "processors", lambda: 1)
    alone = run("cfn2pulumi", "migrate", "t", "-o", "out", "--report", "one.json")
    monkeypatch.setattr(batch, "_MUCH", 0)
    monkeypatch.setattr(batch, "processors", lambda: 3)
    together = run("cfn2pulumi", "migrate", "t", "-o", "out", "--force", "--report", "two.json")
    assert (together.status, together.err) == (alone.status, alone.err)
    assert Path("one.json").read_bytes() == Path("two.json").read_bytes()


def test_what_is_no_template_is_left_alone(run: Run) -> None:
    write({**FOLDER, "t/parameters.json": "{}", "t/.git/config.yaml": MODEL})
    write({"t/app/cdk.json": "{}", "t/app/a.yaml": MODEL})
    write(
        {"t/cdk.out/manifest.json": '{"version": "1", "artifacts": {}}', "t/cdk.out/a.json": "{}"}
    )
    write({f"t/program/{name}": text for name, text in PROJECT.items()})
    if hasattr(os, "mkfifo"):
        os.mkfifo("t/pipe.yaml")  # nobody writes into it
    ended = run("cfn2pulumi", "migrate", "t", "-o", "out")
    assert ended.status == 0
    assert folders("out") == ["net-three", "net-two", "one"]
    assert ended.err.splitlines()[-1] == "4 files: 3 done, 1 no template"


def test_the_same_folder_again(run: Run) -> None:
    write(FOLDER)
    assert run("cfn2pulumi", "migrate", "t", "-o", "t").status == 0
    before = tree()
    ended = run("cfn2pulumi", "migrate", "t", "-o", "t")
    assert ended.status == 1
    assert "t/one: error: is not empty" in ended.err
    assert run("cfn2pulumi", "migrate", "t", "-o", "t", "--force").status == 0
    assert tree() == before


def test_the_report_holds_all(run: Run) -> None:
    write({**FOLDER, "t/bad.yaml": "Resources: {}\n"})
    assert run("cfn2pulumi", "migrate", "t", "-o", "out", "--report", "r.json").status == 1
    document = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert document["exit_status"] == 1
    status = {entry["source"]: entry["exit_status"] for entry in document["sources"]}
    done = dict.fromkeys(FOLDER, 0)
    assert status == {"t/bad.yaml": 1, **done}
    files = {name for entry in document["sources"] for name in entry["files"]}
    assert {os.path.join("out", "one", "__main__.py")} < files


def test_strict_refuses_each_for_itself(run: Run) -> None:
    write({"t/a.yaml": MODEL, "t/b.yaml": MODEL + "    DeletionPolicy: Snapshot\n"})
    ended = run("cfn2pulumi", "migrate", "t", "-o", "out", "--strict")
    assert (ended.status, folders("out")) == (1, ["a"])


@pytest.mark.parametrize(
    "arguments",
    [
        ("t", "--stdout"),
        ("t", "--project", "p"),
        ("t", "--stack", "s"),
        ("t", "-"),
        ("t", "program"),
        ("none",),
        (),
    ],
)
def test_wrong_usage(run: Run, arguments: tuple[str, ...]) -> None:
    write(FOLDER)
    write({f"program/{name}": text for name, text in PROJECT.items()})
    Path("none").mkdir()
    before = tree()
    ended = run("cfn2pulumi", "migrate", *arguments)
    assert (ended.status, ended.out) == (2, "")
    assert ended.err.count("\n") == 1
    assert tree() == before


def test_a_progress_bar_on_a_terminal(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    write(FOLDER)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    ended = run("cfn2pulumi", "migrate", "t", "-o", "out")
    assert ended.status == 0
    assert "3/3" in ended.err
    assert ended.err.splitlines()[-1] == "3 files: 3 done"


@pytest.mark.parametrize(
    ("given", "names"),
    [
        (["a.yaml", "b.json"], ["a", "b"]),
        (["x/a.yaml", "y/a.yaml"], ["x-a", "y-a"]),
        (["x/a.yaml", "x/a.json"], ["x-a-yaml", "x-a-json"]),
        (["x/A.yaml", "y/a.yaml", "c.yaml"], ["x-A", "y-a", "c"]),
        (["a b.yaml", "a-b.yaml"], ["a-b-yaml", "a-b-yaml-2"]),
    ],
)
def test_names_come_from_the_paths_and_are_unique(given: list[str], names: list[str]) -> None:
    assert project_names([Template(path, path) for path in given]) == names
    assert len({name.lower() for name in names}) == len(names)


@pytest.mark.parametrize(
    "path",
    ["t/../t/one.yaml", "./t/one.yaml", "linked/one.yaml", "linked/../t/one.yaml", "t/linked.yaml"],
)
def test_a_template_by_whatever_path_is_one(run: Run, path: str) -> None:
    write(FOLDER)
    os.symlink("t", "linked")
    os.symlink("../linked/one.yaml", "t/linked.yaml")
    assert os.path.samefile(path, "t/one.yaml")
    assert [each.path for each in find_templates(["t/one.yaml", "t/net/two.yml", path])] == [
        "t/one.yaml",
        "t/net/two.yml",
    ]
