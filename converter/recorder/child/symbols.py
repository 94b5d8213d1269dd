"""Values that are not known while the program runs, and what may be done with each.

- ``Text`` is a ``str`` with placeholders in it, so it flows through code that expects text.
- ``Items`` is a ``list`` that stands for a list of unknown length.
- ``Value`` stands for a number, or for something whose shape is unknown.
- ``Condition`` stands for a boolean.
- ``Choice`` stands for one of two values, each of which may be anything.

What an operation on one of them cannot say in a template, it refuses.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Any, NoReturn, TypeGuard

from . import conditions
from .conditions import Symbol
from .known import Known
from .refusing import refuse_methods, refuse_operators
from .run import current
from .trusting import caller_is_trusted


class Text(str, Symbol):
    """A text with placeholders in it."""

    __slots__ = ()

    def __add__(self, other: Any) -> Any:
        return Text(str.__add__(self, other)) if isinstance(other, str) else NotImplemented

    def __radd__(self, other: Any) -> Any:
        return Text(str.__add__(other, self)) if isinstance(other, str) else NotImplemented

    def __mod__(self, other: Any) -> Any:
        if current().tokens.read(self) is not None:
            return distribute(self, lambda side: side % other, "%")
        return lift_text(str.__mod__(self, other))

    def __rmod__(self, other: Any) -> Any:
        return lift_text(str.__mod__(other, (self,)))

    def __format__(self, specification: str) -> str:
        if specification and (specification != "s" or type(self) is not Text):
            _refuse_operation(self, f"format {specification!r}")
        return str.__str__(self)

    def __str__(self) -> str:
        return self

    def __repr__(self) -> str:
        if caller_is_trusted():
            return str.__repr__(self)
        return _refuse_operation(self, "repr()")

    def __copy__(self) -> Any:
        return self

    def __deepcopy__(self, memory: Any) -> Any:
        return self

    def __eq__(self, other: object) -> Any:
        if caller_is_trusted() or not isinstance(other, str):
            return str.__eq__(self, other)
        return conditions.equal(self, other)

    def __ne__(self, other: object) -> Any:
        if caller_is_trusted() or not isinstance(other, str):
            return str.__ne__(self, other)
        return conditions.negate(conditions.equal(self, other))

    def __hash__(self) -> int:
        return str.__hash__(self)

    def __bool__(self) -> bool:
        if caller_is_trusted():
            return True
        from .choices import truth

        return conditions.decide(truth(self))

    def __len__(self) -> int:
        if caller_is_trusted():
            return str.__len__(self)
        return _refuse_operation(self, "len()")

    def __getitem__(self, key: Any) -> Any:
        node = current().tokens.read(self)
        if node is not None and node[0] in ("json", "map"):
            return member(self, key)
        return distribute(self, lambda text: text[key], "taking a part")

    def __int__(self) -> int:
        _refuse_operation(self, "int()")

    def __float__(self) -> float:
        _refuse_operation(self, "float()")

    def __iter__(self) -> Any:
        if caller_is_trusted():
            return str.__iter__(self)
        return _refuse_operation(self, "going through its characters")

    def __contains__(self, other: object) -> bool:
        if caller_is_trusted():
            return str.__contains__(self, str(other))
        return _refuse_operation(self, "looking for a part of it")

    def split(self, separator: Any = None, limit: Any = -1) -> Any:
        """Cut the text at a fixed separator."""
        whole = current().whole_choice(self) is not None or is_chosen_in_parts(self)
        if whole or (limit != -1 and is_chosen_text(self)):
            return distribute(self, lambda text: text.split(separator, limit), "split()")
        if not isinstance(separator, str) or isinstance(separator, Symbol) or limit != -1:
            is_fixed = isinstance(separator, str) and not isinstance(separator, Symbol)
            how = "with a limit" if is_fixed else "without a fixed separator"
            _refuse_operation(self, f"split() {how}")
        return Items.of(current().node("list", node="split", delimiter=separator, source=str(self)))

    def join(self, values: Any) -> Any:
        """Refuse: a template's delimiters are fixed."""
        _refuse_operation(self, "join()")

    def format(self, *positional: Any, **named: Any) -> Any:
        """Fill in a text that has placeholders; what is not known may have some of its own."""
        if current().tokens.read(self) is not None:
            return distribute(self, lambda side: side.format(*positional, **named), "format()")
        return lift_text(str.format(self, *positional, **named))

    def encode(self, encoding: str = "utf-8", errors: str = "strict") -> Any:
        """Give the text's bytes, which go no further than into Base64."""
        return Bytes(str.encode(self, encoding, errors))


