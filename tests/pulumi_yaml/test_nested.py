"""Nested templates in Pulumi YAML: they stand in the program, and become files again."""

from __future__ import annotations

from pathlib import Path

import pytest

import converter
from converter.errors import ConversionError
from converter.report import Report
from tests import cases
from tests.recorder.test_nested_programs import TREE
from tests.test_nested import PARENT, QUEUE
from tests.typescript.programs import OUTSIDE, WAITING, ZONES, write

LOCAL = cases.FOLDER / "language" / "type-nested-stack-local"
NESTS = {
    "local": {
        "main.yaml": (LOCAL / "template.yaml").read_text("utf-8"),
        "worker.yaml": (LOCAL / "worker.yaml").read_text("utf-8"),
    },
    "conditional": {"main.yaml": PARENT, "queues/queue.yaml": QUEUE},
    "waiting": {
        "main.yaml": OUTSIDE.replace("!Join [',', !GetAZs '']", "'a,b'"),
        "waiting.yaml": WAITING,
        "zones.yaml": ZONES,
    },
    "tree": TREE,
}


def migrated(name: str, folder: Path, **named: object) -> tuple[dict[str, str], Report]:
    """The project of one of the nests."""
    report = Report()
    main = write(NESTS[name], folder) / "main.yaml"
    return converter.migrate(main, language="yaml", report=report, **named), report  # type: ignore[arg-type]  # named arguments


@pytest.mark.parametrize("name", ["local", "waiting"])
def test_nested_templates_come_back(name: str, tmp_path: Path) -> None:
    files, report = migrated(name, tmp_path / "source")
    assert {each.code for each in report} >= {"held"}
    own = Report()
    back = converter.export(write(files, tmp_path / "project"), nested=True, report=own)
    assert not len(own)
    assert isinstance(back, dict)
    write(back, tmp_path / "back")
    for file in NESTS[name]:
        again = "template.yaml" if file == "main.yaml" else file
        left = converter.read(tmp_path / "source" / file)
        assert converter.verify(left, converter.read(tmp_path / "back" / again)) == []


def test_a_template_stands_in_the_program_as_it_is(tmp_path: Path) -> None:
    files, _ = migrated("local", tmp_path)
    assert "fn::readFile: ./templates/Jobs.yaml" in files["Pulumi.yaml"]
    assert "  IsProd: !Equals [!Ref Stage, prod]\n" in files["templates/Jobs.yaml"]


def test_one_that_hangs_on_a_condition_is_to_be_decided(tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match="no nested stack that hangs on a condition"):
        migrated("conditional", tmp_path)
    files, _ = migrated("conditional", tmp_path, parameters={"Stage": "dev"})
    assert "templates/Jobs.yaml" in files


def test_one_that_nests_others_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConversionError, match=r"middle\.yaml nests another template \(One\)"):
        migrated("tree", tmp_path)


def test_one_that_is_too_long_is_refused(tmp_path: Path) -> None:
    write(NESTS["local"], tmp_path)
    topic = "  {name}:\n    Type: AWS::SNS::Topic\n"
    many = "".join(topic.format(name=f"Topic{number}") for number in range(1_400))
    (tmp_path / "worker.yaml").write_text(
        NESTS["local"]["worker.yaml"].replace("Outputs:", f"{many}Outputs:"), encoding="utf-8"
    )
    with pytest.raises(ConversionError, match="takes a template of 51,200 bytes at most"):
        converter.migrate(tmp_path / "main.yaml", language="yaml")
