"""`make demo`: a template becomes a program, the program a template again, and both are compared.

What is run is what a person types; all that is made stays in `.demo`.
"""

from __future__ import annotations

import os
import shlex
import shutil
import sys
import time
from pathlib import Path

from converter import cli

from . import cases

CASE = "production-stack"
FOLDER = Path(".demo")
SHOWN = 32
CHANGED = ('cidr_block="10.20.0.0/20"', 'cidr_block="10.99.0.0/20"')


def main() -> int:
    """Show every step; give 0 where each ends as it should."""
    os.chdir(cases.ROOT)
    FOLDER.mkdir(exist_ok=True)
    for made in ("my-stack", "changed"):
        shutil.rmtree(FOLDER / made, ignore_errors=True)
    template, project = FOLDER / "template.yaml", FOLDER / "my-stack"
    shutil.copy(cases.template(CASE), template)

    title(1, "A template: a SageMaker endpoint with its network, storage and role")
    show(template)

    title(2, "It becomes a Pulumi program")
    report = FOLDER / "report.html"
    fine = run("cfn2pulumi", "migrate", template, "--output", project, "--report", report) == 0
    show(project / "__main__.py")

    title(3, "The program becomes a template again; it is run, and nothing is deployed")
    exported = FOLDER / "exported.yaml"
    fine &= run("pulumi2cfn", "export", project, "--output", exported) == 0
    show(exported)

    title(4, "Do they mean the same?")
    fine &= run("cfn2pulumi", "verify", template, project) == 0

    title(5, "And once somebody has changed the program?")
    change(project, FOLDER / "changed")
    fine &= run("cfn2pulumi", "verify", template, FOLDER / "changed") == 1

    print(
        f"\nEverything is in {FOLDER}{os.sep}; {report} is for the person who reviews a migration."
    )
    return 0 if fine else 1


def run(tool: str, *arguments: str | Path) -> int:
    """Run a command as it would be typed; give its exit status."""
    words = [tool, *map(str, arguments)]
    print(f"$ {shlex.join(words)}", flush=True)
    before, sys.argv = sys.argv, words
    start = time.perf_counter()
    try:
        status = int(getattr(cli, tool)())
    finally:
        sys.argv = before
    sys.stdout.flush()
    print(f"  {time.perf_counter() - start:.1f} s, exit status {status}\n", flush=True)
    return status


def change(project: Path, changed: Path) -> None:
    """Copy a project, and change one line of its program."""
    before, after = CHANGED
    shutil.copytree(project, changed)
    program = changed / "__main__.py"
    text = program.read_text(encoding="utf-8")
    assert before in text
    program.write_text(text.replace(before, after), encoding="utf-8")
    print(f"  {before} → {after}\n")


def title(number: int, words: str) -> None:
    """Print the heading of a step."""
    print(f"\n── {number}. {words} ".ljust(100, "─") + "\n", flush=True)


def show(file: Path) -> None:
    """Print the beginning of a file, in colours on a terminal."""
    lines = file.read_text(encoding="utf-8").splitlines()
    text = "\n".join(f"  {line}" for line in lines[:SHOWN])
    if sys.stdout.isatty() and not os.environ.get("NO_COLOR"):
        from pygments import highlight
        from pygments.formatters import TerminalFormatter
        from pygments.lexers import get_lexer_for_filename

        lexer = get_lexer_for_filename(file.name, stripnl=False)
        text = highlight(text, lexer, TerminalFormatter()).rstrip("\n")
    print(text)
    if len(lines) > SHOWN:
        print(f"  … {len(lines) - SHOWN} more lines in {file}")


if __name__ == "__main__":
    sys.exit(main())
