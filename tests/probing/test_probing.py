"""What a program decides is found by trying: programs go in as functions, and come out as programs
that say the same.
"""

from __future__ import annotations

import hashlib
import itertools
import os
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from converter.errors import ProgramError
from converter.pulumi import (
    ABSENT,
    AllOf,
    AnyOf,
    Attribute,
    Choice,
    Concat,
    ConditionValue,
    ConfigKey,
    ConfigValue,
    Convert,
    Equal,
    Export,
    Expression,
    Invoke,
    Join,
    Lookup,
    Negation,
    Options,
    Program,
    Resource,
    Select,
    Split,
    StackName,
)
from converter.recorder.probing import Hints, Subject, probe
from converter.recorder.probing.inferring import inferred
from converter.recorder.probing.observing import Observation, Seen
from converter.recorder.probing.subjects import OPEN
from converter.recorder.trials import Open, Run, Trial
from converter.report import Report

from .oracle import function, oracle, registered

QUEUE = "aws-native:sqs:Queue"
STAGE = Subject(name="stage", values=("prod", "test"), default="dev")
NAME = Subject(name="name", default="jobs")
SIZE = Subject(name="size", type="integer", default="3")
LOUD = Subject(name="loud", type="boolean", values=("true", "false"), closed=True)
ZONES = Subject(name="zones", type="list", default="a,b")
REGION = Subject(name="region", known=True, values=("eu-west-1", "us-east-1", "us-west-2"))
SUBJECTS = (STAGE, NAME, SIZE, LOUD, ZONES, REGION)
STAGE_IS_PROD = Equal(ConfigValue("stage"), "prod")


class Counted:
    """A program that counts its runs."""

    def __init__(self, run: Run) -> None:
        self._run, self.count = run, 0

    def __call__(self, trial: Trial) -> Program:
        self.count += 1
        return self._run(trial)


def program(
    inputs: dict[str, Expression],
    conditions: dict[str, Expression] | None = None,
    subjects: tuple[Subject, ...] = SUBJECTS,
    **more: Any,
) -> Program:
    """A program with one queue."""
    config = {it.name: ConfigKey(type=it.type) for it in subjects if not it.known}
    resources = {"Queue": Resource(type=QUEUE, inputs=inputs), **more.pop("resources", {})}
    return Program(
        name="app", config=config, conditions=conditions or {}, resources=resources, **more
    )


def probed(
    made: Program, subjects: tuple[Subject, ...] = SUBJECTS, hints: Hints | None = None
) -> Program:
    """What is found of a program of the model."""
    return probe(oracle(made), subjects, hints=hints)


IS_PROD = {"StageIsProd": STAGE_IS_PROD}
FOUND: dict[str, tuple[dict[str, Expression], dict[str, Expression]]] = {
    "a value that flows through": ({"queueName": ConfigValue("name")}, {}),
    "a value in a text": ({"queueName": Concat(("q-", ConfigValue("name")))}, {}),
    "a number": ({"delaySeconds": ConfigValue("size")}, {}),
    "a number in a text": ({"queueName": Concat(("q", ConfigValue("size")))}, {}),
    "a boolean": ({"fifoQueue": ConfigValue("loud")}, {}),
    "a list": ({"tags": ConfigValue("zones")}, {}),
    "an item of a list": ({"queueName": Select(1, ConfigValue("zones"))}, {}),
    "items put together": ({"queueName": Join(" and ", ConfigValue("zones"))}, {}),
    "a text that is cut": ({"tags": Split("/", ConfigValue("name"))}, {}),
    "the region": ({"queueName": Concat(("q-", Invoke("getRegion", "region")))}, {}),
    "a choice of two texts": ({"queueName": Choice("StageIsProd", "a", "b")}, IS_PROD),
    "a choice of a text and a value": (
        {"queueName": Choice("StageIsProd", "main", ConfigValue("name"))},
        IS_PROD,
    ),
    "a property that may not be there": (
        {"delaySeconds": Choice("StageIsProd", 5, ABSENT)},
        IS_PROD,
    ),
    "an entry that may not be there": (
        {"redrivePolicy": {"a": 1, "b": Choice("StageIsProd", 2, ABSENT)}},
        IS_PROD,
    ),
    "an item that may not be there": (
        {"tags": ["x", Choice("StageIsProd", "y", ABSENT), ConfigValue("name")]},
        IS_PROD,
    ),
    "a map that may not be there": (
        {"redrivePolicy": Choice("StageIsProd", {"a": ConfigValue("name")}, ABSENT)},
        IS_PROD,
    ),
    "a choice of two maps": (
        {"redrivePolicy": Choice("StageIsProd", {"a": 1, "b": 2}, {"a": 3, "c": 4})},
        IS_PROD,
    ),
    "a negation": (
        {"delaySeconds": Choice("LoudIsTrue", ABSENT, 1)},
        {"LoudIsTrue": Equal(ConfigValue("loud"), "true")},
    ),
    "one of two values": (
        {"delaySeconds": Choice("StageIsProdOrTest", 1, 2)},
        {"StageIsProdOrTest": AnyOf((STAGE_IS_PROD, Equal(ConfigValue("stage"), "test")))},
    ),
    "two subjects together": (
        {"delaySeconds": Choice("StageIsProdAndLoudIsTrue", 1, 2)},
        {"StageIsProdAndLoudIsTrue": AllOf((STAGE_IS_PROD, Equal(ConfigValue("loud"), "true")))},
    ),
    "a choice of a list and items": (
        {
            "tags": Choice(
                "StageIsProd",
                ["a", Choice("LoudIsTrue", ConfigValue("size"), ABSENT), "z"],
                ConfigValue("zones"),
            )
        },
        {"StageIsProd": STAGE_IS_PROD, "LoudIsTrue": Equal(ConfigValue("loud"), "true")},
    ),
    "a switch": (
        {
            "queueName": Choice(
                "StageIsProd",
                Concat(("p", ConfigValue("name"))),
                Choice("StageIsTest", Concat(("t", ConfigValue("name"))), "other"),
            ),
        },
        {"StageIsProd": STAGE_IS_PROD, "StageIsTest": Equal(ConfigValue("stage"), "test")},
    ),
    "the region decides": (
        {"delaySeconds": Choice("RegionIsUsEast1", 1, 2)},
        {"RegionIsUsEast1": Equal(Invoke("getRegion", "region"), "us-east-1")},
    ),
}


