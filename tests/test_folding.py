"""Values come to what they are folded to for being compared, whatever conditions hold."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from converter.bridge import to_cloudformation, to_pulumi
from converter.cloudformation import Output, Parameter, Resource, Stack
from converter.comparing import differences
from converter.folding.texts import json_text, unescaped
from converter.folding.values import Folding
from converter.intrinsics import NO_VALUE, Base64, Equals, If, Join, Ref, Select, Split, Value
from converter.records import replace

NAMES = ("A", "B", "C")
STACK = Stack(
    parameters={name: Parameter() for name in NAMES},
    conditions={name: Equals(Ref(name), "yes") for name in NAMES},
)
TEXTS = st.sampled_from(["a", "b", "c"])


def choices(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """One of two values by a condition."""
    return st.builds(If, st.sampled_from(NAMES), inner, inner)


ITEMS = st.recursive(TEXTS | st.just(NO_VALUE), choices, max_leaves=6)
WHOLE = st.recursive(TEXTS, choices, max_leaves=6)
LISTS = st.recursive(st.lists(ITEMS, max_size=5), choices, max_leaves=4)
INDEXES = st.recursive(st.sampled_from("012"), choices, max_leaves=3)
VALUES = st.one_of(
    WHOLE,
    LISTS,
    st.builds(Join, st.sampled_from(["", ",", "-"]), LISTS),
    st.builds(Base64, WHOLE),
    st.builds(Select, INDEXES, LISTS),
)


def come_to(value: Value, holds: dict[str, bool]) -> Any:
    """What a value is where it is known which conditions hold."""
    if isinstance(value, If):
        return come_to(value.then if holds[value.condition] else value.otherwise, holds)
    if isinstance(value, list):
        return [it for it in (come_to(item, holds) for item in value) if it != NO_VALUE]
    if isinstance(value, Join):
        texts = come_to(value.values, holds)
        return str(value.delimiter).join(texts)
    if isinstance(value, Base64):
        return Base64(come_to(value.value, holds))
    if isinstance(value, Select):
        items, index = come_to(value.values, holds), int(come_to(value.index, holds))
        return items[index] if index < len(items) else "nothing"
    return value


def plain(value: Any) -> Any:
    """A value that has come to something, without functions of texts."""
    return Folding(STACK).value(value)


@given(VALUES)
def test_what_is_folded_is_what_it_comes_to(value: Value) -> None:
    folded = Folding(STACK).value(value)
    for truths in product((True, False), repeat=len(NAMES)):
        holds = dict(zip(NAMES, truths, strict=True))
        expected = plain(come_to(value, holds))
        if expected != "nothing":
            assert plain(come_to(folded, holds)) == expected


@settings(derandomize=True)
@given(st.data())
def test_lists_of_the_same_items_have_one_spelling(data: Any) -> None:
    """Each case written out gives what the choices in the list gave."""
    value = data.draw(st.lists(ITEMS, max_size=5))

    def written_out(known: dict[str, bool], names: tuple[str, ...]) -> Value:
        if not names:
            return come_to(value, known)  # type: ignore[no-any-return]
        sides = (written_out({**known, names[0]: it}, names[1:]) for it in (True, False))
        return If(names[0], *sides)

    order = data.draw(st.permutations(NAMES))
    assert plain(Join(",", written_out({}, tuple(order)))) == plain(Join(",", value))


EXCLUSIVE = Stack(
    parameters={"P": Parameter()}, conditions={name: Equals(Ref("P"), name) for name in NAMES}
)


def come_to_alike(value: list[Value], names: list[str], holds: dict[str, bool]) -> Value:
    """A list as choices by conditions of which one at most holds: anything where several do."""
    if sum(holds.values()) > 1:
        return ["never"]
    if not names:
        return come_to(value, holds)  # type: ignore[no-any-return]
    first, *others = names
    sides = [come_to_alike(value, others, {**holds, first: it}) for it in (True, False)]
    return If(first, *sides)


@settings(derandomize=True)
@given(st.lists(ITEMS, max_size=5), st.permutations(NAMES))
def test_what_no_case_comes_to_does_not_count(value: list[Value], order: list[str]) -> None:
    folding = Folding(EXCLUSIVE)
    written_out = come_to_alike(value, order, {})
    assert folding.value(Join("-", written_out)) == folding.value(Join("-", value))


def test_items_that_hang_on_values_of_one_parameter() -> None:
    items = [
        If("A", "a", NO_VALUE),
        If("B", "b", If("A", "c", NO_VALUE)),
        Select(0, Ref("L")),
    ]
    either = [If("A", "a", NO_VALUE), If("A", If("B", "d", "c"), If("B", "b", NO_VALUE)), items[2]]
    assert Folding(EXCLUSIVE).value(items) == Folding(EXCLUSIVE).value(either)


@pytest.mark.parametrize(
    ("type", "inner", "outer", "is_list"),
    [
        ("CommaDelimitedList", ",", ",", True),
        ("List<Number>", ",", ",", True),
        ("AWS::SSM::Parameter::Value<List<String>>", ",", ",", True),
        ("CommaDelimitedList", "-", "-", False),
        ("CommaDelimitedList", ",", "-", False),
        ("String", ",", ",", False),
    ],
)
def test_a_list_that_is_joined_and_split_again(
    type: str, inner: str, outer: str, is_list: bool
) -> None:
    value = Split(outer, Join(inner, Ref("L")))
    folded = Folding(Stack(parameters={"L": Parameter(type=type)})).value(value)
    assert folded == (Ref("L") if is_list else value)


OUTPUTS = st.builds(
    lambda value, own: Output(value=value, condition=own), ITEMS, st.sampled_from([None, *NAMES])
)
WITH_RESOURCE = replace(STACK, resources={"Topic": Resource(type="AWS::SNS::Topic")})


def stack_of(output: Output) -> Stack:
    return replace(WITH_RESOURCE, outputs={"It": output})


@given(OUTPUTS)
def test_an_output_that_may_have_no_value_comes_back(output: Output) -> None:
    stack = stack_of(output)
    assert differences(stack, to_cloudformation(to_pulumi(stack, name="it"))) == []


@given(OUTPUTS, OUTPUTS)
def test_outputs_that_are_the_same_are_so_whatever_holds(one: Output, other: Output) -> None:
    if differences(stack_of(one), stack_of(other)):
        return
    for truths in product((True, False), repeat=len(NAMES)):
        holds = dict(zip(NAMES, truths, strict=True))
        left, right = (
            come_to(it.value, holds) if it.condition is None or holds[it.condition] else NO_VALUE
            for it in (one, other)
        )
        assert left == right


DOCUMENTS = st.recursive(
    st.text(alphabet='aé\u2028😀"\\\n\x7fu0', max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(alphabet="aé", max_size=2), inner, max_size=3)
        | st.builds(json.dumps, inner)
        | st.builds(lambda it: json.dumps(it, ensure_ascii=False), inner)
    ),
    max_leaves=6,
)


@given(DOCUMENTS)
def test_a_json_text_is_the_same_however_its_characters_are_escaped(document: Any) -> None:
    raw, escaped = (json.dumps(document, ensure_ascii=it) for it in (False, True))
    assert unescaped(raw) == unescaped(escaped) == unescaped(unescaped(escaped))
    assert json_text(document) == unescaped(json.dumps(document, separators=(",", ":")))


@given(DOCUMENTS)
def test_a_json_text_keeps_its_texts(document: Any) -> None:
    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {plain(key): plain(item) for key, item in value.items()}
        if isinstance(value, list):
            return [plain(item) for item in value]
        return unescaped(value)

    said = json.loads(unescaped(json.dumps(document)))
    assert plain(said) == plain(document)


def test_json_in_a_text_is_the_same_however_its_characters_are_escaped() -> None:
    escaped, raw = json.dumps({"a": "é"}), json.dumps({"a": "é"}, ensure_ascii=False)
    assert unescaped(f"{escaped}-{{x}}[{escaped}]") == unescaped(f"{raw}-{{x}}[{raw}]")
    assert unescaped(r'echo "\u00e9"') == r'echo "\u00e9"'
