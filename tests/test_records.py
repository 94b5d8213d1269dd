"""Records behave as the standard library's dataclasses do."""

from __future__ import annotations

import copy
import dataclasses
import pickle
from typing import Any

import pytest

from converter import records


def defined(by: Any) -> dict[str, Any]:
    """The same classes, made by one module or the other."""
    decorate = by.dataclass

    @decorate(frozen=True, slots=True)
    class Pair:
        """Two values."""

        left: Any
        right: Any = 2

    @decorate(frozen=True, slots=True, kw_only=True)
    class Named:
        """Named values, one of them a mutable default."""

        name: str
        items: list[int] = by.field(default_factory=list)
        note: str = by.field(default="", compare=False, repr=False)

    @decorate(frozen=True, slots=True)
    class Empty:
        """Nothing."""

    @decorate(slots=True)
    class Mutable:
        """A value that may change."""

        value: int = 1

    return {each.__name__: each for each in (Pair, Named, Empty, Mutable)}


@pytest.fixture(params=[records, dataclasses], ids=["records", "dataclasses"])
def kinds(request: pytest.FixtureRequest) -> dict[str, Any]:
    return defined(request.param)


def test_arguments_and_defaults(kinds: dict[str, Any]) -> None:
    pair = kinds["Pair"]("a")
    assert (pair.left, pair.right) == ("a", 2)
    assert kinds["Pair"](right=1, left=0) == kinds["Pair"](0, 1)
    first, second = kinds["Named"](name="x"), kinds["Named"](name="y")
    assert first.items == []
    assert first.items is not second.items


@pytest.mark.parametrize("arguments", [(), (1, 2, 3)])
def test_wrong_arguments_are_refused(kinds: dict[str, Any], arguments: tuple[Any, ...]) -> None:
    for _ in range(2):
        with pytest.raises(TypeError):
            kinds["Pair"](*arguments)
    with pytest.raises(TypeError):
        kinds["Named"]("x")


def test_comparing_and_hashing(kinds: dict[str, Any]) -> None:
    pair, named = kinds["Pair"], kinds["Named"]
    assert pair(1, 2) == pair(1) != pair(2)
    assert pair(1, 2) != (1, 2)
    assert hash(pair(1, 2)) == hash(pair(1))
    assert named(name="x", note="a") == named(name="x", note="b")
    assert kinds["Empty"]() == kinds["Empty"]() != pair(1)
    with pytest.raises(TypeError):
        hash(pair([]))
    with pytest.raises(TypeError):
        hash(kinds["Mutable"]())


def test_printing(kinds: dict[str, Any]) -> None:
    assert repr(kinds["Pair"]("a")).endswith("Pair(left='a', right=2)")
    assert repr(kinds["Named"](name="x", note="n")).endswith("Named(name='x', items=[])")


def test_freezing(kinds: dict[str, Any]) -> None:
    pair = kinds["Pair"](1)
    with pytest.raises(dataclasses.FrozenInstanceError):
        pair.left = 2
    with pytest.raises(dataclasses.FrozenInstanceError):
        del pair.left
    mutable = kinds["Mutable"]()
    mutable.value = 5
    assert mutable == kinds["Mutable"](5)


def test_the_standard_library_knows_them(kinds: dict[str, Any]) -> None:
    pair = kinds["Pair"](1)
    assert dataclasses.replace(pair, right=3) == kinds["Pair"](1, 3)
    assert [field.name for field in dataclasses.fields(pair)] == ["left", "right"]
    assert copy.deepcopy(kinds["Pair"]([1])) == kinds["Pair"]([1])


def test_pickling() -> None:
    from converter.intrinsics import Join

    node = Join(",", ["a", "b"])
    assert pickle.loads(pickle.dumps(node)) == node
