"""What export delivers: a template that CloudFormation takes, and a word on all that is lost.

Each program is run and exported; what is compared is the template's text and the findings.
"""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent
from typing import Any

import converter
from converter.report import Report

from .recorder.programs import write_project


def exported(folder: Path, source: str, *, project: str = "", **options: Any) -> tuple[str, Report]:
    """The template of a program, and the findings."""
    report = Report()
    write_project(folder, source, config=project, **options.pop("files", {}))
    text = converter.export(folder, report=report, timeout=60, **options)
    assert isinstance(text, str)
    return text, report


def told(report: Report) -> list[str]:
    """The findings as they are printed."""
    return [f"{finding.severity}: {finding.message}" for finding in report]


def same(text: str, expected: str) -> None:
    """Check a template's text; what is expected may be indented."""
    assert text == dedent(expected).lstrip("\n")


# --- names ----------------------------------------------------------


def test_outputs_that_become_the_same_name_stay_apart(tmp_path: Path) -> None:
    text, report = exported(
        tmp_path,
        """
        aws.sns.Topic("T")
        pulumi.export("my-name", "a")
        pulumi.export("my_name", "b")
        """,
    )
    assert "MyName:\n    Value: a" in text
    assert "MyName2:\n    Value: b" in text
    assert told(report) == [
        "note: the output 'my-name' is called MyName in the template",
        "note: the output 'my_name' is called MyName2 in the template",
    ]


def test_a_config_key_that_a_resource_is_called_too(tmp_path: Path) -> None:
    text, report = exported(
        tmp_path, 'aws.sns.Topic("topic", display_name=config.require("topic"))\n'
    )
    assert "DisplayName: !Ref topic2" in text
    assert told(report) == ["note: the config key 'topic' is called topic2 in the template"]


# --- options --------------------------------------------------------


def test_what_is_retained_is_retained_when_it_is_replaced(tmp_path: Path) -> None:
    text, _ = exported(
        tmp_path, 'aws.sns.Topic("T", opts=pulumi.ResourceOptions(retain_on_delete=True))\n'
    )
    same(
        text,
        """
        Resources:
          T:
            Type: AWS::SNS::Topic
            DeletionPolicy: Retain
            UpdateReplacePolicy: Retain
        """,
    )


# --- values ---------------------------------------------------------


def test_the_second_alternative_of_a_union(tmp_path: Path) -> None:
    text, report = exported(
        tmp_path,
        """
        aws.sagemaker.Pipeline(
            "P",
            pipeline_name="training",
            role_arn="arn",
            pipeline_definition=aws.sagemaker.PipelineDefinition1PropertiesArgs(
                pipeline_definition_s3_location=aws.sagemaker.PipelineS3LocationArgs(
                    bucket="b", key="k"
                ),
            ),
        )
        """,
    )
    assert "PipelineDefinitionS3Location:\n          Bucket: b\n          Key: k" in text
    assert not told(report)


def test_more_than_ten_parts_of_a_condition_are_nested(tmp_path: Path) -> None:
    names = [f"r{number}" for number in range(23)]
    text, _ = exported(
        tmp_path,
        f"""
        if config.require("region") in {names}:
            aws.sns.Topic("T")
        """,
    )
    assert text.count("!Or") == 4
    assert text.count("!Equals") == 23
