"""Where in the written files each entry of a program stands."""

from __future__ import annotations

import converter
from converter.pulumi import Program
from converter.writers.languages import write
from converter.writers.pulumi.marks import Marks, lines_of

from .. import cases


def program(case: str) -> Program:
    return converter.to_pulumi(converter.read(cases.template(case)), name=case)


def test_every_entry_of_a_program_has_a_line() -> None:
    written, marks = program("production-stack"), Marks()
    lines = write(written, "python", marks)["__main__.py"].splitlines()
    found = marks["__main__.py"]
    assert lines[found["resources", "Model"] - 1] == "model = sagemaker.Model("
    assert lines[found["config", "Stage"] - 1] == 'stage = config.require("Stage")'
    assert lines[found["exports", "ModelArn"] - 1].startswith('pulumi.export("ModelArn"')
    sections = (("resources", written.resources), ("exports", written.exports))
    sections += (("conditions", written.conditions), ("tables", written.tables))
    assert {(kind, name) for kind, entries in sections for name in entries} <= set(found)


def test_statements_are_looked_for_in_their_order() -> None:
    text = "a = 1\n\nb = 1\nb = 1\n"
    entries = [(("config", "A"), "a = 1\n"), (("config", "B"), "b = 1\n")]
    assert lines_of(text, entries) == {("config", "A"): 1, ("config", "B"): 3}


def test_typescript_tells_them_too_also_where_exports_are_given_back() -> None:
    for case, name, line in (
        ("production-stack", "ModelArn", "export const ModelArn = model.id;"),
        ("conditions", "AlarmArn", "    AlarmArn: alarm?.arn,"),
    ):
        written, marks = program(case), Marks()
        lines = write(written, "typescript", marks)["index.ts"].splitlines()
        found = marks["index.ts"]
        assert lines[found["exports", name] - 1] == line
        assert {("resources", each) for each in written.resources} <= set(found)
