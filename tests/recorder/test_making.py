"""Texts that a program makes of literals are read as if they were spelled out."""

from __future__ import annotations

import pytest

from converter.recorder.lexing import spoken
from converter.recorder.making import with_made
from converter.recorder.reading import Read
from converter.recorder.tokenizing import tokens

MADE = {
    "put together": ('env == "pro" + "d"', ["prod"]),
    "with a number": ('env.equals("x" + 1)', ["x1"]),
    "of a constant": ('const head = "pro"\nif env == head+"d" {}', ["pro", "prod"]),
    "cut in Go": ('env == "production"[:4]', ["prod"]),
    "cut in C#": ('env == "production"[..4]', ["prod"]),
    "cut at a place in C#": ('env == "my-prod-x".Substring(3, 4)', ["prod"]),
    "cut in Java": ('env.equals("my-prod".substring(3))', ["prod"]),
    "in small letters in Go": ('env == strings.ToLower("PROD")', ["prod"]),
    "in small letters, cut": ('env == "Production".ToLower().Substring(0, 4)', ["prod"]),
    "a format in Go": ('env == fmt.Sprintf("%s-%02d", "x", 7)', ["x-07"]),
    "a format in Java": ('env.equals(String.format("x%d", 2))', ["x2"]),
    "a format of its own": ('env.equals("x%d".formatted(2))', ["x2"]),
    "a format in C#": ('env == string.Format("x{0}", 2)', ["x2"]),
    "interpolated": ('var number = 2;\nif (env == $"tier-{number}") {}', ["tier-2"]),
    "counted in Go": ('for i := 1; i <= 2; i++ { f(x == fmt.Sprintf("x%d", i)) }', ["x1", "x2"]),
    "counted in Java": ('for (int i = 0; i < 2; i++) x.equals("x" + i);', ["x0", "x1"]),
    "items in Go": (
        'for _, it := range []string{"a", "b"} { f(env == it+"-x") }',
        ["a", "b", "a-x", "b-x"],
    ),
    "items in Java": ('for (var it : List.of("a")) env.equals(it + "-x");', ["a", "a-x"]),
    "items in C#": ('foreach (var it in new[] {"a"}) f(env == $"{it}-x");', ["a", "a-x"]),
    "with config": ('f(env + "a" + "b", "c" + env)', ["ab", "c"]),
    "with what is not known": ('name = env;\nx == "a" + name', ["a"]),
}


@pytest.mark.parametrize("name", MADE)
def test_a_text_that_is_made_of_literals_is_one(name: str) -> None:
    text, expected = MADE[name]
    made = with_made([list(tokens(text))])[0]
    assert [it.text for it in made if it.kind == "text"] == expected


def test_each_key_that_a_loop_makes_is_read() -> None:
    text = 'for _, it := range []string{"A", "B"} { cfg.Require("name" + it) }'
    assert list(spoken([text]).reads) == ["nameA", "nameB"]


@pytest.mark.parametrize(
    "text",
    [
        'config.getDouble("ratio").orElseThrow()',
        'config.getDouble("ratio").get()',
        'config.GetDouble("ratio") ?? throw new Exception()',
        'config.GetDouble("ratio").Value',
    ],
)
def test_what_fails_where_it_is_not_set_is_required(text: str) -> None:
    assert spoken([text]).reads == {"ratio": Read("number", False, False, sure=True)}
