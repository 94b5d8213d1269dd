"""Imports point one way, and nothing is imported that a run does not need."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from . import cases

PACKAGE = cases.ROOT / "converter"

LAYERS = (
    {"collecting", "errors", "processes", "records", "report"},
    {
        "intrinsics",
        "cloudformation",
        "components",
        "consequences",
        "decisions",
        "documents",
        "go_scalars",
        "provider_functions",
        "pulumi",
        "rewriting",
        "scalars",
        "sections",
        "shapes",
        "yaml_config",
    },
    {"catalog", "naming"},
    {
        "bridge",
        "evaluation",
        "folding",
        "implied",
        "providers",
        "readers",
        "recorder",
        "typed_literals",
        "writers",
    },
    {"comparing", "expansion", "fixing"},
    {
        "checking",
        "exporting",
        "inner_templates",
        "migration",
        "nested_bodies",
        "recording",
        "reporting",
        "spelling",
        "yaml_recording",
    },
    {"adoption"},
    {"", "cli", "__main__"},
)
LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}
HEAVY = ("pulumi", "pulumi_aws_native", "aws_cdk", "grpc", "click", "rich", "yaml", "cfn_flip")
HEAVY += ("dataclasses",)


def modules() -> list[Path]:
    """Every module of the package."""
    return sorted(PACKAGE.rglob("*.py"))


def part_of(module: Path) -> str:
    """The part of the package that a module belongs to; the package's own front is ``""``."""
    return module.relative_to(PACKAGE).with_suffix("").parts[0].replace("__init__", "")


def imported_parts(module: Path) -> set[str]:
    """The parts of the package that a module imports, at its top or inside a function."""
    inside = module.relative_to(PACKAGE).parent.parts
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = inside[: len(inside) - node.level + 1]
            names = [node.module] if node.module else [alias.name for alias in node.names]
            found |= {(*base, *name.split("."))[0] for name in names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("converter."):
            found.add(str(node.module).split(".")[1])
    return {name if (PACKAGE / name).is_dir() or known(name) else "" for name in found}


def known(name: str) -> bool:
    """Whether a part of the package is a module of its own."""
    return (PACKAGE / f"{name}.py").is_file()


@pytest.mark.parametrize("module", modules(), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_imports_point_one_way(module: Path) -> None:
    own = part_of(module)
    for part in imported_parts(module) - {own}:
        assert LEVEL[part] <= LEVEL[own], f"{own} imports {part}"


def test_readers_recorder_writers_and_bridge_know_nothing_of_each_other() -> None:
    peers = {"readers", "recorder", "writers", "bridge"}
    for module in modules():
        if part_of(module) in peers:
            foreign = (imported_parts(module) & peers) - {part_of(module)}
            assert not foreign, module


# Rooms whose files still need each other
CIRCULAR = {"bridge", "catalog", "cli", "expansion", "readers/pulumi_yaml", "recorder/child"}
CIRCULAR |= {"writers/pulumi_yaml"}


def neighbours(module: Path) -> set[str]:
    """The files of its own room that a module imports, for types too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level == 1:
            found |= {node.module} if node.module else {alias.name for alias in node.names}
    return found


def is_circular(room: Path) -> bool:
    """Whether files of a room need each other in a circle."""
    rest = {path.stem: neighbours(path) for path in room.glob("[!_]*.py")}
    while done := [name for name, needed in rest.items() if not needed & set(rest)]:
        for name in done:
            del rest[name]
    return bool(rest)


def test_files_of_a_room_do_not_need_each_other_in_circles() -> None:
    rooms = {path.parent for path in modules()}
    found = {str(room.relative_to(PACKAGE)) for room in rooms if is_circular(room)}
    assert found == CIRCULAR


def loaded_by(code: str) -> set[str]:
    """The packages that are loaded once ``code`` has run."""
    watch = f"{code}\nimport sys; print(*{{name.partition('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", watch], capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines()[-1].split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    assert loaded_by("import converter") & set(HEAVY) == set()


def test_migrating_loads_neither_an_sdk_nor_rich() -> None:
    path = str(cases.template("single-container"))
    loaded = loaded_by(f"import converter; converter.migrate({path!r})")
    assert loaded & set(HEAVY) <= {"yaml"}
    command = f"import sys; sys.argv = ['cfn2pulumi', 'migrate', {path!r}, '--stdout']\n"
    loaded = loaded_by(f"{command}from converter.cli import cfn2pulumi; cfn2pulumi()")
    assert loaded & set(HEAVY) <= {"yaml", "click"}
