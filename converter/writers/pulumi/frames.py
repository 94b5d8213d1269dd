"""The file of a program, as far as languages lay it out alike."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...decisions import noted
from ...errors import Path, UnsupportedError
from ...naming import pascal_case
from ...pulumi import (
    COMPONENT,
    NAMES,
    Choice,
    ConfigKey,
    Expression,
    Invoke,
    Options,
    Program,
    Resource,
)
from ..layout import Code
from ..texts import comment
from .components import ComponentClass
from .marks import lines_of
from .plainness import Plainness
from .plan import Plan
from .printing import NotSayable, Values
from .types import STRING, Types, argument

_NO_OPTIONS = Options()


def options_of(resource: Resource, parent: str | None, language: str) -> list[tuple[str, Any]]:
    """The options of a resource that something is to be said of, each with its value: True, a
    choice between true and false, a list of names, or the name of another resource.

    Args:
        resource: the resource.
        parent: what is its parent where it has none of its own; None where nothing is.
        language: what the language is called.

    Raises:
        UnsupportedError: it has an option that is not known here.
    """
    options = resource.options
    if parent is None and options == _NO_OPTIONS:  # as of most
        return []
    if options.other:
        option = next(iter(options.other))
        raise UnsupportedError(f"the option {option} cannot be written in {language} yet")
    found = (
        ("dependsOn", options.depends_on),
        ("protect", options.protect),
        ("retainOnDelete", options.retain_on_delete),
        ("ignoreChanges", options.ignore_changes),
        ("additionalSecretOutputs", options.secret_outputs),
        ("parent", parent),
    )
    return [each for each in found if each[1]]


def component_notes(
    component: ComponentClass, program: Program, names: Mapping[str, str]
) -> dict[str, Any]:
    """What the fragment beside a component tells of it: its class, how names were spelled that the
    program does not tell, defaults, which are plain values of whoever makes one, and decisions.

    Args:
        component: its class.
        program: what it is made of.
        names: variable → condition or table, where the variable does not tell.
    """
    said: dict[str, Any] = {"Class": component.name}
    lost = {key: key for key in component.arguments if pascal_case(key) != key}
    defaults = {key: it.default for key, it in program.config.items() if it.default is not None}
    if lost:
        said["Parameters"] = lost
    if defaults:
        said["Defaults"] = defaults
    return {COMPONENT: said, **({NAMES: dict(names)} if names else {}), **noted(program)}


class Frame(ABC):
    """The file of one program, in a language with types.

    Attributes:
        program: the program.
        plan: what it is written of.
        types: the types of its values.
        expressions: prints them.
        indent: where its statements begin.
        parent: what the resources of a component belong to.
    """

    language: str
    indent: str
    parent: str | None = None
    outputs_are_loose = True
    """Whether the outputs of what is registered without a class of the SDK have no types."""
    program: Program
    plan: Plan
    types: Types
    expressions: Values

    def __init__(self) -> None:
        self._statements: list[tuple[Path, str]] = []

    # --- spelling -------------------------------------------------

    @abstractmethod
    def statement(self, target: str, code: Code, indent: str) -> str:
        """``target code`` on a line of its own."""

    @abstractmethod
    def comment_lines(self, lines: list[str], indent: str) -> str:
        """Comment lines, each with its line end."""

    @abstractmethod
    def told_by(self, variable: str) -> str:
        """What a variable's name says of the name that it was made of."""

    @abstractmethod
    def declaration(self, variable: str) -> str:
        """What begins the statement that gives a variable its value."""

    @abstractmethod
    def refusal(self, condition: Code, message: str) -> str:
        """The statement that ends the program where a condition holds."""

    # --- what is asked of it --------------------------------------

    def option(self, value: Any) -> Code:
        """What an option is given that takes no list."""
        if value is True or isinstance(value, Choice):
            return self.expressions.plain(value)
        return str(value)

    def lost_names(self) -> dict[str, str]:
        """Variable → condition or table, where the variable does not tell how the name was
        spelled.
        """
        variables = self.plan.variables.values()
        return self.plan.lost_names({name: self.told_by(name) for name in variables})

    def lines(self, text: str) -> dict[Path, int]:
        """The line of each entry of the program in the text of the file."""
        return lines_of(text, self._statements)

    def notes_on(self, component: ComponentClass) -> dict[str, Any]:
        """What the fragment tells of the file, of one of a component."""
        return component_notes(component, self.program, self.lost_names())

    # --- statements -----------------------------------------------

    def comment(self, section: str, name: str, indent: str) -> str:
        """The source's comment on an entry."""
        said = self.program.comments.get((section, name))
        return "" if said is None else self.comment_lines(comment(said), indent)

    def marked(self, section: str, name: str, said: str, indent: str) -> str:
        """The statement of an entry, below the source's comment."""
        self._statements.append(((section, name), said))
        return self.comment(section, name, indent) + said if self.program.comments else said

    def declared(self, section: str, name: str, code: Code) -> str:
        """The statement that gives an entry its variable, with the source's comment."""
        head = self.declaration(self.plan.variables[section, name])
        return self.marked(section, name, self.statement(head, code, self.indent), self.indent)

    def variable(self, name: str, code: Code) -> str:
        """The statement that gives a variable its value."""
        return self.statement(self.declaration(name), code, self.indent)

    # --- sections -------------------------------------------------

    def conditions(self) -> str:
        """The conditions, for which secrets are read in plain."""
        if not self.program.conditions:
            return ""
        expressions = self.expressions
        plainness, read = expressions.plainness, expressions.read
        expressions.use(Plainness(self.program, secrets_told=True))
        told = {key: self.told(key, self.program.config[key]) for key in self.plan.told}
        expressions.read = {**expressions.read, **told}
        lines = [
            self.declared("conditions", name, expressions.plain(self.program.conditions[name]))
            for name in self.plan.conditions
        ]
        expressions.read = read
        expressions.use(plainness)
        return "".join(lines)

    @abstractmethod
    def told(self, key: str, declared: ConfigKey) -> Code:
        """How a secret is read in plain."""

    def refusals(self) -> str:
        """What the program refuses to run for, before it registers anything."""
        return "".join(
            self.refusal(self.expressions.plain(refusal.condition), refusal.message)
            for refusal in self.program.refusals
        )

    # --- lists that the provider makes ----------------------------

    def lists(self) -> str:
        """Those of what is known before any resource is there, where several values ask for one."""
        return "".join(map(self.list_of, self.plan.lists.early))

    def lists_for(self, resources: Iterable[str]) -> Iterator[str]:
        """Those of resources that are there, where these are the first to ask for one of several
        values.
        """
        yield from map(self.list_of, self.plan.lists.due(resources))

    def list_of(self, node: Invoke) -> str:
        """The statement that makes a list."""
        expressions = self.expressions
        is_output = expressions.is_output(node)
        code = expressions.output(node) if is_output else expressions.plain(node)
        return self.variable(self.plan.lists.named(node), code)

    # --- resources ------------------------------------------------

    def parent_of(self, resource: Resource) -> str | None:
        """What is a resource's parent, where something is."""
        own = resource.options.parent
        return self.parent if own is None else self.expressions.reference(own)

    def made(self, name: str) -> Any:
        """A resource: a component of the program's own, one of a class of the SDK's, or one that
        is registered without.

        Raises:
            UnsupportedError: it holds something that the language cannot say.
        """
        resource, expressions = self.program.resources[name], self.expressions
        expressions.printed = name
        try:
            if name in self.plan.components:
                return self.instance(name, resource)
            if name not in self.plan.raw:
                kept = self.kept()
                try:
                    return self.typed(name, resource)
                except NotSayable:
                    self.give_back(kept)
                    if self.outputs_are_loose:
                        # What refers to it comes after it, so it is known in time
                        self.plan.raw.add(name)
            return self.untyped(name, resource)
        finally:
            expressions.printed = None

    @abstractmethod
    def kept(self) -> Any:
        """What the file needs until now."""

    @abstractmethod
    def give_back(self, kept: Any) -> None:
        """Forget what was needed since then."""

    @abstractmethod
    def instance(self, name: str, resource: Resource) -> Any:
        """A component of the program's own."""

    @abstractmethod
    def typed(self, name: str, resource: Resource) -> Any:
        """A resource of a class of the SDK's.

        Raises:
            NotSayable: the SDK's types cannot take one of its values.
        """

    @abstractmethod
    def untyped(self, name: str, resource: Resource) -> Any:
        """A resource with its inputs as they stand on the wire."""

    def is_there(self, resource: Resource, other: str) -> bool:
        """Whether another resource is sure to be there where a resource is."""
        condition = self.program.resources[other].condition
        return condition is None or condition == resource.condition

    # --- components -----------------------------------------------

    def output_kind(self, key: str) -> str:
        """The kind of the type of a component's output; of what has no type of the language's own
        it is JSON's.
        """
        found = self.types.export(key).type
        is_other_list = found.kind == "list" and found.items != STRING
        return found.kind if found.kind in self.expressions.kinds and not is_other_list else "json"

    def argument(self, declared: ConfigKey, value: Expression, path: Path) -> Code:
        """An argument of a component that takes what is plain."""
        kind = "string" if declared.lookup is not None else argument(declared).type.kind
        return self.expressions.plain(value, kind)
