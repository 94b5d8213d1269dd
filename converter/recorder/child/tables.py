"""Tables: maps that are looked into with a symbol."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable
from typing import Any

from .choices import Choice, choose, or_default, resolve
from .conditions import Condition, Symbol, any_of, name_of, outside, pascal
from .known import known_number, known_text, plain
from .logic import compare
from .records import has_open_key, is_open_key
from .run import current
from .symbols import Items, Text, Value, describe, lift, wire

_COLUMN = "Value"
_ROW_KEY = re.compile(r"[A-Za-z0-9.-]{1,255}")
_WORD = re.compile(r"[A-Za-z0-9]+")
_COLUMN_KEY = re.compile(r"[A-Za-z0-9]{1,255}")


class Row(Choice):
    """A row of a table, of which it is not known which.

    Of a member the template's table is asked; for anything else it is one of all the rows.
    """

    put_off = True

    def __init__(
        self, table: dict[Any, Any], name: str, key: Any, *, may_lack: bool = False
    ) -> None:
        self._table, self._name, self._key = table, name, key
        self._may_lack = may_lack
        self._whole: Any = None
        self._rows = dict(table)

    def __getitem__(self, column: Any) -> Any:
        self._check_rows()
        cells = [cell for row in self._table.values() for cell in row.values()]
        if isinstance(column, Symbol) and len(_kinds(cells)) > 1 and _mostly(cells) is None:
            rows = {key: look_up(row, column, "") for key, row in self._table.items()}
            return _chain(rows, self._key)
        return _cell(self._table, self._name, self._key, column)

    def _check_rows(self) -> None:
        """Refuse to go on where another row was put into the place of one."""
        if any(self._table.get(key) is not row for key, row in self._rows.items()):
            current().refuse(
                f"a look-up in {self._name or 'a table'}, which changes while the program runs"
            )

    def alternatives(self) -> Any:
        """Give the whole row: one after the other, by comparing the key."""
        if self._whole is None:
            self._check_rows()
            with outside():
                self._whole = _chain(self._table, self._key, *([{}] if self._may_lack else []))
        return self._whole

    def condition_name(self) -> str:
        """Give the name of the condition by which it is the first of two."""
        whole = self.alternatives()
        if isinstance(whole, Choice):
            return whole.condition_name()
        first = wire(next(iter(self._table)))  # every row is the same one
        return name_of(Condition({"node": "equal", "left": wire(self._key), "right": first}))

    def sides(self) -> tuple[Any, Any]:
        """Give two rows, each of which may be one of several again."""
        whole = self.alternatives()
        return whole.sides() if isinstance(whole, Choice) else (whole, whole)

    def each(self, change: Callable[[Any], Any]) -> Any:
        """Do something with every row that it can be at this place."""
        whole = resolve(self.alternatives())
        return whole.each(change) if isinstance(whole, Choice) else change(whole)

    def get(self, column: Any, default: Any = None) -> Any:
        """Give a cell, or a default where a row has none."""
        rows = self._table.values()
        if not isinstance(column, Symbol) and not any(column in row for row in rows):
            return default
        sure = not isinstance(column, Symbol) and all(column in row for row in rows)
        if sure and not self._may_lack:
            return self[column]
        if isinstance(default, Symbol) or _is_cell(default):
            return _cell(self._table, self._name, self._key, column, default)
        every = {key: look_up(row, column, "", default) for key, row in self._table.items()}
        return _chain(every, self._key, *([default] if self._may_lack else []))

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name in ("copy", "items", "keys", "values"):
            return getattr(self.alternatives(), name)
        return current().refuse(f".{name} of {self.words()} cannot be said in a template")

    def words(self) -> str:
        """Name it for a person."""
        return f"a row that {describe(self._key)} chooses"


def remember_row(table: dict[Any, Any], key: Any, row: dict[Any, Any], name: str) -> None:
    """Remember where a row was taken from, for the case that a symbol chooses the column."""
    if name and isinstance(key, str) and _is_table(table):
        current().rows[id(row)] = (table, name, key, row)


def look_up(table: dict[Any, Any], key: Any, name: str, *default: Any) -> Any:
    """Give what a symbol chooses from a map: of rows, of cells, or of anything."""
    if not table and default:
        return default[0]
    if not table:
        raise KeyError(str(key))
    if "__builtins__" in table:
        current().refuse(f"a variable that is named by {_described(key)} cannot be said")
    from_row = current().rows.get(id(table))
    alike = all(_is_cell(value) for value in table.values()) and len(_kinds(table.values())) == 1
    if from_row is not None and alike and not default:
        outer, outer_name, row_key, _ = from_row
        return _cell(outer, outer_name, row_key, key)
    if any(isinstance(row, Symbol) for row in table) or has_open_key(table):
        return _chain(dict(reversed(table.items())), key, *default)
    legal = all(isinstance(row, str) and _ROW_KEY.fullmatch(row) for row in table)
    if isinstance(key, Text) and _is_table(table) and not default and legal and _renamed(table):
        return Row(table, name, key)
    may_lack = default == ({},) and _is_table(table)
    if isinstance(key, Text) and may_lack and legal and _renamed(table):
        return Row(table, name, key, may_lack=True)
    if isinstance(key, Text) and alike and legal and not default:
        rows = {row: {_COLUMN: value} for row, value in table.items()}
        return _cell(rows, name, key, _COLUMN, *default, source=table)
    return _chain(table, key, *default)


def _chain(table: dict[Any, Any], key: Any, *default: Any) -> Any:
    """Give one of a map's values by comparing the key with one after the other."""
    groups: dict[int, tuple[list[Any], Any]] = {}
    for candidate, value in table.items():
        value = or_default(value, *default) if default else value
        groups.setdefault(_likeness(value, len(groups)), ([], value))[0].append(candidate)
    entries = list(groups.values())
    if not default:
        _tell_unchecked(table, key)
    result = default[0] if default else entries.pop()[1]
    for candidates, value in reversed(entries):
        test = any_of(*(compare("==", key, candidate) for candidate in candidates))
        result = choose(test, value, result)
    return result


