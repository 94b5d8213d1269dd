"""`cfn2pulumi verify TEMPLATE PROJECT`: do they mean the same?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .. import cases, node, written
from ..commands import Run, write

TEMPLATE = """\
Parameters:
  Stage: {Type: String, Default: dev, AllowedValues: [dev, prod]}
  Zones: {Type: CommaDelimitedList, Default: "a,b"}
  Password: {Type: String, NoEcho: true}
Mappings:
  Sizes:
    dev: {Days: 1}
    prod: {Days: 14}
Conditions:
  IsProd: !Equals [!Ref Stage, prod]
  HasZones: !Not [!Equals [!Join ["", !Ref Zones], ""]]
  Both: !And [!Condition IsProd, !Condition HasZones]
Resources:
  Queue:
    Type: AWS::SQS::Queue
    Properties:
      QueueName: !Sub "${Stage}-${AWS::Region}-jobs"
      MessageRetentionPeriod: !FindInMap [Sizes, !Ref Stage, Days]
      DelaySeconds: !If [IsProd, 5, !Ref AWS::NoValue]
  Alarms:
    Type: AWS::SNS::Topic
    Condition: Both
    DependsOn: Queue
    Properties:
      DisplayName: !Select [1, !Ref Zones]
Outputs:
  Topic: {Condition: Both, Value: !Ref Alarms}
