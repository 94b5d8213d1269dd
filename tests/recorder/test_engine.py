"""What programs ask of the engine, in Pulumi's own SDKs: it answers as Pulumi's engine does, and
the same program comes of each language.
"""

from __future__ import annotations

import re
import tempfile
import threading
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import grpc  # type: ignore[import-untyped]  # has no types
import pytest
from google.protobuf import empty_pb2  # type: ignore[import-untyped]  # has no types

from converter.errors import ConversionError
from converter.pulumi import (
    Attribute,
    Concat,
    ConfigValue,
    Convert,
    Expression,
    Invoke,
    Object,
    Options,
    Program,
    Secret,
    Select,
)
from converter.recorder import protocol, wire
from converter.recorder.answers import Answers
from converter.recorder.deployment import Deployment
from converter.recorder.engine import Engine
from converter.recorder.placeholders import Placeholders
from converter.recorder.serving import Workers
from converter.report import Report

from .engine_programs import LANGUAGES, run
from .programs import run as record_source

FIRST = Attribute("First", ("topicArn",))
FIRST_ID = Attribute("First", ("id",))
PROGRESS = Attribute("Db", ("storageOperationPercentProgress",))
BLOCKS = Attribute("Vpc", ("ipv6CidrBlocks",))
DOCUMENT: Expression = {"Version": "2012-10-17", "Topic": FIRST, "List": [FIRST_ID]}
ANYWHERE = frozenset(LANGUAGES)
WITHOUT_JAVA = ANYWHERE - {"java"}


@cache
def recorded(language: str, which: str) -> tuple[Program, Report]:
    """What a program registers, and what is told of it."""
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        return run(language, which, Path(folder), report), report


OPTIONS: dict[str, tuple[Options, frozenset[str]]] = {
    "additionalSecretOutputs": (Options(secret_outputs=("displayName",)), ANYWHERE),
    "dependsOn": (Options(depends_on=("First",)), ANYWHERE),
    "ignoreChanges": (Options(ignore_changes=("tags",)), ANYWHERE),
    "protect": (Options(protect=True), ANYWHERE),
    "retainOnDelete": (Options(retain_on_delete=True), ANYWHERE),
    # Go's SDK may not know yet what is inside of a component that is waited for.
    "InAfter": (Options(depends_on=("InBefore",)), ANYWHERE - {"go"}),
    "ByLiteral": (Options(depends_on=("First",)), ANYWHERE),
    "InKept": (
        Options(retain_on_delete=True, protect=True, other={"deletedWith": ["First"]}),
        WITHOUT_JAVA,
    ),
    "Not": (Options(other={"deletedWith": ["First"]}), WITHOUT_JAVA),
}
"""What a template can say of a resource's options, and what it is in inherits."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", OPTIONS)
def test_options(name: str, language: str) -> None:
    expected, languages = OPTIONS[name]
    if language in languages:
        program, _ = recorded(language, "everything")
        assert program.resources[name].options == expected


LOST = {
    "aliases": ANYWHERE,
    "customTimeouts": ANYWHERE,
    "deleteBeforeReplace": ANYWHERE,
    "deletedWith": WITHOUT_JAVA,
    "hideDiffs": ANYWHERE,
    "hooks": WITHOUT_JAVA,
    "import": ANYWHERE,
    "replaceOnChanges": ANYWHERE,
    "replaceWith": ANYWHERE,
    "replacementTrigger": ANYWHERE,
    "stateMigrations": frozenset({"python"}),
}
"""Options that no template can say: each is kept for the export to tell."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("option", LOST)
def test_options_that_are_lost(option: str, language: str) -> None:
    if language in LOST[option]:
        program, _ = recorded(language, "everything")
        assert list(program.resources[option].options.other) == [option]


