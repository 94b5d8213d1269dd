"""A YAML template as a tree of dictionaries, lists and scalars, straight from the parser's events.

PyYAML's constructors are not involved: a template is hostile, and events cost a third of the time.
Short tags become long forms, ``!Ref X`` the mapping ``{"Ref": "X"}``.
Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-formats.html
"""

from __future__ import annotations

from collections.abc import Container
from typing import Any, NoReturn

from yaml import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    StreamEndEvent,
)

from ..errors import Path, PathStep, SourceError, TemplateError
from ..intrinsics import Tree
from ..intrinsics.parsing import FORMS
from ..intrinsics.spelling import near_miss
from ..scalars import (
    FIRST_OF_NUMBERS,
    FIRST_OF_OTHERS,
    NumberError,
    Scalar,
    read_plain,
    surprise,
    text_of,
)
from .yaml_events import explain, open_events

DEEPEST = 200
MOST_EXPANDED = 250_000

SHORT_TAGS = {"!" + name.removeprefix("Fn::"): name for name in FORMS}
_STANDARD = "tag:yaml.org,2002:"
_SURPRISING = frozenset((int, str))
_ODD_KEYS = frozenset(("<<", "", "~", "null", "Null", "NULL"))
_SCALAR_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}


_NAMED = frozenset(("Parameters", "Resources", "Outputs"))


def must_be_unique(path: Path) -> bool:
    """Whether a key may not be repeated: of other keys, CloudFormation takes the last one."""
    return len(path) == 2 and path[0] in _NAMED


