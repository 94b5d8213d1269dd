"""A Pulumi project in Python."""

from __future__ import annotations

from ...pulumi import Program

REQUIREMENTS = "pulumi>=3.142.0,<4.0.0\npulumi-aws-native>=1.30.0,<2.0.0\n"
RUNTIME = {"name": "python", "options": {"toolchain": "pip", "virtualenv": "venv"}}


def write(program: Program) -> dict[str, str]:
    """Write a program as a whole Pulumi project.

    Returns:
        File name → text: ``Pulumi.yaml``, ``__main__.py``, ``requirements.txt``, ``.gitignore``,
        and ``cloudformation.yaml`` where something is left that Pulumi has no place for.

    Raises:
        UnsupportedError: the program holds something that Python's SDK cannot say.
    """
    from ..pulumi_project import project_files
    from .module import Module

    module = Module(program)
    text = module.text()
    return {
        **project_files(program, RUNTIME, module.lost_names()),
        "__main__.py": text,
        "requirements.txt": REQUIREMENTS,
        ".gitignore": "venv/\n__pycache__/\n",
    }
