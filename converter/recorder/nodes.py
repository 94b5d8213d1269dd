"""What placeholders stand for, as nodes: one row for each kind of specification."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NoReturn, cast

from ..errors import Path, ProgramError, UnsupportedError
from ..pulumi import (
    ABSENT,
    AllOf,
    AnyOf,
    Attribute,
    Base64,
    Choice,
    ConditionValue,
    ConfigValue,
    Convert,
    Equal,
    Expression,
    Invoke,
    Join,
    Json,
    Length,
    Lookup,
    Negation,
    Organization,
    Select,
    Split,
    StackName,
    StackOutput,
)
from .lookups import Lookups
from .placeholders import Placeholders, Specification
from .stack_outputs import EVERY

if TYPE_CHECKING:
    from ..catalog import ResourceType, Type

Decode = Callable[..., Expression]
_NO_TEXT = ("list", "map", "object")


class NodeDecoder:
    """Gives the node for a placeholder's identity.

    Args:
        placeholders: the run's placeholders, which know what each identity stands for.
        names: the resources' keys in the program, by ordinal.
        components: the ordinals that are component resources.
        decode: decodes an operand, a value of the wire.
        lookups: the answers that nobody has.
    """

    def __init__(
        self,
        placeholders: Placeholders,
        names: Mapping[int, str],
        components: frozenset[int],
        decode: Decode,
        lookups: Lookups,
    ) -> None:
        self._placeholders, self._lookups = placeholders, lookups
        self._names, self._components, self._decode = names, components, decode

    def decode(
        self, identity: str, path: Path, kind: Type | None, resource_type: ResourceType | None
    ) -> Expression:
        """Give the node; ``kind`` is the place's type, which both sides of a choice take on."""
        item = self._placeholders.item(identity)
        if item is not None:
            return self._item(*item, path)
        specification = self._placeholders.specifications.get(identity)
        if specification is None:
            raise ProgramError("a value that nothing handed out turned up", path=path)
        if EVERY in (specification.get("output"), *specification.get("path", ())[-1:]):
            holder = "resource" if "resource" in specification else "reference"
            what = self._names.get(specification[holder])
            raise UnsupportedError(
                f"all that {what or 'a resource'} gives at once cannot be said in a template: ask "
                "for each by its name",
                path=path,
            )
        if specification["node"] == "choice":
            return self._choice(specification, path, kind, resource_type)
        if specification["node"] == "asked":
            return self._lookups.answer(specification, _wanted(kind), path)
        if specification["node"] == "stack_output":
            wanted = _wanted(kind)
            if wanted != "string" or "more" in specification:
                return self._lookups.stack_output(specification, wanted, path)
            self._lookups.stack_text(specification, path)
        return self.node(specification, path)

    def _item(self, identity: str, index: int, may_be: bool, path: Path) -> Expression:
        if not may_be:
            raise ProgramError(
                f"item {index + 1} of a list is asked for whose length only the deployment knows: "
                "a template has no loop over it",
                path=path,
            )
        return Select(index, self.decode(identity, path, None, None))

    def node(self, specification: Specification, path: Path) -> Expression:
        """Give the node for a specification that is no choice."""
        make = _MAKERS[specification["node"]]

        def operand(name: str) -> Expression:
            return self._decode(specification.get(name), path)

        return make(self, specification, path, operand)

    def _choice(
        self,
        specification: Specification,
        path: Path,
        kind: Type | None,
        resource_type: ResourceType | None,
    ) -> Expression:
        then, otherwise = (
            self._decode(specification[side], path, kind, resource_type)
            for side in ("then", "otherwise")
        )
        absent = kind is not None and kind.kind != "json"
        if absent or specification.get("absent"):
            then = ABSENT if then is None else then
            otherwise = ABSENT if otherwise is None else otherwise
        return Choice(specification["condition"], then, otherwise)

    def attribute(self, specification: Specification, path: Path) -> Expression:
        """Give the attribute of a resource of the program.

        Raises:
            UnsupportedError: it is not a resource that the template will have.
        """
        ordinal = specification["resource"]
        name = self._names.get(ordinal)
        if name is None:
            kind = specification.get("kind", "string")
            asked = self._lookups.resource(ordinal, specification["path"], kind, path)
            if asked is not None:
                return asked
            what = "a component" if ordinal in self._components else "a resource"
            raise UnsupportedError(
                f"{what} that the template cannot have is referred to", path=path
            )
        return Attribute(name, tuple(specification["path"]))

    def stack_output(self, specification: Specification) -> StackOutput:
        """Give an output of another stack."""
        return StackOutput(self._names[specification["reference"]], specification["output"])

    def asked(self, specification: Specification, path: Path) -> Expression:
        """Give the parameter for an answer that only a deployment has."""
        return self._lookups.answer(specification, "string", path)

    def each(self, path: Path) -> NoReturn:
        """Refuse what is made of each item of a list that is not known."""
        raise ProgramError(
            "a list made from each item of a list of unknown length cannot be said in a template",
            path=path,
        )

    def lower(self, specification: Specification, path: Path) -> NoReturn:
        """Refuse text in lower case, in the words of the program's language."""
        raise ProgramError(f"{specification['told']} cannot be said in a template", path=path)

    def arguments(self, specification: Specification, path: Path) -> dict[str, Expression]:
        """Give the arguments of a provider function."""
        arguments = cast("dict[str, Any]", specification["arguments"])
        return {key: self._decode(value, path) for key, value in arguments.items()}


