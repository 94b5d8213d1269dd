"""Evaluating a program gives what it registers: held against Pulumi's own SDK, on the wire."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import converter
from converter import pulumi
from converter.errors import Path as Steps
from converter.errors import UnsupportedError
from converter.evaluation import UNKNOWN, Environment, Evaluation, SecretValue, evaluate
from converter.evaluation.environment import subnets
from converter.pulumi import Attribute, ConfigKey, ConfigValue, Export, Program, Resource

from . import cases, wire
from .deploying import SSM_LIST, ssm_text
from .test_nested import PARENT, QUEUE, write
from .writers.running import attribute_kind, known, stack_output

REGION, ACCOUNT = "us-east-1", "123456789012"
CONFIG: dict[str, list[dict[str, str]]] = {
    "parameters": [{"Password": "hunter2"}],
}
TEXT = {"Number": "7", "CommaDelimitedList": "a, b", "List<Number>": "1,2"}

READ_AS_MORE = re.compile(r"[0-9.,]+|true|false")
"""The names of exports that have themselves as their values: texts that are read as more."""


def function_result(function: str, arguments: Mapping[str, Any]) -> Any:
    """What a function of the provider gives."""
    fixed = {
        "getRegion": REGION,
        "getAccountId": ACCOUNT,
        "getPartition": "aws",
        "getUrlSuffix": "amazonaws.com",
        "getSsmParameterList": SSM_LIST,
    }
    if function == "cidr":
        return subnets(**arguments)
    if function == "getAzs":
        return [f"{arguments.get('region', REGION)}{letter}" for letter in "abc"]
    if function == "getSsmParameterString":
        return ssm_text(arguments["name"])
    if function == "importValue" and READ_AS_MORE.fullmatch(arguments["name"]):
        return arguments["name"]
    return fixed.get(function, f"<{function} {sorted(arguments.items())}>")


class Stacks(dict[str, dict[str, str]]):
    """Other stacks: each has whatever it is asked for."""

    def output(self, stack: str, name: str) -> str:
        """An output of one of them."""
        return self.setdefault(stack, {}).setdefault(name, stack_output(stack, name))


def environment(stack: str = "live", stacks: Stacks | None = None) -> Environment:
    """Where the programs of the tests run."""
    return Environment(
        stack=stack,
        region=REGION,
        account=ACCOUNT,
        partition="aws",
        url_suffix="amazonaws.com",
        function=function_result,
        stack_output=(Stacks() if stacks is None else stacks).output,
    )


def evaluated(
    program: Program, config: Mapping[str, str], stacks: Stacks | None = None
) -> Evaluation:
    """A program, evaluated where every attribute is known: an input, or what stands for it."""
    names: dict[str, Resource] = {}

    def note(prefix: str, inner: Program) -> None:
        for own, resource in inner.resources.items():
            names[prefix + own] = resource
            if resource.type in program.components:
                note(f"{prefix}{own}-", program.components[resource.type])

    def outputs(name: str, path: Steps) -> Any:
        given = found.given(name, path)
        if given is not UNKNOWN:
            return given
        value = known(name, path, attribute_kind(names[name], path))
        return f"arn:aws:service:{REGION}:{ACCOUNT}:{value}" if isinstance(value, str) else value

    note("", program)
    found = evaluate(
        program, config=config, environment=environment(stacks=stacks), outputs=outputs
    )
    return found


@pytest.fixture(scope="module")
def programs() -> Iterator[wire.Programs]:
    """Runs programs with Pulumi's SDK."""
    runner = wire.Programs()
    yield runner
    runner.close()


def assert_registers(
    programs: wire.Programs,
    folder: Path,
    program: Program,
    config: dict[str, str],
    seen: Callable[[Any], Any] = lambda value: value,
) -> None:
    """Hold what a program registers against what its `Program` is evaluated to.

    Args:
        programs: runs it.
        folder: its project.
        program: what it was written from.
        config: its config.
        seen: what is compared of each value.
    """
    stacks = Stacks()
    found = evaluated(program, config, stacks)
    answers = wire.answers_of(found)
    ran = programs.run(
        folder, answers, stack="live", config=config, function=function_result, stacks=stacks
    )
    meant = found.registrations
    assert sorted(ran.resources) == sorted(meant)  # they come in any order
    for name, each in meant.items():
        there = ran.resources[name]
        assert there.type == each.type
        assert each.component or seen(there.inputs) == seen(wire.wired(each.inputs)), name
        assert there.parent == each.options.parent
        for other in each.options.depends_on:  # of a component, on what is in it
            assert any(f"{one}-".startswith(f"{other}-") for one in there.depends_on)
        assert there.retain_on_delete == each.options.retain_on_delete
    assert seen(ran.exports) == seen(wire.wired(found.exports))


