"""Stacks that import from each other: a stack reference in the program, and the same function again
in the exported template.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

import converter
from converter.cloudformation import Output, Resource, Stack
from converter.errors import UnsupportedError
from converter.intrinsics import GetAtt, GetStackOutput, ImportValue, Value
from converter.pulumi import (
    Attribute,
    Concat,
    ConfigValue,
    Convert,
    Expression,
    Invoke,
    Organization,
    StackName,
    StackOutput,
)
from converter.readers.template import read_text
from converter.report import Report

from .recorder.programs import run
from .writers import running

NETWORK = """
Resources:
  Topic: {Type: AWS::SNS::Topic}
Outputs:
  TopicArn: {Value: !Ref Topic, Export: {Name: live-topic}}
  TopicName: {Value: !GetAtt Topic.TopicName}
"""
SERVICE = """
Resources:
  Subscription:
    Type: AWS::SNS::Subscription
    Properties: {TopicArn: !ImportValue live-topic, Protocol: sqs, Endpoint: !ImportValue elsewhere}
  Custom:
    Type: Custom::Thing
    Properties: {ServiceToken: !ImportValue elsewhere, Topic: !ImportValue live-topic}
Outputs:
  Name: {Value: !Sub ['<${Topic}>', {Topic: !ImportValue live-topic}]}
