"""The file of a program in languages that apply functions to outputs."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterator
from dataclasses import replace

from ...pulumi import ConfigKey
from ..layout import Code
from .applying import Applied
from .frames import Frame
from .plan import PSEUDO_PARAMETERS
from .printing import call


class AppliedFrame(Frame):
    """The file of one program.

    Attributes:
        configured: what gives a program its config.
    """

    configured: str
    expressions: Applied

    @abstractmethod
    def _references(self) -> str:
        """The other stacks whose outputs are asked for."""

    @abstractmethod
    def _exports(self) -> str:
        """What the program gives."""

    @abstractmethod
    def ternary(self, condition: str, code: Code) -> Code:
        """A value, or nothing."""

    @abstractmethod
    def found_parameter(self, name: Code, declared: ConfigKey, *, late: bool) -> Code:
        """The value of an SSM parameter."""

    @abstractmethod
    def stack_name(self) -> Code:
        """The name of the stack."""

    @abstractmethod
    def organization(self) -> Code:
        """The name of the organization."""

    @abstractmethod
    def read(self, key: str, declared: ConfigKey) -> Code:
        """How the value of a config key is read."""

    def _sections(self) -> Iterator[str]:
        """The sections of a program, in their order."""
        yield self._config()
        yield from self._local_tables()
        yield self.pseudo_variables()
        yield self.conditions()
        yield self.refusals()
        yield self._references()
        yield from self.resources()
        yield self._exports()

    def _config(self) -> str:
        lines = self.config()
        if not lines and not self.plan.told:
            return ""
        return self.variable("config", self.configured) + lines

    def _local_tables(self) -> Iterator[str]:
        """The tables, where they stand among the statements."""
        yield from ()

    def declaration(self, variable: str) -> str:
        return f"var {variable} = "

    def told(self, key: str, declared: ConfigKey) -> Code:
        return self.read(key, replace(declared, secret=False))

    def converted(self, code: Code, declared: ConfigKey, *, is_late: bool) -> Code:
        """What a text is that config or an argument gives: a list, or a parameter of SSM."""
        expressions = self.expressions
        if declared.lookup is not None:
            late = is_late or not expressions.awaited
            return self.found_parameter(code, declared, late=late)
        if declared.type != "list":
            return code
        function = expressions.function("commaSeparated")
        return expressions.apply_function(code, function) if is_late else call(function, [code])

    def config(self) -> str:
        """The config values that are read into a variable."""
        return "".join(
            self.declared("config", key, self.read(key, self.program.config[key]))
            for key in self.plan.config
        )

    def pseudo_variables(self) -> str:
        """The pseudo parameters that are used."""
        expressions = self.expressions
        lines = []
        for function in self.plan.pseudo_parameters:
            result = PSEUDO_PARAMETERS[function]
            code = expressions.invoked(function, [], result, late=not expressions.awaited)
            lines.append(self.variable(result, code))
        if self.plan.used.stack_name:
            lines.append(self.variable("stackName", self.stack_name()))
        if self.plan.used.organization:
            lines.append(self.variable("organization", self.organization()))
        return "".join(lines)

    def resources(self) -> Iterator[str]:
        """The resources, what they refer to first, and the lists that several of them ask for."""
        yield self.lists()
        for condition, resources in self.plan.resources:
            for name in resources:
                yield from self.lists_for([name])
                code: Code = self.made(name)
                if condition is None:
                    yield self.declared("resources", name, code)
                else:
                    question = self.plan.variables["conditions", condition]
                    yield self.conditional(name, question, code)

    def conditional(self, name: str, question: str, code: Code) -> str:
        """The statement that makes a resource where its condition holds."""
        return self.declared("resources", name, self.ternary(question, code))
