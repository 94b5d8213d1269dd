"""Projects in Pulumi YAML, and what stands beside the program, damaged: they are read, not run."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from random import Random

import converter
from converter.bridge import to_pulumi
from converter.errors import ConversionError
from converter.readers.source import decode
from converter.readers.template import read_raw, read_text

from ..cases import FOLDER
from .damage import damaged
from .inputs import SEED
from .judging import BACK_REFUSED, SAME, SECONDS, Fault, faultless
from .structure import mutated

PROJECTS = Path(__file__).parent / "corpus_of_projects"
_DAMAGED = 3  # one of so many is damaged in its bytes
Project = dict[str, str]


@cache
def _projects() -> list[Project]:
    """The projects in the fixtures, and those that their templates become."""
    written = [
        {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.yaml")}
        for folder in sorted((FOLDER / "programs").glob("yaml-*"))
    ]
    return [*written, *filter(None, map(_migrated, sorted(FOLDER.glob("**/template.yaml"))))]


def _migrated(template: Path) -> Project:
    try:
        stack = read_text(template.read_text(encoding="utf-8"), str(template))
        files = converter.write(to_pulumi(stack, declarative=True), "pulumi-yaml")
    except ConversionError:
        return {}
    assert isinstance(files, dict)
    return {name: text for name, text in files.items() if name.endswith(".yaml")}


def project_of(number: int, seed: int = SEED) -> dict[str, bytes]:
    """The project of a number, one file of which is damaged."""
    random = Random(f"project:{seed}:{number}")
    project = random.choice(_projects())
    files = {name: text.encode() for name, text in project.items()}
    name = random.choice(sorted(files))
    if number % _DAMAGED == 0:
        return {**files, name: damaged(files[name], random)}
    tree = read_raw(decode(files[name], name), name)
    return {**files, name: mutated(tree, random).encode(errors="surrogatepass")}


def project_in(folder: Path) -> dict[str, bytes]:
    """The files of a project."""
    files = filter(Path.is_file, folder.rglob("*"))
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


def write_project(files: dict[str, bytes], folder: Path) -> None:
    """Write the files of a project."""
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)


def judge_project(files: dict[str, bytes]) -> str:
    """Judge one project: it is refused in words, or gives a template that can be read.

    Raises:
        Fault: an error of the tool itself, or a template that is none.
    """
    with faultless(SECONDS), tempfile.TemporaryDirectory() as folder:
        write_project(files, Path(folder))
        try:
            template = converter.export(folder, format="json")
        except ConversionError:
            return BACK_REFUSED
        assert isinstance(template, str)
        try:
            read_text(template, "exported")
        except ConversionError as error:
            raise Fault(f"what is exported is refused: {error}") from None
    return SAME