@pytest.mark.parametrize("case", FOUND)
def test_what_a_program_decides_is_found(case: str) -> None:
    inputs, conditions = FOUND[case]
    found = probed(program(inputs, conditions))
    assert found.resources["Queue"].inputs == inputs
    assert found.conditions == conditions


def test_resources_outputs_and_what_waits_for_them_may_not_be_there() -> None:
    alarm = Resource(
        type=QUEUE,
        inputs={"queueName": Attribute("Queue", ("queueName",))},
        condition="StageIsProd",
    )
    last = Resource(type=QUEUE, options=Options(depends_on=("Queue", "Alarm")))
    made = program(
        {},
        IS_PROD,
        resources={"Alarm": alarm, "Last": last},
        exports={"arn": Export(value=Attribute("Alarm", ("arn",)), condition="StageIsProd")},
    )
    found = probed(made)
    assert (found.resources, found.exports) == (made.resources, made.exports)


def test_a_value_for_each_of_three_is_a_table() -> None:
    rows = {"dev": {"delaySeconds": 1}, "prod": {"delaySeconds": 2}, "test": {"delaySeconds": 4}}
    inputs: dict[str, Expression] = {
        "delaySeconds": Lookup("StageMap", ConfigValue("stage"), "delaySeconds"),
        "queueName": Concat(("q-", ConfigValue("stage"))),
    }
    stage = Subject(name="stage", values=("dev", "prod", "test"), default="dev")
    found = probed(program(inputs, tables={"StageMap": rows}), (*SUBJECTS[1:], stage))
    assert (found.resources["Queue"].inputs, found.tables) == (inputs, {"StageMap": rows})
    assert not found.fragment, "the template itself refuses what the table does not have"


NOTED: dict[str, Expression] = {
    "IsLive": STAGE_IS_PROD,
    "IsWatched": AllOf((ConditionValue("IsLive"), Equal(ConfigValue("loud"), "true"))),
    "IsStale": Equal(ConfigValue("stage"), "staging"),
}


def test_noted_names_are_taken_where_they_fit() -> None:
    inputs: dict[str, Expression] = {
        "delaySeconds": Choice("IsLive", 1, 2),
        "queueName": Choice("IsWatched", "a", "b"),
    }
    found = probed(program(inputs, NOTED), hints=Hints(conditions=NOTED))
    assert found.resources["Queue"].inputs == inputs
    assert list(found.conditions) == ["IsLive", "IsWatched"]