class Bytes(bytes, Symbol):
    """A ``Text`` that was encoded; decoding and Base64 are all that can be done with it."""

    def decode(self, encoding: str = "utf-8", errors: str = "strict") -> Any:
        """Give the text back."""
        return lift(bytes.decode(self, encoding, errors))


class Items(list, Symbol):  # type: ignore[type-arg]
    """A list of which only the whole is known: its one item is the list's placeholder."""

    @classmethod
    def of(cls, token: str) -> Items:
        """Make the list that a placeholder stands for."""
        return cls([token])

    @property
    def token(self) -> str:
        """The list's placeholder."""
        return str(list.__getitem__(self, 0))

    def __getitem__(self, key: Any) -> Any:
        current().refuse_caught(f"an item of {describe(self)}", "IndexError")
        cells = current().cells_of(self.token)
        is_open = isinstance(key, Value)
        if cells is not None and not (is_open or (isinstance(key, int) and key >= 0)):
            return cells(lambda row: row[key])
        if isinstance(key, slice):
            from .tails import part_of

            return part_of(self, key)
        if isinstance(key, bool) or not isinstance(key, (int, Value)) or _is_negative(key):
            _refuse_operation(self, "taking anything but an item counted from the front")
        return Text(current().node("string", node="select", index=wire(key), values=[self.token]))

    def __len__(self) -> int:
        if caller_is_trusted():
            return 1
        return _refuse_operation(self, "len()")

    def __bool__(self) -> bool:
        if caller_is_trusted() or current().node_of(self.token, "split"):
            return True  # what is cut has one item at least
        return _refuse_operation(self, "the truth value")

    def __iter__(self) -> Any:
        if caller_is_trusted():
            return list.__iter__(self)
        return _refuse_operation(self, "a loop over")

    def __contains__(self, other: object) -> bool:
        _refuse_operation(self, "looking for an item")

    def __add__(self, other: Any) -> Any:
        _refuse_operation(self, "adding to")

    __radd__ = __iadd__ = __mul__ = __add__

    def __eq__(self, other: object) -> bool:
        if caller_is_trusted() or other is None:
            return self is other
        return _refuse_operation(self, "a comparison")

    __hash__ = None  # type: ignore[assignment]  # as lists are: not hashable

    def copy(self) -> Items:
        """Give the list, which nothing can change."""
        return self

    def __copy__(self) -> Items:
        return self

    def __deepcopy__(self, memory: Any) -> Items:
        return self

    def append(self, item: Any) -> None:
        """Refuse: so does all else that a list can do."""
        _refuse_operation(self, "adding to")

    extend = append


class Value(Symbol):
    """A number, or a value of unknown shape.

    Args:
        token: its placeholder.
        kind: ``integer``, ``number``, ``map`` or ``json``.
    """

    __slots__ = ("kind", "token")

    def __init__(self, token: str, kind: str) -> None:
        self.token, self.kind = token, kind

    def __str__(self) -> str:
        return Text(current().node("string", node="convert", to="string", value=self.token))

    def __format__(self, specification: str) -> str:
        if specification not in ("", "d"):
            _refuse_operation(self, f"format {specification!r}")
        return self.token

    def __repr__(self) -> str:
        return self.token

    def __eq__(self, other: object) -> Any:
        if caller_is_trusted() or other is None or isinstance(other, (list, dict)):
            return self is other
        return conditions.equal(self, other)

    def __ne__(self, other: object) -> Any:
        return conditions.negate(self.__eq__(other))

    def __hash__(self) -> int:
        return hash(self.token)

    def __bool__(self) -> bool:
        if caller_is_trusted():
            return True
        from .choices import truth

        return conditions.decide(truth(self))

    def __getitem__(self, key: Any) -> Any:
        return member(self.token, key)

    def __getattr__(self, name: str) -> Any:
        kinds = {"integer": int, "number": float}
        if not name.startswith("_") and hasattr(kinds.get(self.kind), name):
            return distribute(self.token, lambda number: getattr(number, name), f".{name}")
        if name.startswith("_") or self.kind not in ("json", "map"):
            raise AttributeError(name)
        if name in ("get", "keys", "values", "items", "append"):
            _refuse_operation(self, f"{name}()")
        return member(self.token, name)

    def __neg__(self) -> Any:
        return distribute(self.token, lambda number: -number, "arithmetic or an order")

    def _refuse(self, *_: Any) -> NoReturn:
        _refuse_operation(self, "arithmetic or an order")


refuse_operators(Value, Value._refuse)


def member(token: str, key: Any) -> Any:
    """Give a member of an attribute whose shape is unknown: its path grows by a step."""
    if isinstance(key, Symbol) or not isinstance(key, (str, int)):
        _refuse_operation(token, "taking a member that is not fixed")
    return Text(current().node("json", node="member", of=token, key=key))


