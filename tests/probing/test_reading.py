"""What a program's text, and what is noted beside it, tell of the values worth trying."""

from __future__ import annotations

import pytest

from converter import decisions
from converter.migration import programs_of
from converter.pulumi import Concat, ConfigValue, Equal, Expression, Join, Lookup, Program
from converter.readers.opening import open_sources
from converter.recorder.lexing import spoken
from converter.recorder.probing.matching import samples
from converter.recorder.reading import Read
from converter.report import Report

from .. import cases

ASKED = {
    "Go": 'env := cfg.Require("env")\nif env == "prod" || "test" == env { }',
    "Go's switch": 'env := cfg.Require("env")\nswitch env {\ncase "prod", "test":\n}',
    "Java": 'var env = config.require("env");\nif (env.equals("prod") || "test".equals(env)) {}',
    "C#": 'var env = config.Require("env");\nvar n = env == "prod" ? 1 : env == "test" ? 2 : 3;',
}


@pytest.mark.parametrize("language", ASKED)
def test_what_a_value_is_compared_with_is_worth_trying(language: str) -> None:
    found = spoken([ASKED[language]])
    assert found.reads == {"env": Read("string", optional=False, secret=False, sure=True)}
    assert list(found.asked["env"]) == ["prod", "test"]


def test_how_config_is_read_tells_its_type() -> None:
    found = spoken(['cfg.RequireInt("a")', 'config.GetBoolean("b")', 'cfg.RequireSecret("c")'])
    assert found.reads == {
        "a": Read("integer", optional=False, secret=False, sure=True),
        "b": Read("boolean", optional=True, secret=False, sure=True),
        "c": Read("string", optional=False, secret=True, sure=True),
    }


def test_keys_of_tables_are_texts_that_something_is_looked_up_by() -> None:
    found = spoken(['sizes := map[string]int{"dev": 1, "prod": 2} // "no text"'])
    assert list(found.loose) == ["dev", "prod"]
    assert found.tables == [["dev", "prod"]]


def test_members_of_enums_may_be_values_where_they_are_made_of_texts() -> None:
    java = "enum Stage { DEV(1), PROD(2) { int f() { return 3; } }; final int n; }"
    csharp = 'enum Stage { [Display(Name = "d")] Dev, Prod = 2 }'
    assert list(spoken([java, "Stage.valueOf(x)"]).members) == ["DEV", "PROD"]
    assert list(spoken([csharp, "Enum.Parse<Stage>(x)"]).members) == ["Dev", "Prod"]
    assert list(spoken([java, "Stage.values() it.name()"]).members) == ["DEV", "PROD"]
    assert list(spoken([csharp]).members) == []


DEFAULTS = {
    "Java": 'var n = config.getInteger("n").orElse(4);\nvar e = config.get("e").orElse("dev");',
    "C#": 'var n = config.GetInt32("n") ?? 4;\nvar e = config.Get("e") ?? "dev";',
}


@pytest.mark.parametrize("language", DEFAULTS)
def test_what_stands_for_a_value_that_is_not_set_is_worth_trying(language: str) -> None:
    found = spoken([DEFAULTS[language]])
    assert {key: list(texts) for key, texts in found.asked.items()} == {"n": ["4"], "e": ["dev"]}


def test_patterns_are_no_values() -> None:
    found = spoken([r'var e = config.Require("e"); e.matches("pr-\\d+"); Regex.IsMatch(e, "qa")'])
    assert list(found.patterns) == [r"pr-\d+", "qa"]
    assert found.asked == {}
    assert samples(found.patterns) == ["pr-7", "qa"]


PATTERNS = {
    "^[a-z]{3,8}$": "aaa",
    "^(dev|prod)-.*$": "dev-q",
    r"v\d+(\.\d+)?": "v7.7",
    "(?!x)(": "",
}


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_text_that_matches_a_pattern(pattern: str) -> None:
    assert samples([pattern]) == [it for it in [PATTERNS[pattern]] if it]


