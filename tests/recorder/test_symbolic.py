"""Decisions, look-ups and texts made of config values survive as what they are."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.errors import ProgramError
from converter.pulumi import (
    ABSENT,
    AllOf,
    AnyOf,
    Attribute,
    Base64,
    Choice,
    Concat,
    ConditionValue,
    ConfigKey,
    ConfigValue,
    Convert,
    Equal,
    Join,
    Json,
    Lookup,
    Negation,
    Object,
    Select,
    Split,
)
from converter.report import Report

from .programs import line_of, run

ENV, IS_PROD = ConfigValue("env"), ConditionValue("IsProd")


def test_conditions_are_named_after_their_variables(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        env = config.require("env")
        is_prod = env == "prod"
        is_test = env in ("qa", "dev")
        both = is_prod and config.require_bool("flag")
        if is_prod:
            topic = aws.sns.Topic("Topic")
            pulumi.export("topic", topic.topic_arn)
        elif is_test:
            aws.sns.Topic("Test")
        aws.sqs.Queue("Queue", fifo_queue=both, kms_master_key_id="key" if not is_prod else None)
        """,
    )
    assert program.conditions == {
        "IsProd": Equal(ENV, "prod"),
        "IsTest": AnyOf((Equal(ENV, "qa"), Equal(ENV, "dev"))),
        "Both": AllOf((IS_PROD, Equal(ConfigValue("flag"), "true"))),
        "NotIsProdAndIsTest": AllOf((Negation(IS_PROD), ConditionValue("IsTest"))),
    }
    conditions = {name: resource.condition for name, resource in program.resources.items()}
    assert conditions == {"Topic": "IsProd", "Test": "NotIsProdAndIsTest", "Queue": None}
    assert program.exports["topic"].condition == "IsProd"
    assert program.resources["Queue"].inputs == {
        "fifoQueue": Choice("Both", True, False),
        "kmsMasterKeyId": Choice("IsProd", ABSENT, "key"),
    }


def test_branches_assign_append_and_return(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        is_prod = config.require("env") == "prod"
        actions, settings, role = ["a"], {"k": "v"}, None
        if is_prod:
            actions.append("b")
            settings["extra"] = "1"
            role = aws.iam.Role("Role", assume_role_policy_document={})
        def size(name):
            if is_prod:
                return "large"
            if name == "odd":
                return "odd"
            return "small"
        pulumi.export("actions", actions)
        pulumi.export("settings", settings)
        pulumi.export("sizes", [size("odd"), size("even")])
        pulumi.export("role", role.arn if role else "none")
        pulumi.export("spread", [*(["x"] if is_prod else []), "y"])
        """,
    )
    values = {name: export.value for name, export in program.exports.items()}
    assert values["actions"] == ["a", Choice("IsProd", "b", ABSENT)]
    assert values["settings"] == {"k": "v", "extra": Choice("IsProd", "1", ABSENT)}
    assert values["sizes"] == [
        Choice("IsProd", "large", "odd"),
        Choice("IsProd", "large", "small"),
    ]
    assert values["role"] == Choice("IsProd", Attribute("Role", ("arn",)), "none")
    assert values["spread"] == [Choice("IsProd", "x", ABSENT), "y"]


def test_look_ups_become_tables(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        env = config.require("env")
        SIZES = {"dev": "small", "prod": "large"}
        SETTINGS = {"dev": {"count": 1, "zone": "a"}, "prod": {"count": 2, "zone": "b"}}
        aws.sqs.Queue("Queue", queue_name=SIZES[env], delay_seconds=SETTINGS[env]["count"])
        ZONES = {"dev": {"first": "a", "second": "b"}, "prod": {"first": "c", "second": "d"}}
        pulumi.export("zone", ZONES["prod"][config.require("column")])
        """,
    )
    assert program.tables == {
        "Sizes": {"dev": {"Value": "small"}, "prod": {"Value": "large"}},
        "Settings": {"dev": {"count": 1, "zone": "a"}, "prod": {"count": 2, "zone": "b"}},
        "Zones": {"dev": {"first": "a", "second": "b"}, "prod": {"first": "c", "second": "d"}},
    }
    assert program.exports["zone"].value == Lookup("Zones", "prod", ConfigValue("column"))
    assert program.resources["Queue"].inputs == {
        "queueName": Lookup("Sizes", ENV, "Value"),
        "delaySeconds": Lookup("Settings", ENV, "count"),
    }


