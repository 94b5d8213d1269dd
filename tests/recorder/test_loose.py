"""Lists and maps of which a part hangs on a condition; tables with names that templates lack."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.errors import ProgramError
from converter.pulumi import AnyOf, Choice, ConditionValue, ConfigValue, Equal, Lookup

from .programs import line_of, run

ENV = ConfigValue("env")


def test_what_may_not_be_there_is_asked_for(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        env = config.require("env")
        found = [name for name in ("a", "b") if name == env]
        settings = {"k": "v"}
        if env == "prod":
            settings["extra"] = "1"
        pulumi.export("found", "some" if found else "none")
        pulumi.export("in", "yes" if "extra" in settings else "no")
        pulumi.export("get", settings.get("extra", "none"))
        for key, value in settings.items():
            aws.ssm.Parameter(key, type="String", value=value)
        """,
    )
    values = {name: export.value for name, export in program.exports.items()}
    assert values == {
        "found": Choice("EnvIsAOrEnvIsB", "some", "none"),
        "in": Choice("EnvIsProd", "yes", "no"),
        "get": Choice("EnvIsProd", "1", "none"),
    }
    either = AnyOf((ConditionValue("EnvIsA"), ConditionValue("EnvIsB")))
    assert program.conditions["EnvIsAOrEnvIsB"] == either
    conditions = {name: resource.condition for name, resource in program.resources.items()}
    assert conditions == {"k": None, "extra": "EnvIsProd"}


@pytest.mark.parametrize("use", ["found[0]", "found[-1]", "found.index('a')"])
def test_counting_what_may_not_be_there_is_refused(tmp_path: Path, use: str) -> None:
    source = f"""
    env = config.require("env")
    found = [name for name in ("a", "b") if name == env]
    pulumi.export("found", {use})
    """
    with pytest.raises(ProgramError, match="cannot be said") as caught:
        run(tmp_path, source)
    assert caught.value.line == line_of(3)


def test_a_list_of_what_may_not_be_there_is_looked_into(tmp_path: Path) -> None:
    source = """
    env = config.require("env")
    found = [name for name in ("a", "b") if name == env]
    pulumi.export("found", "a" in found)
    """
    program = run(tmp_path, source)
    assert program.exports["found"].value == Choice("EnvIsA", True, False)
    assert program.conditions == {"EnvIsA": Equal("a", ENV)}


def test_tables_get_names_that_templates_have(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        env = config.require("env")
        SIZES = {"dev": {"instance_type": "small"}, "prod": {"instance_type": "large"}}
        ODD_ROWS = {"my_env": "a", "other": "b"}
        pulumi.export("size", SIZES[env]["instance_type"])
        pulumi.export("odd", ODD_ROWS[env])
        pulumi.export("default", {"dev": 1}.get(env, 2))
        """,
    )
    assert program.tables == {
        "Sizes": {"dev": {"instanceType": "small"}, "prod": {"instanceType": "large"}}
    }
    values = {name: export.value for name, export in program.exports.items()}
    assert values == {
        "size": Lookup("Sizes", ENV, "instanceType"),
        "odd": Choice("EnvIsMyEnv", "a", "b"),
        "default": Choice("EnvIsDev", 1, 2),
    }


@pytest.mark.parametrize("head", ["if env.startswith('a'):", "while env:", "for letter in env:"])
def test_a_refusal_names_the_line_of_the_statement(tmp_path: Path, head: str) -> None:
    with pytest.raises(ProgramError) as caught:
        run(tmp_path, f"\nenv = config.require('env')\n{head}\n    first = 1\n    second = 2\n")
    assert caught.value.line == line_of(2)
