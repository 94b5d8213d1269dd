"""A template's tree as YAML that a person would write: short forms, block scalars, few quotes."""

from __future__ import annotations

from functools import lru_cache

from ..intrinsics import Tree
from .yaml_scalars import flow_scalar, number, scalar

# Functions whose list stands behind a short tag. A mapping never does: the long form reads better.
_LIST_TAGS = frozenset(
    "Fn::" + name
    for name in (
        *("And", "Cidr", "Equals", "FindInMap", "If", "Join", "Length", "Not", "Or"),
        *("Select", "Split", "Sub"),
    )
)
_TEXT_TAGS = frozenset(("Ref", "Fn::Sub", "Fn::ImportValue", "Fn::Base64", "Fn::GetAZs"))
_CONDITION_LISTS = frozenset(("Fn::And", "Fn::Or", "Fn::Not"))
_SPACED_SECTIONS = frozenset(("Resources",))
_TOGETHER = frozenset(("Description",))
_WIDEST_FLOW = 60
_LONGEST_KEY = 127  # a longer one is put behind a question mark
_STEP = "  "


def print_yaml(tree: dict[str, Tree]) -> str:
    """``tree`` as a YAML document.

    Raises:
        UnsupportedError: it holds a number or a character that no template can.
    """
    if not tree:
        return "{}\n"
    printer = _Printer()
    for name, section in tree.items():
        if printer.pieces and name not in _TOGETHER:
            printer.pieces.append("\n")
        printer.entry(name, section, "", spaced=name in _SPACED_SECTIONS)
    return "".join(printer.pieces)


def print_plain_yaml(tree: dict[str, Tree]) -> str:
    """A document of maps, lists and scalars that are no functions.

    Raises:
        UnsupportedError: as for `print_yaml`.
    """
    printer = _Printer(tagged=False)
    for key, value in tree.items():
        printer.entry(key, value, "")
    return "".join(printer.pieces)


class _Printer:
    """Prints nodes one after the other.

    The methods print from behind a key, a dash or the like to the end of the line. ``indent``
    begins the lines of the collection that a node stands in. ``lead`` is what stands before the
    first item of a collection: a line break and the indentation of its lines, or a blank behind a
    dash.

    Attributes:
        pieces: what was printed.
        tagged: whether functions are written in their short form.
    """

    def __init__(self, *, tagged: bool = True) -> None:
        self.tagged = tagged
        self.pieces: list[str] = []

    def entry(self, key: str, value: Tree, indent: str, *, spaced: bool = False) -> None:
        """An entry of a mapping; ``spaced``: with blank lines between the entries of its value."""
        inner = indent + _STEP
        if key and "\n" not in key and len(key) <= _LONGEST_KEY:
            self.pieces.append(_key(key) + ":")
            lead = "\n" + inner
        else:
            self.pieces.append(f"? {scalar(key, inner)}\n{indent}:")
            lead = " "
        if spaced and isinstance(value, dict) and value:
            self.mapping(value, inner, lead, between=f"\n{inner}")
        else:
            self.node(value, indent, lead)

    def node(self, tree: Tree, indent: str, lead: str, *, condition: bool = False) -> None:
        """``condition``: whether ``{"Condition": name}`` names a condition here."""
        if isinstance(tree, list):
            self.sequence(tree, indent + _STEP, lead)
        elif not isinstance(tree, dict):
            self.pieces.append(f" {scalar(tree, indent + _STEP)}\n")
        elif self.tagged and (short := _short_form(tree, condition)):
            self.function(*short, indent)
        else:
            self.mapping(tree, indent + _STEP, lead)

    def mapping(self, tree: dict[str, Tree], indent: str, lead: str, between: str = "") -> None:
        if not tree:
            self.pieces.append(" {}\n")
        for key, value in tree.items():
            self.pieces.append(lead)
            self.entry(key, value, indent)
            lead = between or indent

    def sequence(self, items: list[Tree], indent: str, lead: str, conditions: bool = False) -> None:
        if not items:
            self.pieces.append(" []\n")
        for item in items:
            self.pieces.append(lead + "-")
            self.node(item, indent, " ", condition=conditions)
            lead = indent

    def function(self, name: str, argument: str | list[Tree], indent: str) -> None:
        self.pieces.append(f" {_tag(name)}")
        inner = indent + _STEP
        conditions = name in _CONDITION_LISTS
        if isinstance(argument, str):
            self.pieces.append(f" {scalar(argument, inner)}\n")
        elif _flow_width(argument, conditions, _WIDEST_FLOW) <= _WIDEST_FLOW:
            self.pieces.append(f" {_flow(argument, conditions)}\n")
        else:
            self.sequence(argument, inner, "\n" + inner, conditions)


@lru_cache(maxsize=1024)
def _key(key: str) -> str:
    """What stands for a key of one line: most are the same in all documents."""
    return scalar(key, "")


def _flow(tree: Tree, condition: bool) -> str:
    """What stands for ``tree`` on one line, which is wide enough for it."""
    if isinstance(tree, list):
        return f"[{', '.join([_flow(item, condition) for item in tree])}]"
    if not isinstance(tree, dict):
        return flow_scalar(tree)
    short = _short_form(tree, condition)
    assert short is not None
    name, argument = short
    return f"{_tag(name)} {_flow(argument, name in _CONDITION_LISTS)}"


def _tag(function: str) -> str:
    return "!" + function.removeprefix("Fn::")


def _short_form(tree: dict[str, Tree], condition: bool) -> tuple[str, str | list[Tree]] | None:
    """The function that ``tree`` calls and the argument that stands behind its tag, if one can."""
    if len(tree) != 1:
        return None
    ((name, argument),) = tree.items()
    if isinstance(argument, str):
        short = name in _TEXT_TAGS or (name == "Condition" and condition)
        return (name, argument) if short else None
    if not isinstance(argument, list):
        return None
    if name == "Fn::GetAtt":
        dotted = _dotted(argument)
        return (name, dotted) if dotted else None
    return (name, argument) if name in _LIST_TAGS else None


def _dotted(arguments: list[Tree]) -> str | None:
    """``Resource.Attribute``, where the dot between the two is the first."""
    if len(arguments) != 2:
        return None
    resource, attribute = arguments
    if not isinstance(resource, str) or not isinstance(attribute, str) or "." in resource:
        return None
    return f"{resource}.{attribute}"


def _flow_width(tree: Tree, condition: bool, widest: int) -> int:
    """About how wide ``tree`` is on one line; more than ``widest`` where it belongs on several."""
    if isinstance(tree, str):
        return widest + 1 if "\n" in tree else len(tree) + 2
    if isinstance(tree, list):
        width = 2
        for item in tree:
            width += _flow_width(item, condition, widest - width)
            if width > widest:
                break
        return width
    if not isinstance(tree, dict):
        return len(number(tree)) + 2
    short = _short_form(tree, condition)
    if short is None:
        return widest + 1
    name, argument = short
    return len(name) + _flow_width(argument, name in _CONDITION_LISTS, widest - len(name))
