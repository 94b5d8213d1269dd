"""Code broken over lines, at a width of 20 columns."""

from __future__ import annotations

import pytest

from converter.writers.layout import (
    Bracketed,
    Code,
    Line,
    Operation,
    Parenthesized,
    Printer,
    Ternary,
    columns,
    flat,
)

PRINTER = Printer(20)
CALL = Bracketed("call(", ["first", "second", "third"], ")")


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("x", "x"),
        (Bracketed("f(", [], ")"), "f()"),
        (Bracketed("f(", ["a", "b"], ")"), "f(a, b)"),
        (Bracketed("f(", ["a"], ")", broken=True), "f(\n    a,\n)"),
        (CALL, "call(\n    first,\n    second,\n    third,\n)"),
        (Bracketed("f(", ["a"], ")", comments={0: ["why"]}), "f(\n    # why\n    a,\n)"),
        (
            Bracketed("f(", ["a"], ")", comments={0: ["one", "", "two"]}),
            "f(\n    # one\n    #\n    # two\n    a,\n)",
        ),
        (Bracketed("long_name[", ["0" * 12], "]", comma=False), f"long_name[\n    {'0' * 12}\n]"),
        (Line("key=", CALL), "key=call(\n    first,\n    second,\n    third,\n)"),
        (Line(Bracketed("a(", ["b"], ")"), ".c"), "a(b).c"),
        (Ternary("c", "a", "b"), "a if c else b"),
        (
            Ternary("condition", "then", "otherwise"),
            "(\n    then\n    if condition\n    else otherwise\n)",
        ),
        (Operation("and", ["a", "b"]), "a and b"),
        (
            Operation("+", ["first", "second", "third"]),
            "(\n    first\n    + second\n    + third\n)",
        ),
        (Parenthesized(Operation("or", ["a", "b"])), "(a or b)"),
        (
            Line(
                Bracketed("a(", ["b"], ")"),
                Bracketed(".first(", ["c"], ")"),
                Bracketed(".second(", ["d"], ")"),
            ),
            "a(b)\n.first(c)\n.second(d)",
        ),
    ],
)
def test_code_is_broken_where_it_must_be(code: Code, printed: str) -> None:
    assert PRINTER.print(code) == printed


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("value", "x = value"),
        (CALL, "x = call(\n    first,\n    second,\n    third,\n)"),
        (Ternary("condition", "then", "no"), "x = (\n    then\n    if condition\n    else no\n)"),
        (
            Operation("==", ["left_side", "right_side"]),
            "x = (\n    left_side\n    == right_side\n)",
        ),
        (
            Operation("and", ["a", Parenthesized(Operation("or", ["bbbbbb", "cccccc"]))]),
            "x = a and (\n    bbbbbb or cccccc\n)",
        ),
        (
            Operation("and", [Parenthesized(Operation("or", ["bbbbbb", "cccccc"])), "a"]),
            "x = (\n    bbbbbb or cccccc\n) and a",
        ),
        (
            Operation("and", ["a == 1", Operation("==", ["bbbbbbbbb", "ccccccc"]), "d"]),
            "x = (\n    a == 1\n    and bbbbbbbbb\n    == ccccccc\n    and d\n)",
        ),
        (
            Line("not ", Parenthesized(Operation("or", ["bbbbbb", "cccccc"]))),
            "x = not (\n    bbbbbb or cccccc\n)",
        ),
    ],
)
def test_assignments_get_parentheses_where_formatters_add_them(code: Code, printed: str) -> None:
    assert PRINTER.assignment("x", code) == printed


@pytest.mark.parametrize(
    ("target", "code", "printed"),
    [
        (
            "target_of_width_",
            Bracketed("call(", ["a"], ")"),
            "target_of_width_ = (\n    call(a)\n)",
        ),
        ("a_target_of_twenty__", Bracketed("[", ["a"], "]"), "a_target_of_twenty__ = [\n    a,\n]"),
        ("a_target_of_twenty__", "name", "a_target_of_twenty__ = name"),
    ],
)
def test_long_targets(target: str, code: Code, printed: str) -> None:
    assert PRINTER.assignment(target, code) == printed


@pytest.mark.parametrize("code", [Bracketed("f(", ["a"], ")", broken=True), '"""\na"""'])
def test_what_must_be_broken_has_no_flat_text(code: Code) -> None:
    assert flat(Line("x", code)) is None


@pytest.mark.parametrize(
    ("text", "width"), [("abc", 3), ("é", 1), ("漢字", 4), ("e\u0301", 1), ("😀", 2)]
)
def test_columns(text: str, width: int) -> None:
    assert columns(text) == width


def test_comments_of_other_languages() -> None:
    assert Printer(comment="// ").comment_lines(["a", ""], "  ") == "  // a\n  //\n"