def test_a_noted_condition_decides_where_no_other_can_beside_it() -> None:
    """Only a noted condition asks for an item; what holds under it is asked for there."""
    zones = Subject(name="zones", type="list", default="a,b")
    loud = Subject(name="loud", values=("true", "false"), closed=True, default="true")
    noted: dict[str, Expression] = {"IsNear": Equal(Select(0, ConfigValue("zones")), "a")}
    is_loud = Convert("boolean", ConfigValue("loud"))
    inputs: dict[str, Expression] = {"fifoQueue": Choice("IsNear", is_loud, False)}
    made = program(inputs, noted, (zones, loud))
    found = probed(made, (zones, loud), Hints(conditions=noted))
    assert (found.resources["Queue"].inputs, found.conditions) == (inputs, noted)


def test_noted_conditions_and_tables_that_do_not_fit_are_not_believed() -> None:
    noted = Hints(
        conditions={"IsLive": Equal(ConfigValue("stage"), "live")},
        tables={"Sizes": {"prod": {"delay": 7}, "test": {"delay": 9}}},
    )
    inputs: dict[str, Expression] = {"delaySeconds": Choice("StageIsProd", 1, 2)}
    found = probed(program(inputs, IS_PROD), hints=noted)
    assert (found.resources["Queue"].inputs, found.conditions) == (inputs, IS_PROD)
    assert not found.tables


def test_noted_tables_are_looked_into_inside_of_texts() -> None:
    images = {
        "eu-west-1": {"xgboost": "1415026", "sklearn": "1415026"},
        "us-east-1": {"xgboost": "6833133", "sklearn": "6833199"},
    }
    framework = Subject(name="framework", values=("xgboost", "sklearn"), default="xgboost")
    region = Subject(name="region", known=True, values=("eu-west-1", "us-east-1"))
    account = Lookup("Images", Invoke("getRegion", "region"), ConfigValue("framework"))
    parts = (account, ".dkr.ecr.", Invoke("getRegion", "region"), "/", ConfigValue("framework"))
    made = program({"queueName": Concat(parts)}, subjects=(framework,), tables={"Images": images})
    found = probed(made, (framework, region), Hints(tables={"Images": images}))
    assert (found.resources, found.tables) == (made.resources, made.tables)


Make = Callable[[Callable[[str], str]], dict[str, dict[str, Any]]]
COUNT = itertools.count()


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


BOUNDED: dict[str, tuple[Make, dict[str, list[str]]]] = {
    "the beginning of a text": (
        lambda config: {"Q": {"delay": 1 if config("stage").startswith("prod") else 2}},
        {"stage": ["dev", "prod", "test"]},
    ),
    "letter case": (
        lambda config: {"Q": {"name": config("stage").upper()}},
        {"stage": ["dev", "prod", "test"]},
    ),
    "a comparison that ignores letter case": (
        lambda config: {"Q": {"delay": 1 if config("stage").upper() == "PROD" else 2}},
        {"stage": ["dev", "prod", "test"]},
    ),
    "arithmetic": (lambda config: {"Q": {"delay": int(config("size")) * 2}}, {"size": ["3"]}),
    "an order of numbers": (
        lambda config: {"Q": {"delay": 1 if int(config("size")) > 2 else 2}},
        {"size": ["3"]},
    ),
    "a number of resources": (
        lambda config: {f"Q{n}": {"delay": n} for n in range(int(config("size")))},
        {"size": ["3"]},
    ),
    "a hash": (lambda config: {"Q": {"name": _hash(config("name"))}}, {"name": ["jobs"]}),
    "a hash that decides": (
        lambda config: {"Q": {"delay": int(_hash(config("name")), 16) % 2}},
        {"name": ["jobs"]},
    ),
    "a length": (lambda config: {"Q": {"delay": len(config("name"))}}, {"name": ["jobs"]}),
    "a length that decides": (
        lambda config: {"Q": {"delay": 1 if len(config("name")) > 9 else 2}},
        {"name": ["jobs"]},
    ),
    "a file": (
        lambda config: {"Q": {"name": Path(f"/{config('name')}").read_text()}},
        {"name": ["dev/null"]},
    ),
    "a variable of the environment": (
        lambda config: {"Q": {"name": os.environ.get(config("name"), "")}},
        {"name": ["HOME"]},
    ),
    "a name of a resource": (
        lambda config: {f"Q-{config('stage')}": {"delay": 1}},
        {"stage": ["dev", "prod", "test"]},
    ),
}
DEFAULTS = {"a file": "dev/null", "a variable of the environment": "HOME"}


