"""A Pulumi project in TypeScript."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ...pulumi import Program

if TYPE_CHECKING:
    from ..pulumi.marks import Marks

# Pulumi needs a compiler with a JavaScript interface, which TypeScript 7 has not
PACKAGE = """\
{
  "name": NAME,
  "private": true,
  "main": "index.ts",
  "dependencies": {
    "@pulumi/aws-native": "^1.79.0",
    "@pulumi/pulumi": "^3.142.0"
  },
  "devDependencies": {
    "@types/node": "^22.0.0",
    "typescript": "^5.0.0"
  }
}
"""
COMPILER = """\
{
  "compilerOptions": {
    "target": "es2020",
    "module": "nodenext",
    "moduleResolution": "nodenext",
    "strict": true,
    "noEmit": true,
    "skipLibCheck": true
  },
  "include": ["*.ts"]
}
"""
RUNTIME = {"name": "nodejs", "options": {"packagemanager": "npm"}}


def write(program: Program, marks: Marks | None = None) -> dict[str, str]:
    """Write a program as a whole Pulumi project.

    Args:
        program: the program.
        marks: takes the lines that the program's entries stand at.

    Returns:
        File name → text: ``Pulumi.yaml``, ``index.ts``, ``package.json``, ``tsconfig.json``,
        ``.gitignore``, and ``cloudformation.yaml`` where something is left that Pulumi has no place
        for. A component has a module of its own, and a fragment beside that.

    Raises:
        UnsupportedError: the program holds something that TypeScript's SDK cannot say.
    """
    from ..pulumi.components import component_classes
    from ..pulumi.project import component_files, project_files
    from .component_module import ComponentModule
    from .module import Module
    from .names import attribute_names, field_names

    classes = component_classes(program.components, field_names, attribute_names)

    def made(token: str, component: Program) -> ComponentModule:
        return ComponentModule(token, component, classes, program.components)

    module = Module(program, classes, program.components)
    text = module.text()
    if marks is not None:
        marks["index.ts"] = module.lines(text)
    return {
        **project_files(program, RUNTIME, module.lost_names()),
        "index.ts": text,
        **component_files(program, classes, ".ts", made, marks),
        "package.json": _package(program),
        "tsconfig.json": COMPILER,
        ".gitignore": "node_modules/\n",
    }


def _package(program: Program) -> str:
    """``package.json``; npm takes lower case only."""
    name = program.name.lower().lstrip("._") or "program"
    return PACKAGE.replace("NAME", json.dumps(name))