def values(program: Program, given: Mapping[str, str]) -> dict[str, str]:
    """A value for each config key that has no default."""
    kept = program.fragment.get("Parameters", {})
    return {
        key: given.get(key) or TEXT.get(kept.get(key, {}).get("Type"), f"a {key}")
        for key, declared in program.config.items()
        if declared.default is None
    } | dict(given)


@pytest.mark.parametrize("case", cases.CASES)
def test_every_fixture_registers_what_its_program_is_evaluated_to(
    case: str, programs: wire.Programs
) -> None:
    program = converter.to_pulumi(converter.read(cases.template(case)), name=case)
    for given in CONFIG.get(case, [{}]):
        assert_registers(programs, cases.project(case), program, values(program, given))


@pytest.mark.parametrize("stage", ["dev", "prod"])
def test_components_register_what_they_are_evaluated_to(
    stage: str, tmp_path: Path, programs: wire.Programs
) -> None:
    write(tmp_path, {"main.yaml": PARENT, "queues/queue.yaml": QUEUE})
    from converter.migration import programs_of
    from converter.readers.opening import open_sources
    from converter.report import Report

    (program,) = programs_of(open_sources(tmp_path / "main.yaml"), report=Report()).values()
    folder = tmp_path / "project"
    write(folder, {name: str(text) for name, text in converter.write(program).items()})
    assert_registers(programs, folder, program, {"Stage": stage})


def test_what_comes_of_a_secret_is_one_and_what_nobody_knows_stays_unknown() -> None:
    text = pulumi.Concat((ConfigValue("Password"), "!"))
    program = Program(
        config={"Password": ConfigKey(secret=True)},
        resources={
            "Model": Resource(
                type="aws-native:sagemaker:Model",
                inputs={"executionRoleArn": text, "modelName": Attribute("Role", ("arn",))},
            ),
            "Role": Resource(type="aws-native:iam:Role", inputs={"roleName": "r"}),
        },
        exports={"Name": Export(value=Attribute("Role", ("roleName",)))},
    )
    found = evaluate(program, config={"Password": "hunter2"})
    assert found.registrations["Model"].inputs == {
        "executionRoleArn": SecretValue("hunter2!"),
        "modelName": UNKNOWN,
    }
    assert found.exports == {"Name": "r"}
    assert found.asked() == {"Role": {("arn",), ("roleName",)}}


def test_a_condition_cannot_hang_on_what_nobody_knows() -> None:
    program = Program(
        config={"Stage": ConfigKey()},
        conditions={"Prod": pulumi.Equal(ConfigValue("Stage"), "prod")},
        resources={"Topic": Resource(type="aws-native:sns:Topic", condition="Prod")},
    )
    with pytest.raises(UnsupportedError, match="whether Prod holds"):
        evaluate(program, config={"Stage": UNKNOWN})
    assert evaluate(program, config={"Stage": "dev"}).registrations == {}


def test_a_config_key_wants_a_value() -> None:
    program = Program(
        config={"Name": ConfigKey()}, exports={"Name": Export(value=ConfigValue("Name"))}
    )
    with pytest.raises(UnsupportedError, match="Name has neither a value nor a default"):
        assert evaluate(program, config={}).exports


def test_a_long_chain_of_references_is_evaluated() -> None:
    resources = {"R0": Resource(type="aws-native:ssm:Parameter", inputs={"value": "v"})}
    for number in range(1, 2000):
        before = Attribute(f"R{number - 1}", ("value",))
        resources[f"R{number}"] = Resource(
            type="aws-native:ssm:Parameter", inputs={"value": before}
        )
    backwards = dict(reversed(resources.items()))
    found = evaluate(Program(resources=backwards), config={}).registrations
    assert found["R1999"].inputs == {"value": "v"}
