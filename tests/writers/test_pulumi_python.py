"""Python programs do what their `Program` means, whatever texts and names a template holds.

The programs are run: most behind the stand-ins of `tests.writers.running`, one behind the recorder.
"""

from __future__ import annotations

import re
from pathlib import Path
from random import Random
from typing import Any, cast

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from converter import record, to_cloudformation, to_pulumi, verify, write
from converter.cloudformation import Output, Parameter, Resource, Stack
from converter.errors import UnsupportedError
from converter.intrinsics import (
    NO_VALUE,
    Base64,
    Equals,
    FindInMap,
    GetAtt,
    If,
    Join,
    Not,
    Ref,
    Select,
    Split,
    Sub,
    ToJsonString,
    Value,
    parse,
    sub_text,
)
from converter.pulumi import Program
from converter.writers.pulumi_python import literals
from tests.stacks import (
    AWKWARD_IDS,
    AWKWARD_TEXTS,
    Maker,
    awkward_ids,
    creatable,
    plain_ids,
    variable,
)

from .running import meaning, run

ALL = creatable()
characters = st.characters(exclude_categories=["Cs"])
hostile = st.one_of(
    st.sampled_from(AWKWARD_TEXTS),
    st.text(characters, max_size=40),
    st.text(st.sampled_from("\"'\\{}$\n\r\t `#%f0rN"), max_size=80),
).filter(lambda text: not text.startswith("Fn::"))  # no key may, but a function's
names = st.one_of(st.sampled_from(AWKWARD_IDS), st.from_regex(r"\A[A-Za-z0-9]{1,9}\Z"))


def values_of(program: Program, text: str = "east") -> dict[str, str]:
    """A text for each config key: a number where a number is wanted."""
    constraints = program.fragment.get("Parameters", {})
    special = {"Number": "7", "CommaDelimitedList": f"{text}, b"}
    return {key: special.get(constraints.get(key, {}).get("Type"), text) for key in program.config}


def assert_does_what_it_means(stack: Stack, text: str = "east") -> tuple[Any, Any]:
    program = to_pulumi(stack)
    module = write(program)["__main__.py"]
    config = values_of(program, text)
    meant = meaning(program, config)
    assert run(module, program, config) == meant
    return meant


@settings(max_examples=200)
@given(st.integers(0, 2**32), hostile, st.sampled_from([0.1, 0.4, 0.7]))
def test_programs_do_what_they_mean(seed: int, text: str, computed: float) -> None:
    random = Random(seed)
    maker = Maker(random, texts=AWKWARD_TEXTS, computed=computed)
    assert_does_what_it_means(maker.stack(random.sample(ALL, 3), awkward_ids(random)), text)


def test_programs_of_every_type_do_what_they_mean() -> None:
    for seed in range(0, len(ALL), 12):
        maker = Maker(Random(seed), texts=AWKWARD_TEXTS, computed=0.2, more=0.5)
        assert_does_what_it_means(maker.stack(ALL[seed : seed + 12], plain_ids()), "true")


# --- hostile text in every place -----------------------------------


