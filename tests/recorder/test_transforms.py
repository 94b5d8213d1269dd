"""Transforms of resources and of calls run as they do with Pulumi's own engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from converter.errors import ProgramError
from converter.pulumi import ConfigValue, Object, Options

from .programs import run

TAGGING = """
def tagging(key):
    def tag(args):
        if not args.type_.startswith("aws-native:"):
            return None
        tags = [*(args.props.get("tags") or []), {"key": key, "value": config.get("team") or "t"}]
        return pulumi.ResourceTransformResult({**args.props, "tags": tags}, args.opts)
    return tag
"""


def tag(key: str) -> Object:
    return Object("aws-native:index:Tag", {"key": key, "value": ConfigValue("team")})


def test_transforms_run_from_the_inside_outwards(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        TAGGING
        + """
pulumi.runtime.register_resource_transform(tagging("stack"))
parent = pulumi.ComponentResource(
    "demo:index:Parent", "parent", {}, pulumi.ResourceOptions(transforms=[tagging("parent")])
)
options = pulumi.ResourceOptions(parent=parent, transforms=[tagging("own")])
aws.sns.Topic("Inside", display_name="d", opts=options)
aws.sns.Topic("Outside")
""",
    )
    inside = program.resources["Inside"].inputs
    assert list(inside) == ["displayName", "tags"]
    assert inside["tags"] == [tag("own"), tag("parent"), tag("stack")]
    assert program.resources["Outside"].inputs["tags"] == [tag("stack")]


def test_transforms_change_options_and_leave_the_rest(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        first = aws.sns.Topic("First")

        def change(args):
            if args.name != "Second":
                return None
            more = pulumi.ResourceOptions(retain_on_delete=True, depends_on=[first])
            return pulumi.ResourceTransformResult(
                args.props, pulumi.ResourceOptions.merge(args.opts, more)
            )

        pulumi.runtime.register_resource_transform(change)
        aws.sns.Topic("Second", opts=pulumi.ResourceOptions(ignore_changes=["tags"]))
        aws.sns.Topic("Third")
        """,
    )
    assert program.resources["Second"].options == Options(
        depends_on=("First",), retain_on_delete=True, ignore_changes=("tags",)
    )
    assert program.resources["Third"].options == Options()


def test_transforms_of_calls(tmp_path: Path) -> None:
    program = run(
        tmp_path,
        """
        def change(args):
            assert args.token == "aws-native:index:getAzs"
            return pulumi.InvokeTransformResult({"region": "eu-west-1"}, args.opts)

        pulumi.runtime.register_invoke_transform(change)
        zones = aws.get_azs_output().azs
        aws.sns.Topic("T")
        pulumi.export("zone", zones[0])
        """,
    )
    assert "eu-west-1" in repr(program.exports["zone"].value)


def test_a_transform_that_fails_is_told(tmp_path: Path) -> None:
    source = """
        def change(args):
            raise ValueError("no such team")

        pulumi.runtime.register_resource_transform(change)
        aws.sns.Topic("T")
    """
    with pytest.raises(ProgramError, match="no such team"):
        run(tmp_path, source)