@pytest.mark.parametrize("case", BOUNDED)
def test_what_a_template_cannot_say_is_bound_to_the_values_that_were_tried(case: str) -> None:
    make, bounds = BOUNDED[case]
    name = Subject(name="name", default=DEFAULTS.get(case, "jobs"))
    report = Report()
    run = function(make)
    found = probe(run, (STAGE, name, SIZE), report=report)
    parameters = {key: {"AllowedValues": values} for key, values in bounds.items()}
    assert found.fragment == {"Parameters": parameters}
    assert [it.code for it in report] == ["allowed-values"] * len(bounds)
    for key, values in bounds.items():
        for value in values:
            config = {"stage": "dev", "name": name.default or "", "size": "3", key: value}
            expected = run(Trial(config)).resources
            assert oracle(found)(Trial(config)).resources == expected


def test_an_order_of_numbers_is_found_however_large_the_numbers_are() -> None:
    """The border is only in the program's text; nothing says what is compared with it."""
    size = Subject(name="size", type="integer", values=("3",), others=("2", "4"), near=("2", "4"))
    run = function(lambda config: {"Q": {"delay": 1 if int(config("size")) > 40_000 else 2}})
    found = probe(run, (size,), sources=["if size > 40_000 {"])
    assert found.fragment == {"Parameters": {"size": {"AllowedValues": ["2", "3", "4"]}}}


OF_A_TEXT: dict[str, Make] = {
    "an item of what it is cut into": (
        lambda config: {"Q": {"delay": 1 if "prod" in config("stage").split(",") else 2}}
    ),
    "its first characters": lambda config: {"Q": {"name": config("stage")[:20]}},
}


@pytest.mark.parametrize("case", OF_A_TEXT)
def test_what_is_asked_of_a_text_that_is_no_value_binds_it(case: str) -> None:
    stage = Subject(name="stage", values=("dev", "prod"), around=("/",))
    found = probe(function(OF_A_TEXT[case]), (stage,), sources=['split(",")'])
    assert found.fragment == {"Parameters": {"stage": {"AllowedValues": ["dev", "prod"]}}}


