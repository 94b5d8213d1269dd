"""What type checkers say of the Python that is written.

pyrefly says it in seconds, for the tests. mypy reads the packages for minutes: `make check`
asks it, by `python -m tests.checking`.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from . import cases
from .cdk import apps

# What is made under a condition is used under the same condition, which pyrefly does not follow
_IGNORED = "unbound-name"


def write_programs(folder: Path) -> None:
    """Write the programs of all fixtures beside each other, each under a name of its own."""
    for program in cases.programs():
        name = "_".join(program.parent.relative_to(cases.FOLDER).parts).replace("-", "_")
        modules = {path.name: path for path in program.parent.glob("[!_]*.py")}
        for file, path in {f"{name}.py": program, **modules}.items():
            (folder / file).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")


def write_apps(folder: Path) -> None:
    """Write the modules of all CDK apps beside each other, each app under a name of its own."""
    for name, files in apps.files("cdk-python").items():
        for file, text in files.items():
            if file == "app.py":
                file = f"app_{name.replace('-', '_')}.py"
            if file.endswith(".py"):
                (folder / file).write_text(text, encoding="utf-8")


def pyrefly(folder: Path) -> str:
    """What pyrefly's strict checks say of a folder; nothing where they are content."""
    command = [Path(sys.executable).with_name("pyrefly"), "check", "--preset", "strict"]
    settings = ["--ignore", _IGNORED, "--python-interpreter-path", sys.executable]
    return said([*command, *settings, "."], folder)


def mypy(folder: Path) -> str:
    """What mypy's strict checks say of a folder; nothing where they are content."""
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--no-error-summary"]
    return said([*command, "--cache-dir", cases.ROOT / ".mypy_cache" / "written", "."], folder)


def said(command: Sequence[str | Path], folder: Path) -> str:
    """What a checker says of a folder; nothing where it is content."""
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr if done.returncode else ""


def main() -> None:
    """Print what mypy says of all programs and apps; exits with 1 where it says anything."""
    found = ""
    for write in (write_programs, write_apps):
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder))
            found += mypy(Path(folder))
    sys.stdout.write(found)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