def test_texts_and_lists_keep_what_they_are_made_of(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        import base64
        env = config.require("env")
        subnets = config.require("subnets").split(",")
        zones = [zone.strip() for zone in config.require("zones").split(",")]
        count = int(config.require("count"))
        pulumi.export("second", subnets[1])
        pulumi.export("joined", "-".join(subnets))
        pulumi.export("zones", zones)
        pulumi.export("script", base64.b64encode(f"echo {env}".encode()).decode())
        pulumi.export("text", "{}/{}".format(env, count) + "%s" % env)
        pulumi.export("json", json.dumps({"count": count, "prod": env == "prod"}))
        pulumi.export("value", aws.get_ssm_parameter_string(name=config.require("image")).value)
        """,
    )
    values = {name: export.value for name, export in program.exports.items()}
    split, count = Split(",", ConfigValue("subnets")), Convert("integer", ConfigValue("count"))
    assert values["second"] == Select(1, split)
    assert values["joined"] == Join("-", split)
    assert values["zones"] == ConfigValue("zones")
    assert program.config["zones"].type == "list"
    assert values["script"] == Base64(Concat(("echo ", ENV)))
    assert values["text"] == Concat((ENV, "/", Convert("string", count), ENV))
    assert values["json"] == Concat(
        (
            '{"count": ',
            Convert("string", count),
            ', "prod": ',
            Choice("EnvIsProd", "true", "false"),
            "}",
        )
    )
    assert values["value"] == ConfigValue("image")
    assert program.config["image"].lookup == "getSsmParameterString"


def test_json_of_config_texts_is_escaped_or_told(tmp_path: Path) -> None:
    report = Report()
    program = run(
        tmp_path,
        """
        env, flag = config.require("env"), config.require_bool("flag")
        topic = aws.sns.Topic("Topic")
        compact = {"separators": (",", ":")}
        pulumi.export("exact", json.dumps({"env": f"<{env}>", "n": [1, True]}, **compact))
        pulumi.export("late", pulumi.Output.json_dumps({"a": topic.id, "env": env}, **compact))
        pulumi.export("plain", json.dumps({"n": 1}, **compact))
        pulumi.export("flag", json.dumps({"env": env, "flag": flag}, **compact))
        pulumi.export("spaced", json.dumps({"env": env}))
        pulumi.export("outputs", pulumi.Output.json_dumps({"a": topic.id, "n": 1}))
        SIZES = {"small": {"count": 5}, "large": {"count": 6}}
        pulumi.export("dynamic", SIZES[env]["count"])
        cell = {"n": SIZES["small"]["count"]}
        pulumi.export("cell", pulumi.Output.json_dumps(cell, **compact))
        """,
        report=report,
    )
    values = {name: export.value for name, export in program.exports.items()}
    topic = Attribute("Topic", ("id",))
    assert values["exact"] == Json({"env": Concat(("<", ENV, ">")), "n": [1, True]})
    assert values["late"] == Json({"a": topic, "env": ENV})
    assert values["plain"] == '{"n":1}'
    assert isinstance(values["flag"], Concat)
    assert values["spaced"] == Concat(('{"env": "', ENV, '"}'))
    assert values["outputs"] == Concat(('{"a": "', topic, '", "n": 1}'))
    assert values["cell"] == '{"n":5}'
    told = [finding.message for finding in report if finding.code == "json-text"]
    assert [message[:40] for message in told] == ["quotes, backslashes and line ends in env"] * 2


def test_config_values_that_may_not_be_set(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        key = config.get("key")
        name = config.get("name") or "anonymous"
        aws.sqs.Queue("Queue", queue_name=name, kms_master_key_id=key)
        vpc = None
        if key:
            vpc = aws.sagemaker.ModelVpcConfigArgs(subnets=["s"], security_group_ids=[key])
        aws.sagemaker.Model("Model", vpc_config=vpc)
        other = config.get("other")
        pulumi.export("other", (other or "one") + (other or "two"))
        """,
    )
    assert program.config == {
        "name": ConfigKey(default="anonymous"),
        "key": ConfigKey(default=""),
        "other": ConfigKey(default=""),
    }
    assert program.resources["Queue"].inputs == {
        "queueName": ConfigValue("name"),
        "kmsMasterKeyId": Choice("HasKey", ConfigValue("key"), ABSENT),
    }
    vpc = program.resources["Model"].inputs["vpcConfig"]
    assert isinstance(vpc, Choice)
    assert isinstance(vpc.then, Object)
    assert (vpc.condition, vpc.otherwise) == ("HasKey", ABSENT)


