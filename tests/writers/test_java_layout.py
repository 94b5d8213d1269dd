"""How statements of Java are laid out; google-java-format leaves each of these as it is."""

from __future__ import annotations

import pytest

from converter.writers.java.layout import statement
from converter.writers.java.nodes import Chain, Lambda, Pair, Ternary
from converter.writers.layout import Code, Line
from converter.writers.pulumi.printing import call

QUEUE = call("new Queue", ['"Jobs"', Chain("QueueArgs.builder()", [".fifo(true)", ".build()"])])
SAID = "a line of words that is too long for the place where it stands, as a comment or as a text"
DOCUMENT = call("Map.of", [Pair('"Effect"', '"Allow"'), Pair('"Action"', '"sqs:SendMessage"')])
PARTS = Line(
    call("Output.format", ['"%s/queue/of/jobs/that/wait"', "accountId"]),
    call(".applyValue", [Lambda("value", call("Functions.split", ["value", '"/"']))]),
    call(".applyValue", [Lambda("items", call("items.get", ["0"]))]),
)
LAID_OUT: list[tuple[str, Code, str]] = [
    (
        "var jobs = ",
        QUEUE,
        'var jobs = new Queue("Jobs", QueueArgs.builder().fifo(true).build());\n',
    ),
    (
        "var jobsThatWaitForATurnOfNothingButTheirOwn = ",
        QUEUE,
        "var jobsThatWaitForATurnOfNothingButTheirOwn =\n"
        '    new Queue("Jobs", QueueArgs.builder().fifo(true).build());\n',
    ),
    (
        "var jobs = ",
        Chain(
            "QueueArgs.builder()",
            [call(".policy", [DOCUMENT]), call(".text", [f'"{SAID}"']), ".build()"],
            {1: [f"{SAID}, {SAID}"]},
        ),
        "var jobs =\n"
        "    QueueArgs.builder()\n"
        '        .policy(Map.of("Effect", "Allow", "Action", "sqs:SendMessage"))\n'
        "        // a line of words that is too long for the place where it stands, as a comment or"
        " as a\n"
        "        // text, a line of words that is too long for the place where it stands, as a"
        " comment or as\n"
        "        // a text\n"
        "        .text(\n"
        '            "a line of words that is too long for the place where it stands, as a comment'
        ' or as a"\n'
        '                + " text")\n'
        "        .build();\n",
    ),
    (
        "var url = ",
        PARTS,
        "var url =\n"
        '    Output.format("%s/queue/of/jobs/that/wait", accountId)\n'
        '        .applyValue(value -> Functions.split(value, "/"))\n'
        "        .applyValue(items -> items.get(0));\n",
    ),
    (
        "var more = ",
        Ternary("isProduction", call("Map.of", [Pair('"Statement"', DOCUMENT)]), "null"),
        "var more =\n"
        "    isProduction\n"
        '        ? Map.of("Statement", Map.of("Effect", "Allow", "Action", "sqs:SendMessage"))\n'
        "        : null;\n",
    ),
]


@pytest.mark.parametrize(("target", "code", "expected"), LAID_OUT)
def test_a_statement_is_laid_out(target: str, code: Code, expected: str) -> None:
    assert statement(target, code) == expected


def test_arguments_fill_lines_where_all_are_short() -> None:
    numbers = call("List.of", [str(number) for number in range(100, 130)])
    lines = statement("var numbers = ", numbers).splitlines()
    assert len(lines) == 4
    assert max(map(len, lines)) <= 100