"""


def stacks() -> dict[str, Stack]:
    """Two stacks, by the names of their projects."""
    texts = {"network": NETWORK, "service": SERVICE}
    return {name: read_text(dedent(text), f"{name}.yaml") for name, text in texts.items()}


def test_an_import_from_a_sibling_is_a_stack_reference() -> None:
    program = converter.to_pulumi(stacks()["service"], name="service", siblings=stacks())
    name = Concat((Organization(), "/network/", StackName()))
    assert {key: each.stack for key, each in program.references.items()} == {"network": name}
    inputs = program.resources["Subscription"].inputs
    assert inputs["topicArn"] == StackOutput("network", "TopicArn")
    assert inputs["endpoint"] == Invoke("importValue", "value", {"name": "elsewhere"})


def test_an_import_from_elsewhere_stays_one() -> None:
    program = converter.to_pulumi(stacks()["service"], name="service")
    assert program.references == {}
    name = {"name": "live-topic"}
    assert program.resources["Subscription"].inputs["topicArn"] == Invoke(
        "importValue", "value", name
    )


def test_a_held_resource_is_given_what_it_imports() -> None:
    program = converter.to_pulumi(stacks()["service"], name="service", siblings=stacks())
    inputs = program.resources["Custom"].inputs
    assert inputs["parameters"] == {"TopicArn": StackOutput("network", "TopicArn")}
    assert "live-topic" not in str(inputs)
    assert "elsewhere" in str(inputs["templateBody"])


def test_an_export_that_is_read_by_a_sibling_is_a_note() -> None:
    report = Report()
    converter.to_pulumi(stacks()["network"], name="network", siblings=stacks(), report=report)
    (finding,) = report
    assert (finding.severity, finding.code) == ("note", "export-name")
    assert "service" in finding.message


@pytest.mark.parametrize("name", ["network", "service"])
def test_programs_give_the_templates_again(name: str, tmp_path: Path) -> None:
    stack = stacks()[name]
    program = converter.to_pulumi(stack, name=name, siblings=stacks())
    for path, text in converter.write(program).items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    recorded = converter.record(tmp_path)
    assert recorded.references == program.references
    again = converter.to_cloudformation(recorded)
    assert [str(each) for each in converter.verify(stack, again)] == []


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (5432, "5432"),
        (True, "true"),
        (GetAtt("Database", "Endpoint.Port"), Attribute("Database", ("endpoint", "port"))),
        (
            GetAtt("Database", "MultiAZ"),
            Convert("string", Attribute("Database", ("multiAz",))),
        ),
    ],
)
def test_what_a_sibling_imports_is_text(value: Value, text: Expression) -> None:
    database = Resource(type="AWS::RDS::DBInstance")
    producer = Stack(
        resources={"Database": database}, outputs={"Out": Output(value=value, export_name="out")}
    )
    reader = Resource(type="AWS::SNS::Topic", properties={"DisplayName": ImportValue("out")})
    siblings = {"producer": producer, "reader": Stack(resources={"Topic": reader})}
    program = converter.to_pulumi(producer, name="producer", siblings=siblings)
    assert program.exports["Out"].value == text
    assert converter.verify(producer, converter.to_cloudformation(program)) == []


def test_names_that_several_stacks_export_lead_nowhere() -> None:
    network = stacks()["network"]
    siblings = {"one": network, "two": network, "service": stacks()["service"]}
    program = converter.to_pulumi(siblings["service"], name="service", siblings=siblings)
    assert program.references == {}


def test_a_stack_does_not_refer_to_itself() -> None:
    service = stacks()["service"]
    exported = Output(value="a", export_name="live-topic")
    siblings = {"service": Stack(resources=service.resources, outputs={"Own": exported})}
    assert (
        converter.to_pulumi(siblings["service"], name="service", siblings=siblings).references == {}
    )


def test_outputs_that_are_asked_for_by_the_stack_s_name() -> None:
    from converter.bridge import Siblings, to_pulumi

    wanted = GetStackOutput({"StackName": "live", "OutputName": "TopicName"})
    stack = Stack(
        resources={"Topic": Resource(type="AWS::SNS::Topic", properties={"TopicName": wanted})}
    )
    siblings = Siblings({"network": stacks()["network"], "own": stack}, {"network": "live"})
    program = to_pulumi(stack, name="own", siblings=siblings)
    assert program.resources["Topic"].inputs == {"topicName": StackOutput("network", "TopicName")}
    assert converter.verify(stack, converter.to_cloudformation(program)) == []


@given(st.text(min_size=1), st.from_regex(r"\A[A-Za-z0-9]{1,20}\Z"), st.text(min_size=1))
def test_any_name_comes_back(export_name: str, output: str, project: str) -> None:
    topic = Resource(type="AWS::SNS::Topic", properties={"TopicName": "t"})
    exported = Output(value=GetAtt("Topic", "TopicArn"), export_name=export_name)
    producer = Stack(resources={"Topic": topic}, outputs={output: exported})
    reader = Resource(type="AWS::SNS::Topic", properties={"DisplayName": ImportValue(export_name)})
    consumer = Stack(resources={"Topic": reader})
    siblings = {f"a{project}": producer, "consumer": consumer}
    program = converter.to_pulumi(consumer, name="consumer", siblings=siblings)
    assert program.resources["Topic"].inputs == {"displayName": StackOutput(f"a{project}", output)}
    assert converter.to_cloudformation(program) == consumer
    written = converter.write(program)["__main__.py"]
    assert running.run(written, program, {}) == running.meaning(program, {})


REFERENCES = [
    ("pulumi.StackReference('acme/network/prod').get_output('TopicArn')", "network:TopicArn"),
    ("pulumi.StackReference('net', 'a/b_c/d').outputs['TopicArn']", "b-c:TopicArn"),
    ("pulumi.StackReference('net', config.require('net')).require_output('A')", "net:A"),
    (
        "pulumi.StackReference(f'{pulumi.get_organization()}/net/{pulumi.get_stack()}')"
        ".get_output('A').apply(lambda name: name)",
        "net:A",
    ),
]


@pytest.mark.parametrize(("written", "imported"), REFERENCES)
def test_references_that_people_write_become_imports(
    written: str, imported: str, tmp_path: Path
) -> None:
    program = run(tmp_path, f"aws.sns.Topic('Topic', display_name={written})")
    report = Report()
    stack = converter.to_cloudformation(program, report=report)
    assert stack.resources["Topic"].properties == {"DisplayName": ImportValue(imported)}
    assert [finding.code for finding in report] == ["import-name"]


def test_an_output_that_stands_for_a_list_is_a_parameter(tmp_path: Path) -> None:
    source = """
        network = pulumi.StackReference("network")
        aws.rds.DbSubnetGroup(
            "Group", db_subnet_group_description="d", subnet_ids=network.get_output("subnets")
        )
    """
    program = run(tmp_path, source)
    assert program.resources["Group"].inputs["subnetIds"] == ConfigValue("Subnets")
    assert program.config["Subnets"].type == "list"


def test_references_of_a_deployment_are_read_too(tmp_path: Path) -> None:
    source = """
        network = pulumi.StackReference(f"{pulumi.get_organization()}/network/{pulumi.get_stack()}")
        pulumi.export("Arn", network.require_output("TopicArn"))
    """
    program = run(tmp_path, source, concrete=True)
    (reference,) = program.references.values()
    assert reference.stack == "organization/network/dev"
    assert converter.to_cloudformation(program).outputs["Arn"].value == ImportValue(
        "network:TopicArn"
    )


def test_pulumi_s_organization_is_nothing_for_a_template(tmp_path: Path) -> None:
    program = run(tmp_path, "pulumi.export('Name', pulumi.get_organization())")
    with pytest.raises(UnsupportedError, match="organization"):
        converter.to_cloudformation(program)
