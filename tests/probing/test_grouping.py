"""Values of which a program's text has the same: a few of them speak for all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from converter.pulumi import Choice, ConfigValue, Convert, Equal, Invoke, Lookup, Select
from converter.recorder.probing import Hints, Subject, probe
from converter.recorder.probing.grouping import Grouping
from converter.recorder.trials import Trial

from .oracle import function
from .test_probing import Counted

SIZES = ["m5.large", "m5.xlarge", "m6.large", "m6.xlarge", "c5.large"]
FIRST_TWO = SIZES[:2]

TEXTS: dict[str, tuple[str, list[str], list[str]]] = {
    "nothing in the text is about them": ('name := "jobs"', SIZES, FIRST_TWO),
    "one is compared with": ('if size == "m6.large" {', SIZES, [*FIRST_TWO, "m6.large"]),
    "some begin with a text": ('strings.HasPrefix(size, "m5")', SIZES, [*SIZES[:4]]),
    "a text lists some": ('"m5.large,m5.xlarge,c5.large".contains(size)', SIZES, [*SIZES[:4]]),
    "letter case does not tell": ('size.equalsIgnoreCase("C5.LARGE")', SIZES,
                                  [*FIRST_TWO, "c5.large"]),
    "a map of Go has the same": (
        'map[string]string{"m5.large": "x86", "m5.xlarge": "x86", "m6.large": "x86", '
        '"m6.xlarge": "arm", "c5.large": "x86"}', SIZES, [*FIRST_TWO, "m6.xlarge"]),
    "a map of Java has the same": (
        'Map.ofEntries(Map.entry("m5.large", Map.of("a", 1)), Map.entry("m5.xlarge", '
        'Map.of("a", 1)), Map.entry("m6.large", Map.of("a", 1)), Map.entry("m6.xlarge", '
        'Map.of("a", 2)))', SIZES, [*FIRST_TWO, "m6.xlarge", "c5.large"]),
    "a map of C# has the same": (
        '{ ["m5.large"] = new() { ["a"] = 1 }, ["m5.xlarge"] = new() { ["a"] = 1 }, '
        '["m6.large"] = new() { ["a"] = 1 }, ["m6.xlarge"] = new() { ["a"] = 2 } }',
        SIZES, [*FIRST_TWO, "m6.xlarge", "c5.large"]),
    "numbers are between the same numbers": ("if count > 3 {", ["1", "2", "3", "4", "5", "6"],
                                             ["1", "2", "3", "4", "5"]),
    "the text loads others": ('os.ReadFile("sizes.json")', SIZES, SIZES),
}  # fmt: skip


@pytest.mark.parametrize(("text", "values", "telling"), TEXTS.values(), ids=TEXTS)
def test_values_that_a_text_cannot_tell_apart(
    text: str, values: list[str], telling: list[str]
) -> None:
    assert Grouping([text]).telling(values) == telling


def test_where_no_text_is_known_each_value_speaks_for_itself() -> None:
    assert Grouping().telling(SIZES) == SIZES


TYPES = {f"t{number}.large": "arm64" if number in (7, 31) else "x86" for number in range(50)}
IMAGES = {
    f"eu-west-{number}": {"x86": f"ami-{number}a", "arm64": f"ami-{number}b"} for number in range(9)
}
TYPE = Subject(name="type", values=tuple(TYPES), closed=True, default="t0.large")
WHERE = Subject(name="region", known=True, values=tuple(IMAGES))
ROWS = "".join(f'"{key}": {{"arch": "{value}"}}, ' for key, value in TYPES.items())


def image(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
    """A program that looks an image up by a region and by what another table has of a type."""
    row = IMAGES[config("region")]
    return {"Q": {"name": row[TYPES[config("type")]]}}


def test_many_values_of_two_subjects_take_few_runs() -> None:
    counted = Counted(function(image))
    tables: dict[str, Any] = {
        "Types": {key: {"arch": value} for key, value in TYPES.items()},
        "Images": IMAGES,
    }
    source = f"map[string]map[string]string{{{ROWS}}}"
    found = probe(counted, (TYPE, WHERE), hints=Hints(tables=tables), sources=[source])
    arch = Lookup("Types", ConfigValue("type"), "arch")
    assert found.resources["Q"].inputs == {
        "name": Lookup("Images", Invoke("getRegion", "region"), arch)
    }
    assert counted.count < 150


def test_a_table_that_nobody_noted_has_what_each_two_values_give() -> None:
    types = Subject(name="type", values=tuple(TYPES)[:12], closed=True, default="t0.large")
    source = f"map[string]map[string]string{{{ROWS}}}"
    found = probe(function(image), (types, WHERE), sources=[source])
    assert found.resources["Q"].inputs == {
        "name": Lookup("TypeRegionMap", ConfigValue("type"), Invoke("getRegion", "region"))
    }
    assert found.tables["TypeRegionMap"] == {
        it: {region: images[TYPES[it]] for region, images in IMAGES.items()} for it in types.values
    }


def test_each_value_is_looked_at_that_a_text_tells_apart() -> None:
    looked: list[str] = []

    def look(trial: Trial, _: object) -> None:
        looked.append(str(trial.config["type"]))

    probe(
        function(lambda config: {"Q": {"name": config("type")}}),
        (TYPE,),
        sources=['size == "t40.large"'],
        look=look,
    )
    assert sorted(looked) == ["Open()", "t0.large", "t1.large", "t40.large"]


def test_an_item_of_a_list_in_a_table_is_selected_though_another_formula_gives_it() -> None:
    """The table refuses the regions that it lacks; `${AWS::Region}a` does not."""
    zones = {region: {"zones": [f"{region}a", f"{region}b"]} for region in IMAGES}

    def make(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        return {"Q": {"name": zones[config("region")]["zones"][1]}}

    tables: Any = {"Zones": zones}
    found = probe(function(make), (WHERE,), hints=Hints(tables=tables))
    row = Lookup("Zones", Invoke("getRegion", "region"), "zones")
    assert found.resources["Q"].inputs == {"name": Select(1, row)}


def test_a_table_in_a_condition_refuses_what_it_lacks() -> None:
    near = {region: {"is": "yes" if number else "no"} for number, region in enumerate(IMAGES)}

    def make(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        return {"Q": {"name": "near" if near[config("region")]["is"] == "yes" else "far"}}

    is_near = Equal(Lookup("Near", Invoke("getRegion", "region"), "is"), "yes")
    tables: Any = {"Near": near}
    hints = Hints(tables=tables, conditions={"IsNear": is_near}, asked={"Q.name": ["IsNear"]})
    found = probe(function(make), (WHERE,), hints=hints)
    assert found.conditions == {"IsNear": is_near}
    assert found.resources["Q"].inputs == {"name": Choice("IsNear", "near", "far")}


def test_a_number_of_a_table_of_texts_has_a_default_that_is_a_text() -> None:
    counts = {"dev": {"count": "1"}, "prod": {"count": "2"}}

    def make(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        return {"Q": {"delay": int(counts.get(config("stage"), {}).get("count", "1"))}}

    tables: Any = {"Counts": counts}
    stage = Subject(name="stage", values=tuple(counts))
    found = probe(function(make), (stage,), hints=Hints(tables=tables))
    row = Lookup("Counts", ConfigValue("stage"), "count", "1", True)
    assert found.resources["Q"].inputs == {"delay": Convert("integer", row)}
