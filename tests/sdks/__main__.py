"""Make what takes long before tests ask for it: `python -m tests.sdks`, beside a run of pytest."""

from __future__ import annotations

import os
import shutil

from . import csharp_programs, go_programs, java_programs, names


def main() -> None:
    """Make each language's SDK; a language whose tool chain is missing is left out."""
    os.nice(5)
    if shutil.which("go") is not None:
        go_programs.compile_sdk()
        if shutil.which("mvn") is not None:
            java_programs.classpath()
        if shutil.which("npm") is not None:
            csharp_programs.libraries()
        for language in ("go", "csharp", "java"):
            names.called(language)


if __name__ == "__main__":
    main()