def lift(value: Any) -> Any:
    """Give a value with placeholders in it as symbols, lists and maps all through."""
    if isinstance(value, Symbol):
        return _unwrap(value)
    if isinstance(value, str):
        return _lift_text(value)
    if isinstance(value, bytes):
        return Bytes(value) if current().tokens.nonce.encode() in value else value
    if type(value) is list:
        if len(value) == 1 and isinstance(value[0], str) and _kind(value[0]) == "list":
            return Items.of(value[0])
        lifted = [lift(item) for item in value]
        return lifted if any(a is not b for a, b in zip(lifted, value, strict=True)) else value
    if type(value) is dict:
        changed = {key: lift(item) for key, item in value.items()}
        return changed if any(changed[key] is not value[key] for key in value) else value
    if type(value) is tuple:
        return tuple(lift(item) for item in value)
    return value


def _kind(text: str) -> str | None:
    whole = current().tokens.read(text)
    return whole[0] if whole else None


def _lift_text(value: str) -> Any:
    kind = _kind(value)
    if kind is None:
        return Text(value) if current().tokens.occur_in(value) else value
    return _from_token(value, kind)


def lift_text(value: str) -> Any:
    """Give a text with placeholders in it; one that is a number's placeholder is its text."""
    found = _lift_text(value)
    return text_of_number(found) if isinstance(found, Value) else found


def text_of_number(number: Value) -> Any:
    """Give a number as a text: as the template does where it says what Python does, else for each
    that it may be.
    """
    run = current()
    cells = run.cells_of(number.token) if number.kind == "integer" else None
    if cells is None:
        is_chosen = is_chosen_number(number)
        return distribute(number.token, str, "str()") if is_chosen else str(number)
    said = str(number)
    whole = run.tokens.read(said)
    if whole is not None:
        run.cells[whole[1]] = lambda change: cells(lambda cell: change(str(cell)))
    return said


def _unwrap(value: Any) -> Any:
    """Give a symbol that the SDK could only carry as text its own kind again."""
    if isinstance(value, Text):
        kind = _kind(value)
        if kind not in (None, "string"):
            return _from_token(str.__str__(value), kind or "")
    return value


def _from_token(token: str, kind: str) -> Any:
    if kind == "list":
        return Items.of(token)
    if kind == "boolean":
        return conditions.Condition({"node": "equal", "left": token, "right": "true"}, token)
    if kind in ("integer", "number"):
        return Value(token, kind)
    return Text(token)


def wire(value: Any) -> Any:
    """Give a value as it goes to the engine: placeholders for what is not known."""
    if isinstance(value, Text):
        return str.__str__(value)
    if isinstance(value, Known):
        return value.wired
    if isinstance(value, Items):
        return [value.token]
    if isinstance(value, Value):
        return value.token
    if isinstance(value, conditions.Condition):
        return value.as_value()
    if isinstance(value, (list, tuple)):
        return [wire(item) for item in value]
    if isinstance(value, dict):
        return {key: wire(item) for key, item in value.items()}
    return value


def _is_negative(key: Any) -> bool:
    return isinstance(key, int) and key < 0


def distribute(text: str, change: Callable[[Any], Any], what: str) -> Any:
    """Do something with both sides of a choice of texts, or with each that a table has for a cell;
    refuse it for any other text.
    """
    from .choices import choose_made

    node = current().whole_choice(text)
    if node is None:
        cells = current().cells_of(text)
        return _distribute_parts(text, change, what) if cells is None else cells(change)
    then, otherwise = (lift(node[side]) for side in ("then", "otherwise"))
    condition = conditions.by_name(node["condition"])
    return choose_made(condition, lambda: change(then), lambda: change(otherwise))


def _distribute_parts(text: str, change: Callable[[Any], Any], what: str) -> Any:
    """Do something with a text for each value that the choices in it have."""
    from .choices import choose_made
    from .either import settled, sides_of

    found = sides_of(lift(text))
    if found is None:
        return _refuse_operation(text, what)
    condition, then, otherwise = found
    return choose_made(condition, lambda: change(settled(then)), lambda: change(settled(otherwise)))


def is_chosen_number(value: Any) -> TypeGuard[Value]:
    """Tell whether a value is a choice of two numbers, or a table's cell."""
    return isinstance(value, Value) and _is_chosen(value.token)


def is_chosen_text(value: Any) -> TypeGuard[Text]:
    """Tell whether a value is a choice of two texts, a table's cell, or a text with such parts."""
    return isinstance(value, Text) and (_is_chosen(value) or is_chosen_in_parts(value))