def _wanted(kind: Type | None) -> str:
    """What a place holds, as far as a parameter cannot be it: a map, a list of such, a list."""
    if kind is None or kind.kind not in _NO_TEXT:
        return "string"
    if kind.kind == "list" and kind.items is not None and kind.items.kind in _NO_TEXT:
        return f"list of {kind.items.kind}s"
    return kind.kind


def _conditions(node: NodeDecoder, specification: Specification, path: Path) -> Any:
    return tuple(node.node(part, path) for part in specification["conditions"])


def _lookup(operand: Callable[[str], Expression], specification: Specification) -> Expression:
    return Lookup(
        specification["table"],
        operand("first"),
        operand("second"),
        operand("default"),
        bool(specification.get("has_default")),
    )


def _member(value: Expression, steps: list[str], path: Path) -> Expression:
    """A part of an object that may be one of several; absent where it has none."""
    if isinstance(value, Choice):
        then, otherwise = (_member(side, steps, path) for side in (value.then, value.otherwise))
        return then if then == otherwise else Choice(value.condition, then, otherwise)
    if not steps:
        return value
    if value is None or value is ABSENT:
        return ABSENT
    if not isinstance(value, dict):
        words = f"{'.'.join(steps)} of what only a deployment knows cannot be said in a template"
        raise UnsupportedError(words, path=path)
    return _member(value.get(steps[0], ABSENT), steps[1:], path)


Maker = Callable[
    [NodeDecoder, Specification, Path, Callable[[str], Expression]],
    Expression,
]

_MAKERS: dict[str, Maker] = {
    "attribute": lambda node, spec, path, _: node.attribute(spec, path),
    "invoke": lambda node, spec, path, _: Invoke(
        spec["function"], spec["result"], node.arguments(spec, path)
    ),
    "asked": lambda node, spec, path, _: node.asked(spec, path),
    "config": lambda _n, spec, _p, _o: ConfigValue(spec["key"]),
    "lower": lambda node, spec, path, _o: node.lower(spec, path),
    "each": lambda node, _s, path, _o: node.each(path),
    "region": lambda _n, _s, _p, _o: Invoke("getRegion", "region"),
    "stack": lambda _n, _s, _p, _o: StackName(),
    "organization": lambda _n, _s, _p, _o: Organization(),
    "stack_output": lambda node, spec, _p, _o: node.stack_output(spec),
    "split": lambda _n, spec, _p, operand: Split(spec["delimiter"], operand("source")),
    "join": lambda _n, spec, _p, operand: Join(spec["delimiter"], operand("values")),
    "member": lambda _n, spec, path, operand: _member(operand("of"), spec["path"], path),
    "select": lambda _n, _s, _p, operand: Select(operand("index"), operand("values")),
    "length": lambda _n, _s, _p, operand: Length(operand("values")),
    "base64": lambda _n, _s, _p, operand: Base64(operand("value")),
    "json": lambda _n, _s, _p, operand: Json(operand("value")),
    "convert": lambda _n, spec, _p, operand: Convert(spec["to"], operand("value")),
    "lookup": lambda _n, spec, _p, operand: _lookup(operand, spec),
    "equal": lambda _n, _s, _p, operand: Equal(operand("left"), operand("right")),
    "all": lambda node, spec, path, _: AllOf(_conditions(node, spec, path)),
    "any": lambda node, spec, path, _: AnyOf(_conditions(node, spec, path)),
    "not": lambda node, spec, path, _: Negation(node.node(spec["condition"], path)),
    "condition": lambda _n, spec, _p, _o: ConditionValue(spec["name"]),
}
