"""What a template's author wrote comes back as it was: names, order, fixed look-ups, fixed text."""

from __future__ import annotations

from pathlib import Path

from converter.pulumi import (
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
    Lookup,
    Negation,
    Select,
)
from converter.report import Report

from .programs import run

ENV = ConfigValue("env")


def test_noted_names_are_those_of_the_variables(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        env = config.require("env")
        multi_az = env == "prod"
        encrypted = env == "prod"
        AMI_MAP = {"dev": {"image": "a"}, "prod": {"image": "b"}}
        if multi_az:
            aws.sns.Topic("Topic")
        pulumi.export("image", AMI_MAP[env]["image"])
        pulumi.export("encrypted", "yes" if encrypted else "no")
        """,
        names={"multi_az": "MultiAZ", "AMI_MAP": "AMIMap", "gone": "Gone", "odd": 3},
    )
    assert program.conditions == {"MultiAZ": Equal(ENV, "prod"), "Encrypted": Equal(ENV, "prod")}
    assert program.resources["Topic"].condition == "MultiAZ"
    assert program.exports["encrypted"].value == Choice("Encrypted", "yes", "no")
    assert list(program.tables) == ["AMIMap"]


def test_one_variable_that_is_assigned_the_same_again_is_one_condition(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        env = config.require("env")
        def size():
            is_prod = env == "prod"
            return "large" if is_prod else "small"
        pulumi.export("sizes", [size(), size(), "x" if env == "prod" else "y"])
        """,
    )
    assert program.conditions == {"IsProd": Equal(ENV, "prod")}


def test_conditions_keep_order_and_parts(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        env = config.require("env")
        has_env = "" != env
        third = env == "3"
        second = env == "2" or third
        first = env == "1" or second or third
        neither = not (env == "1") and not third
        on, off = "a" == "a", "" != ""
        never = "" != ""
        if never:
            aws.sns.Topic("Never")
        """,
    )
    third = ConditionValue("Third")
    assert program.conditions == {
        "HasEnv": Negation(Equal("", ENV)),
        "Third": Equal(ENV, "3"),
        "Second": AnyOf((Equal(ENV, "2"), third)),
        "First": AnyOf((Equal(ENV, "1"), ConditionValue("Second"), third)),
        "Neither": AllOf((Negation(Equal(ENV, "1")), Negation(third))),
        "Never": Negation(Equal("", "")),
    }
    assert program.resources["Never"].condition == "Never"


def test_fixed_cells_remember_their_table(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        env = config.require("env")
        NET = {"vpc": {"cidr": "10.0.0.0/16", "count": 3, "text": "7"}}
        cidr = NET["vpc"]["cidr"]
        pulumi.export("cidr", cidr)
        pulumi.export("count", NET["vpc"]["count"])
        pulumi.export("number", int(NET["vpc"]["text"]))
        pulumi.export("text", f"{cidr}:{NET['vpc']['count']}" + "/" + cidr)
        pulumi.export("both", "-".join([cidr, env]))
        pulumi.export("late", pulumi.Output.concat("a ", cidr))
        pulumi.export("format", "{} {b}".format(cidr, b=env))
        pulumi.export("choice", cidr if env == "prod" else "none")
        """,
    )
    cidr, count = Lookup("Net", "vpc", "cidr"), Lookup("Net", "vpc", "count")
    values = {name: export.value for name, export in program.exports.items()}
    assert values == {
        "cidr": cidr,
        "count": count,
        "number": Convert("integer", Lookup("Net", "vpc", "text")),
        "text": Concat((cidr, ":", Convert("string", count), "/", cidr)),
        "both": Concat((cidr, "-", ENV)),
        "late": Concat(("a ", cidr)),
        "format": Concat((cidr, " ", ENV)),
        "choice": Choice("EnvIsProd", cidr, "none"),
    }


def test_fixed_cells_are_plain_values_for_everything_else(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        import copy
        import hashlib
        NET = {"vpc": {"cidr": "10.0.0.0/16", "count": 3}, "x": {"cidr": "-", "count": 1}}
        cidr = NET["vpc"]["cidr"]
        pulumi.export("part", cidr.split("/")[0] + cidr[:2] + cidr.upper())
        pulumi.export("sum", NET["vpc"]["count"] + 1)
        pulumi.export("names", [f"n{i}" for i in range(NET["vpc"]["count"])])
        pulumi.export("json", json.dumps(copy.deepcopy({"a": cidr})))
        pulumi.export("hash", hashlib.md5(cidr.encode()).hexdigest()[:4])
        pulumi.export("equal", cidr == "10.0.0.0/16" and cidr in {"10.0.0.0/16": 1})
        LATE = {"a": {"b": "1"}}
        LATE["a"]["b"] = "2"
        pulumi.export("first", LATE["a"]["b"])
        LATE["a"]["b"] = "3"
        pulumi.export("second", LATE["a"]["b"])
        my_names = {"a": {"b_c": "1"}}
        ODD_KEYS = {"a": {"b_c": "1"}}
        pulumi.export("local", [my_names["a"]["b_c"], ODD_KEYS["a"]["b_c"]])
        """,
    )
    values = {name: export.value for name, export in program.exports.items()}
    assert values == {
        "part": "10.0.0.01010.0.0.0/16",
        "sum": 4,
        "names": ["n0", "n1", "n2"],
        "json": '{"a": "10.0.0.0/16"}',
        "hash": "e647",
        "equal": True,
        "first": Lookup("Late", "a", "b"),
        "second": "3",
        "local": ["1", "1"],
    }
    assert program.tables == {"Late": {"a": {"b": "2"}}}


def test_base64_of_fixed_text_stays_readable(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        import base64
        def to_base64(text):
            return base64.b64encode(text.encode()).decode()
        pulumi.export("script", to_base64("echo hello"))
        pulumi.export("length", len(to_base64("echo hello")))
        pulumi.export("back", base64.b64decode(to_base64("echo")).decode())
        pulumi.export("bytes", "text".encode("utf-8").decode())
        """,
    )
    values = {name: export.value for name, export in program.exports.items()}
    assert values == {"script": Base64("echo hello"), "length": 16, "back": "echo", "bytes": "text"}


