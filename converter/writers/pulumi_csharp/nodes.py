"""What C# code is made of: initializers, choices, casts and raw literals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ..layout import Bracketed, Code, Line, Node, flat, joined

Comments = Mapping[int, Sequence[str]]


class Initializer(Node):
    """``head { items }``: the properties of an object, or the items of a list.

    Args:
        head: what stands before the braces, which may be nothing.
        items: what stands between them.
        comments: a comment for the item at an index, its lines without the comment sign.
    """

    __slots__ = ("comments", "head", "items")

    def __init__(
        self,
        head: str,
        items: Sequence[Code],
        *,
        comments: Comments | None = None,
    ) -> None:
        self.head = head
        self.items = items
        self.comments = comments or {}
        self.flat = None
        if _is_long(items):
            _break_choices(items)
        elif not comments:
            inside = joined(items)
            if inside is not None:
                text = f"{{ {inside} }}" if items else "{ }"
                self.flat = f"{head} {text}" if head else text


class Added(Initializer):
    """``{ key, value }``: what a map is given in an initializer; no comma may stand at its end."""

    __slots__ = ()


class Comparison(Line):
    """``left == right``, which a cast would take apart."""

    __slots__ = ()


class Cast(Line):
    """``(type)value``, of which a member takes only the value."""

    __slots__ = ()


class Operation(Line):
    """``left && right``: where it does not fit, each operand has a line of its own."""

    __slots__ = ()


def _is_long(items: Sequence[Code]) -> bool:
    """Whether what stands between braces is broken though it may fit: three properties, or objects
    inside of it where these or itself are more than one thing.
    """
    many = len(items)
    if many > 2 and isinstance(items[0], Pair):
        return True
    inside = 0
    for item in items:
        if isinstance(item, str):
            continue
        for each in (item.then, item.otherwise) if isinstance(item, Ternary) else (item,):
            held = each.value if isinstance(each, Pair) else each
            if isinstance(held, Initializer) and held.head:
                inside = max(inside, len(held.items))
    return inside > 0 and (many > 1 or inside > 1)


def _break_choices(items: Sequence[Code]) -> None:
    """What breaks the braces around choices of objects breaks these, too."""
    for item in items:
        if not isinstance(item, Ternary):
            continue
        if isinstance(item.then, Initializer) or isinstance(item.otherwise, Initializer):
            item.flat = None


class Pair(Node):
    """``key = value``"""

    __slots__ = ("key", "value")

    def __init__(self, key: str, value: Code) -> None:
        self.key = key
        self.value = value
        text = value if isinstance(value, str) else value.flat
        self.flat = None if text is None or "\n" in text else f"{key} = {text}"


class Ternary(Node):
    """``condition ? then : otherwise``"""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, condition: str, then: Code, otherwise: Code) -> None:
        self.condition = condition
        self.then = then
        self.otherwise = otherwise
        sides = [flat(then), flat(otherwise)]
        self.flat = None
        if not any(_is_broken(side) for side in sides):
            self.flat = f"{condition} ? {sides[0]} : {sides[1]}"


class Raw(Node):
    """A raw literal, with or without values in it; see `literals.raw`. It stands a step deeper than
    the property that it is given to, unless both are in an argument.
    """

    __slots__ = ("is_deeper", "parts")

    def __init__(self, parts: Sequence[tuple[bool, Code]]) -> None:
        self.parts = parts
        self.is_deeper = False
        self.flat = None


def parenthesized(code: Code) -> Code:
    """Code that something may be said of: in parentheses where it needs them."""
    if isinstance(code, Ternary):
        return Line("(", code, ")")
    return code


def cast(type: str, code: Code) -> Code:
    """Code that is said to be of a type, where it does not say so itself."""
    if isinstance(code, Initializer) and code.head == f"new {type}":
        return code
    if isinstance(code, Comparison):
        return Bracketed(f"({type})(", [code], ")")
    return Cast(f"({type})", parenthesized(code))


def _is_broken(text: str | None) -> bool:
    return text is None or "\n" in text
