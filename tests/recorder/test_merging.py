"""A resource that several branches make is one, and stays apart where a template cannot say it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import converter
from converter.report import Report

from ..evaluation import Evaluator
from .programs import write_project

ENVS = ("prod", "test", "dev")
ONE: dict[str, tuple[str, list[Any]]] = {
    "two branches": (
        """
        if env == "prod":
            q = aws.sqs.Queue("q", delay_seconds=1, tags=[{"key": "a", "value": "b"}])
        else:
            q = aws.sqs.Queue("q", delay_seconds=2, redrive_policy={"a": {"b": 1}})
        pulumi.export("arn", q.arn)
        """,
        [
            {"DelaySeconds": 1, "Tags": [{"Key": "a", "Value": "b"}]},
            *2 * [{"DelaySeconds": 2, "RedrivePolicy": {"a": {"b": 1}}}],
        ],
    ),
    "three branches, and a map in it": (
        """
        if env == "prod":
            q = aws.sqs.Queue("q", redrive_policy={"a": {"b": 1, "c": 2}})
        elif env == "test":
            q = aws.sqs.Queue("q", redrive_policy={"a": {"b": True}, "d": []})
        else:
            q = aws.sqs.Queue("q", redrive_policy={"a": {"b": 1}})
        aws.sqs.Queue("r", queue_name=q.queue_name, opts=pulumi.ResourceOptions(depends_on=[q]))
        """,
        [
            {"RedrivePolicy": {"a": {"b": 1, "c": 2}}},
            {"RedrivePolicy": {"a": {"b": True}, "d": []}},
            {"RedrivePolicy": {"a": {"b": 1}}},
        ],
    ),
    "branches that leave it out": (
        """
        q = None
        if env == "prod":
            q = aws.sqs.Queue("q", delay_seconds=1)
        elif env == "test":
            q = aws.sqs.Queue("q", delay_seconds=1, fifo_queue=True)
        if q is not None:
            pulumi.export("arn", q.arn)
        """,
        [{"DelaySeconds": 1}, {"DelaySeconds": 1, "FifoQueue": True}, None],
    ),
    "early return": (
        """
        def made():
            if env == "prod":
                return aws.sqs.Queue("q", delay_seconds=1)
            return aws.sqs.Queue("q", opts=pulumi.ResourceOptions(protect=True))
        pulumi.export("arn", made().arn)
        """,
        [{"DelaySeconds": 1}, {}, {}],
    ),
    "inside of components": (
        """
        class Part(pulumi.ComponentResource):
            def __init__(self, name, size):
                super().__init__("demo:index:Part", name)
                made = pulumi.ResourceOptions(parent=self)
                self.q = aws.sqs.Queue("q", delay_seconds=size, opts=made)
        part = Part("a", 1) if env == "prod" else Part("b", 2)
        pulumi.export("arn", part.q.arn)
        """,
        [{"DelaySeconds": 1}, *2 * [{"DelaySeconds": 2}]],
    ),
    "one that is retained": (
        """
        if env == "prod":
            aws.sqs.Queue("q", opts=pulumi.ResourceOptions(retain_on_delete=True))
        else:
            aws.sqs.Queue("q", delay_seconds=1)
        """,
        [{}, *2 * [{"DelaySeconds": 1}]],
    ),
    "what is made before it": (
        """
        t = aws.sns.Topic("t")
        before = pulumi.ResourceOptions(depends_on=[t])
        q = aws.sqs.Queue("q", opts=before) if env == "prod" else aws.sqs.Queue("q")
        """,
        [{}, {}, {}],
    ),
}
APART = {
    "another type": """
        if env == "prod":
            aws.sqs.Queue("q", delay_seconds=1)
        else:
            aws.sns.Topic("q", display_name="1")
        """,
    "another parent": """
        other = aws.sns.Topic("other")
        if env == "prod":
            aws.sqs.Queue("q", opts=pulumi.ResourceOptions(parent=other))
        else:
            aws.sqs.Queue("q")
        """,
    "what is made before it is made in between": """
        if env == "prod":
            aws.sqs.Queue("q")
        t = aws.sns.Topic("t")
        if env != "prod":
            aws.sqs.Queue("q", opts=pulumi.ResourceOptions(depends_on=[t]))
        """,
    "both may be there": """
        aws.sqs.Queue("q", delay_seconds=1)
        if env == "prod":
            aws.sqs.Queue("q", delay_seconds=2)
        """,
}


def _exported(folder: Path, source: str, report: Report) -> dict[str, Any]:
    write_project(folder, f'        env = config.require("env"){source}')
    text = converter.export(folder, format="json", report=report)
    assert isinstance(text, str)
    template: dict[str, Any] = json.loads(text)
    return template


@pytest.mark.parametrize(
    ("source", "queues"), [pytest.param(*each, id=name) for name, each in ONE.items()]
)
def test_one_resource_is_made_of_several(source: str, queues: list[Any], tmp_path: Path) -> None:
    report = Report()
    template = _exported(tmp_path, source, report)
    assert "renamed-resource" not in [it.code for it in report]
    for env, queue in zip(ENVS, queues, strict=True):
        found = Evaluator(template, {"env": env}, {}).evaluated()
        assert "q2" not in found.get("Resources", {})
        made = found.get("Resources", {}).get("q")
        assert (made if made is None else made.get("Properties", {})) == queue
        if made is not None and "DeletionPolicy" in made:
            assert made["DeletionPolicy"] == ("Retain" if env == "prod" else "Delete")
        if made is not None and "Outputs" in found:
            assert found["Outputs"]["arn"]["Value"] == {"Fn::GetAtt": ["q", "Arn"]}
        if "t" in template["Resources"]:
            assert made["DependsOn"] == "t"


@pytest.mark.parametrize("source", [pytest.param(text, id=name) for name, text in APART.items()])
def test_resources_that_stay_apart_are_told(source: str, tmp_path: Path) -> None:
    report = Report()
    template = _exported(tmp_path, source, report)
    assert {"q", "q2"} <= template["Resources"].keys()
    assert "renamed-resource" in [it.code for it in report]