def test_what_three_values_decide_together_is_found() -> None:
    names = ("stage", "size", "kind", "zone", "team")
    subjects = [Subject(name=it, values=("", "a", "b"), closed=True) for it in names]

    def run(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        is_there = [config(it) for it in names[:3]] == ["a", "b", "a"]
        return {"Q": {}, **({"T": {}} if is_there else {})}

    found = probe(function(run), subjects)
    parts = zip(names, ("a", "b", "a"), strict=False)
    assert found.conditions == {
        "StageIsAAndSizeIsBAndKindIsA": AllOf(tuple(Equal(ConfigValue(n), it) for n, it in parts))
    }


def test_what_is_asked_under_a_value_only_is_found() -> None:
    stage = Subject(name="stage", values=("dev", "prod"))
    names = Subject(name="names", values=("alarms",))

    def run(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        is_there = config("stage") == "prod" and "alarms" in config("names")
        return {"Q": {}, **({"T": {}} if is_there else {})}

    found = probe(function(run), (stage, names), sources=['strings.Contains(names, "alarms")'])
    assert found.fragment == {"Parameters": {"names": {"AllowedValues": ["alarms"]}}}


def test_what_is_looked_up_by_two_values_that_nothing_compares_is_found() -> None:
    """Neither of the two does anything alone."""
    others = ("eu", "us", "dev", "prod")
    subjects = [Subject(name=it, others=others, keys=others) for it in ("where", "stage")]
    table = {"eu": {"dev": 1, "prod": 2}, "us": {"dev": 3, "prod": 4}}

    def run(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        return {"Q": {"delay": table.get(config("where"), {}).get(config("stage"), 0)}}

    hints = Hints(together=[(it, stage) for it, row in table.items() for stage in row])
    found = probe(function(run), subjects, hints=hints)
    for where, row in table.items():
        for stage, delay in row.items():
            made = oracle(found)(Trial({"where": where, "stage": stage}))
            assert made.resources["Q"].inputs == {"delay": delay}


REFUSED: dict[str, tuple[Make, str]] = {
    "chance": (
        lambda _: {"Q": {"name": random.random()}},
        "Q.name is not the same in two runs with the same values",
    ),
    "time": (
        lambda _: {"Q": {"delay": next(COUNT)}},
        "Q.delay is not the same in two runs with the same values",
    ),
    "a number without a value to bind it to": (
        lambda config: {"Q": {"delay": int(config("free")) + 1}},
        "Q.delay hangs on the config value free in a way that a template cannot say",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_bound_is_refused_with_its_place(case: str) -> None:
    make, words = REFUSED[case]
    with pytest.raises(ProgramError, match=words):
        probe(function(make), (STAGE, Subject(name="free", type="integer")))


WHERE = (
    Subject(name="region", known=True, values=("eu-west-1", "us-east-1"), others=("us-", "us")),
    Subject(name="stack", known=True, others=("prod",)),
    Subject(name="name", default="dev", others=("prod",), keys=("prod",)),
)
ASKED: dict[str, Callable[[Callable[[str], str]], Any]] = {
    "region: the beginning": lambda ask: ask("region").startswith("us-"),
    "region: a part": lambda ask: ask("region")[:2] == "us",
    "region: letter case": lambda ask: ask("region").upper(),
    "region: a length": lambda ask: len(ask("region")) > 20,
    "stack: the beginning": lambda ask: ask("stack").startswith("prod"),
    "stack: the end": lambda ask: ask("stack").endswith("prod"),
    "stack: letter case": lambda ask: ask("stack").lower() == "prod",
    "stack: a text in it": lambda ask: "prod" in ask("stack"),
}


@pytest.mark.parametrize("case", ASKED)
def test_what_no_condition_asks_of_where_a_program_runs_is_refused(case: str) -> None:
    what = {"stack": "the stack's name"}.get(case.partition(":")[0], case.partition(":")[0])
    make = ASKED[case]
    with pytest.raises(ProgramError, match=f"hangs on {what} in a way that a template cannot say"):
        probe(function(lambda ask: {"Q": {"asked": make(ask)}}), WHERE)


def test_a_text_that_is_a_value_for_one_question_only_is_not_taken_for_one() -> None:
    run = function(lambda ask: {"Q": {"live": ask("name").startswith("prod")}})
    found = probe(run, WHERE)
    assert found.fragment == {"Parameters": {"name": {"AllowedValues": ["dev", "prod"]}}}


def test_where_a_program_runs_is_asked_for_by_name() -> None:
    run = function(lambda ask: {"Q": {"live": ask("stack") == "prod"}})
    assert probe(run, WHERE).conditions == {"StackIsProd": Equal(StackName(), "prod")}


def test_a_region_that_no_parameter_can_be_bound_to_is_bound_by_a_table_or_refused() -> None:
    inputs: dict[str, Expression] = {
        "delaySeconds": Lookup("Delays", Invoke("getRegion", "region"), "delay")
    }
    delays = {"eu-west-1": {"delay": 1}, "us-east-1": {"delay": 2}}
    region = Subject(name="region", known=True, values=("eu-west-1", "us-east-1"))
    made = program(inputs, tables={"Delays": delays}, subjects=())
    found = probed(made, (region,))
    assert list(found.tables) == ["RegionMap"], "a table refuses by itself what it does not have"
    found = probed(made, (region,), Hints(tables={"Delays": delays}))
    assert found.resources == made.resources

    def optional(ask: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        rows: dict[str, dict[str, Any]] = {"eu-west-1": {}, "us-east-1": {"a": 1}}
        return {"Q": rows[ask("region")]}

    with pytest.raises(ProgramError, match="hangs on region"):
        probe(function(optional), (region,))


def test_a_program_that_fails_for_every_value_is_refused_in_its_own_words() -> None:
    def fails(_: Trial) -> Program:
        raise ProgramError("the queue has no name")

    counted = Counted(fails)
    free = Subject(name="free", others=tuple(f"text{number}" for number in range(100)))
    with pytest.raises(ProgramError, match="the queue has no name"):
        probe(counted, (*SUBJECTS, free))
    assert counted.count <= 6


def test_a_value_with_which_the_program_fails_is_told() -> None:
    def stages(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        if config("stage") == "old":
            raise ValueError("no such stage")
        return {"Q": {"delay": 1 if config("stage") == "prod" else 2}}

    report = Report()
    stage = Subject(name="stage", values=("old", "prod"), default="dev")
    found = probe(function(stages), (stage,), report=report)
    assert found.conditions == {"StageIsProd": Equal(ConfigValue("stage"), "prod")}
    (finding,) = report
    assert finding.code == "unchecked"
    assert finding.message.startswith("the program fails where stage is 'old', which the template")


def test_a_text_that_the_program_holds_is_tried_and_is_a_value_where_it_matters() -> None:
    run = function(lambda config: {"Q": {"delay": 1 if config("name") in ("special",) else 2}})
    found = probe(run, (Subject(name="name", others=("plain", "special")),))
    assert found.conditions == {"NameIsSpecial": Equal(ConfigValue("name"), "special")}
    assert not found.fragment


def test_an_empty_value_is_tried() -> None:
    run = function(lambda config: {"Q": {"name": config("name") or "none"}})
    found = probe(run, (Subject(name="name", values=("",), optional=True, default=""),))
    assert found.conditions == {"NoName": Equal(ConfigValue("name"), "")}


def test_what_is_taken_for_a_value_that_is_not_set_is_its_default() -> None:
    delays = {"dev": 1, "staging": 3, "prod": 7}

    def stages(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        stage = config("stage") or "dev"
        return {
            "Q": {"name": f"q-{stage}", "delay": delays[stage], "loud": config("loud") == "true"}
        }

    stage = Subject(
        name="stage", values=("", "dev"), default="", optional=True, keys=("staging", "prod")
    )
    flag = Subject(
        name="loud",
        type="boolean",
        values=("", "true", "false"),
        closed=True,
        default="",
        optional=True,
    )
    found = probe(function(stages), (stage, flag))
    assert found.config["loud"].default == "false"
    assert found.config["stage"].default == "dev"
    assert list(found.tables["StageMap"]) == ["dev", "staging", "prod"]
    assert not found.conditions


def test_a_number_is_followed_into_a_text_that_was_read_as_one() -> None:
    run = function(lambda config: {"Q": {"delay": int(config("delay"))}})
    found = probe(run, (Subject(name="delay", default="5", numeric=True),))
    assert found.resources["Q"].inputs == {"delay": Convert("integer", ConfigValue("delay"))}
    assert not found.fragment


FLAG = Subject(name="flag", default="true", others=("false",))


def test_a_text_that_is_read_as_a_boolean_in_any_letter_case_is_converted() -> None:
    run = function(lambda config: {"Q": {"fifo": config("flag").lower() == "true"}})
    found = probe(run, (FLAG,))
    assert found.resources["Q"].inputs == {"fifo": Convert("boolean", ConfigValue("flag"))}
    assert not found.fragment


def test_a_text_that_is_compared_with_true_is_a_condition() -> None:
    found = probe(function(lambda config: {"Q": {"fifo": config("flag") == "true"}}), (FLAG,))
    assert found.conditions == {"FlagIsTrue": Equal(ConfigValue("flag"), "true")}
    assert found.resources["Q"].inputs == {"fifo": Choice("FlagIsTrue", True, False)}


def test_a_text_that_is_cut_where_it_is_not_empty_is_a_split_in_runs_where_it_is_open() -> None:
    names = Subject(name="names", values=("",), default="")

    def cut(trial: Trial) -> Program:
        text = trial.config["names"]
        items: Any = Split(",", ConfigValue("names")) if isinstance(text, Open) else text.split(",")
        return registered({"Q": Resource(type=QUEUE, inputs={"tags": items} if text else {})})

    found = probe(cut, (names,))
    assert found.resources["Q"].inputs == {
        "tags": Choice("NoNames", ABSENT, Split(",", ConfigValue("names")))
    }
    assert not found.fragment


def test_what_decides_under_a_condition_is_found_there() -> None:
    """Four values have to be right at once for the text to be another."""
    conditions: dict[str, Expression] = {
        "StageIsProdAndRegionIsUsEast1": AllOf(
            (STAGE_IS_PROD, Equal(Invoke("getRegion", "region"), "us-east-1"))
        ),
        "NameIsJobsAndLoudIsTrue": AllOf(
            (Equal(ConfigValue("name"), "jobs"), Equal(ConfigValue("loud"), "true"))
        ),
    }
    queue = Resource(
        type=QUEUE,
        inputs={"queueName": Choice("NameIsJobsAndLoudIsTrue", "a", "b")},
        condition="StageIsProdAndRegionIsUsEast1",
    )
    made = program({}, conditions, resources={"Rare": queue})
    name = Subject(name="name", values=("jobs",), default="x")
    counted = Counted(oracle(made))
    found = probe(counted, (STAGE, name, SIZE, LOUD, ZONES, REGION))
    assert (found.conditions, found.resources) == (conditions, made.resources)
    assert counted.count <= 64


def test_ten_conditions_take_fourteen_runs_at_most() -> None:
    subjects = tuple(Subject(name=f"key{n}", values=("prod",)) for n in range(10))
    conditions: dict[str, Expression] = {
        f"Key{n}IsProd": Equal(ConfigValue(f"key{n}"), "prod") for n in range(10)
    }
    queues = {
        f"Q{n}": Resource(type=QUEUE, inputs={"delaySeconds": Choice(f"Key{n}IsProd", n, 99)})
        for n in range(10)
    }
    made = program({}, conditions, subjects, resources=queues)
    counted = Counted(oracle(made))
    asking = [f'if cfg.Require("key{n}") == "prod" {{ delay = {n} }}' for n in range(10)]
    found = probe(counted, subjects, sources=asking)
    assert (found.conditions, found.resources) == (conditions, made.resources)
    assert counted.count <= 14


# --- programs made by chance -------------------------------------------------------------------

VALUES = {
    "stage": ("dev", "prod", "test", "sprod", "else"),
    "name": ("jobs", "x"),
    "size": ("0", "7"),
    "loud": ("true", "false"),
    "zones": ("a,b",),
}
REGIONS = ("us-east-1", "ap-south-1")
STACKS = ("live", "other")
STACK = Subject(name="stack", known=True, values=("live",), others=("words",))
ACCOUNT = Subject(name="accountId", known=True, values=("123456789012",))


class Chance:
    """Makes programs."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)
        self._conditions: dict[str, Expression] = {}

    def program(self) -> Program:
        """A program with some queues, conditions and outputs."""
        for number in range(self._chance.randint(1, 3)):
            self._conditions[f"C{number}"] = self._condition(self._chance.randint(0, 1))
        resources = {
            f"Q{n}": Resource(
                type=QUEUE,
                inputs={f"p{m}": self._value(2) for m in range(self._chance.randint(1, 3))},
                condition=self._maybe(),
            )
            for n in range(self._chance.randint(1, 3))
        }
        exports = {"out": Export(value=self._leaf(), condition=self._maybe())}
        config = {it.name: ConfigKey(type=it.type) for it in SUBJECTS if not it.known}
        return Program(
            name="app",
            config=config,
            conditions=self._conditions,
            resources=resources,
            exports=exports,
        )

    def _maybe(self) -> str | None:
        return self._chance.choice([None, None, *self._conditions])

    def _condition(self, depth: int) -> Expression:
        if depth == 0:
            return self._chance.choice(
                [
                    STAGE_IS_PROD,
                    Equal(ConfigValue("stage"), "test"),
                    Equal(ConfigValue("loud"), "true"),
                    Equal(Invoke("getRegion", "region"), "us-east-1"),
                    Equal(Invoke("getAccountId", "accountId"), "123456789012"),
                    Equal(StackName(), "live"),
                ]
            )
        parts = (self._condition(depth - 1), self._condition(depth - 1))
        return self._chance.choice([AllOf(parts), AnyOf(parts), Negation(parts[0])])

    def _value(self, depth: int) -> Expression:
        kind = self._chance.randint(0, 5)
        if depth == 0 or kind <= 1:
            return self._leaf()
        if kind == 2:
            return {f"k{n}": self._optional(depth - 1) for n in range(3)}
        if kind == 3:
            return [f"first{depth}", self._optional(depth - 1), f"last{depth}"]
        condition = self._chance.choice(list(self._conditions))
        return Choice(condition, self._value(depth - 1), self._value(depth - 1))

    def _optional(self, depth: int) -> Expression:
        if self._chance.random() < 0.5:
            return self._value(depth)
        return Choice(self._chance.choice(list(self._conditions)), self._value(depth), ABSENT)

    def _leaf(self) -> Expression:
        return self._chance.choice(
            [
                f"text{self._chance.randint(0, 99)}",
                self._chance.randint(1, 99),
                ConfigValue("name"),
                ConfigValue("size"),
                ConfigValue("zones"),
                Concat((ConfigValue("name"), "-", ConfigValue("stage"))),
                Concat(("in ", Invoke("getRegion", "region"))),
                Concat((StackName(), "/", Invoke("getAccountId", "accountId"))),
                Select(1, ConfigValue("zones")),
            ]
        )


def trials() -> Iterator[Trial]:
    """Every combination of some values of all subjects."""
    for values in itertools.product(*VALUES.values()):
        for region, stack in zip(REGIONS, STACKS, strict=True):
            known = {"region": region, "stack": stack, "accountId": "123456789012"}
            yield Trial(dict(zip(VALUES, values, strict=True)), known)


AWKWARD = (29, 30, 35, 53, 68, 81, 181, 186, 234, 414, 482, 563, 670)
"""Programs of which a place hangs on three values and more, or lists are hard to align."""


@pytest.mark.parametrize("seed", [*range(16), *AWKWARD])
def test_programs_made_by_chance_say_the_same_when_they_are_found(seed: int) -> None:
    made = Chance(seed).program()
    found = probed(made, (*SUBJECTS, STACK, ACCOUNT))
    assert not found.fragment
    before, after = oracle(made), oracle(found)
    for trial in [Trial({key: Open() for key in ("stage", "name")} | _FIXED), *trials()]:
        wanted, given = before(trial), after(trial)
        assert given.resources == wanted.resources, trial
        assert given.exports == wanted.exports, trial


_FIXED: dict[str, str | Open] = {"size": "7", "loud": "true", "zones": "a,b"}


def test_a_text_that_is_the_value_of_another_key_by_chance_is_a_choice_of_its_own() -> None:
    """In most of the runs the text is the flag, but in all of them the region decides."""
    flag = Subject(name="loud", values=("true", "false"), closed=True, default="true")
    near = ("eu-west-1", "us-west-2")
    rows = [
        *((region, "true") for region in near),
        *((region, "false") for region in ("us-east-1", OPEN)),
        ("eu-west-1", "false"),
        ("us-east-1", "true"),
    ]
    seen = [
        Observation(
            {"loud": loud, REGION.identity: region},
            registered({"Q": Resource(type=QUEUE, inputs={"name": str(region in near).lower()})}),
        )
        for region, loud in rows
    ]
    subjects = {it.identity: it for it in (flag, REGION)}
    found, _ = inferred(Seen(seen, subjects, Hints()))
    asked = "RegionIsEuWest1OrUsWest2"
    assert found.resources["Q"].inputs == {"name": Choice(asked, "true", "false")}


@pytest.mark.parametrize("seed", range(40))
def test_what_fails_under_a_value_for_most_of_another_is_found_there(seed: int) -> None:
    chance = random.Random(seed)
    stages = ["dev", "prod", "test", "beta"][: chance.randint(2, 4)]
    table = {it: chance.choice([1, 2]) for it in stages}
    places = ["eu", "us", "ap"][: chance.randint(1, 3)]
    own = place, is_loud = chance.choice(places), chance.choice(["true", "false", ""])
    values = tuple(chance.sample([*stages, "other"], chance.randint(1, len(stages))))

    def run(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        if config("where") != place or is_loud not in ("", config("loud")):
            return {"Q": {"delay": 0}}
        if config("stage") not in table:
            raise ProgramError(f'there is no stage "{config("stage")}"')
        return {"Q": {"delay": table[config("stage")]}}

    others = tuple(it for it in stages if it not in values)
    subjects = [
        Subject(name="stage", values=values, others=others, keys=tuple(stages)),
        Subject(name="where", values=tuple(places)),
        LOUD,
    ]
    found = probe(function(run), chance.sample(subjects, len(subjects)))
    for where, stage, loud in itertools.product([*places, "x"], stages, ["true", "false"]):
        config = {"where": where, "stage": stage, "loud": loud}
        made = oracle(found)(Trial(config)).resources["Q"].inputs
        assert made == run(config.__getitem__)["Q"], (own, table)


def test_what_is_cut_or_read_under_a_value_only_is_found_there() -> None:
    subjects = (
        Subject(name="stage", values=("prod",)),
        Subject(name="arn"),
        Subject(name="count", default="3", readable=True),
    )

    def run(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        if config("stage") != "prod":
            return {"Q": {}}
        return {"Q": {"name": config("arn").split("/")[1], "delay": _read(config("count"))}}

    found = probe(function(run), subjects)
    assert found.resources["Q"].inputs == {
        "name": Choice("StageIsProd", Select(1, Split("/", ConfigValue("arn"))), ABSENT),
        "delay": Choice("StageIsProd", Convert("integer", ConfigValue("count")), ABSENT),
    }


def _read(text: str) -> int:
    if not text.isdigit():
        raise ProgramError(f'"{text}" is no number')
    return int(text)


def test_a_table_that_fails_for_all_that_it_lacks_is_not_tried_again_and_again() -> None:
    sizes = {"dev": "small", "prod": "large"}
    names = ("Version", "Effect", "Service", "Action", "small", "large", "warning", "debug")
    subjects = (
        Subject(name="stage", values=("prod",), keys=("dev", *names[:4]), others=("dev", *names)),
        Subject(name="image", keys=names[:4], others=names),
        Subject(name="tag", keys=names[:4], others=names),
        Subject(name="count", default="1", readable=True, values=("", "1")),
    )

    def run(config: Callable[[str], str]) -> dict[str, dict[str, Any]]:
        count = _read(config("count") or "1")
        if config("stage") not in sizes:
            raise ProgramError("java.lang.NullPointerException")
        told = f"{sizes[config('stage')]} {config('image')} {config('tag')}"
        return {"Q": {"name": told, "delay": count}}

    counted = Counted(function(run))
    found = probe(counted, subjects)
    for stage in sizes:
        config = {"stage": stage, "image": "a", "tag": "b", "count": "7"}
        assert oracle(found)(Trial(config)).resources["Q"].inputs == run(config.__getitem__)["Q"]
    assert counted.count <= 96
