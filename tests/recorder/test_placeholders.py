"""Placeholders are found again, whole or in pieces."""

from __future__ import annotations

import base64

import pytest

from converter.recorder.placeholders import Placeholders


def test_a_placeholder_is_found_inside_text() -> None:
    placeholders = Placeholders()
    token = placeholders.attribute(3, ("endpoint", "address"))
    assert list(placeholders.tokens.cut(f"a{token}b")) == ["a", ("string", "r3_0"), "b"]
    assert placeholders.attribute(3, ("endpoint", "address")) == token
    assert placeholders.attribute(3, ("arn",)) != token
    assert placeholders.specifications["r3_0"] == {
        "node": "attribute",
        "resource": 3,
        "path": ["endpoint", "address"],
    }


@pytest.mark.parametrize(
    "mangle",
    [
        str.upper,
        str.title,
        lambda token: token[:12],
        lambda token: token[12:],
        lambda token: token[::-1],
        lambda token: token.encode().hex(),
        *(
            lambda token, lead=lead: base64.b64encode(lead + token.encode()).decode()
            for lead in (b"", b"x", b"xy")
        ),
    ],
)
def test_a_mangled_placeholder_is_noticed(mangle) -> None:  # type: ignore[no-untyped-def]
    for _ in range(20):
        placeholders = Placeholders()
        token = placeholders.attribute(0, ("arn",))
        assert placeholders.is_mangled("some words " + mangle(token) + " more")
        assert not placeholders.is_mangled("some words and more of them, arn:aws:iam::123456789012")
