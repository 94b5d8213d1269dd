"""Items of lists that hold several kinds: every language needs them to be of one."""

from __future__ import annotations

import pytest

from converter import to_cloudformation, to_pulumi, verify
from converter.pulumi import Attribute, ConfigValue, Convert, Expression, Select
from converter.readers.template import read_text
from converter.report import Report

TEMPLATE = """\
Parameters: {{Count: {{Type: Number}}, Text: {{Type: String}}, At: {{Type: String}}}}
Resources:
  Other: {{Type: AWS::SQS::Queue, Properties: {{DelaySeconds: 3}}}}
  Queue: {{Type: AWS::SQS::Queue, Properties: {{{property}: !Select [{index}, {items}]}}}}
"""
AT = Convert("integer", ConfigValue("At"))
TEXTS = ["60", "70"]
TRUTHS = [ConfigValue("Text"), "true"]
DELAY = Convert("string", Attribute("Other", ("delaySeconds",)))


@pytest.mark.parametrize(
    ("property", "index", "items", "kind", "found"),
    [
        ("DelaySeconds", "0", "[!Ref Text, 4]", "integer", Select(0, [ConfigValue("Text"), "4"])),
        (
            "FifoQueue",
            "1",
            "[!Ref Text, true]",
            "boolean",
            Select(1, TRUTHS),
        ),
        ("QueueName", "!Ref At", "[a, 7]", None, Select(AT, ["a", "7"])),
        ("DelaySeconds", "!Ref At", "['60', 70]", "integer", Select(AT, TEXTS)),
        ("DelaySeconds", "!Ref At", "[60, 70]", "integer", Select(AT, TEXTS)),
        ("DelaySeconds", "1", "[60, 70]", None, Select(1, [60, 70])),
        (
            "DelaySeconds",
            "!Ref At",
            "[!GetAtt Other.DelaySeconds, 7]",
            "integer",
            Select(AT, [DELAY, "7"]),
        ),
    ],
)
def test_items_of_which_one_is_taken_are_of_one_kind(
    property: str, index: str, items: str, kind: str | None, found: Expression
) -> None:
    text = TEMPLATE.format(property=property, index=index, items=items)
    stack = read_text(text, "template.yaml")
    program = to_pulumi(stack)
    wire = property[:1].lower() + property[1:]
    expected = found if kind is None else Convert(kind, found)
    assert program.resources["Queue"].inputs[wire] == expected
    assert verify(stack, to_cloudformation(program)) == []


def test_texts_and_lists_together_are_left_to_cloudformation() -> None:
    text = TEMPLATE.format(property="QueueName", index="!Ref Count", items="[one, []]")
    report = Report()
    program = to_pulumi(read_text(text, "t.yaml"), name="program", report=report)
    assert program.resources["Queue"].type == "aws-native:cloudformation:Stack"
    assert any("of texts and lists" in finding.message for finding in report)