def is_chosen_in_parts(value: Any) -> TypeGuard[Text]:
    """Tell whether a text has several parts: each is known, a choice, or a table's cell."""
    if not isinstance(value, Text):
        return False
    run = current()
    parts = [part for part in run.tokens.cut(value) if not isinstance(part, str)]
    whole = run.tokens.read(value) is not None
    return not whole and all(_is_chosen(run.tokens.write(*part)) for part in parts)


def _is_chosen(token: str) -> bool:
    run = current()
    return run.whole_choice(token) is not None or run.cells_of(token) is not None


def _refuse_operation(value: Any, what: str) -> NoReturn:
    words = what if what.endswith((" over", " to")) else f"{what} of"
    current().refuse(f"{words} {describe(value)} cannot be said in a template")


def describe(value: Any) -> str:
    """Name a value for a person: ``config value size``."""
    run = current()
    text = value.token if isinstance(value, (Items, Value)) else _text_of(value)
    names = [run.label(part[1]) for part in run.tokens.cut(text) if not isinstance(part, str)]
    return " and ".join(dict.fromkeys(names)) or "a value that only the deployment knows"


def holds_symbol(value: Any, depth: int = 4) -> bool:
    """Tell whether something that is not known is in a value, in lists and maps all through."""
    if isinstance(value, Symbol):
        return True
    if not depth:
        return False
    if isinstance(value, dict):
        open_order = id(value) in current().orders
        return open_order or any(
            holds_symbol(inner, depth - 1) for inner in (*value, *value.values())
        )
    if isinstance(value, (list, tuple, set, frozenset, deque)):
        return any(holds_symbol(inner, depth - 1) for inner in value)
    return False


def _text_of(value: str | bytes) -> str:
    return bytes.decode(value) if isinstance(value, bytes) else str.__str__(value)


def each_item(values: Items) -> Text:
    """Give the text that stands for each item of a list of unknown length."""
    return Text(current().node("string", node="each", of=values.token))


def cut_from(text: str) -> str | None:
    """Give the text that a list is cut from, where a text stands for each of its items."""
    run = current()
    whole = run.tokens.read(each_of(text) or "")
    node = run.nodes.get(whole[1], {}) if whole else {}
    found = node.get("source", node.get("value"))
    return found if isinstance(found, str) else None


def each_of(text: str) -> str | None:
    """Give the list's placeholder where a text stands for each of its items."""
    node = current().node_of(text, "each")
    return None if node is None else str(node["of"])


def _strip(self: Text, characters: str | None = None) -> Any:
    """Strip each item of a comma-separated text, which is what makes it a list."""
    run = current()
    split = run.node_of(each_of(self) or "", "split")
    if characters is None and split is not None and split["delimiter"] == ",":
        items = run.node("list", node="convert", to="list", value=split["source"])
        return Text(run.node("string", node="each", of=items))
    stripped = str.strip(self)
    parts = list(run.tokens.cut(stripped))
    if characters is None and all(isinstance(part, str) for part in (parts[:1] + parts[-1:])):
        return lift(stripped)
    return _guarded("strip")(self, characters)


def _lower(self: Text) -> Any:
    """Give the text in lower case, good for a comparison only."""
    run = current()
    if caller_is_trusted():
        return str.lower(self)
    if run.whole_choice(self) is not None or run.tokens.read(self) is None:
        return distribute(self, lambda text: text.lower(), "lower()")
    told = f"lower() of {describe(self)}"
    return Text(run.node("string", node="lower", of=str.__str__(self), told=told))


def lower_of(text: str) -> str | None:
    """Give the original's placeholder where a text is another one in lower case."""
    node = current().node_of(text, "lower")
    return None if node is None else str(node["of"])


def _guarded(name: str) -> Callable[..., Any]:
    plain = getattr(str, name)

    def method(self: Text, *positional: Any, **named: Any) -> Any:
        if caller_is_trusted():
            return plain(self, *positional, **named)
        return distribute(self, lambda text: getattr(text, name)(*positional, **named), f"{name}()")

    method.__name__ = name
    return method


def _refused(base: type) -> Callable[[str], Callable[..., Any]]:
    """Give what refuses a method of a built-in class, save where a package hands values on."""

    def refusal(name: str) -> Callable[..., Any]:
        plain = getattr(base, name)

        def method(self: Any, *positional: Any, **named: Any) -> Any:
            if caller_is_trusted():
                return plain(self, *positional, **named)
            return _refuse_operation(self, f"{name}()")

        return method

    return refusal


Text.strip = _strip  # type: ignore[method-assign,assignment]
Text.lower = _lower  # type: ignore[method-assign,assignment]
refuse_methods(Text, str, _guarded)
refuse_methods(Items, list, _refused(list))
refuse_methods(Bytes, bytes, _refused(bytes))
