"""SDKs made of the catalog by Pulumi's own generators, once for all runs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache, partial
from pathlib import Path

import pytest

from converter import catalog
from converter.catalog import ResourceType, facts
from converter.naming import pulumi_module

from .. import cases
from ..keeping import digest, kept
from .schema import schema

GENERATOR = Path(__file__).parent / "generator"


def tool(name: str) -> str:
    """Where a command of a tool chain is; a test that needs one that is missing is skipped."""
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is missing")
    return found


def call(*command: str | Path, folder: Path, seconds: int = 1200) -> str:
    """Run a command of a tool chain and give what it prints; its errors fail the test."""
    done = subprocess.run(
        list(map(str, command)), cwd=folder, capture_output=True, text=True, timeout=seconds
    )
    assert done.returncode == 0, f"{command}:\n{done.stdout}{done.stderr}"
    return done.stdout


@cache
def generator() -> Path:
    """The program that runs Pulumi's generators, compiled."""
    sources = [GENERATOR / name for name in ("main.go", "go.mod", "go.sum")]

    def build(folder: Path) -> None:
        call(tool("go"), "build", "-o", folder / "generator", ".", folder=GENERATOR)

    content = digest(*(source.read_bytes() for source in sources))
    return kept("sdk-generator", content, build) / "generator"


def generate(language: str, resources: Iterable[ResourceType], folder: Path) -> None:
    """Write an SDK in a language (`go`, `csharp`, `java`) for some resource types."""
    with tempfile.TemporaryDirectory() as scratch:
        spec = Path(scratch, "schema.json")
        spec.write_text(json.dumps(schema(resources)), encoding="utf-8")
        call(generator(), language, spec, folder, folder=Path(scratch))


def content(resources: Iterable[ResourceType]) -> str:
    """What an SDK for some resource types hangs on, as a short name."""
    return digest(generator().parent.name, json.dumps(schema(resources)))


@cache
def sdk(language: str) -> Path:
    """The sources of an SDK for the resource types that the fixtures use."""
    return kept(f"sdk-{language}", content(used()), partial(generate, language, used()))


@cache
def used() -> tuple[ResourceType, ...]:
    """The resource types that the fixtures are about, and those that these become."""
    names: set[str] = set()
    tokens: set[str] = set()
    for path in cases.FOLDER.rglob("*"):
        if path.is_file() and "node_modules" not in path.parts:
            text = path.read_text(encoding="utf-8", errors="ignore")
            names.update(re.findall(r"\bAWS::\w+::\w+", text))
            tokens.update(re.findall(r"\baws-native:\w+:\w+", text))
            if path.suffix == ".py":
                made = re.findall(r"\b([a-z]\w+)\.([A-Z]\w+)\(", text)
                tokens.update(f"aws-native:{pulumi_module(module)}:{name}" for module, name in made)
    found = [catalog.resource_type(name) for name in sorted(names | set(_parts(names)))]
    found += [catalog.by_token(token) for token in sorted(tokens)]
    there = {each.token: each for each in found if each is not None and each.creatable}
    return tuple(there[token] for token in sorted(there))


def _parts(names: Iterable[str]) -> Iterator[str]:
    for name in names:
        entry = facts.equivalent(name)
        yield from (one["type"] for one in entry["targets"].values()) if entry else ()
