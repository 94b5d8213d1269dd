"""`make demo`: a template becomes a program, the program is run, and the template comes back."""

from __future__ import annotations

import sys
import tempfile
import time
from pathlib import Path

import converter
from converter.pulumi import Program
from converter.report import Report

from . import cases

CASE = "production-stack"
SHOWN = 40


def main() -> int:
    """Show every step; give 0 where nothing differs in the end."""
    source = cases.template(CASE)
    title("1. The template", source)
    show(source.read_text(encoding="utf-8"))

    report = Report()
    start = time.perf_counter()
    files = converter.migrate(source, project=CASE, report=report)
    title("2. The Pulumi project that migrate writes", f"{time.perf_counter() - start:.2f} s")
    print(f"   {', '.join(files)}\n")
    show(files["__main__.py"])
    for finding in report:
        print(f"   {finding.severity}: {finding.message}")

    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        start = time.perf_counter()
        program = converter.record(folder)
        title("3. What the program registers when it runs", f"{time.perf_counter() - start:.2f} s")
        show_registrations(program)

    text = converter.write(converter.to_cloudformation(program))
    title("4. The template that export writes")
    show(text)
    return tell_differences(text)


def tell_differences(exported: str) -> int:
    """Compare the two templates and say what was found; give the exit status."""
    title("5. What differs in meaning")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "exported.yaml"
        path.write_text(exported, encoding="utf-8")
        differences = converter.verify(converter.read(cases.template(CASE)), converter.read(path))
    for difference in differences:
        print(f"   {difference}")
    if not differences:
        print("   Nothing: both templates mean the same.")
    return 1 if differences else 0


def title(text: str, beside: object = "") -> None:
    """Print the heading of a step."""
    print(f"\n── {text} {f'({beside}) ' if beside else ''}".ljust(100, "─") + "\n", flush=True)


def show(text: str) -> None:
    """Print the beginning of a text."""
    lines = text.splitlines()
    for line in lines[:SHOWN]:
        print(f"   {line}")
    if len(lines) > SHOWN:
        print(f"   … {len(lines) - SHOWN} more lines")


def show_registrations(program: Program) -> None:
    """Print every resource of a program on a line."""
    for name, resource in program.resources.items():
        condition = f"  if {resource.condition}" if resource.condition else ""
        print(f"   {resource.type:<58} {name}{condition}")
    print(f"   config: {', '.join(program.config)}")
    print(f"   exports: {', '.join(program.exports)}")


if __name__ == "__main__":
    sys.exit(main())
