"""Projects whose programs are compiled already: what runs them is named in ``Pulumi.yaml``."""

from __future__ import annotations

import os
import shlex
import textwrap
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import yaml

from .java_programs import command as java_command
from .serving import install


def in_go(files: Mapping[str, str], command: Sequence[str], folder: Path) -> Path:
    """Write a project whose ``binary`` runs a program by a command."""
    _write(files, folder, "program")
    install(f"#!/bin/sh\nexec {shlex.join(command)}\n", folder / "program")
    return folder


def in_java(files: Mapping[str, str], classes: Path, main: str, folder: Path) -> Path:
    """Write a project whose ``binary`` is a jar that starts a class among compiled ones."""
    _write(files, folder, "program.jar")
    *_, path, _ = java_command(classes, main)
    jars = [jar for each in path.split(os.pathsep) for jar in _expanded(each)]
    urls = " ".join(jar.as_uri() + ("/" if jar.is_dir() else "") for jar in jars)
    said = f"Manifest-Version: 1.0\nMain-Class: {main}\nClass-Path: {urls}"
    lines = [part for line in said.splitlines() for part in _wrapped(line)]
    with zipfile.ZipFile(folder / "program.jar", "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "\n".join([*lines, ""]))
    return folder


def in_csharp(files: Mapping[str, str], script: str, folder: Path) -> Path:
    """Write a project whose ``binary`` is a script that has a compiled program run."""
    _write(files, folder, "program")
    install(script, folder / "program")
    return folder


def _write(files: Mapping[str, str], folder: Path, binary: str) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    project = folder / "Pulumi.yaml"
    said = yaml.safe_load(project.read_text(encoding="utf-8"))
    runtime = said["runtime"]
    name = runtime["name"] if isinstance(runtime, dict) else runtime
    said["runtime"] = {"name": name, "options": {"binary": binary}}
    project.write_text(yaml.safe_dump(said, sort_keys=False), encoding="utf-8")


def _expanded(path: str) -> list[Path]:
    """The jars that an entry of a classpath means."""
    return sorted(Path(path).parent.glob("*.jar")) if path.endswith("*") else [Path(path)]


def _wrapped(line: str) -> list[str]:
    """A line of a manifest, which is at most 72 bytes long and goes on after a blank."""
    return textwrap.wrap(
        line, 70, subsequent_indent=" ", drop_whitespace=False, break_on_hyphens=False
    )