def test_what_stands_between_braces_in_a_text_is_read() -> None:
    found = spoken(['var url = $"{{x}}{config.RequireSecret("password")}:{n:D3}@{host}";'])
    assert found.reads == {"password": Read("string", optional=False, secret=True, sure=True)}


def test_texts_that_several_values_are_held_against_at_once_are_worth_trying() -> None:
    reads = 'var key = (config.Require("env"), config.GetBoolean("safe"), config.Get("tier"));'
    arms = '("prod", true, "gold") => 9, ("qa", _, _) when on => 5, _ => 1'
    found = spoken([f"{reads} var n = key switch {{ {arms} }};"])
    assert {key: list(texts) for key, texts in found.asked.items()} == {
        "env": ["prod", "gold", "qa"],
        "tier": ["prod", "gold", "qa"],
    }
    assert spoken([f'{reads} items.Do("a", it => 1); pick("b") => 3; f((x, "c"));']).asked == {}


def test_types_in_types_stand_before_a_key() -> None:
    found = spoken(['config.RequireObject<Dictionary<string, List<int>>>("sizes")'])
    assert found.reads["sizes"].type == "object"


@pytest.mark.parametrize("case", ["conditions", "mappings-and-strings", "production-stack"])
def test_noted_decisions_are_read_back(case: str) -> None:
    (program,) = programs_of(open_sources(cases.template(case)), report=Report()).values()
    conditions, tables = decisions.read(decisions.noted(program))
    assert (conditions, tables) == (program.conditions, program.tables)


def test_noted_decisions_tell_of_lists_and_of_defaults() -> None:
    """`!Join ["", !Ref Subnets]`, and a look-up of which the keys may be missing."""
    size = Lookup("Sizes", ConfigValue("Stage"), "Size", "1", True)
    conditions: dict[str, Expression] = {
        "NoSubnets": Equal(Join("", ConfigValue("Subnets")), ""),
        "IsLarge": Equal(size, "9"),
        "IsJoined": Equal(Concat(("a", ConfigValue("Stage"))), "ab"),
    }
    tables: dict[str, dict[str, dict[str, Expression]]] = {"Sizes": {"prod": {"Size": "9"}}}
    program = Program(name="app", conditions=conditions, tables=tables)
    assert decisions.read(decisions.noted(program)) == (conditions, tables)


NAMED = {
    "a constant": 'const key = "env"\nx := cfg.Require(key)',
    "a constant of a class": 'static final String ENV = "env";\nvar x = config.require(Keys.ENV);',
    "what a loop goes over": 'for _, key := range []string{"env"} {\ncfg.Require(key)\n}',
    "an argument": (
        "func get(c *config.Config, key, other string) string {\nreturn c.Require(key)\n}\n"
        'x := get(cfg, "env", "dev")'
    ),
    "an argument in Java": (
        "static String get(Config config, String key) {\nreturn config.require(key);\n}\n"
        'var x = get(config, "env");'
    ),
}


@pytest.mark.parametrize("case", NAMED)
def test_a_key_may_be_named_elsewhere(case: str) -> None:
    found = spoken([NAMED[case]])
    assert found.reads == {"env": Read("string", optional=False, secret=False, sure=True)}
    assert found.unclear == []


def test_a_key_that_is_not_found_is_told_by_its_line() -> None:
    found = spoken(["a := 1", 'a := 1\nx := cfg.Get("a" + b)'])
    assert (found.reads, found.unclear) == ({}, [(1, 2)])


def test_a_key_of_another_namespace_is_none_of_the_projects_own() -> None:
    found = spoken(['other := config.New(ctx, "shared")\nx := other.Require("prefix")'])
    assert list(found.reads) == ["shared:prefix"]