def _likeness(value: Any, number: int) -> int:
    """Give a number that only what is the same object shares; of texts and numbers each is one."""
    return -number if _is_cell(value) or value is None else id(value)


def _tell_unchecked(table: dict[Any, Any], key: Any) -> None:
    if _is_among(table, key):
        return
    known = [it for it in table if not isinstance(it, Symbol) and not is_open_key(it)]
    shown = ", ".join(map(str, known)) or "a map"
    current().warn(
        "unchecked",
        f"{_described(key)} is looked up in {shown}, which the template does not check",
    )


def _is_among(table: dict[Any, Any], key: Any) -> bool:
    """Tell whether each text that a key is one of, by a decision, is a key of a map."""
    key = resolve(key)
    if is_open_key(key) or has_open_key(table):
        return False
    if not isinstance(key, Symbol):
        return key in table
    node = current().whole_choice(key) if isinstance(key, Text) else None
    return node is not None and all(
        _is_among(table, lift(node[side])) for side in ("then", "otherwise")
    )


def _described(key: Any) -> str:
    return describe(key) if isinstance(key, (Text, Value, Items)) else "a value"


def _is_table(table: dict[Any, Any]) -> bool:
    return bool(table) and all(
        isinstance(key, str)
        and isinstance(row, dict)
        and row
        and all(isinstance(column, str) and _is_cell(cell) for column, cell in row.items())
        for key, row in table.items()
    )


def _is_cell(value: Any) -> bool:
    """Tell whether a table can hold a value: fixed texts, numbers, booleans, and lists of them."""
    if isinstance(value, list) and not isinstance(value, Items):
        return all(_is_cell(item) and not isinstance(item, list) for item in value)
    return isinstance(value, (str, int, float)) and not isinstance(value, Symbol)


def _cell(
    table: dict[Any, Any], name: str, first: Any, second: Any, *default: Any, source: Any = None
) -> Any:
    """Give the symbol for a cell."""
    cells = [
        cell
        for key, row in table.items()
        for column, cell in row.items()
        if (isinstance(first, Symbol) or key == first)
        and (isinstance(second, Symbol) or column == second)
    ]
    if not cells:
        raise KeyError(second if isinstance(first, Symbol) else first)
    if isinstance(second, Symbol) and _renamed(table) != plain(table):
        current().refuse(
            f"{describe(second)} chooses a column of {name or 'a table'}, whose names have other "
            "characters than a template allows: letters and digits"
        )
    if any(isinstance(it, Text) and current().node_of(it, "stack") for it in (first, second)):
        current().tell_stack_name(f"the look-up in {name or 'a table'}")
    more = {"default": wire(default[0]), "has_default": True} if default else {}
    kind = _kind(cells, is_open=isinstance(first, Symbol) and isinstance(second, Symbol))
    token = current().node(
        kind,
        node="lookup",
        table=_register(table, name, table if source is None else source),
        first=wire(first),
        second=_column(second) if type(second) is str else wire(second),
        **more,
    )
    _remember_cells(token, table, first, second, *default)
    if kind == "list":
        return Items.of(token)
    if kind == "boolean":
        return Condition({"node": "equal", "left": token, "right": "true"}, token)
    return Text(token) if kind == "string" else Value(token, kind)


