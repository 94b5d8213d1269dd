"""The page as its text says it: safe, self-contained, each thing at its place."""

from __future__ import annotations

import re
import time
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from converter.cli.commands import LANGUAGES
from converter.reporting.page import page_text
from converter.reporting.page.graph import HEIGHT, draw
from converter.reporting.page.highlighting import highlighted

from .. import cases
from ..commands import Run
from .conftest import Reported

PRODUCTION = cases.template("production-stack").read_text(encoding="utf-8")

TEMPLATE = """\
Description: '</script><script>alert("d")</script>'
Parameters:
  Password: {Type: String, NoEcho: true, Default: hunter2secret}
  Key:
    Type: String
    NoEcho: true
    Default: "line one\\nline two"
  Word: {Type: String, NoEcho: true, Default: "caf\\u00e9"}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: '<img src=x onerror=alert(1)>'
      NoSuchThing: '"><b>'
  Held:
    Type: AWS::SNS::Subscription
    Properties:
      TopicArn: !Ref Topic
      Protocol: sqs
      Endpoint: "{{resolve:ssm:/a}}"
Outputs:
  Arn: {Value: !Ref Topic}
"""


class Reader(HTMLParser):
    """What a browser would take for elements, attributes and policy."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs


def test_what_a_source_says_is_text(reported: Reported) -> None:
    found = Reader(reported(TEMPLATE).read_text(encoding="utf-8"))
    assert found.tags.count("script") == 1
    assert found.tags.count("style") == 1
    assert "img" not in found.tags
    assert not [name for name, _ in found.attributes if name.startswith("on") or name == "style"]


def test_the_page_needs_nothing_else(reported: Reported) -> None:
    text = reported(TEMPLATE).read_text(encoding="utf-8")
    found = Reader(text)
    assert not {"link", "img", "iframe", "object", "base", "form"} & set(found.tags)
    references = [value for name, value in found.attributes if name in ("src", "href")]
    assert all(value is not None and value.startswith("#") for value in references)
    policy = next(value for _, value in found.attributes if value and "default-src" in value)
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


def test_secrets_are_hidden(reported: Reported) -> None:
    text = reported(TEMPLATE).read_text(encoding="utf-8")
    for secret in ("hunter2secret", "line one", "line two", "caf\\u00e9"):
        assert secret not in text
    assert text.count("••••••") == 4


def test_lines_that_belong_together_have_the_same_entry(reported: Reported) -> None:
    starts = ("  Topic:", "topic = ", "  Held:", "held = ")
    lines = linked(reported(TEMPLATE).read_text(encoding="utf-8"))
    said = {line.split()[0]: entry for line, entry in lines if line.startswith(starts)}
    assert said["Topic:"] == said["topic"]
    assert said["Held:"] == said["held"]
    assert said["topic"] != said["held"]


OUTER = """\
Resources:
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16}}
  Network: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: network.yaml}}
"""
NETWORK = """\
Resources:
  Vpc:
    Type: AWS::EC2::VPC
    Properties:
      CidrBlock: 10.1.0.0/16
