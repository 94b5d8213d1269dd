"""Texts and names in TypeScript."""

from __future__ import annotations

import json
import re

from ..names import snake_case
from ..texts import reads_as_lines

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*")
_UNPRINTABLE = re.compile("[\u007f-\u00a0\u2028\u2029\ufeff\ud800-\udfff]")
_KEYWORDS = (
    "arguments await break case catch class const continue debugger default delete do else enum "
    "eval export extends false finally for function if implements import in instanceof interface "
    "let new null package private protected public return static super switch this throw true try "
    "typeof undefined var void while with yield"
)
RESERVED = frozenset(_KEYWORDS.split(" "))


def string(text: str) -> str:
    """A literal for ``text``, over several lines where that reads better."""
    if reads_as_lines(text) and text.replace("\n", "").isprintable():
        inside = text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
        return f"`{inside}`"
    written = json.dumps(text, ensure_ascii=False)
    if text.count('"') > text.count("'"):
        inside = written[1:-1].replace('\\"', '"').replace("'", "\\'")
        written = f"'{inside}'"
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def key(name: str) -> str:
    """A key of an object: in quotes where it is no identifier."""
    return name if _IDENTIFIER.fullmatch(name) and name != "__proto__" else string(name)


def camel_case(name: str) -> str:
    """``VPCId`` gives ``vpcId``."""
    first, *rest = snake_case(name).strip("_").split("_")
    spelled = first + "".join(word[:1].upper() + word[1:] for word in rest)
    return spelled if _IDENTIFIER.fullmatch(spelled) else f"_{spelled}"