def stack_with(text: str, key: str, number: str = "") -> Stack:
    """A stack that has ``text`` wherever a template can hold text of the user's own.

    Args:
        text: the text.
        key: another one.
        number: what stands behind every name.
    """
    assert key != text
    text_, choice, items, table = (f"{it}{number}" for it in ("Text", "Choice", "Items", "Table"))
    same, other, function, role = (f"{it}{number}" for it in ("Same", "Other", "Function", "Role"))
    document: Value = {key: text, "List": [text, {text: Ref(text_)}]}
    return Stack(
        transforms=("AWS::LanguageExtensions",),
        description=text,
        metadata={key: text},
        parameters={
            text_: Parameter(attributes={"Default": text, "Description": text}),
            choice: Parameter(attributes={"AllowedValues": [text]}),
            items: Parameter(type="CommaDelimitedList", attributes={"Description": text}),
        },
        mappings={table: {text: {key: text}}},
        conditions={
            same: Equals(Ref(text_), text),
            other: Not(Equals(text, Ref(choice))),
        },
        resources={
            function: Resource(
                type="AWS::Lambda::Function",
                properties={
                    "Code": {"ZipFile": text},
                    "Role": text,
                    "Description": joined(text, Ref(text_), text),
                    "Environment": {"Variables": {key: text, text: Ref(text_), "a": Base64(text)}},
                    "Tags": [
                        {"Key": text, "Value": If(same, text, Ref(choice))},
                        If(other, {"Key": text, "Value": text}, NO_VALUE),
                    ],
                },
                attributes={"Metadata": {key: text}},
            ),
            role: Resource(
                type="AWS::IAM::Role",
                properties={
                    "AssumeRolePolicyDocument": document,
                    "Path": FindInMap(table, text, key),
                    "Description": Join(text, Ref(items)),
                    "RoleName": Select(0, Split(text or ",", GetAtt(function, "Arn"))),
                    "PermissionsBoundary": joined(text, GetAtt(function, "Arn"), text),
                },
            ),
            f"Held{number}": Resource(
                type="Custom::Thing", properties={key: text, text: Ref(text_)}
            ),
        },
        outputs={
            f"Plain{number}": Output(value=text, description=text, export_name=text),
            f"Made{number}": Output(value=ToJsonString(document), condition=same),
            f"Known{number}": Output(value=joined(text, GetAtt(role, "Arn"), Ref(text_))),
        },
        comments={
            ("Parameters", text_): text,
            ("Mappings", table): text,
            ("Conditions", same): text,
            ("Resources", function): text,
            ("Resources", function, "Properties", "Tags", 0): text,
            ("Resources", function, "Properties", "Tags", 1): text,
            ("Resources", role, "Properties", "AssumeRolePolicyDocument", key): text,
            ("Outputs", f"Plain{number}"): text,
        },
    )


def joined(*parts: str | Ref | GetAtt) -> Value:
    """The texts and references one after the other, as the bridge writes them."""
    kept: list[Any] = [part for part in parts if part != ""]
    if len(kept) == 1:
        return cast(Value, kept[0])
    try:
        return Sub(sub_text(part if isinstance(part, str) else variable(part) for part in kept))
    except UnsupportedError:
        return Join("", kept)


def assert_says(text: str, key: str) -> None:
    stack = stack_with(text, key)
    resources, exports = assert_does_what_it_means(stack, text)
    function = resources["Function"][1]
    assert function["code"] == {"zipFile": text}
    assert function["environment"]["variables"][key] == text
    assert function["tags"][0] == {"key": text, "value": text}
    assert resources["Role"][1]["path"] == text
    assert exports["Plain"] == text
    assert to_cloudformation(to_pulumi(stack)) == stack


@pytest.mark.parametrize("text", AWKWARD_TEXTS)
def test_awkward_text_stays_what_it_is(text: str) -> None:
    assert_says(text, "another key" if text != "another key" else "k")


@settings(max_examples=150)
@given(hostile, hostile)
def test_hostile_text_stays_what_it_is(text: str, key: str) -> None:
    assert_says(text, key if key not in (text, "List", "a") else f"{text}'")


PIECES = st.text(st.sampled_from('""\'\\{}$\n\n\r\t  x'), max_size=20)
LINES = st.just("#!/bin/bash -xe\nyum update -y\nyum install -y the-agent-of-another\n")


@settings(max_examples=300)
@given(st.lists(st.tuples(st.booleans(), st.one_of(PIECES, LINES)), max_size=6))
def test_any_text_between_values_stays_what_it_is(pieces: list[tuple[bool, str]]) -> None:
    names = {f"x{at}": text for at, (is_code, text) in enumerate(pieces) if is_code}
    parts = [(is_code, f"x{at}" if is_code else it) for at, (is_code, it) in enumerate(pieces)]
    assert eval(literals.formatted(parts), names) == "".join(text for _, text in pieces)