INPUTS: dict[str, dict[str, Expression]] = {
    "ByAttribute": {"queueName": Attribute("First", ("topicName",))},
    "ByText": {"queueName": Concat((FIRST, "-queue"))},
    "ByLiteral": {"queueName": "fixed"},
    "ByJson": {"assumeRolePolicyDocument": DOCUMENT},
    "ByReference": {"queueName": FIRST_ID},
    "Secret": {"displayName": ConfigValue("SecretDisplayName")},
    "FromSecret": {"displayName": Attribute("Secret", ("displayName",))},
    "Large": {"displayName": "x" * (6 << 20)},
    "Number": {
        "delaySeconds": PROGRESS,
        "queueName": Concat(("at-", Convert("string", PROGRESS), "%")),
    },
    "Called": {
        "displayName": Concat(("in ", Invoke("getRegion", "region"))),
        "topicName": Select(1, Invoke("getAzs", "azs")),
    },
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", INPUTS)
def test_values(name: str, language: str) -> None:
    program, _ = recorded(language, "everything")
    if name != "ByReference" or language != "java":
        assert program.resources[name].inputs == INPUTS[name]


@pytest.mark.parametrize("language", LANGUAGES)
def test_outputs(language: str) -> None:
    program, _ = recorded(language, "everything")
    assert {name: export.value for name, export in program.exports.items()} == {
        "secret": Secret(Attribute("Secret", ("displayName",))),
        "blocks": BLOCKS,
        "firstBlock": Select(0, BLOCKS),
        "address": Attribute("Db", ("endpoint", "address")),
        "subnets": Invoke("cidr", "subnets", {"ipBlock": "10.0.0.0/16", "count": 3, "cidrBits": 8}),
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_warnings(language: str) -> None:
    _, report = recorded(language, "everything")
    told = [finding.message for finding in report if finding.code == "program-warning"]
    pieces = ["the program warns: one message"] if language != "java" else []
    assert told == ["the program warns: careful", *pieces]


@pytest.mark.parametrize("language", sorted(ANYWHERE - {"python"}))
def test_an_input_without_a_trace_of_what_it_is_made_of(language: str) -> None:
    _, report = recorded(language, "everything")
    (told,) = [finding.message for finding in report if finding.code == "fixed-value"]
    words = "ByLiteral.queueName is made from what only the deployment knows of First"
    assert told == f"{words}: it is fixed as this run made it"


def tags(*keys: str) -> Expression:
    """The tags that transforms add."""
    return [Object("aws-native:index:Tag", {"key": key, "value": "v"}) for key in keys]


TRANSFORMED: dict[str, dict[str, Expression]] = {
    "Inside": {"tags": tags("own", "parent", "stack")},
    "Outside": {"displayName": "d", "tags": tags("stack")},
    "Seen": {
        "displayName": Concat(("see ", Attribute("Outside", ("topicArn",)))),
        "tags": tags("stack"),
        "topicName": ConfigValue("SeenTopicName"),
    },
}
"""From the inside outwards; inputs that come from others, and secrets, are outputs to them."""


@pytest.mark.parametrize("language", sorted(WITHOUT_JAVA))
@pytest.mark.parametrize("name", TRANSFORMED)
def test_transforms(name: str, language: str) -> None:
    program, _ = recorded(language, "transforms")
    assert program.resources[name].inputs == TRANSFORMED[name]


@pytest.mark.parametrize(("language", "count"), [("go", 300), ("python", 40)])
def test_what_transforms_ask_is_answered_while_others_wait(language: str, count: int) -> None:
    program, _ = recorded(language, "parallel")
    shown = {"displayName": Invoke("getRegion", "region")}
    assert [it.inputs for it in program.resources.values()] == [shown] * count


KNOWN = "arn:aws:sns:eu-west-1:123456789012:known"
LOOKED_UP = {
    "existing": {"displayName": ConfigValue("ExistingTopicName"), "topicName": KNOWN},
    "lookup": {"displayName": ConfigValue("TopicDisplayName"), "topicName": KNOWN},
}


@pytest.mark.parametrize("which", LOOKED_UP)
def test_what_is_looked_up_becomes_a_parameter(which: str, tmp_path: Path) -> None:
    program = run("go", which, tmp_path, concrete=False)
    assert program.resources["T"].inputs == LOOKED_UP[which]


def test_variables_that_a_provider_reads_under_other_names_are_told(tmp_path: Path) -> None:
    report = Report()
    source = """
        opts = pulumi.ResourceOptions(env_var_mappings={"AWS_PROFILE": "OTHER_PROFILE"})
        aws.Provider("there", region="eu-west-1", opts=opts)
    """
    record_source(tmp_path, source, report=report)
    words = "envVarMappings of the provider there: a template has no place for it"
    assert [finding.message for finding in report] == [words]


REFUSED = {
    ("go", "computed"): "Queue.delaySeconds is computed from a number that only the deployment",
    ("go", "existing"): "topicName of Existing is known to a deployment only",
    ("go", "lookup"): "displayName of aws-native:sns:getTopic() is known to a deployment only",
    ("go", "loop"): "item 13 of a list is asked for whose length only the deployment knows",
    ("go", "unknown"): "Queue.fifoQueue has a value that is never known",
    ("python", "existing"): "topicName of Existing is known to a deployment only",
    ("python", "method"): "aws-native:sns:Topic/publish calls a method of a resource, which only",
}


@pytest.mark.parametrize(("language", "which"), REFUSED)
def test_what_only_a_deployment_knows_is_refused(language: str, which: str) -> None:
    with pytest.raises(ConversionError) as caught:
        recorded(language, which)
    assert REFUSED[language, which] in caught.value.message
    assert caught.value.line is not None or (language, which) != ("python", "existing")


# --- asked by hand --------------------------------------------------


@pytest.fixture
def asking(tmp_path: Path) -> Iterator[Asking]:
    """An engine, and what asks it."""
    engine = Engine(
        protocol.load(),
        f"unix:{tmp_path / 'engine'}",
        Placeholders(plain=True),
        Answers(lambda token: None, Placeholders(plain=True), tmp_path),
        {},
        deployment=Deployment("demo", "dev", config={"demo:a": "1"}, directory=tmp_path),
    )
    with grpc.insecure_channel(engine.address) as channel:
        yield Asking(engine, channel)
    engine.stop()


class Asking:
    """Asks an engine."""

    def __init__(self, engine: Engine, channel: Any) -> None:
        self.engine, self.messages = engine, protocol.load()
        self.channel = channel
        self.monitor = self.messages.resource_grpc.ResourceMonitorStub(channel)

    def refusal(self, ask: Callable[..., object], request: Any) -> tuple[str, str]:
        """The status and the words of an answer that is none."""
        with pytest.raises(grpc.RpcError) as caught:
            ask(request)
        return caught.value.code().name, caught.value.details()


def test_features_are_the_same_by_name_and_by_number(asking: Asking) -> None:
    messages = asking.messages.resource
    told = asking.monitor.GetDeploymentInfo(empty_pb2.Empty())
    assert (told.project, told.stack, dict(told.config)) == ("demo", "dev", {"demo:a": "1"})
    names = {messages.ResourceMonitorFeature.Name(it) for it in told.supportedFeatures}
    assert names
    for name in ("secrets", "aliasSpecs", "errorHooks", "parameterization", "telepathy"):
        constant = re.sub("([A-Z])", r"_\1", name).upper()
        supported = asking.monitor.SupportsFeature(messages.SupportsFeatureRequest(id=name))
        assert supported.hasSupport == (f"RESOURCE_MONITOR_FEATURE_{constant}" in names)


def test_a_request_that_nobody_knows_is_told_by_its_name(asking: Asking) -> None:
    ask = asking.channel.unary_unary("/pulumirpc.ResourceMonitor/MoveResource")
    words = "the program asks the engine for MoveResource, which export does not know"
    assert asking.refusal(ask, b"") == ("UNIMPLEMENTED", words)
    report = Report()
    asking.engine.recording.tell(report, Placeholders())
    assert [finding.message for finding in report] == [f"{words}; it went on without"]


def test_fields_that_nobody_knows_are_told_by_their_numbers(asking: Asking) -> None:
    request = asking.messages.resource.RegisterResourceRequest(type="a:b:C", name="n")
    request.MergeFromString(bytes([0xF2, 0x07, 0x01, 0x41]))  # field 126, a text
    asking.monitor.RegisterResource(request)
    report = Report()
    asking.engine.recording.tell(report, Placeholders())
    (finding,) = report
    assert "sent fields that it does not (numbers 126)" in finding.message


def test_packages_go_by_their_references(asking: Asking) -> None:
    messages = asking.messages.resource
    package = messages.RegisterPackageRequest(name="base", version="1.0.0")
    other = messages.RegisterPackageRequest(
        name="base", version="1.0.0", parameterization=messages.Parameterization(name="made")
    )
    references = [asking.monitor.RegisterPackage(it).ref for it in (package, other, package)]
    assert references[0] == references[2] != references[1]
    made = {"type": "made:index:It", "name": "n"}
    known = messages.RegisterResourceRequest(packageRef=references[1], **made)
    assert asking.monitor.RegisterResource(known).urn
    unknown = messages.RegisterResourceRequest(packageRef="none", **made)
    refused = asking.refusal(asking.monitor.RegisterResource, unknown)
    assert refused == ("UNKNOWN", "unknown provider package 'none'")


def test_a_reference_leads_to_the_resource(asking: Asking) -> None:
    messages = asking.messages.resource
    request = messages.RegisterResourceRequest(type="a:b:C", name="n", custom=True)
    request.object["key"] = "value"
    made = asking.monitor.RegisterResource(request)
    ask = messages.ResourceInvokeRequest(tok="pulumi:pulumi:getResource")
    ask.args["urn"] = made.urn
    found = getattr(asking.monitor.Invoke(ask), "return")
    assert (found["urn"], found["id"], found["state"]["key"]) == (made.urn, made.id, "value")


def test_whether_a_resource_exists_is_refused(asking: Asking) -> None:
    request = asking.messages.resource.ExistsResourceRequest(type="a:b:C", id="i")
    status, words = asking.refusal(asking.monitor.ExistsResource, request)
    assert status == "NOT_FOUND"
    assert words.startswith("whether there is a resource i (a:b:C)")


def test_what_a_program_takes_of_secrets_and_references(asking: Asking) -> None:
    messages = asking.messages.resource
    plain = {"a": "hidden", "b": "id"}
    wrapped = {
        "a": {wire.SIGNATURE: wire.SECRET, "value": "hidden"},
        "b": {wire.SIGNATURE: wire.RESOURCE, "urn": "urn:a", "id": "id"},
    }
    for takes, expected in ((False, plain), (True, wrapped)):
        request = messages.RegisterResourceRequest(
            type="a:b:C", name="n", acceptSecrets=takes, acceptResources=takes
        )
        request.object.update(wrapped)
        assert wire.plain_struct(asking.monitor.RegisterResource(request).object) == expected


def test_calls_that_wait_leave_room_for_others() -> None:
    workers, inner = Workers(2), threading.Event()

    def wait() -> bool:
        with workers.waiting():
            return inner.wait(10)

    waiting = [workers.submit(wait) for _ in range(8)]
    workers.submit(inner.set)
    assert [each.result(10) for each in waiting] == [True] * 8
    workers.shutdown()
