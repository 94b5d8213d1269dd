"""The files of a project in Python."""

from __future__ import annotations

from collections.abc import Mapping

from ...pulumi import Program
from ..pulumi.components import ComponentClass, component_classes
from ..pulumi.marks import Marks
from ..pulumi.project import component_files, project_files
from .module import Module
from .names import attribute_names, field_names

REQUIREMENTS = "pulumi>=3.142.0,<4.0.0\npulumi-aws-native>=1.30.0,<2.0.0\n"
RUNTIME = {"name": "python", "options": {"toolchain": "pip", "virtualenv": "venv"}}


def files_of(program: Program, marks: Marks | None) -> dict[str, str]:
    """Write a program; see `write` of the package."""
    classes = component_classes(program.components, field_names, attribute_names)
    module = Module(program, classes)
    text = module.text()
    if marks is not None:
        marks["__main__.py"] = module.lines(text)
    return {
        **project_files(program, RUNTIME, module.lost_names()),
        "__main__.py": text,
        **(_components(program, classes, marks) if classes else {}),
        "requirements.txt": REQUIREMENTS,
        ".gitignore": "venv/\n__pycache__/\n",
    }


def _components(
    program: Program, classes: Mapping[str, ComponentClass], marks: Marks | None
) -> dict[str, str]:
    from .component_module import ComponentModule

    def made(token: str, component: Program) -> ComponentModule:
        return ComponentModule(token, component, classes)

    return component_files(program, classes, ".py", made, marks)