def test_lines_between_values_need_no_escapes() -> None:
    parts = [
        (False, "#!/bin/bash -xe\nyum update -y\ngit clone "),
        (True, "repo"),
        (False, ' . # all of it\necho "'),
        (True, "url"),
        (False, '" done \n'),
    ]
    assert literals.formatted(parts) == (
        'f"""\\\n#!/bin/bash -xe\nyum update -y\ngit clone {repo} . # all of it\n'
        'echo "{url}" done\\x20\n"""'
    )


@pytest.mark.parametrize("name", ["Config", "Tag", "Value", "Region", "Id", "Name", "Type"])
@pytest.mark.parametrize("other", ["config", "CONFIG", "ConfigConfig"])
def test_names_that_are_spelled_alike(name: str, other: str) -> None:
    topic = Resource(type="AWS::SNS::Topic", properties={"DisplayName": Ref("Text")})
    resources = {name: topic, other: topic, f"{name}Resource": topic}
    stack = Stack(parameters={"Text": Parameter()}, resources=resources)
    assert list(assert_does_what_it_means(stack)[0]) == list(resources)


@settings(max_examples=100)
@given(st.lists(names, min_size=6, max_size=6, unique=True))
def test_any_names_will_do(given: list[str]) -> None:
    parameter, mapping, condition, first, second, output = given
    stack = Stack(
        parameters={parameter: Parameter()},
        mappings={mapping: {"east": {"b": "c"}}},
        conditions={condition: Equals(Ref(parameter), "east")},
        resources={
            first: Resource(type="AWS::SNS::Topic", condition=condition),
            second: Resource(
                type="AWS::SNS::Topic",
                properties={
                    "DisplayName": If(condition, Ref(first), FindInMap(mapping, "east", "b")),
                    "TopicName": Base64(Ref(parameter)),
                },
                depends_on=(first,),
            ),
        },
        outputs={output: Output(value=GetAtt(first, "TopicName"), condition=condition)},
    )
    for text in ("east", "west"):
        assert_does_what_it_means(stack, text)


def test_lone_surrogates_are_refused() -> None:
    with pytest.raises(UnsupportedError):
        write(to_pulumi(stack_with("\ud800", "key")))


# --- values that only a deployment knows ---------------------------


@pytest.mark.parametrize(
    "value",
    [
        {"Fn::Select": [0, {"Fn::Split": [",", {"Fn::GetAtt": ["Role", "Arn"]}]}]},
        {"Fn::Join": ["-", {"Fn::Split": [",", {"Fn::GetAtt": ["Role", "Arn"]}]}]},
        {"Fn::Join": ["-", [{"Ref": "Secret"}, "a", {"Fn::GetAtt": ["Role", "Arn"]}]]},
        {"Fn::Select": [0, [{"Ref": "Secret"}, "a"]]},
        {"Fn::Select": [{"Ref": "Number"}, ["a", "b"]]},
        {"Fn::Base64": {"Fn::If": ["Yes", {"Ref": "Secret"}, "plain"]}},
        {"Fn::Base64": {"Fn::If": ["No", {"Ref": "Secret"}, "plain"]}},
        {"Fn::Split": [",", {"Fn::If": ["No", {"Ref": "Secret"}, "plain,text"]}]},
        {"Fn::FindInMap": ["Table", {"Ref": "Secret"}, "zone"]},
        {"Fn::FindInMap": ["Table", {"Ref": "Secret"}, "none", {"DefaultValue": {"Ref": "Text"}}]},
        {"Fn::FindInMap": ["Table", {"Ref": "Text"}, "none", {"DefaultValue": "\"'\n"}]},
        {"Fn::Length": {"Fn::Split": [",", {"Ref": "Secret"}]}},
        {"Fn::ToJsonString": {"a": [{"Ref": "Secret"}, {"b": {"Ref": "Text"}}]}},
        {"Fn::Sub": "a-${Secret}-${Role.Arn}-${Text}{}"},
        {"Fn::ImportValue": {"Fn::Sub": "${Secret}-x"}},
    ],
)
def test_outputs_are_never_printed_compared_or_iterated(value: Any) -> None:
    role = Resource(type="AWS::IAM::Role", properties={"AssumeRolePolicyDocument": {}})
    conditions = {
        "Yes": Equals(Ref("Secret"), "east"),
        "No": Not(Equals(Ref("Secret"), "east")),
    }
    stack = Stack(
        parameters={
            "Secret": Parameter(attributes={"NoEcho": True}),
            "Text": Parameter(),
            "Number": Parameter(type="Number"),
        },
        mappings={"Table": {"east": {"zone": "a"}, "7": {"zone": "b"}}},
        conditions=dict(conditions),
        resources={"Role": role},
        outputs={"Out": Output(value=parse(value))},
    )
    if "Number" in str(value):
        with pytest.raises(UnsupportedError, match="no item 7"):
            assert_does_what_it_means(stack)
        return
    assert_does_what_it_means(stack)


