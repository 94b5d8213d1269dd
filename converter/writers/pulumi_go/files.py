"""The Go files of a project: the program, its components, and the functions that they need."""

from __future__ import annotations

from ...pulumi import Program
from ..pulumi.components import component_classes
from ..pulumi.marks import Marks
from ..pulumi.types import Types
from .component import ComponentFile
from .expressions import Expressions
from .functions import FUNCTIONS, PACKAGES
from .layout import heading
from .module import Module
from .names import attribute_names, field_names


class Files:
    """The files of one project.

    Attributes:
        main: the program.
    """

    def __init__(self, program: Program) -> None:
        classes = component_classes(program.components, field_names, attribute_names)
        types: dict[str, Types] = {}
        taken = {name for each in classes.values() for name in (each.name, each.arguments_name)}
        taken |= {f"New{each.name}" for each in classes.values()}
        self._components: dict[str, ComponentFile] = {}
        for token, component in program.components.items():
            file = ComponentFile(token, component, classes, program.components, types, taken)
            types[token] = file.types
            self._components[classes[token].module] = file
        self.main = Module(program, classes, program.components, types, taken)

    def texts(self, marks: Marks | None = None) -> dict[str, str]:
        """The texts of the files, and the fragments beside components."""
        from ..pulumi.project import fragment_file

        found: dict[str, str] = {}
        for name, module in {"main": self.main, **self._components}.items():
            text = found[f"{name}.go"] = module.text()
            if marks is not None:
                marks[f"{name}.go"] = module.lines(text)
            if isinstance(module, ComponentFile):
                found |= fragment_file(module.program, module.notes(), f"{name}.")
        needed = self._needed()
        return found | ({"functions.go": needed} if needed else {})

    def _needed(self) -> str:
        """The functions that the files need, in a file of their own."""
        expressions: list[Expressions] = [self.main.expressions]
        expressions += [each.expressions for each in self._components.values()]
        names = {name for each in expressions for name in each.functions}
        if not names:
            return ""
        packages = {package for name in names for package in PACKAGES.get(name, ())}
        return "\n".join(
            [heading(packages), *(FUNCTIONS[name] for name in FUNCTIONS if name in names)]
        )