def test_keys_of_a_table_inside_of_another_are_asked_for_together() -> None:
    found = spoken(['t := map[string]map[string]int{"eu": {"a": 1, "b": 2}, "us": {"a": 3}}'])
    assert {("eu", "a"), ("us", "b")} <= set(found.together)


def test_a_variable_holds_the_key_that_is_read_in_its_own_line() -> None:
    lines = 'n := cfg.GetInt("n")\nif cfg.Get("env") == "prod" && n > 5000 {}'
    assert spoken([lines]).asked == {"env": {"prod": None}, "n": {"5000": None}}


HELD = {
    "a struct in Go": """
type settings struct { Env, Kind string }
s := settings{Env: cfg.Require("env"), Kind: "x"}
if s.Env == "prod" { }
""",
    "a struct without names": """
type settings struct {
	kind, stage string
}
s := &settings{cfg.Get("kind"), cfg.Require("env")}
if s.stage == "prod" { }
""",
    "a function's parameter in Go": """
func isBig(kind, e string) bool { switch e { case "prod": return true } ; return false }
if isBig("x", cfg.Require("env")) { }
""",
    "several variables": 'n, env := cfg.Get("name"), cfg.Require("env")\nif env == "prod" { }',
    "a helper that is given the key": """
func get(c *config.Config, key string) string { return c.Get(key) }
stage := get(cfg, "env")
if stage == "prod" { }
""",
    "a record in Java": """
record Settings(String kind, String stage) {}
var s = new Settings("x", config.require("env"));
if (s.stage().equals("prod")) {}
""",
    "a method's parameter in Java": """
static boolean isBig(String it) { return it.equals("prod"); }
var env = config.require("env"); var big = isBig(env);
""",
    "a record in C#": """
var s = new Settings("x", config.Require("env"));
if (s.Stage == "prod") {}
record Settings(string Kind, string Stage);
""",
    "a pattern in C#": """
record Settings(string Kind, string Stage);
var s = new Settings(config.Get("kind") ?? "x", config.Require("env"));
if (s is { Kind: "y", Stage: not "prod" }) {}
""",
    "a field of one of several": """
type stage struct { env string; size int }
e := settings{env: cfg.Require("env")}
for _, it := range []stage{{env: "prod", size: 3}} { }
""",
    "an object of C#": """
var s = new Settings { Stage = config.Require("env") };
if (s.Stage == "prod") {}
""",
}


@pytest.mark.parametrize("program", HELD.values(), ids=HELD)
def test_a_value_is_followed_to_what_it_is_handed_to(program: str) -> None:
    assert spoken([program]).asked.get("env") == {"prod": None}


COMPOSITE = {
    "Go": 'm := map[key]int{{"prod", "big"}: 1, key{"dev", "small"}: 2}',
    "Java": 'Map.of(new Key("prod", "big"), 1, List.of("dev", "small"), 2)',
    "C#": 'new Table<(string, string), int> { [("prod", "big")] = 1, { ("dev", "small"), 2 } }',
    "a text of two": 'm := map[string]int{"prod/big": 1, "dev/small": 2}; m[a + "/" + b]',
    "a text with places": 'new() { ["prod-big"] = 1, ["dev-small"] = 2 }[$"{env}-{size}"]',
}


@pytest.mark.parametrize("program", COMPOSITE.values(), ids=COMPOSITE)
def test_the_parts_of_a_key_are_asked_for_together(program: str) -> None:
    together = {("prod", "big"): None, ("dev", "small"): None}
    assert spoken([program]).together.items() >= together.items()


def test_only_config_is_read_by_get() -> None:
    java = 'var env = config.require("env"); var zones = env.split(","); zones.get(first);'
    assert spoken([java, "var config = ctx.config(); config.get(key);"]).unclear == [(1, 1)]
    go = 'cfg := config.New(ctx, "")\nname := cfg.Require("name")\nname.Get(key)\ncfg.Get(key)'
    assert spoken([go]).unclear == [(0, 4)]