def test_secrets_are_never_written() -> None:
    stack = Stack(
        parameters={"Password": Parameter(attributes={"NoEcho": True, "Default": "hunter2"})},
        resources={
            "User": Resource(type="AWS::IAM::User", properties={"UserName": Ref("Password")})
        },
    )
    assert not [text for text in write(to_pulumi(stack)).values() if "hunter2" in text]


# --- behind the recorder -------------------------------------------


def test_hostile_text_behind_the_recorder(tmp_path: Path) -> None:
    texts = [text for text in AWKWARD_TEXTS if len(text) < 60]
    properties: dict[str, Value] = {
        "AssumeRolePolicyDocument": {"Statement": [{text: text} for text in texts]},
        "Description": Sub("${Text}: " + "; ".join(text.replace("${", "") for text in texts)),
        "Tags": [{"Key": text, "Value": Ref("Text")} for text in texts],
    }
    stack = Stack(
        parameters={"Text": Parameter(attributes={"Default": texts[-1]})},
        conditions={"Same": Equals(Ref("Text"), "\"'\\{}")},
        resources={"Role": Resource(type="AWS::IAM::Role", properties=properties)},
        outputs={
            f"Out{number}": Output(value=Join("", [text, GetAtt("Role", "Arn")]), condition="Same")
            for number, text in enumerate(texts)
            if text
        },
    )
    for name, text in write(to_pulumi(stack)).items():
        (tmp_path / name).write_text(text, encoding="utf-8", newline="")
    meant = to_cloudformation(to_pulumi(stack))
    again = to_cloudformation(record(tmp_path))
    assert again.resources == meant.resources
    assert again.outputs == meant.outputs


def test_what_an_enum_lacks_runs(tmp_path: Path) -> None:
    """The SDK reads outputs into its enums, and fails where they lack one."""
    known, unknown = ({"VersioningConfiguration": {"Status": it}} for it in ("Enabled", "Newer"))
    rules = {
        "OwnershipControls": {"Rules": [{"ObjectOwnership": If("Same", "Newer", "ObjectWriter")}]}
    }
    stack = Stack(
        parameters={"Text": Parameter()},
        conditions={"Same": Equals(Ref("Text"), "a")},
        resources={
            name: Resource(type="AWS::S3::Bucket", properties=cast(Value, properties))
            for name, properties in (("Known", known), ("Unknown", unknown), ("Rules", rules))
        },
    )
    files = write(to_pulumi(stack))
    assert files["__main__.py"].count("NativeResource(") == 1 + 2  # its class, and two of them
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert to_cloudformation(record(tmp_path)).resources == stack.resources


