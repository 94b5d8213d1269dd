"""The fixture that has every property of `AWS::SageMaker::Model`, in every language."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from converter import catalog
from converter.catalog import EnumType, ResourceType
from converter.catalog.spelling import SPELLINGS
from converter.writers.languages import LANGUAGES
from converter.writers.pulumi_typescript.types import member

from .. import cases

CASE = "every-property"
TYPED = ("csharp", "go", "java")


def model() -> ResourceType:
    """What the catalog says of the type."""
    found = catalog.resource_type("AWS::SageMaker::Model")
    assert found is not None
    return found


def program(language: str) -> str:
    """The committed program."""
    files = sorted(path for path in cases.project(CASE, language).rglob("*") if path.is_file())
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def places() -> Iterator[tuple[str, dict[str, str]]]:
    """Each property that can be set, by its wire name, as each language spells it."""
    described = model()
    for owner in (described, *described.object_types.values()):
        for wire, prop in owner.by_pulumi.items():
            if owner is described and prop.read_only:
                continue
            named = {language: SPELLINGS[language].property(owner, prop) for language in TYPED}
            yield wire, {**named, "python": prop.python, "typescript": wire, "yaml": wire}


def members() -> Iterator[tuple[EnumType, str]]:
    """Each value of each enum."""
    for enum in model().enums.values():
        yield from ((enum, str(value)) for value in enum.members)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_property_is_said(language: str) -> None:
    said = set(re.findall(r"\w+", program(language)))
    assert [wire for wire, spelled in places() if spelled[language] not in said] == []


@pytest.mark.parametrize("language", TYPED)
def test_every_value_of_an_enum_is_a_member(language: str) -> None:
    said, spelling = set(re.findall(r"\w+", program(language))), SPELLINGS[language]
    names = {value: spelling.member(enum, value).rpartition(".")[2] for enum, value in members()}
    assert {value for value, name in names.items() if name not in said} == set()


@pytest.mark.parametrize("language", ["python", "typescript"])
def test_every_value_of_an_enum_is_a_member_there_too(language: str) -> None:
    said = program(language)
    for enum, value in members():
        spelled = (
            f"{enum.name}.{enum.members[value]}" if language == "python" else member(enum, value)
        )
        assert spelled in said


def test_yaml_says_every_value() -> None:
    said = program("yaml")
    assert [value for _, value in members() if f": {value}\n" not in said] == []
