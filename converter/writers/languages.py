"""The languages that programs are written in."""

from __future__ import annotations

from importlib import import_module

from ..pulumi import Program
from ..records import dataclass
from .pulumi.marks import Marks


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language of Pulumi.

    Args:
        name: what it is called (``migrate --language``).
        folder: the folder of its writer, beside this file.
        declarative: whether it only declares, and decides nothing.
    """

    name: str
    folder: str
    declarative: bool = False


LANGUAGES = {
    language.name: language
    for language in (
        Language(name="python", folder="pulumi_python"),
        Language(name="typescript", folder="pulumi_typescript"),
        Language(name="go", folder="pulumi_go"),
        Language(name="csharp", folder="pulumi_csharp"),
        Language(name="java", folder="pulumi_java"),
        Language(name="yaml", folder="pulumi_yaml", declarative=True),
    )
}


def write(program: Program, language: str, marks: Marks | None = None) -> dict[str, str]:
    """Write a program as a whole Pulumi project.

    Args:
        program: the program.
        language: one of `LANGUAGES`.
        marks: takes the lines that the program's entries stand at, as far as the language tells.

    Returns:
        File name → text.

    Raises:
        UnsupportedError: the program holds something that the language cannot say.
    """
    writer = import_module(f".{LANGUAGES[language].folder}", __package__)
    files: dict[str, str] = writer.write(program, marks)
    return files
