"""A template's tree as YAML that a person would write: short forms, block scalars, few quotes.

PyYAML's emitter in Python prints it: libyaml's neither indents lists nor keeps a script with a tab
or a blank at the end of a line as a block.
"""

from __future__ import annotations

import io
import math
import re
import sys
from collections.abc import Callable
from functools import cache

from yaml.emitter import Emitter, ScalarAnalysis
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
    StreamStartEvent,
)

from ..errors import UnsupportedError
from ..intrinsics import Tree
from ..scalars import needs_quotes, number_text

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

# Characters that only a double-quoted scalar carries.
_PRINTED = "\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff"
_SIMPLE = re.compile(r"[A-Za-z0-9_/][A-Za-z0-9_./-]*(?: [A-Za-z0-9_./-]+)*")
_HALF_PAIR = re.compile("[\ud800-\udfff]")


def print_yaml(tree: dict[str, Tree]) -> str:
    """``tree`` as a YAML document.

    Raises:
        UnsupportedError: it holds a number or a character that no template can.
    """
    stream = io.StringIO()
    _Printer(_Emitter(stream, allow_unicode=True, width=sys.maxsize).emit).document(tree)
    return stream.getvalue()


class _SpacedKey(ScalarEvent):
    """A key with a blank line above."""


class _Emitter(Emitter):
    """PyYAML's emitter, with lists indented, tags beside plain scalars, and more block scalars."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)

    def expect_block_mapping_key(self, first: bool = False) -> None:
        if type(self.event) is _SpacedKey and not first:
            if self.column:
                self.write_line_break()
            self.write_line_break()
        super().expect_block_mapping_key(first)

    def process_tag(self) -> None:
        event = self.event
        if type(event) is not ScalarEvent or event.tag is None:
            super().process_tag()
            return
        if self.style is None:
            self.style = self.choose_scalar_style()
        self.write_indicator(self.prepare_tag(event.tag), True)

    def analyze_scalar(self, scalar: str) -> ScalarAnalysis:
        if _SIMPLE.fullmatch(scalar):  # most are; the analysis proper goes through each character
            return ScalarAnalysis(scalar, False, False, True, True, True, True, False)
        analysis = super().analyze_scalar(scalar)
        if "\n" in scalar:
            analysis.allow_block = not _needs_escapes(scalar, tabs=True)
        return analysis

    def write_plain(self, text: str, split: bool = True) -> None:
        if not text or self.root_context or "\n" in text:
            super().write_plain(text, split)
            return
        written = text if self.whitespace else " " + text  # no line is too wide: nothing to break
        self.whitespace = self.indention = False
        self.column += len(written)
        self.stream.write(written)

    def determine_block_hints(self, text: str) -> str:
        hints = super().determine_block_hints(text)
        return f"{self.best_indent}{hints}" if text.startswith("\t") else hints


class _Printer:
    """Turns a tree into the emitter's events."""

    def __init__(self, emit: Callable[[Event], None]) -> None:
        self.emit = emit

    def document(self, tree: dict[str, Tree]) -> None:
        self.emit(StreamStartEvent())
        self.emit(DocumentStartEvent(explicit=False))
        self.emit(MappingStartEvent(None, None, True, flow_style=not tree))
        for name, section in tree.items():
            self.emit(_text(name) if name in _TOGETHER else _spaced(name))
            if name in _SPACED_SECTIONS and isinstance(section, dict) and section:
                self.emit(MappingStartEvent(None, None, True, flow_style=False))
                for key, entry in section.items():
                    self.emit(_spaced(key))
                    self.node(entry)
                self.emit(MappingEndEvent())
            else:
                self.node(section)
        self.emit(MappingEndEvent())
        self.emit(DocumentEndEvent(explicit=False))
        self.emit(StreamEndEvent())

    def node(self, tree: Tree, *, condition: bool = False) -> None:
        """``condition``: whether ``{"Condition": name}`` names a condition here."""
        if isinstance(tree, str):
            self.emit(_text(tree))
        elif isinstance(tree, list):
            self.sequence(tree)
        elif not isinstance(tree, dict):
            self.emit(ScalarEvent(None, None, (True, False), _scalar_text(tree)))
        elif short := _short_form(tree, condition):
            name, argument = short
            if isinstance(argument, str):
                self.emit(_text(argument, _tag(name)))
            else:
                self.function(name, argument)
        else:
            self.mapping(tree)

    def mapping(self, tree: dict[str, Tree]) -> None:
        self.emit(MappingStartEvent(None, None, True, flow_style=not tree))
        for key, value in tree.items():
            self.emit(_text(key))
            self.node(value)
        self.emit(MappingEndEvent())

    def sequence(self, items: list[Tree]) -> None:
        self.emit(SequenceStartEvent(None, None, True, flow_style=not items))
        for item in items:
            self.node(item)
        self.emit(SequenceEndEvent())

    def function(self, name: str, arguments: list[Tree]) -> None:
        conditions = name in _CONDITION_LISTS
        flow = _flow_width(arguments, conditions, _WIDEST_FLOW) <= _WIDEST_FLOW
        self.emit(SequenceStartEvent(None, _tag(name), False, flow_style=flow))
        for item in arguments:
            self.node(item, condition=conditions)
        self.emit(SequenceEndEvent())


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
        return len(_scalar_text(tree)) + 2
    short = _short_form(tree, condition)
    if short is None:
        return widest + 1
    name, argument = short
    return len(name) + _flow_width(argument, name in _CONDITION_LISTS, widest - len(name))


def _spaced(key: str) -> ScalarEvent:
    event = _text(key)
    return _SpacedKey(None, None, event.implicit, key, style=event.style)


def _text(text: str, tag: str | None = None) -> ScalarEvent:
    plain = not needs_quotes(text)
    style = None
    if "\n" in text:
        style = "|" if _reads_as_block(text) else '"'
    elif _needs_escapes(text):
        style = '"'
    if style == '"' and _HALF_PAIR.search(text):
        raise UnsupportedError("half a surrogate pair cannot be written in a template")
    return ScalarEvent(None, tag, (plain, True), text, style=style)


def _reads_as_block(text: str) -> bool:
    """Whether a block scalar is right: one ending in an empty line would swallow what follows."""
    if text.endswith("\n\n") or text.isspace():
        return False
    return not _needs_escapes(text, tabs=True)


def _needs_escapes(text: str, *, tabs: bool = False) -> bool:
    """Whether a character of ``text`` can only be written as an escape; ``tabs`` allows tabs."""
    bare = text.replace("\n", "")
    if tabs:
        bare = bare.replace("\t", "")
    if bare.isascii():
        return not bare.isprintable()
    return _unprinted().search(bare) is not None


@cache
def _unprinted() -> re.Pattern[str]:
    return re.compile(f"[^{_PRINTED}]")  # compiling takes longer than printing most templates


def _scalar_text(scalar: int | float | bool | None) -> str:
    if scalar is None:
        return "null"
    if isinstance(scalar, bool):
        return "true" if scalar else "false"
    if isinstance(scalar, float) and not math.isfinite(scalar):
        raise UnsupportedError("an infinite number cannot be written in a template")
    return number_text(scalar)
