"""Texts and numbers that nothing in a program asks for show what it does beyond what it says."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from converter.errors import ProgramError
from converter.pulumi import AllOf, ConfigValue, Equal, Json, Negation, Program
from converter.recorder.probing import Subject, probe
from converter.recorder.probing.observing import Hints
from converter.recorder.trials import Open, Trial
from converter.report import Report

from .oracle import Resource, function, oracle, registered

QUEUE = "aws-native:sqs:Queue"
NAME = Subject(name="name", others=("",))
OTHER = Subject(name="other", others=("", "none"))
COUNT = Subject(name="count", type="integer", values=("3",), others=("2", "4", "0", "1"))
RANGE = Subject(name="count", type="integer", values=("2", "10"), others=("1", "3", "9", "11", "0"))
Ask = Callable[[str], str]


def found(
    make: Callable[[Ask], dict[str, dict[str, Any]]], *subjects: Subject
) -> tuple[Program, list[str]]:
    """What is found of a program, with the codes of the findings."""
    report = Report()
    program = probe(function(make), subjects, report=report)
    return program, [it.code for it in report]


def same(program: Program, make: Callable[[Ask], dict[str, dict[str, Any]]], **config: str) -> bool:
    """Whether a program that was found does what another one does."""
    trial = Trial(config)
    return oracle(program)(trial).resources == function(make)(trial).resources


def test_a_text_that_is_trimmed_has_no_blanks_at_its_ends() -> None:
    program, told = found(lambda ask: {"Q": {"name": ask("name").strip()}}, NAME)
    assert program.fragment == {"Parameters": {"name": {"AllowedPattern": r"^(\S(.*\S)?)?$"}}}
    assert told == ["limited-value"]


ODD = {
    "blanks alone": (lambda name: name if name.strip() else "none", r"^(.*\S.*)?$", ["  "]),
    "empty items": (
        lambda name: "-".join(it for it in name.split(",") if it),
        "^([^,]+(,[^,]+)*)?$",
        ["a,,b", ",a", "a,"],
    ),
    "empty items at the end": (
        lambda name: "-".join(name.rstrip(",").split(",")),
        "^([^,]+(,[^,]+)*)?$",
        ["a,"],
    ),
    "an end that is cut off": (
        lambda name: name.removesuffix("/"),
        "^([^/]+(/[^/]+)*)?$",
        ["a/"],
    ),
    "items that are there once": (
        lambda name: "-".join(dict.fromkeys(name.split(","))),
        r"^(?!(.*,)?([^,]+),(.*,)?\2(,.*)?$).*$",
        ["a,a", "a,b,a"],
    ),
    "words": (lambda name: "-".join(name.split()), "^([^ ]+( [^ ]+)*)?$", ["a  b"]),
}


@pytest.mark.parametrize("case", ODD)
def test_a_text_is_kept_to_those_of_which_the_program_does_what_the_template_says(
    case: str,
) -> None:
    make, pattern, refused = ODD[case]
    sources = [r"""name.trim().split(",").split("\s+").split(":") + "/" """]
    name = replace(NAME, others=(), around=("/",), values=("dev",))
    report = Report()
    run = function(lambda ask: {"Q": {"name": make(ask("name"))}})
    program = probe(run, [name], sources=sources, report=report)
    said = program.fragment["Parameters"]["name"]["AllowedPattern"]
    assert pattern[1:] in said
    assert [it.code for it in report] == ["limited-value"]
    assert not any(re.fullmatch(said, it) for it in refused)
    for text in ("a", "a,b", "dev", "a b,c:d"):
        assert re.fullmatch(said, text)
        assert oracle(program)(Trial({"name": text})).resources["Q"].inputs == {"name": make(text)}


def test_what_looks_like_a_limit_and_is_none_binds_a_value() -> None:
    """The text that tells has an empty item by chance only: it begins with what is asked for."""

    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        name = ask("name")
        return {"Q": {"name": name if name.endswith(".fifo") else f"{name}.fifo"}}

    name = replace(NAME, values=("a", ".fifo"), around=(".fifo",))
    program = probe(function(make), [name], sources=['endsWith(".fifo")'])
    assert program.fragment == {"Parameters": {"name": {"AllowedValues": ["a", ".fifo"]}}}


def test_what_is_looked_up_is_seen_where_nothing_is_set_in_its_place() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        found = {"prod": "30"}.get(ask("stage"), "7")
        return {"Q": {"days": ask("days") or found}}

    stage = Subject(name="stage", keys=("prod",), others=("", "prod"))
    days = Subject(name="days", values=("",), default="", optional=True)
    program, _ = found(make, stage, days)
    for stage_is in ("prod", "dev"):
        assert same(program, make, stage=stage_is, days="")
        assert same(program, make, stage=stage_is, days="5")


def test_empty_items_that_the_program_keeps_are_kept() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        return {"Q": {"names": ask("name").split(","), "name": "-".join(ask("name").split(","))}}

    program = probe(function(make), [NAME], sources=['split(",")'])
    assert program.fragment == {}
    assert all(same(program, make, name=it) for it in ("a,,b", ",a", "a,b,", ""))


def test_a_number_that_is_read_from_a_text_is_spelled_as_the_program_spells_it() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        return {"Q": {"many": int(ask("many")), "name": f"is {int(ask('many'))}"}}

    many = Subject(name="many", readable=True, default="3")
    program, told = found(make, many)
    said = program.fragment["Parameters"]["many"]["AllowedPattern"]
    assert told == ["limited-value"]
    for text in ("7", "70", "0", "-7"):
        assert re.fullmatch(said, text)
        assert same(program, make, many=text)
    assert not any(re.fullmatch(said, it) for it in ("007", "+7", "-07", "2.50", "1e3"))


def test_a_number_that_is_compared_is_not_below_zero_where_a_condition_says_the_rest() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        return {"Q": {"many": int(ask("count")) > 3}}

    program, told = found(make, COUNT)
    assert program.fragment == {"Parameters": {"count": {"MinValue": 0}}}
    assert told == ["limited-value"]
    assert all(same(program, make, count=str(number)) for number in range(9))


def test_a_number_between_those_that_are_asked_for_is_tried() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        number = int(ask("count"))
        return {"Q": {"size": "small" if number < 2 else "medium" if number < 10 else "large"}}

    program, told = found(make, RANGE)
    assert program.fragment == {"Parameters": {"count": {"AllowedValues": ["2", "10"]}}}
    assert told == ["allowed-values"]


def test_a_number_that_is_bound_may_be_next_to_those_that_are_asked_for() -> None:
    subject = Subject(
        name="count", type="integer", values=("3",), others=("2", "4"), near=("2", "4")
    )
    program, _ = found(lambda ask: {"Q": {"delay": int(ask("count")) ** 2}}, subject)
    assert program.fragment == {"Parameters": {"count": {"AllowedValues": ["2", "3", "4"]}}}


def test_the_empty_text_is_tried_though_the_program_registers_it() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        return {"Q": {"name": ask("name") or "none", "tags": [""]}}

    program, _ = found(make, NAME)
    assert program.conditions == {"NoName": Equal(ConfigValue("name"), "")}


def test_a_text_that_a_program_cuts_is_tried_with_whatever_it_may_be_cut_at() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        if ask("name").startswith("<"):
            raise ValueError("a placeholder")
        return {f"Q{n}": {"name": part} for n, part in enumerate(ask("name").split(","))}

    program, _ = found(make, Subject(name="name", default="a"))
    assert program.fragment == {"Parameters": {"name": {"AllowedValues": ["a"]}}}


def test_a_literal_that_is_the_value_of_two_runs_is_told_by_the_values_that_tell() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        more = {"E": {"name": ask("other")}} if ask("other") else {}
        return {"Q": {"name": ask("name") or "none"}, **more}

    name = Subject(name="name", others=("", "none"))
    program, told = found(make, name, Subject(name="other", values=("",), others=("none",)))
    assert told == []
    assert not program.fragment
    assert same(program, make, name="", other="x")
    assert same(program, make, name="none", other="")


def test_a_fraction_in_a_text_is_the_number() -> None:
    ratio = Subject(name="ratio", type="number")
    program, told = found(lambda ask: {"Q": {"name": f"{float(ask('ratio')):g}"}}, ratio)
    assert told == []
    assert not program.fragment


def test_all_keys_of_a_map_are_tried_where_one_matters() -> None:
    sizes = {"dev": 1, "test": 2, "prod": 4}
    name = Subject(name="name", others=(*sizes, "x"), keys=tuple(sizes), rows=(tuple(sizes),))
    program, _ = found(lambda ask: {"Q": {"size": sizes.get(ask("name").lower(), 7)}}, name)
    assert program.fragment == {"Parameters": {"name": {"AllowedValues": [*sizes]}}}


def test_what_cannot_be_said_is_told_where_it_is() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        return {"Q": {"kind": ask("name").startswith("prod"), "name": ask("other").upper()}}

    name = Subject(name="name", others=("prod",))
    with pytest.raises(ProgramError, match=r"Q\.name hangs on the config value other"):
        found(make, name, Subject(name="other", others=("x",)))


def test_json_is_what_it_says_however_it_is_spelled() -> None:
    def run(trial: Trial) -> Program:
        name = trial.config["name"]
        text: Any = Json({"name": ConfigValue("name")})
        if not isinstance(name, Open):
            text = json.dumps({"name": name}).replace('\\"', "\\u0022")
        return registered({"Q": Resource(type=QUEUE, inputs={"policy": text})})

    program = probe(run, [Subject(name="name")])
    assert program.resources["Q"].inputs == {"policy": Json({"name": ConfigValue("name")})}


def test_each_value_is_tried_in_the_other_letter_case_where_a_program_may_look_over_it() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        return {"Q": {"delay": {"gold": 5, "silver": 3}.get(ask("tier").lower(), 0)}}

    tier = Subject(name="tier", values=("BASIC", "gold", "silver"), default="BASIC")
    report = Report()
    program = probe(function(make), [tier], sources=['ask("tier").toLowerCase()'], report=report)
    assert program.fragment == {"Parameters": {"tier": {"AllowedValues": [*tier.values]}}}


def test_values_with_which_a_program_fails_together_are_told() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        if ask("fifo") == "true" and ask("name") == "slow":
            raise ValueError("not both")
        return {"Q": {"fifo": ask("fifo") == "true", "delay": 9 if ask("name") == "slow" else 1}}

    fifo = Subject(name="fifo", type="boolean", values=("false", "true"), closed=True)
    report = Report()
    probe(function(make), [fifo, Subject(name="name", values=("slow",))], report=report)
    (finding,) = report
    assert finding.code == "unchecked"
    assert "fails where fifo is 'true' and name is 'slow'" in finding.message


def test_a_program_that_fails_in_its_own_words_whatever_it_is_given_gets_no_advice() -> None:
    def make(_: Ask) -> dict[str, dict[str, Any]]:
        raise ValueError("never")

    with pytest.raises(ProgramError) as caught:
        found(make, NAME)
    assert "KEY=VALUE" not in caught.value.message


def test_a_program_that_fails_for_each_value_otherwise_is_refused_with_a_way_out() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        raise ValueError(f"no such name: {ask('name')}")

    with pytest.raises(ProgramError, match="no value of name was found with which it works"):
        found(make, Subject(name="name", others=("a", "b", "c")))


def test_what_matches_a_pattern_is_tried() -> None:
    name = Subject(name="name", default="x", samples=("pr-7",))
    program, _ = found(lambda ask: {"Q": {"is": ask("name").startswith("pr-")}}, name)
    assert program.fragment == {"Parameters": {"name": {"AllowedValues": ["x"]}}}


def test_a_number_is_tried_where_a_text_may_be_read_as_one() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        return {"Q": {"delay": int(ask("name")) if ask("name").isdigit() else 4}}

    program, _ = found(make, Subject(name="name", default="x", readable=True))
    assert program.fragment == {"Parameters": {"name": {"AllowedValues": ["x"]}}}


def test_a_fraction_between_those_that_are_asked_for_is_tried() -> None:
    ratio = Subject(
        name="ratio", type="number", values=("0.75",), others=("0", "1"), near=("0", "1")
    )
    program, _ = found(lambda ask: {"Q": {"many": float(ask("ratio")) > 0.75}}, ratio)
    assert program.fragment == {"Parameters": {"ratio": {"AllowedValues": ["0", "0.75", "1"]}}}


def test_items_of_a_list_are_one_by_all_that_they_say() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        tags = [{"key": "Env", "value": ask("name")}]
        if ask("name") == "prod":
            tags.append({"key": "Tier", "value": "gold"})
        if ask("other"):
            tags.append({"key": "Extra", "value": ask("other")})
        return {"Q": {"tags": [*tags, {"key": "Owner", "value": "team"}]}}

    name = Subject(name="name", values=("prod",), others=("", "Tier", "gold", "Extra"))
    other = Subject(name="other", values=("",), default="", others=("prod", "Tier", "gold"))
    program, told = found(make, name, replace(other, optional=True))
    assert told == []
    assert all(
        same(program, make, name=one, other=two) for one in ("prod", "x") for two in ("", "gold")
    )


# --- two values that are held against each other -----------------------------------------------

ONE, TWO = Subject(name="one", type="integer"), Subject(name="two", type="integer")
ARE_ALIKE = Equal(ConfigValue("name"), ConfigValue("other"))


def test_two_texts_that_are_compared_are_a_condition() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        more = {"R": {"name": ask("other")}} if ask("name") != ask("other") else {}
        return {"Q": {"name": ask("name")}, **more}

    program, told = found(make, Subject(name="name"), Subject(name="other"))
    assert program.conditions == {"NameIsNotOther": Negation(ARE_ALIKE)}
    assert program.resources["R"].condition == "NameIsNotOther"
    assert told == []


def test_two_numbers_that_are_compared_are_a_condition() -> None:
    program, told = found(lambda ask: {"Q": {"same": int(ask("one")) == int(ask("two"))}}, ONE, TWO)
    assert program.conditions == {"OneIsTwo": Equal(ConfigValue("one"), ConfigValue("two"))}
    assert told == []


def test_two_texts_that_are_compared_where_a_third_one_has_a_value() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        return {"Q": {"same": ask("name") == ask("other") and ask("stage") == "prod"}}

    stage = Subject(name="stage", values=("prod",), default="dev")
    program, told = found(make, stage, Subject(name="name"), Subject(name="other"))
    (condition,) = program.conditions.values()
    assert isinstance(condition, AllOf)
    assert set(map(repr, condition.conditions)) == {
        repr(ARE_ALIKE),
        repr(Equal(ConfigValue("stage"), "prod")),
    }
    assert told == []


def test_an_order_of_two_numbers_is_no_condition() -> None:
    with pytest.raises(ProgramError, match="hangs on the config value"):
        found(lambda ask: {"Q": {"less": int(ask("one")) < int(ask("two"))}}, ONE, TWO)


# --- what is found at once ---------------------------------------------------------------------


def test_a_number_of_resources_is_bound_before_there_are_many() -> None:
    counts = []

    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        counts.append(int(ask("count")))
        return {f"Q{number}": {"delay": number} for number in range(counts[-1])}

    program, told = found(make, Subject(name="count", type="integer", default="2"))
    assert program.fragment == {"Parameters": {"count": {"AllowedValues": ["2"]}}}
    assert told == ["allowed-values"]
    assert sum(count > 40 for count in counts) == 1


def test_a_number_of_resources_without_a_value_to_bind_it_to_is_refused_by_its_name() -> None:
    with pytest.raises(ProgramError, match="the number of resources hangs on the config value one"):
        found(lambda ask: {f"Q{n}": {"n": n} for n in range(int(ask("one")))}, ONE)


def test_what_three_values_decide_together_is_seen_though_one_may_not_be_set() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        asked = (ask("stage"), ask("loud"), ask("tier"))
        return {"Q": {"delay": 9 if asked == ("prod", "true", "gold") else 1}}

    stage = Subject(name="stage", values=("dev", "prod"))
    loud = Subject(
        name="loud", type="boolean", values=("", "true", "false"), closed=True, optional=True
    )
    tier = Subject(name="tier", values=("", "gold"), default="", optional=True)
    program, _ = found(make, stage, loud, tier)
    assert same(program, make, stage="prod", loud="true", tier="gold")


def test_what_was_tried_beside_values_that_are_none_any_more_is_tried_again() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        count = int(ask("count") or "0")
        size = "big" if count == 0 and ask("name") == "prod" else "small"
        return {"Q": {"size": size, "label": f"{count:03}"}}

    count = Subject(name="count", type="integer", values=("",), optional=True, default="")
    program, told = found(make, Subject(name="name", others=("prod",)), count)
    assert told == ["allowed-values"]
    assert program.fragment == {"Parameters": {"count": {"AllowedValues": [""]}}}
    assert same(program, make, name="prod")
    assert same(program, make, name="dev")


def test_what_is_compared_is_tried_under_each_condition_whatever_it_may_be_a_value_of() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        is_big = ask("other") == "" and ask("name") == "prod"
        return {"Q": {"size": "big" if is_big else "small", "label": ask("other") or "none"}}

    name = Subject(name="name", others=("prod",), compared=("prod",))
    program, told = found(make, name, Subject(name="other", values=("",)))
    assert told == []
    assert same(program, make, name="prod", other="x")
    assert same(program, make, name="prod", other="")
    assert same(program, make, name="dev", other="")


def test_values_that_are_asked_for_together_are_tried_where_one_is_bound() -> None:
    def make(ask: Ask) -> dict[str, dict[str, Any]]:
        both = (ask("name"), ask("size"))
        return {"Q": {"delay": {("dev", "big"): 6}.get(both, 1), "long": len(ask("size")) > 3}}

    name = Subject(name="name", values=("prod",), others=("dev", "big", "small"))
    size = Subject(name="size", values=("small", "big"), others=("dev", "prod"))
    hints = Hints(together=[("dev", "big")])
    program = probe(function(make), [name, size], hints=hints)
    assert same(program, make, name="dev", size="big")
    assert same(program, make, name="dev", size="small")
