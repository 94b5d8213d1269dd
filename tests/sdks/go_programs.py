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
    """Some programs in Go, by name: their `*.go` files, in which no other package is.

    What a package costs is reading what it imports. So programs share one, each with a main
    function of its own, unless they have files beside ``main.go`` and ``functions.go``.

    Args:
        programs: the files of each.
        kind: a name for these programs: what is kept of others of the same kind is replaced.
    """

    def __init__(self, programs: Mapping[str, Files], kind: str = "programs") -> None:
        self._kind = kind
        self._mains: dict[str, str] = {}
        self.sources: dict[str, str] = {}
        functions: dict[str, str] = {}
        for number, (name, files) in enumerate(sorted(programs.items())):
            written = {path: text for path, text in files.items() if path.endswith(".go")}
            if set(written) <= {"main.go", "functions.go"}:
                main = f"Main{number}"
                text = _numbered(written["main.go"], number)
                self.sources[f"all/p{number}.go"] = _as_package(text, "all", main)
                functions |= _functions(written.get("functions.go", ""))
                self._mains[name] = f"all.{main}"
                continue
            package = f"p{number}"
            for path, text in written.items():
                self.sources[f"{package}/{path}"] = _as_package(text, package, "Main")
            self._mains[name] = f"{package}.Main"
        if functions:
            self.sources["all/functions.go"] = _merged(functions)
        self.sources["main.go"] = self._main()

    def _main(self) -> str:
        packages = sorted({main.partition(".")[0] for main in self._mains.values()})
        imports = "".join(f'\t"programs/{package}"\n' for package in packages)
        entries = "".join(f'\t"{main}": {main},\n' for main in self._mains.values())
        return (
            f'package main\n\nimport (\n\t"os"\n\n{imports})\n\n'
            f"var programs = map[string]func(){{\n{entries}}}\n\n"
            "func main() {\n\tprograms[os.Args[1]]()\n}\n"
        )

    def vet(self) -> None:
        """Check the types of all programs and what `go vet` knows of; complaints fail the test."""
        call(tool("go"), "vet", "-trimpath", "./...", folder=self._folder())

    def command(self, name: str) -> list[str]:
        """The command that runs a program; they are compiled before the first is."""

        def build(folder: Path) -> None:
            call(tool("go"), "build", "-trimpath", "-ldflags=-s -w", "-o", folder / "programs", ".",
                 folder=self._folder())  # fmt: skip

        binary = kept(f"go-binary-of-{self._kind}", self._folder().name, build) / "programs"
        return [str(binary), self._mains[name]]

    def _folder(self) -> Path:
        content = digest(module().name, *(f"{path}\n{text}" for path, text in self.sources.items()))

        def write(folder: Path) -> None:
            shutil.copytree(module(), folder, symlinks=True, dirs_exist_ok=True)
            for path, text in self.sources.items():
                (folder / path).parent.mkdir(exist_ok=True)
                (folder / path).write_text(text, encoding="utf-8")

        return kept(f"go-{self._kind}", content, write)


def _as_package(text: str, package: str, main: str) -> str:
    """A file of a program as one of a package that another program calls."""
    text = re.sub(r"^package main$", f"package {package}", text, count=1, flags=re.MULTILINE)
    return re.sub(r"^func main\(\) ", f"func {main}() ", text, flags=re.MULTILINE)


def _numbered(text: str, number: int) -> str:
    """A program whose variables and types beside its function have names of their own."""
    code = re.sub("`[^`]*`", "``", text)  # without texts of several lines
    for name in re.findall(r"^(?:var|type) (\w+) ", code, re.MULTILINE):
        text = re.sub(rf'(?<!["\w.]){name}(?!["\w])', f"{name}{number}", text)
    return text


def _functions(text: str) -> dict[str, str]:
    """The functions of a file, by name; its imports by their paths."""
    imports = {path: path for path in re.findall(r'^\t"(\S+)"$', text, re.MULTILINE)}
    parts = text.split("\n\n")
    found = {part.strip(): part.strip() for part in parts if part.startswith("// ")}
    return {**{f"import {path}": path for path in imports}, **found}


def _merged(functions: Mapping[str, str]) -> str:
    imports = [path for name, path in functions.items() if name.startswith("import ")]
    bodies = [text for name, text in functions.items() if not name.startswith("import ")]
    lines = "".join(f'\t"{path}"\n' for path in sorted(imports))
    return f"package all\n\nimport (\n{lines})\n\n" + "\n\n".join(bodies) + "\n"


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
    call(tool("go"), "build", "-trimpath", f"{SDK}/...", folder=module())
