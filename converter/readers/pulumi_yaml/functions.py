"""The functions of Pulumi YAML: ``fn::join`` and the like.

Rules: https://www.pulumi.com/docs/iac/languages-sdks/yaml/yaml-language-reference/#expressions
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ...errors import ProgramError, UnsupportedError
from ...pulumi import (
    Base64,
    Concat,
    ConfigValue,
    Convert,
    Expression,
    Join,
    Json,
    Length,
    LocalFile,
    Lookup,
    Node,
    Secret,
    Split,
    StackName,
    StackOutput,
)
from ...rewriting import rewrite
from .kinds import attribute_kind
from .lookups import gives_scalars, may_be_absent, picked
from .opened import text_of
from .parts import Named

if TYPE_CHECKING:
    from .values import Values

_PATTERN = re.compile("|/.+/")  # nothing, or a regular expression


def _pair(name: str, argument: Any) -> tuple[Any, Any]:
    if not isinstance(argument, list) or len(argument) != 2:
        raise ProgramError(f"{name} takes a list of two")
    return argument[0], argument[1]


def _join(values: Values, argument: Any) -> Any:
    first, second = _pair("fn::join", argument)
    delimiter, items = values.value(first, (0,)), values.evaluated(second)
    if not isinstance(delimiter, str):
        raise UnsupportedError("the delimiter of a join must be a text that the program spells out")
    if not isinstance(items, list):
        return Join(delimiter, values.said(items))
    found = [values.inside(item) for item in items]
    if any(map(may_be_absent, found)):
        return Join(delimiter, found)
    pieces: list[Any] = []
    for item in found:
        pieces += [delimiter, item] if pieces else [item]
    return joined(pieces)


def joined(pieces: list[Any]) -> Any:
    """Texts one after the other; a literal text where all are."""
    found: list[Expression] = []
    for piece in pieces:
        for part in piece.parts if isinstance(piece, Concat) else (piece,):
            if isinstance(part, str) and found and isinstance(found[-1], str):
                found[-1] += part
            elif part != "":
                found.append(part)
    if all(isinstance(part, str) for part in found):
        return "".join(str(part) for part in found)
    return Concat(tuple(found))


def _split(values: Values, argument: Any) -> Any:
    first, second = _pair("fn::split", argument)
    delimiter, source = values.value(first, (0,)), values.value(second, (1,))
    if not isinstance(delimiter, str):
        raise UnsupportedError(
            "the delimiter of a split must be a text that the program spells out"
        )
    if isinstance(source, str):
        return source.split(delimiter) if delimiter else list(source)
    return _pieces(values, delimiter, source)


def _pieces(values: Values, delimiter: str, source: Expression) -> Expression:
    # CloudFormation's own lists are written like this: text with commas
    listed = values.listed(source) if delimiter == "," else None
    return Split(delimiter, source) if listed is None else listed


def replaced(values: Values, arguments: Mapping[str, Any]) -> Expression:
    """A text with others in the place of some, as a template says it: cut there, and joined by the
    others.
    """
    text, search, new = (arguments.get(key) for key in ("text", "search", "replace"))
    if (search, new) == ('"', "") and isinstance(asked := _unquoted(text), ConfigValue):
        return asked
    if not (isinstance(search, str) and isinstance(new, str)) or _PATTERN.fullmatch(search):
        raise UnsupportedError("what a text is replaced by has to be a text that is spelled out")
    if isinstance(text, Json):
        raise UnsupportedError("a template cannot replace a part of JSON")
    source = values.said(text)
    if isinstance(source, str):
        return source.replace(search, new)
    return Join(new, _pieces(values, search, source))


def trimmed(arguments: Mapping[str, Any]) -> Expression:
    """A text of the config, read so though it may look like a number."""
    text, marks = arguments.get("input"), arguments.get("cutset")
    asked = _unquoted(text)
    if isinstance(asked, ConfigValue) and marks == '"':
        return asked
    if isinstance(text, str) and isinstance(marks, str):
        return text.strip(marks)
    raise UnsupportedError("a template cannot leave out what a text begins and ends with")


def _unquoted(text: Any) -> Expression:
    """What is JSON, where its quotation marks are left out: so a text of the config is read."""
    return text.value if isinstance(text, (Json, Convert)) else None


def _select(values: Values, argument: Any) -> Any:
    first, second = _pair("fn::select", argument)
    index, items = values.value(first, (0,)), values.value(second, (1,))
    if isinstance(index, int) and isinstance(items, list):
        return picked(items, index)
    return values.selected(index, items)


def _json(values: Values, argument: Any) -> Any:
    value = values.value(argument)
    is_printed = attribute_kind(value, values.described) in ("integer", "number", "boolean")
    if is_printed or _is_scalar(values, value) or isinstance(value, Length):
        return Convert("string", value)
    if isinstance(value, (bool, int, float)):
        return str(value).lower() if isinstance(value, bool) else str(value)
    if not _holds_scalars(values, value):
        return Json(value)
    return joined([*_written(values, value)])


def _holds_scalars(values: Values, value: Any) -> bool:
    """Whether a value holds numbers or booleans that the config decides, which
    ``Fn::ToJsonString`` quotes.
    """
    if isinstance(value, (dict, list)):
        inside = value.values() if isinstance(value, dict) else value
        return any(_holds_scalars(values, each) for each in inside)
    return _is_scalar(values, value)


def _is_scalar(values: Values, value: Any) -> bool:
    """Whether a value is a number or a boolean that the config decides."""
    if isinstance(value, ConfigValue):
        return values.is_scalar(value.key)
    if isinstance(value, Convert):
        return value.to in ("integer", "number", "boolean")
    return isinstance(value, Lookup) and gives_scalars(values, value)


def _written(values: Values, value: Any) -> Iterator[Any]:
    """The pieces of a value's JSON text."""
    if isinstance(value, dict):
        entries = [[json.dumps(key) + ":", *_written(values, it)] for key, it in value.items()]
        yield from ("{", *_between(entries), "}")
    elif isinstance(value, list):
        yield from ("[", *_between([[*_written(values, it)] for it in value]), "]")
    elif not isinstance(value, Node):
        yield json.dumps(value)
    elif _is_scalar(values, value):
        yield Convert("string", value)
    elif isinstance(value, (Concat, StackName)) or _is_text(values, value):
        yield from ('"', value, '"')
        values.tell_unescaped(value)
    else:
        raise UnsupportedError(
            "a number or a boolean of the config beside this in fn::toJSON cannot be said in a "
            "template: Fn::ToJsonString makes a text of it"
        )


