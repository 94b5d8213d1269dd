"""CloudFormation templates, in YAML or JSON, as stacks.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import NamedTuple

from ..cloudformation import Stack
from ..errors import ConversionError, Path, SourceError
from ..intrinsics import Tree
from ..records import replace
from ..report import Report
from ..sections import not_a_mapping, stack_of
from ..shapes import LONGEST
from .comments import attach, commented_lines, split_lines
from .json_tree import NotJSONError, read_json
from .outline import Outline, json_outline, marked_outline
from .source import Source, looks_like_json, read_file
from .validate import validate
from .yaml_events import NotYAMLError
from .yaml_tree import YamlTree

_MOST_MARKS = 100_000  # which take some megabytes, and as long to be made anew as to be kept
MARKS_OF_CDK = ("aws:cdk:path", "CDKMetadata", "/cdk-bootstrap/")


class Document(NamedTuple):
    """What a text says, what its comments say, by path, where its entries stand, if known, and its
    words, as `Stack` has them.
    """

    tree: Tree
    comments: dict[Path, str]
    outline: Outline | None = None
    words: dict[Path, tuple[str, str]] | None = None


def read(
    source: str | os.PathLike[str] | Source,
    *,
    text: str | None = None,
    name: str | None = None,
    report: Report | None = None,
    check: bool = True,
) -> Stack:
    """The stack that a template file describes.

    Args:
        source: the file, or a source that was opened already.
        text: its text, where that is already known.
        name: what messages call it; else the file's path.
        report: where to say what is read otherwise than it looks.
        check: whether its names must lead somewhere, as ``validate`` asks; its shape always counts.

    Raises:
        SourceError: the file cannot be read, or is neither YAML nor JSON.
        TemplateError: CloudFormation would refuse it. Where there are several faults, its
            attribute ``errors`` has them all.
    """
    if isinstance(source, Source):
        return _read_source(source, report, check)
    name = name or os.fspath(source)
    text = read_file(source) if text is None else text
    return read_text(text, name, report=report, check=check)


def read_text(text: str, name: str, *, report: Report | None = None, check: bool = True) -> Stack:
    """The stack that the text of a template describes; as ``read``."""
    return _read_source(Source(name, text), report, check)


def _read_source(source: Source, report: Report | None, check: bool) -> Stack:
    document = _read_document(source.text, source.name, report)
    if document.outline is not None:
        source.note_outline(document.outline)
    try:
        tree = _without_additions(document.tree, source, report)
        stack = stack_of(tree)
        if document.comments:
            stack = replace(stack, comments=document.comments)
        if document.words:
            stack = replace(stack, words=document.words)
        if check:
            validate(stack, report)
    except ConversionError as error:
        _place(error, source)
        raise
    return stack


def _without_additions(tree: Tree, source: Source, report: Report | None) -> Tree:
    """A template without what the CDK adds for its own use, as in one of a deployed stack."""
    if not isinstance(tree, dict) or not any(mark in source.text for mark in MARKS_OF_CDK):
        return tree
    from .cdk.additions import additions, without_additions  # most templates have none

    found = additions(tree) if isinstance(tree.get("Resources"), dict) else []
    if not found:
        return tree
    if report is not None:
        words = "what the CDK adds to a template for its own use is left out"
        report.note("cdk-additions", f"{words}: {', '.join(found)}")
    return without_additions(tree)


def read_raw(text: str, name: str, *, report: Report | None = None) -> dict[str, Tree]:
    """The tree of a template or of a part of one, with functions in their long form.

    Args:
        text: the document.
        name: what messages call it.
        report: where to say what is read otherwise than it looks.

    Raises:
        SourceError: it is neither YAML nor JSON, or no mapping.
        TemplateError: CloudFormation does not take its keys, tags or numbers.
    """
    tree = _read_document(text, name, report).tree
    if not isinstance(tree, dict):
        raise not_a_mapping(tree, name)
    return tree


def _read_document(text: str, name: str, report: Report | None) -> Document:
    text = text.removeprefix("\ufeff")
    if len(text) > LONGEST:
        raise SourceError(f"it is longer than {LONGEST} characters", file=name)
    if looks_like_json(text):
        repeated: list[Path] = []
        try:
            tree = read_json(text, name, repeated)
            _warn_of_repeated(repeated, Source(name, text), report)
            return Document(tree, {}, None if repeated else json_outline(text))
        except NotJSONError as error:
            return _read_flow_style(text, name, report, error)
    return _read_yaml(text, name, report)


def _read_flow_style(
    text: str, name: str, report: Report | None, json_error: NotJSONError
) -> Document:
    """YAML may start as JSON does; what is neither is told as JSON's fault."""
    try:
        return _read_yaml(text, name, report)
    except NotYAMLError:
        raise json_error from None


def _read_yaml(text: str, name: str, report: Report | None) -> Document:
    if "#" not in text:
        yaml = YamlTree(text, name)
        comments: dict[Path, str] = {}
    else:
        lines = split_lines(text)
        commented = commented_lines(lines)
        yaml = YamlTree(text, name, commented)
        comments = attach(lines, commented, yaml.hashes, yaml.entries)
    if report is not None:
        _warn(yaml, report)
        _warn_of_repeated(yaml.repeated, Source(name, text), report)
    has_own = not yaml.aliases and not yaml.repeated and len(yaml.marks) < _MOST_MARKS
    outline = marked_outline(yaml.tree, yaml.marks) if has_own else None
    return Document(yaml.tree, comments, outline, yaml.words)


def _warn(yaml: YamlTree, report: Report) -> None:
    for path, code, words in yaml.surprises:
        report.warn(code, words, path)
    for path in yaml.aliases:
        report.warn(
            "yaml-alias",
            "CloudFormation itself refuses YAML aliases: what this one stands for is written out",
            path,
        )


def _warn_of_repeated(repeated: list[Path], source: Source, report: Report | None) -> None:
    if report is None or not repeated:
        return
    lines = source.lines_of(set(repeated))
    for path in dict.fromkeys(repeated):
        *others, last = lines[path]
        before = ", ".join(str(line) for line in others)
        words = f"the key '{path[-1]}' stands in line {before}, too: CloudFormation takes the last"
        report.warn("repeated-key", f"{words}, in line {last}", path)


def _place(error: ConversionError, source: Source) -> None:
    for one in (error, *getattr(error, "errors", ())):
        one.file = source.name
        with suppress(SourceError):  # what is made of something else has no lines of its own
            one.line, one.column = source.locate(one.path)