def test_enums_of_values_that_the_template_keeps_to_members(tmp_path: Path) -> None:
    source = """
        import enum
        class Stage(enum.Enum):
            DEV = "dev"
            PROD = "prod"
        try:
            stage = Stage(config.require("stage"))
        except ValueError:
            stage = Stage.PROD
        aws.sns.Topic("Topic", display_name=stage.value)
        """
    open_ = run(tmp_path, source).resources["Topic"].inputs
    assert open_ == {"displayName": Choice("StageIsDev", "dev", "prod")}
    report = Report()
    program = run(tmp_path, source, report=report, fragment=_allowing("dev", "prod"))
    assert program.resources["Topic"].inputs == {"displayName": ConfigValue("stage")}
    assert not list(report)
    other = run(tmp_path, source, fragment=_allowing("dev", "live"))
    assert other.resources["Topic"].inputs == open_


def _allowing(*values: str) -> dict[str, object]:
    return {"Parameters": {"stage": {"Type": "String", "AllowedValues": [*values]}}}


def test_what_the_program_refuses_is_a_finding(tmp_path: Path) -> None:
    report = Report()
    program = run(
        tmp_path,
        """
        env = config.require("env")
        if env == "bad":
            raise ValueError("not that one")
        pulumi.export("env", env)
        """,
        report=report,
    )
    assert program.exports["env"].value == ENV
    assert [finding.code for finding in report] == ["unchecked"]


REFUSED = {
    "a loop bound": "for _ in range(config.require_int('n')): pass",
    "arithmetic": "pulumi.export('x', config.require_int('n') * 2)",
    "an order": "pulumi.export('x', config.require_int('n') > 2)",
    "a method of a bound name": "pulumi.export('x', config.require('n').title())",
    "letter case": "pulumi.export('x', config.require('n').upper() == 'A')",
    "a hash": "import hashlib; hashlib.sha256(config.require('n').encode())",
    "a file": "open(config.require('n'))",
    "a decision on an output": (
        "aws.s3.Bucket('b').arn.apply(lambda arn: pulumi.export('x', 1 if arn == 'a' else 2))"
    ),
    "an option": "pulumi.ResourceOptions(urn=config.require_bool('n'))",
    "a loop over items": "for _ in config.require('n').split(','): pass",
    "an Output in a text": "pulumi.export('x', f'{aws.s3.Bucket(chr(98)).arn}')",
}


@pytest.mark.parametrize("source", REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_lifted_is_refused_with_its_line(tmp_path: Path, source: str) -> None:
    with pytest.raises(ProgramError, match=r"-c KEY=VALUE|an output of b, which") as caught:
        run(tmp_path, f"\n{source}\n")
    assert (caught.value.file, caught.value.line) == (str(tmp_path / "__main__.py"), line_of(1))


def test_a_fixed_value_can_be_used_for_anything(tmp_path: Path) -> None:
    source = """
    for number in range(config.require_int("n")):
        aws.sqs.Queue(f"queue-{number}")
    """
    assert list(run(tmp_path, source, config={"n": "2"}).resources) == ["queue-0", "queue-1"]
