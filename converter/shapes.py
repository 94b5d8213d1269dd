"""Documents of other tools, read as what they should be: a mapping here, a text there."""

from __future__ import annotations

from typing import IO, Any, AnyStr

from .errors import Path, PathStep, SourceError
from .records import dataclass

DEEPEST = 200
LONGEST = 50_000_000
_USUAL = 1 << 16  # as long as most files are at most
MOST_VALUES = 250_000

_KINDS = {
    dict: "a mapping",
    list: "a list",
    str: "a text",
    bool: "a boolean",
    type(None): "nothing",
}


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a document; what is missing is a part without a value.

    Args:
        value: what is there.
        file: the document.
        path: where it is.
    """

    value: Any
    file: str
    path: Path = ()

    def entries(self) -> dict[str, Part]:
        """The entries of a mapping; of what is missing, none.

        Raises:
            SourceError: it is something else, or has a key that is no text.
        """
        if self.value is None:
            return {}
        if not isinstance(self.value, dict):
            raise self.refusal("a mapping")
        return {self._key(key): self._inner(key, it) for key, it in self.value.items()}

    def items(self) -> list[Part]:
        """The items of a list; of what is missing, none.

        Raises:
            SourceError: it is something else.
        """
        if self.value is None:
            return []
        if not isinstance(self.value, list):
            raise self.refusal("a list")
        return [self._inner(position, it) for position, it in enumerate(self.value)]

    def entry(self, key: str) -> Part:
        """An entry of a mapping; it may be missing."""
        found = self.entries().get(key)
        return found if found is not None else self._inner(key, None)

    def text(self) -> str | None:
        """A text, or a number or boolean as one; None where it is missing.

        Raises:
            SourceError: it is something else.
        """
        if self.value is None or isinstance(self.value, str):
            return self.value
        if isinstance(self.value, bool):
            return "true" if self.value else "false"
        if isinstance(self.value, (int, float)):
            return str(self.value)
        raise self.refusal("a text")

    def refusal(self, expected: str) -> SourceError:
        """The error that says what is expected here."""
        found = _KINDS.get(type(self.value), "a number")
        return SourceError(
            f"{expected} is expected, this is {found}", file=self.file, path=self.path
        )

    def _key(self, key: Any) -> str:
        if isinstance(key, (str, bool, int, float)):
            return str(self._inner("", key).text())
        raise SourceError("a key that is no text", file=self.file, path=self.path)

    def _inner(self, step: PathStep, value: Any) -> Part:
        return Part(value, self.file, (*self.path, step if isinstance(step, int) else str(step)))


def whole(file: IO[AnyStr], name: str) -> AnyStr:
    """What a file has in it, but for one that has no end, or nearly so.

    Raises:
        SourceError: it is too long.
    """
    found = file.read(_USUAL)
    if len(found) == _USUAL:  # making room for the longest at once takes longer than reading most
        found += file.read(LONGEST + 1 - _USUAL)
    if len(found) > LONGEST:
        raise SourceError(f"it is longer than {LONGEST} characters", file=name)
    return found


def read_yaml(file: str) -> Part:
    """Read a YAML file of Pulumi as Pulumi does, but for dates: they are texts.

    Raises:
        SourceError: it cannot be read, is no YAML, no mapping, or stands for too much.
    """
    import yaml

    text = _text_of(file)
    try:
        value = yaml.load(text, _loader())
    except yaml.YAMLError as error:
        mark, problem = getattr(error, "problem_mark", None), getattr(error, "problem", None)
        words = "is not valid YAML" + (f": {problem.removeprefix('but ')}" if problem else "")
        raise SourceError(words, file=file, line=mark.line + 1 if mark else None) from None
    except (ValueError, RecursionError, OverflowError):  # a number too long, a nest too deep
        raise SourceError("has a value in it that cannot be read", file=file) from None
    return _checked(Part(value, file))


def read_json(file: str) -> Part:
    """Read a JSON file of another tool.

    Raises:
        SourceError: it cannot be read, is no JSON, or no mapping.
    """
    import json

    text = _text_of(file)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        words = f"is not valid JSON: {error.msg}"
        raise SourceError(words, file=file, line=error.lineno, column=error.colno) from None
    except (ValueError, RecursionError):
        raise SourceError("has a value in it that cannot be read", file=file) from None
    return _checked(Part(value, file))


def _text_of(file: str) -> str:
    try:
        with open(file, encoding="utf-8-sig") as opened:
            return whole(opened, file)
    except (OSError, ValueError) as error:
        words = getattr(error, "strerror", None) or "it is no UTF-8 text"
        raise SourceError(f"cannot be read: {words}", file=file) from None


def _checked(document: Part) -> Part:
    """Refuse what aliases make huge or endless."""
    document.entries()
    level: list[Any] = [document.value]
    number = 0
    for _ in range(DEEPEST):
        inner: list[Any] = []
        for each in level:
            inner += _children(each)
            if number + len(inner) > MOST_VALUES:
                raise SourceError("stands for too many values", file=document.file)
        if not inner:
            return document
        level, number = inner, number + len(inner)
    raise SourceError("is nested too deeply", file=document.file)


def _children(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(value.values())
    return value if isinstance(value, list) else []


def _loader() -> Any:
    """PyYAML's safe loader with the rules of Go's, which are Pulumi's: dates are texts."""
    import re

    import yaml

    from .go_scalars import read_scalar

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    plain, merge = "plain", "tag:yaml.org,2002:merge"

    def mapping(self: Any, node: Any, deep: bool = False) -> Any:
        seen = set()
        for key, _ in node.value:
            if key.id == "scalar" and key.value in seen:
                words = f"the key {key.value!r} stands here twice"
                raise yaml.constructor.ConstructorError(None, None, words, key.start_mark)
            seen.add(key.value if key.id == "scalar" else None)
        return base.construct_mapping(self, node, deep)

    def untagged(self: Any, suffix: str, node: Any) -> Any:
        if node.id == "scalar":
            return node.value
        is_list = node.id == "sequence"
        return (self.construct_sequence if is_list else self.construct_mapping)(node, deep=True)

    rules = {None: [(plain, re.compile(""))], "<": [(merge, re.compile("<<$"))]}
    members = {"yaml_implicit_resolvers": rules, "construct_mapping": mapping}
    loader: Any = type("Loader", (base,), members)
    loader.add_constructor(plain, lambda self, node: read_scalar(node.value))
    loader.add_multi_constructor("!", untagged)
    return loader
