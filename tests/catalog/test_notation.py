"""How types and properties are written: text and meaning side by side, read and written."""

from __future__ import annotations

import pytest

from converter.catalog import Property, Type
from converter.catalog.notation import (
    Owner,
    parse_property,
    parse_type,
    render_property,
    render_type,
)

STRING = Type("string")


@pytest.mark.parametrize(
    ("text", "type"),
    [
        ("s", STRING),
        ("i#Size", Type("integer", enum="Size")),
        ("[s]", Type("list", STRING)),
        ("{[n]}", Type("map", Type("list", Type("number")))),
        ("@VpcConfig", Type("object", name="VpcConfig")),
        (
            "[(@A|s#Mode|j)]",
            Type(
                "list",
                Type(
                    "union",
                    alternatives=(
                        Type("object", name="A"),
                        Type("string", enum="Mode"),
                        Type("json"),
                    ),
                ),
            ),
        ),
    ],
)
def test_types(text: str, type: Type) -> None:
    assert parse_type(text) == type
    assert render_type(type) == text


@pytest.mark.parametrize("text", ["", "x", "s]", "@"])
def test_what_is_no_type(text: str) -> None:
    with pytest.raises(ValueError, match=r"type|missing"):
        parse_type(text)


RESOURCE = Owner(nested=False, pulumi=True, cdk=True)
OBJECT = Owner(nested=True, pulumi=True, cdk=True)
ABSENT = Owner(nested=True, pulumi=False, cdk=False)


@pytest.mark.parametrize(
    ("name", "text", "owner", "found"),
    [
        ("Id", "s r", RESOURCE, Property("Id", "awsId", "aws_id", None, STRING, read_only=True)),
        ("Id", "s !", OBJECT, Property("Id", "id", "id", "id", STRING, required=True)),
        ("Id", "s", ABSENT, Property("Id", None, None, None, STRING)),
        (
            "Tags",
            "j co cdk=tagsRaw schema={s}",
            RESOURCE,
            Property(
                "Tags",
                "tags",
                "tags",
                "tagsRaw",
                Type("json"),
                create_only=True,
                optional_output=True,
                schema_type=Type("map", STRING),
            ),
        ),
        (
            "TopicARN",
            "[s] !1",
            OBJECT,
            Property(
                "TopicARN",
                "topicArn",
                "topic_arn",
                "topicArn",
                Type("list", STRING),
                required=True,
                takes_one=True,
            ),
        ),
        ("Old", "s pulumi= cdk=", OBJECT, Property("Old", None, None, None, STRING)),
        (
            "OpenXJsonSerDe",
            "s python=open_x_json_ser_de",
            OBJECT,
            Property(
                "OpenXJsonSerDe", "openXJsonSerDe", "open_x_json_ser_de", "openXJsonSerDe", STRING
            ),
        ),
    ],
)
def test_properties(name: str, text: str, owner: Owner, found: Property) -> None:
    assert parse_property(name, text, owner) == found
    assert render_property(found, owner) == text
