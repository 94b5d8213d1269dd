"""What `verify` takes for the same, and what it does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from converter import verify
from converter.cloudformation import Output, Parameter, Resource, Stack
from converter.intrinsics import (
    NO_VALUE,
    And,
    Base64,
    Cidr,
    Condition,
    ConditionRef,
    Equals,
    FindInMap,
    GetAtt,
    GetAZs,
    If,
    Join,
    Length,
    Not,
    Or,
    Ref,
    Select,
    Split,
    Sub,
    ToJsonString,
    Value,
)

NAME, ARN = Ref("Name"), GetAtt("Bucket", "Arn")
CONDITIONS: dict[str, Condition] = {
    "C": Equals(NAME, "c"),
    "D": Equals(Ref("AWS::Region"), "d"),
    "Other": Equals("d", NAME),
    "NotC": Not(ConditionRef("C")),
    "Both": And((ConditionRef("C"), ConditionRef("D"))),
    "Either": Or((ConditionRef("C"), ConditionRef("D"))),
    "Same": ConditionRef("C"),
    "AndTrue": And((ConditionRef("C"), True)),
    "AndText": And((ConditionRef("C"), "true")),
}


def stack(value: Value = "", **changes: Any) -> Stack:
    """A stack with one topic that has a value, and a bucket and parameters that it may mention."""
    topic = Resource(type="AWS::SNS::Topic", properties={"DisplayName": value})
    whole = Stack(
        parameters={"Name": Parameter(), "Names": Parameter(type="CommaDelimitedList")},
        conditions=dict(CONDITIONS),
        resources={"Bucket": Resource(type="AWS::S3::Bucket"), "Topic": topic},
    )
    return replace(whole, **changes)


def ordered(*depends_on: str, properties: Any = None) -> Stack:
    """A stack of three resources in a row, of which the last waits for others."""
    queue = "AWS::SQS::Queue"
    middle = Resource(type=queue, properties={"QueueName": GetAtt("First", "QueueName")})
    last = Resource(type=queue, depends_on=depends_on, properties=properties)
    return Stack(resources={"First": Resource(type=queue), "Middle": middle, "Last": last})


SAME: list[tuple[Value, Value]] = [
    (Sub("a-${Name}"), Join("-", ["a", NAME])),
    (Sub("${Name}"), NAME),
    (Sub("${Name}", {"Name": "x"}), "x"),
    (Sub("${!Name}"), "${Name}"),
    (Sub("${Bucket.Arn}/*"), Join("", [ARN, "/*"])),
    (Sub("a${Inner}", {"Inner": Sub("b${Name}")}), Join("", ["ab", NAME])),
    (Join(",", []), ""),
    (
        If("C", ["a", "b", "z"], ["d", "z"]),
        [If("C", "a", NO_VALUE), If("C", "b", NO_VALUE), If("C", NO_VALUE, "d"), "z"],
    ),
    (
        [If("C", If("D", "a", NO_VALUE), NO_VALUE), If("C", NO_VALUE, "b")],
        If("C", If("D", ["a"], []), ["b"]),
    ),
    (
        Join(",", ["a", "b", If("C", "c", NO_VALUE)]),
        Join(",", ["a,b", If("C", "c", NO_VALUE)]),
    ),
    (Join(",", [Ref("Names")]), Join(",", Ref("Names"))),
    (Join(",", [GetAZs("")]), Join(",", GetAZs(""))),
    (GetAtt("Topic", "TopicArn"), Ref("Topic")),
    ("80", 80),
    (True, "true"),
    (1.0, "1.0"),
    ({"a": 1, "b": 2}, {"b": "2", "a": "1"}),
    ({"a": 1, "b": NO_VALUE}, {"a": 1}),
    ([1, NO_VALUE, 2], [1, 2]),
    (If("C", True, 80), If("C", "true", "80")),
    (Select(0, ["a"]), Select("0", ["a"])),
    (Select("1", ["a", NAME]), NAME),
    (Select("0", ["a", If("C", "b", NO_VALUE)]), "a"),
    (Select("1", ["a", If("C", "b", NO_VALUE), "c"]), If("C", "b", "c")),
    (Select("0", [If("C", "a", NO_VALUE), If("C", NO_VALUE, "b")]), If("C", "a", "b")),
    (Select("0", [If("C", "a", If("D", "b", NO_VALUE)), "c"]), If("C", "a", If("D", "b", "c"))),
    (Select("1", If("C", ["a", "b"], Ref("Names"))), If("C", "b", Select("1", Ref("Names")))),
    (Select("1", Split(",", If("C", "a,b", "c,d"))), If("C", "b", "d")),
    (Join(",", Split("-", If("C", NAME, "c-d"))), If("C", Join(",", Split("-", NAME)), "c,d")),
    (Length(["a", NAME]), 2),
    (GetAZs(Ref("AWS::Region")), GetAZs("")),
    (ToJsonString({"a": 1, "b": ["x"]}), '{"a":1,"b":["x"]}'),
    (ToJsonString({"a": Length(["x", NAME])}), '{"a":2}'),
    (ToJsonString({"a": [Sub("x"), 1]}), '{"a":["x",1]}'),
    (Cidr("10.0.0.0/16", "04", "012"), Cidr("10.0.0.0/16", 4, 12)),
    (Select(0, Split("-", Select(1, Split("-", Ref("A"))))), Select(1, Split("-", Ref("A")))),
    (Split(",", "a,b"), ["a", "b"]),
    (If("C", ["a", "b"], ["a"]), ["a", If("C", "b", NO_VALUE)]),
    (If("C", ["a", "x", "z"], ["a", "y", "z"]), ["a", If("C", "x", "y"), "z"]),
    (If("C", [], ["a"]), [If("C", NO_VALUE, "a")]),
    (If("C", If("C", "a", "b"), "c"), If("C", "a", "c")),
    (If("C", If("NotC", "a", "b"), "c"), If("C", "b", "c")),
    (If("NotC", ["x", If("C", "a", NO_VALUE)], "c"), If("NotC", ["x"], "c")),
    (If("Both", If("C", "a", "b"), "c"), If("Both", "a", "c")),
    (If("Same", If("C", "a", "b"), "c"), If("Same", "a", "c")),
    (If("C", If("Other", "a", "b"), "c"), If("C", "b", "c")),
    (If("C", If("AndTrue", "a", "b"), "c"), If("C", "a", "c")),
    (If("C", If("AndText", "a", "b"), "c"), If("C", "a", "c")),
    (If("Either", If("C", "a", "b"), "c"), If("Either", If("C", "a", "b"), If("C", "x", "c"))),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_spellings_that_mean_the_same(left: Value, right: Value) -> None:
    assert verify(stack(left), stack(right)) == []
    assert verify(stack(right), stack(left)) == []


def test_an_attribute_that_the_template_gives_a_text_is_this_text() -> None:
    def of(bucket: Value, value: Value) -> Stack:
        given = Resource(type="AWS::S3::Bucket", properties={"Arn": bucket})
        return Stack(resources={"Bucket": given}, outputs={"O": Output(value=value)})

    assert verify(of("told", ARN), of("told", "told")) == []
    assert verify(of(Sub("told"), ARN), of("told", "told")) == []
    assert verify(of("told", ARN), of("told", "other")) != []
    assert verify(of(NAME, ARN), of(NAME, "told")) != []


def test_one_item_stands_for_a_list_where_it_may() -> None:
    def of(topic: Value) -> Stack:
        told = {"NotificationConfigurations": [{"TopicARN": topic}]}
        group = Resource(type="AWS::AutoScaling::AutoScalingGroup", properties=told)
        return Stack(resources={"Group": group})

    assert verify(of(["a"]), of("a")) == []
    assert verify(of(If("C", ["a"], "b")), of(If("C", "a", ["b"]))) == []
    assert verify(of(["a"]), of(["a", "b"])) != []


def test_an_attribute_that_is_none_is_what_the_template_gives() -> None:
    def of(value: Value) -> Stack:
        block = Select(0, Cidr("10.0.0.0/16", 4, 8))
        given = Resource(type="AWS::EC2::Subnet", properties={"Ipv6CidrBlock": block})
        return Stack(resources={"Subnet": given}, outputs={"O": Output(value=value)})

    asked = GetAtt("Subnet", "Ipv6CidrBlock")
    assert verify(of(asked), of(Select("0", Cidr("10.0.0.0/16", 4, 8)))) == []
    assert verify(of(asked), of(Select(1, Cidr("10.0.0.0/16", 4, 8)))) != []


DIFFERENT: list[tuple[Value, Value]] = [
    (Sub("a-${Name}"), "a-${Name}"),
    (Sub("${!Name}"), NAME),
    (Join(",", [NAME, "b"]), Join(";", [NAME, "b"])),
    (GetAtt("Topic", "TopicName"), Ref("Topic")),
    ("1.0", "1"),
    (1.0, 1),
    ("012", 12),
    ("True", True),
    (["a", "b", "c"], ["a", "c", "c"]),
    ({"Ref": "Name", "more": 1}, {"Ref": "Other", "more": 1}),
    (If("C", 1, 2), If("D", 1, 2)),
    (If("Both", "a", If("C", "a", "b")), If("Both", "a", "b")),
    (If("C", If("D", "a", "b"), "c"), If("C", "a", "c")),
    (If("C", ["a"], "a"), ["a"]),
    (If("C", ["a", "b"], ["a", "c"]), ["a", "b"]),
    (Base64("a"), "a"),
    (Select("1", ["a", If("C", "b", NO_VALUE), "c"]), If("C", "b", NO_VALUE)),
    (Select("2", ["a", "b"]), "b"),
    (Length(["a", If("C", "b", NO_VALUE)]), 2),
    (Length(Ref("Names")), 2),
    (None, ""),
    (ToJsonString({"a": "1"}), '{"a":1}'),
    (Join(",", ["a", If("C", "b", NO_VALUE)]), Sub("a,${X}", {"X": If("C", "b", NO_VALUE)})),
]


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_values_that_do_not_mean_the_same(left: Value, right: Value) -> None:
    (difference,) = verify(stack(left), stack(right))
    assert difference.path[:4] == ("Resources", "Topic", "Properties", "DisplayName")
    assert "\n" not in str(difference)


def test_where_an_item_that_need_not_be_there_stands_counts() -> None:
    expected = stack(If("C", ["a", "z"], ["z"]))
    assert verify(expected, stack([If("C", NO_VALUE, "a"), "z"])) != []
    assert verify(expected, stack(["z", If("C", "a", NO_VALUE)])) != []


def queue(**properties: Value) -> Stack:
    return Stack(resources={"Queue": Resource(type="AWS::SQS::Queue", properties=properties)})


TYPED: list[tuple[str, Value, Value]] = [
    ("FifoQueue", "True", True),
    ("FifoQueue", If("C", "FALSE", "true"), If("C", False, True)),
    ("DelaySeconds", "012", 12),
    ("Tags", [{"Key": "a", "Value": "12"}], [{"Key": "a", "Value": 12}]),
]


@pytest.mark.parametrize(("name", "left", "right"), TYPED)
def test_what_stands_for_a_number_or_a_boolean_is_one_where_one_is_asked_for(
    name: str, left: Value, right: Value
) -> None:
    assert verify(queue(**{name: left}), queue(**{name: right})) == []


TYPED_APART: list[tuple[str, Value, Value]] = [
    ("QueueName", "012", "12"),
    ("QueueName", "True", True),
    ("RedrivePolicy", {"maxReceiveCount": "012"}, {"maxReceiveCount": 12}),
    ("Tags", [{"Key": "a", "Value": "012"}], [{"Key": "a", "Value": 12}]),
    ("DelaySeconds", "twelve", 12),
]


@pytest.mark.parametrize(("name", "left", "right"), TYPED_APART)
def test_a_text_stays_one_where_a_text_or_anything_is_asked_for(
    name: str, left: Value, right: Value
) -> None:
    assert verify(queue(**{name: left}), queue(**{name: right})) != []


DOCUMENTS: list[tuple[Value, Value]] = [
    ('{"a": [1, "x"]}', {"a": [1, "x"]}),
    ('\n { "a": "${Name}" }', {"a": "${Name}"}),
    (Sub('{"a": "b-${Name}"}'), {"a": Sub("b-${Name}")}),
    (Sub('[{"a": "${x}"}]', {"x": Sub("${Name}/${Name}")}), [{"a": Join("/", [NAME, NAME])}]),
    (Join("", ['{"a": "', ARN, '"}']), {"a": ARN}),
    (If("C", '{"a": "b"}', NO_VALUE), If("C", {"a": "b"}, NO_VALUE)),
    (ToJsonString({"a": NAME}), {"a": NAME}),
]


@pytest.mark.parametrize(("text", "document"), DOCUMENTS)
def test_a_json_text_at_a_place_for_a_document_is_the_document(
    text: Value, document: Value
) -> None:
    assert verify(queue(RedrivePolicy=text), queue(RedrivePolicy=document)) == []
    assert verify(queue(RedrivePolicy=text), queue(RedrivePolicy={"a": "other"})) != []
    assert verify(queue(QueueName=text), queue(QueueName=document)) != []


@pytest.mark.parametrize(
    "text",
    [
        '{"a": }',
        "[" * 100_000,
        Sub('{"a": ${Name}}'),
        Sub('{"${Name}": 1}'),
        Join(",", ['{"a": 1', '"b": 2}']),
        '{"a": "\ue000"}',
        Ref("Name"),
    ],
)
def test_a_text_that_is_no_document_stays_one(text: Value) -> None:
    assert verify(queue(RedrivePolicy=text), queue(RedrivePolicy=text)) == []
    assert verify(queue(RedrivePolicy=text), queue(RedrivePolicy={"a": 1})) != []


def test_a_mapping_asked_by_literals_is_what_it_has_there() -> None:
    mappings = {"M": {"a": {"size": "1", "names": ["x", "y"]}}}
    for value, found in (
        (FindInMap("M", "a", "size"), "1"),
        (Join(",", FindInMap("M", "a", "names")), "x,y"),
    ):
        assert verify(stack(value, mappings=mappings), stack(found, mappings=mappings)) == []
    asked, other = FindInMap("M", NAME, "size"), FindInMap("M", "b", "size")
    for value in (asked, other):
        assert verify(stack(value, mappings=mappings), stack("1", mappings=mappings)) != []


def test_a_mapping_asked_by_what_a_condition_says_is_what_it_has_there() -> None:
    mappings = {"M": {"c": {"names": ["x", "y"]}, "d": {"names": ["z"]}}}
    looked = Select(1, FindInMap("M", NAME, "names"))
    asked = stack(If("C", looked, "n"), mappings=mappings)
    assert verify(asked, stack(If("C", "y", "n"), mappings=mappings)) == []
    assert verify(asked, stack(If("C", "x", "n"), mappings=mappings)) != []
    for condition in ("D", "NotC", "Other"):
        other = stack(If(condition, looked, "n"), mappings=mappings)
        assert verify(other, stack(If(condition, "y", "n"), mappings=mappings)) != []


def test_an_order_that_is_implied_does_not_count() -> None:
    properties = {"QueueName": GetAtt("Middle", "QueueName")}
    plain = ordered(properties=properties)
    assert verify(plain, ordered("Middle", properties=properties)) == []
    assert verify(plain, ordered("First", "Middle", properties=properties)) == []
    assert verify(ordered("Middle", "First"), ordered("Middle")) == []


def test_an_order_that_is_not_implied_counts() -> None:
    assert [str(each) for each in verify(ordered("First"), ordered())] == [
        'Resources.Last.DependsOn: only the first has ["First"]'
    ]
    assert len(verify(ordered("First"), ordered("Middle"))) == 1


def test_sections_are_compared_by_name() -> None:
    other = stack(parameters={"Name": Parameter(attributes={"Default": "x"})})
    assert [str(each) for each in verify(stack(), other)] == [
        'Parameters.Name.Default: only the second has "x"',
        'Parameters.Names: only the first has {"Type": "CommaDelimitedList"}',
    ]
    assert verify(stack(), stack(description="more"))[0].path == ("Description",)


def test_the_order_of_resources_does_not_count() -> None:
    turned = dict(reversed(stack().resources.items()))
    assert verify(stack(), stack(resources=turned)) == []


def test_a_secret_is_compared_but_never_shown() -> None:
    secrets = [
        stack(parameters={"Name": Parameter(attributes={"NoEcho": True, "Default": text})})
        for text in ("hunter2", "hunter3")
    ]
    (difference,) = verify(*secrets)
    assert "hunter" not in str(difference)
    assert verify(secrets[0], secrets[0]) == []


def test_no_echo_false_is_the_default() -> None:
    said = stack(parameters={**stack().parameters, "Name": Parameter(attributes={"NoEcho": False})})
    assert verify(said, stack()) == []


CONDITIONS_ALIKE: list[tuple[Condition, Condition]] = [
    (Or((ConditionRef("D"), And((ConditionRef("D"), "true")))), ConditionRef("D")),
    (And((ConditionRef("D"), "false")), Equals("a", "b")),
    (
        Not(Or((ConditionRef("C"), ConditionRef("D")))),
        And((Not(ConditionRef("C")), Not(ConditionRef("D")))),
    ),
    (
        Not(And((Not(ConditionRef("C")), ConditionRef("D")))),
        Or((ConditionRef("C"), Not(ConditionRef("D")))),
    ),
    (Not(Not(ConditionRef("D"))), ConditionRef("D")),
    (Or((ConditionRef("D"), "true")), Equals("a", "a")),
    (
        Or((Or((ConditionRef("C"), ConditionRef("D"))), Equals(NAME, "e"))),
        Or((ConditionRef("C"), Or((ConditionRef("D"), Equals(NAME, "e"))))),
    ),
    (Equals(Equals(NAME, "c"), "true"), Equals(NAME, "c")),
    (Or((And((Equals(NAME, "a"), Equals(NAME, "b"))), ConditionRef("D"))), ConditionRef("D")),
    (Or((And((ConditionRef("C"), Equals(NAME, "b"))), ConditionRef("D"))), ConditionRef("D")),
    (
        And((Or((Equals(NAME, "b"), ConditionRef("D"))), Equals(NAME, "a"))),
        And((ConditionRef("D"), Equals(NAME, "a"))),
    ),
    (
        Or((And((ConditionRef("C"), ConditionRef("D"))), ConditionRef("NotC"))),
        Or((ConditionRef("D"), ConditionRef("NotC"))),
    ),
    (Or((ConditionRef("C"), ConditionRef("NotC"))), Equals("a", "a")),
    (Not(ConditionRef("NotC")), ConditionRef("C")),
    (And((Not(Equals("a", "b")), ConditionRef("C"))), ConditionRef("C")),
    (Equals("false", ConditionRef("C")), Not(ConditionRef("C"))),
    (Equals(NAME, Equals("d", NAME)), Equals(Equals(NAME, "d"), NAME)),
]


@pytest.mark.parametrize(("left", "right"), CONDITIONS_ALIKE)
def test_conditions_that_come_to_the_same(left: Condition, right: Condition) -> None:
    stacks = [stack(conditions={**CONDITIONS, "It": each}) for each in (left, right)]
    assert verify(*stacks) == []


@pytest.mark.parametrize(
    ("kind", "text", "same"),
    [
        ("String", "False", True),
        ("String", "false", False),
        ("Number", "False", False),
    ],
)
def test_what_a_parameter_cannot_be_is_never_compared(kind: str, text: str, same: bool) -> None:
    flag = Parameter(type=kind, attributes={"AllowedValues": [True, False]})
    one, other = (
        stack(parameters={"Flag": flag}, conditions={"Off": condition})
        for condition in (
            Or((Equals(Ref("Flag"), text), Equals(Ref("Flag"), "true"))),
            Equals(Ref("Flag"), "true"),
        )
    )
    assert (verify(one, other) == []) is same


def test_the_json_of_a_text_that_is_put_together_is_a_text() -> None:
    joined = ToJsonString(Join(",", [NO_VALUE, "b"]))
    assert verify(stack(joined), stack('"b"')) == []
    assert verify(stack(joined), stack("b")) != []


def test_a_look_up_of_a_key_that_no_entry_has_is_its_default() -> None:
    looked = FindInMap("Sizes", NAME, "Count", "2", True)
    assert verify(stack(looked, mappings={"Sizes": {"eu": {}}}), stack("2")) == []
    assert verify(stack(looked, mappings={"Sizes": {"eu": {"Count": "1"}}}), stack("2")) != []


def test_a_resource_under_a_condition_knows_that_it_holds() -> None:
    left, right = (stack(value) for value in (If("C", "a", "b"), "a"))
    for each, condition in ((left, "Both"), (right, "Both")):
        topic = replace(each.resources["Topic"], condition=condition)
        each.resources["Topic"] = topic
    assert verify(left, right) == []


def under(name: str, condition: Condition | None) -> Stack:
    """A stack in which a condition decides of a topic, of a value of another, and of an output."""
    topic = "AWS::SNS::Topic"
    given = {} if condition is None else {name: condition}
    return Stack(
        conditions={"C": CONDITIONS["C"], **given},
        resources={
            "One": Resource(type=topic, condition=name),
            "Two": Resource(type=topic, depends_on=("One",), properties={"A": If(name, "a", "b")}),
        },
        outputs={"O": Output(value=Ref("Two"), condition=name)},
    )


def test_what_a_condition_decides_that_always_holds_is_there() -> None:
    always = under("Always", Or((ConditionRef("C"), Not(ConditionRef("C")))))
    plain = replace(
        always,
        conditions={"C": CONDITIONS["C"]},
        resources={
            "One": Resource(type="AWS::SNS::Topic"),
            "Two": replace(always.resources["Two"], properties={"A": "a"}),
        },
        outputs={"O": Output(value=Ref("Two"))},
    )
    assert verify(always, plain) == []
    assert verify(plain, always) == []


def test_what_a_condition_decides_that_never_holds_is_not_there() -> None:
    never = under("Never", And((Equals(NAME, "a"), Equals(NAME, "b"))))
    two = Resource(type="AWS::SNS::Topic", properties={"A": "b"})
    plain = Stack(conditions={"C": CONDITIONS["C"]}, resources={"Two": two})
    assert verify(never, plain) == []
    other = replace(plain, resources={"Two": replace(two, properties={"A": "a"})})
    assert [each.path[-1] for each in verify(never, other)] == ["A"]


@pytest.mark.parametrize("said", [ConditionRef("C"), Not(Not(ConditionRef("C")))])
def test_a_condition_that_is_another_one_is_that_one(said: Condition) -> None:
    assert verify(under("Same", said), under("C", None)) == []
    assert verify(under("C", None), under("Same", said)) == []


def test_a_condition_that_is_the_opposite_of_one_is_its_opposite() -> None:
    opposite = under("NotC", Not(ConditionRef("C")))
    other = under("Other", Not(ConditionRef("C")))
    assert verify(opposite, other) == []
    assert {each.path[0] for each in verify(opposite, under("C", None))} == {"Resources", "Outputs"}


def test_an_output_without_a_value_is_one_under_the_condition() -> None:
    for name, value in (("C", If("C", "x", NO_VALUE)), ("NotC", If("C", NO_VALUE, "x"))):
        chosen = stack(outputs={"O": Output(value=value)})
        conditional = stack(outputs={"O": Output(value="x", condition=name)})
        assert verify(chosen, conditional) == []
        assert verify(conditional, chosen) == []
        assert len(verify(chosen, stack(outputs={"O": Output(value="x")}))) == 1


def test_a_look_up_by_a_choice_of_keys_is_a_choice_of_what_is_there() -> None:
    sizes = {"a": {"Small": "1", "Big": "2"}, "b": {"Small": "3", "Big": "4"}}
    looked = FindInMap("Sizes", If("C", "a", "b"), If("NotC", "Small", "Big"))
    chosen, other = (stack(If("C", "2", it), mappings={"Sizes": sizes}) for it in ("3", "4"))
    assert verify(stack(looked, mappings={"Sizes": sizes}), chosen) == []
    assert verify(stack(looked, mappings={"Sizes": sizes}), other) != []


def test_a_policy_by_a_function_needs_a_transform_that_goes_without_saying() -> None:
    bucket = Resource(type="AWS::S3::Bucket", deletion_policy=If("C", "Retain", "Delete"))
    said = stack(resources={"Bucket": bucket}, transforms=("AWS::LanguageExtensions",))
    assert verify(stack(resources={"Bucket": bucket}), said) == []
    assert len(verify(stack(), stack(transforms=("AWS::LanguageExtensions",)))) == 1


def test_a_value_that_is_one_number_is_no_other_one() -> None:
    conditions: dict[str, Condition] = {"Is0": Equals(NAME, 0), "Is1": Equals(1.5, NAME)}
    left = stack(If("Is0", If("Is1", "x", "y"), "z"), conditions=conditions)
    assert verify(left, stack(If("Is0", "y", "z"), conditions=conditions)) == []
    alike: dict[str, Condition] = {"Is0": Equals(NAME, 0), "Is1": Equals("0", NAME)}
    left = stack(If("Is0", If("Is1", "x", "y"), "z"), conditions=alike)
    assert verify(left, stack(If("Is0", "x", "z"), conditions=alike)) == []