class YamlTree:
    """One YAML document, read.

    Args:
        text: the document.
        file: its name, for errors.
        lines: the 0-based lines whose entries are wanted in ``entries``.

    Attributes:
        tree: what the document says.
        entries: for each wanted line, the paths of the block entries that start on it, outer first.
        hashes: where scalars with a ``#`` in them start and end, as (line, column).
        surprises: scalars in an unusual notation: their paths, and what there is to know of them,
            a code and words.
        words: the texts of words like ``no`` that stand for a truth, by their paths, each with how
            CloudFormation spells that; ``true`` and ``false`` are not among them.
        aliases: the paths of aliases, which stand in the tree as what they stand for.
        repeated: the paths of keys that stand twice in their mapping: the last one counts.
        marks: where each entry, item and function of the tree starts, in the order of the text;
            None for what only the tree has. They are the tree's own where nothing is repeated and
            there is no alias.

    Raises:
        SourceError: it is not YAML, or goes beyond a limit.
        TemplateError: it is YAML that CloudFormation refuses.
    """

    def __init__(self, text: str, file: str | None = None, lines: Container[int] = ()) -> None:
        self.entries: dict[int, list[Path]] = {}
        self.hashes: list[tuple[tuple[int, int], tuple[int, int]]] = []
        self.surprises: list[tuple[Path, str, str]] = []
        self.words: dict[Path, tuple[str, str]] = {}
        self.aliases: list[Path] = []
        self.repeated: list[Path] = []
        self.marks: list[Any] = []
        self._file = file
        self._lines = lines
        self._trail: list[PathStep] = []
        self._anchors: dict[str, tuple[Tree, int] | None] = {}
        self._nodes = 0
        try:
            self._next = open_events(text)
            self.tree = self._document()
        except (YAMLError, UnicodeError) as error:
            raise explain(error, text, file) from None

    def _document(self) -> Tree:
        self._next()
        if type(self._next()) is StreamEndEvent:
            return None
        tree = self._node(self._next())
        self._next()
        event = self._next()
        if type(event) is DocumentStartEvent:
            raise self._refusal(event, "a template is one YAML document, and here starts another")
        return tree

    def _node(self, event: Any) -> Tree:
        if type(event) is AliasEvent:
            return self._alias(event)
        if event.anchor is None:
            return self._tagged(event)
        self._anchors[event.anchor] = None
        before = self._nodes
        tree = self._tagged(event)
        self._anchors[event.anchor] = tree, self._nodes - before + 1
        return tree

    def _alias(self, event: Any) -> Tree:
        if event.anchor not in self._anchors:
            self._refuse(event, f"there is no anchor '{event.anchor}' above")
        anchored = self._anchors[event.anchor]
        if anchored is None:
            self._refuse(event, f"'*{event.anchor}' stands inside of what it stands for")
        self.aliases.append(tuple(self._trail))
        self._nodes += anchored[1]
        if self._nodes > MOST_EXPANDED:
            raise self._unreadable(event, f"its aliases stand for more than {MOST_EXPANDED} values")
        return anchored[0]

    def _tagged(self, event: Any) -> Tree:
        tag = event.tag
        if tag is None or tag == "!":
            return self._content(event)
        function = SHORT_TAGS.get(tag)
        if function is None:
            return self._standard(event, tag)
        self.marks.append(event.start_mark)
        self._trail.append(function)
        content = self._argument(event, function)
        self._trail.pop()
        return {function: content}

    def _argument(self, event: Any, function: str) -> Tree:
        """What stands behind a short tag: a scalar is a text there, however it looks."""
        if type(event) is not ScalarEvent:
            return self._content(event)
        text: str = event.value
        if function != "Fn::GetAtt":
            return text
        steps: list[Tree] = [*text.split(".", 1)]
        self.marks += [None] * len(steps)
        return steps

    def _standard(self, event: Any, tag: str) -> Tree:
        name = tag.removeprefix(_STANDARD) if tag.startswith(_STANDARD) else ""
        if type(event) is not ScalarEvent:
            if name != ("map" if type(event) is MappingStartEvent else "seq"):
                self._refuse_tag(event, tag)
            return self._content(event)
        value: Tree = event.value if name == "str" else self._plain(event)
        if type(value) not in _SCALAR_TYPES.get(name, ()):
            self._refuse_tag(event, tag)
        return value

    def _content(self, event: Any) -> Tree:
        kind = type(event)
        if kind is ScalarEvent:
            return self._scalar(event)
        if len(self._trail) >= DEEPEST:
            raise self._unreadable(event, f"it is nested more than {DEEPEST} levels deep")
        return self._mapping(event) if kind is MappingStartEvent else self._sequence(event)

    def _mapping(self, start: Any) -> dict[str, Tree]:
        result: dict[str, Tree] = {}
        take, trail, marked = self._next, self._trail, self.marks.append
        lines = () if start.flow_style else self._lines
        while True:
            event = take()
            if type(event) is MappingEndEvent:
                self._nodes += len(result)
                return result
            key = event.value if type(event) is ScalarEvent else self._refuse_key(event)
            if event.tag is not None or key in _ODD_KEYS:
                self._check_key(event)
            if key in result:
                self._repeat(event, (*trail, key))
            if lines and event.start_mark.line in lines:
                self.entries.setdefault(event.start_mark.line, []).append((*trail, key))
            marked(event.start_mark)
            event = take()
            is_plain = type(event) is ScalarEvent and event.tag is None and event.anchor is None
            if is_plain and not self._lines and event.value[:1] not in FIRST_OF_OTHERS:
                result[key] = event.value  # as most are
                continue
            trail.append(key)
            result[key] = self._scalar(event) if is_plain else self._node(event)
            trail.pop()

    def _repeat(self, event: Any, path: Path) -> None:
        if must_be_unique(path):
            self._trail.append(path[-1])
            self._refuse(event, f"the key '{path[-1]}' stands here twice")
        self.repeated.append(path)

    def _sequence(self, start: Any) -> list[Tree]:
        result: list[Tree] = []
        take, trail = self._next, self._trail
        lines = () if start.flow_style else self._lines
        while True:
            event = take()
            if type(event) is SequenceEndEvent:
                self._nodes += len(result)
                return result
            trail.append(len(result))
            if lines and event.start_mark.line in lines:
                self.entries.setdefault(event.start_mark.line, []).append(tuple(trail))
            self.marks.append(event.start_mark)
            result.append(self._node(event))
            trail.pop()

    def _scalar(self, event: Any) -> Tree:
        text: str = event.value
        if self._lines and "#" in text:
            start, end = event.start_mark, event.end_mark
            self.hashes.append(((start.line, start.column), (end.line, end.column)))
        if not event.implicit[0] or text[:1] not in FIRST_OF_OTHERS:
            return text
        return self._plain(event)

    def _plain(self, event: Any) -> Tree:
        text = event.value
        try:
            value = read_plain(text)
        except NumberError as error:
            self._refuse(event, f"{error}: CloudFormation cannot read it (put it in quotes)")
        kind = type(value)
        if kind is bool and text.lower() != text_of(value):
            self.words[tuple(self._trail)] = (text, text_of(value))
        elif (
            kind in _SURPRISING and text[0] in FIRST_OF_NUMBERS and (found := surprise(text, value))
        ):
            self.surprises.append((tuple(self._trail), *found))
        return value

    def _note_surprise(self, text: str, value: Scalar) -> None:
        if found := surprise(text, value):
            self.surprises.append((tuple(self._trail), *found))

    def _check_key(self, event: Any) -> None:
        if event.tag is not None and event.tag not in ("!", _STANDARD + "str"):
            self._refuse_key_tag(event)
        if not event.implicit[0] or event.value not in _ODD_KEYS:
            return
        if event.value == "<<":
            self._refuse(
                event,
                "CloudFormation does not take the merge key '<<' "
                "('aws cloudformation package' writes a template without it)",
            )
        self._refuse(event, "a key must be a text, and this one is null (put it in quotes)")

    def _refuse_key(self, event: Any) -> NoReturn:
        kind = {AliasEvent: "an alias", MappingStartEvent: "a mapping"}.get(type(event), "a list")
        self._refuse(event, f"a key must be a text, and this one is {kind}")

    def _refuse_key_tag(self, event: Any) -> NoReturn:
        """``!ImportValue Fn::Sub: x`` on one line: YAML puts the tag on the key ``Fn::Sub``."""
        if event.tag not in SHORT_TAGS:
            self._refuse_tag(event, event.tag)
        key = event.value
        self._refuse(
            event,
            f"YAML takes {event.tag} for a part of the key '{key}' here: "
            f"write {event.tag} {{{key}: …}}",
        )

    def _refuse_tag(self, event: Any, tag: str) -> NoReturn:
        name = tag.removeprefix(_STANDARD)
        if name in _SCALAR_TYPES and type(event) is ScalarEvent:
            self._refuse(event, f"'{event.value}' is not of the type !!{name}")
        if name != tag:
            self._refuse(event, f"CloudFormation does not take the tag !!{name}")
        self._refuse(event, f"unknown function {tag}{near_miss(tag, SHORT_TAGS)}")

    def _refuse(self, event: Any, message: str) -> NoReturn:
        raise self._refusal(event, message)

    def _refusal(self, event: Any, message: str) -> TemplateError:
        mark = event.start_mark
        return TemplateError(
            message, path=self._trail, file=self._file, line=mark.line + 1, column=mark.column + 1
        )

    def _unreadable(self, event: Any, message: str) -> SourceError:
        mark = event.start_mark
        return SourceError(
            message, path=self._trail, file=self._file, line=mark.line + 1, column=mark.column + 1
        )
