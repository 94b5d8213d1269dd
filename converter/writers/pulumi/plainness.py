"""Which values are outputs, and which are plain when the program runs."""

from __future__ import annotations

from collections.abc import Mapping, Set

from ...pulumi import (
    LATE_FUNCTIONS,
    LITERALS,
    AllOf,
    AnyOf,
    Attribute,
    Choice,
    ConditionValue,
    ConfigValue,
    Convert,
    Equal,
    Expression,
    Invoke,
    Length,
    Negation,
    Node,
    Program,
    Secret,
    StackOutput,
    children,
    walk,
)

OUTPUTS = frozenset({Attribute, Secret, StackOutput})
_AT_ONCE = 1000  # values that are remembered: more than any asks for again
"""The kinds of expressions that are outputs whatever is in them."""


class Plainness:
    """Tells outputs from plain values in one program.

    Args:
        program: the program.
        secrets_told: whether secrets of the config are read in plain, as conditions ask for.
        awaited: whether what functions of the provider give is waited for, which languages that
            cannot wait everywhere do only where they must.
    """

    outputs: Set[type] = OUTPUTS

    def __init__(
        self, program: Program, *, secrets_told: bool = False, awaited: bool = True
    ) -> None:
        self._config = program.config
        self._secrets_told = secrets_told
        self._awaited = awaited
        # By identity, with the value itself: a new one has no identity that another had
        self._known: dict[int, tuple[Expression, bool]] = {}

    def is_output(self, value: Expression) -> bool:
        """Whether a value is, or holds, something that only a deployment knows or that is
        secret.
        """
        kind = type(value)
        if kind in LITERALS:
            return False
        if kind in self.outputs:
            return True
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        found = self._look(value)
        if len(self._known) >= _AT_ONCE:
            self._known.clear()
        self._known[id(value)] = value, found
        return found

    def _look(self, value: Expression) -> bool:
        if isinstance(value, ConfigValue):
            declared = self._config[value.key]
            is_late = declared.lookup is not None and not self._awaited
            return (declared.secret and not self._secrets_told) or declared.output or is_late
        if isinstance(value, Invoke) and (value.function in LATE_FUNCTIONS or not self._awaited):
            return True
        if isinstance(value, Length) and isinstance(value.values, list):
            return False
        for child in children(value):
            if type(child) not in LITERALS and self.is_output(child):
                return True
        return False

    def is_always_output(self, value: Expression) -> bool:
        """Whether a value is an output in either case, where it is a choice; a list or a map of
        outputs is none itself.
        """
        if isinstance(value, Choice):
            return self.is_always_output(value.then) and self.is_always_output(value.otherwise)
        return not isinstance(value, (list, dict)) and self.is_output(value)

    def is_number(self, value: Expression) -> bool:
        """Whether a value is known to be a number."""
        if isinstance(value, ConfigValue):
            return self._config[value.key].type in ("integer", "number")
        return isinstance(value, Length) or (
            isinstance(value, Convert) and value.to in ("integer", "number")
        )

    def is_boolean(self, value: Expression) -> bool:
        """Whether a value is known to be a boolean."""
        if isinstance(value, ConfigValue):
            return self._config[value.key].type == "boolean"
        if isinstance(value, Convert):
            return value.to == "boolean"
        return isinstance(value, (Equal, AllOf, AnyOf, Negation, ConditionValue))


def must_await(program: Program, components: Mapping[str, Program]) -> bool:
    """Whether a program needs in plain what functions of the provider give: in a condition, or as
    an argument of a component that takes no output.

    Args:
        program: the program.
        components: the components that it may be made of, by their types' tokens.
    """
    plain: list[Expression] = list(program.conditions.values())
    for resource in program.resources.values():
        component = components.get(resource.type)
        if component is not None:
            plain += [
                value
                for key, value in resource.inputs.items()
                if not component.config[key].output and not component.config[key].secret
            ]
    return any(_is_asked(part, program) for value in plain for part in walk(value))


def waiting_components(components: Mapping[str, Program]) -> set[str]:
    """The components, by their types' tokens, that have to wait for what functions of the provider
    give, or for a component that has.
    """
    found = {token for token, each in components.items() if must_await(each, components)}
    makers = {
        token: {resource.type for resource in each.resources.values()}
        for token, each in components.items()
    }
    while more := {token for token in makers.keys() - found if makers[token] & found}:
        found |= more
    return found


def _is_asked(part: Node, program: Program) -> bool:
    if isinstance(part, ConfigValue):
        return program.config[part.key].lookup is not None
    return isinstance(part, Invoke) and part.function not in LATE_FUNCTIONS
