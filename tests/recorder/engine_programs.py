"""Programs that ask the engine for one thing each, the same in every language that is here."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path
from shlex import join

import converter.recorder
from converter.pulumi import Program
from converter.report import Report

from ..keeping import digest, kept
from ..node import modules
from ..sdks import go_programs, java_programs
from ..sdks.generating import call, tool

LANGUAGES = ("python", "go", "typescript", "java")
SOURCES = Path(__file__).with_name("engine")
PACKAGES = SOURCES.parent.parent / "typescript" / "package.json"
SETTINGS = '{"compilerOptions": {"module": "commonjs", "target": "es2020"}}'
RUN = (
    '--monitor "$PULUMI_MONITOR" --engine "$PULUMI_ENGINE" --project "$PULUMI_PROJECT" '
    '--stack "$PULUMI_STACK" --organization organization --dry-run --pwd . .'
)


def run(
    language: str,
    which: str,
    folder: Path,
    report: Report | None = None,
    *,
    concrete: bool = True,
) -> Program:
    """Record one of the programs of a language.

    Args:
        language: one of `LANGUAGES`.
        which: what the program is to ask for.
        folder: an empty folder.
        report: where findings go.
        concrete: whether nothing may be asked for.
    """
    runtime = "python" if language == "python" else "{name: go, options: {binary: ./program}}"
    text = f"name: demo\nruntime: {runtime}\n"
    (folder / "Pulumi.yaml").write_text(text, encoding="utf-8")
    if language == "python":
        shutil.copy(SOURCES / "program.py", folder / "__main__.py")
    else:
        script = folder / "program"
        script.write_text(f"#!/bin/sh\nexec {_COMMANDS[language](folder)}\n", encoding="utf-8")
        script.chmod(0o755)
    return converter.recorder.record(
        folder, config={"which": which}, concrete=concrete, report=report, timeout=300
    )


def _go(_: Path) -> str:
    return join([str(_built_go())])


@cache
def _built_go() -> Path:
    module, source = go_programs.module(), SOURCES / "main.go"

    def build(folder: Path) -> None:
        shutil.copytree(module, folder / "module", symlinks=True)
        shutil.copy(source, folder / "module")
        command = ("build", "-trimpath", "-ldflags=-s -w", "-o", folder / "programs", ".")
        call(tool("go"), *command, folder=folder / "module")

    return kept("go-engine", digest(module.name, source.read_bytes()), build) / "programs"


def _typescript(folder: Path) -> str:
    (folder / "tsconfig.json").write_text(SETTINGS, encoding="utf-8")
    (folder / "package.json").write_text('{"main": "index.ts"}', encoding="utf-8")
    (folder / "node_modules").symlink_to(modules(PACKAGES))
    shutil.copy(SOURCES / "index.ts", folder)
    return f"{tool('node')} --import tsx node_modules/@pulumi/pulumi/cmd/run {RUN}"


def _java(_: Path) -> str:
    return join(java_programs.command(_built_java(), "program.App"))


@cache
def _built_java() -> Path:
    source = SOURCES / "App.java"

    def build(folder: Path) -> None:
        shutil.copy(source, folder)
        java_programs.compile(folder, folder / "classes")

    content = digest(java_programs.classpath(), source.read_bytes())
    return kept("java-engine", content, build) / "classes"


_COMMANDS = {"go": _go, "typescript": _typescript, "java": _java}