def _is_text(values: Values, value: Node) -> bool:
    return isinstance(value, ConfigValue) and values.config[value.key].type == "string"


def _between(entries: list[list[Any]]) -> Iterator[Any]:
    for position, entry in enumerate(entries):
        yield from ([",", *entry] if position else entry)


def _from_base64(values: Values, argument: Any) -> Any:
    value = values.value(argument)
    if isinstance(value, Base64):
        return value.value
    if isinstance(value, Node) or not isinstance(value, str):
        raise UnsupportedError("fn::fromBase64 cannot be said in a template")
    try:
        return base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        raise ProgramError("this is no Base64 of a text") from None


def _to_base64(values: Values, argument: Any) -> Any:
    value = values.value(argument)
    if value is None or isinstance(value, (bool, int, float, list, dict)):
        raise ProgramError("fn::toBase64 takes a text")
    return Base64(value)


def _length(values: Values, argument: Any) -> Any:
    value = values.value(argument)
    if isinstance(value, str) and not value.isascii():
        raise UnsupportedError("the length of a text is counted here where all of it is ASCII")
    if value is None or isinstance(value, (bool, int, float)):
        raise ProgramError("fn::length takes a list, a map or a text")
    return len(value) if isinstance(value, (list, dict, str)) else Length(value)


def _single_or_none(values: Values, argument: Any) -> Any:
    value = values.value(argument)
    if isinstance(value, Node):
        raise UnsupportedError("fn::singleOrNone cannot be said in a template")
    if not isinstance(value, list) or len(value) > 1:
        raise ProgramError("fn::singleOrNone takes a list of one item, or of none")
    return value[0] if value else None


def _sha1(values: Values, argument: Any) -> Any:
    value = values.value(argument)
    if not isinstance(value, str):
        raise UnsupportedError("a template cannot hash a text that the program does not spell out")
    return hashlib.sha1(value.encode(), usedforsecurity=False).hexdigest()


def _unsecret(values: Values, argument: Any) -> Any:
    return rewrite(values.value(argument), lambda it: it.value if isinstance(it, Secret) else it)


def _resource_name(values: Values, argument: Any) -> Any:
    return _named(values, argument).name


def _resource_type(values: Values, argument: Any) -> Any:
    return values.type_of(_named(values, argument).name)


def _named(values: Values, argument: Any) -> Named:
    found = values.evaluated(argument)
    if not isinstance(found, Named):
        raise ProgramError("what is asked here is a resource: ${queue}")
    return found


def _stack_reference(values: Values, argument: Any) -> Any:
    stack, output = _pair("fn::stackReference", argument)
    if not isinstance(stack, str) or not isinstance(output, str):
        raise UnsupportedError("fn::stackReference must spell out the stack and the output")
    return StackOutput(values.refer(stack), output)


def _read_file(values: Values, argument: Any) -> Any:
    path = _path(values, argument)
    return text_of(values.read_file(path), path)


def _content(values: Values, argument: Any) -> bytes:
    """The content of a file that a function is given the path of."""
    return values.read_file(_path(values, argument))


def _path(values: Values, argument: Any) -> str:
    path = values.in_folder(argument)
    if not isinstance(path, str):
        raise UnsupportedError("the path of a file must be spelled out")
    return path


def _base64_of_file(values: Values, argument: Any) -> Any:
    return base64.b64encode(_content(values, argument)).decode()


def _hash_of_file(values: Values, argument: Any) -> Any:
    return base64.b64encode(hashlib.sha256(_content(values, argument)).digest()).decode()


def _file(values: Values, argument: Any) -> Any:
    path = os.path.normpath(_path(values, argument))
    return LocalFile(path.replace(os.sep, "/"))


def _secret(values: Values, argument: Any) -> Any:
    return Secret(values.value(argument))


def _upload(values: Values, argument: Any) -> Any:
    raise UnsupportedError(
        "this is an asset, a file that Pulumi uploads; a template cannot hold one: upload it "
        "beforehand and give its bucket and key"
    )


FUNCTIONS: dict[str, Callable[[Values, Any], Any]] = {
    "join": _join,
    "split": _split,
    "select": _select,
    "tojson": _json,
    "tobase64": _to_base64,
    "frombase64": _from_base64,
    "length": _length,
    "singleornone": _single_or_none,
    "sha1": _sha1,
    "pulumiresourcename": _resource_name,
    "pulumiresourcetype": _resource_type,
    "secret": _secret,
    "unsecret": _unsecret,
    "readfile": _read_file,
    "filebase64": _base64_of_file,
    "filebase64sha256": _hash_of_file,
    "stringasset": lambda values, argument: values.value(argument),
    **dict.fromkeys(("fileasset", "filearchive"), _file),
    "stackreference": _stack_reference,
    **dict.fromkeys(("remoteasset", "remotearchive", "assetarchive"), _upload),
}