"""


def test_a_nested_template_belongs_to_its_component(reported: Reported, tmp_path: Path) -> None:
    (tmp_path / "network.yaml").write_text(NETWORK, encoding="utf-8")
    lines = linked(reported(OUTER).read_text(encoding="utf-8"))
    outer, nested = (entry for line, entry in lines if line.startswith("  Vpc:"))
    assert outer != nested
    assert ('    cidr_block="10.0.0.0/16",', outer) in lines
    assert ('            cidr_block="10.1.0.0/16",', nested) in lines


@pytest.mark.parametrize("language", LANGUAGES)
def test_lines_belong_together_in_every_language(reported: Reported, language: str) -> None:
    lines = linked(reported(PRODUCTION, "--language", language).read_text(encoding="utf-8"))
    for name in ("Vpc", "Stage", "ModelArn"):
        entry = next(entry for line, entry in lines if line == f"  {name}:")
        assert len([line for line, its in lines if its == entry]) > 2, name


def linked(text: str) -> list[tuple[str, str]]:
    """The lines of a page that belong to an entry, each with that."""
    lines = re.findall(r'<div class="l[^"]*" id="[\w-]+" data-e="([\w-]+)[^"]*".*<code>(.*)<', text)
    return [(unescape(re.sub(r"<[^>]+>|</code>?", "", line)), entry) for entry, line in lines]


def test_a_finding_stands_at_its_line(reported: Reported) -> None:
    text = reported(TEMPLATE).read_text(encoding="utf-8")
    line = re.search(r'id="([\w-]+)"[^>]*><a class="n"[^>]*>14</a>', text)
    assert line
    told = text[line.end() :].split("<div", 1)[0]
    assert '<p class="told warning"' in told
    assert "NoSuchThing" in told


def test_what_was_held_and_why(reported: Reported) -> None:
    text = reported(TEMPLATE).read_text(encoding="utf-8")
    table = text.split('<section class="held">')[1].split("</section>")[0]
    words = " ".join(re.sub(r"<[^>]+>", " ", table).split())
    assert "Held AWS::SNS::Subscription cloudformation:Stack only CloudFormation resolves" in words


def test_a_refused_template_is_shown_with_its_errors(reported: Reported) -> None:
    text = reported("Resources:\n  A: {Type: AWS::SNS::Topic, DependsOn: B}\n").read_text("utf-8")
    assert ">not converted<" in text
    assert '<p class="told error"' in text
    assert "sides alone" in text


@pytest.mark.parametrize(
    "template", ["", "Resources: [", "\0", "a: &a [*a]\n", "? [a]\n: b\n", "a: &a b\n*a : c\n"]
)
def test_a_source_that_cannot_be_read_still_has_a_page(reported: Reported, template: str) -> None:
    assert ">not converted<" in reported(template).read_text(encoding="utf-8")


def test_a_very_long_line_takes_no_time(reported: Reported) -> None:
    long = "x" * 2_000_000
    text = f"Resources:\n  Q:\n    Type: AWS::SQS::Queue\n    Properties: {{QueueName: {long}}}\n"
    started = time.perf_counter()
    assert ">not converted<" not in reported(text).read_text(encoding="utf-8")
    assert time.perf_counter() - started < 20


def test_a_source_nested_too_deeply_still_has_a_page(reported: Reported) -> None:
    deep = "Resources: " + "[" * 5000 + "]" * 5000
    assert ">not converted<" in reported(deep).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "default",
    [
        "Default: hunter2secret}",
        "Default:\n    hunter2secret}",
        "Default: |\n    hunter2secret\n  }",
        "[a]: b, Default: hunter2secret}",
        "{a: b}: Default, ? Default : hunter2secret}",
    ],
)
def test_secrets_are_hidden_where_the_template_cannot_be_read(
    reported: Reported, default: str
) -> None:
    template = f"Parameters:\n  P: {{NoEcho: true, {default}\nResources: [\n"
    assert "hunter2secret" not in reported(template).read_text(encoding="utf-8")


def test_several_templates_are_on_one_page(
    tmp_path: Path, reported: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "other.yaml").write_text(TEMPLATE, encoding="utf-8")
    text = reported(TEMPLATE, "other.yaml").read_text(encoding="utf-8")
    assert text.count("<article") == 2
    anchors = re.findall(r' id="([\w-]+)"', text)
    assert len(anchors) == len(set(anchors))


def test_no_conversion_is_a_page() -> None:
    assert "<main>" in page_text([], "1")


# Text


def test_what_nobody_could_see_is_spelled_out() -> None:
    (line,) = highlighted("a.txt", "safe\u202egnirts\u200b\x07 é 日本")
    assert str(line) == (
        'safe<i class="x">U+202E</i>gnirts<i class="x">U+200B</i><i class="x">U+0007</i> é 日本'
    )


def test_a_text_over_several_lines_has_its_colour_on_each() -> None:
    assert [str(line) for line in highlighted("a.py", '"""a\n\nb"""\n')] == [
        '<i class="s">&#34;&#34;&#34;a</i>',
        "",
        '<i class="s">b&#34;&#34;&#34;</i>',
    ]


@pytest.mark.parametrize(
    "name", ["a.py", "a.yaml", "a.json", "a.ts", "a.go", "a.java", "a.cs", "a"]
)
def test_no_character_is_lost(name: str) -> None:
    text = 'x = {"a": [1, "b<c>&"]} # c\n\n  - !Sub ${D}\n// e\n'
    lines = [re.sub(r"<[^>]+>", "", str(line)) for line in highlighted(name, text)]
    unescaped = [
        line.replace("&lt;", "<").replace("&gt;", ">").replace("&#34;", '"') for line in lines
    ]
    assert [line.replace("&amp;", "&") for line in unescaped] == text.split("\n")[:-1]


# The graph


def test_what_is_needed_stands_before_what_needs_it() -> None:
    drawing = draw(["c", "b", "a"], [("c", "b"), ("b", "a"), ("c", "a")])
    assert [box.node for box in sorted(drawing.boxes, key=lambda box: box.x)] == ["a", "b", "c"]


def test_circles_and_loops_are_drawn() -> None:
    drawing = draw(["a", "b", "c"], [("a", "b"), ("b", "a"), ("c", "c"), ("a", "elsewhere")])
    assert {box.node for box in drawing.boxes} == {"a", "b", "c"}
    assert set(drawing.paths) == {("a", "b"), ("b", "a")}


def test_no_box_is_drawn_over_another() -> None:
    nodes = [str(number) for number in range(60)]
    edges = [(str(number), str(number * 7 % (number or 1))) for number in range(60)]
    boxes = sorted(draw(nodes, edges).boxes, key=lambda box: (box.x, box.y))
    for above, below in pairwise(boxes):
        assert above.x != below.x or below.y - above.y >= HEIGHT


@pytest.mark.parametrize("shape", ["chain", "star", "dense"])
def test_a_large_graph_is_drawn(shape: str) -> None:
    nodes = [str(number) for number in range(1000)]
    edges = {
        "chain": [(nodes[at], nodes[at - 1]) for at in range(1, 1000)],
        "star": [(node, "0") for node in nodes],
        "dense": [
            (nodes[at], nodes[at * step % at]) for at in range(1, 1000) for step in (1, 3, 7)
        ],
    }[shape]
    assert len(draw(nodes, edges).boxes) == 1000


# An export


def test_an_export_shows_the_program_first(reported: Reported, run: Run) -> None:
    reported(PRODUCTION)
    assert run("pulumi2cfn", "export", "out", "-o", "t.json", "--report", "export.html").status == 0
    text = Path("export.html").read_text(encoding="utf-8")
    names = re.findall(r"<h3>(.*)</h3>", text)
    assert (names[0], names[-1]) == ("out/__main__.py", "t.json")
    lines = linked(text)
    for said, made in (
        ("vpc = ec2.Vpc(", '    "Vpc": {'),
        ('stage = config.require("Stage")', '    "Stage": {'),
        ('is_production = stage == "prod"', '    "IsProduction": {'),
        ('pulumi.export("ModelArn", model.id)', '    "ModelArn": {'),
    ):
        (entry,) = (entry for line, entry in lines if line == said)
        assert (made, entry) in lines


def test_an_export_of_nested_stacks_shows_all(reported: Reported, run: Run, tmp_path: Path) -> None:
    (tmp_path / "network.yaml").write_text(NETWORK, encoding="utf-8")
    reported(OUTER)
    run("pulumi2cfn", "export", "out", "-o", "back/", "--report", "export.html")
    lines = linked(Path("export.html").read_text(encoding="utf-8"))
    (inner,) = (entry for line, entry in lines if "10.1.0.0/16" in line and "cidr_block" in line)
    assert ("      CidrBlock: 10.1.0.0/16", inner) in lines


def test_an_export_that_fails_has_a_page(reported: Reported, run: Run) -> None:
    reported(PRODUCTION)
    Path("out/__main__.py").write_text("1 / 0\n", encoding="utf-8")
    assert run("pulumi2cfn", "export", "out", "--report", "export.html").status == 1
    assert "ZeroDivisionError" in Path("export.html").read_text(encoding="utf-8")
