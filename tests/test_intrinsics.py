"""Functions: what each form is read as and written as, and what is refused."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.errors import TemplateError, UnsupportedError
from converter.intrinsics import (
    NO_VALUE,
    And,
    Base64,
    Cidr,
    ConditionRef,
    Equals,
    FindInMap,
    ForEach,
    GetAtt,
    GetAZs,
    GetStackOutput,
    If,
    ImportValue,
    Join,
    Length,
    Not,
    Or,
    Ref,
    RuleFunction,
    Select,
    Split,
    Sub,
    ToJsonString,
    Transform,
    Variable,
    parse,
    references,
    render,
    sub_parts,
    sub_text,
    walk,
)

# (tree, node)
FORMS: list[tuple[Any, Any]] = [
    ({"Ref": "Bucket"}, Ref("Bucket")),
    ({"Ref": "AWS::NoValue"}, NO_VALUE),
    ({"Ref": {"Fn::Sub": "Bucket${X}"}}, RuleFunction("Ref", Sub("Bucket${X}"))),
    ({"Fn::GetAtt": ["Db", "Endpoint.Address"]}, GetAtt("Db", "Endpoint.Address")),
    ({"Fn::GetAtt": ["Db", {"Ref": "Which"}]}, GetAtt("Db", Ref("Which"))),
    ({"Fn::GetAtt": ["Module.Db", "Arn"]}, GetAtt("Module.Db", "Arn")),
    (
        {"Fn::GetAtt": [{"Fn::Sub": "Db${I}"}, "Arn"]},
        RuleFunction("Fn::GetAtt", [Sub("Db${I}"), "Arn"]),
    ),
    ({"Fn::Sub": "${A}-x"}, Sub("${A}-x")),
    ({"Fn::Sub": ["${A}", {"A": {"Ref": "B"}}]}, Sub("${A}", {"A": Ref("B")})),
    ({"Fn::Sub": ["x", {}]}, Sub("x", {})),
    (
        {"Fn::Sub": ["x", {"Fn::Transform": {"Name": "M"}}]},
        Sub("x", {"Fn::Transform": Transform({"Name": "M"})}),
    ),
    (
        {"Fn::Sub": {"Fn::Transform": {"Name": "M"}}},
        RuleFunction("Fn::Sub", Transform({"Name": "M"})),
    ),
    ({"Fn::Join": ["", ["a", {"Ref": "B"}]]}, Join("", ["a", Ref("B")])),
    ({"Fn::Join": [",", {"Ref": "Subnets"}]}, Join(",", Ref("Subnets"))),
    ({"Fn::Split": [",", {"Fn::ImportValue": "x"}]}, Split(",", ImportValue("x"))),
    ({"Fn::Select": [0, {"Fn::GetAZs": ""}]}, Select(0, GetAZs(""))),
    ({"Fn::Select": [{"Ref": "I"}, ["a"]]}, Select(Ref("I"), ["a"])),
    ({"Fn::Base64": {"Fn::Sub": "x"}}, Base64(Sub("x"))),
    ({"Fn::Cidr": ["10.0.0.0/16", 4]}, Cidr("10.0.0.0/16", 4)),
    ({"Fn::Cidr": ["10.0.0.0/16", 4, "8"]}, Cidr("10.0.0.0/16", 4, "8")),
    ({"Fn::FindInMap": ["M", {"Ref": "A"}, "b"]}, FindInMap("M", Ref("A"), "b")),
    (
        {"Fn::FindInMap": ["M", "a", "b", {"DefaultValue": None}]},
        FindInMap("M", "a", "b", None, True),
    ),
    (
        {"Fn::GetStackOutput": {"StackName": "s", "OutputName": "o"}},
        GetStackOutput({"StackName": "s", "OutputName": "o"}),
    ),
    ({"Fn::Length": [1, 2]}, Length([1, 2])),
    ({"Fn::Length": {"Ref": "L"}}, Length(Ref("L"))),
    ({"Fn::ToJsonString": {"a": {"Ref": "B"}}}, ToJsonString({"a": Ref("B")})),
    ({"Fn::Transform": {"Name": "Macro"}}, Transform({"Name": "Macro"})),
    (
        {"Fn::Transform": {"Name": "Macro"}, "Kept": 1},
        {"Fn::Transform": Transform({"Name": "Macro"}), "Kept": 1},
    ),
    (
        {"Fn::ForEach::Loop": ["X", ["a", "b"], {"N${X}": {"Type": "T"}}], "Other": {}},
        {"Fn::ForEach::Loop": ForEach("X", ["a", "b"], {"N${X}": {"Type": "T"}}), "Other": {}},
    ),
    (
        {"Fn::ForEach::Loop": ["X", {"Ref": "L"}, {"${X}": 1}]},
        {"Fn::ForEach::Loop": ForEach("X", Ref("L"), {"${X}": 1})},
    ),
    (
        {"Fn::If": ["Prod", {"Ref": "A"}, {"Ref": "AWS::NoValue"}]},
        If("Prod", Ref("A"), NO_VALUE),
    ),
    ({"Fn::Equals": [{"Ref": "A"}, "x"]}, Equals(Ref("A"), "x")),
    (
        {"Fn::And": [{"Condition": "A"}, {"Fn::Not": [{"Condition": "B"}]}]},
        And((ConditionRef("A"), Not(ConditionRef("B")))),
    ),
    (
        {"Fn::Or": [{"Fn::Equals": ["a", "b"]}, {"Condition": "A"}]},
        Or((Equals("a", "b"), ConditionRef("A"))),
    ),
    ({"Fn::Contains": [["a"], {"Ref": "A"}]}, RuleFunction("Fn::Contains", [["a"], Ref("A")])),
    ({"Fn::RefAll": "AWS::EC2::VPC::Id"}, RuleFunction("Fn::RefAll", "AWS::EC2::VPC::Id")),
    ({"Condition": "Name"}, {"Condition": "Name"}),
    ({"Condition": {"StringEquals": {"a": "b"}}}, {"Condition": {"StringEquals": {"a": "b"}}}),
    ({"Ref": "A", "Other": 1}, {"Ref": "A", "Other": 1}),
    ([None, True, 1, 1.5, "x", [], {}], [None, True, 1, 1.5, "x", [], {}]),
]


@pytest.mark.parametrize(("tree", "node"), FORMS, ids=[str(tree)[:60] for tree, _ in FORMS])
def test_each_form_is_read_and_written(tree: Any, node: Any) -> None:
    assert parse(tree) == node
    assert render(node) == tree


@pytest.mark.parametrize(
    ("tree", "node"),
    [
        ({"Fn::GetAtt": "Db.Endpoint.Address"}, GetAtt("Db", "Endpoint.Address")),
        ({"Fn::GetAtt": ["Db", "Endpoint", "Address"]}, GetAtt("Db", "Endpoint.Address")),
        ({"Fn::Sub": ["x"]}, Sub("x")),
        ({"Fn::Base64": ["x"]}, Base64("x")),
        ({"Fn::GetAZs": [{"Ref": "AWS::Region"}]}, GetAZs(Ref("AWS::Region"))),
    ],
)
def test_other_spellings_are_read_as_the_usual_ones(tree: Any, node: Any) -> None:
    assert parse(tree) == node
    assert parse(render(node)) == node


def test_a_condition_is_one_only_where_conditions_stand() -> None:
    assert parse({"Condition": "A"}, condition=True) == ConditionRef("A")
    assert parse({"Condition": "A"}) == {"Condition": "A"}
    policy = {"Statement": [{"Condition": {"Bool": {"a": "b"}}}]}
    assert parse(policy) == policy
    assert parse({"Fn::Equals": [{"Condition": "A"}, "x"]}) == Equals({"Condition": "A"}, "x")


@pytest.mark.parametrize(
    ("tree", "path", "words"),
    [
        ({"Fn::Jion": []}, ("Fn::Jion",), "did you mean Fn::Join?"),
        ({"Fn::Whatever": []}, ("Fn::Whatever",), "unknown function Fn::Whatever"),
        ({"a": [{"Fn::Join": ["x"]}]}, ("a", 0, "Fn::Join"), "[delimiter, list of values]"),
        ({"Fn::Join": ["", "text"]}, ("Fn::Join", 1), "list of values"),
        ({"Fn::Join": ["", [{"Ref": 1}]]}, ("Fn::Join", 1, 0, "Ref"), "the name"),
        ({"Ref": ["A"]}, ("Ref",), "the name"),
        ({"Ref": ""}, ("Ref",), "the name"),
        ({"Fn::GetAtt": "Db"}, ("Fn::GetAtt",), "Resource.Attribute"),
        ({"Fn::GetAtt": ["Db", ""]}, ("Fn::GetAtt",), "Resource.Attribute"),
        ({"Fn::GetAtt": ["Db", ["x"]]}, ("Fn::GetAtt",), "Resource.Attribute"),
        ({"Fn::Sub": 1}, ("Fn::Sub",), "mapping of variables"),
        ({"Fn::Sub": ["x", "y"]}, ("Fn::Sub", 1), "mapping of variables"),
        ({"Fn::Sub": ["x", {"A": {"Ref": 1}}]}, ("Fn::Sub", 1, "A", "Ref"), "the name"),
        ({"Fn::Select": [0]}, ("Fn::Select",), "[index, list of values]"),
        ({"Fn::Cidr": ["a"]}, ("Fn::Cidr",), "cidr bits"),
        ({"Fn::FindInMap": ["M", "a", "b", "c"]}, ("Fn::FindInMap", 3), "DefaultValue"),
        ({"Fn::If": ["C", 1]}, ("Fn::If",), "condition name"),
        ({"Fn::If": [{"Condition": "C"}, 1, 2]}, ("Fn::If", 0), "condition name"),
        ({"Fn::If": ["C", 1, {"Ref": 2}]}, ("Fn::If", 2, "Ref"), "the name"),
        ({"Fn::Equals": ["a"]}, ("Fn::Equals",), "[value, value]"),
        ({"Fn::And": [{"Condition": "A"}]}, ("Fn::And",), "two to ten"),
        ({"Fn::Or": [{"Condition": "A"}, {"Condition": 1}]}, ("Fn::Or", 1), "the name"),
        ({"Fn::Or": [{"Condition": "A"}, ["b"]]}, ("Fn::Or", 1), "two to ten"),
        ({"Fn::Not": []}, ("Fn::Not",), "one condition"),
        ({"Fn::Sub": "x", "Other": 1}, ("Fn::Sub",), "the only key"),
        ({"Other": 1, "Fn::Foo": 1}, ("Fn::Foo",), "unknown function"),
        ({"Fn::ForEach::X": ["a", "b"]}, ("Fn::ForEach::X",), "[identifier, collection, body]"),
        ({"Fn::ForEach::X": ["a", ["b"], "c"]}, ("Fn::ForEach::X", 2), "a mapping as its body"),
    ],
)
def test_what_is_no_function_is_refused(tree: Any, path: tuple[Any, ...], words: str) -> None:
    with pytest.raises(TemplateError) as caught:
        parse({"Here": tree}, path=("Resources", "A"))
    assert caught.value.path[: 3 + len(path)] == ("Resources", "A", "Here", *path)
    assert words in caught.value.message


@pytest.mark.parametrize("data", [{"Ref": "A"}, {"Fn::Join": ["", ["a"]]}, {"Fn::If": 1}])
def test_data_that_would_be_read_as_a_function_is_not_written(data: Any) -> None:
    with pytest.raises(UnsupportedError):
        render({"Here": [data]})


NAMES = st.text("ABCxyz019", min_size=1, max_size=4)
TEXTS = st.text(max_size=20)
SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | TEXTS


def _functions(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    lists = st.lists(values, max_size=3)
    maps = st.dictionaries(TEXTS.filter(_is_data), values, max_size=3)
    conditions = st.builds(ConditionRef, NAMES) | st.builds(Equals, values, values)
    several = st.lists(conditions, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        lists,
        maps,
        st.builds(Ref, NAMES),
        st.builds(GetAtt, NAMES, NAMES | st.builds(Ref, NAMES)),
        st.builds(Sub, TEXTS, st.none() | maps),
        st.builds(Join, TEXTS, lists),
        st.builds(Split, TEXTS, values),
        st.builds(Select, values, lists),
        st.builds(Base64, values.filter(lambda value: not isinstance(value, list))),
        st.builds(Cidr, values, values, st.none() | st.integers()),
        st.builds(FindInMap, values, values, values),
        st.builds(FindInMap, values, values, values, values, st.just(True)),
        st.builds(If, NAMES, values, values),
        st.builds(And, several),
        st.builds(Not, conditions),
        st.builds(ToJsonString, values),
        st.builds(lambda body: {"Fn::ForEach::L": ForEach("X", ["a"], body)}, maps),
    )


def _is_data(key: str) -> bool:
    return not key.startswith("Fn::") and key != "Ref"


@given(st.recursive(SCALARS, _functions, max_leaves=20))
def test_parse_undoes_render(value: Any) -> None:
    assert parse(render(value)) == value


def test_deep_values_are_read() -> None:
    tree: Any = "x"
    for _ in range(100):
        tree = {"Fn::If": ["C", tree, {"Ref": "AWS::NoValue"}]}
    assert render(parse(tree)) == tree


def test_walk_goes_from_outside_in_and_in_order() -> None:
    value = parse({"a": {"Fn::Join": ["", [{"Ref": "A"}, {"Fn::Sub": "b"}]]}, "c": {"Ref": "C"}})
    assert [type(node).__name__ for node in walk(value)] == ["Join", "Ref", "Sub", "Ref"]


def test_references_leave_out_what_a_sub_defines() -> None:
    value = parse(
        [
            {"Fn::Sub": ["${A} ${B.Arn} ${!C} ${ D }", {"A": {"Ref": "E"}}]},
            {"Fn::GetAtt": ["F", "Arn"]},
            {"Ref": "AWS::Region"},
            {"Ref": "F"},
        ]
    )
    assert references(value) == ["B", "D", "E", "F", "AWS::Region"]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", []),
        ("plain", ["plain"]),
        ("${A}", [Variable("A")]),
        ("a${ A.B.C }b", ["a", Variable("A.B.C"), "b"]),
        ("${AWS::Region}", [Variable("AWS::Region")]),
        ("${!Literal}", ["${Literal}"]),
        ("${!A}${B}${!C}", ["${A}", Variable("B"), "${C}"]),
        ("$${A}", ["$", Variable("A")]),
        ("${open", ["${open"]),
        ("$ { A }", ["$ { A }"]),
    ],
)
def test_the_parts_of_a_sub(text: str, parts: list[Any]) -> None:
    assert sub_parts(text) == parts
    assert sub_parts(sub_text(parts)) == parts


@pytest.mark.parametrize("text", ["${}", "${a b}", "${VAR:-default}", "${a-b}"])
def test_a_variable_that_cannot_be_one_is_refused(text: str) -> None:
    with pytest.raises(TemplateError, match="in Fn::Sub is no variable"):
        sub_parts(text)


def test_an_open_brace_in_front_of_a_variable_cannot_be_written() -> None:
    with pytest.raises(UnsupportedError):
        sub_text(["${", Variable("A"), "}"])


@given(st.lists(st.text("${}! ab", min_size=1) | NAMES.map(Variable)))
def test_sub_parts_undoes_sub_text(parts: list[str | Variable]) -> None:
    merged: list[str | Variable] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        else:
            merged.append(part)
    try:
        text = sub_text(parts)
    except UnsupportedError:
        assert any(isinstance(part, str) and "${" in part for part in merged[:-1])
    else:
        assert sub_parts(text) == merged
