"""Components that are seen wherever they are made become programs of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from converter.pulumi import (
    Attribute,
    Choice,
    Concat,
    ConfigKey,
    ConfigValue,
    Convert,
    Equal,
    Expression,
    Options,
    Program,
    Resource,
    Select,
)
from converter.recorder.instances import made
from converter.recorder.nesting import Component
from converter.recorder.probing import Hints, Subject
from converter.recorder.probing.nesting import nested
from converter.recorder.probing.probing import Probe
from converter.recorder.trials import Run, Trial
from converter.report import Report

from .oracle import oracle

QUEUE = "aws-native:sqs:Queue"
WORKER = "app:worker:Worker"
STAGE = Subject(name="stage", values=("prod",), default="dev")
NAME = Subject(name="name", default="jobs")
CONDITIONS: dict[str, Expression] = {"StageIsProd": Equal(ConfigValue("stage"), "prod")}
ARN = Attribute("Jobs-Queue", ("arn",))


def queue(parent: str | None = None, **inputs: Any) -> Resource:
    """A queue, in a component or not."""
    return Resource(type=QUEUE, inputs=inputs, options=Options(parent=parent))


def worker(outputs: dict[str, Expression] | None = None, **arguments: Expression) -> Resource:
    """A component, as a run tells it."""
    return Resource(type=WORKER, inputs=made(arguments, outputs or {}))


def found(
    *, change: Any = lambda run: run, report: Report | None = None, **resources: Resource
) -> Program:
    """What is found of a program with these resources."""
    named = {name.replace("_", "-"): it for name, it in resources.items()}
    config = {"stage": ConfigKey(), "name": ConfigKey()}
    model = Program(name="app", config=config, conditions=CONDITIONS, resources=named)
    report = Report() if report is None else report
    subjects = {it.name: it for it in (STAGE, NAME)}
    probe = Probe(change(oracle(model)), subjects, Hints(), (), report)
    program = probe.program()
    return nested(probe.seen, program, {WORKER: Component("worker", "Worker")}, report)


INSIDE: dict[str, tuple[dict[str, Expression], Expression, Expression]] = {
    "what it is given": ({"Label": ConfigValue("name")}, ConfigValue("name"), ConfigValue("Label")),
    "what it is given, in a text": (
        {"Label": Concat(("a-", ConfigValue("name"), "-b"))},
        Concat(("for-a-", ConfigValue("name"), "-b-c")),
        Concat(("for-", ConfigValue("Label"), "-c")),
    ),
    "an item of a list": (
        {"Labels": ["x", ConfigValue("name")]},
        ConfigValue("name"),
        Select(1, ConfigValue("Labels")),
    ),
    "an argument in the case of others": (
        {"queueLabel": ConfigValue("name")},
        ConfigValue("name"),
        ConfigValue("QueueLabel"),
    ),
    "a literal that nothing else is for": ({"Label": "x"}, "x", ConfigValue("Label")),
    "a number that is a text": (
        {"Label": 5},
        "5",
        Convert("string", ConfigValue("Label")),
    ),
    "a literal beside what is given": ({"Label": ConfigValue("name")}, "x", "x"),
    "a decision": (
        {"Stage": ConfigValue("stage")},
        Choice("StageIsProd", "a", "b"),
        Choice("StageIsProd", "a", "b"),
    ),
    "a decision that is made outside": (
        {"Label": Choice("StageIsProd", "a", "b")},
        Choice("StageIsProd", "a", "b"),
        ConfigValue("Label"),
    ),
}


@pytest.mark.parametrize("kind", INSIDE)
def test_what_is_inside_is_said_by_what_it_is_given(kind: str) -> None:
    arguments, value, expected = INSIDE[kind]
    program = found(Jobs=worker(**arguments), Jobs_Queue=queue("Jobs", queueName=value))
    inside = program.components[WORKER]
    assert list(program.resources) == ["Jobs"]
    assert inside.resources["Queue"].inputs == {"queueName": expected}
    given = {key[:1].upper() + key[1:]: it for key, it in arguments.items()}
    assert program.resources["Jobs"].inputs == given


def test_all_instances_are_one_program() -> None:
    program = found(
        Jobs=worker({"Arn": ARN}, Stage=ConfigValue("stage"), Delay=2),
        Jobs_Queue=queue("Jobs", delaySeconds=2),
        Jobs_Dead=replace(queue("Jobs"), condition="StageIsProd"),
        Mails=worker({"Arn": Attribute("Mails-Queue", ("arn",))}, Stage="prod", Delay=7),
        Mails_Queue=queue("Mails", delaySeconds=7),
        Mails_Dead=queue("Mails"),
        Last=queue(queueName=ARN),
    )
    inside = program.components[WORKER]
    assert inside.conditions == {"StageIsProd": Equal(ConfigValue("Stage"), "prod")}
    assert inside.resources["Dead"].condition == "StageIsProd"
    assert inside.resources["Queue"].inputs == {"delaySeconds": ConfigValue("Delay")}
    assert inside.config["Delay"].type == "integer"
    assert program.conditions == {}
    assert program.resources["Last"].inputs == {"queueName": Attribute("Jobs", ("Arn",))}
    assert inside.exports["Arn"].value == Attribute("Queue", ("arn",))


APART: dict[str, tuple[Expression, str]] = {
    "config that it is not given": (ConfigValue("stage"), "it reads the config value stage itself"),
    "a resource that it is not given": (
        Attribute("Last", ("arn",)),
        "it uses Last, which it is not given",
    ),
}


@pytest.mark.parametrize("kind", APART)
def test_a_component_that_is_not_apart_only_makes_resources(kind: str) -> None:
    value, words = APART[kind]
    report = Report()
    waiting = replace(worker(Label=ConfigValue("name")), options=Options(depends_on=("Last",)))
    resources = {"Last": queue(), "Jobs": waiting, "Jobs_Queue": queue("Jobs", queueName=value)}
    program = found(report=report, **resources)
    assert program.components == {}
    assert list(program.resources) == ["Last", "Jobs-Queue"]
    assert program.resources["Jobs-Queue"].options == Options(depends_on=("Last",))
    (said,) = (each.message for each in report)
    assert said.endswith(words)


def test_what_waits_for_a_component_waits_in_every_run() -> None:
    """Go's SDK waits for what is in a component as far as that is known to it by then."""
    count = 0

    def losing(run: Run) -> Run:
        def lost(trial: Trial) -> Program:
            nonlocal count
            count += 1
            program = run(trial)
            if count % 3:
                return program
            last = replace(program.resources["Last"], options=Options())
            return replace(program, resources={**program.resources, "Last": last})

        return lost

    last = replace(queue(), options=Options(depends_on=("Jobs-Queue",)))
    jobs = {"Jobs": worker(Label=ConfigValue("name")), "Jobs_Queue": queue("Jobs")}
    program = found(change=losing, Last=last, **jobs)
    assert program.resources["Last"].options.depends_on == ("Jobs",)
