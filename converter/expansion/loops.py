"""``Fn::ForEach``: a fragment, written once for each item of a collection.

Rules: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-foreach.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from ..errors import Path, TemplateError, UnsupportedError
from ..intrinsics import Tree
from ..intrinsics.parsing import FOR_EACH
from ..report import Report
from .values import NO_VALUE, UnresolvedError, Values, Variables, substitute, text_of

DEEPEST = 5
MOST_ROUNDS = 20_000


class Entry(NamedTuple):
    """An entry of a mapping: its final key, and its value yet to be rewritten.

    Args:
        key, value: the entry.
        variables: the values of the loops' identifiers for it.
        path: where it stands in the source.
    """

    key: str
    value: Tree
    variables: Variables
    path: Path


class Loops:
    """Unrolls the loops of one template.

    Args:
        tree: the template, for the names that an identifier must not have.
        values: gives the collections.
        report: is told of loops that depend on a parameter's value.
    """

    def __init__(self, tree: Mapping[str, Tree], values: Values, report: Report) -> None:
        self.values = values
        self.report = report
        self.taken = {"parameter": tree.get("Parameters"), "resource": tree.get("Resources")}
        self.rounds = 0

    def entries(
        self, mapping: dict[str, Tree], variables: Variables, path: Path
    ) -> Iterator[Entry]:
        """The entries of ``mapping`` in order, those of its loops unrolled.

        Args:
            mapping: a mapping with or without loops.
            variables: the values of the identifiers of the loops around it.
            path: where it stands.

        Raises:
            TemplateError: CloudFormation would refuse a loop.
            UnsupportedError: only a deployment knows a collection.
        """
        for key, value in mapping.items():
            here: Path = (*path, key)
            if key.startswith(FOR_EACH):
                yield from self._unrolled(key, value, variables, here)
            else:
                yield Entry(substitute(key, variables), value, variables, here)

    def _unrolled(self, key: str, raw: Tree, variables: Variables, path: Path) -> Iterator[Entry]:
        identifier, collection, body = cast("tuple[Tree, Tree, dict[str, Tree]]", raw)
        name = self._identifier(identifier, variables, path)
        self._check_name(key.removeprefix(FOR_EACH), f"the loop {key}", path)
        if len(variables) == DEEPEST:
            raise TemplateError(f"loops can be nested {DEEPEST} deep at most", path=path)
        for item in self._items(key, collection, variables, path):
            self.rounds += 1
            if self.rounds > MOST_ROUNDS:
                raise UnsupportedError(f"the loops have more than {MOST_ROUNDS} rounds", path=path)
            yield from self.entries(body, {**variables, name: item}, (*path, 2))

    def _identifier(self, raw: Tree, variables: Variables, path: Path) -> str:
        if not isinstance(raw, str) or not raw:
            raise TemplateError("the identifier of a loop must be a text", path=(*path, 0))
        if raw in variables:
            message = f"a loop around it has the identifier {raw} already"
            raise TemplateError(message, path=(*path, 0))
        self._check_name(raw, f"the identifier {raw}", (*path, 0))
        return raw

    def _check_name(self, name: str, what: str, path: Path) -> None:
        for kind, names in self.taken.items():
            if isinstance(names, dict) and name in names:
                raise TemplateError(f"{what} has the name of a {kind}", path=path)

    def _items(self, key: str, raw: Tree, variables: Variables, path: Path) -> list[str]:
        place: Path = (*path, 1)
        try:
            items = self.values.evaluate(raw, variables)
            if not isinstance(items, list):
                raise TemplateError("the collection of a loop must be a list", path=place)
            texts = [text_of(item) for item in items if item != NO_VALUE]
        except UnresolvedError as error:
            raise _refusal(key, str(error), place) from None
        for name, value in self.values.take_used().items():
            words = f"{key} is unrolled for {name} = '{value}': another value does not change it"
            self.report.warn("frozen-loop", words, place)
        return texts


def _refusal(key: str, reason: str, path: Path) -> TemplateError | UnsupportedError:
    message = f"the collection of {key} depends on {reason}"
    if reason.endswith("no value here"):
        way = "give the parameter a Default, or migrate with a value in `parameters`"
        return TemplateError(f"{message}: {way}", path=path)
    return UnsupportedError(message, path=path)
