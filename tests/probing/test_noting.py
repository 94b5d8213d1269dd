"""What only holds where many values are unusual at once is found where a program notes it,
and what a table lacks is refused where it is looked into.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from converter.errors import ProgramError
from converter.pulumi import (
    AllOf,
    AnyOf,
    Choice,
    Concat,
    ConditionValue,
    ConfigValue,
    Equal,
    Expression,
    Lookup,
    Negation,
    Select,
)
from converter.recorder.probing import Hints, Subject, probe
from converter.recorder.probing.noting import Noted
from converter.recorder.probing.subjects import OPEN, Assignment, Fresh
from converter.recorder.trials import Trial
from converter.report import Report

from .oracle import function, oracle

TABLES: dict[str, dict[str, dict[str, Expression]]] = {
    "Sizes": {"dev": {"text": "small"}, "prod": {"text": "large"}}
}
SUBJECTS = {
    it.identity: it
    for it in (
        Subject(name="env", default="test"),
        Subject(name="name", default="app"),
        Subject(name="key", default="k"),
        Subject(name="flag", default="true", values=("true", "false"), closed=True),
        Subject(name="names", type="list", default="x,y,z"),
        Subject(name="token", secret=True),
    )
}
BASE: Assignment = {
    "env": OPEN,
    "name": OPEN,
    "key": OPEN,
    "flag": "true",
    "names": Fresh("x,y,z"),
    "token": OPEN,
}
ENV, NAME, NAMES = ConfigValue("env"), ConfigValue("name"), ConfigValue("names")
NO_KEY = Equal(ConfigValue("key"), "")
SMALL = Equal(Lookup("Sizes", ENV, "text"), "small")


@pytest.mark.parametrize(
    "condition",
    [
        SMALL,
        Equal(Select(1, NAMES), "a"),
        Equal(Concat((ENV, "/", NAME)), "prod/true"),
        AllOf(
            (SMALL, Equal(Select(0, NAMES), "a"), Equal(ENV, NAME), Equal(ConfigValue("key"), ""))
        ),
        AllOf((Negation(SMALL), AnyOf((Equal(ENV, "prod"), Equal(NAME, "x"))))),
        Negation(ConditionValue("Flagged")),
    ],
)
@pytest.mark.parametrize("wanted", [True, False])
def test_values_are_found_with_which_a_condition_holds(condition: Expression, wanted: bool) -> None:
    conditions = {"C": condition, "Flagged": Equal(ConfigValue("flag"), "true")}
    noted = Noted(Hints(conditions, TABLES), SUBJECTS)
    for row in noted.rows("C", wanted, BASE):
        assert ("C", not wanted) in noted.unseen([{**BASE, **row}])
        assert ("C", wanted) not in noted.unseen([{**BASE, **row}])
    assert noted.rows("C", wanted, BASE)


def test_a_condition_of_a_secret_is_left_alone() -> None:
    noted = Noted(Hints({"C": Equal(ConfigValue("token"), "a")}), SUBJECTS)
    assert noted.unseen([]) == []


def test_what_many_values_decide_together_is_found_where_it_is_noted() -> None:
    names = "abcdefgh"
    condition = AllOf(tuple(Equal(ConfigValue(it), "x") for it in names))

    def run(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        is_all = all(config(it) == "x" for it in names)
        return {"Q": {"name": "all" if is_all else config("flag")}}

    flag = Subject(name="flag", default="all", values=("all", "some"), closed=True)
    subjects = (*(Subject(name=it, default="y") for it in names), flag)
    report = Report()
    found = probe(function(run), subjects, hints=Hints({"All": condition}), report=report)
    assert found.resources["Q"].inputs == {"name": Choice("All", "all", ConfigValue("flag"))}
    assert [it.code for it in report] == []


def test_what_is_noted_and_never_holds_is_told() -> None:
    def run(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        return {"Q": {"name": config("env")}}

    subjects = (Subject(name="env", default="dev", values=("dev", "prod"), closed=True),)
    report = Report()
    probe(function(run), subjects, hints=Hints({"C": Equal(ENV, "other")}), report=report)
    assert [it.code for it in report] == ["unseen-condition"]


IMAGES = {"us-east-1": "a", "eu-west-1": "b"}


@pytest.mark.parametrize("otherwise", ["none", "in {}"])
def test_a_table_that_is_looked_into_under_a_condition_binds_nothing(otherwise: str) -> None:
    def run(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        region = config("region")
        if config("env") != "prod":
            return {"Q": {"name": otherwise.format(region)}}
        if region not in IMAGES:
            raise ProgramError("there is no image")
        return {"Q": {"name": IMAGES[region]}}

    region = Subject(name="region", known=True, values=tuple(IMAGES))
    subjects = (Subject(name="env", default="dev", values=("prod",)), region)
    report = Report()
    found = probe(function(run), subjects, report=report)
    assert [it.code for it in report] == []
    for where in ("us-east-1", "eu-west-1", "ap-south-1"):
        for env in ("dev", "prod"):
            trial = Trial({"env": env}, {"region": where})
            values = {"env": env, "region": where}
            if env == "prod" and where not in IMAGES:
                with pytest.raises(ProgramError, match="has no ap-south-1"):
                    oracle(found)(trial)
            else:
                assert oracle(found)(trial).resources["Q"].inputs == run(values.__getitem__)["Q"]


def test_a_table_of_which_neither_key_has_a_default_is_looked_into() -> None:
    sizes = {"us-east-1": {"dev": "small", "prod": "large"}, "eu-west-1": {"dev": "a", "prod": "b"}}

    def run(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        row = sizes.get(config("region"), {})
        if config("env") not in row:
            raise ProgramError("the table does not have that")
        return {"Q": {"name": row[config("env")], "tag": config("tag")}}

    keys = ("us-east-1", "dev", "prod", "eu-west-1")
    subjects = (
        Subject(name="env", keys=keys),
        Subject(name="tag", keys=keys),
        Subject(name="region", known=True, values=tuple(sizes)),
    )
    found = probe(function(run), subjects)
    for region in sizes:
        for env in ("dev", "prod"):
            trial = Trial({"env": env, "tag": "t"}, {"region": region})
            assert oracle(found)(trial).resources["Q"].inputs == {
                "name": sizes[region][env],
                "tag": "t",
            }


def test_conditions_that_name_each_other_many_times_are_gone_through_once() -> None:
    conditions: dict[str, Expression] = {"C0": Equal(ENV, "x")}
    for number in range(1, 60):
        below = ConditionValue(f"C{number - 1}")
        conditions[f"C{number}"] = AllOf((below, below))
    conditions["Never"] = AllOf((ConditionValue("C59"), Equal(ENV, "y")))
    noted = Noted(Hints(conditions), SUBJECTS)
    assert ("C59", True) in noted.unseen([BASE])
    assert noted.rows("Never", True, BASE) == []
