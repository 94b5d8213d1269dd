"""What no component may be called like, in one language or another."""

from __future__ import annotations

import re
from importlib.metadata import PackageNotFoundError, distribution

import pytest
from packaging.requirements import Requirement

from converter.naming import component_name
from converter.writers.pulumi_java.names import OWN

from ..typescript import programs

ROOTS = ("pulumi", "pulumi-aws-native")
_MADE = re.compile(r"(?<![\w.\"'`$/-])[A-Z]\w+(?=[.(<])")
"""A class that is asked for something or made, by its own name."""


def class_name(text: str) -> str:
    """The class of a component that is called so."""
    return "".join(word.capitalize() for word in component_name(text).split("_"))


def packages(name: str, found: dict[str, set[str]]) -> dict[str, set[str]]:
    """The modules of an installed package, and of those that it needs, by the packages' names."""
    try:
        there = distribution(name)
    except PackageNotFoundError:
        return found
    paths = (path for path in there.files or () if path.suffix in (".py", ".so"))
    found[name] = {path.parts[0].partition(".")[0] for path in paths}
    for text in there.requires or ():
        needed = Requirement(text)
        is_needed = needed.marker is None or needed.marker.evaluate({"extra": ""})
        if is_needed and needed.name not in found:
            packages(needed.name, found)
    return found


def test_no_module_stands_before_a_package_that_the_sdk_imports() -> None:
    found: dict[str, set[str]] = {}
    for root in ROOTS:
        packages(root, found)
    assert len(found) > len(ROOTS)
    for modules in found.values():
        assert [it for it in modules if component_name(it) == it] == []


@pytest.mark.parametrize("name", OWN)
def test_no_class_in_java_hides_one_of_pulumi(name: str) -> None:
    assert class_name(name) != name


@pytest.mark.parametrize("language", ["csharp", "typescript"])
def test_no_class_hides_one_that_a_program_uses(language: str) -> None:
    own = {
        token.rpartition(":")[2]
        for case in programs.every(language).values()
        for token in case.program.components
    }
    used = {
        name
        for files in programs.written(language).values()
        for file, text in files.items()
        if file.endswith((".cs", ".ts"))
        for name in _MADE.findall(text)
    }
    left = used - own - {f"{name}Args" for name in own}
    assert {name for name in left if class_name(name) == name} == set()


@pytest.mark.parametrize("name", ["functions", "stack_test", "hosts_linux", "lambda-arm64"])
def test_no_file_in_go_is_left_out_or_written_twice(name: str) -> None:
    assert component_name(name).endswith("_stack")