def test_no_cast_where_the_type_can_be_said(tmp_path: Path) -> None:
    """An endpoint's config by its name, which the SDK takes for optional, alone, in a choice and
    in a list; and enums' members of the config, where the template keeps it to such.
    """
    name = GetAtt("Settings", "EndpointConfigName")
    variants = [{"ModelName": "m", "VariantName": "v"}]
    mode = {"Mode": Ref("Mode")}
    either = {"Mode": If("Same", Ref("Mode"), Ref("Open"))}
    resources = {
        "Settings": Resource(
            type="AWS::SageMaker::EndpointConfig",
            properties=cast(Value, {"ProductionVariants": variants}),
        ),
        "Endpoint": Resource(
            type="AWS::SageMaker::Endpoint", properties={"EndpointConfigName": name}
        ),
        "Chosen": Resource(
            type="AWS::SageMaker::Endpoint",
            properties={"EndpointConfigName": If("Same", name, "other")},
        ),
        "Group": Resource(type="AWS::IAM::InstanceProfile", properties={"Roles": [name]}),
        "Model": Resource(
            type="AWS::SageMaker::Model",
            properties=cast(Value, {"PrimaryContainer": mode, "Containers": [either]}),
        ),
    }
    allowed = {"AllowedValues": ["SingleModel", "MultiModel"]}
    stack = Stack(
        parameters={"Mode": Parameter(attributes=allowed), "Open": Parameter()},
        conditions={"Same": Equals(Ref("Mode"), "MultiModel")},
        resources=resources,
    )
    files = write(to_pulumi(stack))
    text = files["__main__.py"]
    assert "endpoint_config_name=not_none(settings.endpoint_config_name)," in text
    assert "not_none(settings.endpoint_config_name) if same else" in text
    assert "roles=[not_none(settings.endpoint_config_name)]" in text
    assert "mode=sagemaker.ModelContainerDefinitionMode(mode)," in text
    assert re.findall(r"\bcast\(\n? *(.*),$", text, re.M) == ["Any"]  # what may be any text
    for file, content in files.items():
        (tmp_path / file).write_text(content, encoding="utf-8")
    assert to_cloudformation(record(tmp_path)).resources == resources


def test_an_optional_output_is_said_to_be_there_where_something_is_made_of_it() -> None:
    """``Instance.availability_zone`` may be ``None``, which has no ``split``."""
    zone = GetAtt("Instance", "AvailabilityZone")
    resources = {
        "Instance": Resource(type="AWS::EC2::Instance", properties={"ImageId": "ami-1"}),
    }
    outputs = {
        "Letter": Output(value=Select("2", Split("-", zone))),
        "Encoded": Output(value=Base64(zone)),
    }
    text = write(to_pulumi(Stack(resources=resources, outputs=outputs)))["__main__.py"]
    assert "not_none(instance.availability_zone).apply(lambda value: value.split(" in text
    assert "not_none(instance.availability_zone).apply(to_base64)" in text


def test_a_text_of_one_of_several_lists(tmp_path: Path) -> None:
    """A type checker knows the items of ``Output.all``, not those of a list that is chosen."""
    one, other = GetAtt("Topic", "TopicName"), Ref("Topic")
    inner: Value = If("Other", [one, other], ["none"])
    stack = Stack(
        parameters={"Text": Parameter()},
        conditions={"Same": Equals(Ref("Text"), "a"), "Other": Equals(Ref("Text"), "b")},
        resources={"Topic": Resource(type="AWS::SNS::Topic")},
        outputs={"Names": Output(value=Join(",", If("Same", [other, one, "x"], inner)))},
    )
    files = write(to_pulumi(stack))
    assert "pulumi.Output.all(\n        *(" in files["__main__.py"]
    for file, content in files.items():
        (tmp_path / file).write_text(content, encoding="utf-8")
    assert verify(stack, to_cloudformation(record(tmp_path))) == []


@given(hostile | st.text("0123456789_-+.:eExobyYnN~tT ", max_size=10))
def test_the_project_file_holds_the_same_text(text: str) -> None:
    files = write(to_pulumi(stack_with(text, "another key")))
    settings = yaml.safe_load(files["Pulumi.yaml"])
    assert settings.get("description", "") == text
    assert settings["config"]["Text"].get("default", "") == text
    assert settings["config"]["Text"].get("description", "") == text