def test_what_is_used_where_it_does_not_exist_is_a_finding(tmp_path: Path) -> None:
    report = Report()
    program = run(
        tmp_path,
        """
        env = config.require("env")
        is_dev = env == "dev"
        if env == "prod":
            topic = aws.sns.Topic("Topic")
        pulumi.export("topic", topic.topic_arn if is_dev else "none")
        aws.sqs.Queue("Queue", queue_name=topic.topic_arn)
        """,
        report=report,
    )
    arn = Attribute("Topic", ("topicArn",))
    assert program.exports["topic"].value == Choice("IsDev", arn, "none")
    assert program.resources["Queue"].inputs == {"queueName": arn}
    assert [finding.code for finding in report.findings] == ["unassigned"] * 2


def test_an_item_of_an_output_is_chosen_by_a_config_value(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        index = config.require_int("index")
        topic = aws.sns.Topic("Topic")
        pulumi.export("either", pulumi.Output.all("a", topic.topic_arn)[index])
        """,
    )
    values = ["a", Attribute("Topic", ("topicArn",))]
    assert program.exports["either"].value == Select(ConfigValue("index"), values)


def test_a_boolean_among_others_stays_the_value_that_it_is(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        env = config.require("env")
        on = config.require("on")
        is_dev = env == "dev"
        enabled = on.lower() == "true" if is_dev else False
        aws.sqs.Queue("Queue", fifo_queue=enabled)
        """,
    )
    chosen = Choice("IsDev", Convert("boolean", ConfigValue("on")), False)
    assert program.resources["Queue"].inputs["fifoQueue"] == chosen
    assert program.conditions == {"IsDev": Equal(ENV, "dev")}


def test_conditions_on_what_fixed_keys_choose(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        FLAGS = {"features": {"queue": "no", "topic": "yes"}}
        SIZES = {"small": {"count": 1}, "big": {"count": 5}}
        settings = {"mode": {"queue": "off"}}
        with_queue = FLAGS["features"]["queue"] == "yes"
        is_big = str(SIZES["small"]["count"]) == "5"
        first = ["a", "b"][0] != "a"
        last = "a,b".split(",")[1] == "c"
        if with_queue:
            aws.sqs.Queue("Queue")
        if is_big or first or last:
            aws.sns.Topic("Topic")
        if settings["mode"]["queue"] == "on":
            aws.sqs.Queue("Static")
        """,
    )
    assert program.conditions["WithQueue"] == Equal(Lookup("Flags", "features", "queue"), "yes")
    assert program.conditions["IsBig"] == Equal(Lookup("Sizes", "small", "count"), "5")
    assert program.conditions["First"] == Negation(Equal("a", "a"))
    assert program.conditions["Last"] == Equal("b", "c")
    assert program.resources.keys() == {"Queue", "Topic"}
    assert program.resources["Queue"].condition == "WithQueue"


def test_conditions_on_ssm_parameters(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        size = aws.get_ssm_parameter_string(name=config.require("size")).value
        is_big = size == "big"
        aws.sns.Topic("Topic", display_name="big" if is_big else "small")
        """,
    )
    assert program.config["size"].lookup == "getSsmParameterString"
    assert program.conditions == {"IsBig": Equal(ConfigValue("size"), "big")}


def test_fixed_ssm_parameters_become_keys(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        image = aws.get_ssm_parameter_string(name="/images/base-os").value
        pulumi.export("image", image)
        pulumi.export("text", f"image {image}")
        config.get_float("limit", 80.0)
        """,
    )
    key = ConfigValue("ImagesBaseOs")
    assert program.exports["image"].value == key
    assert program.exports["text"].value == Concat(("image ", key))
    assert program.config["ImagesBaseOs"] == ConfigKey(
        default="/images/base-os", lookup="getSsmParameterString"
    )
    assert program.config["limit"].default == 80