"""


@pytest.fixture(autouse=True)
def _migrated(run: Run) -> None:
    write({"t.yaml": TEMPLATE})
    assert run("cfn2pulumi", "migrate", "t.yaml", "-o", "p", "-q").status == 0


def change(before: str, after: str, file: str = "p/__main__.py") -> None:
    """Change the program as a person would."""
    text = Path(file).read_text(encoding="utf-8")
    assert before in text
    Path(file).write_text(text.replace(before, after), encoding="utf-8")


def test_what_migrate_wrote_means_the_same(run: Run) -> None:
    ended = run("cfn2pulumi", "verify", "t.yaml", "p")
    assert ended == (0, "t.yaml and p mean the same\n", "")
    assert run("cfn2pulumi", "verify", "t.yaml", "p", "-q") == (0, "", "")


def test_a_difference_is_told_at_its_place_in_the_template(run: Run) -> None:
    change("-jobs", "-tasks")
    ended = run("cfn2pulumi", "verify", "t.yaml", "p")
    assert (ended.status, ended.out) == (1, "")
    told, counted = ended.err.splitlines()
    assert told.startswith("t.yaml:17:7: error: Resources.Queue.Properties.QueueName: the template")
    assert (
        'has {"Fn::Join": ["", [{"Ref": "Stage"}, "-", {"Ref": "AWS::Region"}, "-jobs"]]}' in told
    )
    assert counted == "t.yaml and p differ in 1 place"


def test_what_only_one_of_them_has(run: Run) -> None:
    change('pulumi.export("Topic", alarms.id)', 'pulumi.export("TopicArn", alarms.id)')
    said = run("cfn2pulumi", "verify", "t.yaml", "p").err
    assert "t.yaml:27:3: error: Outputs.Topic: only the template has" in said
    assert "t.yaml:26:1: error: Outputs.TopicArn: only the program has" in said


@pytest.mark.parametrize(
    "values",
    [
        ("Stage=dev",),
        ("Stage=prod",),
        ("Zones=x,y,z",),
        ("AWS::Region=eu-west-1",),
        ("Stage=prod", "Zones=x,y,z", "AWS::Region=eu-west-1", "AWS::Partition=aws"),
    ],
    ids=" ".join,
)
def test_they_are_compared_for_values(run: Run, values: tuple[str, ...]) -> None:
    given = [part for value in values for part in ("-p", value)]
    assert run("cfn2pulumi", "verify", "t.yaml", "p", *given).err == ""


def test_a_difference_that_a_value_decides(run: Run) -> None:
    change("5 if is_prod", "6 if is_prod")
    assert run("cfn2pulumi", "verify", "t.yaml", "p", "-p", "Stage=dev").status == 0
    ended = run("cfn2pulumi", "verify", "t.yaml", "p", "-p", "Stage=prod")
    assert ended.status == 1
    assert 'DelaySeconds: the template has "5", the program "6"' in ended.err


def test_a_program_that_has_to_be_run_with_a_value(run: Run) -> None:
    loop = "for _ in range(len(config.require('Stage'))):\n    pass"
    change("config = pulumi.Config()", f"config = pulumi.Config()\n{loop}")
    assert run("cfn2pulumi", "verify", "t.yaml", "p").status == 1
    assert run("cfn2pulumi", "verify", "t.yaml", "p", "-p", "Stage=prod").status == 0


def test_a_secret_is_never_shown(run: Run) -> None:
    ended = run("cfn2pulumi", "verify", "t.yaml", "p", "-p", "Password=hunter2")
    assert ended.status == 0
    assert "hunter2" not in ended.err


def test_a_parameter_that_does_not_exist(run: Run) -> None:
    ended = run("cfn2pulumi", "verify", "t.yaml", "p", "-p", "Stge=dev")
    assert ended.status == 2
    assert ended.err.endswith("the template has no parameter 'Stge'; did you mean Stage?\n")


def test_a_difference_in_a_nested_template_is_told_there(run: Run) -> None:
    nested = "Resources:\n  Topic:\n    Type: AWS::SNS::Topic\n    Properties: {TopicName: a}\n"
    stack = "{Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: in/n.yaml}}"
    outer = f"Resources:\n  Inner: {stack}\n"
    write({"outer.yaml": outer, "in/n.yaml": nested})
    run("cfn2pulumi", "migrate", "outer.yaml", "-o", "nested")
    assert run("cfn2pulumi", "verify", "outer.yaml", "nested").status == 0
    change('topic_name="a"', 'topic_name="b"', "nested/n.py")
    ended = run("cfn2pulumi", "verify", "outer.yaml", "nested")
    assert ended.status == 1
    assert ended.err.startswith(
        'in/n.yaml:4:18: error: Resources.Topic.Properties.TopicName: the template has "a"'
    )


def published(asset: str) -> dict[str, object]:
    """A nested stack whose template is where the CDK puts it, with the output that it has."""
    url = {"Fn::Sub": f"https://b.s3.${{AWS::Region}}.amazonaws.com/{asset}.json"}
    nested = {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}
    output = {"Value": {"Fn::GetAtt": ["Nested", "Outputs.Name"]}}
    return {"Resources": {"Nested": nested}, "Outputs": {"Name": output}}


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_what_is_nested_in_an_app_s_stack_is_compared(language: str, run: Run) -> None:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "a"}}
    name = {"Value": {"Fn::GetAtt": ["Topic", "TopicName"]}}
    paths = {"aaa": "OneOuter.nested.template.json", "bbb": "OneOuterInner.nested.template.json"}
    assets = {"type": "cdk:asset-manifest", "properties": {"file": "assets.json"}}
    stack = {"type": "aws:cloudformation:stack", "properties": {"templateFile": "one.json"}}
    files = {
        "manifest.json": {
            "version": "36.0.0",
            "artifacts": {"Assets": assets, "One": {**stack, "dependencies": ["Assets"]}},
        },
        "assets.json": {"files": {it: {"source": {"path": path}} for it, path in paths.items()}},
        "one.json": published("aaa"),
        paths["aaa"]: published("bbb"),
        paths["bbb"]: {"Resources": {"Topic": topic}, "Outputs": {"Name": name}},
    }
    write({f"cdk.out/{path}": json.dumps(content) for path, content in files.items()})
    run("cfn2pulumi", "migrate", "cdk.out", "-o", "app", "-q", "-l", language)
    if language == "typescript":
        Path("app/node_modules").symlink_to(node.modules(written.MANIFEST))
    assert run("cfn2pulumi", "verify", "cdk.out", "app") == (
        0,
        "cdk.out and app mean the same\n",
        "",
    )
    inner = Path("app/one_outer_inner").with_suffix(".py" if language == "python" else ".ts")
    change('"a"', '"b"', str(inner))
    ended = run("cfn2pulumi", "verify", "cdk.out", "app")
    assert ended.status == 1
    assert ended.err.startswith(f"{paths['bbb']}: error: Resources.Topic.Properties.TopicName: ")


def test_the_report_has_the_differences(run: Run) -> None:
    change("-jobs", "-tasks")
    assert run("cfn2pulumi", "verify", "t.yaml", "p", "--report", "r.json").status == 1
    report = json.loads(Path("r.json").read_text(encoding="utf-8"))
    assert report["exit_status"] == 1
    (finding,) = report["findings"]
    assert (finding["code"], finding["severity"], finding["line"]) == ("difference", "error", 17)


def test_the_page_has_the_differences_at_their_lines(run: Run) -> None:
    change("-jobs", "-tasks")
    assert run("cfn2pulumi", "verify", "t.yaml", "p", "--report", "r.html").status == 1
    page = Path("r.html").read_text(encoding="utf-8")
    assert page.count('<p class="told error"') == 1
    assert "<h3>t.yaml</h3>" in page
    assert "<h3>p/__main__.py</h3>" in page


def test_what_cannot_be_compared(run: Run) -> None:
    assert run("cfn2pulumi", "verify", "missing.yaml", "p").status == 2
    assert run("cfn2pulumi", "verify", "t.yaml", "missing").status == 2


@pytest.mark.parametrize("case", ["production-stack", "conditions"])
def test_the_fixtures_mean_the_same(run: Run, case: str) -> None:
    ended = run("cfn2pulumi", "verify", str(cases.template(case)), str(cases.project(case)))
    assert (ended.status, ended.err) == (0, "")
