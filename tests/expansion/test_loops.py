"""Fn::ForEach, against a model of what unrolling is."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from converter.expansion.language import expand_language
from converter.intrinsics import Tree
from converter.report import Report

NAMES = ("X", "Y", "Z")
TEXTS = st.lists(
    st.sampled_from(["a", "-", "${", "}", *(f"${{{name}}}" for name in NAMES)]), max_size=4
).map("".join)
ITEMS = st.lists(st.text("abc", min_size=1, max_size=2), max_size=3, unique=True)
VALUES = st.recursive(
    st.one_of(TEXTS, st.integers(0, 9), st.sampled_from(NAMES).map(lambda name: {"Ref": name})),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["k", "l"]), inner)
    ),
    max_leaves=6,
)


@given(st.lists(ITEMS, min_size=1, max_size=3), VALUES)
def test_nested_loops(collections: list[list[str]], value: Any) -> None:
    loops = list(zip(NAMES, collections, strict=False))
    key = "T" + "x".join(f"${{{name}}}" for name, _ in loops)
    body: Tree = {key: {"Type": "T", "Properties": {"P": value}}}
    for name, items in reversed(loops):
        body = {f"Fn::ForEach::Loop{name}": [name, list(items), body]}
    tree, origins = expand_language({"Resources": body}, {}, Report())
    wanted = dict(_model(key, value, loops, {}))
    assert tree["Resources"] == wanted
    assert list(tree["Resources"]) == list(wanted)
    assert list(origins) == [("Resources", name) for name in wanted]


def _model(
    key: str, value: Any, loops: list[tuple[str, list[str]]], known: dict[str, str]
) -> list[tuple[str, Any]]:
    """One round after the other, the outermost loop first."""
    if not loops:
        return [(_text(key, known), {"Type": "T", "Properties": {"P": _value(value, known)}})]
    (name, items), *rest = loops
    return [entry for item in items for entry in _model(key, value, rest, {**known, name: item})]


def _text(text: str, known: dict[str, str]) -> str:
    for name, item in known.items():
        text = text.replace(f"${{{name}}}", item)
    return text


def _value(value: Any, known: dict[str, str]) -> Any:
    if isinstance(value, str):
        return _text(value, known)
    if isinstance(value, list):
        return [_value(item, known) for item in value]
    if isinstance(value, dict):
        if set(value) == {"Ref"}:
            return known.get(value["Ref"], value)
        return {key: _value(item, known) for key, item in value.items()}
    return value