def _remember_cells(
    token: str, table: dict[Any, Any], first: Any, second: Any, *default: Any
) -> None:
    """Remember all that a cell can be, for what a template cannot do with a look-up."""
    if isinstance(second, Symbol) == isinstance(first, Symbol):
        return
    if isinstance(first, Symbol):
        column = {key: row[second] for key, row in table.items() if second in row}
    else:
        column, first = table[first], second
    column = {key: list(it) if type(it) is list else it for key, it in column.items()}
    run = current()
    whole = run.tokens.read(token)
    if whole is not None:
        run.cells[whole[1]] = lambda change: _chain(
            {key: change(cell) for key, cell in column.items()}, first, *map(change, default)
        )


def _kinds(cells: Iterable[Any]) -> set[str]:
    kinds: dict[type, str] = {bool: "boolean", int: "integer", float: "number", list: "list"}
    found = {kinds.get(type(plain(cell)), "string") for cell in cells}
    return {"number"} if found == {"integer", "number"} else found


def _mostly(cells: list[Any]) -> str | None:
    """What most cells are of texts and lists, of which the place knows which it takes; None where
    there are others.
    """
    lists = sum(isinstance(cell, list) for cell in cells)
    if _kinds(cells) != {"string", "list"}:
        return None
    return "list" if 2 * lists > len(cells) else "string"


def _kind(cells: list[Any], *, is_open: bool = False) -> str:
    found = _kinds(cells)
    mostly = _mostly(cells) if is_open else None
    if mostly is not None:
        return mostly
    if len(found) > 1:
        current().refuse("a look-up gives values of different types, which cannot be said")
    return found.pop()


def _register(table: dict[Any, Any], name: str, source: Any) -> str:
    """Give a table's name in the template, after reporting it where it is new.

    Args:
        table, name: its rows, and what the program calls it.
        source: what the program holds of it, which is kept: no other object has its identity.
    """
    run = current()
    identity = id(source)
    known = run.tables.get(identity)
    rows = _renamed(plain(table)) or plain(table)
    if known is not None and known[1] != rows:
        run.refuse(f"a look-up in {name or 'a table'}, which changes while the program runs")
    if known is None:
        words = run.settings["names"].get(name) or pascal(name) or "Table"
        unique, number = words, 2
        while unique in {other for other, *_ in run.tables.values()}:
            unique, number = f"{words}{number}", number + 1
        known = run.tables[identity] = (unique, copy.deepcopy(rows), source)
        run.report("table", name=unique, rows=rows)
    return known[0]


def _column(name: str) -> str:
    """Give a column's name as a template allows it: ``instance_type`` is ``instanceType``."""
    head, *words = _WORD.findall(name) or ["column"]
    return "".join([head, *(word[0].upper() + word[1:] for word in words)])


def _renamed(table: dict[Any, Any]) -> dict[Any, Any] | None:
    """Give a table with legal names of columns, None where two would be one."""
    if not _is_table(table):
        return None
    rows = {
        key: {_column(column): cell for column, cell in row.items()} for key, row in table.items()
    }
    return rows if all(len(rows[key]) == len(row) for key, row in table.items()) else None


def known_cell(table: Any, name: str, first: str, second: str, found: Any) -> Any:
    """Give a fixed cell that remembers its place, where a template's table can hold it."""
    if type(found) not in (str, int) or type(table) is not dict or not _is_legal(table):
        return found
    known = current().tables.get(id(table))
    if known is not None and known[1] != _renamed(plain(table)):
        return found
    token = current().node(
        "string" if isinstance(found, str) else "integer",
        node="lookup",
        table=_register(table, name, table),
        first=first,
        second=second,
    )
    current().remembers = True
    return known_text(found, token) if isinstance(found, str) else known_number(found, token)


def _is_legal(table: dict[Any, Any]) -> bool:
    """Tell whether a template's table can hold a map as it is."""
    return _is_table(table) and all(
        _ROW_KEY.fullmatch(key) and all(_COLUMN_KEY.fullmatch(column) for column in row)
        for key, row in table.items()
    )
