"""Go programs compiled against an SDK for what the fixtures use: all of them into one binary.

Linking takes longer than compiling, so there is one binary that is told which program to be.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from ..keeping import digest, kept
from .generating import call, sdk, tool

MODULE = Path(__file__).parent / "programs"
SDK = "github.com/pulumi/pulumi-aws-native/sdk"
Files = Mapping[str, str]


class Programs:
    """Some programs in Go, by name: their `*.go` files, in which no other package is."""

    def __init__(self, programs: Mapping[str, Files]) -> None:
        self.packages = {name: f"p{number}" for number, name in enumerate(sorted(programs))}
        self._programs = programs

    @property
    def sources(self) -> dict[str, str]:
        """The files of a module with a package for each program, and one that chooses."""
        files = {"main.go": self._main()}
        for name, package in self.packages.items():
            for path, text in self._programs[name].items():
                if path.endswith(".go"):
                    files[f"{package}/{path}"] = _as_package(text, package)
        return files

    def _main(self) -> str:
        imports = "".join(f'\t"programs/{package}"\n' for package in self.packages.values())
        entries = "".join(f'\t"{package}": {package}.Main,\n' for package in self.packages.values())
        return (
            f'package main\n\nimport (\n\t"os"\n\n{imports})\n\n'
            f"var programs = map[string]func(){{\n{entries}}}\n\n"
            "func main() {\n\tprograms[os.Args[1]]()\n}\n"
        )

    def vet(self) -> None:
        """Check the types of all programs and what `go vet` knows of; complaints fail the test."""
        call(tool("go"), "vet", "./...", folder=self._folder())

    def command(self, name: str) -> list[str]:
        """The command that runs a program; they are compiled before the first is."""

        def build(folder: Path) -> None:
            call(tool("go"), "build", "-ldflags=-s -w", "-o", folder / "programs", ".",
                 folder=self._folder())  # fmt: skip

        binary = kept("go-binary", self._folder().name, build) / "programs"
        return [str(binary), self.packages[name]]

    def _folder(self) -> Path:
        sources = self.sources
        content = digest(module().name, *(f"{path}\n{text}" for path, text in sources.items()))

        def write(folder: Path) -> None:
            shutil.copytree(module(), folder, symlinks=True, dirs_exist_ok=True)
            for path, text in sources.items():
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")

        return kept("go-programs", content, write)


def _as_package(text: str, package: str) -> str:
    """A file of a program as one of a package that another program calls."""
    text = re.sub(r"^package main$", f"package {package}", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^func main\(\) ", "func Main() ", text, flags=re.MULTILINE)


@cache
def module() -> Path:
    """A module without a program: what it requires, and the SDK that it uses instead."""
    source = sdk("go")
    required = [(MODULE / name).read_text(encoding="utf-8") for name in ("go.mod", "go.sum")]

    def write(folder: Path) -> None:
        for name, text in zip(("go.mod", "go.sum"), required, strict=True):
            (folder / name).write_text(text, encoding="utf-8")
        version = re.findall(r"^\t(\S+/pulumi/sdk/v3 \S+)$", required[0], re.MULTILINE)[0]
        (folder / "sdk" / "go").mkdir(parents=True)
        (folder / "sdk" / "go" / "aws").symlink_to(source / "aws")
        requirements = f"require (\n\tgithub.com/blang/semver v3.5.1+incompatible\n\t{version}\n)\n"
        mod = f"module {SDK}\n\ngo 1.25\n\n{requirements}"
        (folder / "sdk" / "go.mod").write_text(mod, encoding="utf-8")

    return kept("go-module", digest(source.name, *required), write)


def compile_sdk() -> None:
    """Compile the SDK, so that programs that use it take less time."""
    call(tool("go"), "build", f"{SDK}/...", folder=module())
