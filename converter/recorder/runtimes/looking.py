"""What a program does by what only a deployment knows: it is given samples of that, and has to
register what it registers otherwise, with the samples in it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from ...errors import ConversionError, Path, UnsupportedError
from ...evaluation import UNKNOWN, Environment, plain
from ...evaluation.expressions import Scope
from ...provider_functions import FUNCTIONS
from ...pulumi import ConfigKey, Expression, Program, Select, Split, walk
from ..lexing import Spoken
from ..placeholders import counted
from ..shaping import HARMLESS, PARTS, Sample

Kinds = Mapping[Path, str]
"""The kinds of values: of an attribute by the resource and the path, of a config value by its key.
"""

_LOOKS = re.compile(
    r"""
      [Aa]pply\w* \s* (?: <[^>]*> )? \( \s* (?! (?:Optional|List):: )
    | \b (?:Get|Lookup)\w+ (?<!Output) (?<!Region) \( \s* ctx
    | Plain \s* \(
    | \b InvokeAsync \b
    """,
    re.VERBOSE,
)
"""How a program comes to see what only a deployment knows."""
_USUAL = (
    "kx",
    "arn:aws:service:eu-west-1:123456789012:kind/name",
    "https://service.eu-west-1.amazonaws.com/123456789012/name",
)
_MOST = 12
_LENGTHS = ("kx", "kx" * 40)
_USUAL_SAMPLE = Sample(_USUAL[0], 3, 0)
_KINDS_OF = {
    function: kind for results in FUNCTIONS.values() for function, _, kind in results.values()
}


def may_look(texts: Sequence[str]) -> bool:
    """Whether a program's text has something that sees what only a deployment knows."""
    return any(_LOOKS.search(text) for text in texts)


def may_be_by_order(texts: Sequence[str]) -> bool:
    """Whether a program's text may go through a map, of which Go's have another order each time:
    of a small one, more often the same than not.
    """
    return any("map[" in text and "range" in text for text in texts)


def samples(program: Program, spoken: Spoken, delimiters: Sequence[str]) -> Iterator[Sample]:
    """Give what a program may tell apart from other values: what it compares something with.

    Args:
        program: what it registers.
        spoken: what its text tells.
        delimiters: what it cuts texts at, the outermost first.
    """
    compared = [it for it in spoken.compared if it and HARMLESS.fullmatch(it)][:_MOST]
    numbers = [0, *(int(it) for it in spoken.numbers if it.isdigit() and len(it) < 7)]
    taken = 1 + max(_indexes(program), default=0)
    for place, text in enumerate([*_USUAL, *compared]):
        items = max(taken - 1 + place % 3, 1)  # one less than it takes, just as many, one more
        number = numbers[place % len(numbers)]
        yield Sample(text, items, number)
        if delimiters:
            yield Sample(_in_parts(text, delimiters), items, number)


def secret_samples(spoken: Spoken) -> Iterator[str]:
    """Give texts that a program may tell apart from other secrets: what it compares something
    with, alone and at the ends of longer ones, a short one and a long one.

    Args:
        spoken: what its text tells.
    """
    asked = [it for own in spoken.asked.values() for it in own]
    texts = [it for it in dict.fromkeys([*spoken.compared, *asked]) if HARMLESS.fullmatch(it)]
    yield from _LENGTHS
    yield from texts[:_MOST]
    yield from (f"{it}{_LENGTHS[0]}{it}" for it in texts[:_MOST])


def _indexes(program: Program) -> Iterator[int]:
    for node in walk([*program.values()]):
        if isinstance(node, Select) and not isinstance(node.values, Split):
            yield node.index if isinstance(node.index, int) else 0


def _in_parts(text: str, delimiters: Sequence[str]) -> str:
    for delimiter in reversed(delimiters):
        text = delimiter.join([text] * PARTS)
    return text


_BEYOND = ("", None, "undefined")
"""What an item beyond a list's end is: in Go, in JavaScript, and in a text of JavaScript."""


class _Lenient(Scope):
    """Values of a program, in which an item beyond a list's end is something."""

    beyond: Any = ""

    def value(self, value: Expression) -> Any:
        try:
            return super().value(value)
        except UnsupportedError:
            if isinstance(value, Select):
                return self.beyond
            raise


def difference(
    program: Program, other: Program, sample: Sample, kinds: Kinds, cuts: Sequence[str]
) -> Path | None:
    """Give a place of which a program, run with a sample, does not say what it should.

    Args:
        program: what it registers where all that is a placeholder.
        other: what it registers with the sample.
        sample: the sample.
        kinds: the kinds of what only a deployment knows.
        cuts: what the program cuts config values at, the outermost first.
    """
    found = _said(other, _scope(other, sample, kinds, cuts))
    place: Path | None = None
    for beyond in _BEYOND:
        expected = _said(program, _scope(program, sample, kinds, cuts, beyond))
        places = dict.fromkeys((*expected, *found))
        place = next((it for it in places if not _alike(expected.get(it), found.get(it))), None)
        if place is None:
            break
    return place


def secret_difference(
    program: Program,
    other: Program,
    secrets: tuple[Mapping[str, str], Mapping[str, str]],
    kinds: Kinds,
    cuts: Sequence[str],
) -> Path | None:
    """Give a place of which a program does not say what it should with the text of a secret.

    Args:
        program: what it registers where the secret is a placeholder.
        other: what it registers with a text of the secret.
        secrets: the texts of the secret and of each program's own, by the keys that stand for them.
        kinds, cuts: as for `difference`.
    """
    expected, found = (
        _said(it, _scope(it, _USUAL_SAMPLE, kinds, cuts, known=known))
        for it, known in zip((program, other), secrets, strict=True)
    )
    places = dict.fromkeys((*expected, *found))
    return next((it for it in places if not _alike(expected.get(it), found.get(it))), None)


def _alike(left: Any, right: Any) -> bool:
    """Whether two values may be the same: what is not known, as secrets are not, tells nothing."""
    if left is UNKNOWN or right is UNKNOWN:
        return True
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_alike(left[it], right[it]) for it in left)
    if isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return len(left) == len(right) and all(map(_alike, left, right))
    return bool(left == right)


def _scope(
    program: Program,
    sample: Sample,
    kinds: Kinds,
    cuts: Sequence[str],
    beyond: Any = "",
    known: Mapping[str, str] | None = None,
) -> Scope:
    def function(name: str, arguments: Mapping[str, Any]) -> Any:
        return sample.of(_KINDS_OF[name], counted(dict(arguments)))

    environment = Environment(
        stack="(stack)",
        region="(region)",
        account="(account)",
        partition="(partition)",
        url_suffix="(suffix)",
        function=function,
        stack_output=lambda *_: sample.text,
    )
    config = {key: _config(key, it, sample, kinds, cuts) for key, it in program.config.items()}
    config |= known or {}

    def attribute(_: Scope, name: str, path: Path) -> Any:
        return sample.of(kinds.get((name, *path), "string"))

    scope = _Lenient(program, config, environment, attribute)
    scope.beyond = beyond
    return scope


def _config(
    key: str, declared: ConfigKey, sample: Sample, kinds: Kinds, cuts: Sequence[str]
) -> Any:
    """A config value: what a look-up became is what only a deployment knows."""
    if (key,) in kinds:
        return sample.of(kinds[key,])
    if declared.secret:
        return UNKNOWN
    return _in_parts(f"({key})", cuts) if declared.type == "string" else UNKNOWN


def _said(program: Program, scope: Scope) -> dict[Path, Any]:
    """What a program registers, by its places."""
    found: dict[Path, Any] = {}
    for name, resource in program.resources.items():
        found["resources", name] = resource.type
        for key, value in resource.inputs.items():
            found["resources", name, key] = _value(scope, value)
    for name, export in program.exports.items():
        found["exports", name] = _value(scope, export.value)
    for name, reference in program.references.items():
        found["references", name] = _value(scope, reference.stack)
    return found


def _value(scope: Scope, value: Expression) -> Any:
    try:
        return _parsed(plain(scope.value(value)))
    except (ConversionError, ValueError, TypeError) as error:
        return repr(error)


def _parsed(value: Any) -> Any:
    """A value in which JSON is what it says, however it is spelled."""
    if isinstance(value, dict):
        return {key: _parsed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_parsed(item) for item in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return "JSON", json.loads(value)
        except ValueError:
            return value
    return value
